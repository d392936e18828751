//! What annotators say of one thing, side by side, in the place of the inspector.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use super::style::Styles;
use crate::app::{App, Compare};
use crate::text::width;

/// Columns for the names of parts, the mark of those that differ included.
const NAMES: u16 = 12;

pub(super) fn draw(app: &App, compare: &Compare, styles: &Styles, buffer: &mut Buffer, area: Rect) {
    let sides = &compare.comparison.sides;
    let end = area.right().saturating_sub(1);
    let place = app
        .open(compare.article)
        .and_then(|open| open.analysis.number_of(compare.comparison.sentence.start()));
    let place = place.map_or_else(|| "?".to_owned(), |number| number.to_string());
    put::fitted(buffer, area.x + 1, area.y, end, &format!("{}:{place}", compare.article + 1), styles.strong);
    let room = end.saturating_sub(area.x + 1 + NAMES) / (sides.len().max(1) as u16);
    let column = |side: usize| area.x + 1 + NAMES + room * side as u16;
    let right = |side: usize| (column(side) + room).saturating_sub(2).min(end);
    for (number, side) in sides.iter().enumerate() {
        let sign = app.others.signs.get(&side.annotator);
        let style = sign.map_or(styles.strong, |sign| styles.strong.patch(styles.colour(sign.colour)));
        let letter = sign.map(|sign| format!("{} ", sign.letter)).unwrap_or_default();
        let x = put::fitted(
            buffer,
            column(number),
            area.y,
            right(number),
            &format!("{} ", number + 1),
            styles.key,
        );
        put::fitted(buffer, x, area.y, right(number), &format!("{letter}{}", side.annotator), style);
    }
    for (y, part) in (area.y + 1..area.bottom()).zip(compare.rows(&app.schema)) {
        let (mark, name, value) = match part.differs {
            true => ("≠ ", styles.wrong, styles.strong),
            false => ("  ", styles.aside, styles.aside),
        };
        put::fitted(buffer, area.x + 1, y, column(0), &format!("{mark}{}", part.name), name);
        for (number, said) in part.said.iter().enumerate() {
            let said = match (part.name.as_str(), said.is_empty()) {
                ("span", _) => words(app, compare, number),
                (_, true) => "–".to_owned(),
                (_, false) => said.clone(),
            };
            put::fitted(buffer, column(number), y, right(number), &said, value);
        }
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
