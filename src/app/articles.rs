//! The articles of the corpus: how many there are, which of them are open, and which cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::open::Open;
use crate::corpus::Corpus;
use crate::model::{Problem, Source};

/// What is known of an article.
#[derive(Clone, Copy, Debug)]
pub enum State<'a> {
    /// It is not in memory.
    Unread,
    /// It is open.
    Open(&'a Open),
    /// It cannot be read as text.
    Failed(&'a Problem),
}

/// The articles of the corpus by their indexes. One that is neither open nor failed takes no memory here.
#[derive(Debug)]
pub struct Articles {
    corpus: Arc<Corpus>,
    /// How many have come.
    count: usize,
    open: BTreeMap<usize, Box<Open>>,
    failed: BTreeMap<usize, Problem>,
    /// The open ones in which somebody has done something: all that is counted is in them.
    worked: BTreeSet<usize>,
    /// The bytes of the texts that are open.
    bytes: usize,
}

impl Articles {
    pub(super) fn new(corpus: Arc<Corpus>) -> Self {
        let count = corpus.len();
        let (open, failed, worked) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { corpus, count, open, failed, worked, bytes: 0 }
    }

    /// How many there are by now.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// More have come: there are so many now.
    pub(super) fn come(&mut self, count: usize) {
        self.count = self.count.max(count);
    }

    /// What they are read from.
    pub(super) fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// What an article is read from.
    pub fn source(&self, article: usize) -> Option<Source> {
        match self.open(article) {
            Some(open) => Some(open.article.source.clone()),
            None => self.corpus.source(article).filter(|_| article < self.count),
        }
    }

    /// The path that names its sidecars.
    pub(super) fn place(&self, article: usize) -> Option<PathBuf> {
        Some(self.source(article)?.place())
    }

    /// The name of its file without folders, with the id of one of several articles behind it.
    pub fn file(&self, article: usize) -> String {
        self.source(article).map(|source| source.file()).unwrap_or_default()
    }

    /// What is known of an article.
    pub fn state(&self, article: usize) -> State<'_> {
        match (self.open.get(&article), self.failed.get(&article)) {
            (Some(open), _) => State::Open(open),
            (None, Some(problem)) => State::Failed(problem),
            (None, None) => State::Unread,
        }
    }

    /// The open article of this index.
    pub fn open(&self, article: usize) -> Option<&Open> {
        self.open.get(&article).map(|open| &**open)
    }

    /// The same, to be changed.
    pub(super) fn open_mut(&mut self, article: usize) -> Option<&mut Open> {
        self.open.get_mut(&article).map(|open| &mut **open)
    }

    /// Whether it is still to be read, or to its end.
    pub(super) fn is_unread(&self, article: usize) -> bool {
        match self.state(article) {
            State::Unread => article < self.count,
            State::Open(open) => !open.article.complete,
            State::Failed(_) => false,
        }
    }

    /// Whether all are open, or cannot be read, as far as they have come.
    pub(super) fn are_all_read(&self) -> bool {
        self.open.len() + self.failed.len() == self.count
            && self.open.values().all(|open| open.article.complete)
    }

    /// How many are open.
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// All open articles, in order, with their indexes.
    pub fn all_open(&self) -> impl DoubleEndedIterator<Item = (usize, &Open)> {
        self.open.iter().map(|(index, open)| (*index, &**open))
    }

    /// The same, to be changed.
    pub(super) fn all_open_mut(&mut self) -> impl Iterator<Item = (usize, &mut Open)> {
        self.open.iter_mut().map(|(index, open)| (*index, &mut **open))
    }

    /// Those in which somebody has done something, in order.
    pub(super) fn worked(&self) -> impl Iterator<Item = (usize, &Open)> {
        self.worked.iter().filter_map(|index| Some((*index, self.open(*index)?)))
    }

    /// The same, to be changed.
    pub(super) fn worked_mut(&mut self) -> impl Iterator<Item = &mut Open> {
        let worked = &self.worked;
        self.open.iter_mut().filter(|(index, _)| worked.contains(index)).map(|(_, open)| &mut **open)
    }

    /// Somebody has done something in this one, or may have.
    pub(super) fn is_worked(&mut self, article: usize) {
        self.worked.insert(article);
    }

    /// Those that cannot be read, in order, and why.
    pub fn failed(&self) -> impl Iterator<Item = (usize, &Problem)> {
        self.failed.iter().map(|(index, problem)| (*index, problem))
    }

    /// Whether an article cannot be read.
    pub(super) fn has_failed(&self, article: usize) -> bool {
        self.failed.contains_key(&article)
    }

    /// The bytes of the texts that are open.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// An article is open now.
    pub(super) fn put(&mut self, article: usize, open: Open) {
        self.take(article);
        self.failed.remove(&article);
        self.bytes += open.article.text.len();
        if open.has_work() {
            self.worked.insert(article);
        }
        self.open.insert(article, Box::new(open));
    }

    /// An article is no longer open.
    pub(super) fn take(&mut self, article: usize) -> Option<Box<Open>> {
        let open = self.open.remove(&article)?;
        self.worked.remove(&article);
        self.bytes -= open.article.text.len();
        Some(open)
    }

    /// An article cannot be read.
    pub(super) fn fail(&mut self, article: usize, problem: Problem) {
        self.take(article);
        self.failed.insert(article, problem);
    }

    /// How many can be read, or may be able to.
    pub(super) fn readable(&self) -> usize {
        self.count - self.failed.len()
    }

    /// The readable article in this place, from 0.
    pub(super) fn nth(&self, place: usize) -> Option<usize> {
        let mut index = place;
        for failed in self.failed.keys() {
            if *failed > index {
                break;
            }
            index += 1;
        }
        (index < self.count).then_some(index)
    }

    /// The place of an article among the readable ones; that of the next one if it is none of them.
    pub(super) fn place_of(&self, article: usize) -> usize {
        article - self.failed.range(..article).count()
    }
}

impl Open {
    /// Whether somebody has done something in it, so that it must not be let go of.
    pub(super) fn has_work(&self) -> bool {
        self.revision > 0
            || self.known.is_there()
            || self.annotations.items().next().is_some()
            || self.on_disk() + self.judged_on_disk > 0
            || !(self.faults.is_empty() && self.undecided.is_empty() && self.others.is_empty())
            || !(self.copies.is_empty() && self.took.is_empty())
            || self.not_saved.is_some()
            || self.copy.is_some()
            || self.gone
    }
}
