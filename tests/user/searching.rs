//! Searching: as it is typed, on and back, over all articles.

use crate::harness::{Reader, TOLL};

/// Searches for these words and ends the typing.
fn searched(words: &str) -> Reader {
    let mut reader = Reader::new(&TOLL);
    reader.keys("/").typed(words).keys("Enter");
    reader
}

#[test]
fn the_cursor_goes_along_while_words_are_typed() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("/").typed("t");
    assert_eq!(reader.cursor(), "a.txt: Harbour gates open again");
    reader.typed("he");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
    reader.typed(" mayor");
    assert_eq!(reader.cursor(), "a.txt: The mayor, Karl Brandt, praised the crews.");
    reader.keys("Backspace Backspace Backspace Backspace Backspace");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
}

#[test]
fn small_letters_find_all_and_capitals_only_capitals() {
    assert_eq!(searched("toll").cursor(), "a.txt: He opposes the new toll.");
    assert_eq!(searched("Toll").cursor(), "b.txt: Toll divides the town");
}

#[test]
fn it_goes_on_and_back_over_articles_and_round() {
    let mut reader = searched("toll");
    let order = [
        "a.txt: He opposes the new toll.",
        "a.txt: The toll costs two crowns.",
        "b.txt: Toll divides the town",
        "b.txt: The board wants the toll.",
    ];
    for place in order.iter().cycle().take(9) {
        assert_eq!(&reader.cursor(), place);
        reader.keys("n");
    }
    reader.keys("N");
    for place in order.iter().rev().cycle().skip(3).take(6) {
        assert_eq!(&reader.cursor(), place);
        reader.keys("N");
    }
}

#[test]
fn counts_pass_so_many_hits() {
    let mut reader = searched("toll");
    reader.keys("3 n");
    assert_eq!(reader.cursor(), "b.txt: The board wants the toll.");
    reader.keys("2 N");
    assert_eq!(reader.cursor(), "a.txt: The toll costs two crowns.");
    reader.keys("9 9 n");
    assert_eq!(reader.cursor(), "a.txt: The toll costs two crowns.", "once round at the most");
}

#[test]
fn it_says_when_it_leaves_the_article_or_goes_round() {
    let mut reader = searched("toll");
    reader.keys("n n");
    assert_eq!(reader.says(), "Found in b.txt");
    reader.keys("n N");
    assert!(!reader.says().contains("round"), "nor on the way back: {}", reader.says());
    reader.keys(":").typed("search crowns").keys("Enter :").typed("search crowns").keys("Enter");
    assert!(!reader.says().contains("round"), "nor where it stands already: {}", reader.says());
    for (key, words) in [("n", "two"), ("N", "two")] {
        let mut reader = searched(words);
        reader.keys(key);
        assert_eq!(reader.cursor(), "a.txt: The toll costs two crowns.");
        assert_eq!(reader.says(), "The search went round");
    }
}

#[test]
fn escape_goes_back_to_where_it_began() {
    let mut reader = Reader::new(&TOLL);
    let before = reader.keys("j j").screen();
    reader.keys("/").typed("boats");
    assert_eq!(reader.cursor(), "c.txt: Boats return");
    reader.keys("Esc");
    assert_eq!(reader.screen(), before);
    let before = reader.keys("l j w").screen();
    reader.keys("/").typed("boats return").keys("Esc");
    assert_eq!(reader.screen(), before, "also with the panes that stood there");
}

#[test]
fn back_over_the_mark_is_as_escape() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j /").typed("b").keys("Backspace Backspace");
    assert!(reader.app().prompt.is_none());
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
}

#[test]
fn what_is_nowhere_is_said_and_nothing_moves() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j :").typed("search zeppelin").keys("Enter");
    assert_eq!(reader.says(), "Not found in any article");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
    reader.keys("n");
    assert_eq!(reader.says(), "Not found in any article");
}

#[test]
fn the_jump_list_leads_back_from_a_hit() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j /").typed("boats").keys("Enter C-o");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
}

#[test]
fn nothing_is_repeated_before_anything_was_searched_for() {
    for key in ["n", "N"] {
        let mut reader = Reader::new(&TOLL);
        reader.keys(key);
        assert_eq!(reader.says(), "Nothing has been searched for yet; / searches");
    }
}

#[test]
fn signs_are_taken_as_they_are() {
    let mut reader = Reader::new(&[("a.txt", "Prices\n\nIt costs (1.5) crowns. Is that [much]? No.\n")]);
    reader.keys("/").typed("(1.5)").keys("Enter");
    assert_eq!(reader.cursor(), "a.txt: It costs (1.5) crowns.");
    reader.keys("/").typed("[MUCH]").keys("Esc /").typed("[m").keys("Enter");
    assert_eq!(reader.cursor(), "a.txt: Is that [much]?");
}

#[test]
fn a_pasted_text_is_searched_for() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("/").paste("two crowns\n");
    assert_eq!(reader.cursor(), "a.txt: The toll costs two crowns.");
}
