//! The annotations of one annotator in one article, in order.

use std::sync::Arc;

use super::{Annotation, Change, Id, Span};

/// Annotations sorted by (`start`, `end`, `id`). Cheap to clone: a snapshot shares what it holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    sorted: Vec<Arc<Annotation>>,
    /// The length in bytes of the longest span ever held, which bounds where overlaps can begin.
    longest: usize,
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
        if let Some(before) = &change.before
            && let Ok(at) = self.position(before)
        {
            self.sorted.remove(at);
        }
        if let Some(after) = &change.after {
            self.longest = self.longest.max(after.span.len());
            match self.position(after) {
                Ok(at) => self.sorted[at] = Arc::clone(after),
                Err(at) => self.sorted.insert(at, Arc::clone(after)),
            }
        }
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
        Self { sorted, longest }
    }
}
