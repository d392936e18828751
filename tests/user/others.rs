//! What other annotators have made: hidden, shown with one key, never written.

use std::fs;

use abreast::app::Msg;
use abreast::view::Depth;
use ratatui::style::Color;
use tempfile::TempDir;

use crate::desk::{Desk, folder, labels, sidecar, sidecar_of};
use crate::harness::TOLL;

/// The three articles; bo has tagged the second and third sentence of the first, cy the second.
pub fn tagged() -> TempDir {
    let files: Vec<(&str, &[u8])> = TOLL.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = folder(&files);
    Desk::of("bo", folder.path(), 100, 24).press("j c p- toll Enter");
    Desk::of("cy", folder.path(), 100, 24).press("j x k !");
    folder
}

/// The file of the article, as bo has left it.
fn of_bo(folder: &TempDir) -> String {
    fs::read_to_string(sidecar_of(folder.path(), "a.txt", "bo")).unwrap()
}

#[test]
fn others_are_hidden_until_one_key_shows_them_and_again_after_it() {
    let folder = tagged();
    let mut desk = Desk::of("rev", folder.path(), 100, 24);
    desk.press("j");
    let blind = desk.screen();
    assert!(!blind.contains("b bo") && !blind.contains("bC") && blind.contains("not tagged"), "{blind}");
    desk.press("Space o");
    assert_eq!(desk.says(), "Shown: b bo, c cy; Space o hides them");
    let screen = desk.screen();
    for shown in ["bCc·", "bP-", "b bo  claim  claimant author", "c cy  none  ! in doubt"] {
        assert!(screen.contains(shown), "{shown}:\n{screen}");
    }
    desk.press("Space o");
    assert_eq!(desk.says(), "The annotations of others are hidden");
    desk.press("Esc");
    assert_eq!(desk.screen(), blind);
}

#[test]
fn annotators_have_colours_of_their_own_and_letters_that_do_without() {
    let folder = tagged();
    let mut desk = Desk::of("rev", folder.path(), 100, 24);
    desk.press("j Space o");
    desk.depth = Depth::Sixteen;
    let (buffer, _) = desk.draw();
    let gutter = desk.inline.app.geometry().panes[0].gutter;
    let colour = |letter: &str| {
        let cell = gutter.positions().map(|at| &buffer[at]).find(|cell| cell.symbol() == letter);
        cell.unwrap_or_else(|| panic!("there is no {letter}:\n{}", desk.screen())).fg
    };
    assert_eq!((colour("b"), colour("c")), (Color::Cyan, Color::Green));
}

#[test]
fn each_writes_only_in_the_own_sidecar() {
    let folder = tagged();
    let before = of_bo(&folder);
    let mut desk = Desk::of("rev", folder.path(), 100, 24);
    desk.press("j Space o d");
    assert_eq!(desk.says(), "There is no tag on this sentence");
    desk.press("c k d x X");
    assert_eq!(of_bo(&folder), before);
    assert!(labels(&sidecar_of(folder.path(), "a.txt", "rev")).contains(&"none".to_owned()));
    assert!(!sidecar(folder.path(), "a.txt").exists());
}

#[test]
fn what_others_change_is_read_again_while_it_is_shown() {
    let folder = tagged();
    let mut desk = Desk::of("rev", folder.path(), 100, 24);
    desk.press("j Space o");
    assert!(!desk.screen().contains("hedged"), "{}", desk.screen());
    Desk::of("bo", folder.path(), 100, 24).press("j Enter Tab 2 Enter");
    desk.inline.update(Msg::Touched(vec![sidecar_of(folder.path(), "a.txt", "bo")]));
    assert_eq!(desk.says(), "bo has changed the annotations of a.txt");
    assert!(desk.screen().contains("hedged"), "{}", desk.screen());
    fs::remove_file(sidecar_of(folder.path(), "a.txt", "bo")).unwrap();
    desk.inline.update(Msg::Touched(vec![sidecar_of(folder.path(), "a.txt", "bo")]));
    assert!(!desk.screen().contains("b bo"), "{}", desk.screen());
}

#[test]
fn a_sidecar_of_somebody_else_that_cannot_be_read_is_a_fault_and_hides_no_other() {
    let folder = tagged();
    fs::write(sidecar_of(folder.path(), "a.txt", "dan"), "{").unwrap();
    let mut desk = Desk::of("rev", folder.path(), 100, 24);
    desk.press("j Space o");
    assert!(desk.screen().contains("b bo  claim"), "{}", desk.screen());
    desk.press("Space f");
    assert!(desk.screen().contains("a.txt.dan.abreast.json"), "{}", desk.screen());
}

#[test]
fn the_articles_show_how_far_everybody_is_while_others_are_shown() {
    let folder = tagged();
    let mut desk = Desk::of("rev", folder.path(), 120, 24);
    desk.press("Space a");
    let row = |desk: &Desk, words: &str| {
        let screen = desk.screen();
        let row = screen.lines().skip(2).find(|row| row.contains(words)).unwrap_or_default();
        row.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(!desk.screen().contains("judged") && row(&desk, "b bo").is_empty(), "{}", desk.screen());
    assert!(desk.says().contains("Space o others"), "{}", desk.says());
    desk.press("Space o");
    assert_eq!(row(&desk, "a.txt")[..6], ["1", "0%", "0", "0", "0/3", "1"], "{}", desk.screen());
    assert_eq!(row(&desk, "b bo"), ["28%", "1", "1", "0/2", "1", "b", "bo"], "{}", desk.screen());
    assert_eq!(row(&desk, "c cy"), ["14%", "0", "0", "0/1", "1", "c", "cy"]);
    desk.press("q j a a Space a");
    assert_eq!(row(&desk, "a.txt")[..6], ["1", "0%", "0", "0", "2/3", "0"], "{}", desk.screen());
    assert_eq!(row(&desk, "b bo"), ["28%", "1", "1", "1/2", "0", "b", "bo"], "{}", desk.screen());
    desk.press("j Enter");
    assert!(desk.cursor().contains("Weber") || desk.cursor().contains("Rain"), "Enter goes to the article");
}
