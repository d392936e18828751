//! Undo and redo survive the end of the program, however it comes, and never touch what others have made.

use std::fs;

use abreast::app::Msg;
use abreast::cli::args::Typed;
use tempfile::TempDir;

use crate::damage::PLAIN;
use crate::desk::{folder, labels, sidecar};
use crate::harness::{Reader, TOLL};
use crate::tty::{Tty, abreast};

#[test]
fn after_quitting_the_last_step_is_undone_and_made_again() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c p + Enter k m").typed("kept").keys("Enter");
    let last = reader.records("a.txt");
    reader.reopen().keys("u");
    assert_eq!(reader.says(), "Undone: note");
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    assert!(!reader.all().contains("kept"), "{}", reader.all());
    reader.reopen().keys("C-r");
    assert_eq!(reader.says(), "Redone: note");
    assert_eq!(reader.records("a.txt"), last, "word for word");
    reader.reopen().keys("3 u");
    assert_eq!(reader.all(), "");
    reader.keys("u");
    assert_eq!(reader.says(), "There is nothing to undo");
    reader.reopen().keys("3 C-r");
    assert_eq!(reader.records("a.txt"), last);
}

#[test]
fn a_change_after_the_restart_ends_what_can_be_redone() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c c u").reopen().keys("x").reopen().keys("C-r");
    assert_eq!(reader.says(), "There is nothing to redo");
}

#[test]
fn a_whole_article_and_two_articles_are_undone_step_by_step() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("X c");
    assert!(reader.annotations("a.txt").len() > 5 && reader.annotations("b.txt").len() == 1);
    reader.reopen().keys("u");
    assert_eq!((reader.says().as_str(), reader.annotations("b.txt").len()), ("Undone: tag claim", 0));
    reader.keys("u");
    assert_eq!((reader.says().as_str(), reader.all().as_str()), ("Undone: nothing more", ""));
    reader.restart().keys("2 C-r");
    assert!(reader.annotations("a.txt").len() > 5 && reader.annotations("b.txt").len() == 1);
}

#[test]
fn what_was_shown_as_saved_is_undone_after_a_kill() {
    let (home, articles) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]));
    let path = sidecar(articles.path(), "a.txt");
    let args = ["--annotator", "ada", "--theme", "dark", articles.path().to_str().unwrap()];
    for (keys, says) in [("jcc", "saved 2"), ("u", "saved 1"), ("u", "saved 0"), ("\u{12}", "saved 1")] {
        let mut tty = Tty::start(abreast(home.path(), &args), 100, 24);
        tty.shows("A title of it");
        tty.send(keys);
        tty.shows(says);
        tty.signal("KILL");
        assert!(!tty.ended().success());
    }
    assert_eq!(labels(&path), ["claim"]);
}

#[test]
fn what_another_window_has_changed_since_is_not_touched() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c");
    let mut other = reader.other_window();
    let Typed(keys) = "j m o n e Enter".parse().unwrap();
    other.press(&keys);
    let theirs = reader.records("a.txt");
    assert_eq!(theirs[0]["note"], "one");
    // In this session as well as in a later one.
    reader.tell(Msg::Touched(vec![reader.path("a.txt.ada.abreast.json")])).keys("u");
    assert_eq!(reader.says(), "Not undone: tag claim; that has been changed since");
    assert_eq!(reader.records("a.txt"), theirs);
    reader.restart().keys("u");
    assert_eq!(reader.says(), "Undone: note");
    reader.keys("u");
    assert_eq!(reader.says(), "There is nothing to undo", "that step is given up for good");
}

#[test]
fn what_was_removed_elsewhere_is_not_brought_back_by_redoing() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c k ! u");
    fs::remove_file(reader.path("a.txt.ada.abreast.json")).unwrap();
    reader.restart().keys("C-r");
    assert_eq!(reader.says(), "Not redone: doubt; that has been changed since");
    assert_eq!(reader.all(), "");
}

#[test]
fn steps_find_their_words_in_a_text_that_was_edited() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c k d");
    let path = reader.path("a.txt");
    let edited = format!("A line in front of it all.\n\n{}", fs::read_to_string(&path).unwrap());
    fs::write(&path, &edited).unwrap();
    // While the program runs, and before the next start.
    reader.tell(Msg::Touched(vec![path.clone()])).keys("u");
    let claim = "claim «Anna Weber opened the gates on Monday.» claimant=author certainty=asserted";
    assert_eq!((reader.says().as_str(), reader.all().as_str()), ("Undone: remove tags", claim));
    reader.keys("C-r");
    assert_eq!(reader.all(), "");
    fs::write(&path, format!("And another one.\n\n{edited}")).unwrap();
    reader.restart().keys("u");
    assert_eq!(reader.all(), claim);
    reader.keys("C-r");
    fs::write(&path, "Nothing of it is left.\n").unwrap();
    reader.restart().keys("u");
    assert_eq!(reader.says(), "Not undone: remove tags; that has been changed since");
    assert_eq!(reader.all(), "");
}

#[test]
fn a_damaged_history_is_no_reason_to_fail() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c c c");
    let history = fs::read_to_string(reader.history()).unwrap();
    let lines: Vec<&str> = history.lines().collect();
    assert_eq!(lines.len(), 3, "{history}");
    let cut = &lines[2][..lines[2].len() / 2];
    let damaged = [lines[0], "\u{0}{{", "[1, 2]", "{\"undone\":7}", lines[1], cut].join("\n");
    fs::write(reader.history(), damaged).unwrap();
    reader.restart().keys("u");
    assert_eq!(reader.annotations("a.txt").len(), 2, "the last but one is undone");
    reader.keys("u x");
    assert_eq!(reader.annotations("a.txt").len(), 2);
    reader.restart().keys("u");
    assert_eq!(reader.annotations("a.txt").len(), 1, "what is added after damage can be read");
}

#[test]
fn read_only_nothing_is_undone_and_no_history_written() {
    let mut reader = Reader::read_only(&TOLL);
    reader.keys("c x u C-r");
    assert_eq!(reader.says(), "There is nothing to redo");
    assert!(!reader.history().exists());
}
