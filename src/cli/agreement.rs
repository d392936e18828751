//! `abreast agreement`: how far annotators agree.

mod page;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::args;
use super::articles::{Articles, Seen, one_line, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, complain, json};
use crate::model::{Annotation, Annotations, AnnotatorId, Mention, Schema};
use crate::nlp::Entities;
use crate::review::{
    Agreement, AttributeAgreement, Confusion, Cost, LabelAgreement, RESAMPLES, SEED, SpanAgreement, Work,
    agreement,
};
use crate::text::CodePoints;

/// An article, and what is in its sidecars.
struct Tagged {
    seen: Seen,
    points: CodePoints,
    by: BTreeMap<AnnotatorId, Annotations>,
}

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
    /// How much alpha on the labels would rise without it.
    alpha: f64,
    /// Its words, in one line.
    words: String,
    /// The tags of those who have read it.
    tags: BTreeMap<&'a str, Vec<String>>,
}

pub(super) fn run(args: &args::Agreement, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Articles { articles, root, mut outcome } = opened(&args.paths, &args.corpus.fields)?;
    let sidecars = Sidecars::new(&root, args.corpus.store.as_deref());
    outcome = outcome.and(sidecars.outcome);
    let mut tagged = Vec::new();
    for article in articles {
        let seen = Seen::new(article);
        let mut by = BTreeMap::new();
        for (annotator, _, sidecar) in sidecars.of(&seen.article, &seen.head) {
            match sidecar {
                Ok(opened) => drop(by.insert(annotator, opened.sidecar.annotations)),
                Err(problem) => {
                    complain(&problem);
                    outcome = Outcome::Wrong;
                }
            }
        }
        tagged.push(Tagged { points: CodePoints::new(seen.article.text.clone()), seen, by });
    }
    report(&tagged, &sidecars.schema, args.json, out)?;
    Ok(outcome)
}

fn report(tagged: &[Tagged], schema: &Schema, as_json: bool, out: &mut impl Write) -> io::Result<()> {
    let with_tags = |tagged: &Tagged| {
        let tagged = tagged.by.iter().filter(|(_, annotations)| !annotations.is_empty());
        tagged.map(|(annotator, _)| annotator.to_string()).collect::<Vec<_>>()
    };
    let mut annotators: Vec<String> = tagged.iter().flat_map(with_tags).collect();
    annotators.sort();
    annotators.dedup();
    let works: Vec<Work> = tagged.iter().map(|tagged| work(tagged, &annotators)).collect();
    let agreement = agreement(&works, &annotators, schema, &entities(tagged));
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

fn entities(tagged: &[Tagged]) -> Entities {
    let mentions = tagged.iter().enumerate().flat_map(|(i, Tagged { seen, .. })| {
        let named = move |mention: &Mention| (i, mention.span.of(&seen.article.text), mention.kind);
        seen.mentions.iter().map(named)
    });
    Entities::gather(mentions, |i| tagged.get(i)?.seen.head.date.as_deref())
}

impl<'a> CostOfSentence<'a> {
    fn new(cost: &Cost, tagged: &'a [Tagged], annotators: &'a [String], schema: &Schema) -> Option<Self> {
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
