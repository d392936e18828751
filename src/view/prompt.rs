//! What is asked of the user, where it is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::in_view;
use super::style::Styles;
use super::{ask, compare, correct, form, picker, popup, put, question};
use crate::app::{App, CommandLine, Line, Picker, Prompt};
use crate::command::Spec;
use crate::text::width;

/// Draws the prompt. Returns where the terminal's cursor stands.
pub(super) fn draw(app: &App, prompt: &Prompt, styles: &Styles, buffer: &mut Buffer) -> Option<Position> {
    let screen = buffer.area;
    let bottom = Rect::new(0, screen.height - 1, screen.width, 1);
    match prompt {
        Prompt::Search { line, .. } => Some(typed(buffer, bottom, "/", line, styles)),
        Prompt::Note { line, .. } => Some(typed(buffer, bottom, "note: ", line, styles)),
        Prompt::Comment { line, .. } => {
            if let Some(notice) = &app.notice {
                let above = Rect { y: bottom.y.saturating_sub(1), ..bottom };
                put::clear(buffer, above);
                put::fitted(buffer, above.x + 1, above.y, above.right(), &notice.text, styles.wrong);
            }
            Some(typed(buffer, bottom, "comment: ", line, styles))
        }
        Prompt::Command(command) => Some(command_line(app, command, bottom, styles, buffer)),
        Prompt::Compare(compare) => {
            put::clear(buffer, bottom);
            compare::hints(app, compare, styles, buffer, bottom);
            None
        }
        Prompt::Palette(picker) => Some(palette(picker, styles, buffer)),
        Prompt::Ask(ask) => ask::draw(app, ask, styles, buffer),
        Prompt::Correct(correct) => correct::draw(app, correct, styles, buffer),
        Prompt::Form(form) => form::draw(app, form, styles, buffer),
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
    picker::list(
        picker,
        Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside },
        false,
        styles,
        buffer,
    );
    cursor
}
