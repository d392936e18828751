//! The one place that is certainly meant.

use std::ops::Range;

use super::fold::Folded;
use super::needle::{Haystack, Needle};
use super::seeds::{MANY, SEED};
use super::{Anchor, Place};
use crate::model::Span;

// These were chosen so that in `cargo bench --bench anchors`, with texts that say sentences twice, nothing is
// put silently in a wrong place, over several seeds; weaker ones put some of every 10,000 there.

/// So many bytes of words and surroundings, folded, are hardly ever said twice. Shorter words need more
/// of what stands around them.
const SAID_ONCE: usize = 48;
/// At least so many bytes must be the same on each of the two sides.
const NEAR: usize = 8;
/// Of a side that reaches farther than so many bytes beyond the sentence, those are enough.
const FAR: usize = 24;
/// Where one side changed altogether, the whole of the other must be as it was, and so many bytes of it.
const WHOLE_SIDE: usize = 16;
/// Words of so many bytes that stand in the text once are moved if one side agrees.
const LONG: usize = 24;
/// In a text of up to so many bytes, words that are too short for a seed are counted one by one.
const SMALL: usize = 1 << 20;

/// Of the seeds of the surroundings, and of those of the words, such shares make another place a rival.
const RIVAL: (f64, f64) = (0.4, 0.3);
/// Seeds that are shifted by up to so many bytes more or less are of one place.
const SLACK: usize = 32;

/// A place that has the words of a needle.
pub(super) struct Claim {
    pub(super) place: Place,
    pub(super) sure: Sure,
}

/// How sure it is that a place is the one meant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// The words may have stood elsewhere, too.
    Not,
    /// It is part of a sentence that may have been said twice: all near it on either side must agree.
    WithAll,
    /// It is, if any other record near it agrees.
    WithAny,
    /// The words, or of a name with wide surroundings its sentence, are nowhere else, and both sides are as they were and reach to another sentence, or to the
    /// end of the text. Where a sentence is said twice, all within it agrees twice.
    Alone,
}

impl Haystack<'_> {
    /// The place of the needle's words, if they stand there, but for folding, and no other place is like
    /// it: because both sides of them are as they were, close by, and nowhere else; or because they are
    /// nowhere else, and the whole of one side is as it was.
    pub(super) fn claim(&self, needle: &Needle, same: bool) -> Option<Claim> {
        if needle.words.is_empty() {
            return None;
        }
        let both = self.between_both_sides(needle).map(|at| (at, self.sure(needle, at, true)));
        let (at, sure) = both.or_else(|| self.beside_one_side(needle, same))?;
        let place = self.place(needle, at).filter(|_| same || !self.has_rival(needle, at))?;
        Some(Claim { place, sure })
    }

    /// How sure a place is of which both sides agree, or one.
    fn sure(&self, needle: &Needle, at: usize, both: bool) -> Sure {
        let sides = self.sides(needle, at);
        let (to_start, to_end) = needle.to_ends_of_sentence();
        // Counted in characters: the surroundings of a tag are no wider in scripts with longer ones.
        let around = needle.anchor.prefix.chars().chain(needle.anchor.suffix.chars());
        let wide = around.count() > 4 * FAR;
        let beyond = |to: Option<usize>, matched: usize, side: &[u8]| {
            let enough = |to: usize| if wide { side.len().min(to + FAR) } else { side.len() };
            to.is_some_and(|to| matched >= enough(to) && matched >= to + NEAR)
        };
        let starts = sides.at_start || beyond(to_start, sides.before, needle.before());
        let ends = sides.at_end || beyond(to_end, sides.after, needle.after());
        let sentence = || {
            let start = to_start.map_or(0, |to| needle.words.start.saturating_sub(to));
            start..to_end.map_or(needle.bytes().len(), |to| needle.words.end + to)
        };
        let said = if wide { sentence() } else { needle.words.clone() };
        let once = || self.places(needle, said).is_some_and(|places| places.len() == 1);
        match (starts, ends) {
            (false, false) => Sure::WithAll,
            (true, true) if both && once() => Sure::Alone,
            _ => Sure::WithAny,
        }
    }

    fn between_both_sides(&self, needle: &Needle) -> Option<usize> {
        let near = (SAID_ONCE.saturating_sub(needle.words.len()) / 2).max(NEAR);
        let from = needle.words.start.saturating_sub(near);
        let to = (needle.words.end + near).min(needle.bytes().len());
        let [start] = self.places(needle, from..to)?.try_into().ok()?;
        let at = start + needle.words.start - from;
        let sides = self.sides(needle, at);
        let both = (sides.before >= near || sides.at_start) && (sides.after >= near || sides.at_end);
        let beside = |other: usize| {
            let sides = self.sides(needle, other);
            other != at && (sides.before >= near || sides.after >= near)
        };
        let equal = self.places(needle, needle.words.clone()).unwrap_or_default();
        (both && !equal.into_iter().any(beside)).then_some(at)
    }

    fn beside_one_side(&self, needle: &Needle, same: bool) -> Option<(usize, Sure)> {
        let [at] = self.places(needle, needle.words.clone())?.try_into().ok()?;
        let sides = self.sides(needle, at);
        let whole = |matched, side: &[u8]| matched == side.len() && matched >= WHOLE_SIDE;
        let one_side = whole(sides.before, needle.before()) || whole(sides.after, needle.after());
        let here = self.points.point(self.folded.start(at)) == needle.anchor.range.0;
        let enough = match here {
            true => same || one_side || sides.at_start || sides.at_end,
            false => one_side && needle.words.len() >= LONG,
        };
        let sure = enough && (same || !needle.was_doubled());
        (one_side || sure).then_some((at, if sure { self.sure(needle, at, false) } else { Sure::Not }))
    }

    /// Whether another place shares much of the surroundings, and of the words: they may have been edited there.
    fn has_rival(&self, needle: &Needle, at: usize) -> bool {
        let own = at as i64 - needle.words.start as i64;
        let within = |offset: usize| needle.words.start <= offset && offset + SEED <= needle.words.end;
        let (mut all, mut shifts) = ([0, 0], Vec::new());
        for (offset, places) in self.seeds.of(needle.bytes()) {
            let kind = usize::from(within(offset));
            all[kind] += 1;
            let shifted = places.iter().map(|&place| (i64::from(place) - offset as i64, kind));
            shifts.extend(shifted.filter(|(shift, _)| shift.abs_diff(own) > SLACK as u64));
        }
        shifts.sort_unstable();
        shifts.chunk_by(|a, b| a.0.abs_diff(b.0) <= SLACK as u64).any(|group| {
            let words = group.iter().filter(|(_, kind)| *kind == 1).count();
            let around = group.len() - words;
            around as f64 >= RIVAL.0 * f64::from(all[0]).max(1.0)
                && words as f64 >= RIVAL.1 * f64::from(all[1])
        })
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
            let few = || -> Vec<_> { memchr::memmem::find_iter(text, words).take(MANY + 1).collect() };
            return short.then(few).filter(|places| places.len() <= MANY);
        };
        let starts = places.iter().filter_map(|&at| (at as usize + part.start).checked_sub(offset));
        Some(starts.filter(|&at| text.get(at..at + words.len()) == Some(words)).collect())
    }

    /// The place in the real text, if it begins and ends with whole characters. What has become nothing
    /// after the words is of them, if that is how they were.
    fn place(&self, needle: &Needle, at: usize) -> Option<Place> {
        let text = self.points.text();
        let shortest = self.span(at..at + needle.words.len());
        let longest = Span::new(shortest.start(), self.folded.start(at + needle.words.len()));
        let quote = needle.anchor.quote.as_deref();
        let runs_on = matches!(needle.quote().last(), Some(b'-' | b' '));
        let equal = [shortest, longest].into_iter().find(|span| Some(span.of(text)) == quote);
        let span = equal.unwrap_or(if runs_on { longest } else { shortest });
        let whole = self.is_boundary(span.start()) && self.is_boundary(span.end());
        let same =
            quote.is_some_and(|quote| Folded::new(span.of(text)).bytes() == Folded::new(quote).bytes());
        (whole && same && self.ends_words(needle, span))
            .then(|| Place { span, compared: compared(needle.anchor, text, span) })
    }

    /// Whether the words begin and end with whole words, unless they never did.
    fn ends_words(&self, needle: &Needle, span: Span) -> bool {
        let text = self.points.text();
        let Anchor { quote, prefix, suffix, .. } = needle.anchor;
        let of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let quote = quote.as_deref().unwrap_or_default();
        let [before, after] =
            [text.get(..span.start()), text.get(span.end()..)].map(Option::unwrap_or_default);
        let starts = !of_word(before.chars().next_back()) || of_word(prefix.chars().next_back());
        let ends = !of_word(after.chars().next()) || of_word(suffix.chars().next());
        (starts || !of_word(quote.chars().next())) && (ends || !of_word(quote.chars().next_back()))
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
