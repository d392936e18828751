//! Annotations that come in, beside those that are there.

use std::collections::HashSet;
use std::sync::Arc;

use super::placing::ends;
use crate::model::{Annotation, Annotations, Item, Value, merge};

/// What came of annotations that were taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that were not there before.
    pub new: usize,
    /// Those of which another one says all already.
    pub there: usize,
    /// Those that were changed on both sides, and wait for a decision.
    pub changed: usize,
    /// Those that were not taken in.
    pub refused: usize,
}

impl Counts {
    /// Counts others as well.
    pub fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.there += other.there;
        self.changed += other.changed;
        self.refused += other.refused;
    }

    /// `3 new, 1 there already, 2 annotations refused`; or what they would be.
    pub fn words(&self, would: bool) -> String {
        let be = if would { "would be " } else { "" };
        let mut words = format!("{} {be}new, {} there already", self.new, self.there);
        if self.changed > 0 {
            let wait = if would { "would wait" } else { "wait" };
            words += &format!(", {} changed on both sides, which {wait} for a decision", self.changed);
        }
        if self.refused > 0 {
            let many = if self.refused == 1 { "" } else { "s" };
            words += &format!(", {} annotation{many} refused", self.refused);
        }
        words
    }
}

/// The annotations of a sidecar with those that come in. The same one is not doubled, and taking the same in twice
/// changes nothing.
pub fn taken_in(old: &Annotations, incoming: &Annotations) -> (Annotations, Counts) {
    let mut counts = Counts::default();
    let mut theirs: Vec<Annotation> = Vec::new();
    for tag in incoming.iter() {
        // Tags of one place follow each other.
        let just_taken = theirs.iter().rev().take_while(|other| other.span == tag.span);
        if old.over(tag.span).chain(just_taken).any(|other| says(other, tag)) {
            counts.there += 1;
        } else {
            theirs.push(tag.clone());
        }
    }
    let there: HashSet<_> = old.others().iter().filter_map(|record| ends(record)).collect();
    let mut links: Vec<Item> = Vec::new();
    for record in incoming.others() {
        match ends(record) {
            Some(link) if there.contains(&link) => counts.there += 1,
            Some(_) => links.push(Item::Other(Arc::clone(record))),
            None => {}
        }
    }
    let mine: HashSet<&str> = old.iter().map(|tag| tag.id.as_str()).collect();
    counts.changed = theirs.iter().filter(|tag| mine.contains(tag.id.as_str())).count();
    counts.new = theirs.len() - counts.changed + links.len();
    let theirs = theirs.into_iter().map(Item::from).chain(links).collect();
    (merge(&Annotations::default(), old, &theirs).annotations, counts)
}

/// Whether a tag says all that another one says: the formats of other tools do not carry everything.
fn says(tag: &Annotation, other: &Annotation) -> bool {
    let value = |value: &Value, other: &Value| match (value, other) {
        (Value::Entity { name, .. }, Value::Entity { name: same, span: None, .. }) => name == same,
        _ => value == other,
    };
    tag.label == other.label
        && tag.span == other.span
        && other
            .attributes
            .iter()
            .all(|(name, said)| tag.attributes.get(name).is_some_and(|own| value(own, said)))
        && other.note.as_ref().is_none_or(|note| tag.note.as_ref() == Some(note))
        && (tag.doubt || !other.doubt)
        && other.unknown.iter().all(|(name, said)| tag.unknown.get(name) == Some(said))
}
