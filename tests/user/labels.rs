//! Labels of a corpus: `abreast.json` beside its articles.

use crate::harness::{Reader, TOLL};

const SCHEMA: &str = r#"{ "labels": [
    { "name": "event", "doc": "Something that happened.", "letter": "E", "key": "t", "colour": "cyan", "asks": true,
      "attributes": [
        { "name": "tense", "kind": "choice", "values": ["past", "future"], "default": "past" },
        { "name": "actor", "kind": "entity", "also": ["nobody"] },
        { "name": "topic", "kind": "phrase" },
        { "name": "place", "kind": "text" },
        { "name": "sure", "kind": "flag" } ] },
    { "name": "rumour", "letter": "R" },
    { "name": "claim", "attributes": [ { "name": "checked", "kind": "flag" } ] }
] }"#;

const OPENED: &str = "event «Anna Weber opened the gates on Monday.»";

fn reader() -> Reader {
    let files: Vec<_> = TOLL.into_iter().chain([("abreast.json", SCHEMA)]).collect();
    Reader::new(&files)
}

#[test]
fn a_label_has_its_key_and_asks_for_attributes_of_every_kind() {
    let mut reader = reader();
    reader.keys("j t 2 1").typed("harbour").keys("Tab").typed("at the quay").keys("Tab y Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        [format!("{OPENED} tense=future actor=Anna Weber@«Anna Weber» topic=harbour place=at the quay sure")]
    );
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    assert!(reader.row_with("Anna Weber opened").contains(" E "), "{}", reader.screen());
}

#[test]
fn what_has_a_default_starts_with_it_and_the_rest_is_unset() {
    let mut reader = reader();
    reader.keys("j t Enter");
    assert_eq!(reader.annotations("a.txt"), [format!("{OPENED} tense=past")]);
}

#[test]
fn a_form_edits_every_kind() {
    let mut reader = reader();
    reader.keys("j t Enter k Enter 2").typed("nobody").keys("Tab").typed("opening").keys("Tab").typed("quay");
    reader.keys("Tab Space Tab").typed("a note").keys("Tab y Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        [format!("{OPENED} tense=future actor=nobody topic=opening place=quay sure note=a note doubt")]
    );
}

#[test]
fn the_key_of_a_label_tags_spans_too() {
    let mut reader = reader();
    reader.keys("j v b b b t Enter");
    assert_eq!(reader.annotations("a.txt"), ["event «Anna Weber opened the gates» tense=past"]);
}

#[test]
fn a_label_without_a_key_is_tagged_by_its_name() {
    let mut reader = reader();
    reader.keys(":").typed("tag rumour").keys("Enter Space Space").typed("rumour").keys("Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["rumour «Harbour gates open again»", "rumour «Anna Weber opened the gates on Monday.»"]
    );
    reader.keys(".");
    assert_eq!(reader.annotations("a.txt").len(), 3);
}

#[test]
fn a_label_of_the_program_gets_further_attributes() {
    let mut reader = reader();
    reader.keys("c k Enter Tab Tab Space Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["claim «Harbour gates open again» claimant=author certainty=asserted checked"]
    );
}

#[test]
fn help_has_the_labels_of_the_corpus() {
    let mut reader = reader();
    reader.keys("? /").typed("event");
    assert!(reader.shows("tag as event: Something"), "{}", reader.screen());
}

#[test]
fn without_the_schema_its_annotations_are_kept_and_shown() {
    let mut first = reader();
    first.keys("j t 2 1").typed("harbour").keys("Enter");
    let sidecar = std::fs::read_to_string(first.path("a.txt.ada.abreast.json")).unwrap();
    let files: Vec<_> = TOLL.into_iter().chain([("a.txt.ada.abreast.json", sidecar.as_str())]).collect();
    let mut reader = Reader::new(&files);
    assert!(reader.row_with("Anna Weber opened").contains(" * "), "{}", reader.screen());
    reader.keys("j !");
    assert_eq!(
        reader.annotations("a.txt"),
        [format!("{OPENED} tense=future actor=Anna Weber@«Anna Weber» topic=harbour doubt")]
    );
}

#[test]
fn a_label_that_is_not_there_is_said() {
    let mut reader = reader();
    reader.keys(":").typed("tag guess").keys("Enter");
    assert_eq!(reader.says(), "There is no label guess; there are claim, position, none, event, rumour");
}
