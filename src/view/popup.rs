//! Boxes over the text: keys that wait for more, the palette, forms.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use super::style::Styles;
use crate::app::App;
use crate::keys::Found;
use crate::text::width;

/// A framed box of this size with a title, its inside cleared. Returns the inside, which is smaller than
/// asked for where the screen is.
pub(super) fn frame(buffer: &mut Buffer, area: Rect, title: &str, styles: &Styles) -> Rect {
    let area = area.intersection(buffer.area);
    for y in area.y..area.bottom() {
        for x in area.x..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
        put::symbol(buffer, area.x, y, "│", styles.rule);
        put::symbol(buffer, area.right().saturating_sub(1), y, "│", styles.rule);
    }
    for (y, [left, right]) in [(area.y, ["┌", "┐"]), (area.bottom().saturating_sub(1), ["└", "┘"])] {
        for x in area.x..area.right() {
            put::symbol(buffer, x, y, "─", styles.rule);
        }
        put::symbol(buffer, area.x, y, left, styles.rule);
        put::symbol(buffer, area.right().saturating_sub(1), y, right, styles.rule);
    }
    put::fitted(
        buffer,
        area.x + 2,
        area.y,
        area.right().saturating_sub(2),
        &format!(" {title} "),
        styles.strong,
    );
    let inside = |size: u16| size.saturating_sub(2);
    Rect::new(area.x + 1, area.y + 1, inside(area.width), inside(area.height))
}

/// A box in the middle of the screen, nearer to its top.
pub(super) fn centred(screen: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(screen.width), height.min(screen.height));
    Rect::new((screen.width - width) / 2, (screen.height - height) / 3, width, height)
}

/// The keys that can follow those pressed.
pub(super) fn pending(app: &App, styles: &Styles, buffer: &mut Buffer) {
    if app.pending.keys.is_empty() || app.prompt.is_some() {
        return;
    }
    let Found::Pending(rest) = app.keymap.lookup(app.mode(), &app.pending.keys) else { return };
    let rows: Vec<(String, &str)> = rest
        .iter()
        .map(|(keys, binding)| {
            let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
            (keys.join(" "), binding.spec.doc)
        })
        .collect();
    let keys = rows.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0);
    let docs = rows.iter().map(|(_, doc)| width(doc)).max().unwrap_or(0);
    let (wide, high) = ((keys + docs + 6) as u16, rows.len() as u16 + 2);
    let screen = buffer.area;
    let area = Rect::new(
        screen.width.saturating_sub(wide),
        screen.height.saturating_sub(high + 1),
        wide.min(screen.width),
        high.min(screen.height),
    );
    let pressed: Vec<String> = app.pending.keys.iter().map(ToString::to_string).collect();
    let inside = frame(buffer, area, &pressed.join(" "), styles);
    for (y, (key, doc)) in (inside.y..inside.bottom()).zip(rows) {
        put::text(buffer, inside.x + 1, y, inside.right(), &key, styles.key);
        put::fitted(buffer, inside.x + 3 + keys as u16, y, inside.right(), doc, styles.text);
    }
}
