//! Spans that are not whole sentences: by words, by sentences, at both ends.

use crate::harness::{Reader, TOLL};

#[test]
fn a_span_shrinks_to_words_and_is_tagged() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j v o b b o b b b c");
    assert_eq!(reader.annotations("a.txt"), ["claim «opened the gates» claimant=author certainty=asserted"]);
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    assert_eq!(reader.chosen(), "nothing");
}

#[test]
fn a_span_grows_over_sentences_also_of_the_next_paragraph() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j v 2 j x");
    let both = "Anna Weber opened the gates on Monday. Rain fell all night.\n\nThe mayor, Karl Brandt, praised the crews.";
    assert_eq!(reader.annotations("a.txt"), [format!("none «{both}»")]);
    assert!(reader.row_with("1 a.txt").contains("42%"), "three of seven are read:\n{}", reader.screen());
}

#[test]
fn a_span_never_becomes_empty() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j v 9 9 b 9 9 k");
    assert_eq!(reader.chosen(), "Rain");
    reader.keys("o 9 9 b");
    assert_eq!(reader.chosen(), "Rain");
}

#[test]
fn a_span_does_not_leave_the_article() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("v o 9 9 9 w 9 9 9 j o 9 9 9 w 9 9 9 j");
    let chosen = reader.chosen();
    assert!(chosen.starts_with("Harbour gates") && chosen.ends_with("better prices."), "{chosen}");
}

#[test]
fn confirming_gives_the_annotation_its_new_span_and_keeps_the_rest_of_it() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c k m").typed("by hand").keys("Enter !");
    let id = reader.records("a.txt")[0]["id"].clone();
    reader.keys("v o b b Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["claim «opened the gates on Monday.» claimant=author certainty=asserted note=by hand doubt"]
    );
    assert_eq!(reader.records("a.txt")[0]["id"], id);
    assert!(reader.records("a.txt")[0]["modified"].is_string());
    reader.keys("u");
    assert!(reader.annotations("a.txt")[0].starts_with("claim «Anna Weber opened the gates on Monday.»"));
}

#[test]
fn confirming_without_an_annotation_asks_for_a_label() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j v b b Enter");
    assert_eq!(reader.says(), "Tag the chosen words with the key of a label");
    assert_eq!(reader.chosen(), "Anna Weber opened the gates on");
    reader.keys("c");
    assert_eq!(
        reader.annotations("a.txt"),
        ["claim «Anna Weber opened the gates on» claimant=author certainty=asserted"]
    );
}

#[test]
fn a_position_can_be_on_a_span() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("3 j v o b b b b p + Tab 1 Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["position «praised the crews.» holder=Karl Brandt stance=support"]
    );
}

#[test]
fn the_chosen_words_are_shown_and_counted() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j v b b");
    assert!(reader.row_with("words chosen").contains("3 words chosen  Rain fell all"), "{}", reader.screen());
    assert!(
        reader.says().contains(" word   j k sentence "),
        "the hints are those of spans: {}",
        reader.says()
    );
}

#[test]
fn a_resize_keeps_the_span() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j v b b b").resize(120, 35);
    assert_eq!(reader.chosen(), "Rain fell");
}

#[test]
fn after_a_tag_on_several_sentences_the_next_one_is_that_behind_them() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j");
    let mut after = Reader::new(&TOLL);
    after.keys("j j j");
    reader.keys("v j c");
    assert_eq!(reader.cursor(), after.cursor());
}
