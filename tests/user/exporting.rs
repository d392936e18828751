//! What an export leaves out, where it may lie, and what it leaves of what is there.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::exchange::{abreast, printed, said};

/// An article `c/a.txt` of four sentences, of which these tags are taken in: words, label and whose they are.
fn tagged(tags: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("c")).unwrap();
    let text = "The gates opened at nine. The toll is unfair. Nobody came. Rain fell.\n";
    fs::write(folder.path().join("c/a.txt"), text).unwrap();
    let rows: String = tags
        .iter()
        .map(|(quote, label, who)| format!("a.txt,{label},{quote},{who},Ana Li,toll,oppose\n"))
        .collect();
    let table = format!("doc,label,quote,annotator,holder,issue,stance\n{rows}");
    fs::write(folder.path().join("in.csv"), table).unwrap();
    if !tags.is_empty() {
        printed(folder.path(), &["import", "--format", "csv", "--into", "c", "in.csv"]);
    }
    folder
}

/// Adds to a reviewer's sidecar that a tag of ada's, the only one in a line with these words, is judged so.
fn judge(folder: &Path, words: &str, reviewer: &str, verdict: &str) {
    let sidecar = fs::read_to_string(folder.join("c/a.txt.ada.abreast.json")).unwrap();
    let line = sidecar.lines().find(|line| line.contains(words)).unwrap();
    let id = &line.split_once("\"id\":\"").unwrap().1[..36];
    let verdict = format!(
        r#"{{"id":"019d8be1-0000-7000-8000-000000000009","label":"verdict","verdict":"{verdict}","of":{{"annotator":"ada","id":"{id}"}},"comment":"","created":"2099-01-01T00:00:00Z"}}"#
    );
    let (head, _) = sidecar.split_once("\"annotations\":[").unwrap();
    let head = head.replace("\"ada\"", &format!("\"{reviewer}\""));
    let path = folder.join(format!("c/a.txt.{reviewer}.abreast.json"));
    fs::write(path, format!("{head}\"annotations\":[\n{verdict}\n]}}\n")).unwrap();
}

#[test]
fn negatives_that_are_assumed_or_contradicted_are_counted() {
    let ada = [("The gates opened at nine.", "claim", "ada"), ("The toll is unfair.", "claim", "ada")];
    let bo = [("The gates opened at nine.", "none", "bo"), ("Nobody came.", "claim", "bo")];
    let folder = tagged(&[ada, bo].concat());
    let at = folder.path();
    let args = ["export", "--format", "hf", "--what", "sentences", "--assume-read", "-o", "x", "c"];
    let errors = said(at, &args).0;
    assert!(errors.contains("1 sentence is none to one annotator and tagged by another"), "{errors}");
    let rows = fs::read_to_string(at.join("x/sentences/train.jsonl")).unwrap();
    let assumed: Vec<_> = rows.lines().filter(|row| row.contains("\"assumed\":true")).collect();
    assert!(assumed.len() == 1 && assumed[0].contains("Rain fell."), "{rows}");
    assert_eq!(rows.lines().count(), 5, "{rows}");
    let card = fs::read_to_string(at.join("x/README.md")).unwrap();
    assert!(card.contains("Assumed rows: ada 1, bo 1.") && card.contains("Contradictions: 1."), "{card}");
}

#[test]
fn rejected_tags_are_in_no_training_set_and_in_no_network() {
    let folder = tagged(&[
        ("The gates opened at nine.", "position", "ada"),
        ("The toll is unfair.", "position", "ada"),
        ("Nobody came.", "claim", "ada"),
    ]);
    let at = folder.path();
    judge(at, "The toll is unfair.", "rev", "rejected");
    for format in ["graphml", "gexf", "hf", "dna"] {
        let export = |more: &[&str]| {
            let args = ["export", "--format", format, "--force", "-o", format, "c"];
            let said = abreast(at, &[&args[..], more].concat());
            [said.stdout, said.stderr].map(|said| String::from_utf8(said).unwrap()).concat()
        };
        let left = export(&[]);
        assert!(left.contains("1 rejected tag") && left.contains("2 tags in 1 article"), "{left}");
        let all = export(&["--with-rejected"]);
        assert!(!all.contains("rejected") && all.contains("3 tags in 1 article"), "{all}");
    }
    printed(at, &["export", "--format", "hf", "--force", "-o", "hf", "c"]);
    let card = fs::read_to_string(at.join("hf/README.md")).unwrap();
    assert!(
        card.contains("as well, are left out: 1.") && card.contains("| ada | position | 1 | 0 | 1 |"),
        "{card}"
    );
    assert!(printed(at, &["export", "--format", "csv", "c"]).contains("unfair"));
    assert_eq!(said(at, &["export", "--format", "csv", "--with-rejected", "c"]).1, 2);
}
