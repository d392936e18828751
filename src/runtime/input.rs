//! The thread that reads the terminal.

use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{self, Event, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::layout::Size;

use super::background;
use crate::app::{Mouse, MouseKind, Msg};
use crate::keys::{Key, KeyCode};

/// Starts the thread. With `asks` it first asks the terminal for its background, which nothing else
/// may read the answer of.
pub(super) fn start(messages: Sender<Msg>, asks: bool) {
    thread::spawn(move || {
        if asks {
            let (theme, typed) = background::ask();
            let keys = typed.into_iter().map(Msg::Key);
            if std::iter::once(Msg::Theme(theme)).chain(keys).any(|msg| messages.send(msg).is_err()) {
                return;
            }
        }
        read(&messages);
    });
}

fn read(messages: &Sender<Msg>) {
    loop {
        let msg = match event::read() {
            Ok(event) => message(event),
            Err(error) => {
                log::error!("the terminal cannot be read: {error}");
                Some(Msg::End)
            }
        };
        let Some(msg) = msg else { continue };
        let ends = matches!(msg, Msg::End);
        if messages.send(msg).is_err() || ends {
            return;
        }
    }
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(self::key(key)?)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(Size { width, height })),
        Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::ScrollDown => MouseKind::Wheel(1),
                MouseEventKind::ScrollUp => MouseKind::Wheel(-1),
                _ => return None,
            };
            Some(Msg::Mouse(Mouse { kind, column: mouse.column, row: mouse.row }))
        }
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

fn key(key: event::KeyEvent) -> Option<Key> {
    use event::KeyCode as Code;
    let mut shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let code = match key.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => {
            shift = true;
            KeyCode::Tab
        }
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::F(n) => KeyCode::F(n),
        _ => return None,
    };
    let held = |modifier| key.modifiers.contains(modifier);
    Some(Key::new(code, held(KeyModifiers::CONTROL), held(KeyModifiers::ALT), shift))
}
