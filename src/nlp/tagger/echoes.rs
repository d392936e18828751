//! What the first look at a chunk took a word for in its other places: a name that is clear in one helps the
//! doubtful ones. (Krishnan and Manning 2006, "An effective two-stage model for exploiting non-local
//! dependencies in named entity recognition".)

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::decode::{KINDS, Label, goes_on, kind};
use super::features::{Group, Seen};
use super::hash::pair;

/// How often each label's kind was seen: no name, then the kinds.
type Votes = [u16; 1 + KINDS.len()];

/// Features by template begin here, behind those of one place.
const TEMPLATES: u64 = 100;
const NONE: u64 = 8;

/// The labels of a chunk's words after the first look, and their sums.
pub struct Echoes<'a> {
    seen: &'a Seen<'a>,
    labels: &'a [Label],
    /// By word in small letters: of all words that are capitalised or in names.
    words: HashMap<u64, Votes>,
    /// Names of several words by their last word, and by their first.
    lasts: HashMap<u64, Votes>,
    firsts: HashMap<u64, Votes>,
}

impl<'a> Echoes<'a> {
    /// What `labels` say, one for each word that was seen.
    pub fn new(seen: &'a Seen<'a>, labels: &'a [Label]) -> Self {
        let none = HashMap::new;
        let mut found = Self { seen, labels, words: none(), lasts: none(), firsts: none() };
        for at in 0..labels.len() {
            if !found.counts(at) {
                continue;
            }
            let word = seen.form(at).lower;
            let (vote, end) = (found.vote(at), found.end(at));
            let add = |votes: &mut HashMap<u64, Votes>| {
                let count = &mut votes.entry(word).or_default()[vote];
                *count = count.saturating_add(1);
            };
            add(&mut found.words);
            match end {
                Some(true) => add(&mut found.lasts),
                Some(false) => add(&mut found.firsts),
                None => {}
            }
        }
        found
    }

    fn label(&self, at: usize) -> Label {
        self.labels.get(at).copied().unwrap_or_default()
    }

    fn vote(&self, at: usize) -> usize {
        kind(self.label(at)).map_or(0, |kind| kind + 1)
    }

    fn counts(&self, at: usize) -> bool {
        self.label(at) != 0 || self.seen.form(at).capital
    }

    /// Whether word `at` is the last one of a name of several words, or its first.
    fn end(&self, at: usize) -> Option<bool> {
        let (inside, more) = (goes_on(self.label(at)), goes_on(self.label(at + 1)));
        (self.label(at) != 0 && inside != more).then_some(inside)
    }

    /// What most of the other places say, and how clearly.
    fn others(&self, votes: Option<&Votes>, own: Option<usize>) -> (u64, u64) {
        let mut votes = votes.copied().unwrap_or_default();
        if let Some(own) = own {
            votes[own] = votes[own].saturating_sub(1);
        }
        let best = (0..votes.len()).rev().max_by_key(|&vote| votes[vote]).unwrap_or_default();
        let strength = match votes[best] {
            0 => return (NONE, 0),
            1 => 1,
            2..=3 => 2,
            _ => 3,
        };
        let clear = votes.iter().filter(|&&count| count > 0).count() == 1;
        (best as u64, strength + if clear { 0 } else { 3 })
    }

    fn word(&self, at: usize) -> (u64, u64) {
        if !self.counts(at) {
            return (NONE + 1, 0);
        }
        self.others(self.words.get(&self.seen.form(at).lower), Some(self.vote(at)))
    }

    /// Calls `emit` with each feature of word `at` of `sentence`.
    pub fn features(&self, sentence: &Range<usize>, at: usize, emit: &mut impl FnMut(Group, u64)) {
        let mut template = TEMPLATES;
        let mut feature = |hash| {
            template += 1;
            emit(Group::Echoes, pair(hash, template));
        };
        let near = |at: Option<usize>| {
            let at = at.filter(|at| sentence.contains(at));
            at.map_or((NONE + 2, u64::MAX), |at| (self.word(at).0, u64::from(self.label(at))))
        };
        let (before, after) = (near(at.checked_sub(1)), near(at.checked_add(1)));
        let form = self.seen.form(at);
        let label = u64::from(self.label(at));
        let (word, strength) = self.word(at);
        let own = |last| (self.end(at) == Some(last)).then(|| self.vote(at));
        let (last, _) = self.others(self.lasts.get(&form.lower), own(true));
        let (first, _) = self.others(self.firsts.get(&form.lower), own(false));
        let here = pair(word, label);
        feature(pair(here, strength));
        feature(pair(label, last));
        feature(pair(label, first));
        feature(pair(pair(word, strength), last));
        feature(pair(here, after.0));
        feature(pair(here, before.0));
        feature(pair(pair(before.1, label), after.1));
        feature(pair(here, form.shape));
        feature(pair(here, u64::from(form.written)));
        feature(pair(here, u64::from(self.seen.starts(at))));
        feature(pair(here, u64::from(form.lists)));
    }
}
