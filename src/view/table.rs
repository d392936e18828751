//! A table over the whole corpus.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::style::Styles;
use super::{beside, hints, put, status};
use crate::app::{App, Column, Room, Table, TableKind, TableRow, table_rows};
use crate::corpus::Skipped;
use crate::review::Subject;
use crate::text::{pad, width};

/// The rows whose cells say how wide a column is.
const MEASURED: usize = 500;

/// The least that makes a column worth having that shares what others leave.
const WORTH: u16 = 24;

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
    let area = table_rows(screen.into(), table.kind.shape().has_article);
    let top = table.top(usize::from(area.height));
    if table.rows().len() == 0 {
        let says = match table.is_empty() {
            true if table.kind == TableKind::Review && app.is_reading_others() => {
                "The annotations of others are being read."
            }
            true if table.kind == TableKind::Agreement && app.is_comparing() => "They are being compared.",
            true => table.kind.shape().empty,
            false => "Nothing fits the filter; Esc clears it.",
        };
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
            let figures = app.agreement().found.labels.first().map(|all| &all.figures);
            let alpha = figures.and_then(|figures| figures.krippendorff_alpha.value);
            let alpha = alpha.map_or_else(|| "–".to_owned(), |alpha| format!("{alpha:.2}"));
            let items = figures.map_or(0, |figures| figures.items);
            let sentences = if items == 1 { "sentence" } else { "sentences" };
            format!("  Krippendorff's alpha {alpha} over {items} {sentences}")
        }
        TableKind::Differences => {
            let order = |costs: bool| if costs { "the costliest first" } else { "by place" };
            let says = |subject: &Subject| format!("  {subject}, {}", order(subject.has_costs()));
            table.subject().filter(|_| table.sort.is_none()).map(says).unwrap_or_default()
        }
        TableKind::Review => {
            format!("  {} of {} judged", table.dimmed(), table.len())
        }
        // Names are seen in what is in memory.
        TableKind::Entities if !app.is_whole() => {
            format!("  of {} of {} articles", app.articles.open_count(), app.articles.len())
        }
        TableKind::Articles if app.skipped != Skipped::default() => {
            format!("  (passed over: {})", app.skipped)
        }
        _ => String::new(),
    };
    format!("{}  {count}{}{aside}", table.kind.shape().name, order.unwrap_or_default())
}

/// Where the terminal's cursor stands while the filter is typed.
pub(super) fn cursor(app: &App, table: &Table) -> Option<Position> {
    let column = filter_at(app, table) + width(table.filter.before_cursor()) as u16;
    table.filtering.then_some(Position::new(column, 1))
}

/// Fixed columns get what their first rows need, up to what they may have; the others share the rest, but what one of
/// them does not need goes to the others. Two blanks stand between.
fn widths(table: &Table, wide: u16) -> Vec<u16> {
    let columns = table.columns();
    // Nothing: it shares the rest. A fixed column without a word in any row takes no place.
    let needs = |(index, column): (usize, &Column)| {
        let cell = |row: &TableRow| row.cells.get(index).map_or(0, |cell| width(cell));
        let is_bare = table.rows().len() > 0 && table.rows().all(|row| cell(row) == 0);
        let widest = table.rows().take(MEASURED).map(cell).max().unwrap_or(0).max(width(column.title));
        column.most().map(|most| if is_bare { 0 } else { (widest as u16).min(most) })
    };
    let mut needed: Vec<Option<u16>> = columns.iter().enumerate().map(needs).collect();
    let open = needed.iter().filter(|needed| needed.is_none()).count().max(1) as u16;
    let left = |needed: &[Option<u16>], most: u16| {
        let shown = needed.iter().filter(|needed| **needed != Some(0)).count() as u16;
        let fixed: u16 = needed.iter().flatten().map(|needed| (*needed).min(most)).sum();
        wide.saturating_sub(2 * shown.saturating_sub(1) + fixed) / open
    };
    for (index, _) in columns.iter().enumerate().filter(|(_, column)| column.spare) {
        if left(&needed, u16::MAX) < WORTH {
            needed[index] = Some(0);
        }
    }
    // On a narrow screen the widest columns give, so that the open ones are worth having.
    let most = if left(&needed, u16::MAX) < WORTH { WORTH } else { u16::MAX };
    let mut rest = left(&needed, most) * open;
    let need = |index: usize| {
        // Behind the last column stands nothing that could be nearer.
        let is_last = needed.iter().skip(index + 1).all(|needed| *needed == Some(0));
        let cell = |row: &TableRow| {
            let cell = row.cells.get(index).map_or("", String::as_str);
            if cell.len() < usize::from(wide) { width(cell) as u16 } else { wide }
        };
        let title = columns.get(index).map_or(0, |column| width(column.title) as u16);
        if is_last { wide } else { table.rows().take(MEASURED).map(cell).fold(title, u16::max) }
    };
    let shares = needed.iter().enumerate().filter(|(_, needed)| needed.is_none());
    let mut needs: Vec<(u16, usize)> = shares.map(|(index, _)| (need(index), index)).collect();
    needs.sort_unstable();
    let mut widths: Vec<u16> =
        needed.iter().map(|needed| needed.map_or(0, |needed| needed.min(most))).collect();
    for (place, (need, index)) in needs.iter().enumerate() {
        widths[*index] = (*need).min(rest / (needs.len() - place) as u16);
        rest -= widths[*index];
    }
    widths
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
        let text = if matches!(column.room, Room::Number(_)) {
            format!("{}{cell}", " ".repeat(wide.saturating_sub(width(cell))))
        } else {
            pad(cell, wide)
        };
        put::fitted(buffer, x, y, end.min(x + wide as u16), &text, style);
        x += if wide > 0 { wide as u16 + 2 } else { 0 };
    }
}
