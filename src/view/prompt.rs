//! What is asked of the user, where it is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::inspector::PREFILLED;
use super::style::Styles;
use super::{compare, correct, popup, put, question};
use crate::app::{App, Ask, CommandLine, Field, Form, Input, Line, Open, Picker, Prompt};
use crate::command::Spec;
use crate::model::Stance;
use crate::text::{fit, width, wrap};

/// The most choices that a list shows at once.
const LISTED: usize = 9;

/// The most columns that the line of a new annotation gives to the value of a field out of focus.
const VALUE: usize = 20;

/// The rows of choices that a form leaves out last.
const CHOICES: u16 = 3;

/// Draws the prompt. Returns where the terminal's cursor stands.
pub(super) fn draw(app: &App, prompt: &Prompt, styles: &Styles, buffer: &mut Buffer) -> Option<Position> {
    let screen = buffer.area;
    let bottom = Rect::new(0, screen.height - 1, screen.width, 1);
    match prompt {
        Prompt::Search { line, .. } => Some(typed(buffer, bottom, "/", line, styles)),
        Prompt::Note { line, .. } => Some(typed(buffer, bottom, "note: ", line, styles)),
        Prompt::Comment { line, .. } => Some(typed(buffer, bottom, "comment: ", line, styles)),
        Prompt::Command(command) => Some(command_line(app, command, bottom, styles, buffer)),
        Prompt::Compare(compare) => {
            put::clear(buffer, bottom);
            compare::hints(app, compare, styles, buffer, bottom);
            None
        }
        Prompt::Palette(picker) => Some(palette(picker, styles, buffer)),
        Prompt::Ask(ask) => self::ask(app, ask, styles, buffer),
        Prompt::Correct(correct) => correct::draw(app, correct, styles, buffer),
        Prompt::Form(form) => self::form(app, form, styles, buffer),
        Prompt::Quit | Prompt::Copy { .. } | Prompt::Closed { .. } => {
            question::draw(app, prompt, styles, buffer);
            None
        }
    }
}

/// A line being typed after a mark; of a long one the part before its cursor is shown.
fn typed(buffer: &mut Buffer, area: Rect, mark: &str, line: &Line, styles: &Styles) -> Position {
    put::clear(buffer, area);
    let x = put::text(buffer, area.x, area.y, area.right(), mark, styles.key);
    let room = usize::from(area.right().saturating_sub(x + 1));
    let (words, at) = in_view(line, room);
    put::fitted(buffer, x, area.y, area.right(), words, styles.text);
    Position::new(x + at, area.y)
}

/// The end of a line, from where on its cursor is within so many columns; and the column of the cursor.
fn in_view(line: &Line, room: usize) -> (&str, u16) {
    let before = line.before_cursor();
    let mut start = 0;
    while width(&before[start..]) > room {
        start += before[start..].chars().next().map_or(1, char::len_utf8);
    }
    (&line.text()[start..], width(&before[start..]) as u16)
}

fn command_line(
    app: &App,
    command: &CommandLine,
    area: Rect,
    styles: &Styles,
    buffer: &mut Buffer,
) -> Position {
    let cursor = typed(buffer, area, ":", &command.line, styles);
    let above = Rect { y: area.y.saturating_sub(1), ..area };
    put::clear(buffer, above);
    let end = above.right().saturating_sub(1);
    let name = command.line.text().split(' ').next().unwrap_or_default();
    if let Some(spec) = Spec::typed(name) {
        let x = put::text(buffer, 1, above.y, end, &format!("{} {}", spec.name, spec.argument), styles.key);
        put::fitted(buffer, x + 2, above.y, end, spec.doc, styles.aside);
        if command.completion.is_none() {
            return cursor;
        }
        put::clear(buffer, above);
    }
    // So many of the completions as fit, beginning with the marked one's page.
    let completions = app.completions(command);
    let folder = command.paths().map_or(0, |paths| paths.folder);
    let mut x = 1;
    for (index, completion) in completions.iter().enumerate().skip(command.completion.unwrap_or(0)) {
        let marked = command.completion == Some(index);
        let completion = completion.get(folder..).unwrap_or(completion);
        if x + width(completion) as u16 > end {
            put::text(buffer, end, above.y, above.right(), "…", styles.aside);
            break;
        }
        x = put::text(buffer, x, above.y, end, completion, if marked { styles.focus } else { styles.aside })
            + 2;
    }
    cursor
}

fn palette(picker: &Picker, styles: &Styles, buffer: &mut Buffer) -> Position {
    let screen = buffer.area;
    let area = popup::centred(screen, 76, screen.height.saturating_sub(4).min(20));
    let inside = popup::frame(buffer, area, "commands", styles);
    let line = Rect { height: 1, ..inside };
    let cursor = typed(buffer, line, "› ", picker.line(), styles);
    list(
        picker,
        Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside },
        false,
        styles,
        buffer,
    );
    cursor
}

/// The choices of a picker, the marked one in view; numbered if numbers choose.
fn list(picker: &Picker, area: Rect, numbered: bool, styles: &Styles, buffer: &mut Buffer) {
    let rows = usize::from(area.height);
    let marked = picker.marked();
    let top = marked.map_or(0, |at| (at + 1).saturating_sub(rows));
    let numbered = numbered && picker.line().is_empty();
    let mut choices: Vec<(String, String)> =
        picker.choices().map(|choice| (choice.word.clone(), choice.detail.clone())).collect();
    if picker.offers_typed() {
        choices.push((format!("+ {}", picker.line().text().trim()), "new".to_owned()));
    }
    let longest =
        choices.iter().map(|(word, _)| width(word)).max().unwrap_or(0).min(usize::from(area.width) / 3);
    for (y, (index, (word, detail))) in (area.y..area.bottom()).zip(choices.into_iter().enumerate().skip(top))
    {
        let style = if marked == Some(index) { styles.focus } else { styles.text };
        put::fill(buffer, area.x, y, area.right(), style);
        let number = if numbered && index < 9 { format!("{} ", index + 1) } else { "  ".to_owned() };
        let x = put::text(buffer, area.x, y, area.right(), &number, styles.key.patch(style));
        let after = put::fitted(buffer, x, y, area.right(), &word, style).max(x + longest as u16);
        put::fitted(buffer, after + 2, y, area.right(), &detail, styles.aside.patch(style));
    }
}

/// The attributes of a new annotation in one line, the choices of the one in focus below it.
fn ask(app: &App, ask: &Ask, styles: &Styles, buffer: &mut Buffer) -> Option<Position> {
    let screen = buffer.area;
    let top = app.geometry().inspector.y;
    put::clear(buffer, Rect::new(0, top, screen.width, screen.height - top));
    let end = screen.right().saturating_sub(1);
    let third = usize::from(screen.width) / 3;
    let label = fit(&ask.label.to_string(), third);
    let mut x = put::text(buffer, 1, top, end, &format!("{label}  "), styles.strong);
    let (fields, focus) = (ask.fields.all(), ask.fields.focus());
    // What is typed has at least the place that a value out of focus has at most.
    let names: Vec<String> = fields.iter().map(|field| fit(&field.name, third)).collect();
    let wide = |index: usize| {
        let words = width(&shown(&fields[index], index == focus, usize::MAX).0);
        width(&names[index]) + 1 + if index == focus { words.max(VALUE) } else { words.min(VALUE) }
    };
    let room = usize::from(end.saturating_sub(x));
    let first = (0..=focus)
        .find(|&first| (first..=focus).map(|index| wide(index) + 3).sum::<usize>() <= room)
        .unwrap_or(focus);
    if first > 0 {
        x = put::text(buffer, x, top, end, "… ", styles.aside);
    }
    let mut cursor = None;
    for (index, (field, name)) in fields.iter().zip(names).enumerate().skip(first) {
        let focused = index == focus;
        let style = if focused { styles.key } else { styles.aside };
        x = put::text(buffer, x, top, end, &format!("{name} "), style);
        let room = usize::from(end.saturating_sub(x + 1));
        let (words, at) = shown(field, focused, if focused { room } else { usize::MAX });
        let style = if focused { styles.text } else { styles.strong };
        let stop = if focused { end } else { end.min(x + VALUE as u16) };
        if focused {
            cursor = Some(Position::new((x + at).min(end), top));
        }
        x = put::fitted(buffer, x, top, stop, &words, style);
        if is_shown_prefilled(field) {
            x = put::fitted(buffer, x, top, end, PREFILLED, styles.aside);
        }
        x += 3;
    }
    if let Some(field) = ask.fields.focused() {
        let area = Rect::new(1, top + 1, end.saturating_sub(1), screen.height - top - 1);
        choices(field, area, styles, buffer);
    }
    cursor
}

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

/// Whether what a field shows was filled in by the program, and nobody has confirmed or changed it.
fn is_shown_prefilled(field: &Field) -> bool {
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

/// An annotation's attributes, below its words, which the form may cover.
fn form(app: &App, form: &Form, styles: &Styles, buffer: &mut Buffer) -> Option<Position> {
    let fields = form.fields.all();
    let names = fields.iter().map(|f| width(&f.name)).max().unwrap_or(0) as u16;
    let screen = buffer.area;
    let quoted: u16 = if screen.height < 20 { 0 } else { 3 };
    let lists = fields.iter().any(|field| matches!(field.input, Input::Picked { .. }));
    let most = if lists {
        screen.height.saturating_sub(fields.len() as u16 + quoted + 6).clamp(CHOICES, 8)
    } else {
        0
    };
    let area = popup::centred(screen, 72, fields.len() as u16 + quoted + most + 4);
    let (place, of) = form.place;
    let title = match of {
        1 if form.adopts.is_some() => format!("{}, accepted with what is changed", form.before.label),
        1 => form.before.label.to_string(),
        _ => format!("{}  {} of {of}, PageDown next", form.before.label, place + 1),
    };
    let inside = popup::frame(buffer, area, &title, styles);
    let end = inside.right().saturating_sub(1);
    let own = |open: &Open| form.adopts.is_some() || open.annotations.get(&form.before.id).is_some();
    let annotated = app.focused().filter(|open| own(open)).map(|open| (open, form.before.as_ref()));
    if let Some((open, annotation)) = annotated {
        let columns = usize::from(end.saturating_sub(inside.x + 1));
        let words = annotation.span.of(&open.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let rows = wrap(&words, (0..words.len()).into(), columns);
        // Of the last row that has room, as much as fits of all that follows.
        let last = usize::from(quoted).saturating_sub(2);
        for (y, (index, row)) in (inside.y..inside.y + quoted.saturating_sub(1)).zip(rows.iter().enumerate())
        {
            let shown = if index == last { &words[row.start()..] } else { row.of(&words) };
            put::fitted(buffer, inside.x + 1, y, end, shown, styles.text);
        }
    }
    let inside = Rect { y: inside.y + quoted, height: inside.height.saturating_sub(quoted), ..inside };
    // Of more fields than there is room for, those up to the one in focus.
    let focused = form.fields.focused().map(|field| &field.input);
    let listed = if matches!(focused, Some(Input::Picked { .. })) { most } else { 0 };
    let rows = inside.height.saturating_sub(listed + 2).clamp(1, fields.len().max(1) as u16);
    let top = (form.fields.focus() + 1).saturating_sub(usize::from(rows));
    let mut cursor = None;
    for (y, (index, field)) in (inside.y..inside.y + rows).zip(fields.iter().enumerate().skip(top)) {
        let in_focus = index == form.fields.focus();
        put::text(
            buffer,
            inside.x + 1,
            y,
            end,
            &field.name,
            if in_focus { styles.key } else { styles.aside },
        );
        let x = inside.x + 3 + names;
        let at = value(field, in_focus, x, y, end, styles, buffer);
        if in_focus {
            cursor = Some(Position::new((x + at).min(end), y));
        }
    }
    let below = Rect {
        x: inside.x + 1,
        y: inside.y + rows + 1,
        width: inside.width.saturating_sub(2),
        height: inside.height.saturating_sub(rows + 2),
    };
    if let Some(Input::Picked { picker, .. }) = focused {
        list(picker, below.intersection(inside), true, styles, buffer);
    }
    let says = "Tab next   Enter saves   Esc drops";
    put::fitted(buffer, inside.x + 1, inside.bottom().saturating_sub(1), end, says, styles.aside);
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
            let (words, at) = shown(field, focused, usize::from(end.saturating_sub(x + 1)));
            let x = put::fitted(buffer, x, y, end, &words, if focused { styles.strong } else { styles.text });
            if is_shown_prefilled(field) {
                put::fitted(buffer, x, y, end, PREFILLED, styles.aside);
            }
            at
        }
    }
}
