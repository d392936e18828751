//! Adjudication: where annotators differ, what they say stands side by side, and one key decides.

use std::fs;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::agreement::printed;
use crate::desk::{Desk, folder, records, sidecar_of};
use crate::harness::TOLL;

/// Of the first article bo and cy have read the title, which both say holds nothing; the second sentence, where both
/// see a claim; the third, a position of either stance; and the fourth, a position and nothing.
pub fn differing() -> TempDir {
    let text = TOLL[0].1.replace("He opposes", "Brandt opposes");
    let folder = folder(&[("a.txt", text.as_bytes())]);
    Desk::of("bo", folder.path(), 100, 24).press("x c p- toll Tab B r a n d t Enter p+ crews Enter");
    Desk::of("cy", folder.path(), 100, 24).press("x c p+ toll Tab K a r l Space B r a n d t Enter x");
    folder
}

fn rev(folder: &TempDir) -> Desk {
    Desk::of("rev", folder.path(), 120, 30)
}

pub fn of(folder: &TempDir, annotator: &str) -> Vec<Json> {
    records(&sidecar_of(folder.path(), "a.txt", annotator))
}

/// The tags of the reviewer: label and stance, and who said so; then the verdicts: on whom, and what.
fn decided(folder: &TempDir) -> Vec<String> {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let line = |record: Json| match record["label"].as_str() {
        Some("verdict") => format!("{} {}", text(&record["of"]["annotator"]), text(&record["verdict"])),
        _ => {
            let from = record["from"].as_array().cloned().unwrap_or_default();
            let from: Vec<String> = from.iter().map(|of| text(&of["annotator"])).collect();
            let words = [text(&record["label"]), text(&record["stance"]), format!("of {}", from.join("+"))];
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        }
    };
    of(folder, "rev").into_iter().map(line).collect()
}

#[test]
fn one_key_goes_to_what_differs_and_marks_it_side_by_side() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("]");
    assert_eq!(desk.cursor(), "Rain fell all night.");
    let screen = desk.screen();
    let row = |words: &str| screen.lines().find(|row| row.contains(words)).unwrap_or_default().to_owned();
    assert!(row("1 b bo").contains("2 c cy"), "{screen}");
    let stance = row("≠ stance");
    assert!(stance.contains("oppose") && stance.contains("support"), "{screen}");
    assert!(!screen.contains("≠ issue") && !screen.contains("≠ label"), "{screen}");
    assert!(row("1 bo's").contains("0 neither"), "{screen}");
    desk.press("]");
    assert_eq!(desk.cursor(), "The mayor, Karl Brandt, praised the crews.");
    assert!(desk.screen().contains("≠ label"), "{}", desk.screen());
    desk.press("]");
    assert_eq!(desk.cursor(), "Rain fell all night.", "round to the first");
    desk.press("[ Esc");
    assert_eq!(desk.cursor(), "The mayor, Karl Brandt, praised the crews.");
    assert!(!desk.screen().contains("≠"), "{}", desk.screen());
    desk.press("[");
    assert!(desk.screen().contains("≠ stance"), "{}", desk.screen());
}

#[test]
fn names_of_one_person_are_no_difference() {
    let folder = differing();
    let holders: Vec<String> =
        ["bo", "cy"].map(|who| of(&folder, who)[2]["holder"]["name"].as_str().unwrap().to_owned()).into();
    assert_eq!(holders, ["Brandt", "Karl Brandt"]);
    let mut desk = rev(&folder);
    desk.press("]");
    assert!(desk.screen().contains("Brandt") && !desk.screen().contains("≠ holder"), "{}", desk.screen());
}

#[test]
fn a_key_takes_what_one_says_as_an_annotation_of_the_reviewer_with_where_it_comes_from() {
    let folder = differing();
    let before = of(&folder, "cy");
    let mut desk = rev(&folder);
    desk.press("] 2");
    assert_eq!(desk.cursor(), "The mayor, Karl Brandt, praised the crews.", "and the next one is there");
    assert_eq!(decided(&folder), ["position support of cy", "cy accepted", "bo rejected"]);
    let own = of(&folder, "rev")[0].clone();
    assert_eq!(own["from"], json!([{ "annotator": "cy", "id": before[2]["id"] }]));
    assert_ne!(own["id"], before[2]["id"]);
    assert_eq!(own["quote"], before[2]["quote"]);
    assert_eq!(of(&folder, "cy"), before);
    desk.press("2");
    assert_eq!(
        decided(&folder),
        ["position support of cy", "none of cy", "cy accepted", "bo rejected", "cy accepted", "bo rejected"]
    );
    assert_eq!(desk.says(), "Where annotators differ, all is decided");
    let mut again = rev(&folder);
    again.press("]");
    assert_eq!(again.says(), "Where annotators differ, all is decided");
}

#[test]
fn a_key_takes_neither_and_undo_comes_back_to_it() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("] 0");
    assert_eq!(decided(&folder), ["none of bo+cy", "bo rejected", "cy rejected"]);
    desk.press("u");
    assert_eq!(decided(&folder), [""; 0]);
    assert_eq!(desk.cursor(), "Rain fell all night.");
    assert!(desk.screen().contains("≠ stance"), "{}", desk.screen());
    desk.press("3");
    assert_eq!(desk.says(), "There are 2 annotators here");
    desk.press("1 u C-r");
    assert_eq!(decided(&folder), ["position oppose of bo", "bo accepted", "cy rejected"]);
}

#[test]
fn field_by_field_both_have_a_part_in_it() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("] Enter");
    assert!(desk.screen().contains("position  1 of 2"), "{}", desk.screen());
    desk.press("~ Enter");
    assert_eq!(decided(&folder), ["position conditional of bo+cy", "bo accepted", "cy accepted"]);
    desk.press("u Enter Tab Tab");
    assert!(desk.screen().contains("Karl Brandt"), "cy's holder is offered:\n{}", desk.screen());
    desk.press("PageDown Enter");
    assert_eq!(decided(&folder), ["position support of cy", "cy accepted", "bo rejected"]);
    desk.press("u Enter Esc");
    assert!(desk.screen().contains("≠ stance"), "Esc leads back:\n{}", desk.screen());
}

#[test]
fn all_on_which_everybody_agrees_is_accepted_in_one_step() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("A");
    assert_eq!(desk.says(), "2 annotations accepted on which all agree");
    let all = decided(&folder);
    assert_eq!(all[..2], ["none of bo+cy", "claim of bo+cy"]);
    assert_eq!(all[2..], ["bo accepted", "cy accepted", "bo accepted", "cy accepted"]);
    desk.press("A");
    assert_eq!(desk.says(), "There is nothing left on which all agree");
    desk.press("u");
    assert_eq!(decided(&folder), [""; 0], "one step");
    desk.press("C-r");
    assert_eq!(decided(&folder), all);
}

#[test]
fn a_new_decision_takes_the_place_of_an_earlier_one() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("Space v / a n n o t a t o r : b o Space l a b e l : p o s i t i o n Enter e ~ Enter");
    let changed = ["position conditional of bo", "bo accepted"];
    assert_eq!(decided(&folder), changed);
    desk.press("q ] 2");
    assert_eq!(desk.says(), "What you had made of it before is removed; u brings it back");
    assert_eq!(decided(&folder), ["position support of cy", "bo rejected", "cy accepted"]);
    desk.press("u");
    assert_eq!(decided(&folder), changed, "one step");
}

#[test]
fn what_is_taken_again_after_it_was_changed_is_there_once() {
    let folder = differing();
    rev(&folder).press("] 2");
    Desk::of("cy", folder.path(), 100, 24).press("g g j j Enter ~ Enter");
    assert_eq!(of(&folder, "cy")[2]["stance"], "conditional");
    rev(&folder).press("] 2");
    assert_eq!(decided(&folder), ["position conditional of cy", "cy accepted", "bo rejected"]);
}

#[test]
fn with_the_last_of_what_it_was_made_of_what_was_made_is_rejected() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("A Space v / l a b e l : c l a i m Enter r");
    assert!(decided(&folder).contains(&"claim of bo+cy".to_owned()), "{:?}", decided(&folder));
    desk.press("k r j r");
    assert_eq!(
        decided(&folder),
        ["none of bo+cy", "bo accepted", "cy accepted", "bo rejected", "cy rejected"]
    );
    desk.press("u");
    assert!(decided(&folder).contains(&"claim of bo+cy".to_owned()), "{:?}", decided(&folder));
}

#[test]
fn what_was_rejected_is_not_accepted_because_all_agree() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("j Space o r Esc A");
    assert_eq!(decided(&folder), ["none of bo+cy", "bo rejected", "bo accepted", "cy accepted"]);
}

#[test]
fn where_the_reviewer_has_found_nothing_what_the_others_agree_on_is_a_disagreement() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("j x A");
    assert_eq!(desk.says(), "1 annotation accepted on which all agree");
    assert!(!decided(&folder).contains(&"claim of bo+cy".to_owned()), "{:?}", decided(&folder));
    desk.press("k ]");
    assert!(desk.screen().contains("3 rev (you)"), "{}", desk.screen());
    desk.press("1");
    let all = decided(&folder);
    assert!(
        all.contains(&"claim of bo+cy".to_owned()) && all.contains(&"rev rejected".to_owned()),
        "{all:?}"
    );
    assert!(all.contains(&"none of ".to_owned()), "the opinion stays on record: {all:?}");
}

#[test]
fn with_one_other_the_reviewer_is_the_second_and_stats_counts_the_same() {
    let folder = differing();
    fs::remove_file(sidecar_of(folder.path(), "a.txt", "cy")).unwrap();
    let mut desk = rev(&folder);
    desk.press("j c p+ toll Enter x");
    assert_eq!(disputed(&folder), [2, 2]);
    desk.press("g g ]");
    assert!(desk.screen().contains("≠ stance") && desk.screen().contains("2 rev (you)"), "{}", desk.screen());
    desk.press("2");
    assert!(desk.screen().contains("≠ label"), "{}", desk.screen());
    let own = ["claim of ", "position support of ", "none of "];
    assert_eq!(
        decided(&folder),
        [&own[..], &["rev accepted", "bo rejected"]].concat(),
        "nothing is made twice"
    );
    assert_eq!(disputed(&folder), [1, 1]);
    desk.press("1");
    assert_eq!(desk.says(), "Where annotators differ, all is decided");
    assert_eq!(disputed(&folder), [0, 0]);
    desk.press("Space a Space o");
    assert!(desk.screen().lines().any(|row| row.contains("2/4         0")), "{}", desk.screen());
}

/// What `abreast stats` counts as disputed, by annotator.
fn disputed(folder: &TempDir) -> Vec<u64> {
    let home = TempDir::new().unwrap();
    let args = ["stats", "--json", folder.path().to_str().unwrap()];
    let stats: Json = serde_json::from_str(&printed(home.path(), &args)).unwrap();
    let annotators = stats["annotators"].as_object().unwrap();
    annotators.values().map(|count| count["disputed"].as_u64().unwrap()).collect()
}

#[test]
fn what_was_shown_for_a_decision_is_hidden_again_after_it() {
    let folder = differing();
    let mut desk = rev(&folder);
    let blind = desk.screen();
    desk.press("] Esc g g");
    assert_eq!(desk.screen(), blind);
    desk.press("Space g q");
    assert_eq!(desk.screen(), blind);
    desk.press("Space v q");
    assert_eq!(desk.screen(), blind);
    desk.press("A u g g");
    assert!(!desk.screen().contains("bC"), "{}", desk.screen());
    desk.press("Space v / l a b e l : p o s i t i o n Enter Enter");
    assert!(desk.says().starts_with("Shown: b bo, c cy"), "who goes to it sees it: {}", desk.says());
}

#[test]
fn from_the_review_the_key_goes_to_the_next_disagreement() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("Space v G ]");
    assert!(desk.screen().contains("≠ "), "{}", desk.screen());
    desk.press("Esc Space v / s t a t e : d i s p u t e d Space l a b e l : n o n e Enter ]");
    assert_eq!(desk.cursor(), "The mayor, Karl Brandt, praised the crews.");
    assert!(desk.screen().contains("≠ label"), "{}", desk.screen());
}

#[test]
fn where_a_sidecar_cannot_be_read_nobody_knows_whether_all_agree() {
    let folder = differing();
    fs::write(sidecar_of(folder.path(), "a.txt", "dan"), "{").unwrap();
    let mut desk = rev(&folder);
    desk.press("A");
    let says = desk.says();
    assert!(
        says.starts_with("There is nothing left on which all agree; a.txt left out: dan's sidecar"),
        "{says}"
    );
    assert_eq!(decided(&folder), [""; 0]);
    for keys in ["]", "Esc Space v", "q Space o"] {
        desk.press(keys);
        assert!(desk.says().contains("a.txt.dan.abreast.json cannot be read"), "{keys}: {}", desk.says());
    }
}

#[test]
fn on_the_smallest_screens_all_see_what_differs() {
    let folder = differing();
    for (who, keys) in
        [("dan", "j j p~ toll Enter"), ("eve", "j j p0 toll Enter"), ("fay", "j j p? toll Enter")]
    {
        Desk::of(who, folder.path(), 100, 24).press(keys);
    }
    let mut desk = Desk::of("rev", folder.path(), 40, 14);
    desk.press("]");
    let screen = desk.screen();
    for words in [
        "≠ stance",
        "1 b bo  oppose",
        "2 c cy  support",
        "3 d dan  conditional",
        "4 e eve  neutral",
        "5 f fay  unclear",
    ] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
}

#[test]
fn what_the_reviewer_has_already_is_not_made_again() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("j c A");
    let claims = decided(&folder).into_iter().filter(|made| made.starts_with("claim"));
    assert_eq!(claims.collect::<Vec<_>>(), ["claim of "]);
}

#[test]
fn nothing_is_decided_where_nothing_can_be_written() {
    let folder = differing();
    let path = sidecar_of(folder.path(), "a.txt", "rev");
    fs::write(&path, "{").unwrap();
    let mut desk = rev(&folder);
    for keys in ["] 1", "Enter", "Esc A"] {
        desk.press(keys);
        assert!(desk.says().contains("rev.abreast.json"), "{keys}: {}", desk.says());
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "{");
}

#[test]
fn where_one_of_five_has_found_nothing_it_is_seen_in_what_the_others_differ() {
    let folder = folder(&[("a.txt", b"The council met.\n\nBrandt opposes the toll.\n")]);
    for (who, keys) in
        [("ann", "p- toll Enter"), ("bob", "p+ toll Enter"), ("cid", "x"), ("dot", "p- fees Enter")]
    {
        Desk::of(who, folder.path(), 100, 24).press(&format!("g g j {keys}"));
    }
    Desk::of("eve", folder.path(), 100, 24).press("g g j p~ toll Enter");
    let mut desk = Desk::of("rev", folder.path(), 80, 24);
    desk.press("]");
    let screen = desk.screen();
    assert!(screen.contains("≠ label · stance · issue"), "{screen}");
    for said in ["position · support · toll", "position · oppose · fees", "none · – · –"] {
        assert!(screen.contains(said), "{said}:\n{screen}");
    }
}

#[test]
fn neither_says_that_nothing_is_there_unless_one_of_them_says_so() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("] 0");
    let before = decided(&folder);
    assert_eq!(before, ["none of bo+cy", "bo rejected", "cy rejected"]);
    desk.press("0");
    assert_eq!(decided(&folder)[..2], ["none of bo+cy", "bo rejected"], "bo's position or cy's nothing");
    assert_eq!(decided(&folder).len(), before.len() + 2);
    assert_eq!(desk.says(), "Where annotators differ, all is decided", "what was made of it is no new side");
    desk.press("Esc k Space o r");
    assert!(!desk.says().contains("removed"), "{}", desk.says());
    desk.press("g g j j Space v / p o s i t i o n Enter e + Enter");
    assert!(!decided(&folder).contains(&"none of bo+cy".to_owned()), "it gives way: {:?}", decided(&folder));
}

#[test]
fn neither_waits_for_all_that_was_found_in_the_sentence() {
    let folder = folder(&[("a.txt", b"The council met.\n\nBrandt opposes the toll.\n")]);
    Desk::of("bo", folder.path(), 100, 24).press("j c p- toll Enter");
    Desk::of("cy", folder.path(), 100, 24).press("j p+ toll Enter");
    let mut desk = rev(&folder);
    desk.press("] 0");
    assert!(!decided(&folder).iter().any(|line| line.starts_with("none")), "{:?}", decided(&folder));
    desk.press("0");
    assert!(decided(&folder)[0].starts_with("none of "), "{:?}", decided(&folder));
}
