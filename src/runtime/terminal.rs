//! The terminal, as long as the program has it, and the way back.

use std::io::{self, BufWriter, Stdout, Write, stdout};
use std::panic;
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::execute;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use signal_hook::consts::SIGSTOP;

use super::backend::Careful;

/// The terminal in the program's hands. It is given back when this is dropped, and before a panic of the
/// main thread is shown.
pub(super) struct Session {
    terminal: Terminal<Careful<BufWriter<Stdout>>>,
    mouse: bool,
}

impl Session {
    /// Takes the terminal over.
    pub(super) fn open(mouse: bool) -> io::Result<Self> {
        restore_before_panics();
        enter(mouse)?;
        let made = Terminal::new(Careful::new(BufWriter::with_capacity(1 << 16, stdout())));
        match made {
            Ok(terminal) => Ok(Self { terminal, mouse }),
            Err(error) => {
                leave();
                Err(error)
            }
        }
    }

    pub(super) fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    pub(super) fn draw(&mut self, frame: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(frame).map(drop)
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        enter(self.mouse)?;
        self.terminal.clear()
    }

    /// Gives the terminal back to the shell, stops, and takes it over again when the program goes on.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        leave();
        signal_hook::low_level::raise(SIGSTOP)?;
        self.redraw()
    }

    /// Puts text on the clipboard, through the terminal (OSC 52), so that it works over ssh.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    pub(super) fn listen_to_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        match on {
            true => execute!(self.terminal.backend_mut(), EnableMouseCapture),
            false => execute!(self.terminal.backend_mut(), DisableMouseCapture),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let entered = execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste);
    let entered = if mouse { entered.and_then(|()| execute!(stdout(), EnableMouseCapture)) } else { entered };
    if entered.is_err() {
        leave();
    }
    entered
}

/// Each step is tried whatever became of the others: a lost terminal takes none of them.
fn leave() {
    let _ = execute!(stdout(), EndSynchronizedUpdate, DisableMouseCapture, DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen, Show);
    let _ = stdout().flush();
    let _ = disable_raw_mode();
}

fn restore_before_panics() {
    let shown = panic::take_hook();
    let main = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == main {
            leave();
            shown(info);
        } else {
            // A worker loses its job; the screen stays the reader's.
            log::error!("{info}");
        }
    }));
}
