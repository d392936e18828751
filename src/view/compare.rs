//! What annotators say of one thing, side by side, in the place of the inspector.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use super::style::Styles;
use crate::app::{App, Compare, Part};
use crate::review::Side;
use crate::text::width;

/// Columns for the names of parts, the mark of those that differ included.
const NAMES: u16 = 12;

/// The least columns in which it can be read what somebody says.
const READABLE: u16 = 14;

pub(super) fn draw(app: &App, compare: &Compare, styles: &Styles, buffer: &mut Buffer, area: Rect) {
    let end = area.right().saturating_sub(1);
    let place = app
        .open(compare.article)
        .and_then(|open| open.analysis.number_of(compare.comparison.sentence.start()));
    let place = place.map_or_else(|| "?".to_owned(), |number| number.to_string());
    let place = format!("{}:{place}", compare.article + 1);
    let x = put::fitted(buffer, area.x + 1, area.y, end, &place, styles.strong);
    let parts = compare.rows(&app.schema);
    let room = end.saturating_sub(area.x + 1 + NAMES) / (compare.comparison.sides.len().max(1) as u16);
    if room >= READABLE {
        columns(app, compare, &parts, room, styles, buffer, area);
    } else {
        rows(app, compare, &parts, styles, buffer, Rect { x, ..area });
    }
}

/// A column for each side, a row for each part.
fn columns(
    app: &App,
    compare: &Compare,
    parts: &[Part],
    room: u16,
    styles: &Styles,
    buffer: &mut Buffer,
    area: Rect,
) {
    let end = area.right().saturating_sub(1);
    let column = |side: usize| area.x + 1 + NAMES + room * side as u16;
    let right = |side: usize| (column(side) + room).saturating_sub(2).min(end);
    for (number, side) in compare.comparison.sides.iter().enumerate() {
        name(app, (number, side), styles, buffer, (column(number), area.y, right(number)));
    }
    for (y, part) in (area.y + 1..area.bottom()).zip(parts) {
        let (mark, name, value) = match part.differs {
            true => ("≠ ", styles.wrong, styles.strong),
            false => ("  ", styles.aside, styles.aside),
        };
        put::fitted(buffer, area.x + 1, y, column(0), &format!("{mark}{}", part.name), name);
        for number in 0..part.said.len() {
            let said = said(app, compare, part, number);
            put::fitted(buffer, column(number), y, right(number), &said, value);
        }
    }
}

/// A row for each side, with the parts that differ alone, the words of spans last since they are long: where columns would
/// be too narrow to be read.
fn rows(app: &App, compare: &Compare, parts: &[Part], styles: &Styles, buffer: &mut Buffer, area: Rect) {
    let end = area.right().saturating_sub(1);
    let mut differing: Vec<&Part> = parts.iter().filter(|part| part.differs).collect();
    differing.sort_by_key(|part| part.name == "span");
    let names: Vec<&str> = differing.iter().map(|part| part.name.as_str()).collect();
    put::fitted(buffer, area.x + 2, area.y, end, &format!("≠ {}", names.join(" · ")), styles.wrong);
    let sides = compare.comparison.sides.iter().enumerate();
    for (y, (number, side)) in (area.y + 1..area.bottom()).zip(sides) {
        let x = name(app, (number, side), styles, buffer, (1, y, end));
        let said: Vec<String> = differing.iter().map(|part| said(app, compare, part, number)).collect();
        put::fitted(buffer, x + 2, y, end, &said.join(" · "), styles.strong);
    }
}

/// The key that takes a side, and whose it is.
fn name(
    app: &App,
    (number, side): (usize, &Side),
    styles: &Styles,
    buffer: &mut Buffer,
    (x, y, end): (u16, u16, u16),
) -> u16 {
    let sign = app.others.signs.get(&side.annotator);
    let style = sign.map_or(styles.strong, |sign| styles.strong.patch(styles.colour(sign.colour)));
    let letter = sign.map(|sign| format!("{} ", sign.letter)).unwrap_or_default();
    let you = if sign.is_none() { " (you)" } else { "" };
    let x = put::fitted(buffer, x, y, end, &format!("{} ", number + 1), styles.key);
    put::fitted(buffer, x, y, end, &format!("{letter}{}{you}", side.annotator), style)
}

/// What a side says of a part.
fn said(app: &App, compare: &Compare, part: &Part, side: usize) -> String {
    match part.said.get(side) {
        _ if part.name == "span" => words(app, compare, side),
        Some(said) if !said.is_empty() => said.clone(),
        _ => "–".to_owned(),
    }
}

/// The words that a side has tagged.
fn words(app: &App, compare: &Compare, side: usize) -> String {
    let tag = compare.comparison.sides.get(side).and_then(|side| side.tag.as_ref());
    let words = app.open(compare.article).zip(tag).map(|(open, tag)| tag.span.of(&open.article.text));
    let words = words.unwrap_or("–").split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} characters: {words}", words.chars().count())
}

/// The keys that decide, in the place of the hints.
pub(super) fn hints(app: &App, compare: &Compare, styles: &Styles, buffer: &mut Buffer, area: Rect) {
    let end = area.right().saturating_sub(1);
    if let Some(notice) = &app.notice {
        let style = if notice.wrong { styles.wrong } else { styles.text };
        put::fitted(buffer, area.x + 1, area.y, end, &notice.text, style);
        return;
    }
    let sides = compare.comparison.sides.iter().take(9).enumerate();
    let mut keys: Vec<(String, String)> =
        sides.map(|(number, side)| ((number + 1).to_string(), format!("{}'s", side.annotator))).collect();
    let own = |key: &str, hint: &str| (key.to_owned(), hint.to_owned());
    keys.extend([own("0", "neither"), own("Enter", "field by field")]);
    keys.push((app.key_for("next-dispute"), "next".to_owned()));
    keys.push((app.key_for("undo"), "undo".to_owned()));
    keys.push(own("Esc", "leave"));
    let mut x = area.x + 1;
    for (key, hint) in keys {
        if x + (width(&key) + 1 + width(&hint)) as u16 > end {
            break;
        }
        x = put::text(buffer, x, area.y, end, &key, styles.key);
        x = put::text(buffer, x, area.y, end, &format!(" {hint}   "), styles.aside);
    }
}
