//! The place that is perhaps meant.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Found;
use super::approximate::align;
use super::needle::{Haystack, Needle};
use crate::model::Span;

/// So many places, those with the most seeds, are compared byte by byte.
const CANDIDATES: usize = 4;
/// The words of a place and its surroundings count so much, together 1.
const WORDS: f64 = 0.8;
const SIDE: f64 = (1.0 - WORDS) / 2.0;
/// Below this score nothing is shown: in `cargo bench --bench anchors`, of what had 0.5 to 0.6 about half was
/// the right place, of what had more than 0.9 nearly all.
const LIKE: f64 = 0.5;
/// Longer words are compared by their ends, of this length, and by samples.
const WHOLE: usize = 1024;
/// How much longer, or shorter, the words of a place may be than those of the needle, at least.
const SLACK: usize = 32;

impl Haystack<'_> {
    /// The most similar place, if any is similar enough.
    pub(super) fn likely(&mut self, needle: &Needle) -> Found {
        if needle.words.is_empty() {
            return Found::Lost;
        }
        let places: Vec<_> = self.candidates(needle);
        let scored = places.into_iter().map(|(around, seeds)| self.scored(needle, around, seeds));
        let best = scored.max_by(|a, b| a.1.total_cmp(&b.1));
        match best {
            Some((part, score)) if score >= LIKE => Found::Uncertain { span: self.whole_words(part), score },
            _ => Found::Lost,
        }
    }

    /// The parts of the text that share most with the needle, each with the share of its seeds.
    fn candidates(&self, needle: &Needle) -> Vec<(Range<usize>, f64)> {
        // Where the needle would begin if this seed were in its place.
        let begins = |(offset, places): (usize, &[u32])| {
            places.iter().map(move |&at| at as i64 - offset as i64).collect::<Vec<_>>()
        };
        let all = self.seeds.of(needle.bytes()).count().max(1);
        let mut shifts: Vec<i64> = self.seeds.of(needle.bytes()).flat_map(begins).collect();
        shifts.sort_unstable();
        let slack = slack(needle) as i64;
        let mut groups: Vec<&[i64]> = Vec::new();
        let mut rest = shifts.as_slice();
        while let Some(first) = rest.first() {
            let (group, after) = rest.split_at(rest.partition_point(|shift| *shift <= first + slack));
            groups.push(group);
            rest = after;
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        let part = |group: &&[i64]| {
            let (first, last) = (*group.first()?, *group.last()?);
            let at = |shift: i64, offset: usize| usize::try_from(shift + offset as i64).unwrap_or(0);
            let end = at(last + slack, needle.words.end).min(self.folded.bytes().len());
            let start = at(first - slack, needle.words.start);
            Some((start.min(end)..end, (group.len() as f64 / all as f64).min(1.0)))
        };
        groups.iter().take(CANDIDATES).filter_map(part).collect()
    }

    /// The words in this part of the text that are most like the needle's, and how much.
    fn scored(&mut self, needle: &Needle, around: Range<usize>, seeds: f64) -> (Range<usize>, f64) {
        let (words, text) = (needle.quote(), self.folded.bytes());
        let part = text.get(around.clone()).unwrap_or_default();
        let whole = words.len() <= WHOLE;
        let edge = words.len().min(WHOLE);
        let work = edge * part.len().min(2 * edge + 2 * SLACK) * if whole { 1 } else { 2 };
        if work > self.work {
            return (around, 0.0);
        }
        self.work -= work;
        let (found, like) = if whole {
            let (found, edits) = align(words, part);
            (found, 1.0 - edits as f64 / words.len() as f64)
        } else {
            let reach = (2 * WHOLE).min(part.len());
            let head = part.get(..reach).unwrap_or_default();
            let tail = part.get(part.len() - reach..).unwrap_or_default();
            let (first, _) = align(words.get(..edge).unwrap_or_default(), head);
            let (last, _) = align(words.get(words.len() - edge..).unwrap_or_default(), tail);
            (first.start..(part.len() - reach + last.end).max(first.start), seeds)
        };
        let place = around.start + found.start..around.start + found.end;
        let (before, after) = self.beside(needle, &place);
        let share = |matched: usize, side: &[u8]| {
            if side.is_empty() { 0.0 } else { matched as f64 / side.len() as f64 }
        };
        let sides = share(before, needle.before()) + share(after, needle.after());
        (place, WORDS * like + SIDE * sides)
    }

    /// The part of the real text, without white space around it, up to the ends of its words.
    fn whole_words(&self, part: Range<usize>) -> Span {
        let text = self.points.text();
        let span = self.span(part);
        let (start, end) = (span.start(), span.end());
        // A word that is longer than this is cut.
        const FAR: usize = 64;
        let from = text.floor_char_boundary(start.saturating_sub(FAR));
        let to = text.ceil_char_boundary((end + FAR).min(text.len()));
        let left = text.get(from..text.ceil_char_boundary(start + FAR).min(to)).unwrap_or_default();
        let start_of =
            left.split_word_bound_indices().map(|(at, _)| from + at).take_while(|at| *at <= start).last();
        let last = text.floor_char_boundary(end.saturating_sub(FAR)).max(from);
        let right = text.get(last..to).unwrap_or_default();
        let mut ends = right.split_word_bound_indices().map(|(at, word)| last + at + word.len());
        let end_of = ends.find(|at| *at >= end);
        let span = Span::new(start_of.unwrap_or(start), end_of.unwrap_or(end));
        let words = span.of(text);
        let start = span.start() + words.len() - words.trim_start().len();
        Span::new(start, start + words.trim().len())
    }
}

fn slack(needle: &Needle) -> usize {
    (needle.words.len() / 4).max(SLACK)
}
