//! What changes on disk while a reviewer decides: only what stood on the screen is judged, and what is made of it stands
//! on its words.

use std::fs;

use abreast::app::{Effect, Msg};
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::adjudicating::{differing, of};
use crate::desk::{Desk, sidecar_of};
use crate::others::tagged;
use crate::reviewing::{contradicted, states, verdicts};

fn rev(folder: &TempDir) -> Desk {
    Desk::of("rev", folder.path(), 120, 30)
}

/// Puts words in front of the article, as another program does.
fn prepend(desk: &mut Desk, folder: &TempDir, words: &str) {
    let path = folder.path().join("a.txt");
    fs::write(&path, format!("{words}{}", fs::read_to_string(&path).unwrap())).unwrap();
    desk.inline.update(Msg::Touched(vec![path]));
}

/// Changes somebody's sidecar. What is asked for by that is not done yet.
fn rewrite(desk: &mut Desk, folder: &TempDir, who: &str, change: impl Fn(String) -> String) -> Vec<Effect> {
    let path = sidecar_of(folder.path(), "a.txt", who);
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    let mut later = Vec::new();
    for effect in desk.inline.app.update(Msg::Touched(vec![path])) {
        for msg in desk.inline.answers(effect) {
            later.extend(desk.inline.app.update(msg));
        }
    }
    later
}

/// The records of the reviewer's own tags; each quotes the words of its place.
fn own(folder: &TempDir) -> Vec<Json> {
    let text: Vec<char> = fs::read_to_string(folder.path().join("a.txt")).unwrap().chars().collect();
    let tags: Vec<Json> =
        of(folder, "rev").into_iter().filter(|record| record["label"] != "verdict").collect();
    for tag in &tags {
        let place = |name: &str| tag[name].as_u64().unwrap() as usize;
        let words: String = text[place("start")..place("end")].iter().collect();
        assert_eq!(tag["quote"], words.as_str());
    }
    tags
}

#[test]
fn a_dispute_in_a_text_that_has_changed_is_closed_and_what_is_done_then_is_saved() {
    for words in ["’".repeat(700), "A line before all.\n\n".to_owned()] {
        let folder = differing();
        let mut desk = rev(&folder);
        desk.press("]");
        prepend(&mut desk, &folder, &words);
        assert!(desk.screen().contains("has changed on disk and was read again"), "{}", desk.screen());
        desk.press("1 0 Enter");
        assert_eq!(of(&folder, "rev").len(), 0, "keys that are still typed do nothing");
        desk.press("Esc ] 1");
        let quotes: Vec<Json> = own(&folder).iter().map(|tag| tag["quote"].clone()).collect();
        assert_eq!(quotes, ["Rain fell all night."]);
        assert_eq!(own(&folder)[0]["stance"], "oppose");
        desk.press("Esc l c");
        assert!(!desk.screen().contains("NOT SAVED"), "{}", desk.screen());
    }
}

#[test]
fn a_form_of_a_dispute_is_closed_with_its_text() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("] Enter");
    prepend(&mut desk, &folder, "’’’ ");
    desk.press("~ Enter Esc");
    assert_eq!(of(&folder, "rev").len(), 0);
}

#[test]
fn a_place_in_the_jump_list_goes_along_with_its_text() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("j j G");
    prepend(&mut desk, &folder, &"’".repeat(300));
    desk.press("C-o");
    assert_eq!(desk.cursor(), "Rain fell all night.");
}

#[test]
fn what_others_change_is_not_judged_unseen() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("]");
    let later = rewrite(&mut desk, &folder, "cy", |json| json.replace("\"support\"", "\"conditional\""));
    desk.press("2");
    assert_eq!(desk.says(), "What is compared here has changed, and is being compared anew");
    assert_eq!(of(&folder, "rev").len(), 0);
    later.into_iter().for_each(|effect| desk.inline.perform(effect));
    assert_eq!(desk.says(), "What is compared here has changed, and stands here as it is now");
    assert!(desk.screen().contains("conditional"), "{}", desk.screen());
    desk.press("2");
    let judged = of(&folder, "rev").into_iter().find(|record| record["verdict"] == "accepted").unwrap();
    assert_eq!(own(&folder)[0]["stance"], "conditional");
    assert_eq!(judged["judged"]["stance"], "conditional");
}

#[test]
fn what_its_author_has_removed_is_not_taken_over() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("]");
    let without = |json: String| {
        let gone = json.lines().find(|line| line.contains("\"support\"")).unwrap().to_owned();
        json.replace(&format!("{gone}\n"), "")
    };
    let later = rewrite(&mut desk, &folder, "cy", without);
    desk.press("2");
    later.into_iter().for_each(|effect| desk.inline.perform(effect));
    desk.press("2");
    assert_eq!(of(&folder, "rev").len(), 0);
}

#[test]
fn a_form_of_the_review_is_shown_anew_when_its_annotation_has_changed() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v j j e S-Tab S-Tab w h y");
    let change = |json: String| json.replace("\"oppose\"", "\"conditional\"");
    let later = rewrite(&mut desk, &folder, "bo", change);
    later.into_iter().for_each(|effect| desk.inline.perform(effect));
    desk.press("Enter");
    assert_eq!(
        desk.says(),
        "bo has changed it meanwhile: stance is conditional now; what you have typed is kept"
    );
    assert_eq!(of(&folder, "rev").len(), 0);
    desk.press("Enter");
    let all = of(&folder, "rev");
    let judged = all.iter().find(|record| record["label"] == "verdict").unwrap();
    assert_eq!(judged["judged"]["stance"], "conditional");
    assert_eq!((&all[0]["note"], &all[0]["stance"]), (&Json::from("why"), &Json::from("conditional")));
}

#[test]
fn what_was_typed_in_a_form_is_not_lost_with_its_annotation() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v j j e S-Tab S-Tab w h y");
    let later = rewrite(&mut desk, &folder, "bo", |json| {
        let without = json.lines().filter(|line| !line.contains("\"oppose\"")).collect::<Vec<_>>().join("\n");
        without.replace("},\n]", "}\n]")
    });
    later.into_iter().for_each(|effect| desk.inline.perform(effect));
    desk.press("Enter");
    assert!(
        desk.screen().contains("bo has removed it: nothing is judged. You had typed: note why"),
        "{}",
        desk.screen()
    );
    // The article itself is another one.
    let mut desk = rev(&folder);
    desk.press("Esc j p + t o l l");
    prepend(&mut desk, &folder, "’’’ ");
    assert!(desk.screen().contains("You had typed: stance support · issue toll"), "{}", desk.screen());
}

#[test]
fn a_form_of_a_dispute_stays_with_its_text() {
    let folder = differing();
    let mut desk = rev(&folder);
    desk.press("] Enter S-Tab S-Tab w h y");
    let later = rewrite(&mut desk, &folder, "cy", |json| json.replace("\"support\"", "\"conditional\""));
    desk.press("Enter");
    assert_eq!(desk.says(), "What is compared here has changed, and is being compared anew");
    later.into_iter().for_each(|effect| desk.inline.perform(effect));
    desk.press("Enter");
    assert!(
        desk.says().ends_with("stands here as it is now; what you have typed is kept"),
        "{}",
        desk.says()
    );
    desk.press("Enter");
    assert_eq!(own(&folder)[0]["note"], "why");
}

#[test]
fn a_comment_is_on_what_was_seen() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v j j m n o");
    let change = |json: String| json.replace("\"oppose\"", "\"conditional\"");
    drop(rewrite(&mut desk, &folder, "bo", change));
    desk.press("Enter");
    assert_eq!(of(&folder, "rev").len(), 0);
    let says = "bo has changed it meanwhile: stance is conditional now. Enter comments on that";
    assert!(desk.screen().contains(says), "{}", desk.screen());
    desk.press("Enter");
    assert_eq!(verdicts(&folder, "rev"), ["bo commented no"]);
}

#[test]
fn the_mark_of_the_review_stays_on_its_annotation() {
    let folder = tagged();
    let mut desk = rev(&folder);
    desk.press("Space v j j");
    // Another one stands before all others now.
    Desk::of("dan", folder.path(), 120, 30).press("x !");
    desk.inline.update(Msg::Touched(vec![sidecar_of(folder.path(), "a.txt", "dan")]));
    assert_eq!(states(&desk).len(), 4, "{:?}", states(&desk));
    desk.press("a");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
    assert_eq!(of(&folder, "rev")[0]["judged"]["label"], "position");
    // The same when the text is another one.
    desk.press("u");
    prepend(&mut desk, &folder, "A line before all.\n\n");
    desk.press("a");
    assert_eq!(of(&folder, "rev")[0]["judged"]["label"], "position");
}

#[test]
fn after_what_was_contradicted_the_next_one_is_judged() {
    let folder = contradicted();
    let mut desk = rev(&folder);
    desk.press("Space v r a");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted", "cy rejected"]);
    let judged = of(&folder, "rev").into_iter().find(|record| record["verdict"] == "accepted").unwrap();
    assert_eq!(judged["judged"]["label"], "claim");
}

#[test]
fn reviewers_who_contradict_each_other_are_found_and_named() {
    let folder = tagged();
    let claim = "Space v / c l a i m Enter";
    rev(&folder).press(&format!("{claim} a"));
    Desk::of("dan", folder.path(), 120, 30).press(&format!("{claim} r"));
    let find = "Space v / c o n t r a d i c t e d Enter";
    for (who, state) in [("eve", "contradicted"), ("rev", "accepted, contradicted")] {
        let mut desk = Desk::of(who, folder.path(), 120, 30);
        desk.press(find);
        let states = states(&desk);
        assert!(states.contains(&format!("{state} bo 1:2 claim")), "{states:?}");
        assert!(desk.screen().contains("dan rejected") && desk.screen().contains("rev accepted"));
    }
}
