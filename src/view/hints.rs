//! The line at the bottom: what has happened, else the keys that work here and now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::put;
use super::style::Styles;
use crate::app::{App, Screen, Table, TableKind};
use crate::keys::{Binding, Mode};
use crate::text::{width, wrap};

/// The commands that are hinted at, the most needed first; those with the same hint share a place.
const READING: [&str; 28] = [
    "next-sentence",
    "previous-sentence",
    "accept",
    "reject",
    "tag claim",
    "tag position",
    "tag none",
    "remove-tags",
    "edit",
    "undo",
    "help",
    "next-pane",
    "next-of-entity",
    "correct",
    "search",
    "next-speaker",
    "repeat-tag",
    "note",
    "doubt",
    "span",
    "annotations",
    "articles",
    "others",
    "review",
    "next-dispute",
    "agreement",
    "command-line",
    "quit",
];
const SPAN: [&str; 11] = [
    "grow-word",
    "shrink-word",
    "grow-sentence",
    "shrink-sentence",
    "other-end",
    "confirm",
    "tag claim",
    "tag position",
    "correct",
    "cancel",
    "help",
];
const TABLE: [&str; 14] = [
    "next-row",
    "previous-row",
    "accept",
    "reject",
    "edit",
    "note",
    "next-dispute",
    "open-row",
    "others",
    "filter",
    "sort",
    "close",
    "help",
    "reverse-sort",
];

pub(super) fn draw(app: &App, styles: &Styles, buffer: &mut Buffer, area: Rect) {
    let end = area.right().saturating_sub(1);
    if let Some(notice) = &app.notice {
        let style = if notice.wrong { styles.wrong } else { styles.text };
        return said(&notice.text, style, buffer, area);
    }
    if app.prompt.is_some() {
        return;
    }
    let mut x = area.x + 1;
    if let Screen::Table(table) = &app.screen
        && table.filtering
    {
        return filter(table, styles, buffer, (x, area.y, end));
    }
    if let Some(count) = app.pending.count {
        x = put::text(buffer, x, area.y, end, &format!("{count}  "), styles.strong);
    }
    for (keys, hint) in hints(app) {
        let needed = width(&keys) + 1 + width(&hint);
        if x + needed as u16 > end {
            break;
        }
        x = put::text(buffer, x, area.y, end, &keys, styles.key);
        x = put::text(buffer, x, area.y, end, &format!(" {hint}   "), styles.aside);
    }
}

/// What has happened, with as many rows above as it takes, but no more than half of the screen.
fn said(words: &str, style: Style, buffer: &mut Buffer, area: Rect) {
    let room = area.width.saturating_sub(2);
    let rows = wrap(words, (0..words.len()).into(), usize::from(room));
    let count = rows.len().clamp(1, usize::from(buffer.area.height / 2).max(1)) as u16;
    let top = area.bottom().saturating_sub(count);
    put::clear(buffer, Rect::new(area.x, top, area.width, count));
    let end = area.x + 1 + room;
    for (y, row) in (top..area.bottom()).zip(rows.iter()) {
        let last = y + 1 == area.bottom();
        let words =
            if last { words.get(row.start()..).unwrap_or_default() } else { row.of(words).trim_end() };
        put::fitted(buffer, area.x + 1, y, end, words, style);
    }
}

/// What can be typed to narrow a table.
fn filter(table: &Table, styles: &Styles, buffer: &mut Buffer, (x, y, end): (u16, u16, u16)) {
    let columns: Vec<&str> = table.columns().iter().map(|column| column.title).collect();
    let columns = columns.join(" ");
    let hints = [("Enter", "keep"), ("Esc", "clear"), ("COLUMN:WORD", &columns)];
    hints.into_iter().fold(x, |x, (key, hint)| {
        let x = put::fitted(buffer, x, y, end, key, styles.key);
        put::fitted(buffer, x, y, end, &format!(" {hint}   "), styles.aside)
    });
}

/// Keys and what they do, as the keymap has them.
fn hints(app: &App) -> Vec<(String, String)> {
    let commands: &[&str] = match app.mode() {
        Mode::Reading => &READING,
        Mode::Span => &SPAN,
        Mode::Table => &TABLE,
    };
    let mut hints: Vec<(String, String)> = Vec::new();
    let judges = app.matter_here().is_some();
    for &command in commands.iter().filter(|command| works(app, command, judges)) {
        let Some(keys) = app.keymap.keys_of(app.mode(), command).first().map(ToString::to_string) else {
            continue;
        };
        let Some(hint) = Binding::new(command).ok().map(|binding| binding.hint().to_owned()) else {
            continue;
        };
        match hints.iter_mut().find(|(_, other)| *other == hint) {
            Some((shared, _)) => shared.push_str(&format!(" {keys}")),
            None => hints.push((keys, hint)),
        }
    }
    hints
}

/// Whether a command would do anything now; `judges`: whether there is something to be judged.
fn works(app: &App, command: &str, judges: bool) -> bool {
    let tagged = || {
        let open = app.focused();
        open.and_then(|open| Some(open.is_tagged(open.sentence()?))).unwrap_or(false)
    };
    let decides = || matches!(&app.screen, Screen::Table(table) if table.kind == TableKind::Decisions);
    match command {
        "accept" | "reject" => decides() || judges,
        "edit" | "note" => (app.mode() == Mode::Reading && tagged()) || judges,
        "remove-tags" | "doubt" => tagged(),
        "next-dispute" if app.mode() == Mode::Table => judges,
        "others" if app.mode() == Mode::Table => {
            matches!(&app.screen, Screen::Table(table) if table.kind == TableKind::Articles)
        }
        "undo" => app.can_undo(),
        "repeat-tag" => app.can_repeat(),
        "next-speaker" => app.at_hand().is_some(),
        _ => true,
    }
}
