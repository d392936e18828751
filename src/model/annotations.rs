//! The annotations of one annotator in one article, in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Annotation, Change, Id, LabelName, Span};

/// Annotations sorted by (`start`, `end`, `id`). Cheap to clone: a snapshot shares what it holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    sorted: Vec<Arc<Annotation>>,
    /// The length in bytes of the longest span ever held, which bounds where overlaps can begin.
    longest: usize,
    /// How many there are with each label, since a frame cannot go through all of them.
    counts: BTreeMap<LabelName, usize>,
}

impl Annotations {
    /// All of them, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Annotation> {
        self.sorted.iter().map(AsRef::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// How many have this label.
    pub fn count(&self, label: &LabelName) -> usize {
        self.counts.get(label).copied().unwrap_or_default()
    }

    /// The annotation with this id.
    pub fn get(&self, id: &Id) -> Option<&Annotation> {
        self.iter().find(|a| a.id == *id)
    }

    /// Those that share a byte with `span`, in order.
    pub fn over(&self, span: Span) -> impl Iterator<Item = &Annotation> {
        let first = span.start().saturating_sub(self.longest);
        let from = self.sorted.partition_point(|a| a.span.start() < first);
        let to = self.sorted.partition_point(|a| a.span.start() < span.end());
        self.sorted[from..to].iter().map(AsRef::as_ref).filter(move |a| a.span.overlaps(span))
    }

    /// Makes a change: takes `before` out, puts `after` in.
    pub fn apply(&mut self, change: &Change) {
        for old in [&change.before, &change.after].into_iter().flatten() {
            if let Ok(at) = self.position(old) {
                let old = self.sorted.remove(at);
                self.counts.entry(old.label.clone()).and_modify(|count| *count -= 1);
            }
        }
        if let Some(after) = &change.after
            && let Err(at) = self.position(after)
        {
            self.longest = self.longest.max(after.span.len());
            self.sorted.insert(at, Arc::clone(after));
            *self.counts.entry(after.label.clone()).or_default() += 1;
        }
        self.counts.retain(|_, count| *count > 0);
    }

    fn position(&self, annotation: &Annotation) -> Result<usize, usize> {
        self.sorted.binary_search_by(|a| {
            (a.span.start(), a.span.end(), &a.id).cmp(&(
                annotation.span.start(),
                annotation.span.end(),
                &annotation.id,
            ))
        })
    }
}

impl FromIterator<Annotation> for Annotations {
    fn from_iter<T: IntoIterator<Item = Annotation>>(all: T) -> Self {
        let mut sorted: Vec<_> = all.into_iter().map(Arc::new).collect();
        sorted.sort_by(|a, b| {
            (a.span.start(), a.span.end(), &a.id).cmp(&(b.span.start(), b.span.end(), &b.id))
        });
        let longest = sorted.iter().map(|a| a.span.len()).max().unwrap_or_default();
        let mut counts = BTreeMap::new();
        for annotation in &sorted {
            *counts.entry(annotation.label.clone()).or_default() += 1;
        }
        Self { sorted, longest, counts }
    }
}
