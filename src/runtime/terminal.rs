//! The terminal, as long as the program has it, and the way back.

use std::fs::File;
use std::io::{self, BufWriter, stdout};
use std::os::fd::AsFd;
use std::panic;
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use rustix::process::{Signal, getpid, getsid, kill_current_process_group, kill_process};

use super::backend::Careful;

/// The terminal in the program's hands. It is given back when this is dropped, and before a panic of the
/// main thread is shown.
pub(super) struct Session {
    terminal: Terminal<Careful<BufWriter<File>>>,
    mouse: bool,
}

impl Session {
    /// Takes the terminal over.
    pub(super) fn open(mouse: bool) -> io::Result<Self> {
        restore_before_panics();
        enter(mouse)?;
        let made =
            output().and_then(|out| Terminal::new(Careful::new(BufWriter::with_capacity(1 << 16, out))));
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
        // A shell may have changed the terminal meanwhile, which crossterm does not look at.
        disable_raw_mode()?;
        enter(self.mouse)?;
        self.terminal.clear()
    }

    /// Gives the terminal back to the shell, stops, and takes it over again when the program goes on.
    /// Without a shell to go back to nothing happens, since nobody could make the program go on.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        if getsid(None)? == getpid() {
            return Ok(());
        }
        leave();
        // A script that waits for the program stops with it: the whole group, as the shell counts jobs.
        kill_current_process_group(Signal::STOP)?;
        self.redraw()
    }

    /// The same for this program alone, as whoever asked for it wants.
    pub(super) fn stop(&mut self) -> io::Result<()> {
        leave();
        kill_process(getpid(), Signal::STOP)?;
        self.redraw()
    }

    /// Puts text on the clipboard, through the terminal (OSC 52), so that it works over ssh.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    pub(super) fn listen_to_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        match on {
            true => execute!(self.terminal.backend_mut(), LISTEN),
            false => execute!(self.terminal.backend_mut(), DisableMouseCapture),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave();
        // Else ratatui tries, and complains to a standard error that may be gone as well.
        let _ = self.terminal.show_cursor();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let entered = output().and_then(|mut out| {
        execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
        if mouse { execute!(out, LISTEN) } else { Ok(()) }
    });
    if entered.is_err() {
        leave();
    }
    entered
}

/// Standard output past the lock and the line buffer that Rust has on it: no frame waits for whoever
/// holds the one, and a frame is buffered as a whole already.
fn output() -> io::Result<File> {
    Ok(stdout().as_fd().try_clone_to_owned()?.into())
}

/// Buttons, the wheel and dragging, in cells counted without a limit. crossterm's own command asks for
/// every movement as well, which would wake the program for nothing.
const LISTEN: Print<&str> = Print("\x1b[?1000h\x1b[?1002h\x1b[?1006h");

/// Each step is tried whatever became of the others: a lost terminal takes none of them.
fn leave() {
    if let Ok(mut out) = output() {
        let _ = execute!(out, EndSynchronizedUpdate, DisableMouseCapture, DisableBracketedPaste);
        let _ = execute!(out, LeaveAlternateScreen, Show);
    }
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

#[cfg(test)]
mod tests {
    use std::io::Read;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;

    /// In a terminal of its own, started by the test below.
    #[test]
    #[ignore = "it panics"]
    fn falls_over() {
        let _session = Session::open(true).unwrap();
        panic!("it fell over");
    }

    #[test]
    fn a_panic_leaves_the_terminal_as_it_was_and_is_read_there() {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let settings = || format!("{:?}", pair.master.get_termios());
        let before = settings();
        let mut itself = CommandBuilder::new(std::env::current_exe().unwrap());
        itself.args(["--ignored", "--exact", "runtime::terminal::tests::falls_over", "--nocapture"]);
        let mut child = pair.slave.spawn_command(itself).unwrap();
        drop(pair.slave);
        let mut bytes = Vec::new();
        // The end of a terminal is an error.
        let _ = pair.master.try_clone_reader().unwrap().read_to_end(&mut bytes);
        child.wait().unwrap();
        let said = String::from_utf8_lossy(&bytes);
        let at = |what: &str| said.find(what).unwrap_or_else(|| panic!("{what:?} in {said:?}"));
        assert!(at("\x1b[?1049h") < at("\x1b[?1049l"));
        for restored in ["\x1b[?1000l", "\x1b[?2004l", "\x1b[?1049l", "\x1b[?25h"] {
            assert!(at(restored) < at("it fell over"), "{restored:?}");
        }
        assert_eq!(settings(), before);
    }
}
