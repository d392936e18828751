//! The article of a table's marked row, below the table.

use ratatui::buffer::Buffer;

use super::pane::{self, Shown};
use super::style::Styles;
use super::{inspector, put};
use crate::app::{App, Open, Table, Target, beside_table};
use crate::model::Span;

pub(super) fn draw(app: &App, table: &Table, styles: &Styles, buffer: &mut Buffer) {
    let screen = buffer.area;
    let Some(geometry) = beside_table(screen.into()).filter(|_| table.kind.shape().has_article) else {
        return;
    };
    let Some(area) = geometry.panes.first().copied() else { return };
    for x in geometry.rule.x..geometry.rule.right() {
        put::symbol(buffer, x, geometry.rule.y, "─", styles.rule);
    }
    let Some((article, span)) = table.row().and_then(|row| about(app, &row.target)) else { return };
    let Some(open) = app.open(article) else { return };
    let place = open.place_at(span, &geometry);
    // Words that are not just the sentence stand out in it.
    let sentence = open.analysis.sentence_at(span.start()).map(|sentence| sentence.span);
    let chosen = Some(span).filter(|span| !span.is_empty() && sentence != Some(*span));
    let shown = Shown { article, place, focused: true, chosen };
    pane::draw(app, shown, area, &geometry, styles, buffer);
    said(app, open, table, geometry.inspector, styles, buffer);
}

/// What the row is about: the words of what somebody has made, or a place.
fn about(app: &App, target: &Target) -> Option<(usize, Span)> {
    match target {
        Target::Matter { article, offset, of } => {
            let open = app.open(*article)?;
            let span = open.matter(of).and_then(|matter| open.span_of(matter));
            Some((*article, span.unwrap_or_else(|| Span::new(*offset, *offset))))
        }
        Target::Place(article, offset) => Some((*article, Span::new(*offset, *offset))),
        _ => None,
    }
}

/// What is said of the marked row, in the rows below the article.
fn said(
    app: &App,
    open: &Open,
    table: &Table,
    area: ratatui::layout::Rect,
    styles: &Styles,
    buffer: &mut Buffer,
) {
    let lines = match table.row().map(|row| &row.target) {
        Some(Target::Matter { of, .. }) => {
            let Some(matter) = open.matter(of) else { return };
            vec![inspector::matter(app, open, of, matter, styles), inspector::verdicts(app, open, of, styles)]
        }
        Some(Target::Place(_, offset)) => {
            let sentence = open.analysis.sentence_at(*offset);
            sentence
                .map(|sentence| inspector::of_others(app, open, sentence.span, styles))
                .unwrap_or_default()
        }
        _ => Vec::new(),
    };
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        inspector::put_line(buffer, area.x + 1, y, area.right().saturating_sub(1), &line);
    }
}
