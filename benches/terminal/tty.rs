//! A program in a pseudo-terminal that takes its output at once, notes when each piece came, and answers what
//! programs ask of a terminal.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

const COLUMNS: u16 = 160;
const ROWS: u16 = 48;
/// The silence after which a burst of output has ended.
const GAP: Duration = Duration::from_millis(30);
/// How long a key without any output is waited for.
const NOTHING: Duration = Duration::from_millis(500);
/// How long the frame that counts what is saved is waited for, after that of the key.
const SAVED: Duration = Duration::from_millis(500);
/// The end of a synchronized update.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";
/// How long something may take before the bench gives up.
const DEADLINE: Duration = Duration::from_secs(30);

/// Questions to a terminal, and what this one answers: what it is, where its cursor is, its dark colours.
const ANSWERS: [(&[u8], &[u8]); 4] = [
    (b"\x1b]10;?", b"\x1b]10;rgb:dddd/dddd/dddd\x1b\\"),
    (b"\x1b]11;?", b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[c", b"\x1b[?62;22c"),
];

/// What one read of the terminal brought, and when.
struct Piece {
    at: Instant,
    bytes: Vec<u8>,
}

/// What came after a key, up to the silence after it.
#[derive(Clone, Copy)]
pub struct Burst {
    /// From before the key is written to the last byte, in milliseconds.
    pub ms: f64,
    pub bytes: usize,
}

pub struct Tty {
    child: Box<dyn Child + Send + Sync>,
    process: u32,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    pieces: Receiver<Piece>,
    started: Instant,
    screen: vt100::Parser,
    _master: Box<dyn MasterPty + Send>,
    _home: TempDir,
}

impl Tty {
    /// Starts a program that finds nothing of the user's.
    pub fn start(mut command: CommandBuilder) -> Self {
        let home = TempDir::new().unwrap();
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", home.path());
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
            command.env(name, value);
        }
        command.cwd(home.path());
        let size = PtySize { rows: ROWS, cols: COLUMNS, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).unwrap();
        let from = pair.master.try_clone_reader().unwrap();
        let (sender, pieces) = mpsc::channel();
        let writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let mouth = Arc::clone(&writer);
        thread::spawn(move || listen(from, &mouth, &sender));
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let cells = |count| NonZero::new(count).unwrap();
        Self {
            process: child.process_id().unwrap(),
            child,
            writer,
            pieces,
            started,
            screen: vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0),
            _master: pair.master,
            _home: home,
        }
    }

    /// Milliseconds from the start to the last byte of the frame that shows `words`.
    pub fn first_frame(&mut self, words: &str) -> f64 {
        self.shows(words, self.started)
    }

    /// Types, and counts the milliseconds to the last byte of the frame that shows `words`.
    pub fn jump(&mut self, typed: &str, words: &str) -> f64 {
        let start = self.write(typed.as_bytes());
        self.shows(words, start)
    }

    fn shows(&mut self, words: &str, start: Instant) -> f64 {
        let (mut last, mut shown) = (start, false);
        loop {
            match self.next(if shown { GAP } else { DEADLINE }) {
                Some(piece) => {
                    last = piece.at;
                    shown = shown || self.screen.screen().contents().contains(words);
                }
                None if shown => return (last - start).as_secs_f64() * 1e3,
                None => panic!("waited for {words:?}; the screen is\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Presses a key; none if nothing comes after it.
    pub fn press(&mut self, key: &str) -> Option<Burst> {
        self.burst(key, |_| false)
    }

    /// Presses a key that changes annotations, and waits until they are saved: the frame that counts what is saved
    /// comes after that of the key, so that only the first one is timed. None if nothing comes.
    pub fn tag(&mut self, key: &str) -> Option<Burst> {
        let burst = self.burst(key, |piece| piece.ends_with(END_OF_FRAME));
        self.next(SAVED);
        self.settle(GAP);
        burst
    }

    /// Presses a key, and hears what comes until a piece is the `last` one, or nothing more comes.
    fn burst(&mut self, key: &str, last: impl Fn(&[u8]) -> bool) -> Option<Burst> {
        self.pieces.try_iter().for_each(drop);
        let start = self.write(key.as_bytes());
        let mut burst: Option<Burst> = None;
        while let Some(piece) = self.next(if burst.is_some() { GAP } else { NOTHING }) {
            let before = burst.map_or(0, |burst| burst.bytes);
            let ms = (piece.at - start).as_secs_f64() * 1e3;
            burst = Some(Burst { ms, bytes: before + piece.bytes.len() });
            if last(&piece.bytes) {
                break;
            }
        }
        burst
    }

    /// Waits until nothing has come for so long.
    pub fn settle(&mut self, silence: Duration) {
        while self.next(silence).is_some() {}
    }

    /// Counts the bytes that come while nothing is pressed.
    pub fn heard(&mut self) -> usize {
        self.pieces.try_iter().map(|piece| piece.bytes.len()).sum()
    }

    /// The most memory that the program has had, in bytes.
    pub fn memory(&self) -> usize {
        field(&self.proc("status"), "VmHWM:") * 1024
    }

    /// How often its threads have gone to sleep by themselves, and so been woken.
    pub fn naps(&self) -> usize {
        let tasks = fs::read_dir(self.proc("task")).unwrap();
        tasks.map(|task| field(&task.unwrap().path().join("status"), "voluntary_ctxt_switches:")).sum()
    }

    fn proc(&self, name: &str) -> std::path::PathBuf {
        Path::new("/proc").join(self.process.to_string()).join(name)
    }

    fn next(&mut self, patience: Duration) -> Option<Piece> {
        let piece = self.pieces.recv_timeout(patience).ok()?;
        self.screen.process(&piece.bytes);
        Some(piece)
    }

    fn write(&mut self, bytes: &[u8]) -> Instant {
        let start = Instant::now();
        self.writer.lock().unwrap().write_all(bytes).unwrap();
        start
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        // What has ended by itself cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Takes all that comes, until the terminal is gone.
fn listen(mut from: Box<dyn Read + Send>, mouth: &Mutex<Box<dyn Write + Send>>, pieces: &Sender<Piece>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let piece = Piece { at: Instant::now(), bytes: buffer[..count].to_vec() };
        for (question, answer) in ANSWERS {
            if piece.bytes.windows(question.len()).any(|part| part == question) {
                mouth.lock().unwrap().write_all(answer).unwrap();
            }
        }
        if pieces.send(piece).is_err() {
            return;
        }
    }
}

/// A number in a file of the kernel.
fn field(file: &Path, name: &str) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let value = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    value.split_whitespace().next().unwrap().parse().unwrap()
}
