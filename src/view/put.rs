//! Text to cells. All that is drawn goes through here, so that nothing reaches the terminal but glyphs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::model::Span;
use crate::text::{Glyph, glyphs};

/// Puts one symbol of one column.
pub(super) fn symbol(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}

/// Puts a glyph if it fits before column `end`. Returns the column after it.
pub(super) fn glyph(buffer: &mut Buffer, x: u16, y: u16, end: u16, glyph: Glyph<'_>, style: Style) -> u16 {
    let after = x.saturating_add(glyph.width as u16);
    if after > end {
        return end;
    }
    symbol(buffer, x, y, glyph.symbol, style);
    for x in x + 1..after {
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.reset();
            cell.set_style(style);
        }
    }
    after
}

/// Puts a text made safe to show, cut before column `end`. Returns the column after it.
pub(super) fn text(buffer: &mut Buffer, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
    let mut x = x;
    for g in glyphs(text, Span::new(0, text.len())) {
        let after = glyph(buffer, x, y, end, g, style);
        if after == x || (after == end && x + g.width as u16 != end) {
            return x;
        }
        x = after;
    }
    x
}

/// Puts a text, or as much of it as fits and `…`. Returns the column after it.
pub(super) fn fitted(buffer: &mut Buffer, x: u16, y: u16, end: u16, words: &str, style: Style) -> u16 {
    let cut = crate::text::fit(words, usize::from(end.saturating_sub(x)));
    text(buffer, x, y, end, &cut, style)
}

/// Gives a whole row of cells a style.
pub(super) fn fill(buffer: &mut Buffer, x: u16, y: u16, end: u16, style: Style) {
    for x in x..end {
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.set_style(style);
        }
    }
}

/// Makes an area blank, as far as it is on the screen.
pub(super) fn clear(buffer: &mut Buffer, area: Rect) {
    for position in area.intersection(buffer.area).positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
        }
    }
}
