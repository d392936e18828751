//! The line in which a new annotation's attributes are asked for.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::inspector::PREFILLED;
use super::style::Styles;
use super::{field, put};
use crate::app::{App, Ask};
use crate::text::{fit, width};

/// The most columns that a value out of focus takes.
const VALUE: usize = 20;

/// The attributes of a new annotation in one line, the choices of the one in focus below it.
pub(super) fn draw(app: &App, ask: &Ask, styles: &Styles, buffer: &mut Buffer) -> Option<Position> {
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
        let words = width(&field::shown(&fields[index], index == focus, usize::MAX).0);
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
        let (words, at) = field::shown(field, focused, if focused { room } else { usize::MAX });
        let style = if focused { styles.text } else { styles.strong };
        let stop = if focused { end } else { end.min(x + VALUE as u16) };
        if focused {
            cursor = Some(Position::new((x + at).min(end), top));
        }
        x = put::fitted(buffer, x, top, stop, &words, style);
        if field::is_shown_prefilled(field) {
            x = put::fitted(buffer, x, top, end, PREFILLED, styles.aside);
        }
        x += 3;
    }
    if let Some(field) = ask.fields.focused() {
        let area = Rect::new(1, top + 1, end.saturating_sub(1), screen.height - top - 1);
        field::choices(field, area, styles, buffer);
    }
    cursor
}
