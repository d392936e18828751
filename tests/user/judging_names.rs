//! Review of what others have said of names: in the queue beside tags, by the same keys, with the same verdicts.

use std::fs;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::adjudicating::of;
use crate::agreement::printed;
use crate::desk::{Desk, folder, sidecar_of};
use crate::harness::TOLL;
use crate::program::run;
use crate::reviewing::{states, verdicts};

fn rev(folder: &TempDir) -> Desk {
    Desk::of("rev", folder.path(), 120, 30)
}

fn correct(annotator: &str, folder: &TempDir, keys: &str) {
    Desk::of(annotator, folder.path(), 120, 30).press(keys);
}

/// Bo says that Anna Weber is an organisation, and that Monday is no name.
fn corrected() -> TempDir {
    let folder = folder(&[("a.txt", TOLL[0].1.as_bytes())]);
    correct("bo", &folder, "j e o e Tab x");
    folder
}

/// The own corrections: words, type, name, status and of whose they are.
fn own(folder: &TempDir) -> Vec<String> {
    let records = of(folder, "rev").into_iter().filter(|record| record["label"] == "entity");
    let line = |record: Json| {
        let words = ["quote", "type", "name", "status"].map(|name| record[name].as_str().unwrap_or("–"));
        let from = record["from"].as_array().cloned().unwrap_or_default();
        let from: Vec<&str> = from.iter().filter_map(|of| of["annotator"].as_str()).collect();
        format!("{} of {}", words.join(" "), from.join("+"))
    };
    records.map(line).collect()
}

#[test]
fn what_others_say_of_names_is_judged_in_the_review() {
    let folder = corrected();
    let mut desk = rev(&folder);
    desk.press("Space v");
    assert_eq!(states(&desk), ["– bo 1:2 entity", "– bo 1:2 entity"], "{}", desk.screen());
    let screen = desk.screen();
    assert!(screen.contains("ORG · was PER") && screen.contains("no name · was DATE"), "{screen}");
    assert!(screen.contains("“Anna Weber”  ORG  was PER"), "{screen}");
    desk.press("a r");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted", "bo rejected"]);
    assert!(desk.screen().contains("2 of 2 judged"), "{}", desk.screen());
    let record = of(&folder, "rev")[0].clone();
    assert_eq!(record["judged"], json!({ "label": "entity", "quote": "Anna Weber", "type": "ORG" }));
    desk.press("u");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
    // What is said otherwise is to be judged again.
    correct("bo", &folder, "j e l");
    let mut desk = rev(&folder);
    desk.press("Space v / c h a n g e d Enter");
    assert_eq!(states(&desk), ["changed since bo 1:2 entity"], "{}", desk.screen());
}

#[test]
fn names_are_judged_in_the_text_as_well() {
    let folder = corrected();
    let mut desk = rev(&folder);
    desk.press("j Space o");
    let screen = desk.screen();
    assert!(screen.contains("▸b bo  entity  “Anna Weber”  ORG  was PER"), "{screen}");
    desk.press("a r");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted", "bo rejected"]);
    assert!(desk.says().contains("All is judged"), "{}", desk.says());
}

#[test]
fn a_name_is_accepted_after_a_change() {
    let folder = corrected();
    let mut desk = rev(&folder);
    desk.press("Space v e");
    let screen = desk.screen();
    assert!(screen.contains("Anna Weber  ORG") && !screen.contains("alike"), "{screen}");
    desk.press("n Z e d Enter");
    assert_eq!(own(&folder), ["Anna Weber ORG Zed corrected of bo"]);
    assert_eq!(states(&desk)[1], "accepted as changed bo 1:2 entity");
    desk.press("e Esc");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"], "nothing is judged by going away");
    desk.press("e x");
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted", "bo accepted"]);
    assert_eq!(own(&folder).len(), 1, "what says the same is accepted as it is");
    // What was made of it goes with it.
    desk.press("/ c h a n g e d Enter r");
    assert_eq!(own(&folder), [""; 0]);
    desk.press("u");
    assert_eq!(own(&folder).len(), 1);
}

#[test]
fn what_was_changed_and_is_taken_back_is_not_accepted_as_it_was() {
    let folder = corrected();
    let mut desk = rev(&folder);
    desk.press("Space v e n Z e d Enter q e r");
    assert_eq!(own(&folder), [""; 0], "{}", desk.screen());
    assert_eq!(verdicts(&folder, "rev"), [""; 0]);
    desk.press("u");
    assert_eq!(own(&folder).len(), 1);
    assert_eq!(verdicts(&folder, "rev"), ["bo accepted"]);
}

#[test]
fn who_differs_in_a_name_stands_side_by_side() {
    let folder = corrected();
    correct("cy", &folder, "j e l");
    let mut desk = rev(&folder);
    desk.press("]");
    let screen = desk.screen();
    let row = screen.lines().find(|row| row.contains("≠ type")).unwrap_or_else(|| panic!("{screen}"));
    assert!(row.contains("ORG") && row.contains("LOC"), "{screen}");
    desk.press("2");
    assert_eq!(own(&folder), ["Anna Weber LOC – corrected of cy"]);
    assert_eq!(verdicts(&folder, "rev"), ["cy accepted", "bo rejected"]);
    assert_eq!(desk.says(), "Where annotators differ, all is decided");
    desk.press("u ] Enter");
    assert!(desk.screen().contains("1 of 2"), "{}", desk.screen());
    desk.press("m");
    assert_eq!(own(&folder), ["Anna Weber MISC – corrected of bo+cy"]);
    desk.press("u ] 0");
    assert_eq!(
        (own(&folder), verdicts(&folder, "rev")),
        (vec![], vec!["bo rejected".into(), "cy rejected".into()])
    );
}

#[test]
fn what_all_say_of_a_name_is_accepted_at_once() {
    let folder = corrected();
    correct("cy", &folder, "j e o");
    let mut desk = rev(&folder);
    desk.press("A");
    assert_eq!(desk.says(), "1 annotation accepted on which all agree");
    assert_eq!(own(&folder), ["Anna Weber ORG – corrected of bo+cy"]);
}

/// What the program prints in the folder.
fn ran(folder: &TempDir, arguments: &[&str]) -> String {
    let home = TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    printed(home.path(), &[arguments, &[path]].concat())
}

#[test]
fn names_are_counted_and_only_accepted_ones_go_out() {
    let folder = corrected();
    rev(&folder).press("Space v a r");
    let stats: Json = serde_json::from_str(&ran(&folder, &["stats", "--json"])).unwrap();
    let bo = &stats["annotators"]["bo"];
    assert_eq!([&bo["corrections"], &bo["reviewed"]], [2, 2]);
    let out = TempDir::new().unwrap();
    let rows = |name: &str, arguments: &[&str]| {
        let to = out.path().join(name);
        let command = ["export", "--format", "hf", "--what", "entities", "-o", to.to_str().unwrap()];
        let home = TempDir::new().unwrap();
        run(home.path(), &[&command, arguments, &[folder.path().to_str().unwrap()]].concat());
        fs::read_to_string(to.join("entities/train.jsonl")).unwrap()
    };
    let accepted = rows("accepted", &["--accepted-only"]);
    assert!(accepted.contains(r#""label":"ORG","text":"Anna Weber","status":"corrected""#), "{accepted}");
    assert!(accepted.contains(r#""text":"Monday","status":"recognised""#), "{accepted}");
    assert!(
        rows("all", &[]).contains(r#""text":"Monday","status":"recognised""#),
        "a rejected one holds nowhere"
    );
    assert!(!rows("rejected", &["--with-rejected"]).contains("Monday\",\"status"));
    let report = out.path().join("report.html");
    ran(&folder, &["export", "--format", "html", "-o", report.to_str().unwrap()]);
    let report = fs::read_to_string(report).unwrap();
    assert!(report.contains("0 tags, 2 corrections of names"), "{report}");
    assert!(report.contains("corrected <i>ORG</i> · by bo · accepted by rev"), "{report}");
    // What is not judged is not accepted.
    fs::remove_file(sidecar_of(folder.path(), "a.txt", "rev")).unwrap();
    let unjudged = rows("unjudged", &["--accepted-only"]);
    assert!(unjudged.contains(r#""text":"Anna Weber","status":"recognised""#), "{unjudged}");
}

#[test]
fn a_contradicted_name_is_found_by_check() {
    let folder = corrected();
    rev(&folder).press("Space v a");
    Desk::of("cy", folder.path(), 120, 30).press("Space v r");
    let home = TempDir::new().unwrap();
    let (said, ..) = run(home.path(), &["check", folder.path().to_str().unwrap()]);
    assert!(said.contains("is contradicted: accepted by rev, rejected by cy"), "{said}");
    let stats: Json = serde_json::from_str(&ran(&folder, &["stats", "--json"])).unwrap();
    assert_eq!(stats["annotators"]["bo"]["contradicted"], 1);
}
