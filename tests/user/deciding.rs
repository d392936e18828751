//! What waits for a decision: two versions of a tag, and tags whose words are gone or doubtful.

use std::fs;

use tempfile::TempDir;

use crate::desk::{Desk, folder, labels, sidecar};

const OLD: &str = "Toll plan\n\nThe bridge gets a toll in spring. Drivers will pay two crowns a day. \
    It will stand for ten years at the least. The mayor opposes it.\n\nNobody asked the ferry about any of it.\n";

/// Tags on the last three sentences of the old text, then the article as it is now.
fn edited(now: &str) -> TempDir {
    let folder = folder(&[("a.txt", OLD.as_bytes())]);
    Desk::open(folder.path(), 100, 24).unwrap().press("j j c c j x");
    assert_eq!(labels(&sidecar(folder.path(), "a.txt")), ["claim", "claim", "none"]);
    fs::write(folder.path().join("a.txt"), now).unwrap();
    folder
}

fn now() -> String {
    OLD.replace("two crowns a day", "three crowns a day")
        .replace("Nobody asked the ferry about any of it.\n", "That is all.\n")
}

#[test]
fn what_has_lost_its_place_is_said_at_the_start_and_shown_with_its_words() {
    let folder = edited(&now());
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    assert!(
        desk.screen().contains("2 annotations wait for a decision: Space d shows them"),
        "{}",
        desk.screen()
    );
    assert!(desk.screen().contains("1 claim "), "{}", desk.screen());
    // Nothing of it is off the disk.
    assert!(desk.screen().contains("saved 3"), "{}", desk.screen());
    desk.press("Space d");
    let screen = desk.screen();
    assert!(screen.contains("uncertain 9") && screen.contains("three crowns"), "{screen}");
    assert!(screen.contains("lost") && screen.contains("Nobody asked the ferry"), "{screen}");
}

#[test]
fn one_key_each_puts_a_tag_in_its_place_or_lets_it_go_and_can_be_undone() {
    let folder = edited(&now());
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    desk.press("Space d a");
    assert!(
        fs::read_to_string(&path).unwrap().contains("\"quote\":\"Drivers will pay three crowns a day.\"")
    );
    assert!(desk.screen().contains("decisions  1"), "{}", desk.screen());
    desk.press("r");
    assert_eq!(labels(&path), ["claim", "claim"]);
    desk.press("u");
    assert_eq!(labels(&path), ["claim", "claim", "none"]);
    desk.press("u q");
    assert!(desk.screen().contains("1 claim "), "{}", desk.screen());
    let mut again = Desk::open(folder.path(), 120, 24).unwrap();
    again.press("Space d");
    assert!(again.screen().contains("decisions  2"), "{}", again.screen());
}

#[test]
fn a_lost_tag_is_put_on_the_sentence_that_is_chosen() {
    let folder = edited(&now());
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    desk.press("Space d j Enter G");
    assert!(desk.screen().contains("lost  none"), "{}", desk.screen());
    desk.press("a");
    assert!(fs::read_to_string(&path).unwrap().contains("\"quote\":\"That is all.\""), "{}", desk.screen());
    // In the text, the doubtful one is decided where it may be.
    desk.press("g g j j");
    assert!(
        desk.screen().contains("uncertain 9") && desk.screen().contains("a puts it here"),
        "{}",
        desk.screen()
    );
    desk.press("r");
    assert_eq!(labels(&path), ["claim", "none"]);
}

#[test]
fn of_two_versions_one_key_keeps_either() {
    for (key, wanted, other) in [("a", "\"note\":\"one\"", "\"doubt\""), ("r", "\"doubt\"", "\"note\"")] {
        let folder = folder(&[("a.txt", OLD.as_bytes())]);
        let path = sidecar(folder.path(), "a.txt");
        let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
        desk.press("j j c k");
        Desk::open(folder.path(), 120, 24).unwrap().press("g g j j m o n e Enter");
        // The same second is told apart by what the versions say, so which comes first is not ours to choose.
        desk.press("!");
        assert_eq!(labels(&path).len(), 2);
        let first_is_note = {
            let file = fs::read_to_string(&path).unwrap();
            let marked = file.lines().find(|line| line.contains("\"conflict\"")).unwrap().to_owned();
            marked.contains("\"note\"")
        };
        let key = if first_is_note {
            key
        } else if key == "a" {
            "r"
        } else {
            "a"
        };
        desk.press("Space d");
        assert!(desk.screen().contains("changed twice"), "{}", desk.screen());
        desk.press(key);
        let file = fs::read_to_string(&path).unwrap();
        assert_eq!(labels(&path).len(), 1);
        assert!(file.contains(wanted) && !file.contains(other) && !file.contains("conflict"), "{file}");
        desk.press("u");
        assert_eq!(labels(&path).len(), 2);
    }
}
