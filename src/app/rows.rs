//! The rows of a pane: paragraphs wrapped at its width, with blank rows between them.

use super::geometry::Geometry;
use super::open::{Open, Place};
use crate::model::{Kind, Paragraph, Span};
use crate::nlp::Chunk;
use crate::text::{row_of, wrap};

/// One row of a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The blank row between two paragraphs.
    Gap,
    /// Text, without the blanks at its end.
    Text(Span),
}

/// A wrapped paragraph and whether a blank row stands above it.
struct Block {
    rows: Vec<Span>,
    gap: bool,
}

fn block(chunk: &Chunk, paragraph: &Paragraph, open: &Open, columns: usize) -> Block {
    Block { rows: wrap(&open.article.text, paragraph.span, columns), gap: gap_above(chunk, paragraph, open) }
}

/// A blank row sets paragraphs apart, but not the lines of one post or of the page around the
/// article, nor the parts of an over-long line.
fn gap_above(chunk: &Chunk, paragraph: &Paragraph, open: &Open) -> bool {
    let kind = |c: &Chunk, p: &Paragraph| c.sentences.get(p.sentences.start).map(|s| s.kind);
    let Some((before_chunk, before)) = open.analysis.paragraphs_before(paragraph.span.start()).next() else {
        return false;
    };
    if before.span.end() == paragraph.span.start() {
        return false;
    }
    let (above, here) = (kind(before_chunk, before), kind(chunk, paragraph));
    above != here || !matches!(here, Some(Kind::Embed | Kind::Boilerplate))
}

impl Open {
    /// The rows of a pane from the one that holds byte `top` on, without end before the article's.
    pub fn rows_from(&self, top: usize, columns: usize) -> impl Iterator<Item = Row> {
        let mut first = true;
        self.analysis.paragraphs_from(top).flat_map(move |(chunk, paragraph)| {
            let Block { mut rows, gap } = block(chunk, paragraph, self, columns);
            let gap = gap && !first;
            if first {
                rows.drain(..row_of(&rows, top));
            }
            first = false;
            gap.then_some(Row::Gap).into_iter().chain(rows.into_iter().map(Row::Text))
        })
    }

    /// The rows above the one that holds byte `top`, the nearest first.
    fn rows_above(&self, top: usize, columns: usize) -> impl Iterator<Item = Row> {
        let here = self.analysis.paragraphs_from(top).next();
        let (gap, rows) = here.map_or((false, Vec::new()), |(chunk, paragraph)| {
            let Block { mut rows, gap } = block(chunk, paragraph, self, columns);
            rows.truncate(row_of(&rows, top));
            (gap, rows)
        });
        let start = here.map_or(top, |(_, paragraph)| paragraph.span.start());
        let up =
            |gap: bool, rows: Vec<Span>| rows.into_iter().rev().map(Row::Text).chain(gap.then_some(Row::Gap));
        up(gap, rows).chain(self.analysis.paragraphs_before(start).flat_map(move |(chunk, paragraph)| {
            let Block { rows, gap } = block(chunk, paragraph, self, columns);
            up(gap, rows)
        }))
    }

    /// The top that is `rows` rows further down than `top`, at most so far that the last row of the
    /// article stands in the last of `height` rows.
    pub fn below(&self, top: usize, rows: usize, geometry: &Geometry) -> usize {
        let (columns, height) = (geometry.columns(), geometry.rows());
        let ahead: Vec<Row> = self.rows_from(top, columns).take(rows + height).collect();
        let most = ahead.len().saturating_sub(height).min(rows);
        text_row(ahead.iter().copied().skip(most)).unwrap_or(top)
    }

    /// The top that is `rows` rows further up than `top`, or that of the whole article.
    pub fn above(&self, top: usize, rows: usize, geometry: &Geometry) -> usize {
        let above = self.rows_above(top, geometry.columns()).take(rows).filter_map(start);
        above.last().unwrap_or(top)
    }

    /// The top nearest to the present one from which the cursor's sentence is in view, with up to
    /// three rows around it.
    pub fn top_showing(&self, span: Span, geometry: &Geometry) -> usize {
        let (columns, height, top) = (geometry.columns(), geometry.rows(), self.place.top);
        if height == 0 {
            return top;
        }
        let margin = 3.min(height.saturating_sub(1) / 3);
        // Far away: nothing between there and here needs to be wrapped.
        let near = |a: usize, b: usize| a.abs_diff(b) <= height * columns * 4;
        if span.start() < top || !near(span.start(), top) {
            let lead = if near(span.start(), top) { margin } else { height / 3 };
            return self.filled(self.above(span.start(), lead, geometry), geometry);
        }
        let rows: Vec<Row> = self.rows_from(top, columns).take(height + height * 4).collect();
        let holds = |row: &Row| matches!(row, Row::Text(r) if r.start() <= span.start() && span.start() < r.end().max(r.start() + 1));
        let Some(first) = rows.iter().position(holds) else {
            return self.filled(self.above(span.start(), height / 3, geometry), geometry);
        };
        let last = rows
            .iter()
            .rposition(|row| matches!(row, Row::Text(r) if r.start() < span.end()))
            .unwrap_or(first);
        if first < margin {
            return self.above(span.start(), margin, geometry);
        }
        let excess = (last + 1 + margin).saturating_sub(height);
        // A sentence taller than the screen is shown from its start.
        let down = excess.min(first.saturating_sub(margin.min(height / 4)));
        self.below(top, down, geometry)
    }

    /// Where a reader stands who has just come to a span.
    pub fn place_at(&self, span: Span, geometry: &Geometry) -> Place {
        let sentence = self.analysis.sentence_at(span.start()).map_or(span, |sentence| sentence.span);
        let top = self.above(sentence.start(), geometry.rows() / 3, geometry);
        Place { cursor: sentence.start(), top: self.filled(top, geometry), mention: None }
    }

    /// `top`, or a higher one if the article's end would leave rows empty.
    fn filled(&self, top: usize, geometry: &Geometry) -> usize {
        let height = geometry.rows();
        let shown = self.rows_from(top, geometry.columns()).take(height).count();
        if shown < height { self.above(top, height - shown, geometry) } else { top }
    }
}

fn start(row: Row) -> Option<usize> {
    match row {
        Row::Text(span) => Some(span.start()),
        Row::Gap => None,
    }
}

fn text_row(mut rows: impl Iterator<Item = Row>) -> Option<usize> {
    rows.find_map(start)
}
