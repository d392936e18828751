//! Code points to bytes and back.

use std::sync::Arc;

use crate::model::{Span, Text};

/// The bytes of a block, before each of which the code points are counted.
const BLOCK: usize = 4096;

/// A text whose code points can be counted up to any byte at once. Files hold code points, the program
/// bytes; both count from 0. Cheap to clone: what was counted once is shared.
#[derive(Clone, Debug)]
pub struct CodePoints {
    text: Text,
    /// How many code points start before each block.
    before: Arc<[usize]>,
}

impl CodePoints {
    /// Reads the text once, to count.
    pub fn new(text: impl Into<Text>) -> Self {
        let text = text.into();
        let mut points = 0;
        let so_far = |block| {
            let before = points;
            points += count(block);
            before
        };
        let before = text.as_bytes().chunks(BLOCK).map(so_far).collect();
        Self { text, before }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many code points start before byte `byte`; all of them, if it is beyond the end.
    pub fn point(&self, byte: usize) -> usize {
        let block = (byte / BLOCK).min(self.before.len().saturating_sub(1));
        let end = byte.min(self.text.len());
        let part = self.text.as_bytes().get(block * BLOCK..end).unwrap_or_default();
        self.before.get(block).unwrap_or(&0) + count(part)
    }

    /// The byte at which code point `point` starts. That after the last is the end of the text; beyond it
    /// there is none.
    pub fn byte(&self, point: usize) -> Option<usize> {
        let block = self.before.partition_point(|&before| before <= point).saturating_sub(1);
        let rest = self.text.as_bytes().get(block * BLOCK..)?;
        let nth = point - self.before.get(block).unwrap_or(&0);
        match rest.iter().enumerate().filter(|&(_, byte)| starts(byte)).nth(nth) {
            Some((at, _)) => Some(block * BLOCK + at),
            None => (point == self.point(self.text.len())).then_some(self.text.len()),
        }
    }

    /// A span in code points, half-open.
    pub fn points(&self, span: Span) -> (usize, usize) {
        (self.point(span.start()), self.point(span.end()))
    }

    /// The span from code point `start` up to, and without, `end`. None if there is no such span: beyond
    /// the end, or with an end before its start.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        (start <= end).then_some(())?;
        Some(Span::new(self.byte(start)?, self.byte(end)?))
    }
}

/// Whether a byte is the first of a code point.
fn starts(byte: &u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// How many code points start in `bytes`, counted in parts whose count fits a byte: so it is fastest.
fn count(bytes: &[u8]) -> usize {
    let part = |part: &[u8]| usize::from(part.iter().map(|byte| u8::from(starts(byte))).sum::<u8>());
    bytes.chunks(128).map(part).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::hostile::hostile;

    proptest! {
        #[test]
        fn points_are_those_that_counting_gives(
            text in hostile(), times in 1usize..100, nth in any::<prop::sample::Index>()
        ) {
            let text = text.repeat(times);
            let points = CodePoints::new(&*text);
            let count = text.chars().count();
            let nth = nth.index(count + 1);
            let at = text.char_indices().nth(nth).map_or(text.len(), |(at, _)| at);
            prop_assert_eq!(points.byte(nth), Some(at));
            prop_assert_eq!(points.point(at), nth);
            prop_assert_eq!(points.byte(count + 1), None);
            prop_assert_eq!(points.point(text.len() + BLOCK), count);
        }

        #[test]
        fn spans_come_back(text in hostile(), start in 0usize..99, end in 0usize..99) {
            let points = CodePoints::new(&*text);
            let count = text.chars().count();
            let span = points.span(start, end);
            prop_assert_eq!(span.is_some(), start <= end && end <= count);
            if let Some(span) = span {
                let words: String = text.chars().skip(start).take(end - start).collect();
                prop_assert_eq!(span.of(&text), words);
                prop_assert_eq!(points.points(span), (start, end));
            }
        }
    }
}
