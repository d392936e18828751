//! The whole report.

use std::collections::BTreeSet;

use serde::Serialize;

use super::attributes::{Item, items};
use super::costs::{Cost, Differences, Topic, costs};
use super::figures::Figures;
use super::ratings::{Confusion, Ratings};
use super::sentences::{Labels, labels, names};
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
#[derive(Clone, Debug, Default, PartialEq)]
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
    let all = Ratings::new(
        annotators.len(),
        common.iter().map(|labels| labels.iter().map(|said| said.as_ref().map(names)).collect()),
    );
    let has = |label: &LabelName| {
        let has = |said: &Labels| said.as_ref().map(|said| said.contains(label));
        Ratings::new(annotators.len(), common.iter().map(|labels| labels.iter().map(has).collect()))
    };
    let ordered = in_order(&used, schema);
    let mut differences = Differences::of_labels(&said);
    let whole = LabelAgreement { label: None, figures: Figures::new(&all, annotators) };
    let single = ordered.iter().map(|label| LabelAgreement {
        label: Some(label.to_string()),
        figures: Figures::new(&has(label), annotators),
    });
    Agreement {
        labels: std::iter::once(whole).chain(single).collect(),
        spans: of_spans(works, &said, annotators, &ordered, &mut differences),
        attributes: of_attributes(works, annotators, schema, entities, &mut differences),
        confusions: all.pairs().map(|pair| all.confusion(pair)).collect(),
        costs: costs(&all, &places, differences, &said),
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
    differences: &mut Differences,
) -> Vec<SpanAgreement> {
    let has_read = |by: &Vec<Labels>| by.iter().map(Option::is_some).collect();
    let read: Vec<Vec<Vec<bool>>> =
        said.iter().map(|sentences| sentences.iter().map(has_read).collect()).collect();
    let tags: Vec<&LabelName> = labels.iter().copied().filter(|label| !label.is_none()).collect();
    let of = |label: Option<String>, labels: &[&LabelName], differ: &mut dyn FnMut(_, _, _)| SpanAgreement {
        label,
        pairs: spans::agreement(works, &read, annotators, &labels.iter().copied().collect(), differ),
    };
    let mut all = vec![of(None, &tags, &mut |_, _, _| ())];
    for label in tags {
        all.push(of(Some(label.to_string()), &[label], &mut |place, pair, overlaps| {
            let label = Some(label.to_string());
            differences.add(place, pair, if overlaps { Topic::Span(label) } else { Topic::Overlap(label) });
        }));
    }
    all
}

fn of_attributes(
    works: &[Work],
    annotators: &[String],
    schema: &Schema,
    entities: &Entities,
    differences: &mut Differences,
) -> Vec<AttributeAgreement> {
    let mut all = Vec::new();
    for label in schema.labels() {
        let compared = |attribute: &&Attribute| attribute.kind != AttributeKind::Text;
        let attributes: Vec<&Attribute> = label.attributes.iter().filter(compared).collect();
        let items = items(works, annotators.len(), label, &attributes, entities);
        for (i, attribute) in attributes.iter().enumerate() {
            let said = |item: &Item| -> Vec<Option<String>> {
                item.iter().map(|tag| tag.as_ref()?.values.get(i)?.clone()).collect()
            };
            for (place, item) in &items {
                differences.add_unequal(*place, &said(item), |_, _| {
                    vec![Topic::Attribute(label.name.to_string(), attribute.name.clone())]
                });
            }
            let ratings = Ratings::new(annotators.len(), items.iter().map(|(_, item)| said(item)));
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
