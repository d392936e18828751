//! The command line with its completion and history, and the palette.

use crate::harness::{Reader, TOLL};

/// The command line with these words typed.
fn typed(words: &str) -> Reader {
    let mut reader = Reader::new(&TOLL);
    reader.keys(":").typed(words);
    reader
}

#[test]
fn every_command_can_be_typed() {
    let mut reader = typed("next-sentence");
    reader.keys("Enter :").typed("tag claim").keys("Enter");
    assert_eq!(
        reader.annotations("a.txt"),
        ["claim «Anna Weber opened the gates on Monday.» claimant=author certainty=asserted"]
    );
}

#[test]
fn tab_goes_through_the_completions_and_back() {
    let mut reader = typed("sea");
    reader.keys("Tab");
    assert_eq!(reader.says(), ":search");
    reader.keys("Tab");
    assert_eq!(reader.says(), ":search-next");
    reader.keys("Tab Tab");
    assert_eq!(reader.says(), ":search");
    reader.keys("S-Tab");
    assert_eq!(reader.says(), ":search-previous");
}

#[test]
fn arguments_are_completed() {
    for (words, completed) in
        [("tag po", ":tag position"), ("theme l", ":theme light"), ("article c", ":article c.txt")]
    {
        assert_eq!(typed(words).keys("Tab").says(), completed);
    }
}

#[test]
fn what_is_typed_after_a_completion_belongs_to_it() {
    let mut reader = typed("arti");
    reader.keys("Tab").typed(" c").keys("Tab Enter");
    assert_eq!(reader.cursor(), "c.txt: Boats return");
    let mut reader = typed("arti");
    reader.keys("Tab").paste(" c");
    reader.keys("Tab Enter");
    assert_eq!(reader.cursor(), "c.txt: Boats return", "and so does what is pasted");
}

#[test]
fn the_history_goes_back_and_comes_forward_to_what_was_typed() {
    let mut reader = typed("next-sentence");
    reader.keys("Enter :").typed("last-sentence").keys("Enter :").typed("re").keys("Up");
    assert_eq!(reader.says(), ":last-sentence");
    reader.keys("Up Up");
    assert_eq!(reader.says(), ":next-sentence");
    reader.keys("Down");
    assert_eq!(reader.says(), ":last-sentence");
    reader.keys("Down");
    assert_eq!(reader.says(), ":re");
    reader.keys("Esc g g : Up Up Enter");
    assert_eq!(reader.cursor(), "a.txt: Anna Weber opened the gates on Monday.");
}

#[test]
fn what_is_no_command_is_said_with_what_is_near() {
    let mut reader = typed("nxt-sentence");
    reader.keys("Enter");
    assert_eq!(reader.says(), r#"there is no command "nxt-sentence"; did you mean "next-sentence"?"#);
    reader.keys(":").typed("tag").keys("Enter");
    assert_eq!(reader.says(), r#"the command "tag" needs an argument: tag LABEL"#);
}

#[test]
fn escape_and_backspace_leave_the_line_and_nothing_runs() {
    for keys in ["Esc", "C-u Backspace", "C-c"] {
        let mut reader = typed("tag claim");
        reader.keys(keys);
        assert!(reader.app().prompt.is_none(), "{keys}");
        assert_eq!(reader.all(), "", "{keys}");
    }
}

#[test]
fn the_line_is_edited_anywhere() {
    let mut reader = typed("tag clam");
    reader.keys("Left").typed("i").keys("Home Delete").typed("t").keys("Enter");
    assert_eq!(reader.annotations("a.txt").len(), 1, "{}", reader.says());
}

#[test]
fn the_palette_finds_commands_by_a_part_of_their_names_and_runs_them() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("Space Space").typed("lastsen");
    let row = reader.row_with("last-sentence");
    assert!(row.contains("last-sentence  G        go to the end of the article"), "{row}");
    reader.keys("Enter");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
    reader.keys("Space p").typed("tag claim").keys("Enter");
    assert_eq!(reader.annotations("a.txt").len(), 1);
}

#[test]
fn escape_leaves_the_palette() {
    let mut reader = Reader::new(&TOLL);
    let before = reader.screen();
    reader.keys("Space Space").typed("quit").keys("Esc");
    assert_eq!(reader.screen(), before);
}

#[test]
fn fingers_that_know_vi_save_and_quit() {
    for quit in ["q", "wq", " q "] {
        let mut reader = typed(quit);
        reader.keys("Enter");
        assert!(reader.has_ended(), "{quit}: {}", reader.says());
    }
    let mut reader = typed("w");
    assert!(reader.shows("save"), "{}", reader.screen());
    reader.keys("Enter");
    assert!(!reader.says().contains("no command"), "{}", reader.says());
    reader.keys("?");
    reader.keys("/").typed("quit");
    assert!(reader.shows(":q, :wq"), "{}", reader.screen());
}
