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
mod style;

use std::ops::Range;

use decode::{KINDS, Label, best, labels};
use echoes::Echoes;
use features::Seen;
use model::{Model, Sums};

pub use super::names::{Words, by_rules};
use super::words::Word;
use crate::model::Mention;

/// What speaks for a label that a word cannot have: more than all weights of its features.
const NEVER: i32 = -100_000;

/// Where lines of the cache begin, so that no row stands in two.
#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("names.model"));

/// The names in a chunk: its words, those of each sentence, and what the rules take for names.
pub fn names(text: &str, words: &[Word], sentences: &[Range<usize>], rules: &[Mention]) -> Vec<Mention> {
    let Some(model) = Model::new(&FILE.0) else { return Vec::new() };
    let seen = Seen::new(text, words, sentences, labels(words, rules), |entry| model.lists(entry));
    let mut sums: Vec<Option<Sums>> = vec![None; words.len()];
    let mut features = Vec::new();
    for (sentence, at) in places(&seen) {
        features.clear();
        seen.features(sentence, at, &mut |_, feature| features.push(feature));
        model.add(&features, sums[at].insert(Sums::default()));
    }
    let looked = labelled(&seen, &sums, &model, 0);
    let echoes = Echoes::new(&seen, &looked);
    for (sentence, at) in places(&seen) {
        if let Some(sums) = &mut sums[at] {
            features.clear();
            echoes.features(sentence, at, &mut |_, feature| features.push(feature));
            model.add(&features, sums);
        }
    }
    decode::names(words, &labelled(&seen, &sums, &model, 1))
}

/// The words that are looked at, with their sentences.
fn places<'a>(seen: &'a Seen) -> impl Iterator<Item = (&'a Range<usize>, usize)> {
    let all = seen.sentences.iter().flat_map(|sentence| sentence.clone().map(move |at| (sentence, at)));
    all.filter(|(sentence, at)| seen.may_be_name(sentence, *at))
}

/// The best labels of each sentence, in one of the looks.
fn labelled(seen: &Seen, sums: &[Option<Sums>], model: &Model, look: usize) -> Vec<Label> {
    let transitions = model.transitions(look);
    let scores = |at: usize| {
        let mut scores = sums[at]?.scores(look);
        if seen.begins_none(at) {
            scores[1..=KINDS.len()].fill(NEVER);
        }
        if seen.ends_names(at) {
            scores[1 + KINDS.len()..].fill(NEVER);
        }
        Some(scores)
    };
    let best =
        |sentence: &Range<usize>| best(&sentence.clone().map(scores).collect::<Vec<_>>(), &transitions);
    seen.sentences.iter().flat_map(best).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn the_model_in_the_program_is_one() {
        let model = Model::new(&FILE.0).unwrap();
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
        assert_eq!(sum, 4_507_062_434_495_648_687);
    }
}
