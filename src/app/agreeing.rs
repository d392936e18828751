//! How far all annotators agree, computed beside the interface.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{App, Effect, Open, TableKind};
use crate::command::Command;
use crate::model::{Annotations, AnnotatorId, Schema, Sentence, Span};
use crate::nlp::{Analysis, Entities};
use crate::review::{Work, agreement};

/// What all annotators say, to be compared.
#[derive(Debug)]
pub struct Opinions {
    /// Which comparison it is; an older one is dropped.
    pub version: u64,
    annotators: Vec<AnnotatorId>,
    /// For each article that two or more have annotated.
    articles: Vec<Option<Opinion>>,
    schema: Arc<Schema>,
    entities: Arc<Entities>,
}

/// An article, and what each annotator has made of it.
#[derive(Debug)]
struct Opinion {
    analysis: Arc<Analysis>,
    by: Vec<Option<Annotations>>,
}

/// How far they agree.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    /// Who they are.
    pub annotators: Vec<AnnotatorId>,
    /// How many sentences two or more have read.
    pub sentences: usize,
    /// Krippendorff's alpha on the labels of sentences, if it is defined.
    pub alpha: Option<f64>,
    /// The sentences on which they differ, what costs most agreement first: article, sentence, and how much alpha
    /// would rise without it.
    pub costs: Vec<(usize, Span, f64)>,
}

impl Opinions {
    /// Compares them.
    pub fn agreed(&self) -> Agreed {
        let sentences: Vec<Vec<Sentence>> = self
            .articles
            .iter()
            .map(|article| match article {
                Some(Opinion { analysis, .. }) => {
                    analysis.all().flat_map(|chunk| chunk.sentences.iter().copied()).collect()
                }
                None => Vec::new(),
            })
            .collect();
        let works = self.articles.iter().zip(&sentences).map(|(article, sentences)| Work {
            sentences,
            annotations: match article {
                Some(Opinion { by, .. }) => by.iter().map(Option::as_ref).collect(),
                None => vec![None; self.annotators.len()],
            },
        });
        let names: Vec<String> = self.annotators.iter().map(ToString::to_string).collect();
        let works: Vec<Work> = works.collect();
        let found = agreement(&works, &names, &self.schema, &self.entities);
        let figures = found.labels.first().map(|label| &label.figures);
        let cost = |cost: &crate::review::Cost| {
            let sentence = sentences.get(cost.article)?.get(cost.sentence)?;
            Some((cost.article, sentence.span, cost.alpha))
        };
        Agreed {
            annotators: self.annotators.clone(),
            sentences: figures.map_or(0, |figures| figures.items),
            alpha: figures.and_then(|figures| figures.krippendorff_alpha.value),
            costs: found.costs.iter().filter_map(cost).collect(),
        }
    }
}

impl Open {
    /// What an annotator has found without others.
    fn opinion_of(&self, annotator: &AnnotatorId, own: &AnnotatorId) -> Option<Annotations> {
        let all = if annotator == own {
            Some(&self.annotations)
        } else {
            self.others().find(|(by, _)| *by == annotator).map(|(_, opened)| &opened.sidecar.annotations)
        };
        all.map(Annotations::independent).filter(|annotations| !annotations.is_empty())
    }
}

impl App {
    /// Opens the view of agreement.
    pub(super) fn open_agreement(&mut self) {
        if self.knows_others(Command::Agreement) {
            self.open_table(TableKind::Agreement);
            self.compare_opinions();
            self.say_unread();
        }
    }

    /// Asks how far all agree.
    fn compare_opinions(&mut self) {
        let own = &self.annotator.id;
        let everybody: BTreeSet<&AnnotatorId> = self.others.signs.keys().chain([own]).collect();
        let by = |open: &Open| -> Vec<Option<Annotations>> {
            everybody.iter().map(|annotator| open.opinion_of(annotator, own)).collect()
        };
        let opinion = |open: &Open| Opinion { analysis: Arc::clone(&open.analysis), by: by(open) };
        let articles = self
            .articles
            .iter()
            .map(|entry| entry.open().map(opinion).filter(|opinion| opinion.by.iter().flatten().count() > 1));
        let opinions = Opinions {
            version: self.agreed.0 + 1,
            annotators: everybody.iter().map(|annotator| (*annotator).clone()).collect(),
            articles: articles.collect(),
            schema: Arc::clone(&self.schema),
            entities: Arc::clone(&self.entities),
        };
        self.agreed.0 = opinions.version;
        self.effects.push(Effect::Agree(Box::new(opinions)));
    }

    /// Takes in how far all agree.
    pub(super) fn agreed(&mut self, version: u64, agreed: Agreed) {
        if version == self.agreed.0 {
            self.agreed.1 = agreed;
            self.refresh_table();
        }
    }

    /// How far all agree, as it was computed last.
    pub fn agreement(&self) -> &Agreed {
        &self.agreed.1
    }
}
