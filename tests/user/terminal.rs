//! The program in a real terminal: how it takes it over, and how it gives it back.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::desk::{copied, labels};
use crate::hostile::own_sequences_only;
use crate::tty::{Tty, abreast, gone, settle};

const LIGHT: crate::tty::Answers = &[("\x1b]11;?", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;c")];
pub const DARK: crate::tty::Answers = &[("\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;c")];

/// A folder to be at home in, the articles of the samples in another, and the program in between.
struct Reader {
    home: TempDir,
    articles: TempDir,
    tty: Tty,
}

impl Reader {
    fn start() -> Self {
        let (home, articles) = (TempDir::new().unwrap(), copied());
        let tty = Tty::start(Self::command(&home, articles.path()), 100, 30);
        tty.shows("not tagged");
        Self { home, articles, tty }
    }

    fn command(home: &TempDir, articles: &Path) -> portable_pty::CommandBuilder {
        let articles = articles.to_str().unwrap();
        abreast(home.path(), &["--annotator", "ada", "--theme", "dark", articles])
    }

    /// The labels that are in the sidecar of the first article.
    fn saved(&self) -> Vec<String> {
        labels(&self.articles.path().join("1-daily-sun.txt.ada.abreast.json"))
    }
}

#[test]
fn it_starts_shows_panes_and_leaves_a_clean_terminal() {
    let mut reader = Reader::start();
    reader.tty.shows("Preparations for a Putin-Zelensky");
    reader.tty.shows("Karoline Leavitt, its");
    reader.tty.with_screen(|screen| {
        assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor());
        assert_ne!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    });
    reader.tty.send("jc");
    reader.tty.shows("1 claim ");
    reader.tty.send("q");
    assert!(reader.tty.ended().success());
    reader.tty.is_as_before();
    assert_eq!(reader.saved(), ["claim"]);
}

#[test]
fn it_opens_again_where_it_was_closed() {
    let Reader { home, articles, mut tty } = Reader::start();
    tty.send("lljjj");
    tty.shows("3:4");
    tty.send("q");
    tty.ended();
    let mut again = Tty::start(Reader::command(&home, articles.path()), 80, 24);
    again.shows("3:4");
    again.send("q");
    assert!(again.ended().success());
}

#[test]
fn a_resize_keeps_the_place() {
    let mut reader = Reader::start();
    reader.tty.send("5j");
    reader.tty.shows("1:7");
    let words = "Guarantees against a new attack";
    for (width, height) in [(200, 50), (45, 12), (120, 9), (100, 30)] {
        reader.tty.resize(width, height);
        reader.tty.shows(&"─".repeat(usize::from(width.min(39))));
        reader.tty.until("the cursor's sentence is in view", || {
            let screen = reader.tty.screen();
            screen.contains("1:7") && screen.contains(words)
        });
    }
    reader.tty.resize(20, 4);
    reader.tty.shows("abreast needs 30×8");
    reader.tty.resize(80, 24);
    reader.tty.shows(words);
    reader.tty.send("q");
    assert!(reader.tty.ended().success());
}

#[test]
fn a_program_told_to_end_saves_first_and_leaves_a_clean_terminal() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut reader = Reader::start();
        reader.tty.send("jcx");
        reader.tty.shows("1:5");
        reader.tty.signal(signal);
        reader.tty.ended();
        reader.tty.is_as_before();
        assert_eq!(reader.saved(), ["claim", "none"], "after SIG{signal}");
    }
}

#[test]
fn a_program_that_loses_its_terminal_saves_and_ends() {
    let reader = Reader::start();
    reader.tty.send("jcx");
    reader.tty.shows("1:5");
    let sidecar = reader.articles.path().join("1-daily-sun.txt.ada.abreast.json");
    let mut child = reader.tty.hang_up("j");
    assert!(gone(&mut child), "the program ends");
    assert_eq!(labels(&sidecar), ["claim", "none"]);
}

/// The same for a program that does not hear of it by a signal, as under `nohup`.
#[test]
fn a_program_that_is_not_told_that_its_terminal_is_lost_sees_it() {
    let (home, articles) = (TempDir::new().unwrap(), copied());
    // The shell leads the session, and alone is told.
    let line = format!(
        "trap '' HUP; {} --annotator ada --theme dark {} </dev/tty & echo $! > pid; wait",
        env!("CARGO_BIN_EXE_abreast"),
        articles.path().display()
    );
    let mut command = portable_pty::CommandBuilder::new("sh");
    command.args(["-c", &line]);
    settle(&mut command, home.path());
    let tty = Tty::start(command, 100, 30);
    tty.shows("not tagged");
    let process = fs::read_to_string(home.path().join("pid")).unwrap();
    let mut child = tty.hang_up("j");
    let runs = Path::new("/proc").join(process.trim());
    if Path::new("/proc/self").exists() {
        let start = std::time::Instant::now();
        while runs.exists() {
            assert!(start.elapsed().as_secs() < 20, "the program ends");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
    assert!(gone(&mut child));
}

#[test]
fn suspended_it_gives_the_shell_the_terminal_and_comes_back() {
    let (home, articles) = (TempDir::new().unwrap(), copied());
    let mut command = portable_pty::CommandBuilder::new("bash");
    command.args(["--norc", "--noprofile", "-i"]);
    settle(&mut command, home.path());
    command.env("PS1", "the shell> ");
    let mut tty = Tty::start(command, 100, 30);
    tty.shows("the shell>");
    let program = env!("CARGO_BIN_EXE_abreast");
    tty.send(&format!("'{program}' --annotator ada --theme dark '{}'\r", articles.path().display()));
    tty.shows("not tagged");
    tty.send("jc");
    tty.shows("1:4");
    tty.send("\x1a");
    tty.shows("Stopped");
    tty.with_screen(|screen| {
        // Bracketed paste is the shell's own now.
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    });
    tty.send("stty -a | grep -o ' echo '; echo typed\r");
    tty.shows("\n echo \ntyped");
    tty.send("fg\r");
    tty.shows("1:4");
    tty.shows("saved 1");
    tty.with_screen(|screen| assert!(screen.alternate_screen() && screen.hide_cursor()));
    tty.send("j");
    tty.shows("1:5");
    tty.send("q");
    tty.until("the shell is back", || !tty.with_screen(vt100::Screen::alternate_screen));
    tty.send("exit\r");
    tty.ended();
}

#[test]
fn stopped_by_another_program_it_draws_all_when_it_goes_on() {
    let mut reader = Reader::start();
    reader.tty.send("jjj");
    reader.tty.shows("1:5");
    reader.tty.signal("TSTP");
    reader.tty.until("the terminal is given back", || {
        reader.tty.with_screen(|screen| !screen.alternate_screen() && !screen.hide_cursor())
    });
    reader.tty.signal("CONT");
    reader.tty.shows("1:5");
    reader.tty.with_screen(|screen| assert!(screen.alternate_screen()));
    reader.tty.send("q");
    assert!(reader.tty.ended().success());
    reader.tty.is_as_before();
}

#[test]
fn what_is_pasted_is_text_and_no_keys() {
    let mut reader = Reader::start();
    let paste = "\x1b[200~one\r\ntwo q\nand \x1b]52;c;ZXZpbA==\x07 \u{9b}2J \u{202e}three\x1b[201~";
    // While reading there is nothing to paste into, and none of it is a key.
    reader.tty.send("jc");
    reader.tty.shows("saved 1");
    reader.tty.send(paste);
    reader.tty.shows("can be pasted");
    reader.tty.send("k");
    reader.tty.send("m");
    reader.tty.shows("note:");
    reader.tty.send(paste);
    reader.tty.shows("one");
    reader.tty.send("\r");
    reader.tty.shows("“one");
    reader.tty.send("q");
    assert!(reader.tty.ended().success());
    let json = fs::read_to_string(reader.articles.path().join("1-daily-sun.txt.ada.abreast.json")).unwrap();
    let json: Json = serde_json::from_str(&json).unwrap();
    let note = json["annotations"][0]["note"].as_str().unwrap();
    assert!(note.starts_with("one") && note.ends_with("three"), "{note:?}");
    assert!(!note.contains(char::is_control), "{note:?}");
    own_sequences_only(&reader.tty.bytes());
}

#[test]
fn the_theme_follows_the_background_that_the_terminal_tells() {
    for (answers, bar) in [(LIGHT, "48;2;230;233;238"), (DARK, "48;2;38;43;51")] {
        let (home, articles) = (TempDir::new().unwrap(), copied());
        let command = abreast(home.path(), &["--annotator", "ada", articles.path().to_str().unwrap()]);
        let mut tty = Tty::answering(command, 100, 30, answers);
        tty.until(bar, || String::from_utf8_lossy(&tty.bytes()).contains(bar));
        tty.send("j");
        tty.shows("1:3");
        tty.send("q");
        assert!(tty.ended().success());
        tty.is_as_before();
    }
}

/// A terminal that answers nothing is taken for a dark one, and no key is lost while the answer is out.
#[test]
fn keys_typed_before_the_terminal_answers_are_not_lost() {
    let (home, articles) = (TempDir::new().unwrap(), copied());
    let command = abreast(home.path(), &["--annotator", "ada", articles.path().to_str().unwrap()]);
    let mut tty = Tty::start(command, 100, 30);
    tty.shows("not tagged");
    tty.send("jjj");
    tty.shows("1:5");
    tty.send("q");
    assert!(tty.ended().success());
}

#[test]
fn there_are_as_many_colours_as_the_environment_says() {
    // Variables, a sequence that is written, one that is not.
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);
    let cases: [Case<'_>; 5] = [
        (&[("COLORTERM", "truecolor")], "[34]8;2;", "[34]8;5;"),
        (&[("TERM", "xterm-256color")], "38;5;215", "[34]8;2;"),
        (&[("TERM", "xterm")], "38;5;3[;m]", "[34]8;2;|[34]8;5;[0-9]{2}"),
        (&[("TERM", "vt100")], "\x1b\\[4m", "[34]8;[25]|\x1b\\[[34][0-7]m"),
        (&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")], "\x1b\\[4m", "[34]8;[25]|\x1b\\[[34][0-7]m"),
    ];
    for (variables, some, none) in cases {
        let (home, articles) = (TempDir::new().unwrap(), copied());
        let mut command = Reader::command(&home, articles.path());
        command.env_remove("COLORTERM");
        variables.iter().for_each(|(name, value)| command.env(name, value));
        let mut tty = Tty::start(command, 100, 30);
        tty.shows("not tagged");
        tty.send("q");
        tty.ended();
        let bytes = String::from_utf8_lossy(&tty.bytes()).into_owned();
        let found = |pattern: &str| regex::Regex::new(pattern).unwrap().is_match(&bytes);
        assert!(found(some) && !found(none), "{variables:?}");
    }
}
