//! Anchors and the text, made ready to be compared.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::Anchor;
use super::fold::Folded;
use super::seeds::{SEED, Seeds};
use crate::model::{Head, Span};
use crate::nlp::analyse;
use crate::text::CodePoints;

/// So much of a long quote, in bytes, is read to see where its first and last sentence begin and end.
const NEXT: usize = 256;

/// An anchor's quote with its surroundings, folded.
pub(super) struct Needle<'a> {
    pub(super) anchor: &'a Anchor,
    folded: Folded,
    /// The quote within, in bytes.
    pub(super) words: Range<usize>,
    /// Whether the text began with what is before the quote.
    pub(super) starts: bool,
}

impl<'a> Needle<'a> {
    pub(super) fn new(anchor: &'a Anchor) -> Self {
        let quote = anchor.quote.as_deref().unwrap_or_default();
        let folded = Folded::new(&[&anchor.prefix, quote, &anchor.suffix].concat());
        let at = |original| folded.of_original(original);
        let words = at(anchor.prefix.len())..at(anchor.prefix.len() + quote.len());
        Self { anchor, words, starts: anchor.prefix.chars().count() == anchor.range.0, folded }
    }

    /// All of it.
    pub(super) fn bytes(&self) -> &[u8] {
        self.folded.bytes()
    }

    /// The quote.
    pub(super) fn quote(&self) -> &[u8] {
        self.part(self.words.clone())
    }

    pub(super) fn part(&self, range: Range<usize>) -> &[u8] {
        self.bytes().get(range).unwrap_or_default()
    }

    /// How far, in folded bytes, the sentence around the quote goes on before it and after it; none, if it
    /// goes farther than the surroundings.
    pub(super) fn to_ends_of_sentence(&self) -> (Option<usize>, Option<usize>) {
        let Anchor { quote, prefix, suffix, .. } = self.anchor;
        let quote = quote.as_deref().unwrap_or_default();
        let head = quote.get(..quote.floor_char_boundary(NEXT)).unwrap_or_default();
        let tail =
            quote.get(quote.ceil_char_boundary(quote.len().saturating_sub(NEXT))..).unwrap_or_default();
        let sentences = |text: &str| analyse(text, Span::new(0, text.len()), &Head::default()).sentences;
        let first = sentences(&[prefix, head].concat());
        let first = first.iter().rev().find(|sentence| sentence.span.start() <= prefix.len());
        let start = first.map(|first| first.span.start()).filter(|start| *start > 0);
        let last = sentences(&[tail, suffix].concat());
        let last = last.iter().find(|sentence| sentence.span.end() >= tail.len());
        let end = last.map(|last| last.span.end()).filter(|end| *end < tail.len() + suffix.len());
        let fold = |original| self.folded.of_original(original);
        let end = end.map(|end| fold(prefix.len() + quote.len() + end - tail.len()) - self.words.end);
        (start.map(|start| self.words.start.saturating_sub(fold(start))), end)
    }

    /// Whether the same words stood just before or after, as far as can be seen. If only one of the two is
    /// there now, nobody can tell which one.
    pub(super) fn was_doubled(&self) -> bool {
        let quote = self.quote();
        let nearest = quote.len().min(SEED);
        let (first, last) = (quote.get(..nearest), quote.get(quote.len() - nearest..));
        last.is_some_and(|last| self.before().trim_ascii_end().ends_with(last))
            || first.is_some_and(|first| self.after().trim_ascii_start().starts_with(first))
    }

    /// What is after the quote.
    pub(super) fn after(&self) -> &[u8] {
        self.bytes().get(self.words.end..).unwrap_or_default()
    }

    /// What is before it.
    pub(super) fn before(&self) -> &[u8] {
        self.bytes().get(..self.words.start).unwrap_or_default()
    }
}

/// A text in which needles are looked for.
pub(super) struct Haystack<'a> {
    pub(super) points: &'a CodePoints,
    pub(super) folded: Folded,
    pub(super) seeds: Seeds,
    /// How many bytes may still be compared with how many.
    pub(super) work: usize,
}

/// All comparisons of byte with byte that the similar words of all anchors may cost: some seconds. After
/// that only samples are compared.
const WORK: usize = 1 << 31;

impl<'a> Haystack<'a> {
    pub(super) fn new(points: &'a CodePoints, needles: &[Needle]) -> Self {
        let folded = Folded::new(points.text());
        let seeds = Seeds::find(needles.iter().map(Needle::bytes), folded.bytes());
        Self { points, folded, seeds, work: WORK }
    }

    /// The characters of the real text that are, or touch, this part of the folded one.
    pub(super) fn span(&self, part: Range<usize>) -> Span {
        Span::new(self.folded.start(part.start), self.folded.end(part.end))
    }

    /// Whether no character, as it is seen, reaches over byte `at` of the real text.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        let text = self.points.text();
        text.is_char_boundary(at)
            && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false)
    }

    /// How many bytes of `before` stand, up to its end, before byte `at`, and how many of `after` from
    /// byte `end` on.
    pub(super) fn beside(&self, needle: &Needle, place: &Range<usize>) -> (usize, usize) {
        let (before, after) = (needle.before(), needle.after());
        let text = self.folded.bytes();
        let left = text.get(..place.start).unwrap_or_default().iter().rev();
        let right = text.get(place.end..).unwrap_or_default().iter();
        let same = |(a, b): &(&u8, &u8)| a == b;
        (
            before.iter().rev().zip(left).take_while(same).count(),
            after.iter().zip(right).take_while(same).count(),
        )
    }
}
