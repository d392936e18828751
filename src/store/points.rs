//! Bytes to code points and back, until `text::CodePoints` takes its place.

use crate::model::Span;

/// Converts between the bytes and the code points of one text.
pub(super) struct CodePoints<'a> {
    text: &'a str,
    /// The byte at which every [`STEP`]th code point starts.
    marks: Vec<usize>,
}

const STEP: usize = 128;

impl<'a> CodePoints<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, marks: starts(text).step_by(STEP).collect() }
    }

    /// The code points at which a span of bytes starts and ends.
    pub(super) fn points(&self, span: Span) -> (usize, usize) {
        (self.point(span.start()), self.point(span.end()))
    }

    /// The bytes of a range of code points, if the text has them.
    pub(super) fn span(&self, start: usize, end: usize) -> Option<Span> {
        (start <= end).then_some(Span::new(self.byte(start)?, self.byte(end)?))
    }

    fn point(&self, byte: usize) -> usize {
        let mark = self.marks.partition_point(|&mark| mark <= byte).saturating_sub(1);
        let from = self.marks.get(mark).copied().unwrap_or_default();
        mark * STEP + self.text.get(from..byte).unwrap_or_default().chars().count()
    }

    fn byte(&self, point: usize) -> Option<usize> {
        let mark = *self.marks.get(point / STEP)?;
        Some(mark + starts(self.text.get(mark..)?).nth(point % STEP)?)
    }
}

/// Where each code point starts, and where the text ends.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()])
}
