//! The view of agreement: the sentences that cost most, from which Enter jumps.

use abreast::app::Screen;
use serde_json::Value as Json;

use crate::agreement::printed;
use crate::desk::{Desk, samples, sidecar_of};
use crate::others::tagged;

fn rows(desk: &Desk) -> Vec<Vec<String>> {
    let Screen::Table(table) = &desk.inline.app.screen else { return Vec::new() };
    table.rows().map(|row| row.cells.clone()).collect()
}

#[test]
fn it_shows_the_sentences_that_the_command_prints() {
    let mut desk = Desk::of("rev", &samples(), 120, 30);
    desk.press("Space g");
    let home = tempfile::tempdir().unwrap();
    let report: Json =
        serde_json::from_str(&printed(home.path(), &["agreement", "--json", samples().to_str().unwrap()]))
            .unwrap();
    let costs = report["costs"].as_array().unwrap();
    let (rows, first) = (rows(&desk), &costs[0]);
    assert_eq!(rows.len(), costs.len());
    assert_eq!(rows[0][3], first["words"].as_str().unwrap());
    let alpha = report["labels"][0]["figures"]["krippendorff_alpha"]["value"].as_f64().unwrap();
    assert!(desk.screen().contains(&format!("Krippendorff's alpha {alpha:.2}")), "{}", desk.screen());
    assert!(rows[0][2].starts_with("ada ") && rows[0][2].contains(" · bo "), "{:?}", rows[0]);
    desk.press("Enter");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&desk.cursor()), rows[0][3]);
}

#[test]
fn what_a_reviewer_takes_over_is_no_further_opinion() {
    let folder = tagged();
    let mut desk = Desk::of("rev", folder.path(), 120, 30);
    desk.press("Space g");
    let before = rows(&desk);
    assert_eq!(before.len(), 1, "{}", desk.screen());
    assert!(before[0][2] == "bo claim · cy none", "{before:?}");
    desk.press("q ] 1 Space g");
    assert_eq!(rows(&desk), before);
    desk.press("q g g j x Space g");
    assert_eq!(rows(&desk)[0][2], "bo claim · cy none", "a tag of the own is not put where there is one");
    desk.press("q u d x Space g");
    assert_eq!(rows(&desk)[0][2], "rev none · bo claim · cy none");
}

#[test]
fn a_sidecar_that_cannot_be_read_is_said_to_be_left_out() {
    let folder = tagged();
    std::fs::write(sidecar_of(folder.path(), "a.txt", "dan"), "{").unwrap();
    let mut desk = Desk::of("rev", folder.path(), 120, 30);
    desk.press("Space g");
    assert_eq!(desk.says(), "a.txt.dan.abreast.json cannot be read and is left out; Space f says why");
    assert_eq!(rows(&desk).len(), 1, "{}", desk.screen());
}
