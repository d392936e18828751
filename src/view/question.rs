//! Questions that one key answers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use super::style::Styles;
use crate::app::{App, Prompt};
use crate::text::width;

/// Draws what is asked, if it is such a question.
pub(super) fn draw(app: &App, prompt: &Prompt, styles: &Styles, buffer: &mut Buffer) {
    match prompt {
        Prompt::Quit => {
            // Why it is not saved stands at the top of the screen.
            let says = match app.saving().copied {
                true => "Not everything is saved; a copy is kept. Quit?",
                false => "Not everything is saved. Quit and lose it?",
            };
            ask(buffer, "", (says, &["y quit", "r try again", "Esc stay"]), styles);
        }
        Prompt::Copy { says, discard: false, .. } => {
            ask(buffer, says, ("Take them in?", &["Enter yes", "x discard them", "Esc later"]), styles);
        }
        Prompt::Copy { says, discard: true, .. } => {
            ask(buffer, says, ("Discard them for good?", &["y yes", "Esc no"]), styles);
        }
        Prompt::Closed { says } => {
            ask(buffer, says, ("What you were writing was not taken.", &["Esc go on"]), styles);
        }
        _ => {}
    }
}

/// A question with its keys in the last rows, below what it is about.
fn ask(buffer: &mut Buffer, about: &str, asked: (&str, &[&str]), styles: &Styles) {
    let screen = buffer.area;
    let (question, keys) = asked;
    let room = usize::from(screen.width.saturating_sub(1));
    let rows = [packed(room, about, &[]), packed(room, question, keys)].concat();
    // The keys are what must be seen.
    let rows = &rows[rows.len().saturating_sub(usize::from(screen.height))..];
    let first = screen.height - rows.len() as u16;
    put::clear(buffer, Rect::new(0, first, screen.width, rows.len() as u16));
    for (y, row) in (first..).zip(rows) {
        put::fitted(buffer, 1, y, screen.right(), row, styles.wrong);
    }
}

/// Rows of no more than so many columns, out of words and then keys, each of which stays in one piece.
fn packed(room: usize, words: &str, keys: &[&str]) -> Vec<String> {
    let words = words.split_whitespace().map(|word| (" ", word));
    let keys = keys.iter().enumerate().map(|(nth, key)| (if nth == 0 { "  " } else { "   " }, *key));
    let mut rows: Vec<String> = Vec::new();
    for (gap, piece) in words.chain(keys) {
        match rows.last_mut().filter(|row| width(row) + gap.len() + width(piece) <= room) {
            Some(row) => row.extend([gap, piece]),
            None => rows.push(piece.to_owned()),
        }
    }
    rows
}
