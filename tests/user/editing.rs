//! The form of an annotation, notes, doubt.

use crate::harness::{Reader, TOLL};

const RAIN: &str = "claim «Rain fell all night.»";

/// At a claim on the sentence about the rain.
fn claimed() -> Reader {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j c k");
    reader
}

#[test]
fn a_form_changes_every_field_and_is_one_step() {
    let mut reader = claimed();
    reader.keys("Enter").typed("Weber").keys("Tab 2 ").typed("said so twice").keys("Tab Space Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        [format!("{RAIN} claimant=Anna Weber certainty=hedged note=said so twice doubt")]
    );
    assert!(reader.records("a.txt")[0]["modified"].is_string());
    assert!(reader.app().prompt.is_none());
    reader.keys("u");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=author certainty=asserted")]);
    assert!(reader.records("a.txt")[0].get("modified").is_none());
}

#[test]
fn a_form_shows_what_the_annotation_has() {
    let mut reader = claimed();
    reader.keys("m").typed("see also b").keys("Enter Enter");
    assert!(reader.row_with("claimant").contains("author"), "{}", reader.screen());
    assert!(reader.row_with("certainty").contains("asserted"));
    assert!(reader.row_with("note").contains("see also b"));
    assert!(reader.row_with("doubt").contains("no"));
}

#[test]
fn escape_leaves_the_annotation_as_it_was() {
    let mut reader = claimed();
    let before = reader.sidecar("a.txt");
    reader.keys("Enter Tab 3 Esc");
    assert_eq!(reader.sidecar("a.txt"), before);
}

#[test]
fn enter_without_a_change_changes_nothing() {
    let mut reader = claimed();
    reader.keys("Enter Enter");
    let confirmed = reader.sidecar("a.txt");
    reader.keys("Enter Tab Tab S-Tab Enter");
    assert_eq!(reader.sidecar("a.txt"), confirmed);
    reader.keys("u u");
    assert_eq!(reader.all(), "", "it is no step of the history either");
}

#[test]
fn an_attribute_is_unset_by_emptying_it() {
    let mut reader = claimed();
    reader.keys("Enter Backspace Tab Backspace Enter");
    assert_eq!(reader.annotations("a.txt"), [RAIN]);
}

#[test]
fn a_choice_is_made_by_its_digit_or_by_arrows() {
    let mut reader = claimed();
    reader.keys("Enter Tab Right Right Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=author certainty=denied")]);
    reader.keys("Enter Tab Left Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=author certainty=hedged")]);
    reader.keys("Enter Tab 1 Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=author certainty=asserted")]);
}

#[test]
fn the_claimant_is_among_ranked_choices_with_the_author() {
    let mut reader = claimed();
    reader.keys("Enter");
    let screen = reader.screen();
    let (weber, author) = (screen.find("1 Anna Weber"), screen.find("2 author"));
    assert!(weber.is_some() && author.is_some(), "{screen}");
    reader.keys("1 Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=Anna Weber certainty=asserted")]);
}

#[test]
fn the_forms_of_several_annotations_are_gone_through() {
    let mut reader = claimed();
    reader.keys("p + Enter k Enter");
    assert!(reader.shows("position  2 of 2"), "the newest comes first: {}", reader.screen());
    reader.keys("- PageDown");
    assert!(reader.shows("claim  1 of 2"), "{}", reader.screen());
    reader.keys("Tab 2 Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        [
            format!("{RAIN} claimant=author certainty=hedged"),
            "position «Rain fell all night.» stance=oppose".to_owned()
        ]
    );
}

#[test]
fn a_note_is_written_changed_and_removed() {
    let mut reader = claimed();
    reader.keys("m").typed("wet").keys("Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=author certainty=asserted note=wet")]);
    assert!(reader.row_with("1:3").contains("“wet”"));
    reader.keys("m").typed(" indeed").keys("Enter");
    assert_eq!(reader.records("a.txt")[0]["note"], "wet indeed");
    reader.keys("m").typed("!").keys("Esc");
    assert_eq!(reader.records("a.txt")[0]["note"], "wet indeed");
    reader.keys("m C-u Enter");
    assert!(reader.records("a.txt")[0].get("note").is_none());
    reader.keys("u u");
    assert_eq!(reader.records("a.txt")[0]["note"], "wet");
}

#[test]
fn a_note_can_be_given_as_a_command() {
    let mut reader = claimed();
    reader.keys(":").typed("note as she said").keys("Enter");
    assert_eq!(reader.records("a.txt")[0]["note"], "as she said");
}

#[test]
fn doubt_is_a_mark_that_comes_and_goes() {
    let mut reader = claimed();
    reader.keys("!");
    assert_eq!(reader.records("a.txt")[0]["doubt"], true);
    assert!(reader.row_with("Rain fell").contains("▌C!"), "{}", reader.screen());
    assert!(reader.row_with("1:3").contains("! in doubt"));
    reader.keys("!");
    assert!(reader.records("a.txt")[0].get("doubt").is_none());
}

#[test]
fn note_and_doubt_are_of_the_annotation_made_last() {
    let mut reader = claimed();
    reader.keys("p - Enter k !");
    assert_eq!(
        reader.annotations("a.txt"),
        [
            format!("{RAIN} claimant=author certainty=asserted"),
            "position «Rain fell all night.» stance=oppose doubt".to_owned()
        ]
    );
}

#[test]
fn where_nothing_is_tagged_nothing_can_be_edited() {
    let mut reader = Reader::new(&TOLL);
    for (key, says) in [
        ("Enter", "There is no tag on this sentence to edit"),
        ("m", "There is no tag on this sentence for a note"),
        ("!", "There is no tag on this sentence to doubt"),
    ] {
        reader.keys(key);
        assert_eq!(reader.says(), says);
    }
    assert_eq!(reader.all(), "");
}

#[test]
fn a_form_left_as_it_is_changes_nothing_also_where_it_cannot_show_a_value() {
    let mut reader = claimed();
    let path = reader.path("a.txt.ada.abreast.json");
    let json = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, json.replace("\"asserted\"", "\"probable\"")).unwrap();
    reader.reopen();
    reader.keys("Enter Tab Tab Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=author certainty=probable")]);
    reader.keys("Enter Tab 3 Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{RAIN} claimant=author certainty=denied")]);
}

#[test]
fn of_a_long_form_the_field_in_focus_is_in_view() {
    let attributes: Vec<String> =
        (1..=25).map(|n| format!(r#"{{"name": "detail-{n}", "kind": "phrase"}}"#)).collect();
    let label = format!(
        r#"{{"labels": [{{"name": "event", "key": "t", "attributes": [{}]}}]}}"#,
        attributes.join(", ")
    );
    let mut reader = Reader::new(&[TOLL[0], ("abreast.json", &label)]);
    reader.keys("j t Enter k Enter");
    for n in 1..=25 {
        reader.typed(&format!("word-{n}"));
        let row = reader.row_with(&format!("detail-{n} "));
        assert!(row.contains(&format!("word-{n} ")), "{}", reader.screen());
        assert!(reader.shows(&format!("+ word-{n} ")), "{}", reader.screen());
        assert!(reader.shows("Enter saves"), "{}", reader.screen());
        reader.keys("Tab");
    }
    reader.keys("Tab Tab");
    assert!(reader.shows("detail-1 "), "{}", reader.screen());
}
