//! How far all annotators agree, computed beside the interface.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{App, Effect, Open, Screen, Table, TableKind};
use crate::command::Command;
use crate::model::{Annotations, AnnotatorId, Schema, Sentence, Span};
use crate::nlp::{Analysis, Entities};
use crate::review::{Agreement, Cost, Work, agreement};

/// What all annotators say, to be compared.
#[derive(Debug)]
pub struct Opinions {
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
    pub annotators: Vec<String>,
    /// All figures.
    pub found: Agreement,
    /// The sentences of its costs.
    pub places: Vec<Span>,
}

/// The comparison of all annotators.
#[derive(Debug, Default)]
pub(super) struct Agreeing {
    /// What was compared last, or is being: numbers that only grow.
    of: Option<(u64, u64)>,
    /// Whether it is under way.
    pub(super) is_under_way: bool,
    /// What came of the last one.
    found: Agreed,
    /// The table that was left for one of its sentences.
    pub(super) left: Option<Table>,
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
        let annotators: Vec<String> = self.annotators.iter().map(ToString::to_string).collect();
        let works: Vec<Work> = works.collect();
        let found = agreement(&works, &annotators, &self.schema, &self.entities);
        let span = |cost: &Cost| Some(sentences.get(cost.article)?.get(cost.sentence)?.span);
        let places = found.costs.iter().map(|cost| span(cost).unwrap_or_default()).collect();
        Agreed { annotators, found, places }
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
    /// Opens the view of agreement, where it was left for a sentence.
    pub(super) fn open_agreement(&mut self) {
        if self.knows_others(Command::Agreement) {
            match self.agreeing.left.take() {
                Some(table) => self.screen = Screen::Table(table),
                None => self.open_table(TableKind::Agreement),
            }
            self.refresh_table();
            self.say_unread();
        }
    }

    /// Asks how far all agree, if something has changed since that was asked. Of many changes in a short time the last
    /// one counts.
    pub(super) fn renew_agreement(&mut self) {
        let revisions = self.all_open().map(|(_, open)| open.revision).sum();
        let now = Some((self.others.compared, revisions));
        if self.agreeing.of == now || self.agreeing.is_under_way {
            return;
        }
        let own = &self.annotator.id;
        let mut everybody: BTreeSet<&AnnotatorId> = self.others.signs.keys().chain([own]).collect();
        // Whoever has found nothing by themselves is nobody whom others could agree with.
        let has_opinion = |open: &Open, who| open.opinion_of(who, own).is_some();
        everybody.retain(|who| self.all_open().any(|(_, open)| has_opinion(open, who)));
        let by = |open: &Open| -> Vec<Option<Annotations>> {
            everybody.iter().map(|annotator| open.opinion_of(annotator, own)).collect()
        };
        let opinion = |open: &Open| Opinion { analysis: Arc::clone(&open.analysis), by: by(open) };
        let last = self.articles.worked().last().map_or(0, |(last, _)| last + 1);
        let opinions = |article| self.open(article).map(opinion);
        let articles =
            (0..last).map(|article| opinions(article).filter(|all| all.by.iter().flatten().count() > 1));
        let opinions = Opinions {
            annotators: everybody.iter().map(|annotator| (*annotator).clone()).collect(),
            articles: articles.collect(),
            schema: Arc::clone(&self.schema),
            entities: Arc::clone(&self.entities),
        };
        (self.agreeing.of, self.agreeing.is_under_way) = (now, true);
        self.effects.push(Effect::Agree(Box::new(opinions)));
    }

    /// Takes in how far all agree.
    pub(super) fn agreed(&mut self, agreed: Agreed) {
        (self.agreeing.found, self.agreeing.is_under_way) = (agreed, false);
        self.refresh_table();
    }

    /// How far all agree, as it was computed last.
    pub fn agreement(&self) -> &Agreed {
        &self.agreeing.found
    }

    /// Whether nothing is known yet of how far they agree.
    pub fn is_comparing(&self) -> bool {
        self.agreeing.is_under_way && self.agreeing.found.annotators.is_empty()
    }
}
