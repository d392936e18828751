//! Moving through articles and between them.

use crate::harness::{Reader, TOLL};

#[test]
fn what_belongs_to_the_page_is_passed_over_in_both_directions() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("5 j j");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
    reader.keys("k");
    assert_eq!(reader.cursor(), "a.txt: The toll costs two crowns.");
    reader.keys("}");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
    reader.keys("{");
    assert_eq!(reader.cursor(), "a.txt: The mayor, Karl Brandt, praised the crews.");
}

#[test]
fn counts_repeat_and_stop_at_the_edges() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("3 j");
    assert_eq!(reader.cursor(), "a.txt: The mayor, Karl Brandt, praised the crews.");
    reader.keys("2 k");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
    reader.keys("9 9 9 9 j");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
    reader.keys("9 9 9 9 k");
    assert_eq!(reader.cursor(), "a.txt: Harbour gates open again");
    reader.keys("2 l");
    assert_eq!(reader.cursor(), "c.txt: Boats return");
    reader.keys("5 Esc h");
    assert_eq!(reader.cursor(), "b.txt: Toll divides the town", "Esc drops a count");
}

#[test]
fn at_the_edges_of_an_article_the_cursor_stays_in_it() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("k {");
    assert_eq!(reader.cursor(), "a.txt: Harbour gates open again");
    reader.keys("G j }");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
}

#[test]
fn from_the_middle_of_a_paragraph_its_start_comes_first() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("5 j {");
    assert_eq!(reader.cursor(), "a.txt: The mayor, Karl Brandt, praised the crews.");
    reader.keys("{");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
}

#[test]
fn panes_go_round_and_each_keeps_its_cursor() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j l j l j l");
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    reader.keys("h");
    assert_eq!(reader.cursor(), "c.txt: The boats came back.");
}

#[test]
fn the_window_of_panes_slides_and_takes_the_focus_along() {
    let mut reader = Reader::new(&TOLL);
    reader.keys(">");
    assert_eq!((reader.panes().as_str(), &reader.cursor()[..5]), ("b.txt c.txt", "b.txt"));
    reader.keys(">");
    assert_eq!(reader.says(), "The last article is in view");
    reader.keys("l <");
    assert_eq!((reader.panes().as_str(), &reader.cursor()[..5]), ("a.txt b.txt", "b.txt"));
}

#[test]
fn wide_screens_have_more_panes_and_a_resize_keeps_the_place() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("l l j").resize(250, 70);
    assert_eq!(
        (reader.panes().as_str(), reader.cursor().as_str()),
        ("a.txt b.txt c.txt", "c.txt: The boats came back.")
    );
    reader.resize(40, 10);
    assert_eq!((reader.panes().as_str(), reader.cursor().as_str()), ("c.txt", "c.txt: The boats came back."));
    reader.resize(80, 24);
    assert_eq!(
        (reader.panes().as_str(), reader.cursor().as_str()),
        ("b.txt c.txt", "c.txt: The boats came back.")
    );
}

#[test]
fn a_screen_that_is_too_small_says_so_and_comes_back() {
    let mut reader = Reader::new(&TOLL);
    let before = reader.keys("j").screen();
    reader.resize(29, 7);
    assert!(reader.screen().starts_with("abreast needs 30×8, and this"), "{}", reader.screen());
    reader.resize(80, 24);
    assert_eq!(reader.screen(), before);
}

#[test]
fn the_jump_list_leads_back_and_forward_over_articles() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j j G").keys("/").typed("boats").keys("Enter g g");
    let places =
        ["a.txt: Rain fell all night.", "a.txt: Fishers wait for better prices.", "c.txt: Boats return"];
    assert_eq!(reader.cursor(), places[2]);
    reader.keys("C-o");
    assert_eq!(reader.cursor(), places[1]);
    reader.keys("C-o");
    assert_eq!(reader.cursor(), places[0]);
    reader.keys("C-o");
    assert_eq!(reader.says(), "There is no earlier place in the jump list");
    reader.keys("C-i");
    assert_eq!(reader.cursor(), places[1]);
    reader.keys("C-i");
    assert_eq!(reader.cursor(), places[2]);
    reader.keys("C-i");
    assert_eq!(reader.says(), "There is no later place in the jump list");
    reader.keys("2 C-o");
    assert_eq!(reader.cursor(), places[0], "a count goes so far");
}

#[test]
fn where_else_an_entity_is_named_is_gone_round_over_articles() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("3 j *");
    assert_eq!(reader.cursor(), "b.txt: Karl Brandt spoke to the Harbour Board.");
    assert_eq!(reader.says(), "Karl Brandt · 2 of 2");
    reader.keys("*");
    assert_eq!(reader.cursor(), "a.txt: The mayor, Karl Brandt, praised the crews.");
    reader.keys("G *");
    assert_eq!(reader.says(), "There is no name in this sentence");
}

#[test]
fn an_article_is_reached_by_its_number_or_a_part_of_its_name() {
    for (line, there) in [("article 3", "c.txt"), ("article b.t", "b.txt"), ("article boats", "c.txt")] {
        let mut reader = Reader::new(&TOLL);
        reader.keys(":").typed(line).keys("Enter");
        assert!(reader.cursor().starts_with(there), "{line}");
    }
    let mut reader = Reader::new(&TOLL);
    reader.keys(":").typed("article 9").keys("Enter");
    assert_eq!(reader.says(), "There is no article 9; Space a lists them");
}

#[test]
fn pages_go_through_a_long_article_without_a_gap() {
    let long: String = (1..=120).map(|n| format!("Sentence number {n} stands here.\n\n")).collect();
    let mut reader = Reader::new(&[("long.txt", &long)]);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let screen = reader.screen();
        seen.extend(
            screen.split("number ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok()),
        );
        reader.keys("PageDown");
    }
    assert_eq!(seen, (1..=120).collect());
    assert_eq!(reader.cursor(), "long.txt: Sentence number 120 stands here.");
    reader.keys("4 0 PageUp PageUp");
    assert_eq!(reader.cursor(), "long.txt: Sentence number 1 stands here.");
}

#[test]
fn keys_that_wait_show_what_can_follow() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("Space");
    for command in ["articles", "entities", "annotations"] {
        assert!(reader.shows(command), "{}", reader.screen());
    }
    reader.keys("Esc");
    assert!(!reader.shows("show all entities"), "{}", reader.screen());
    reader.keys("Z");
    assert_eq!(reader.says(), "Z is not bound; ? shows the keys");
}

#[test]
fn where_a_page_holds_nothing_to_read_the_cursor_stands_in_it_all_the_same() {
    let text = format!(
        "Rain\n\nRain fell all night.\n\n{}Fishers wait.\n",
        "Share this story on Facebook\n\n".repeat(60)
    );
    let mut reader = Reader::new(&[("a.txt", &text)]);
    reader.keys("PageDown PageDown");
    assert!(reader.shows("▌    Share this story"), "{}", reader.screen());
    reader.keys("c");
    assert_eq!(reader.all(), "");
    reader.keys("j");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait.");
}

/// The row between two paragraphs is no place for the top of a screen, so that a step of one row can come to
/// nothing.
#[test]
fn paging_up_by_a_single_row_ends_at_the_first_sentence_in_view() {
    let mut reader = Reader::new(&TOLL[1..2]);
    reader.keys("j j j").resize(30, 8).keys("PageUp C-u");
    assert_eq!(reader.cursor(), "b.txt: Toll divides the town");
    assert!(reader.shows("Toll divides the town"), "{}", reader.screen());
}
