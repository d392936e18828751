//! A tagger that finds names: a linear model over the labels of words, learned from openly licensed corpora
//! (`MODEL.md` says which, and how), after the structured perceptron of Collins 2002.
//!
//! It looks at a chunk twice: at each sentence by itself, then with what the first look took the same words for
//! elsewhere in the chunk. What the rules say of a word is one of the things that it looks at.

pub mod decode;
pub mod echoes;
pub mod features;
pub mod hash;
pub mod model;

use std::ops::Range;

use decode::{KINDS, Label, Scores, best, labels};
use echoes::Echoes;
use features::Seen;
use model::{Model, Weights};

pub use super::names::{Words, by_rules};
use super::words::Word;
use crate::model::Mention;

/// What speaks for a label that a word cannot have: more than all weights of its features.
const NEVER: i32 = -100_000;

static FILE: &[u8] = include_bytes!("names.model");

/// The names in a chunk: its words, those of each sentence, and what the rules take for names.
pub fn names(text: &str, words: &[Word], sentences: &[Range<usize>], rules: &[Mention]) -> Vec<Mention> {
    let Some(model) = Model::new(FILE) else { return Vec::new() };
    let seen = Seen::new(text, words, sentences, labels(words, rules), |entry| model.lists(entry));
    let [first, second] = model.looks;
    let mut scores = [vec![None; words.len()], vec![None; words.len()]];
    let [one, two] = &mut scores;
    for (sentence, at) in places(&seen) {
        let (mut alone, mut again) = (Scores::default(), Scores::default());
        seen.features(sentence, at, &mut |_, feature| {
            first.add(feature, &mut alone);
            second.add(feature, &mut again);
        });
        if seen.ends_names(at) {
            alone[1 + KINDS.len()..].fill(NEVER);
            again[1 + KINDS.len()..].fill(NEVER);
        }
        (one[at], two[at]) = (Some(alone), Some(again));
    }
    let looked = labelled(sentences, one, first);
    let echoes = Echoes::new(&seen, &looked);
    for (sentence, at) in places(&seen) {
        if let Some(scores) = &mut two[at] {
            echoes.features(sentence, at, &mut |_, feature| second.add(feature, scores));
        }
    }
    decode::names(words, &labelled(sentences, two, second))
}

/// The words that are looked at, with their sentences.
fn places<'a>(seen: &'a Seen) -> impl Iterator<Item = (&'a Range<usize>, usize)> {
    let all = seen.sentences.iter().flat_map(|sentence| sentence.clone().map(move |at| (sentence, at)));
    all.filter(|(sentence, at)| seen.may_be_name(sentence, *at))
}

/// The best labels of each sentence.
fn labelled(sentences: &[Range<usize>], scores: &[Option<Scores>], weights: Weights) -> Vec<Label> {
    let transitions = weights.transitions();
    sentences
        .iter()
        .flat_map(|sentence| best(scores.get(sentence.clone()).unwrap_or_default(), &transitions))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn the_model_in_the_program_is_one() {
        let model = Model::new(FILE).unwrap();
        let lists = |name: &str| model.lists(features::entry(name).unwrap());
        assert_ne!(lists("New Zealand"), 0);
        assert_eq!(lists("New Alderland"), 0);
    }

    /// Another hash, order or set of features needs another model file.
    #[test]
    fn features_are_those_that_the_model_was_learned_with() {
        let text = "On Monday Ada Quill's aide left Harbour-Alder for the U.S. (by boat).";
        let words = Words::of(text, vec![Span::new(0, text.len())]);
        let seen = Seen::new(text, &words.all, &words.sentences, vec![0; words.all.len()], |_| 5);
        let looked: Vec<Label> = (0..words.all.len()).map(|at| (at % decode::STATES) as Label).collect();
        let echoes = Echoes::new(&seen, &looked);
        let mut sum = 0;
        for at in 0..words.all.len() {
            let mut add = |_, feature| sum = hash::pair(sum, feature);
            seen.features(&words.sentences[0], at, &mut add);
            echoes.features(&words.sentences[0], at, &mut add);
        }
        assert_eq!(sum, 11_894_312_256_748_151_322);
    }
}
