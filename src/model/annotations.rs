//! The records of one annotator in one article, in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Annotation, Change, Id, Item, LabelName, Record, Span};

/// What a sidecar holds: tags sorted by (`start`, `end`, `id`), and all other records. A clone costs nothing: it
/// shares everything until one of both is changed.
///
/// Where nothing else is said, its methods are about the tags alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    sorted: Arc<Vec<Arc<Annotation>>>,
    /// The length in bytes of the longest span ever held, which bounds where overlaps can begin.
    longest: usize,
    /// How many there are with each label, since a frame cannot go through all of them.
    counts: BTreeMap<LabelName, usize>,
    /// What is no tag with a place, in the order of the file.
    others: Arc<Vec<Arc<Record>>>,
}

impl Annotations {
    /// All of them, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Annotation> {
        self.sorted.iter().map(AsRef::as_ref)
    }

    /// The same, each to be shared.
    pub fn shared(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.sorted.iter()
    }

    /// The tags that were not made of others' annotations: only these are a judgement of the annotator's own.
    #[must_use]
    pub fn independent(&self) -> Self {
        let own = self.sorted.iter().filter(|tag| tag.sources().next().is_none());
        own.cloned().map(Item::Tag).collect()
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

    /// All other records, in the order of the file.
    pub fn others(&self) -> &[Arc<Record>] {
        &self.others
    }

    /// The tags, then all other records.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        let tags = self.sorted.iter().cloned().map(Item::Tag);
        tags.chain(self.others.iter().cloned().map(Item::Other))
    }

    /// Whether this very record is there.
    pub fn holds(&self, item: &Item) -> bool {
        match item {
            Item::Tag(tag) => self.position(tag).is_ok_and(|at| self.sorted[at] == *tag),
            Item::Other(record) => self.others.contains(record),
        }
    }

    /// Makes a change: takes `before` out, puts `after` in.
    pub fn apply(&mut self, change: &Change) {
        change.items().for_each(|old| self.take_out(old));
        match &change.after {
            Some(Item::Tag(tag)) => self.put_in(tag),
            Some(Item::Other(record)) => {
                let at = self.others.partition_point(|other| other.in_order(record).is_le());
                Arc::make_mut(&mut self.others).insert(at, Arc::clone(record));
            }
            None => {}
        }
        self.counts.retain(|_, count| *count > 0);
    }

    fn take_out(&mut self, item: &Item) {
        match item {
            Item::Tag(tag) => {
                if let Ok(at) = self.position(tag) {
                    let old = Arc::make_mut(&mut self.sorted).remove(at);
                    self.counts.entry(old.label.clone()).and_modify(|count| *count -= 1);
                }
            }
            Item::Other(record) => {
                if let Some(at) = self.others.iter().position(|other| other == record) {
                    Arc::make_mut(&mut self.others).remove(at);
                }
            }
        }
    }

    fn put_in(&mut self, tag: &Arc<Annotation>) {
        if let Err(at) = self.position(tag) {
            self.longest = self.longest.max(tag.span.len());
            Arc::make_mut(&mut self.sorted).insert(at, Arc::clone(tag));
            *self.counts.entry(tag.label.clone()).or_default() += 1;
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

impl FromIterator<Item> for Annotations {
    fn from_iter<T: IntoIterator<Item = Item>>(all: T) -> Self {
        let (mut sorted, mut others) = (Vec::new(), Vec::new());
        for item in all {
            match item {
                Item::Tag(tag) => sorted.push(tag),
                Item::Other(record) => others.push(record),
            }
        }
        sorted.sort_by(|a, b| {
            (a.span.start(), a.span.end(), &a.id).cmp(&(b.span.start(), b.span.end(), &b.id))
        });
        others.sort_by(|a, b| a.in_order(b));
        let longest = sorted.iter().map(|a| a.span.len()).max().unwrap_or_default();
        let mut counts = BTreeMap::new();
        for annotation in &sorted {
            *counts.entry(annotation.label.clone()).or_default() += 1;
        }
        Self { sorted: Arc::new(sorted), longest, counts, others: Arc::new(others) }
    }
}

impl FromIterator<Annotation> for Annotations {
    fn from_iter<T: IntoIterator<Item = Annotation>>(all: T) -> Self {
        all.into_iter().map(Item::from).collect()
    }
}
