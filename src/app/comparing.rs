//! What annotators say of the same sentences, side by side: compared beside the interface, and where this annotator has
//! changed something at once.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::{App, Effect, Open};
use crate::model::{Annotations, AnnotatorId, Change, Item, Reference, Schema, Span};
use crate::nlp::{Analysis, Entities};
use crate::review::{Comparing, Comparison};

/// What all annotators have made of an article, to be compared beside the interface.
#[derive(Debug)]
pub struct Comparable {
    article: usize,
    number: u64,
    revision: u64,
    analysis: Arc<Analysis>,
    by: BTreeMap<AnnotatorId, Annotations>,
    schema: Arc<Schema>,
    entities: Arc<Entities>,
}

/// What they say of the same sentences, side by side.
#[derive(Debug)]
pub struct Compared {
    article: usize,
    /// Which comparison of the article it is; an older one is dropped.
    number: u64,
    /// The revision of this annotator's annotations; one of an older revision is made anew.
    revision: u64,
    comparisons: Vec<Comparison>,
}

impl Comparable {
    /// Compares them.
    pub fn compared(&self) -> Compared {
        let &Self { article, number, revision, .. } = self;
        let comparing = Comparing {
            by: self.by.iter().collect(),
            sentence_at: |at| self.analysis.sentence_at(at).map(|sentence| sentence.span),
            article,
            schema: &self.schema,
            entities: &self.entities,
        };
        Compared { article, number, revision, comparisons: comparing.all() }
    }
}

impl Open {
    /// Who has annotated the article: this annotator and all others whose sidecar could be read.
    pub(super) fn by(&self) -> BTreeMap<&AnnotatorId, &Annotations> {
        let own = self.annotator().map(|own| (own, &self.annotations));
        own.into_iter().chain(self.others().map(|(by, opened)| (by, &opened.sidecar.annotations))).collect()
    }

    /// What annotators say of the things in a sentence.
    pub(super) fn comparisons_in(&self, sentence: Span) -> &[Comparison] {
        let at = |start: usize| self.comparisons.partition_point(|other| other.sentence.start() < start);
        self.comparisons.get(at(sentence.start())..at(sentence.end())).unwrap_or_default()
    }

    /// The annotations that another one contradicts.
    pub fn disputed(&self) -> HashSet<Reference> {
        let disputes = self.comparisons.iter().filter(|comparison| comparison.is_dispute());
        disputes.flat_map(Comparison::references).collect()
    }
}

impl App {
    /// Asks for articles to be compared.
    pub(super) fn compare(&mut self, articles: Vec<usize>) {
        let mut all = Vec::new();
        for article in articles {
            let Some(open) = self.articles.open_mut(article) else { continue };
            self.others.compared += 1;
            if open.others.is_empty() {
                open.comparisons.clear();
                open.compared = open.comparing;
                continue;
            }
            open.comparing = self.others.compared;
            all.push(Comparable {
                article,
                number: open.comparing,
                revision: open.revision,
                analysis: Arc::clone(&open.analysis),
                by: open
                    .by()
                    .into_iter()
                    .map(|(by, annotations)| (by.clone(), annotations.clone()))
                    .collect(),
                schema: Arc::clone(&self.schema),
                entities: Arc::clone(&self.entities),
            });
        }
        if !all.is_empty() {
            self.effects.push(Effect::Compare(all));
        }
    }

    /// Compares anew what others have made, since names may mean other things now.
    pub(super) fn compare_others(&mut self) {
        self.compare(self.all_open().map(|(article, _)| article).collect());
    }

    /// Takes in what annotators say side by side, and does what was asked for before that was known.
    pub(super) fn compared(&mut self, all: Vec<Compared>) {
        let mut again = Vec::new();
        for Compared { article, number, revision, comparisons } in all {
            let open = self.articles.open_mut(article);
            match open.filter(|open| open.comparing == number) {
                Some(open) if open.revision == revision => {
                    (open.comparisons, open.compared) = (comparisons, number);
                }
                Some(_) => again.push(article),
                None => {}
            }
        }
        self.compare(again);
        self.renew_comparison();
        self.refresh_table();
        self.do_asked();
    }

    /// Compares anew the sentences of an article in which this annotator has changed what is an opinion.
    pub(super) fn compare_changed(&mut self, article: usize, changes: &[&Change]) {
        let Some(open) = self.open(article).filter(|open| !open.others.is_empty()) else { return };
        let opinion = |change: &&&Change| change.items().filter_map(Item::tag).any(|tag| !tag.is_adopted());
        let spans = changes.iter().filter(opinion).filter_map(|change| change.span());
        let sentences: BTreeSet<Span> =
            spans.flat_map(|span| open.analysis.sentences_in(span)).map(|sentence| sentence.span).collect();
        let comparing = Comparing {
            by: open.by(),
            sentence_at: |at| open.analysis.sentence_at(at).map(|sentence| sentence.span),
            article,
            schema: &self.schema,
            entities: &self.entities,
        };
        let new = comparing.within(sentences.iter().copied());
        if let Some(open) = self.articles.open_mut(article) {
            open.comparisons.retain(|comparison| !sentences.contains(&comparison.sentence));
            open.comparisons.extend(new);
            open.comparisons.sort_by_key(|comparison| comparison.sentence.start());
        }
    }
}
