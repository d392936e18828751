//! The mouse: everything it does is also on keys.

use super::geometry::table_rows;
use super::selection::words;
use super::{App, Mouse, MouseKind, Row, Screen, Selection};
use crate::model::Span;
use crate::text::glyphs;
use ratatui::layout::Position;

/// Rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse) {
        if self.prompt.is_some() {
            return;
        }
        if let Screen::Table(table) = &mut self.screen {
            let rows = table_rows(self.size, table.kind.shape().has_article);
            match mouse.kind {
                MouseKind::Wheel(notches) => table.step(isize::from(notches) * NOTCH),
                MouseKind::Press if table.press_row(mouse.row, rows) => self.open_row(),
                MouseKind::Press | MouseKind::Drag | MouseKind::Release => {}
            }
            return;
        }
        let Some((article, offset)) = self.under(mouse) else { return };
        match mouse.kind {
            MouseKind::Wheel(notches) => self.scroll(article, isize::from(notches) * NOTCH, false),
            MouseKind::Press => {
                self.notice = None;
                self.selection = None;
                self.focus_on(article);
                let start =
                    self.focused().and_then(|o| o.analysis.sentence_at(offset?)).map(|s| s.span.start());
                if let Some(open) = self.focused_mut()
                    && let Some(start) = start
                {
                    open.place.cursor = start;
                    open.place.mention = None;
                    let mention =
                        offset.and_then(|at| open.analysis.mentions_in(Span::new(at, at + 1)).next());
                    open.place.mention = mention.map(|m| m.span.start());
                }
                self.dragged = offset;
            }
            MouseKind::Drag => {
                if let (Some(from), Some(to), true) = (self.dragged, offset, article == self.focus) {
                    self.drag(from, to);
                }
            }
            MouseKind::Release => self.dragged = None,
        }
    }

    /// The article under the mouse, and the byte of its text there.
    fn under(&self, mouse: Mouse) -> Option<(usize, Option<usize>)> {
        let geometry = self.geometry();
        let at = Position::new(mouse.column, mouse.row);
        let (pane, article) =
            geometry.panes.iter().zip(self.visible()).find(|(pane, _)| pane.whole.contains(at))?;
        let offset = || {
            let open = self.open(article)?;
            let row = usize::from(mouse.row.checked_sub(pane.text.y)?);
            let Row::Text(span) = open.rows_from(open.place.top, geometry.columns()).nth(row)? else {
                return None;
            };
            let column = usize::from(mouse.column.saturating_sub(pane.text.x));
            let mut end = 0;
            let hit = glyphs(&open.article.text, span).find(|glyph| {
                end += glyph.width;
                end > column
            });
            Some(hit.map_or(span.end().saturating_sub(1).max(span.start()), |glyph| glyph.span.start()))
        };
        Some((article, offset()))
    }

    /// Chooses the words from one byte to another.
    fn drag(&mut self, from: usize, to: usize) {
        let Some(open) = self.focused() else { return };
        let (a, b) = (from.min(to), from.max(to));
        let near = open.analysis.sentence_at(a).zip(open.analysis.sentence_at(b));
        let Some((first, last)) = near else { return };
        let touched =
            words(open, first.span.join(last.span)).into_iter().filter(|w| w.end() > a && w.start() <= b);
        if let Some(span) = touched.reduce(Span::join) {
            self.selection = Some(Selection { span, moves_start: to < from, of: None });
        }
    }
}
