//! The program in a real terminal: a pseudo-terminal whose screen is kept by `vt100`, and every byte of it.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};

/// How long something may take before a test gives up.
const DEADLINE: Duration = Duration::from_secs(20);

/// What the terminal shows and has been told.
struct Heard {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

/// What a terminal answers: when it is sent the first, it sends the second.
pub type Answers = &'static [(&'static str, &'static str)];

pub struct Tty {
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    // Kept open, so that the end of the program is not the end of the terminal.
    _slave: Box<dyn SlavePty + Send>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    heard: Arc<Mutex<Heard>>,
    deaf: Arc<AtomicBool>,
    reader: thread::JoinHandle<()>,
    /// The settings of the terminal before the program started.
    before: String,
}

/// The program as a command in a known environment: no settings, no colours wished for.
pub fn abreast(home: &Path, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_abreast"));
    command.args(args);
    settle(&mut command, home);
    command
}

/// Gives a command an environment of its own.
pub fn settle(command: &mut CommandBuilder, home: &Path) {
    command.env_clear();
    for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
        command.env(name, value);
    }
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home);
    command.cwd(home);
}

impl Tty {
    /// Starts a command in a terminal of this size, which answers nothing.
    pub fn start(command: CommandBuilder, width: u16, height: u16) -> Self {
        Self::answering(command, width, height, &[])
    }

    /// The same in a terminal that answers.
    pub fn answering(command: CommandBuilder, width: u16, height: u16, answers: Answers) -> Self {
        let pair = native_pty_system().openpty(size(width, height)).unwrap();
        let before = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = vt100::Parser::new(cells(height), cells(width), 0);
        let heard = Arc::new(Mutex::new(Heard { parser, bytes: Vec::new() }));
        let deaf = Arc::new(AtomicBool::new(false));
        let mut from = pair.master.try_clone_reader().unwrap();
        let writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let (ears, plugged, mouth) = (Arc::clone(&heard), Arc::clone(&deaf), Arc::clone(&writer));
        let reader = thread::spawn(move || {
            let mut buffer = [0; 1 << 14];
            while let Ok(count) = from.read(&mut buffer) {
                if count == 0 || plugged.load(Ordering::SeqCst) {
                    return;
                }
                let told = &buffer[..count];
                for (question, answer) in answers {
                    if told.windows(question.len()).any(|part| part == question.as_bytes()) {
                        mouth.lock().unwrap().write_all(answer.as_bytes()).unwrap();
                    }
                }
                let mut heard = ears.lock().unwrap();
                heard.parser.process(told);
                heard.bytes.extend_from_slice(told);
            }
        });
        Self { child, master: pair.master, _slave: pair.slave, writer, heard, deaf, reader, before }
    }

    /// Types.
    pub fn send(&self, keys: &str) {
        self.writer.lock().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    pub fn resize(&self, width: u16, height: u16) {
        self.heard.lock().unwrap().parser.screen_mut().set_size(cells(height), cells(width));
        self.master.resize(size(width, height)).unwrap();
    }

    /// Sends the program a signal: `TERM`.
    pub fn signal(&self, name: &str) {
        let process = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &process]).status().unwrap();
        assert!(sent.success(), "the signal {name} was sent");
    }

    /// The text on the screen.
    pub fn screen(&self) -> String {
        self.with_screen(vt100::Screen::contents)
    }

    pub fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.heard.lock().unwrap().parser.screen())
    }

    /// All that the terminal was sent.
    pub fn bytes(&self) -> Vec<u8> {
        self.heard.lock().unwrap().bytes.clone()
    }

    /// Waits until the screen shows this.
    #[track_caller]
    pub fn shows(&self, words: &str) {
        self.until(&format!("the screen shows {words:?}"), || self.screen().contains(words));
    }

    /// Waits until something holds.
    #[track_caller]
    pub fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(start.elapsed() < DEADLINE, "waited for: {what}; the screen is\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end of the program, and for all that it has written.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < DEADLINE, "the program ends; the screen is\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the terminal is as it was before the program.
    #[track_caller]
    pub fn is_as_before(&self) {
        self.until("the terminal is left as it was found", || {
            self.with_screen(|screen| {
                !screen.alternate_screen()
                    && !screen.hide_cursor()
                    && !screen.bracketed_paste()
                    && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
            })
        });
        assert_eq!(settings(&*self.master), self.before, "raw mode is off");
    }

    /// Takes the terminal away from under the program, and returns the program. `make_a_sound` are keys
    /// that make the program write something.
    pub fn hang_up(self, make_a_sound: &str) -> Box<dyn Child + Send + Sync> {
        self.deaf.store(true, Ordering::SeqCst);
        self.send(make_a_sound);
        self.reader.join().unwrap();
        self.child
    }
}

/// Ends what has not ended by itself.
pub fn gone(child: &mut Box<dyn Child + Send + Sync>) -> bool {
    let start = Instant::now();
    while start.elapsed() < DEADLINE {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    false
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

fn size(width: u16, height: u16) -> PtySize {
    PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 }
}

/// The settings that `stty` knows: raw mode, echo.
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}
