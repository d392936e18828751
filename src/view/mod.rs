//! The state to a frame. Nothing here changes anything: the same state gives the same frame.

mod ask;
mod beside;
mod compare;
mod correct;
mod field;
mod form;
mod hints;
mod inspector;
mod pane;
mod picker;
mod popup;
mod prompt;
mod put;
mod question;
mod status;
mod style;
mod table;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{App, Prompt, SMALLEST, Screen};
use pane::Shown;
pub use style::Depth;
use style::Styles;

/// Draws the state, in as many colours as the terminal has.
pub fn draw(app: &App, depth: Depth, frame: &mut Frame<'_>) {
    let cursor = draw_into(app, depth, frame.buffer_mut());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the state into a buffer of the size of the screen. Returns where the terminal's cursor stands
/// while something is typed.
pub fn draw_into(app: &App, depth: Depth, buffer: &mut Buffer) -> Option<Position> {
    let styles = Styles::new(depth, app.theme);
    let area = buffer.area;
    if area.width < SMALLEST.width || area.height < SMALLEST.height {
        too_small(buffer, area);
        return None;
    }
    match &app.screen {
        Screen::Reading => reading(app, &styles, buffer),
        Screen::Table(shown) => table::draw(app, shown, &styles, buffer),
    }
    let cursor = match &app.prompt {
        Some(prompt) => prompt::draw(app, prompt, &styles, buffer),
        None => match &app.screen {
            Screen::Table(shown) => table::cursor(app, shown),
            Screen::Reading => None,
        },
    };
    popup::pending(app, &styles, buffer);
    cursor
}

fn reading(app: &App, styles: &Styles, buffer: &mut Buffer) {
    let geometry = app.geometry();
    status::draw(app, styles, buffer, geometry.status);
    let visible = app.visible();
    for (place, (area, article)) in geometry.panes.iter().zip(&visible).enumerate() {
        let shown = Shown::in_pane(app, *article);
        pane::draw(app, shown, *area, &geometry, styles, buffer);
        if place + 1 < geometry.panes.len() {
            for y in area.whole.y..area.whole.bottom() {
                put::symbol(buffer, area.whole.right(), y, "│", styles.rule);
            }
        }
    }
    for x in geometry.rule.x..geometry.rule.right() {
        put::symbol(buffer, x, geometry.rule.y, "─", styles.rule);
    }
    for area in geometry.panes.iter().take(geometry.panes.len().saturating_sub(1)) {
        put::symbol(buffer, area.whole.right(), geometry.rule.y, "┴", styles.rule);
    }
    if visible.is_empty() {
        nothing_to_read(app, styles, buffer, geometry.panes.first().map_or(geometry.rule, |p| p.whole));
    }
    if let Some(Prompt::Compare(compare)) = &app.prompt {
        compare::draw(app, compare, styles, buffer, geometry.inspector);
    } else if !matches!(app.prompt, Some(Prompt::Ask(_) | Prompt::Command(_) | Prompt::Correct(_))) {
        inspector::draw(app, styles, buffer, geometry.inspector);
    }
    hints::draw(app, styles, buffer, geometry.hints);
}

fn nothing_to_read(app: &App, styles: &Styles, buffer: &mut Buffer, area: Rect) {
    let articles = app.key_for("articles");
    let text = match app.articles.len() {
        1 => format!("The file cannot be read as text; {articles} says why."),
        files => format!("None of the {files} files can be read as text; {articles} says why."),
    };
    put::text(buffer, area.x + 1, area.y + 1, area.right(), &text, styles.text);
}

fn too_small(buffer: &mut Buffer, area: Rect) {
    let text = format!(
        "abreast needs {}×{}, and this is {}×{}",
        SMALLEST.width, SMALLEST.height, area.width, area.height
    );
    let rows = crate::text::wrap(&text, (0..text.len()).into(), usize::from(area.width));
    for (y, row) in (area.y..area.bottom()).zip(rows) {
        put::text(buffer, area.x, y, area.right(), row.of(&text), ratatui::style::Style::default());
    }
}
