//! The keys for the tables of the views.

use super::*;
use abreast::app::Screen;

/// The marked row.
fn row(reader: &Reader) -> String {
    let Screen::Table(table) = &reader.app().screen else { return "no table".to_owned() };
    table.rows().nth(table.cursor).map_or_else(String::new, |row| row.cells[0].clone())
}

fn rows(reader: &Reader) -> String {
    let Screen::Table(table) = &reader.app().screen else { return "no table".to_owned() };
    table.rows().map(|row| row.cells[0].clone()).collect::<Vec<_>>().join(" ")
}

fn place(reader: &Reader) -> String {
    let Screen::Table(table) = &reader.app().screen else { return "no table".to_owned() };
    table.cursor.to_string()
}

/// Whether what is typed narrows the table.
fn is_filtering(reader: &Reader) -> String {
    matches!(&reader.app().screen, Screen::Table(table) if table.filtering).to_string()
}

fn is_help(reader: &Reader) -> String {
    heading(reader).starts_with("help").to_string()
}

const CASES: &[Case] = &[
    case(&["j", "Down", "Tab"], "Space a", row, "2"),
    case(&["k", "Up", "S-Tab"], "Space a j j", row, "2"),
    case(&["g g", "Home"], "Space a j j", row, "1"),
    case(&["G", "End"], "Space a", row, "3"),
    case(&["C-d"], "?", place, "10"),
    case(&["C-u"], "? 3 0 j", place, "20"),
    case(&["PageDown", "C-f"], "?", place, "20"),
    case(&["PageUp", "C-b"], "? 3 0 j", place, "10"),
    case(&["Enter", "l", "Right"], "Space a j", cursor, "b.txt: Toll divides the town"),
    case(&["/"], "Space a", is_filtering, "true"),
    case(&["s"], "Space a S S S", heading, "articles  3  by read"),
    case(&["S"], "Space a", rows, "3 2 1"),
    case(&["a", "r"], "Space d", says, "Nothing waits for a decision"),
    case(&["]", "["], "Space a", says, "Where annotators differ, all is decided"),
    case(&["A"], "Space a", says, "There is nothing left on which all agree"),
    case(&["u"], "x Space n", sidecars, ""),
    case(&["C-r"], "x u Space n", sidecars, "none «Harbour gates open again»"),
    case(&["q", "Esc", "C-c"], "Space a", row, "no table"),
    case(&["Space a"], "Space e", heading, "articles  3"),
    case(&["Space e"], "Space a", heading, "entities  5"),
    case(&["Space n"], "Space a", heading, "annotations  0"),
    case(&["Space o"], "Space a", says, "Nobody else has annotated these articles"),
    case(&["Space v"], "Space a", heading, "review  0  0 of 0 judged"),
    case(&["e", "m"], "Space a", says, "This works in the review and on the text"),
    case(&["Space g"], "Space a", is_agreement, "true"),
    case(&["Space d"], "Space a", heading, "decisions  0"),
    case(&["Space f"], "Space a", heading, "faults  0"),
    case(&["Space r"], "Space a", row, "no table"),
    case(&["Space Space", "Space p"], "Space a", prompt, "palette"),
    case(&["Space ?", "?", "F1"], "Space a", is_help, "true"),
    case(&["Space w"], "Space a", says, "Everything is saved"),
    case(&[":"], "Space a", prompt, "command line"),
    case(&["C-l"], "Space a", asked, "redraw"),
    case(&["C-z"], "Space a", asked, "suspend"),
];

#[test]
fn every_key_does_what_it_says() {
    each_does_what_it_says(Mode::Table, CASES);
}

#[test]
fn every_key_has_a_case() {
    all_have_a_case(Mode::Table, CASES);
}
