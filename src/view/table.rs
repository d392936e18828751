//! A table over the whole corpus.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::style::Styles;
use super::{beside, hints, put, status};
use crate::app::{App, Column, Table, TableKind, TableRow, table_rows};
use crate::corpus::Skipped;
use crate::text::{pad, width};

/// The rows whose cells say how wide a column is.
const MEASURED: usize = 500;

use ratatui::layout::Rect;

pub(super) fn draw(app: &App, table: &Table, styles: &Styles, buffer: &mut Buffer) {
    let screen = buffer.area;
    let end = screen.right().saturating_sub(1);
    status::draw(app, styles, buffer, Rect { height: 1, ..screen });
    put::fitted(buffer, 1, 1, end, &heading(app, table), styles.strong);
    let filter = table.filter.text();
    if table.filtering || !filter.is_empty() {
        let at = filter_at(app, table);
        put::text(buffer, at.saturating_sub(2), 1, end, "/", styles.key);
        put::fitted(buffer, at, 1, end, filter, styles.text);
    }
    let widths = widths(table, end.saturating_sub(1));
    line(buffer, 2, &widths, table.columns(), table.columns().iter().map(|c| c.title), styles.aside);
    let area = table_rows(screen.into(), table.kind.has_article());
    let top = table.top(usize::from(area.height));
    if table.rows().len() == 0 {
        let says = if table.is_empty() { empty(table) } else { "Nothing fits the filter; Esc clears it." };
        put::fitted(buffer, 1, area.y, end, says, styles.aside);
    }
    for (y, (index, row)) in (area.y..area.bottom()).zip(table.rows().enumerate().skip(top)) {
        let style = if row.dim { styles.aside } else { styles.text };
        let style = if index == table.cursor { styles.focus } else { style };
        put::fill(buffer, area.x, y, area.right(), style);
        line(buffer, y, &widths, table.columns(), row.cells.iter().map(String::as_str), style);
    }
    beside::draw(app, table, styles, buffer);
    let bottom = Rect::new(0, screen.height - 1, screen.width, 1);
    hints::draw(app, styles, buffer, bottom);
}

fn empty(table: &Table) -> &'static str {
    match table.name() {
        "annotations" => "Nothing is tagged yet.",
        "faults" => "Nothing is wrong.",
        "agreement" => "No sentence that several have read is labelled in different ways.",
        "review" => "Nobody else has annotated these articles.",
        "entities" => "No names have been found.",
        _ => "There is nothing here.",
    }
}

/// The column at which the filter is typed: after name, count and order.
fn filter_at(app: &App, table: &Table) -> u16 {
    (1 + width(&heading(app, table)) + 4) as u16
}

/// The name of the table, how many rows it has and their order.
fn heading(app: &App, table: &Table) -> String {
    // Not what others have done in an article, which stands below it.
    let articles =
        || table.rows().filter(|row| row.cells.first().is_some_and(|cell| !cell.is_empty())).count();
    let shown = if table.kind == TableKind::Articles { articles() } else { table.rows().len() };
    let all = if table.kind == TableKind::Articles { app.articles.len() } else { table.len() };
    let count = match (shown, all) {
        (shown, all) if shown == all => all.to_string(),
        (shown, all) => format!("{shown} of {all}"),
    };
    let order = table.sort.and_then(|(column, back)| {
        let title = table.columns().get(column)?.title;
        Some(format!("  by {title}{}", if back { ", last first" } else { "" }))
    });
    let aside = match table.kind {
        TableKind::Agreement => {
            let agreed = app.agreement();
            let alpha = agreed.alpha.map_or_else(|| "–".to_owned(), |alpha| format!("{alpha:.2}"));
            format!("  Krippendorff's alpha {alpha} over {} sentences", agreed.sentences)
        }
        TableKind::Review => {
            let (judged, all) = app.reviewed();
            format!("  {judged} of {all} judged")
        }
        TableKind::Articles if app.skipped != Skipped::default() => {
            format!("  (passed over: {})", app.skipped)
        }
        _ => String::new(),
    };
    format!("{}  {count}{}{aside}", table.name(), order.unwrap_or_default())
}

/// Where the terminal's cursor stands while the filter is typed.
pub(super) fn cursor(app: &App, table: &Table) -> Option<Position> {
    let column = filter_at(app, table) + width(table.filter.before_cursor()) as u16;
    table.filtering.then_some(Position::new(column, 1))
}

/// Fixed columns get what their first rows need, up to what they may have; the others share the rest.
/// Two blanks stand between.
fn widths(table: &Table, wide: u16) -> Vec<u16> {
    let columns = table.columns();
    let needs = |index: usize, column: &Column| {
        let cells = table.rows().take(MEASURED).map(|row| row.cells.get(index).map_or(0, |cell| width(cell)));
        (cells.max().unwrap_or(0).max(width(column.title)) as u16).min(column.width)
    };
    // A fixed column without a word in any row takes no place.
    let is_bare = |index: usize, column: &Column| {
        let filled = |row: &TableRow| row.cells.get(index).is_some_and(|cell| !cell.is_empty());
        column.width > 0 && table.rows().len() > 0 && !table.rows().any(filled)
    };
    let needs = |index, column| if is_bare(index, column) { 0 } else { needs(index, column) };
    let needed: Vec<u16> = columns.iter().enumerate().map(|(i, c)| needs(i, c)).collect();
    let shown =
        columns.iter().zip(&needed).filter(|(column, needed)| column.width == 0 || **needed > 0).count();
    let gaps = 2 * (shown as u16).saturating_sub(1);
    let open = columns.iter().filter(|c| c.width == 0).count().max(1) as u16;
    let left = wide.saturating_sub(gaps + needed.iter().sum::<u16>());
    // On a narrow screen the widest columns give, so that the open ones are worth having.
    let most = if left < 24 * open { 24 } else { u16::MAX };
    let fixed: u16 = needed.iter().map(|w| (*w).min(most)).sum();
    let share = wide.saturating_sub(gaps + fixed) / open;
    columns
        .iter()
        .zip(needed)
        .map(|(c, needed)| if c.width == 0 { share } else { needed.min(most) })
        .collect()
}

fn line<'a>(
    buffer: &mut Buffer,
    y: u16,
    widths: &[u16],
    columns: &[Column],
    cells: impl Iterator<Item = &'a str>,
    style: ratatui::style::Style,
) {
    let mut x = 1;
    let end = buffer.area.right();
    for ((cell, column), &wide) in cells.zip(columns).zip(widths) {
        let wide = usize::from(wide);
        let text = if column.number {
            format!("{}{cell}", " ".repeat(wide.saturating_sub(width(cell))))
        } else {
            pad(cell, wide)
        };
        put::fitted(buffer, x, y, end.min(x + wide as u16), &text, style);
        x += if wide > 0 { wide as u16 + 2 } else { 0 };
    }
}
