//! Claimants and holders that the program fills in: shown as such until somebody confirms or changes them.

use serde_json::json;

use crate::desk::{Desk, folder, records, sidecar_of};
use crate::harness::Reader;

const BRIDGE: [(&str, &str); 1] = [(
    "a.txt",
    "The bridge\n\nMayor Ann Hart opened the bridge. The bridge is safe, Hart told Bo Lind. It is long.\n\n\
     “It is old,” Bo Lind said. “It was dear,” Ann Hart said.\n",
)];

/// An attribute of a record in the sidecar.
fn attribute(reader: &Reader, record: usize, name: &str) -> serde_json::Value {
    reader.records("a.txt")[record][name].clone()
}

#[test]
fn what_is_filled_in_is_shown_and_saved_as_such_until_it_is_confirmed() {
    let mut reader = Reader::new(&BRIDGE);
    reader.keys("2 j c k");
    let place = attribute(&reader, 0, "claimant")["start"].clone();
    let end = attribute(&reader, 0, "claimant")["end"].clone();
    let claimant = json!({"name": "Ann Hart", "start": place, "end": end, "prefilled": true});
    assert_eq!(attribute(&reader, 0, "claimant"), claimant);
    assert!(reader.shows("claimant Ann Hart (prefilled)"), "{}", reader.screen());
    reader.reopen().keys("Enter");
    assert!(reader.shows("Ann Hart (prefilled)"), "{}", reader.screen());
    reader.keys("Esc");
    assert_eq!(attribute(&reader, 0, "claimant"), claimant, "dropping the form confirms nothing");
    reader.keys("Enter Enter");
    assert_eq!(attribute(&reader, 0, "claimant"), json!({"name": "Ann Hart", "start": place, "end": end}));
    assert!(!reader.shows("prefilled"));
    reader.keys("u");
    assert_eq!(attribute(&reader, 0, "claimant"), claimant);
}

#[test]
fn the_outlets_own_voice_is_filled_in_too_and_the_same_tag_again_is_still_the_same() {
    let mut reader = Reader::new(&BRIDGE);
    reader.keys("3 j c k");
    assert_eq!(attribute(&reader, 0, "claimant"), json!({"name": "author", "prefilled": true}));
    reader.keys("Enter Enter c");
    assert_eq!(reader.annotations("a.txt").len(), 1);
    assert_eq!(attribute(&reader, 0, "claimant"), json!({"name": "author"}));
}

#[test]
fn the_same_tag_again_is_the_same_also_when_somebody_has_chosen_another_claimant() {
    let mut reader = Reader::new(&BRIDGE);
    reader.keys("2 j c ; k c");
    assert_eq!(reader.says(), "It is tagged as claim already");
    assert_eq!(reader.annotations("a.txt").len(), 1);
    assert_eq!(attribute(&reader, 0, "claimant")["name"], json!("Bo Lind"));
}

#[test]
fn turning_the_only_likely_one_confirms_it_and_then_changes_nothing() {
    let mut reader = Reader::new(&[("a.txt", "It is long.\n")]);
    reader.keys("c ;");
    assert_eq!(reader.records("a.txt")[0]["claimant"], json!({"name": "author"}), "it was prefilled");
    let before = reader.records("a.txt");
    reader.keys(";");
    assert_eq!(reader.says(), "author is the only likely claimant");
    assert_eq!(reader.records("a.txt"), before);
    reader.keys("u");
    assert_eq!(reader.records("a.txt")[0]["claimant"]["prefilled"], json!(true), "there was one step");
}

#[test]
fn what_is_taken_over_from_others_is_confirmed_by_nobody() {
    let files: Vec<(&str, &[u8])> = BRIDGE.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    for keys in ["A", "] 1"] {
        let folder = folder(&files);
        Desk::of("bo", folder.path(), 100, 24).press("2 j c");
        Desk::of("cy", folder.path(), 100, 24).press(if keys == "A" { "2 j c" } else { "2 j x" });
        Desk::of("gold", folder.path(), 100, 24).press(keys);
        let own = records(&sidecar_of(folder.path(), "a.txt", "gold"));
        let own: Vec<_> = own.iter().filter(|record| record["label"] == "claim").collect();
        assert_eq!(own.len(), 1, "{keys}");
        assert_eq!(own[0]["claimant"]["prefilled"], json!(true), "{keys}");
    }
}

#[test]
fn what_is_prefilled_follows_a_corrected_name_in_the_same_step_and_what_is_chosen_does_not() {
    for (keys, follows) in [("2 j c k", true), ("2 j c k Enter Enter", false)] {
        let mut reader = Reader::new(&BRIDGE);
        reader.keys(keys).keys("e n").typed("Ann Hart-Lee").keys("Enter");
        let name = if follows { "Ann Hart-Lee" } else { "Ann Hart" };
        assert_eq!(reader.records("a.txt").len(), 2, "{}", reader.screen());
        let claim = |reader: &Reader| {
            reader.records("a.txt").into_iter().find(|record| record["label"] == "claim").unwrap()
        };
        assert_eq!(claim(&reader)["claimant"]["name"], json!(name));
        assert_eq!(claim(&reader)["claimant"].get("prefilled").is_some(), follows);
        reader.keys("u");
        assert_eq!(reader.records("a.txt").len(), 1);
        assert_eq!(claim(&reader)["claimant"]["name"], json!("Ann Hart"));
    }
}

#[test]
fn what_is_prefilled_follows_a_name_that_is_fuller_elsewhere_now() {
    let text = "Boats return\n\nSubstitute Karl Brandt came on Monday.\n\n\
                “It rained,” Brandt said. Brandt said that it was cold.\n";
    let mut reader = Reader::new(&[("a.txt", text)]);
    reader.keys("j e B Enter");
    let (cut, whole) = ("entity «Brandt»", "entity «Karl Brandt»");
    assert!(reader.annotations("a.txt")[0].starts_with(cut), "{:?}", reader.annotations("a.txt"));
    reader.keys("j c c");
    let claimants = |reader: &Reader| -> Vec<_> {
        let records = reader.records("a.txt").into_iter().filter(|record| record["label"] == "claim");
        records.map(|record| record["claimant"]["name"].clone()).collect()
    };
    assert_eq!(claimants(&reader), ["Brandt", "Brandt"]);
    reader.keys("g g j e W Enter");
    assert!(reader.annotations("a.txt")[0].starts_with(whole), "{:?}", reader.annotations("a.txt"));
    assert_eq!(claimants(&reader), ["Karl Brandt", "Karl Brandt"]);
    reader.keys("u");
    assert_eq!(claimants(&reader), ["Brandt", "Brandt"]);
}

#[test]
fn the_words_of_nobody_known_are_not_the_outlets_own() {
    let mut reader = Reader::new(&[("a.txt", "It is long.\n\n“In ten minutes it was gone.\n\nIt rained.\n")]);
    reader.keys("j c c");
    assert_eq!(reader.records("a.txt")[0].get("claimant"), None);
    assert_eq!(attribute(&reader, 1, "claimant")["name"], json!("author"));
}

#[test]
fn of_one_who_tells_what_another_has_said_the_first_is_filled_in() {
    let text =
        "It is long.\n\nA city official confirmed on Monday that Ann Hart said that the bridge is safe.\n";
    let mut reader = Reader::new(&[("a.txt", text)]);
    reader.keys("j c");
    assert_eq!(attribute(&reader, 0, "claimant")["name"], json!("city official"));
}

#[test]
fn a_holder_is_filled_in_while_it_is_asked_for_and_confirmed_by_ending_there() {
    let mut reader = Reader::new(&BRIDGE);
    reader.keys("4 j p");
    assert!(reader.shows("holder Bo Lind (prefilled)"), "{}", reader.screen());
    reader.keys("- Enter k p + Tab Enter");
    assert_eq!(attribute(&reader, 0, "holder")["prefilled"], json!(true));
    assert_eq!(attribute(&reader, 1, "holder")["name"], json!("Bo Lind"));
    assert!(attribute(&reader, 1, "holder").get("prefilled").is_none());
    reader.keys("k k p Enter");
    assert_eq!(reader.records("a.txt")[0].get("holder"), None, "nobody says it");
}

#[test]
fn one_key_turns_a_wrong_claimant_to_the_next_likely_one() {
    let mut reader = Reader::new(&BRIDGE);
    reader.keys("2 j c ;");
    assert_eq!(attribute(&reader, 0, "claimant")["name"], json!("Bo Lind"));
    assert!(attribute(&reader, 0, "claimant").get("prefilled").is_none(), "somebody has chosen it");
    assert_eq!(reader.says(), "claimant of 1:3: Bo Lind  (2 of 3)");
    assert_eq!(reader.cursor(), "a.txt: It is long.");
    reader.keys(";");
    assert_eq!(attribute(&reader, 0, "claimant"), json!({"name": "author"}));
    reader.keys(";");
    assert_eq!(attribute(&reader, 0, "claimant")["name"], json!("Ann Hart"), "they come round");
    reader.keys("u u");
    assert_eq!(attribute(&reader, 0, "claimant")["name"], json!("Bo Lind"), "each press is a step");
    // On the sentence itself, and on one that has a tag of its own.
    reader.keys(";");
    assert_eq!(attribute(&reader, 0, "claimant"), json!({"name": "author"}));
    reader.keys("j j c k k c ;");
    assert_eq!(attribute(&reader, 1, "claimant")["name"], json!("Ann Hart"), "the one made last comes first");
    assert_eq!(attribute(&reader, 2, "claimant")["prefilled"], json!(true));
    reader.keys("g g ;");
    assert_eq!(reader.says(), "There is no tag here or just before that says who says it");
}

#[test]
fn the_last_tag_again_is_said_by_whoever_says_it_there_unless_somebody_chose() {
    let mut reader = Reader::new(&BRIDGE);
    reader.keys("4 j c .");
    assert_eq!(attribute(&reader, 1, "claimant")["name"], json!("Ann Hart"));
    assert_eq!(attribute(&reader, 1, "claimant")["prefilled"], json!(true));
    let mut reader = Reader::new(&BRIDGE);
    reader.keys("2 j c ; . .");
    for record in 1..3 {
        assert_eq!(attribute(&reader, record, "claimant")["name"], json!("Bo Lind"));
        assert_eq!(attribute(&reader, record, "claimant").get("prefilled"), None);
    }
}
