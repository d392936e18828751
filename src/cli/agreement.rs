//! `abreast agreement`: how far annotators agree.

mod page;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::args;
use super::articles::one_line;
use super::tagged::{Corpus, Tagged};
use super::{Failure, Outcome, json};
use crate::model::{Annotation, Schema};
use crate::review::{
    Agreement, AttributeAgreement, Confusion, Cost, LabelAgreement, RESAMPLES, SEED, SpanAgreement, Work,
    agreement,
};

/// What `agreement --json` prints. The order of the fields is that of the output.
#[derive(Serialize)]
struct Report<'a> {
    articles: usize,
    annotators: &'a [String],
    seed: u64,
    resamples: usize,
    labels: &'a [LabelAgreement],
    spans: &'a [SpanAgreement],
    attributes: &'a [AttributeAgreement],
    confusions: Vec<PairConfusion<'a>>,
    costs: Vec<CostOfSentence<'a>>,
}

#[derive(Serialize)]
struct PairConfusion<'a> {
    annotators: [&'a str; 2],
    #[serde(flatten)]
    confusion: &'a Confusion<String>,
}

/// A sentence that costs agreement: where it is, and what each annotator says of it.
#[derive(Serialize)]
struct CostOfSentence<'a> {
    path: String,
    /// The number of the sentence in its article, from 1.
    number: usize,
    start: usize,
    end: usize,
    /// How much alpha on the labels would rise without it; null if they differ in something else.
    alpha: Option<f64>,
    /// In what they differ: `label`, `span`, or the name of an attribute.
    differing: Vec<&'a str>,
    /// Its words, in one line.
    words: String,
    /// The tags of those who have read it.
    tags: BTreeMap<&'a str, Vec<String>>,
}

pub(super) fn run(args: &args::Agreement, out: &mut impl Write) -> Result<Outcome, Failure> {
    // What a reviewer has made of others' annotations is not one more opinion.
    let corpus = Corpus::read(&args.paths, &args.corpus)?.independent();
    report(&corpus, args.json, out)?;
    Ok(corpus.outcome)
}

fn report(corpus: &Corpus, as_json: bool, out: &mut impl Write) -> io::Result<()> {
    let Corpus { articles: tagged, schema, .. } = corpus;
    let annotators: Vec<String> = corpus.annotators().into_iter().map(ToString::to_string).collect();
    let works: Vec<Work> = tagged.iter().map(|tagged| work(tagged, &annotators)).collect();
    let agreement = agreement(&works, &annotators, schema, &corpus.entities());
    let Agreement { labels, spans, attributes, confusions, costs } = &agreement;
    let pair = |(pair, confusion): (_, _)| {
        let [a, b]: [usize; 2] = pair;
        let name = |i: usize| annotators.get(i).map_or("", String::as_str);
        PairConfusion { annotators: [name(a), name(b)], confusion }
    };
    let pairs = (0..annotators.len()).flat_map(|a| (a + 1..annotators.len()).map(move |b| [a, b]));
    let report = Report {
        articles: tagged.len(),
        annotators: &annotators,
        seed: SEED,
        resamples: RESAMPLES,
        labels,
        spans,
        attributes,
        confusions: pairs.zip(confusions).map(pair).collect(),
        costs: costs
            .iter()
            .filter_map(|cost| CostOfSentence::new(cost, tagged, &annotators, schema))
            .collect(),
    };
    if as_json { json::line(&report, out) } else { page::print(&report, out) }
}

fn work<'a>(tagged: &'a Tagged, annotators: &[String]) -> Work<'a> {
    let of = |annotator: &String| {
        tagged.by.iter().find(|(id, _)| id.as_str() == annotator).map(|(_, annotations)| annotations)
    };
    Work { sentences: &tagged.seen.sentences, annotations: annotators.iter().map(of).collect() }
}

impl<'a> CostOfSentence<'a> {
    fn new(cost: &'a Cost, tagged: &'a [Tagged], annotators: &'a [String], schema: &Schema) -> Option<Self> {
        let Tagged { seen, points, by } = tagged.get(cost.article)?;
        let span = seen.sentences.get(cost.sentence)?.span;
        let (start, end) = points.points(span);
        let said = |annotator: &'a String| {
            let (_, annotations) = by.iter().find(|(id, _)| id.as_str() == annotator)?;
            let tags: Vec<String> = annotations.over(span).map(|tag| words(tag, schema)).collect();
            (!tags.is_empty()).then_some((annotator.as_str(), tags))
        };
        Some(Self {
            path: seen.path(),
            number: cost.sentence + 1,
            start,
            end,
            alpha: cost.alpha,
            differing: cost.names(None),
            words: one_line(span.of(&seen.article.text)),
            tags: annotators.iter().filter_map(said).collect(),
        })
    }
}

/// A tag in one line: its label and its attributes, in the order of forms.
fn words(tag: &Annotation, schema: &Schema) -> String {
    let attributes = schema.order_of(tag).into_iter().filter_map(|name| tag.word(name));
    std::iter::once(tag.label.to_string()).chain(attributes).collect::<Vec<_>>().join("  ")
}
