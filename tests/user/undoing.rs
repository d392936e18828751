//! Undo and redo over everything in the session.

use std::fs;

use crate::desk::Desk;
use crate::harness::{Reader, TOLL};

#[test]
fn every_kind_of_change_is_undone_and_redone_over_articles() {
    let mut reader = Reader::new(&TOLL);
    let mut states = vec![reader.all()];
    let steps = [
        "j c",
        "k !",
        "m w e t Enter",
        "Enter Tab 2 Enter",
        "v b Enter",
        "p + Enter",
        "k d",
        "l X",
        "c",
        ". h h G x",
    ];
    for keys in steps {
        reader.keys(keys);
        states.push(reader.all());
    }
    let changed: Vec<bool> = states.windows(2).map(|pair| pair[0] != pair[1]).collect();
    assert_eq!(changed, [true; 10], "each is a change: {states:#?}");
    // The last entry held two steps.
    let last = states.pop().unwrap();
    reader.keys("u u");
    for state in states.iter().rev() {
        assert_eq!(&reader.all(), state);
        reader.keys("u");
    }
    assert_eq!(reader.says(), "There is nothing to undo");
    for state in &states[1..] {
        reader.keys("C-r");
        assert_eq!(&reader.all(), state);
    }
    reader.keys("2 C-r");
    assert_eq!(reader.all(), last);
    reader.keys("C-r");
    assert_eq!(reader.says(), "There is nothing to redo");
}

#[test]
fn undoing_goes_to_where_it_was_and_says_what_it_was() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j c l l u");
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    assert_eq!(reader.says(), "Undone: tag claim");
    reader.keys("l C-r");
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    assert_eq!(reader.says(), "Redone: tag claim");
}

#[test]
fn a_new_change_ends_what_can_be_redone() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c u x C-r");
    assert_eq!(reader.says(), "There is nothing to redo");
    assert_eq!(reader.all(), "none «Harbour gates open again»");
}

#[test]
fn counts_undo_and_redo_so_many_steps() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c c c 2 u");
    assert_eq!(reader.annotations("a.txt").len(), 1);
    reader.keys("2 C-r");
    assert_eq!(reader.annotations("a.txt").len(), 3);
}

#[test]
fn annotations_of_an_earlier_session_come_back_as_they_were() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c k m").typed("kept").keys("Enter");
    let before = reader.records("a.txt");
    reader.reopen().keys("d");
    assert_eq!(reader.all(), "");
    reader.keys("u");
    assert_eq!(reader.records("a.txt"), before);
}

#[test]
fn of_a_step_that_a_crash_has_cut_what_is_there_is_undone() {
    let mut reader = Reader::new(&TOLL);
    let folder = reader.path("");
    for who in ["bo", "cy"] {
        Desk::of(who, &folder, 100, 24).press("c Tab c");
    }
    reader.restart().keys("A");
    assert_eq!(reader.says(), "2 annotations accepted on which all agree");
    let (first, second) = ("a.txt", "b.txt");
    let all = reader.records(first);
    // One sidecar was not written yet when the program was killed.
    fs::remove_file(reader.path("b.txt.ada.abreast.json")).unwrap();
    reader.restart().keys("u");
    let says = reader.says();
    assert!(says.starts_with("Undone in part: accept what all agree on; not in b.txt"), "{says}");
    assert_eq!((reader.records(first), reader.records(second)), (Vec::new(), Vec::new()));
    reader.keys("C-r");
    assert_eq!((reader.records(first), reader.records(second)), (all, Vec::new()));
    assert_eq!(reader.says(), "Redone: accept what all agree on");
}
