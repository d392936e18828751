//! The form of an annotation: its attributes, its note and its doubt, below its words, which the form may cover.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::inspector::PREFILLED;
use super::style::Styles;
use super::{field, picker, popup, put};
use crate::app::{App, Field, Form, Input, Open};
use crate::model::Stance;
use crate::text::{width, wrap};

/// The rows of choices that a form leaves out last.
const CHOICES: u16 = 3;

pub(super) fn draw(app: &App, form: &Form, styles: &Styles, buffer: &mut Buffer) -> Option<Position> {
    let fields = form.fields.all().len() as u16;
    let screen = buffer.area;
    let quoted = if screen.height < 20 { 0 } else { 3 };
    let lists = form.fields.all().iter().any(|field| matches!(field.input, Input::Picked { .. }));
    let most = if lists { screen.height.saturating_sub(fields + quoted + 6).clamp(CHOICES, 8) } else { 0 };
    let area = popup::centred(screen, 72, fields + quoted + most + 4);
    let inside = popup::frame(buffer, area, &title(form), styles);
    words(app, form, Rect { height: quoted, ..inside }, styles, buffer);
    let below = Rect { y: inside.y + quoted, height: inside.height.saturating_sub(quoted), ..inside };
    let cursor = fields_and_choices(form, most, below, styles, buffer);
    let end = inside.right().saturating_sub(1);
    let says = "Tab next   Enter saves   Esc drops";
    put::fitted(buffer, inside.x + 1, inside.bottom().saturating_sub(1), end, says, styles.aside);
    cursor
}

fn title(form: &Form) -> String {
    let label = &form.before.label;
    match form.place {
        (_, 1) if form.adopts.is_some() => format!("{label}, accepted with what is changed"),
        (_, 1) => label.to_string(),
        (place, of) => format!("{label}  {} of {of}, PageDown next", place + 1),
    }
}

/// The words that are annotated, with a row left blank below them.
fn words(app: &App, form: &Form, area: Rect, styles: &Styles, buffer: &mut Buffer) {
    let annotation = &form.before;
    let is_here = |open: &&Open| form.adopts.is_some() || open.annotations.get(&annotation.id).is_some();
    let Some(open) = app.focused().filter(is_here) else { return };
    let words = annotation.span.of(&open.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let (x, end) = (area.x + 1, area.right().saturating_sub(1));
    let rows = wrap(&words, (0..words.len()).into(), usize::from(end.saturating_sub(x)));
    // Of the last row that has room, as much as fits of all that follows.
    let last = usize::from(area.height).saturating_sub(2);
    let room = area.y..area.y + area.height.saturating_sub(1);
    for (y, (index, row)) in room.zip(rows.iter().enumerate()) {
        let shown = if index == last { &words[row.start()..] } else { row.of(&words) };
        put::fitted(buffer, x, y, end, shown, styles.text);
    }
}

/// The fields, and below them up to `most` choices of the one in focus. Returns where typing goes on.
fn fields_and_choices(
    form: &Form,
    most: u16,
    inside: Rect,
    styles: &Styles,
    buffer: &mut Buffer,
) -> Option<Position> {
    let fields = form.fields.all();
    let names = fields.iter().map(|field| width(&field.name)).max().unwrap_or(0) as u16;
    let end = inside.right().saturating_sub(1);
    let focused = form.fields.focused().map(|field| &field.input);
    let listed = if matches!(focused, Some(Input::Picked { .. })) { most } else { 0 };
    // Of more fields than there is room for, those up to the one in focus.
    let rows = inside.height.saturating_sub(listed + 2).clamp(1, fields.len().max(1) as u16);
    let top = (form.fields.focus() + 1).saturating_sub(usize::from(rows));
    let mut cursor = None;
    for (y, (index, field)) in (inside.y..inside.y + rows).zip(fields.iter().enumerate().skip(top)) {
        let in_focus = index == form.fields.focus();
        let style = if in_focus { styles.key } else { styles.aside };
        put::text(buffer, inside.x + 1, y, end, &field.name, style);
        let x = inside.x + 3 + names;
        let at = value(field, in_focus, x, y, end, styles, buffer);
        if in_focus {
            cursor = Some(Position::new((x + at).min(end), y));
        }
    }
    if let Some(Input::Picked { picker, .. }) = focused {
        let below = Rect {
            x: inside.x + 1,
            y: inside.y + rows + 1,
            width: inside.width.saturating_sub(2),
            height: inside.height.saturating_sub(rows + 2),
        };
        picker::list(picker, below.intersection(inside), true, styles, buffer);
    }
    cursor
}

/// The value of a field in a form; of a choice all its words, the chosen one marked.
fn value(
    field: &Field,
    focused: bool,
    x: u16,
    y: u16,
    end: u16,
    styles: &Styles,
    buffer: &mut Buffer,
) -> u16 {
    match &field.input {
        Input::Choice { words, chosen } => {
            let mut at = x;
            for (index, (key, word)) in words.iter().enumerate() {
                let style = if *chosen == Some(index) { styles.focus } else { styles.aside };
                let sign = if Stance::from_name(word).is_some() || focused {
                    format!("{key} ")
                } else {
                    String::new()
                };
                at = put::fitted(buffer, at, y, end, &format!("{sign}{word}"), style) + 2;
            }
            0
        }
        Input::Flag(yes) => {
            let says = match (yes, focused) {
                (true, true) => "yes  (Space changes it)",
                (true, false) => "yes",
                (false, true) => "no  (Space changes it)",
                (false, false) => "no",
            };
            put::fitted(buffer, x, y, end, says, styles.text);
            0
        }
        Input::Picked { .. } | Input::Text(_) => {
            let (words, at) = field::shown(field, focused, usize::from(end.saturating_sub(x + 1)));
            let x = put::fitted(buffer, x, y, end, &words, if focused { styles.strong } else { styles.text });
            if field::is_shown_prefilled(field) {
                put::fitted(buffer, x, y, end, PREFILLED, styles.aside);
            }
            at
        }
    }
}
