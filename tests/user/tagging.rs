//! Tags: what each key writes, where the cursor goes then, and what it costs.

use crate::harness::{Reader, TOLL};

#[test]
fn a_claim_is_one_key_and_goes_on_to_the_next_sentence() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c");
    assert_eq!(
        reader.annotations("a.txt"),
        ["claim «Anna Weber opened the gates on Monday.» claimant=author certainty=asserted"]
    );
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    assert!(reader.row_with("Anna Weber opened").contains(" C "), "{}", reader.screen());
    assert!(reader.row_with("abreast").ends_with("saved 1"));
}

#[test]
fn a_claim_and_a_position_begin_with_who_says_it() {
    let text = "The bridge\n\nMayor Ann Hart opened the bridge. The bridge is safe, Hart said. “It is old,” she told reporters.\n";
    let mut reader = Reader::new(&[("a.txt", text)]);
    reader.keys("j c");
    assert!(reader.shows("speaker Ann Hart"), "{}", reader.screen());
    reader.keys("c p Tab Tab 1 Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        [
            "claim «Mayor Ann Hart opened the bridge.» claimant=author certainty=asserted",
            "claim «The bridge is safe, Hart said.» claimant=Ann Hart@«Hart» certainty=asserted",
            "position «“It is old,” she told reporters.» holder=Ann Hart",
        ]
    );
}

#[test]
fn an_article_is_read_through_with_one_key_a_sentence_and_the_next_one_after_it() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("x x c x x c x");
    assert_eq!(reader.cursor(), "b.txt: Toll divides the town");
    assert_eq!(reader.annotations("a.txt").len(), 7);
    assert!(reader.row_with("1 a.txt").contains("100%"), "what belongs to the page is not to be read");
    reader.keys("x x x x x x");
    assert_eq!(reader.cursor(), "c.txt: The boats came back.");
    assert_eq!(reader.says(), "This is the end of the last article");
}

#[test]
fn a_sentence_holds_several_annotations_and_the_gutter_shows_them() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("4 j c k p - Enter k p + Enter k");
    assert_eq!(
        reader.annotations("a.txt"),
        [
            "claim «He opposes the new toll.» claimant=author certainty=asserted",
            "position «He opposes the new toll.» stance=oppose",
            "position «He opposes the new toll.» stance=support",
        ]
    );
    assert!(reader.shows("▌CP- "), "{}", reader.screen());
}

#[test]
fn nothing_here_is_refused_where_something_is() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c k x");
    assert_eq!(reader.annotations("a.txt").len(), 1);
    assert_eq!(reader.says(), "This sentence has tags; d removes them");
    assert_eq!(reader.cursor(), "a.txt: Harbour gates open again");
}

#[test]
fn a_tag_takes_the_place_of_nothing_here_as_one_step() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("x k c");
    let claim = ["claim «Harbour gates open again» claimant=author certainty=asserted"];
    assert_eq!(reader.annotations("a.txt"), claim);
    reader.keys("u");
    assert_eq!(reader.annotations("a.txt"), ["none «Harbour gates open again»"]);
    reader.keys("C-r");
    assert_eq!(reader.annotations("a.txt"), claim);
}

#[test]
fn the_same_tag_twice_is_there_once() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c k c");
    assert_eq!(reader.annotations("a.txt").len(), 1);
    assert_eq!(reader.says(), "It is tagged as claim already");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
    reader.keys("x k x");
    assert_eq!(reader.annotations("a.txt").len(), 2, "and so is nothing here");
}

#[test]
fn nothing_more_takes_all_that_is_untagged_and_only_that() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c X");
    let tags = reader.annotations("a.txt");
    assert_eq!(tags.len(), 7, "{tags:#?}");
    assert_eq!(tags.iter().filter(|tag| tag.starts_with("none ")).count(), 6);
    assert!(!tags.iter().any(|tag| tag.contains("Facebook")));
    assert_eq!(reader.cursor(), "b.txt: Toll divides the town");
    assert_eq!(reader.says(), "6 sentences marked: nothing here");
    reader.keys("u");
    assert_eq!(reader.annotations("a.txt").len(), 1, "it is one step");
    assert!(reader.cursor().starts_with("a.txt"), "what was undone is in view");
    reader.keys("C-r X");
    assert_eq!(reader.says(), "Every sentence of the article had a tag already");
}

#[test]
fn the_last_tag_comes_again_with_its_attributes_also_in_another_article() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("4 j p - ").typed("harbour-toll").keys("Tab").typed("Karl Brandt").keys("Enter");
    reader.keys("l j .");
    let position = "position «Karl Brandt spoke to the Harbour Board.» holder=Karl Brandt issue=harbour-toll stance=oppose";
    assert_eq!(reader.annotations("b.txt"), [position]);
    assert_eq!(reader.cursor(), "b.txt: The board wants the toll.");
    reader.keys("2 .");
    assert_eq!(reader.annotations("b.txt").len(), 3, "a count repeats it");
}

#[test]
fn there_is_nothing_to_repeat_at_first() {
    let mut reader = Reader::new(&TOLL);
    reader.keys(".");
    assert_eq!((reader.says().as_str(), reader.all().as_str()), ("Nothing has been tagged yet", ""));
}

#[test]
fn a_count_tags_so_many_sentences() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("3 x");
    assert_eq!(reader.annotations("a.txt").len(), 3);
    assert_eq!(reader.cursor(), "a.txt: The mayor, Karl Brandt, praised the crews.");
}

#[test]
fn removing_takes_all_tags_of_the_sentence_and_only_those() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c k p + Enter c k k d");
    assert_eq!(
        reader.annotations("a.txt"),
        ["claim «Anna Weber opened the gates on Monday.» claimant=author certainty=asserted"]
    );
    assert_eq!(reader.says(), "2 tags removed");
    assert_eq!(reader.cursor(), "a.txt: Harbour gates open again", "removing does not go on");
    reader.keys("u");
    assert_eq!(reader.annotations("a.txt").len(), 3, "it is one step");
    reader.keys("G d");
    assert_eq!(reader.says(), "There is no tag on this sentence");
}

#[test]
fn what_belongs_to_the_page_is_not_tagged() {
    let mut reader = Reader::new(&TOLL);
    reader.click("Share this story").keys("c");
    assert_eq!(reader.all(), "");
    assert_eq!(reader.says(), "This is not part of the article, and is not tagged");
    reader.keys("j");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
}

#[test]
fn ids_are_never_used_twice_and_times_are_seconds_in_utc() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("3 x 9 u 3 x");
    let records = reader.records("a.txt");
    let ids: std::collections::BTreeSet<&str> = records.iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
    for record in &records {
        assert_eq!(uuid::Uuid::parse_str(record["id"].as_str().unwrap()).unwrap().get_version_num(), 7);
        let time = record["created"].as_str().unwrap();
        assert!(time.len() == 20 && time.ends_with('Z') && time.as_bytes()[10] == b'T', "{time}");
        assert!(record.get("modified").is_none());
    }
}
