//! One open article: its text and structure, its annotations, where its reader stands.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::Copy;
use crate::model::{Annotations, AnnotatorId, Article, Change, Problem, Sentence, Span};
use crate::nlp::Analysis;
use crate::review::Comparison;
use crate::store::{Facts, Known, Opened, Sidecar, Undecided};
use crate::text::CodePoints;

/// Articles of up to this many bytes are analysed whole in the background; of larger ones only what
/// is looked at.
pub const ANALYSED_WHOLE: usize = 16 << 20;

/// Articles of up to this many bytes are analysed while they are read.
pub const ANALYSED_AT_ONCE: usize = 64 << 10;

/// Where the reader of an article stands: offsets in bytes, never rows, so that every resize keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The start of the cursor's sentence.
    pub cursor: usize,
    /// A byte of the first row in view.
    pub top: usize,
    /// The start of the mention chosen in the cursor's sentence; none stands for its first one.
    pub mention: Option<usize>,
}

/// How far an article is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Sentences with a tag.
    pub read: usize,
    /// Sentences that can have one.
    pub total: usize,
}

impl Progress {
    /// The share that is read, in whole percent; 100 only if all is.
    pub fn percent(self) -> usize {
        (self.read * 100).checked_div(self.total).unwrap_or(100)
    }
}

/// Whether annotations may be made in an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Writing {
    /// They may.
    Allowed,
    /// The sidecar has not been read yet.
    Waiting,
    /// They may not, for this reason.
    Refused(String),
}

/// An article whose text is there.
#[derive(Debug)]
pub struct Open {
    /// The article.
    pub article: Article,
    /// Its text, counted.
    pub points: CodePoints,
    /// What is seen in it.
    pub analysis: Arc<Analysis>,
    /// The annotations of this annotator.
    pub annotations: Annotations,
    /// The sidecar as it is on disk; without annotations if there is none. None: it cannot be read.
    pub sidecar: Option<Sidecar>,
    /// What is said of the article in its sidecar; none while it is not complete.
    pub facts: Option<Facts>,
    /// What the sidecar's file held when it was last read or written.
    pub known: Known,
    /// What is wrong with the sidecar's records.
    pub faults: Vec<Problem>,
    /// The tags that had no certain place when the sidecar was read.
    pub(super) undecided: Vec<Undecided>,
    /// How many of them are on disk.
    undecided_on_disk: usize,
    /// How many verdicts of this annotator are.
    pub(super) judged_on_disk: usize,
    /// The sidecars of other annotators, if they are wanted; or why one cannot be read.
    pub others: BTreeMap<AnnotatorId, Result<Opened, Problem>>,
    /// What all annotators say of the same sentences, side by side, in the order of the text.
    pub(super) comparisons: Vec<Comparison>,
    /// Which comparison was asked for last.
    pub(super) comparing: u64,
    /// Which one these are.
    pub(super) compared: u64,
    /// Whether more can be made.
    pub writing: Writing,
    /// Counts the changes to the annotations in this session.
    pub revision: u64,
    /// The revision that is durable on disk.
    pub saved: u64,
    /// Why the last attempt to save failed.
    pub not_saved: Option<Problem>,
    /// Whether somebody has removed the sidecar, so that it is written again only when that is asked for.
    pub(super) gone: bool,
    /// Where a copy lies of what is not saved, and of which revision.
    pub copy: Option<(PathBuf, u64)>,
    /// Copies of earlier sessions, which wait for a decision.
    pub copies: Vec<Copy>,
    /// Those that were taken in, until that is on disk.
    pub took: Vec<PathBuf>,
    /// Where the reader stands.
    pub place: Place,
    /// The screen on which it was seen last, counted; 0 if on none.
    pub(super) seen: u64,
    /// Whether its names are among the entities.
    pub(super) is_gathered: bool,
    /// How far it is read; none until all of it has been analysed.
    pub progress: Option<Progress>,
}

impl Open {
    /// The article as it comes from the disk.
    pub fn new(article: Article, points: CodePoints, analysis: Arc<Analysis>) -> Self {
        Self {
            article,
            points,
            analysis,
            annotations: Annotations::default(),
            sidecar: None,
            faults: Vec::new(),
            undecided: Vec::new(),
            undecided_on_disk: 0,
            judged_on_disk: 0,
            others: BTreeMap::new(),
            comparisons: Vec::new(),
            comparing: 0,
            compared: 0,
            writing: Writing::Waiting,
            revision: 0,
            facts: None,
            known: Known::default(),
            saved: 0,
            not_saved: None,
            gone: false,
            copy: None,
            copies: Vec::new(),
            took: Vec::new(),
            place: Place::default(),
            seen: 0,
            is_gathered: false,
            progress: None,
        }
    }

    /// Where its reader stands, in code points, for the next time.
    pub(super) fn point(&self) -> [usize; 2] {
        [self.place.cursor, self.place.top].map(|byte| self.points.point(byte))
    }

    /// The sentence of the cursor; none in an article without any.
    pub fn sentence(&self) -> Option<Sentence> {
        self.analysis.sentence_at(self.place.cursor)
    }

    /// The annotations on `span`, in order.
    pub fn annotations_on(&self, span: Span) -> impl Iterator<Item = &crate::model::Annotation> {
        self.annotations.over(span)
    }

    /// Whether this sentence has a tag of the annotator.
    pub fn is_tagged(&self, sentence: Sentence) -> bool {
        self.annotations.over(sentence.span).next().is_some()
    }

    /// Whether a change is not yet durable.
    pub fn is_unsaved(&self) -> bool {
        self.revision != self.saved
    }

    /// Whether this is the hash of its text.
    pub fn is_of(&self, sha256: &str) -> bool {
        self.facts.as_ref().is_some_and(|facts| facts.sha256 == sha256)
    }

    /// How many annotations are on disk.
    pub fn on_disk(&self) -> usize {
        let placed = |sidecar: &Sidecar| sidecar.annotations.len() + sidecar.annotations.corrections().len();
        self.sidecar.as_ref().map_or(0, placed) + self.undecided_on_disk
    }

    /// Counts the verdicts on disk, and what is there and waits for a decision: it is not lost.
    pub(super) fn count_on_disk(&mut self) {
        let records = self.sidecar.iter().flat_map(|sidecar| sidecar.annotations.others());
        self.judged_on_disk = records.filter(|record| record.verdict().is_some()).count();
        let others = self.sidecar.iter().filter(|_| !self.undecided.is_empty());
        let others = others.flat_map(|sidecar| sidecar.annotations.others());
        let records: HashSet<&str> = others.map(|record| record.json()).collect();
        let on_disk = self.undecided.iter().filter(|undecided| records.contains(undecided.record.json()));
        self.undecided_on_disk = on_disk.count();
    }

    /// Makes a change, and keeps the progress.
    pub fn apply(&mut self, change: &Change) {
        let read = |open: &Self| change.span().map_or(0, |span| open.read_in(span));
        let before = read(self);
        self.annotations.apply(change);
        let after = read(self);
        if let Some(progress) = &mut self.progress {
            progress.read = progress.read + after - before;
        }
        self.revision += 1;
    }

    /// Counts what is read, for an article that has been analysed whole.
    pub fn count(&mut self) {
        let mut progress = Progress::default();
        for sentence in self.readable() {
            progress.total += 1;
            progress.read += usize::from(self.annotations.over(sentence).next().is_some());
        }
        self.progress = Some(progress);
    }

    /// All sentences that are read. Analyses the whole article.
    pub(super) fn readable(&self) -> impl Iterator<Item = Span> {
        let all = self.analysis.all().flat_map(|chunk| &chunk.sentences);
        all.filter(|sentence| sentence.kind.is_read()).map(|sentence| sentence.span)
    }

    fn read_in(&self, span: Span) -> usize {
        self.analysis.sentences_in(span).filter(|s| s.kind.is_read() && self.is_tagged(*s)).count()
    }
}
