//! The records of one annotator in one article, in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Annotation, Change, Id, Item, LabelName, Record, Span};

/// What a sidecar holds: tags and corrections of names, each sorted by (`start`, `end`, `id`), and all other records.
/// A clone costs nothing: it shares everything until one of both is changed.
///
/// Where nothing else is said, its methods are about the tags alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    tags: Sorted,
    corrections: Sorted,
    /// How many tags there are with each label, since a frame cannot go through all of them.
    counts: BTreeMap<LabelName, usize>,
    /// What has no place that is known, in the order of the file.
    others: Arc<Vec<Arc<Record>>>,
}

impl Annotations {
    /// All of them, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Annotation> {
        self.tags.all.iter().map(AsRef::as_ref)
    }

    /// The same, each to be shared.
    pub fn shared(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.tags.all.iter()
    }

    /// The tags that were not made of others' annotations: only these are a judgement of the annotator's own.
    #[must_use]
    pub fn independent(&self) -> Self {
        let own = self.shared().filter(|tag| !tag.is_adopted());
        own.cloned().map(Item::Tag).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.tags.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tags.all.is_empty()
    }

    /// How many have this label.
    pub fn count(&self, label: &LabelName) -> usize {
        self.counts.get(label).copied().unwrap_or_default()
    }

    /// The annotation with this id, a tag or a correction.
    pub fn get(&self, id: &Id) -> Option<&Annotation> {
        self.placed().find(|a| a.id == *id)
    }

    /// Those that share a byte with `span`, in order.
    pub fn over(&self, span: Span) -> impl Iterator<Item = &Annotation> {
        self.shared_over(span).map(AsRef::as_ref)
    }

    /// The same, each to be shared.
    pub fn shared_over(&self, span: Span) -> impl Iterator<Item = &Arc<Annotation>> {
        self.tags.over(span)
    }

    /// What is said of names, in order.
    pub fn corrections(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.corrections.all.iter()
    }

    /// What is said of names that share a byte with `span`, in order.
    pub fn corrections_over(&self, span: Span) -> impl Iterator<Item = &Arc<Annotation>> {
        self.corrections.over(span)
    }

    /// All that shares a byte with `span`: the tags, then what is said of names.
    pub fn placed_over(&self, span: Span) -> impl Iterator<Item = &Annotation> {
        self.over(span).chain(self.corrections_over(span).map(AsRef::as_ref))
    }

    /// All that has its place in the text: the tags, then the corrections.
    pub fn placed(&self) -> impl Iterator<Item = &Annotation> {
        self.iter().chain(self.corrections().map(AsRef::as_ref))
    }

    /// All other records, in the order of the file.
    pub fn others(&self) -> &[Arc<Record>] {
        &self.others
    }

    /// The tags, then the corrections, then all other records.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        let placed = self.shared().chain(self.corrections()).cloned().map(Item::Tag);
        placed.chain(self.others.iter().cloned().map(Item::Other))
    }

    /// Whether this very record is there.
    pub fn holds(&self, item: &Item) -> bool {
        match item {
            Item::Tag(tag) => {
                let sorted = if tag.correction.is_some() { &self.corrections } else { &self.tags };
                sorted.position(tag).is_ok_and(|at| sorted.all[at] == *tag)
            }
            Item::Other(record) => self.place_of(record).is_some(),
        }
    }

    /// Where this very record is among those that are no tags; several may stand at one place of the order.
    fn place_of(&self, record: &Arc<Record>) -> Option<usize> {
        let from = self.others.partition_point(|other| other.in_order(record).is_lt());
        let mut alike = self.others.iter().skip(from).take_while(|other| other.in_order(record).is_eq());
        alike.position(|other| other == record).map(|at| from + at)
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

    fn put_in(&mut self, tag: &Arc<Annotation>) {
        if tag.correction.is_some() {
            self.corrections.put_in(tag);
        } else if self.tags.put_in(tag) {
            *self.counts.entry(tag.label.clone()).or_default() += 1;
        }
    }

    fn take_out(&mut self, item: &Item) {
        match item {
            Item::Tag(tag) => {
                if tag.correction.is_some() {
                    self.corrections.take_out(tag);
                } else if let Some(old) = self.tags.take_out(tag) {
                    self.counts.entry(old.label.clone()).and_modify(|count| *count -= 1);
                }
            }
            Item::Other(record) => {
                if let Some(at) = self.place_of(record) {
                    Arc::make_mut(&mut self.others).remove(at);
                }
            }
        }
    }
}

impl FromIterator<Item> for Annotations {
    fn from_iter<T: IntoIterator<Item = Item>>(all: T) -> Self {
        let (mut tags, mut corrections, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for item in all {
            match item {
                Item::Tag(tag) if tag.correction.is_some() => corrections.push(tag),
                Item::Tag(tag) => tags.push(tag),
                Item::Other(record) => others.push(record),
            }
        }
        others.sort_by(|a, b| a.in_order(b));
        let mut counts = BTreeMap::new();
        for tag in &tags {
            *counts.entry(tag.label.clone()).or_default() += 1;
        }
        Self {
            tags: Sorted::new(tags),
            corrections: Sorted::new(corrections),
            counts,
            others: Arc::new(others),
        }
    }
}

impl FromIterator<Annotation> for Annotations {
    fn from_iter<T: IntoIterator<Item = Annotation>>(all: T) -> Self {
        all.into_iter().map(Item::from).collect()
    }
}

/// Annotations by their places.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sorted {
    all: Arc<Vec<Arc<Annotation>>>,
    /// The length in bytes of the longest span ever held, which bounds where overlaps can begin.
    longest: usize,
}

impl Sorted {
    fn new(mut all: Vec<Arc<Annotation>>) -> Self {
        all.sort_by(|a, b| place(a).cmp(&place(b)));
        let longest = all.iter().map(|a| a.span.len()).max().unwrap_or_default();
        Self { all: Arc::new(all), longest }
    }

    fn over(&self, span: Span) -> impl Iterator<Item = &Arc<Annotation>> {
        let first = span.start().saturating_sub(self.longest);
        let from = self.all.partition_point(|a| a.span.start() < first);
        let to = self.all.partition_point(|a| a.span.start() < span.end());
        self.all[from..to.max(from)].iter().filter(move |a| a.span.overlaps(span))
    }

    fn position(&self, annotation: &Annotation) -> Result<usize, usize> {
        self.all.binary_search_by(|a| place(a).cmp(&place(annotation)))
    }

    /// Puts it in its place. Returns whether nothing was there.
    fn put_in(&mut self, annotation: &Arc<Annotation>) -> bool {
        let Err(at) = self.position(annotation) else { return false };
        self.longest = self.longest.max(annotation.span.len());
        Arc::make_mut(&mut self.all).insert(at, Arc::clone(annotation));
        true
    }

    fn take_out(&mut self, annotation: &Annotation) -> Option<Arc<Annotation>> {
        self.position(annotation).ok().map(|at| Arc::make_mut(&mut self.all).remove(at))
    }
}

fn place(annotation: &Annotation) -> (usize, usize, &Id) {
    (annotation.span.start(), annotation.span.end(), &annotation.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AnnotatorId, Content, Reference, Verdict};

    fn verdict(number: usize) -> Arc<Record> {
        let by: AnnotatorId = "bo".parse().unwrap();
        let of = Reference { annotator: by, id: Id::from(format!("{number:08}")) };
        let tag = Annotation::new(LabelName::new("claim"), Span::default(), Default::default());
        Arc::new(Verdict::new(of, Content::of(&tag, "")).record())
    }

    #[test]
    fn of_records_with_one_id_the_very_same_is_meant() {
        let (one, other) = (verdict(1), verdict(2));
        let judged = Verdict { accepted: Some(true), ..one.verdict().unwrap().clone() };
        let twin = Arc::new(judged.replacing(&one));
        let all = || [&one, &other, &twin].map(|record| Item::Other(Arc::clone(record)));
        let mut annotations: Annotations = all().into_iter().collect();
        assert!(all().iter().all(|item| annotations.holds(item)));
        annotations.apply(&Change::remove(0, Arc::clone(&twin)));
        assert_eq!(all().map(|item| annotations.holds(&item)), [true, true, false]);
    }

    /// Each looked up from the first on, these would be hundreds of millions of comparisons.
    #[test]
    fn a_large_step_is_undone_record_by_record_without_looking_through_all_of_them() {
        let records: Vec<Arc<Record>> = (0..30_000).map(verdict).collect();
        let mut annotations = Annotations::default();
        for record in &records {
            annotations.apply(&Change::add(0, Arc::clone(record)));
        }
        for record in records.iter().rev() {
            assert!(annotations.holds(&Item::Other(Arc::clone(record))));
            annotations.apply(&Change::remove(0, Arc::clone(record)));
        }
        assert!(annotations.others().is_empty());
    }
}
