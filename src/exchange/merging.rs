//! Annotations that come in, beside those that are there.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::placing::{ends, led, with_new_id};
use crate::model::{Annotation, Annotations, AnnotatorId, Id, Item, Value, merge};

/// What came of annotations that were taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that were not there before.
    pub new: usize,
    /// Those of which another one says all already.
    pub there: usize,
    /// Those that were changed on both sides, and wait for a decision.
    pub changed: usize,
    /// Names inside others, which were left out.
    pub inside: usize,
    /// Those that were not taken in.
    pub refused: usize,
    /// The files that could not be read.
    pub unread: usize,
}

impl Counts {
    /// Counts others as well.
    pub fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.there += other.there;
        self.changed += other.changed;
        self.inside += other.inside;
        self.refused += other.refused;
        self.unread += other.unread;
    }

    /// `3 new, 1 there already, 2 annotations refused`; or what they would be.
    pub fn words(&self, would: bool) -> String {
        let be = if would { "would be " } else { "" };
        let mut words = format!("{} {be}new, {} there already", self.new, self.there);
        if self.changed > 0 {
            let wait = if would { "would wait" } else { "wait" };
            words += &format!(", {} changed on both sides, which {wait} for a decision", self.changed);
        }
        if self.inside > 0 {
            words += &format!(", {} inside others", self.inside);
        }
        if self.refused > 0 {
            let many = if self.refused == 1 { "" } else { "s" };
            words += &format!(", {} annotation{many} refused", self.refused);
        }
        if self.unread > 0 {
            let many = if self.unread == 1 { "" } else { "s" };
            words += &format!(", {} file{many} not read", self.unread);
        }
        words
    }
}

/// What comes in for one sidecar.
#[derive(Clone, Debug, Default)]
pub struct Coming {
    /// The annotations.
    pub annotations: Annotations,
    /// By their ids the attributes that were cleared in the other tool.
    pub cleared: HashMap<String, Vec<String>>,
    /// How many names were inside others, and are not among them.
    pub inside: usize,
}

/// The tags that are there already under another id, by whose they are and the id under which they come in.
pub type Kept = HashMap<(AnnotatorId, String), Id>;

/// Notes those of a sidecar, which links that come in may lead to.
pub fn note_kept(kept: &mut Kept, old: &Annotations, incoming: &Coming, annotator: &AnnotatorId) {
    for (tag, there) in sorted(old, incoming).1 {
        if tag.id != there.id {
            kept.insert((annotator.clone(), tag.id.as_str().to_owned()), there.id.clone());
        }
    }
}

/// The tags that are to be taken in, and those that another one says all of, which is kept.
fn sorted<'a>(
    old: &'a Annotations,
    incoming: &'a Coming,
) -> (Vec<&'a Annotation>, Vec<(&'a Annotation, &'a Annotation)>) {
    let (mut theirs, mut there) = (Vec::<&Annotation>::new(), Vec::new());
    for tag in incoming.annotations.placed() {
        let cleared = incoming.cleared.get(tag.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let has_none = |other: &Annotation| cleared.iter().all(|name| !other.attributes.contains_key(name));
        // Tags of one place follow each other.
        let just_taken = theirs.iter().rev().copied().take_while(|other| other.span == tag.span);
        match old.placed_over(tag.span).chain(just_taken).find(|other| says(other, tag) && has_none(other)) {
            Some(other) => there.push((tag, other)),
            None => theirs.push(tag),
        }
    }
    (theirs, there)
}

/// The annotations of a sidecar of this annotator with those that come in. The same one is not doubled, and taking the
/// same in twice changes nothing; links lead to what is `kept`.
pub fn taken_in(
    old: &Annotations,
    incoming: &Coming,
    annotator: &AnnotatorId,
    kept: &Kept,
) -> (Annotations, Counts) {
    let (theirs, already) = sorted(old, incoming);
    let mut counts = Counts { there: already.len(), inside: incoming.inside, ..Counts::default() };
    let mut there: HashSet<_> = old.others().iter().filter_map(|record| ends(record)).collect();
    let mut links: Vec<Item> = Vec::new();
    let ids: HashSet<String> = old.items().map(|item| item.id().to_owned()).collect();
    for record in incoming.annotations.others() {
        let record = led(record, annotator, kept).map_or_else(|| Arc::clone(record), Arc::new);
        match ends(&record).map(|link| there.insert(link)) {
            Some(false) => counts.there += 1,
            Some(true) if ids.contains(record.id()) => {
                links.push(Item::Other(Arc::new(with_new_id(&record))));
            }
            Some(true) => links.push(Item::Other(record)),
            None => {}
        }
    }
    let mine: HashSet<&str> = old.placed().map(|tag| tag.id.as_str()).collect();
    // What is said otherwise of the same words of a name is the other version, whatever its id.
    let says_otherwise = |tag: &Annotation| {
        tag.correction.is_some() && old.corrections_over(tag.span).any(|other| !other.is_adopted())
    };
    let changed = |tag: &&&Annotation| mine.contains(tag.id.as_str()) || says_otherwise(tag);
    counts.changed = theirs.iter().filter(changed).count();
    counts.new = theirs.len() - counts.changed + links.len();
    let theirs = theirs.into_iter().cloned().map(Item::from).chain(links).collect();
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
            .values()
            .iter()
            .all(|(name, said)| tag.values().get(name).is_some_and(|own| value(own, said)))
        && other.note.as_ref().is_none_or(|note| tag.note.as_ref() == Some(note))
        && (tag.doubt || !other.doubt)
        && other.unknown.iter().all(|(name, said)| tag.unknown.get(name) == Some(said))
}
