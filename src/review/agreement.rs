//! The whole report.

use std::collections::BTreeSet;

use serde::Serialize;

use super::attributes::items;
use super::figures::Figures;
use super::ratings::{Confusion, Ratings};
use super::sentences::{Labels, labels};
use super::spans::{self, SpanAgreement};
use crate::model::{Annotations, Attribute, AttributeKind, LabelName, Schema, Sentence};
use crate::nlp::Entities;

/// What several annotators have made of one article.
#[derive(Clone, Debug)]
pub struct Work<'a> {
    /// All units of the article, in order.
    pub sentences: &'a [Sentence],
    /// By annotator; none for those who have no sidecar.
    pub annotations: Vec<Option<&'a Annotations>>,
}

/// How far annotators agree.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// On the labels of sentences: on all of them, then on each label by itself.
    pub labels: Vec<LabelAgreement>,
    /// On the spans of tags, in the same order.
    pub spans: Vec<SpanAgreement>,
    /// On the attributes of what two have both tagged.
    pub attributes: Vec<AttributeAgreement>,
    /// The labels of sentences by one annotator against those by another, for each pair in order.
    pub confusions: Vec<Confusion<String>>,
    /// The sentences on which annotators differ, those that cost most first.
    pub costs: Vec<Cost>,
}

/// How far annotators agree on the labels of sentences.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelAgreement {
    /// The label that a sentence has or has not; none: which of all labels it has.
    pub label: Option<String>,
    /// The figures; its items are sentences.
    pub figures: Figures,
}

/// How far annotators agree on an attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttributeAgreement {
    /// The label that has it.
    pub label: String,
    /// Its name.
    pub attribute: String,
    /// The figures; its items are things that two have tagged with the label, and said what the attribute is.
    pub figures: Figures,
}

/// A sentence on which annotators differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// The article, by its number.
    pub article: usize,
    /// The sentence, by its number in the article, from 0.
    pub sentence: usize,
    /// How much Krippendorff's alpha on all labels would rise without it.
    pub alpha: f64,
}

/// Compares what these annotators have made of articles. `entities` are those of the same articles: names are compared
/// as what they mean there.
pub fn agreement(works: &[Work], annotators: &[String], schema: &Schema, entities: &Entities) -> Agreement {
    let said: Vec<Vec<Vec<Labels>>> = works.iter().map(|work| by_sentence(work, annotators.len())).collect();
    let mut places = Vec::new();
    let mut common = Vec::new();
    for (article, sentences) in said.iter().enumerate() {
        for (sentence, labels) in sentences.iter().enumerate() {
            if labels.iter().flatten().count() > 1 {
                places.push((article, sentence));
                common.push(labels);
            }
        }
    }
    let used: BTreeSet<&LabelName> =
        common.iter().flat_map(|labels| labels.iter().flatten().flatten().copied()).collect();
    let names = |labels: &BTreeSet<&LabelName>| {
        labels.iter().map(|label| label.as_str()).collect::<Vec<_>>().join("+")
    };
    let all = Ratings::new(
        annotators.len(),
        common.iter().map(|labels| labels.iter().map(|said| said.as_ref().map(names)).collect()),
    );
    let has = |label: &LabelName| {
        let has = |said: &Labels| said.as_ref().map(|said| said.contains(label));
        Ratings::new(annotators.len(), common.iter().map(|labels| labels.iter().map(has).collect()))
    };
    let ordered = in_order(&used, schema);
    let whole = LabelAgreement { label: None, figures: Figures::new(&all, annotators) };
    let single = ordered.iter().map(|label| LabelAgreement {
        label: Some(label.to_string()),
        figures: Figures::new(&has(label), annotators),
    });
    Agreement {
        labels: std::iter::once(whole).chain(single).collect(),
        spans: of_spans(works, &said, annotators, &ordered),
        attributes: of_attributes(works, annotators, schema, entities),
        confusions: all.pairs().map(|pair| all.confusion(pair)).collect(),
        costs: costs(&all, &places),
    }
}

/// The labels of each sentence, by annotator.
fn by_sentence<'a>(work: &Work<'a>, annotators: usize) -> Vec<Vec<Labels<'a>>> {
    let mut sentences = vec![vec![None; annotators]; work.sentences.len()];
    for (annotator, annotations) in work.annotations.iter().enumerate() {
        let Some(annotations) = annotations else { continue };
        for (by, said) in sentences.iter_mut().zip(labels(work.sentences, annotations)) {
            if let Some(place) = by.get_mut(annotator) {
                *place = said;
            }
        }
    }
    sentences
}

/// In the order of the schema, then those that it does not know.
fn in_order<'a>(used: &BTreeSet<&'a LabelName>, schema: &Schema) -> Vec<&'a LabelName> {
    let mut labels: Vec<&LabelName> = used.iter().copied().collect();
    let place = |label: &&LabelName| schema.labels().iter().position(|known| known.name == **label);
    labels.sort_by_key(|label| place(label).unwrap_or(usize::MAX));
    labels
}

fn of_spans(
    works: &[Work],
    said: &[Vec<Vec<Labels>>],
    annotators: &[String],
    labels: &[&LabelName],
) -> Vec<SpanAgreement> {
    let has_read = |by: &Vec<Labels>| by.iter().map(Option::is_some).collect();
    let read: Vec<Vec<Vec<bool>>> =
        said.iter().map(|sentences| sentences.iter().map(has_read).collect()).collect();
    let tags: Vec<&LabelName> = labels.iter().copied().filter(|label| !label.is_none()).collect();
    let of = |label: Option<String>, labels: &[&LabelName]| SpanAgreement {
        label,
        pairs: spans::agreement(works, &read, annotators, &labels.iter().copied().collect()),
    };
    let single = tags.iter().map(|label| of(Some(label.to_string()), &[label]));
    std::iter::once(of(None, &tags)).chain(single).collect()
}

fn of_attributes(
    works: &[Work],
    annotators: &[String],
    schema: &Schema,
    entities: &Entities,
) -> Vec<AttributeAgreement> {
    let mut all = Vec::new();
    for label in schema.labels() {
        let compared = |attribute: &&Attribute| attribute.kind != AttributeKind::Text;
        let attributes: Vec<&Attribute> = label.attributes.iter().filter(compared).collect();
        let items = items(works, annotators.len(), label, &attributes, entities);
        for (i, attribute) in attributes.iter().enumerate() {
            let rows = items
                .iter()
                .map(|item| item.iter().map(|tag| tag.as_ref()?.values.get(i)?.clone()).collect());
            let ratings = Ratings::new(annotators.len(), rows);
            if !ratings.is_empty() {
                all.push(AttributeAgreement {
                    label: label.name.to_string(),
                    attribute: attribute.name.clone(),
                    figures: Figures::new(&ratings, annotators),
                });
            }
        }
    }
    all
}

/// What costs most first; of equal costs in the order of the text.
fn costs(ratings: &Ratings<String>, places: &[(usize, usize)]) -> Vec<Cost> {
    let by_row = ratings.costs();
    let cost = |(row, &(article, sentence)): (&usize, &(usize, usize))| {
        let differ = ratings.rows().get(*row).is_some_and(|row| row.tally.len() > 1);
        differ.then(|| Cost { article, sentence, alpha: by_row.get(*row).copied().unwrap_or_default() })
    };
    let mut costs: Vec<Cost> = ratings.items().iter().zip(places).filter_map(cost).collect();
    costs.sort_by(|a, b| b.alpha.total_cmp(&a.alpha));
    costs
}
