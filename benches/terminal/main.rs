//! abreast from outside, in a pseudo-terminal, beside other programs in turn; prints Markdown tables.
//!
//! A time ends with the last byte on the terminal; output has ended when nothing has come for 30 ms. A start begins
//! before the fork, a key before it is written. The programs take turns from start to start and from key to key, so
//! that what else the machine does falls on all: only the ratios mean something elsewhere.

#![allow(clippy::unwrap_used, clippy::panic)]

mod corpora;
#[path = "../made/mod.rs"]
mod made;
mod panes;
mod tty;

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use corpora::{BEGINNING, Corpora, Corpus, NEEDLE, TARGET};
use portable_pty::CommandBuilder;
use tty::{Burst, Tty};

const STARTS: usize = 11;
const MOVES: usize = 200;
const TAGS: usize = 200;
const SEARCHES: usize = 3;
const IDLE: Duration = Duration::from_secs(5);
/// When nothing has come for so long, all is read.
const STILL: Duration = Duration::from_millis(500);

/// The bench is the bare program when this comes first among its arguments.
const PANES: &str = "panes";

#[derive(Clone, Copy, PartialEq)]
enum Program {
    Abreast,
    Panes,
    Less,
    Vim,
}

impl Program {
    const ALL: [Self; 4] = [Self::Abreast, Self::Panes, Self::Less, Self::Vim];

    fn name(self) -> &'static str {
        match self {
            Self::Abreast => "abreast",
            Self::Panes => PANES,
            Self::Less => "less",
            Self::Vim => "vim",
        }
    }

    fn is_installed(self) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        matches!(self, Self::Abreast | Self::Panes)
            || std::env::split_paths(&path).any(|folder| folder.join(self.name()).is_file())
    }

    fn start(self, corpus: &Corpus) -> Tty {
        let itself = std::env::current_exe().unwrap();
        let (program, args, files): (PathBuf, &[&str], _) = match self {
            Self::Abreast => {
                (env!("CARGO_BIN_EXE_abreast").into(), &["--annotator", "ada"], &corpus.files[..])
            }
            Self::Panes => (itself, &[PANES], &corpus.files[..]),
            Self::Less => ("less".into(), &[], &corpus.files[..1]),
            // Without a swap file, which a killed vim would leave.
            Self::Vim => ("vim".into(), &["-u", "NONE", "-N", "-n", "-O"], &corpus.files[..]),
        };
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.args(files);
        Tty::start(command)
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|first| first == PANES) {
        return panes::run(&args[1..]).unwrap();
    }
    let start = Instant::now();
    let (programs, missing): (Vec<_>, Vec<_>) = Program::ALL.into_iter().partition(|p| p.is_installed());
    let corpora = Corpora::make(megabytes(&args));
    starts(&programs, &corpora);
    moves(&programs, &corpora);
    tags(&corpora);
    large(&programs, &corpora.huge);
    many(&corpora);
    quiet(&programs, &corpora.five);
    for program in missing {
        println!("{} is not installed.", program.name());
    }
    eprintln!("It took {:.0} s.", start.elapsed().as_secs_f64());
}

fn starts(programs: &[Program], corpora: &Corpora) {
    println!("Start to the full first frame, median of {STARTS} (ms; × `{PANES}`):\n");
    let names = corpora.each().map(|corpus| corpus.name);
    head(&[&["program"], &names[..]].concat());
    let mut rows: Vec<Vec<String>> = programs.iter().map(|p| vec![format!("`{}`", p.name())]).collect();
    for corpus in corpora.each() {
        let mut times = vec![Vec::new(); programs.len()];
        for _ in 0..STARTS {
            for (program, times) in programs.iter().zip(&mut times) {
                times.push(program.start(corpus).first_frame(BEGINNING));
            }
        }
        let medians: Vec<f64> = times.into_iter().map(|times| quantile(times, 0.5)).collect();
        for (row, median) in rows.iter_mut().zip(&medians) {
            row.push(beside(*median, medians[1]));
        }
    }
    rows.iter().for_each(|row| line(row));
}

/// A program on a corpus, and what its keys have brought.
struct Session<'a> {
    program: Program,
    corpus: &'a Corpus,
    tty: Tty,
    bursts: Vec<Burst>,
}

impl<'a> Session<'a> {
    /// Opens all and waits until they have read all and are still.
    fn open(which: Vec<(Program, &'a Corpus)>) -> Vec<Self> {
        let open = |(program, corpus): (Program, &'a Corpus)| Self {
            program,
            corpus,
            tty: program.start(corpus),
            bursts: Vec::new(),
        };
        let mut sessions: Vec<_> = which.into_iter().map(open).collect();
        for session in &mut sessions {
            session.tty.first_frame(BEGINNING);
        }
        sessions.iter_mut().for_each(|session| session.tty.settle(STILL));
        sessions
    }

    fn press(&mut self, key: &str) {
        self.bursts.extend(self.tty.press(key));
    }

    fn ms(&self, share: f64) -> f64 {
        quantile(self.bursts.iter().map(|burst| burst.ms).collect(), share)
    }

    fn bytes(&self) -> f64 {
        quantile(self.bursts.iter().map(|burst| burst.bytes as f64).collect(), 0.5)
    }
}

/// 20 times down and 20 times up again, so that the shortest article is long enough.
fn moves(programs: &[Program], corpora: &Corpora) {
    let peers = programs.iter().filter(|p| matches!(p, Program::Panes | Program::Vim));
    let mut which: Vec<_> = peers.map(|&peer| (peer, &corpora.five)).collect();
    which.extend(corpora.each().map(|corpus| (Program::Abreast, corpus)));
    let mut sessions = Session::open(which);
    for number in 0..MOVES {
        let key = if number / 20 % 2 == 0 { "j" } else { "k" };
        sessions.iter_mut().for_each(|session| session.press(key));
    }
    println!("\n`j` and `k`, {MOVES} times (ms; × `{PANES}` on five of 3 kB):\n");
    keys(&sessions);
}

/// A claim, no claim, and both undone. The bare program cannot tag; it scrolls.
fn tags(corpora: &Corpora) {
    let mut which = vec![(Program::Panes, &corpora.five)];
    // One article of 1 MB is enough: a tag changes one pane.
    let tagged = [&corpora.five, &corpora.line, &corpora.tagged, &corpora.huge];
    which.extend(tagged.map(|corpus| (Program::Abreast, corpus)));
    let mut sessions = Session::open(which);
    for number in 0..TAGS {
        for session in &mut sessions {
            if session.program == Program::Panes {
                session.press(if number / 20 % 2 == 0 { "j" } else { "k" });
                continue;
            }
            // Nobody saves while another one is timed.
            session.bursts.extend(session.tty.tag(["c", "x", "u", "u"][number % 4]));
        }
    }
    println!(
        "\n`c`, `x`, `u`, `u`, {TAGS} keys, and `j` of `{PANES}` in turn with them (ms; × `{PANES}`):\n"
    );
    keys(&sessions);
}

fn keys(sessions: &[Session<'_>]) {
    head(&["program", "articles", "median", "p99", "bytes, median", "keys that drew"]);
    for session in sessions {
        let cell = |share| beside(session.ms(share), sessions[0].ms(share));
        let (name, articles) = (format!("`{}`", session.program.name()), session.corpus.name.to_owned());
        let (bytes, drew) = (format!("{:.0}", session.bytes()), session.bursts.len().to_string());
        line(&[name, articles, cell(0.5), cell(0.99), bytes, drew]);
    }
}

/// Memory for the largest article, and a search to its end.
fn large(programs: &[Program], corpus: &Corpus) {
    let size = corpus.files[0].metadata().unwrap().len() as f64;
    let mut found = vec![Vec::new(); programs.len()];
    let mut memory = vec![0; programs.len()];
    for _ in 0..SEARCHES {
        for ((program, found), memory) in programs.iter().zip(&mut found).zip(&mut memory) {
            let mut tty = program.start(corpus);
            tty.first_frame(BEGINNING);
            tty.settle(STILL);
            *memory = tty.memory().max(*memory);
            found.push(tty.jump(&format!("/{NEEDLE}\r"), TARGET));
        }
    }
    let found: Vec<f64> = found.into_iter().map(|times| quantile(times, 0.5)).collect();
    println!("\nAn article of 100 MB:\n");
    head(&["program", "search to its end (ms; × `panes`)", "memory (MB; × the file)"]);
    for ((program, ms), memory) in programs.iter().zip(&found).zip(memory) {
        let memory = format!("{:.0} ({:.2})", memory as f64 / 1e6, memory as f64 / size);
        line(&[format!("`{}`", program.name()), beside(*ms, found[1]), memory]);
    }
}

/// Starts, memory and keys with a great many articles, of which few are in memory.
fn many(corpora: &Corpora) {
    println!("\nA great many articles, and five of 3 kB in turn with them:\n");
    head(&[
        "articles",
        "size (MB)",
        "first frame (ms)",
        "memory then (MB)",
        "memory when all are found (MB)",
        "`j` and `Tab`, median (ms; × five)",
        "search to the end (s)",
        "memory at last (MB)",
    ]);
    let mut five = Session::open(vec![(Program::Abreast, &corpora.five)]).remove(0);
    for corpus in [&corpora.folder, &corpora.lines] {
        let size: u64 = match fs::read_dir(&corpus.files[0]) {
            Ok(files) => files.map(|file| file.unwrap().metadata().unwrap().len()).sum(),
            Err(_) => corpus.files[0].metadata().unwrap().len(),
        };
        let mut tty = Program::Abreast.start(corpus);
        let first = tty.first_frame(BEGINNING);
        let mut memory = vec![tty.memory()];
        tty.settle(2 * STILL);
        memory.push(tty.memory());
        let mut bursts = Vec::new();
        five.bursts.clear();
        for number in 0..MOVES {
            let key = if number % 10 == 0 { "\t" } else { "j" };
            bursts.extend(tty.press(key));
            five.press(key);
        }
        let median = |bursts: &[Burst]| quantile(bursts.iter().map(|burst| burst.ms).collect(), 0.5);
        let is_lines = corpus.name == corpora.lines.name;
        let found = is_lines.then(|| tty.jump(&format!("/{NEEDLE}\r"), TARGET) / 1e3);
        memory.push(tty.memory());
        let mb = |bytes: usize| format!("{:.0}", bytes as f64 / 1e6);
        line(&[
            corpus.name.to_owned(),
            mb(size as usize),
            format!("{first:.0}"),
            mb(memory[0]),
            mb(memory[1]),
            beside(median(&bursts), median(&five.bursts)),
            found.map_or_else(String::new, |seconds| format!("{seconds:.1}")),
            mb(memory[2]),
        ]);
    }
}

/// The size of the file of JSON lines: 300 MB, or as many as `--megabytes` says.
fn megabytes(args: &[String]) -> usize {
    let at = args.iter().position(|arg| arg == "--megabytes");
    at.and_then(|at| args.get(at + 1)?.parse().ok()).unwrap_or(300)
}

/// Memory for a few small articles, and what the programs do while nobody does anything.
fn quiet(programs: &[Program], corpus: &Corpus) {
    let mut sessions = Session::open(programs.iter().map(|&program| (program, corpus)).collect());
    let before: Vec<usize> = sessions.iter().map(|session| session.tty.naps()).collect();
    thread::sleep(IDLE);
    println!("\nFive articles of 3 kB, and {} seconds without a key:\n", IDLE.as_secs());
    head(&["program", "memory (MB)", "bytes", "wake-ups"]);
    for (session, before) in sessions.iter_mut().zip(before) {
        let woken = session.tty.naps() - before;
        let memory = format!("{:.1}", session.tty.memory() as f64 / 1e6);
        let name = format!("`{}`", session.program.name());
        line(&[name, memory, session.tty.heard().to_string(), woken.to_string()]);
    }
}

fn head(names: &[&str]) {
    println!("| {} |\n|---{}|", names.join(" | "), "|---:".repeat(names.len() - 1));
}

fn line(cells: &[String]) {
    println!("| {} |", cells.join(" | "));
}

/// Milliseconds, and how many times those of the peer.
fn beside(ms: f64, peer: f64) -> String {
    let digits = if ms < 100.0 { 1 } else { 0 };
    format!("{ms:.digits$} ({:.2})", ms / peer)
}

/// The smallest value that this share of them does not exceed.
fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() as f64 * share).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}
