//! Corrections of names on disk: in two windows, of several annotators, and in articles that have changed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use abreast::app::Msg;

use crate::desk::{Desk, folder};
use crate::harness::{Reader, TOLL};

#[test]
fn two_windows_that_correct_one_name_keep_both_for_a_decision() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    let sidecar = folder.path().join("a.txt.ada.abreast.json");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j e Enter");
    let mut other = Desk::open(folder.path(), 90, 24).unwrap();
    other.press("j e o");
    desk.inline.update(Msg::Touched(vec![sidecar.clone()]));
    assert!(desk.screen().contains("Anna Weber ORG corrected"), "{}", desk.screen());
    desk.press("e l");
    other.press("e m");
    let file = fs::read_to_string(&sidecar).unwrap();
    assert!(file.contains("\"LOC\"") && file.contains("\"MISC\"") && file.contains("\"conflict\""), "{file}");
    assert!(other.screen().contains("decides"), "{}", other.screen());
    other.press("a");
    assert!(!fs::read_to_string(&sidecar).unwrap().contains("\"conflict\""));
}

#[test]
fn two_windows_that_say_different_things_of_one_name_leave_a_decision() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    let sidecar = folder.path().join("a.txt.ada.abreast.json");
    let mut desk = Desk::open(folder.path(), 110, 24).unwrap();
    let mut other = Desk::open(folder.path(), 110, 24).unwrap();
    desk.press("j e o");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    other.press("j e l");
    assert!(other.screen().contains("decides"), "{}", other.screen());
    desk.inline.update(Msg::Touched(vec![sidecar.clone()]));
    assert!(desk.screen().contains("decides"), "{}", desk.screen());
    desk.press("Space d");
    let screen = desk.screen();
    assert!(screen.contains("said twice") && screen.contains("LOC | ORG"), "{screen}");
    assert!(other.screen().contains("Anna Weber LOC"), "the later one holds: {}", other.screen());
    desk.press("r");
    let file = fs::read_to_string(&sidecar).unwrap();
    assert!(file.contains("\"ORG\"") && !file.contains("\"LOC\""), "{file}");
    desk.press("u a");
    let file = fs::read_to_string(&sidecar).unwrap();
    assert!(file.contains("\"LOC\"") && !file.contains("\"ORG\""), "{file}");
    assert!(desk.screen().contains("Nothing waits for a decision"), "{}", desk.screen());
}

#[test]
fn a_row_that_another_window_removes_is_not_exchanged_unsaid() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    let sidecar = folder.path().join("a.txt.ada.abreast.json");
    let mut desk = Desk::open(folder.path(), 110, 24).unwrap();
    desk.press("j e o e Tab x Space n");
    Desk::open(folder.path(), 110, 24).unwrap().press("j e r");
    desk.inline.update(Msg::Touched(vec![sidecar]));
    assert!(desk.says().contains("What was marked has been removed"), "{}", desk.screen());
}

#[test]
fn two_versions_of_a_correction_are_told_apart_by_type_and_name() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    let mut desk = Desk::open(folder.path(), 110, 24).unwrap();
    desk.press("j e Enter");
    let mut other = Desk::open(folder.path(), 110, 24).unwrap();
    desk.press("e n Zed Enter");
    other.press("j e l");
    let screen = other.screen();
    assert!(screen.contains("PER Zed") && screen.contains("keeps LOC"), "{screen}");
    other.press("Space d");
    let screen = other.screen();
    assert!(screen.contains("PER Zed | LOC") || screen.contains("LOC | PER Zed"), "{screen}");
    // What is said of the name then decides, too.
    other.press("q e m Space d");
    assert!(other.screen().contains("Nothing waits for a decision"), "{}", other.screen());
}

#[test]
fn a_prompt_closes_when_another_window_changes_the_names() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    let sidecar = folder.path().join("a.txt.ada.abreast.json");
    let mut desk = Desk::open(folder.path(), 110, 24).unwrap();
    desk.press("j e n B r");
    let mut other = Desk::open(folder.path(), 110, 24).unwrap();
    other.press("g g j e o");
    desk.inline.update(Msg::Touched(vec![sidecar.clone()]));
    assert!(desk.screen().contains("The names here were changed by another program"), "{}", desk.screen());
    // Keys that are pressed meanwhile are no commands.
    desk.press("x Enter");
    let file = fs::read_to_string(&sidecar).unwrap();
    assert!(file.contains("\"ORG\"") && !file.contains("conflict"), "{file}");
    desk.press("Esc e l");
    let file = fs::read_to_string(&sidecar).unwrap();
    assert!(file.contains("\"LOC\"") && !file.contains("\"ORG\"") && !file.contains("conflict"), "{file}");
}

#[test]
fn the_own_corrections_are_among_the_annotations() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j e n").typed("Zed").keys("Enter e Tab x x Space n");
    let row = reader.row_with("PER Zed");
    assert!(row.contains("entity") && row.contains("corrected") && row.contains("Anna Weber"), "{row}");
    let row = reader.row_with("no name");
    assert!(row.contains("entity") && row.contains("DATE") && row.contains("Monday"), "{row}");
    assert!(reader.shows("annotations  3"), "{}", reader.screen());
}

/// What the program prints of the articles in a folder.
fn printed(folder: &Path, args: &[&str]) -> String {
    String::from_utf8(ran(folder, args).stdout).unwrap()
}

fn ran(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    let command = command.current_dir(folder).args(args).env("HOME", folder).env_remove("XDG_CONFIG_HOME");
    command.output().unwrap()
}

#[test]
fn every_annotators_corrections_hold_in_what_is_printed_and_the_last_one_wins() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    let correct = |annotator: &str, keys: &str| Desk::of(annotator, folder.path(), 90, 24).press(keys);
    correct("ada", "j e Tab x");
    correct("ada", "j e o");
    correct("bo", "j e n Brandt Space Ltd Enter");
    let line = printed(folder.path(), &["inspect", "--json", "."]);
    assert!(line.contains(r#""type":"PER","entity":"Brandt Ltd"}"#) && !line.contains("DATE"), "{line}");
    // Whoever annotates sees but the own ones.
    assert!(Desk::of("cy", folder.path(), 90, 24).screen().contains("Anna Weber"));
    let rows = |who: &str| {
        let args = ["export", "--format", "hf", "--what", "entities", "--annotator", who, "-o", who, "."];
        printed(folder.path(), &args);
        fs::read_to_string(folder.path().join(who).join("entities/train.jsonl")).unwrap()
    };
    let (ada, bo) = (rows("ada"), rows("bo"));
    assert!(
        ada.contains(r#""label":"ORG","text":"Anna Weber","status":"corrected""#)
            && !ada.contains("Monday\",\"status"),
        "{ada}"
    );
    assert!(ada.contains(r#""text":"Karl Brandt","status":"recognised""#), "{ada}");
    assert!(bo.contains(r#""text":"Anna Weber","status":"corrected","name":"Brandt Ltd""#), "{bo}");
    let card = fs::read_to_string(folder.path().join("ada/README.md")).unwrap();
    assert!(card.contains("no person has checked, 0 confirmed, 1 corrected, 0 added; 1 removed"), "{card}");
    let marks = ("conll", "for 2 marks of how a name was checked or is called: left out");
    for (format, lost) in [marks, ("w3c", "for 2 corrections of an entity: left out")] {
        let args = ["export", "--format", format, "--annotator", "ada", "-o", format, "."];
        let said = String::from_utf8(ran(folder.path(), &args).stderr).unwrap();
        assert!(said.contains(lost), "{said}");
    }
    let checked = printed(folder.path(), &["check", "."]);
    assert!(checked.contains("2 sidecars of 2 annotators, 3 annotations, all in their place"), "{checked}");
    let stats = printed(folder.path(), &["stats", "--json", "."]);
    assert!(stats.contains(r#""ada":{"articles":0,"sentences":0,"labels":{},"corrections":2,"#), "{stats}");
}

/// A reader of what `ada` has said of Anna Weber, after the article has lost her name.
fn without_her(folder: &Path) -> Desk {
    Desk::open(folder, 110, 24).unwrap().press("j e n Zed Enter");
    let text = TOLL[0].1.replace("Anna Weber opened", "Somebody opened");
    fs::write(folder.join("a.txt"), text).unwrap();
    let mut desk = Desk::open(folder, 110, 24).unwrap();
    desk.press("Space d");
    assert!(desk.screen().contains("lost"), "{}", desk.screen());
    desk.press("Enter");
    desk
}

#[test]
fn a_lost_correction_is_put_on_chosen_words_or_a_name_and_never_on_a_sentence() {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    let file = || fs::read_to_string(folder.path().join("a.txt.ada.abreast.json")).unwrap();
    let mut desk = without_her(folder.path());
    desk.press("G a");
    assert_eq!(desk.says(), "Choose its words with v first");
    desk.press("v b b b b b Enter");
    assert_eq!(desk.says(), "The entity has its place: “Fishers”");
    assert!(file().contains("\"quote\":\"Fishers\""), "{}", file());
    desk.press("u Space d Enter g g j j j a");
    assert_eq!(desk.says(), "The entity has its place: “Karl Brandt”");
    assert!(file().contains("\"quote\":\"Karl Brandt\"") && file().contains("\"Zed\""), "{}", file());
}

#[test]
fn nothing_is_corrected_where_nothing_may_be_annotated() {
    let mut reader = Reader::read_only(&TOLL);
    reader.keys("j e");
    assert!(reader.app().prompt.is_none());
    assert_eq!(reader.says(), "The program was started with --read-only");
}
