//! Killed at any moment, and kept from writing: what was shown as saved is on disk, and the next start finds all
//! of it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::damage::PLAIN;
use crate::desk::{Desk, folder, labels, sidecar};
use crate::tty::{Tty, abreast};

/// How often the program is killed.
const ROUNDS: usize = 40;

/// Numbers that look random, and are the same in every run (`SplitMix64`, Steele et al. 2014).
struct Numbers(u64);

impl Numbers {
    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// More sentences than are tagged.
fn article() -> TempDir {
    let text: String = (1..400).map(|n| format!("Road {n} is closed.\n\n")).collect();
    folder(&[("a.txt", text.as_bytes())])
}

fn start(home: &TempDir, articles: &TempDir) -> Tty {
    let articles = articles.path().to_str().unwrap();
    Tty::start(abreast(home.path(), &["--annotator", "ada", "--theme", "dark", articles]), 80, 12)
}

/// How many annotations the screen shows as saved.
fn saved(screen: &str) -> Option<usize> {
    let (_, count) = screen.lines().next()?.rsplit_once("saved ")?;
    count.trim().parse().ok()
}

/// The most that any whole frame has shown as saved: half a frame is shown by no terminal that holds
/// updates back until they are whole.
fn shown(bytes: &[u8]) -> usize {
    let end = b"\x1b[?2026l";
    let mut parser = vt100::Parser::new(12.try_into().unwrap(), 80.try_into().unwrap(), 0);
    let frames = memchr::memmem::find_iter(bytes, end).map(|at| at + end.len());
    let (mut most, mut done) = (0, 0);
    for frame in frames {
        parser.process(&bytes[done..frame]);
        done = frame;
        most = most.max(saved(&parser.screen().contents()).unwrap_or_default());
    }
    most
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn killed_at_any_moment_it_has_what_it_showed_as_saved() {
    let (home, articles) = (TempDir::new().unwrap(), article());
    let path = sidecar(articles.path(), "a.txt");
    let mut numbers = Numbers(3);
    // The labels on disk, in the order of the sentences.
    let mut tags: Vec<String> = Vec::new();
    let (mut behind, mut left) = (0, 0);
    for round in 0..ROUNDS {
        let mut tty = start(&home, &articles);
        // All that was there after the kill is found again.
        tty.shows(&format!("saved {}", tags.len()));
        let mut typed = tags.clone();
        let mut tag = |tty: &Tty, numbers: &mut Numbers| {
            let (key, label) = [("c", "claim"), ("x", "none")][numbers.below(2) as usize];
            tty.send(key);
            typed.push(label.to_owned());
        };
        if !tags.is_empty() {
            tty.send(&format!("{}j", tags.len()));
        }
        if numbers.below(2) == 0 {
            tag(&tty, &mut numbers);
            tty.shows(&format!("saved {}", tags.len() + 1));
            let wanted = ["a.txt", "a.txt.ada.abreast.json"];
            assert_eq!(names(articles.path()), wanted, "round {round}: what killed runs left is gone");
        }
        for _ in 0..=numbers.below(4) {
            tag(&tty, &mut numbers);
            std::thread::sleep(Duration::from_millis(numbers.below(20)));
        }
        // A change waits 100 ms for others: so there is a save under way in many rounds.
        std::thread::sleep(Duration::from_millis(numbers.below(140)));
        tty.signal("KILL");
        tty.ended();

        let said = shown(&tty.bytes());
        left += names(articles.path()).len().saturating_sub(2);
        if path.exists() {
            let json: Json = serde_json::from_slice(&fs::read(&path).unwrap()).expect("the sidecar is whole");
            assert!(json["annotations"].is_array());
            tags = labels(&path);
        }
        assert!(tags.len() >= said, "round {round}: {said} were shown as saved, {} are", tags.len());
        assert_eq!(typed[..tags.len()], tags[..], "round {round}: what is on disk is what was typed");
        behind += usize::from(tags.len() < typed.len());
    }
    // The kills came before saves, and after them.
    assert!(behind > 0 && behind < ROUNDS, "{behind} of {ROUNDS} kills came before the last tag was saved");
    println!("{ROUNDS} kills, {behind} before the last tag was saved, {left} temporary files left by them");
    let mut tty = start(&home, &articles);
    tty.shows(&format!("saved {}", tags.len()));
    tty.send("Gc");
    tty.shows(&format!("saved {}", tags.len() + 1));
    tty.send("q");
    assert!(tty.ended().success());
    assert_eq!(names(articles.path()), ["a.txt", "a.txt.ada.abreast.json"]);
}

/// A limit on the size of files stands for a full disk, which is not to be had everywhere: a write comes back
/// with an error in the middle.
#[cfg(target_os = "linux")]
#[test]
fn a_write_that_fails_in_the_middle_costs_nothing_and_is_made_up_for() {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};

    let (home, articles) = (TempDir::new().unwrap(), article());
    let path = sidecar(articles.path(), "a.txt");
    let args = ["--annotator", "ada", "--theme", "dark", articles.path().to_str().unwrap()];
    let mut tty = Tty::start(abreast(home.path(), &args), 80, 12);
    let process = Pid::from_raw(tty.child.process_id().unwrap() as i32);
    tty.shows("saved 0");
    tty.send("c");
    tty.shows("saved 1");
    let whole = fs::read(&path).unwrap();
    let before = rustix::process::getrlimit(Resource::Fsize);
    let most = whole.len() as u64 + 100;
    prlimit(process, Resource::Fsize, Rlimit { current: Some(most), ..before }).unwrap();
    tty.send("cc");
    tty.shows("NOT SAVED: File too large");
    assert_eq!(fs::read(&path).unwrap(), whole, "the file that was there is whole");
    assert_eq!(names(articles.path()), ["a.txt", "a.txt.ada.abreast.json"], "half a file is not left");
    // It stays said, and keys go on.
    tty.send("x");
    tty.shows("1:5");
    tty.shows("NOT SAVED: File too large");
    prlimit(process, Resource::Fsize, before).unwrap();
    tty.shows("saved 4");
    assert_eq!(labels(&path), ["claim", "claim", "claim", "none"]);
    tty.send("q");
    assert!(tty.ended().success());
}

#[test]
fn a_folder_moved_away_under_the_program_is_said_and_nothing_is_lost() {
    let (home, outer) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (here, away) = (outer.path().join("here"), outer.path().join("away"));
    fs::create_dir(&here).unwrap();
    fs::write(here.join("a.txt"), "Road 1 is closed.\n\nRoad 2 is closed.\n\nRoad 3 is closed.\n").unwrap();
    let args = ["--annotator", "ada", "--theme", "dark", here.to_str().unwrap()];
    let mut tty = Tty::start(abreast(home.path(), &args), 90, 12);
    tty.shows("saved 0");
    fs::rename(&here, &away).unwrap();
    tty.send("c");
    tty.shows("NOT SAVED: its folder was moved or deleted");
    assert_eq!((names(outer.path()), names(&away)), (vec!["away".to_owned()], vec!["a.txt".to_owned()]));
    tty.send("x");
    tty.shows("1:3");
    fs::rename(&away, &here).unwrap();
    tty.shows("saved 2");
    assert_eq!(labels(&sidecar(&here, "a.txt")), ["claim", "none"]);
    tty.send("q");
    assert!(tty.ended().success());
}

#[test]
fn an_article_whose_sidecar_would_have_too_long_a_name_refuses_tags_and_says_why() {
    let name = format!("{}.txt", "x".repeat(250));
    let articles = folder(&[(&name, b"Road 1 is closed.\n\nRoad 2 is closed.\n"), ("a.txt", PLAIN)]);
    let mut desk = Desk::open(articles.path(), 600, 24).unwrap();
    desk.press("l c");
    assert!(desk.screen().contains("File name too long"), "{}", desk.screen());
    assert_eq!(names(articles.path()), ["a.txt", &name]);
    desk.press("h j c");
    assert_eq!(labels(&sidecar(articles.path(), "a.txt")), ["claim"]);
}
