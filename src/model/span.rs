//! Half-open byte ranges of an article's text.

use std::fmt;
use std::ops::Range;

/// A half-open range of bytes in the canonical text of an article.
///
/// Both ends lie on character boundaries of the text that the span was made for. Files and outputs
/// hold code points instead; `store` and `cli` convert at the edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The largest text that spans can address, in bytes; `corpus` opens nothing larger.
    pub const MAX: usize = u32::MAX as usize;

    /// The span from byte `start` up to, and without, byte `end`. An `end` before `start` gives an
    /// empty span at `start`; offsets beyond [`Span::MAX`] are cut to it.
    pub fn new(start: usize, end: usize) -> Self {
        let start = start.min(Self::MAX) as u32;
        let end = (end.min(Self::MAX) as u32).max(start);
        Self { start, end }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words of the span, or nothing if it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether byte `offset` is inside.
    pub fn contains(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }

    /// Whether all of `other` is inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The part that both share; empty if they share none.
    pub fn intersect(self, other: Span) -> Span {
        Self::new(self.start().max(other.start()), self.end().min(other.end()))
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
