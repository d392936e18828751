//! The list of choices that a picker offers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use super::style::Styles;
use crate::app::Picker;
use crate::text::width;

/// The choices of a picker, the marked one in view; numbered if numbers choose.
pub(super) fn list(picker: &Picker, area: Rect, numbered: bool, styles: &Styles, buffer: &mut Buffer) {
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
