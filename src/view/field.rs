//! What a field of an annotation shows, and the choices that it offers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use super::style::Styles;
use crate::app::{Field, Input, Line};
use crate::text::width;

/// The most choices that stand in a list at once.
const LISTED: usize = 9;

/// What a field holds, of a long line what is around its cursor; and the column where typing goes on, which is
/// within `room`.
pub(super) fn shown(field: &Field, focused: bool, room: usize) -> (String, u16) {
    let line = |line: &Line| {
        let (words, at) = in_view(line, if focused { room } else { usize::MAX });
        (words.to_owned(), at)
    };
    match &field.input {
        Input::Text(text) => line(text),
        Input::Picked { picker, .. } if focused && !picker.line().is_empty() => line(picker.line()),
        _ => (field.value().map_or_else(|| "–".to_owned(), |value| value.words()), 0),
    }
}

/// The end of a line, from where on its cursor is within so many columns; and the column of the cursor.
pub(super) fn in_view(line: &Line, room: usize) -> (&str, u16) {
    let before = line.before_cursor();
    let mut start = 0;
    while width(&before[start..]) > room {
        start += before[start..].chars().next().map_or(1, char::len_utf8);
    }
    (&line.text()[start..], width(&before[start..]) as u16)
}

/// Whether what a field shows was filled in by the program, and nobody has confirmed or changed it.
pub(super) fn is_shown_prefilled(field: &Field) -> bool {
    let typed = matches!(&field.input, Input::Picked { picker, .. } if !picker.line().is_empty());
    !typed && field.is_prefilled()
}

/// The choices of a field in a row or two: keys and words.
pub(super) fn choices(field: &Field, area: Rect, styles: &Styles, buffer: &mut Buffer) {
    let hint = "Enter ends  Esc drops";
    // On a narrow screen the choices need the place.
    let hinted = if area.width < 60 { 0 } else { width(hint) as u16 + 1 };
    let put_all = |buffer: &mut Buffer, all: Vec<(String, String, bool)>| {
        let (mut x, mut y) = (area.x, area.y);
        for (key, word, marked) in all {
            let wide = (width(&key) + 1 + width(&word)) as u16;
            if x > area.x && x + wide > area.right() {
                (x, y) = (area.x, y + 1);
            }
            if y + 1 == area.bottom() && x + wide + hinted > area.right() || y >= area.bottom() {
                break;
            }
            x = put::text(buffer, x, y, area.right(), &key, styles.key) + 1;
            let style = if marked { styles.focus } else { styles.text };
            x = put::fitted(buffer, x, y, area.right(), &word, style) + 2;
        }
        let at = area.right().saturating_sub(width(hint) as u16);
        if y + 1 < area.bottom() || (y + 1 == area.bottom() && x <= at) {
            put::text(buffer, at, area.bottom().saturating_sub(1), area.right(), hint, styles.aside);
        }
    };
    match &field.input {
        Input::Choice { words, chosen } => {
            let all = words
                .iter()
                .enumerate()
                .map(|(index, (key, word))| (key.to_string(), word.clone(), *chosen == Some(index)));
            put_all(buffer, all.collect());
        }
        Input::Picked { picker, .. } => {
            let numbered = picker.line().is_empty();
            let skip = picker.marked().map_or(0, |at| at.saturating_sub(LISTED - 1));
            let mut all: Vec<(String, String, bool)> = picker
                .choices()
                .enumerate()
                .map(|(index, choice)| {
                    let key =
                        if numbered && index < LISTED { (index + 1).to_string() } else { "·".to_owned() };
                    let kind = choice.kind.map(|kind| format!(" {}", kind.name())).unwrap_or_default();
                    (key, choice.word.clone() + &kind, picker.marked() == Some(index))
                })
                .collect();
            if picker.offers_typed() {
                let word = format!("new “{}”", picker.line().text().trim());
                all.push(("+".to_owned(), word, picker.marked().is_none_or(|at| at == all.len())));
            }
            if all.is_empty() {
                all.push(("type".to_owned(), format!("the {}", field.name), false));
            }
            put_all(buffer, all.split_off(skip.min(all.len())));
        }
        Input::Text(_) | Input::Flag(_) => put_all(buffer, Vec::new()),
    }
}
