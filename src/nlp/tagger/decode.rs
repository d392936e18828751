//! The labels of words, and the best ones for a sentence: Viterbi's algorithm over BIO.

use crate::model::EntityType::{self, Loc, Misc, Org, Per};
use crate::model::Mention;
use crate::nlp::words::Word;

/// The kinds of names, in the order of their labels.
pub const KINDS: [EntityType; 4] = [Per, Org, Loc, Misc];
/// How many labels there are: none, the beginning of each kind, the inside of each.
pub const STATES: usize = 1 + 2 * KINDS.len();

/// A label: 0 for no name, then the beginnings of names, then their insides, in the order of [`KINDS`].
pub type Label = u8;
/// What speaks for each label of a word.
pub type Scores = [i32; STATES];
/// What speaks for a label (second index) after another.
pub type Transitions = [[i32; STATES]; STATES];

/// The kind of a label, as an index.
pub fn kind(label: Label) -> Option<usize> {
    usize::from(label).checked_sub(1).map(|at| at % KINDS.len())
}

/// Whether a label goes on a name.
pub fn goes_on(label: Label) -> bool {
    usize::from(label) > KINDS.len()
}

/// The labels of `words` in `names`, which stand in order.
pub fn labels(words: &[Word], names: &[Mention]) -> Vec<Label> {
    let mut labels = vec![0; words.len()];
    for name in names {
        let Some(kind) = KINDS.iter().position(|kind| *kind == name.kind) else { continue };
        let first = words.partition_point(|word| word.span.start() < name.span.start());
        let end = words.partition_point(|word| word.span.start() < name.span.end());
        for (at, label) in labels.iter_mut().enumerate().take(end).skip(first) {
            *label = (1 + kind + if at > first { KINDS.len() } else { 0 }) as Label;
        }
    }
    labels
}

/// The names that `labels` say, over the words that they are of.
pub fn names(words: &[Word], labels: &[Label]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for (word, &label) in words.iter().zip(labels) {
        match (kind(label), found.last_mut()) {
            (Some(_), Some(name)) if goes_on(label) => name.span = name.span.join(word.span),
            (Some(kind), _) => found.push(Mention { span: word.span, kind: KINDS[kind] }),
            (None, _) => {}
        }
    }
    found
}

/// The labels of a sentence with the highest sum of scores and transitions. A name goes on in its own kind only,
/// and none does at the beginning. A word without scores is in no name.
pub fn best(scores: &[Option<Scores>], transitions: &Transitions) -> Vec<Label> {
    const NEVER: i32 = i32::MIN / 2;
    let mut sums = [NEVER; STATES];
    sums[0] = 0;
    let mut from: Vec<[Label; STATES]> = Vec::with_capacity(scores.len());
    for here in scores {
        let mut next = [NEVER; STATES];
        let mut back = [0; STATES];
        let mut take = |at: usize, to: usize| {
            let sum = sums[at].saturating_add(transitions[at][to]);
            if sum > next[to] {
                (next[to], back[to]) = (sum, at as Label);
            }
        };
        (0..STATES).for_each(|at| take(at, 0));
        if let Some(here) = here {
            for to in 1..=KINDS.len() {
                (0..STATES).for_each(|at| take(at, to));
                take(to, to + KINDS.len());
                take(to + KINDS.len(), to + KINDS.len());
            }
            for (sum, score) in next.iter_mut().zip(here) {
                *sum = sum.saturating_add(*score);
            }
        }
        from.push(back);
        sums = next;
    }
    let mut label = (0..STATES).rev().max_by_key(|&at| sums[at]).unwrap_or_default() as Label;
    let mut labels = Vec::with_capacity(scores.len());
    for back in from.iter().rev() {
        labels.push(label);
        label = back[usize::from(label)];
    }
    labels.reverse();
    labels
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_name_goes_on_in_its_own_kind(scores in proptest::collection::vec(any::<[i16; STATES]>(), 0..20)) {
            let scores: Vec<Option<Scores>> = scores.into_iter().map(|scores| Some(scores.map(i32::from))).collect();
            let labels = best(&scores, &Transitions::default());
            prop_assert_eq!(labels.len(), scores.len());
            let mut before = 0;
            for label in labels {
                prop_assert!(!goes_on(label) || kind(before) == kind(label));
                before = label;
            }
        }
    }
}
