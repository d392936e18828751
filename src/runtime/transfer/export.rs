//! An export, from the corpus to its files.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::sync::atomic::AtomicBool;

use super::Present;
use super::articles::Lazy;
use crate::corpus::Corpus;
use crate::exchange::{
    Agreed, AgreedSpans, Articles, Choice, Confused, Exported, Figure, Files, Format, Further, Lost,
    Outgoing, Stage,
};
use crate::model::{Annotations, AnnotatorId, EntityType, Problem, Schema};
use crate::nlp::Entities;
use crate::review::{Agreement, Estimate, Figures, PairFigures, PairSpans, Scores, Work, agreement};
use crate::store::Store;

/// What is to be exported, and how.
pub struct Exporting<'a> {
    /// The articles.
    pub corpus: &'a Corpus,
    /// Where their sidecars lie; what lies in a later one counts.
    pub stores: &'a [&'a Store],
    /// The labels.
    pub schema: &'a Schema,
    /// The format.
    pub format: &'static Format,
    /// What was asked for.
    pub choice: Choice,
    /// What is not on disk yet.
    pub present: Option<&'a Present>,
    /// Set to end early.
    pub stop: &'a AtomicBool,
}

/// Something said while an export is made.
#[derive(Debug)]
pub enum Told {
    /// How far it is.
    Progress {
        /// What is being done.
        stage: Stage,
        /// With so many articles.
        done: usize,
        /// Of so many.
        all: usize,
    },
    /// Something cannot be read, and is left out.
    Fault(Problem),
}

/// What came of an export.
#[derive(Debug)]
pub struct Done {
    /// How many articles it has.
    pub articles: usize,
    /// How many tags.
    pub tags: usize,
    /// What the format has no place for.
    pub lost: Lost,
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// What was asked for cannot be given.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// It cannot be written.
    #[error(transparent)]
    Output(#[from] io::Error),
}

impl Exporting<'_> {
    /// Makes the export.
    ///
    /// # Errors
    /// The articles cannot be split as was asked for, a file cannot be written, or somebody has stopped it.
    pub fn run(self, files: &dyn Files, tell: &dyn Fn(Told)) -> Result<Done, Failed> {
        let Self { corpus, stores, schema, format, mut choice, present, stop } = self;
        choice.with_rejected |= !format.leaves_out_rejected(&choice);
        let articles = Lazy::new(corpus, stores, schema, choice.clone(), present, tell, stop);
        let mut outgoing = Outgoing::new(&articles, schema, choice, format.seen)?;
        outgoing.unknown().into_iter().for_each(|problem| tell(Told::Fault(problem)));
        if format.tells_agreement(&outgoing.choice) && outgoing.survey.annotators.len() > 1 {
            (outgoing.choice.agreement, outgoing.choice.further) =
                agreed(&articles, &outgoing.choice, schema);
        }
        let (all, tags) = (outgoing.survey.articles, outgoing.survey.tags);
        let lost = format.export(outgoing, files);
        if articles.stopped() {
            return Err(Failed::Output(ErrorKind::Interrupted.into()));
        }
        Ok(Done { articles: all, tags, lost: lost? })
    }
}

/// How far the annotators that were asked for agree, on labels and further. Holds what two have made.
fn agreed(articles: &dyn Articles, choice: &Choice, schema: &Schema) -> (Vec<Agreed>, Further) {
    let wanted = |who: &AnnotatorId| choice.annotators.is_empty() || choice.annotators.contains(who);
    // What a reviewer has made of others' annotations is not one more opinion.
    let own = |article: &Exported| -> Vec<(String, Annotations)> {
        let all = article.annotations.iter().filter(|(who, _)| wanted(who));
        let all = all.map(|(who, all)| (who.to_string(), all.independent()));
        all.filter(|(_, all)| !all.is_empty()).collect()
    };
    let of_two = |index: &usize| articles.get(*index, false).is_some_and(|article| own(&article).len() > 1);
    let opinion = |index| {
        let article = articles.get(index, true).map(Cow::into_owned)?;
        let own = own(&article);
        let text = article.text();
        let names: Vec<(String, EntityType)> =
            article.mentions.iter().map(|name| (name.span.of(text).to_owned(), name.kind)).collect();
        Some((own, names, article.date.clone(), article.sentences))
    };
    let opinions: Vec<_> = (0..articles.count()).filter(of_two).filter_map(opinion).collect();
    let all = opinions.iter().flat_map(|(own, ..)| own.iter().map(|(who, _)| who.clone()));
    let annotators: Vec<String> = all.collect::<BTreeSet<_>>().into_iter().collect();
    if annotators.len() < 2 {
        return Default::default();
    }
    let works: Vec<Work> = opinions
        .iter()
        .map(|(own, .., sentences)| {
            let by = |name: &String| own.iter().find(|(who, _)| who == name).map(|(_, all)| all);
            Work { sentences, annotations: annotators.iter().map(by).collect() }
        })
        .collect();
    let mut named = Vec::new();
    for (article, (_, names, ..)) in opinions.iter().enumerate() {
        named.extend(names.iter().map(|(name, kind)| (article, name.as_str(), *kind)));
    }
    let entities = Entities::gather(named.into_iter(), |article| opinions.get(article)?.2.as_deref());
    let found = agreement(&works, &annotators, schema, &entities);
    if found.labels.iter().all(|label| label.figures.items == 0) {
        return Default::default();
    }
    let labels = found.labels.iter().map(|of| on(of.label.clone(), &of.figures)).collect();
    (labels, further(&found, &annotators))
}

fn figure(Estimate { value, interval }: Estimate) -> Figure {
    Figure { value, interval }
}

/// How far they agree on one thing.
fn on(label: Option<String>, figures: &Figures) -> Agreed {
    let pair = |pair: &PairFigures| {
        (pair.annotators.clone(), pair.items, figure(pair.observed), figure(pair.cohen_kappa))
    };
    Agreed {
        label,
        sentences: figures.items,
        complete: figures.complete,
        same: figure(figures.observed),
        kappa: figure(figures.fleiss_kappa),
        alpha: figure(figures.krippendorff_alpha),
        pairs: figures.pairs.iter().map(pair).collect(),
    }
}

fn further(found: &Agreement, annotators: &[String]) -> Further {
    let scores = |Scores { precision, recall, f1 }: &Scores| [*precision, *recall, *f1].map(figure);
    let spans = found.spans.iter().flat_map(|of| of.pairs.iter().map(move |pair| (of, pair)));
    let spans = spans.map(|(of, PairSpans { annotators, spans, exact, overlapping })| AgreedSpans {
        label: of.label.clone(),
        annotators: annotators.clone(),
        spans: *spans,
        scores: [scores(exact), scores(overlapping)],
    });
    let pairs = annotators
        .iter()
        .enumerate()
        .flat_map(|(a, one)| annotators.iter().skip(a + 1).map(move |other| [one.clone(), other.clone()]));
    let confused = pairs.zip(&found.confusions).map(|(annotators, confusion)| Confused {
        annotators,
        labels: confusion.categories.clone(),
        counts: confusion.counts.clone(),
    });
    let attributes = found.attributes.iter();
    Further {
        attributes: attributes
            .map(|of| on(Some(format!("{} {}", of.label, of.attribute)), &of.figures))
            .collect(),
        spans: spans.collect(),
        confusions: confused.collect(),
    }
}
