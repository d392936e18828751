//! A name being corrected, in the place of the inspector and the hints.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::style::Styles;
use super::{field, put};
use crate::app::{App, Candidate, Correct, Scope, TYPES};
use crate::text::width;

/// Draws the correction. Returns where the terminal's cursor stands.
pub(super) fn draw(app: &App, correct: &Correct, styles: &Styles, buffer: &mut Buffer) -> Option<Position> {
    let screen = buffer.area;
    let top = app.geometry().inspector.y;
    put::clear(buffer, Rect::new(0, top, screen.width, screen.height - top));
    let end = screen.right().saturating_sub(1);
    let right = scope(app, correct);
    let room = end.saturating_sub(width(&right) as u16 + 2);
    put::text(buffer, room + 2, top, end, &right, styles.strong);
    let x = name(app, correct, styles, buffer, (top, room));
    let below = Rect::new(1, top + 1, end.saturating_sub(1), screen.height - top - 1);
    if let Some(field) = &correct.naming {
        let x = put::fitted(buffer, x, top, room, "is ", styles.key);
        let (words, at) = field::shown(field, true, usize::from(room.saturating_sub(x + 1)));
        put::fitted(buffer, x, top, room, &words, styles.text);
        field::choices(field, below, styles, buffer);
        return Some(Position::new((x + at).min(end), top));
    }
    let keys = keys(app, correct);
    let rows = below.height - u16::from(app.notice.is_some() && below.height > 1);
    let (mut x, mut y) = (below.x, below.y);
    for (key, hint) in keys {
        let wide = (width(&key) + 1 + width(&hint)) as u16;
        if x > below.x && x + wide > below.right() {
            (x, y) = (below.x, y + 1);
        }
        if y >= below.y + rows {
            break;
        }
        x = put::text(buffer, x, y, end, &key, styles.key);
        x = put::text(buffer, x, y, end, &format!(" {hint}  "), styles.aside);
    }
    if let Some(notice) = &app.notice {
        let style = if notice.wrong { styles.wrong } else { styles.text };
        let row = below.bottom().saturating_sub(1);
        put::clear(buffer, Rect { y: row, height: 1, ..below });
        put::fitted(buffer, below.x, row, end, &notice.text, style);
    }
    None
}

/// The words, what they are, and what has been said of them. Returns the column after them.
fn name(app: &App, correct: &Correct, styles: &Styles, buffer: &mut Buffer, (y, end): (u16, u16)) -> u16 {
    let Some(open) = app.focused() else { return 1 };
    let Candidate { span, mention } = correct.candidate();
    let words = correct.span.of(&open.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut x = put::fitted(buffer, 1, y, end, &words, styles.selection) + 2;
    let called = mention.map(|mention| app.name_of(app.focus, mention)).filter(|name| *name != words);
    let kind = match mention {
        Some(mention) => mention.kind.name(),
        None => "no name",
    };
    x = put::fitted(buffer, x, y, end, kind, mention.map_or(styles.aside, |m| styles.mention(m.kind))) + 2;
    if let Some(called) = called.or_else(|| correct.name.clone()).filter(|_| correct.naming.is_none()) {
        x = put::fitted(buffer, x, y, end, &called, styles.strong) + 2;
    }
    let said = open.analysis.corrections().over(span).first().and_then(|said| open.found_as(said));
    put::fitted(buffer, x, y, end, said.as_deref().unwrap_or_default(), styles.aside) + 2
}

/// Which of the words of the sentence these are, and what is corrected together.
fn scope(app: &App, correct: &Correct) -> String {
    let (at, of) = correct.place();
    let place = if of > 1 { format!("{} of {of}  ", at + 1) } else { String::new() };
    let so_far = if correct.so_far { " so far, not all is read" } else { "" };
    let all = match (app.reached(correct).count(), correct.spots.len()) {
        (count, all) if count < all => format!("{count} of {all}"),
        (_, all) if correct.so_far => all.to_string(),
        (_, all) => format!("all {all}"),
    };
    match correct.scope {
        Scope::This => format!("{place}only here"),
        Scope::Alike => format!("{place}{all} alike{so_far}"),
        Scope::Entity => format!("{place}{all} of the entity{so_far}"),
    }
}

/// The keys and what they do.
fn keys(app: &App, correct: &Correct) -> Vec<(String, String)> {
    let key = |key: &str, hint: &str| (key.to_owned(), hint.to_owned());
    let known = correct.candidate().mention.is_some();
    let mut keys = Vec::new();
    keys.extend(known.then(|| key("Enter", "right")));
    let alone = correct.adopts.is_none();
    keys.extend((known && alone).then(|| key("Space", "and next")));
    keys.extend(TYPES.map(|(sign, kind)| (sign.to_string(), kind.name().to_owned())));
    keys.extend(known.then(|| key("x", "no name")));
    keys.push(key("n", "entity"));
    keys.extend(known.then(|| key("s", "split off")));
    keys.extend(alone.then(|| key("a", "alike")));
    keys.push(key("w b", "end"));
    keys.push(key("W B", "start"));
    keys.extend((correct.place().1 > 1).then(|| key("Tab", "next")));
    keys.extend(app.is_corrected(correct).then(|| key("r", "as seen")));
    keys.push(key("Esc", "leave"));
    keys
}
