//! The one place that is certainly meant.

use std::ops::Range;

use super::needle::{Haystack, Needle};
use super::seeds::SEED;
use super::{Anchor, Place};
use crate::model::Span;

/// So many bytes of words and surroundings, folded, are hardly ever said twice. Shorter words need more
/// of what stands around them.
const SAID_ONCE: usize = 48;
/// At least so many bytes must be the same on each of the two sides.
const NEAR: usize = 8;
/// Where one side changed altogether, the whole of the other must be as it was, and so many bytes of it.
const WHOLE_SIDE: usize = 16;
/// Words of so many bytes that stand in the text once are moved if one side agrees.
const LONG: usize = 24;
/// In a text of up to so many bytes, words that are too short for a seed are counted one by one.
const SMALL: usize = 1 << 20;

impl Haystack<'_> {
    /// The place of the needle's words, if they stand there, but for folding, and it is certain that
    /// they are the ones: because both sides of them are as they were, close by, and nowhere else; or
    /// because they are nowhere else, and the whole of one side is as it was.
    pub(super) fn certain(&self, needle: &Needle, same: bool) -> Option<Place> {
        if needle.words.is_empty() {
            return None;
        }
        let start = self.between_both_sides(needle).or_else(|| self.beside_one_side(needle, same))?;
        self.place(needle, start)
    }

    fn between_both_sides(&self, needle: &Needle) -> Option<usize> {
        let near = (SAID_ONCE.saturating_sub(needle.words.len()) / 2).max(NEAR);
        let from = needle.words.start.saturating_sub(near);
        let to = (needle.words.end + near).min(needle.bytes().len());
        let [start] = self.places(needle, from..to)?.try_into().ok()?;
        let at = start + needle.words.start - from;
        let sides = self.sides(needle, at);
        (sides.before >= near || sides.at_start).then_some(())?;
        (sides.after >= near || sides.at_end).then_some(at)
    }

    fn beside_one_side(&self, needle: &Needle, same: bool) -> Option<usize> {
        let [at] = self.places(needle, needle.words.clone())?.try_into().ok()?;
        let sides = self.sides(needle, at);
        let whole = |matched, side: &[u8]| matched == side.len() && matched >= WHOLE_SIDE;
        let one_side = whole(sides.before, needle.before()) || whole(sides.after, needle.after());
        let here = self.points.point(self.folded.start(at)) == needle.anchor.range.0;
        let certain = match here {
            true => same || one_side || sides.at_start || sides.at_end,
            false => one_side && needle.words.len() >= LONG,
        };
        certain.then_some(at)
    }

    fn sides(&self, needle: &Needle, at: usize) -> Sides {
        let end = at + needle.words.len();
        let (before, after) = self.beside(needle, &(at..end));
        Sides {
            before,
            after,
            at_start: needle.starts && before == needle.before().len() && before == at,
            at_end: after == needle.after().len() && end + after == self.folded.bytes().len(),
        }
    }

    /// All the places of a part of the needle, if there are not too many to know them.
    fn places(&self, needle: &Needle, part: Range<usize>) -> Option<Vec<usize>> {
        let (words, text) = (needle.part(part.clone()), self.folded.bytes());
        let inside = |offset: usize| part.start <= offset && offset + SEED <= part.end;
        let seeds = self.seeds.of(needle.bytes()).filter(|(offset, _)| inside(*offset));
        let Some((offset, places)) = seeds.min_by_key(|(_, places)| places.len()) else {
            let short = words.len() < 2 * SEED && text.len() <= SMALL;
            return short.then(|| memchr::memmem::find_iter(text, words).take(2).collect());
        };
        let starts = places.iter().filter_map(|&at| (at as usize + part.start).checked_sub(offset));
        Some(starts.filter(|&at| text.get(at..at + words.len()) == Some(words)).collect())
    }

    /// The place in the real text, if it begins and ends with whole characters.
    fn place(&self, needle: &Needle, at: usize) -> Option<Place> {
        let span = self.span(at..at + needle.words.len());
        let text = self.points.text();
        let words = text.get(span.range())?;
        let whole = self.is_boundary(span.start()) && self.is_boundary(span.end());
        let same = super::fold::Folded::new(words).bytes() == needle.quote();
        (whole && same).then(|| Place { span, compared: compared(needle.anchor, text, span) })
    }
}

/// How much of what was around a place is there, in bytes.
struct Sides {
    before: usize,
    after: usize,
    /// Whether it is as near to the beginning of the text as it was, with all that was between.
    at_start: bool,
    /// The same of the end.
    at_end: bool,
}

/// The stretch around `span` that is the same to the letter as what the anchor holds.
fn compared(anchor: &Anchor, text: &str, span: Span) -> Span {
    if anchor.quote.as_deref() != Some(span.of(text)) {
        return Span::new(span.start(), span.start());
    }
    let before = text.get(..span.start()).unwrap_or_default().chars().rev();
    let after = text.get(span.end()..).unwrap_or_default().chars();
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
    };
    let left = same(&mut anchor.prefix.chars().rev().zip(before));
    let right = same(&mut anchor.suffix.chars().zip(after));
    Span::new(span.start() - left, span.end() + right)
}
