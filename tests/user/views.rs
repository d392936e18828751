//! The tables over the whole corpus.

use crate::harness::{Reader, TOLL};

/// The rows of the table, without its heading and the rows around it.
fn rows(reader: &Reader) -> Vec<String> {
    let screen = reader.screen();
    let rows: Vec<&str> = screen.lines().skip(3).collect();
    rows[..rows.len() - 1].iter().map(|row| row.trim().to_owned()).filter(|row| !row.is_empty()).collect()
}

/// Claims, a position and nothing, in two articles.
fn tagged() -> Reader {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c x l j p - ").typed("harbour-toll").keys("Tab 1 Enter c");
    reader
}

#[test]
fn articles_show_their_progress() {
    let mut reader = tagged();
    reader.keys("Space a");
    let rows = rows(&reader);
    let fields = |row: &str| row.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(fields(&rows[0])[..4], ["1", "28%", "1", "0"]);
    assert_eq!(fields(&rows[1])[..4], ["2", "50%", "1", "1"]);
    assert_eq!(fields(&rows[2])[..4], ["3", "0%", "0", "0"]);
    assert!(rows[2].ends_with("Boats return"), "{rows:#?}");
}

#[test]
fn a_file_that_is_no_text_is_named_with_its_reason_and_the_others_open() {
    let files: Vec<_> = TOLL.into_iter().chain([("d.txt", "a\0b\0\u{1}\u{2}c\0\0\0\0")]).collect();
    let mut reader = Reader::new(&files);
    assert!(reader.row_with("abreast").contains("1 not"), "{}", reader.screen());
    reader.keys("9 l Space a");
    let row = rows(&reader).pop().unwrap();
    assert!(row.contains("d.txt") && row.len() > "4  d.txt".len() + 20, "{row}");
    reader.keys("G Enter");
    assert!(reader.says().contains("d.txt"), "{}", reader.says());
    reader.keys("q c");
    assert!(!reader.all().is_empty());
}

#[test]
fn annotations_are_listed_in_the_order_of_the_corpus_and_enter_goes_there() {
    let mut reader = tagged();
    reader.keys("Space n");
    let rows = rows(&reader);
    let places: Vec<&str> = rows.iter().filter_map(|row| row.split_whitespace().next()).collect();
    assert_eq!(places, ["1:2", "1:3", "2:2", "2:3"]);
    assert!(
        rows[2].contains("position") && rows[2].contains("oppose · harbour-toll · Karl Brandt"),
        "{rows:#?}"
    );
    reader.keys("g g j Enter");
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    reader.keys("C-o");
    assert_eq!(reader.cursor(), "b.txt: Anna Weber waits.", "the jump list leads back");
}

#[test]
fn a_filter_narrows_while_it_is_typed_and_is_cleared_by_escape() {
    let mut reader = tagged();
    reader.keys("Space n /").typed("claim");
    assert!(reader.shows("annotations  2 of 4"), "{}", reader.screen());
    reader.typed(" BOARD");
    assert_eq!(rows(&reader).len(), 1, "all words must be there, whatever their letters");
    reader.keys("Enter Enter");
    assert_eq!(reader.cursor(), "b.txt: The board wants the toll.");
    reader.keys("Space n /").typed("zeppelin");
    assert_eq!(rows(&reader), ["Nothing fits the filter; Esc clears it."]);
    reader.keys("Esc");
    assert_eq!(rows(&reader).len(), 4);
    reader.keys("/").typed("zeppelin").keys("Enter g Esc");
    assert_eq!(rows(&reader), ["Nothing fits the filter; Esc clears it."], "Esc drops the g alone");
    reader.keys("Esc");
    assert_eq!(rows(&reader).len(), 4, "a filter that was kept is cleared as well");
    reader.keys("Esc");
    assert!(!reader.shows("annotations  4"), "and then the table is closed:\n{}", reader.screen());
}

#[test]
fn a_filter_can_be_given_as_a_command() {
    let mut reader = tagged();
    reader.keys("Space n :").typed("filter none").keys("Enter");
    assert_eq!(rows(&reader).len(), 1);
}

#[test]
fn a_table_is_sorted_by_each_column_in_turn_and_back() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("Space e");
    let as_it_comes = rows(&reader);
    reader.keys("s");
    let sorted = rows(&reader);
    let mut names = sorted.clone();
    names.sort_by_key(|row| row.to_lowercase());
    assert_eq!(sorted, names);
    assert!(reader.shows("entities  5  by name"), "{}", reader.screen());
    reader.keys("S");
    names.reverse();
    assert_eq!(rows(&reader), names);
    reader.keys("s s s s");
    assert_eq!(rows(&reader), as_it_comes, "after the last column it stands as it came");
}

#[test]
fn numbers_are_sorted_as_numbers() {
    let files: Vec<(String, &str)> =
        (1..=11).map(|n| (format!("{n}.txt"), "Title\n\nA sentence.\n")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let mut reader = Reader::new(&files);
    reader.keys("Space a s");
    let first: Vec<String> =
        rows(&reader).iter().map(|row| row.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(first, (1..=11).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn entities_are_counted_over_articles_and_enter_goes_to_the_first_mention() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("Space e");
    let weber: Vec<String> = reader.row_with("Anna Weber").split_whitespace().map(str::to_owned).collect();
    assert_eq!(weber, ["Anna", "Weber", "PER", "2", "2"]);
    reader.keys("/").typed("harbour board").keys("Enter Enter");
    assert_eq!(reader.cursor(), "b.txt: Karl Brandt spoke to the Harbour Board.");
}

#[test]
fn help_runs_what_it_lists() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("? /").typed("end of the article").keys("Enter Enter");
    assert_eq!(reader.cursor(), "a.txt: Fishers wait for better prices.");
}

#[test]
fn undo_in_a_table_changes_its_rows() {
    let mut reader = tagged();
    reader.keys("Space n u u");
    assert_eq!(rows(&reader).len(), 2);
    reader.keys("C-r");
    assert_eq!(rows(&reader).len(), 3);
}

#[test]
fn an_empty_table_says_so() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("Space n");
    assert_eq!(rows(&reader), ["Nothing is tagged yet."]);
    reader.keys("Enter j G u");
    assert!(reader.shows("annotations  0"));
}

#[test]
fn all_that_is_wrong_with_files_is_listed_with_line_and_reason_while_the_rest_works() {
    let wrong = [
        ("d.txt", "a\0b\0\u{1}\u{2}c\0\0\0\0"),
        (
            "abreast.json",
            "{ \"labels\": [\n{ \"name\": \"Event\" },\n{ \"name\": \"event\", \"colour\": \"mauve\" } ] }",
        ),
        ("a.txt.ada.abreast.json", "{\n\"format\": oops"),
    ];
    let files: Vec<_> = TOLL.into_iter().chain(wrong).collect();
    let mut reader = Reader::new(&files);
    assert!(reader.says().starts_with("4 faults, Space f shows them: "), "{}", reader.says());
    reader.keys("Space f");
    let rows = rows(&reader);
    for (file, line) in [("abreast.json", "2"), ("abreast.json", "3"), ("a.txt.ada", "2"), ("d.txt", "")] {
        let listed = rows
            .iter()
            .any(|row| row.starts_with(file) && row.split_whitespace().any(|f| f == line || line.is_empty()));
        assert!(listed, "{file} line {line}: {rows:#?}");
    }
    reader.keys("q l c");
    assert_eq!(reader.annotations("b.txt").len(), 1, "an article without a fault is tagged all the same");
}
