//! One line of typed text, with the keys that every line editor has.

use tui_input::{Input, InputRequest};

use crate::keys::{Key, KeyCode};

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct Line(Input);

impl Line {
    /// A line that holds `text`, its cursor at the end.
    pub fn new(text: &str) -> Self {
        Self(Input::new(text.to_owned()))
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// The text before the cursor.
    pub fn before_cursor(&self) -> &str {
        let end = self.text().char_indices().nth(self.0.cursor()).map_or(self.text().len(), |(at, _)| at);
        &self.text()[..end]
    }

    /// Adds pasted text at the cursor; its line ends and other controls become blanks.
    pub fn paste(&mut self, text: &str) {
        for c in text.trim_end_matches(['\r', '\n']).chars() {
            self.0.handle(InputRequest::InsertChar(if c.is_control() { ' ' } else { c }));
        }
    }

    /// Takes a key that edits a line. Returns whether it was one.
    pub fn press(&mut self, key: Key) -> bool {
        let Some(request) = request(key) else { return false };
        self.0.handle(request);
        true
    }
}

fn request(key: Key) -> Option<InputRequest> {
    use InputRequest as R;
    Some(match (key.code, key.ctrl, key.alt) {
        (KeyCode::Char(c), false, false) => R::InsertChar(c),
        (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => R::DeletePrevChar,
        (KeyCode::Delete, false, false) | (KeyCode::Char('d'), true, false) => R::DeleteNextChar,
        (KeyCode::Char('w'), true, false) | (KeyCode::Backspace, _, _) => R::DeletePrevWord,
        (KeyCode::Delete, _, _) | (KeyCode::Char('d'), false, true) => R::DeleteNextWord,
        (KeyCode::Char('u'), true, false) => R::DeleteFromStart,
        (KeyCode::Char('k'), true, false) => R::DeleteTillEnd,
        (KeyCode::Char('y'), true, false) => R::Yank,
        (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => R::GoToPrevChar,
        (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => R::GoToNextChar,
        (KeyCode::Left, _, _) | (KeyCode::Char('b'), false, true) => R::GoToPrevWord,
        (KeyCode::Right, _, _) | (KeyCode::Char('f'), false, true) => R::GoToNextWord,
        (KeyCode::Home, _, _) | (KeyCode::Char('a'), true, false) => R::GoToStart,
        (KeyCode::End, _, _) | (KeyCode::Char('e'), true, false) => R::GoToEnd,
        _ => return None,
    })
}
