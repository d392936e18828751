//! The mouse, and text that is pasted.

use abreast::app::MouseKind;

use crate::harness::{Reader, TOLL};

#[test]
fn a_click_goes_to_the_sentence_also_in_another_pane() {
    let mut reader = Reader::new(&TOLL);
    reader.click("fell all");
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    reader.click("Anna Weber waits");
    assert_eq!(reader.cursor(), "b.txt: Anna Weber waits.");
    reader.keys("x");
    assert_eq!(reader.annotations("b.txt"), ["none «Anna Weber waits.»"]);
}

#[test]
fn a_click_on_the_head_of_a_pane_goes_to_its_article() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("l j h").click("2 b.txt");
    assert_eq!(reader.cursor(), "b.txt: Karl Brandt spoke to the Harbour Board.");
}

#[test]
fn the_wheel_scrolls_the_pane_under_it_and_leaves_the_focus() {
    let long: String = (1..=90).map(|n| format!("Sentence number {n} stands here.\n\n")).collect();
    let mut reader = Reader::new(&[("a.txt", &long), ("b.txt", &long)]);
    reader.wheel(2, 60, 10);
    let row = reader.screen().lines().nth(4).unwrap().to_owned();
    assert!(row.contains("number 1 ") && row.contains("number 4 "), "{}", reader.screen());
    assert_eq!(reader.cursor(), "a.txt: Sentence number 1 stands here.");
    reader.keys("l");
    assert!(reader.shows("▌    Sentence number 4"), "its cursor stays in view:\n{}", reader.screen());
    reader.wheel(-9, 60, 10).wheel(-9, 0, 0);
    assert!(reader.screen().lines().nth(4).unwrap().matches("number 1 ").count() == 2, "{}", reader.screen());
}

#[test]
fn a_drag_chooses_whole_words_in_both_directions() {
    for (from, to) in [("fell", "ight"), ("ight", "ell")] {
        let mut reader = Reader::new(&TOLL);
        reader.drag(from, to);
        assert_eq!(reader.chosen(), "fell all night", "{from} {to}");
        reader.keys("c");
        assert_eq!(
            reader.annotations("a.txt"),
            ["claim «fell all night» claimant=author certainty=asserted"]
        );
        assert_eq!(reader.cursor(), "a.txt: The mayor, Karl Brandt, praised the crews.");
    }
}

#[test]
fn a_drag_over_sentences_chooses_the_words_between() {
    let mut reader = Reader::new(&TOLL);
    reader.drag("praised", "opposes");
    assert_eq!(reader.chosen(), "praised the crews. He opposes");
}

#[test]
fn a_click_drops_the_chosen_words() {
    let mut reader = Reader::new(&TOLL);
    reader.drag("fell", "night").click("He opposes");
    assert_eq!(reader.chosen(), "nothing");
}

#[test]
fn a_click_in_a_table_marks_the_row_and_one_more_opens_it() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("Space a").click("c.txt");
    assert!(reader.shows("articles  3"), "{}", reader.screen());
    reader.click("c.txt");
    assert_eq!(reader.cursor(), "c.txt: Boats return");
}

#[test]
fn a_second_click_opens_the_same_row_of_a_long_table() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("? G").wheel(-5, 5, 10);
    reader.keys("G").wheel(-1, 5, 10);
    let row = reader.screen().lines().nth(5).unwrap().to_owned();
    reader.mouse(MouseKind::Press, 30, 5).mouse(MouseKind::Release, 30, 5);
    assert_eq!(reader.screen().lines().nth(5).unwrap(), row, "the row stays under the mouse");
}

#[test]
fn the_wheel_goes_through_a_table() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("?").wheel(1, 5, 5);
    let marked = |reader: &Reader| match &reader.app().screen {
        abreast::app::Screen::Table(table) => table.cursor,
        abreast::app::Screen::Reading => panic!("no table"),
    };
    assert_eq!(marked(&reader), 3);
    reader.wheel(-4, 5, 5);
    assert_eq!(marked(&reader), 0);
}

#[test]
fn a_prompt_is_not_left_by_the_mouse() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j p -").click("Harbour gates");
    reader.keys("Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["position «Anna Weber opened the gates on Monday.» stance=oppose"]
    );
}

#[test]
fn the_mouse_is_left_to_the_terminal_and_taken_back() {
    let mut reader = Reader::new(&TOLL);
    reader.keys(":").typed("mouse off").keys("Enter :").typed("mouse on").keys("Enter");
    assert_eq!(reader.asked(), "mouse false mouse true");
}

#[test]
fn pasted_text_goes_where_something_is_typed_and_nowhere_else() {
    let mut reader = Reader::new(&TOLL);
    reader.paste("qxXd");
    assert_eq!(reader.all(), "", "it is no keys");
    assert!(!reader.has_ended());
    reader.keys("c k m").paste("two\nlines\u{1b}[31m\n").keys("Enter");
    assert_eq!(reader.records("a.txt")[0]["note"], "two lines [31m");
    reader.keys("p +").paste("harbour-toll\n").keys("Enter");
    assert!(reader.annotations("a.txt")[1].contains("issue=harbour-toll"), "{}", reader.all());
    reader.keys("Space a").paste("boats");
    assert!(reader.shows("articles  1 of 3"), "{}", reader.screen());
}
