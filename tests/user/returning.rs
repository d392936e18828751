//! What was changed in another tool comes back as it is there, and what people have tagged there is said or taken in.

use std::fs;
use std::path::Path;

use abreast::store::ENDING;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::exchange::{files, printed};

const TEXT: &str = "One says yes. Two says no. Two says no, again.\n";

/// An article, and two positions in it of ada's.
fn corpus() -> TempDir {
    let folder = articles();
    let tags = "label,quote,stance,issue,annotator\n\
                position,One says yes.,support,fares,ada\nposition,\"Two says no, again.\",oppose,,ada\n";
    fs::write(folder.path().join("tags.csv"), tags).unwrap();
    printed(folder.path(), &["import", "--into", "in", "tags.csv"]);
    folder
}

fn articles() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/a.txt"), TEXT).unwrap();
    folder
}

/// The records of an annotator.
fn records(folder: &Path, annotator: &str) -> Vec<Json> {
    let sidecar = fs::read_to_string(folder.join(format!("in/a.txt.{annotator}{ENDING}"))).unwrap();
    let sidecar: Json = serde_json::from_str(&sidecar).unwrap();
    sidecar["annotations"].as_array().unwrap().clone()
}

/// Exports as a format, and gives the file that this name ends with.
fn exported(folder: &Path, format: &str, ending: &str) -> String {
    printed(folder, &["export", "--format", format, "-o", "out", "in"]);
    let out = folder.join("out");
    let all = if out.is_dir() { files(&out) } else { vec![out.to_str().unwrap().to_owned()] };
    all.into_iter().find(|file| file.ends_with(ending)).unwrap()
}

/// The same, changed there and brought into another folder without tags.
fn changed(format: &str, ending: &str, change: impl Fn(&str) -> String) -> (TempDir, TempDir, String) {
    let (from, to) = (corpus(), articles());
    let file = exported(from.path(), format, ending);
    let before = fs::read_to_string(&file).unwrap();
    let after = change(&before);
    assert_ne!(before, after, "{format}");
    fs::write(&file, after).unwrap();
    printed(to.path(), &["import", "--format", format, "--into", "in", &file]);
    (from, to, file)
}

#[test]
fn what_was_cleared_in_the_other_tool_stays_cleared_and_waits_where_it_is_still_set() {
    let without_line = |text: &str| {
        let lines = text.lines().filter(|line| !line.ends_with("support"));
        lines.map(|line| format!("{line}\n")).collect()
    };
    let without_region = |text: &str| {
        let mut tasks: Json = serde_json::from_str(text).unwrap();
        let results = tasks[0]["annotations"][0]["result"].as_array_mut().unwrap();
        results.retain(|result| result["value"]["choices"][0] != "support");
        tasks.to_string()
    };
    let without_feature = |text: &str| text.replace("\"stance\":\"support\",", "");
    let ways: [(&str, &str, &dyn Fn(&str) -> String); 3] = [
        ("brat", ".ann", &without_line),
        ("label-studio", "tasks.json", &without_region),
        ("cas-json", ".json", &without_feature),
    ];
    for (format, ending, change) in ways {
        let (from, to, file) = changed(format, ending, change);
        let [one, two] = &records(to.path(), "ada")[..] else { panic!("{format}") };
        assert_eq!((&one["stance"], &one["issue"]), (&Json::Null, &Json::from("fares")), "{format}");
        assert_eq!(two["stance"], "oppose", "{format}");
        let out = printed(from.path(), &["import", "--format", format, "--into", "in", &file]);
        assert!(out.contains("1 changed on both sides"), "{format}: {out}");
        let out = printed(from.path(), &["import", "--format", format, "--into", "in", &file]);
        assert!(out.ends_with("in all: 0 new, 2 there already\n"), "{format}: {out}");
    }
}

#[test]
fn another_label_takes_nothing_of_the_old_one_with_it() {
    let first = |from: &'static str, to: &'static str| move |text: &str| text.replacen(from, to, 1);
    let prodigy = |text: &str| {
        let mut task: Json = serde_json::from_str(text).unwrap();
        task["spans"][0]["label"] = "claim".into();
        task.to_string()
    };
    let spacy = |text: &str| {
        let mut doc: Json = serde_json::from_str(text).unwrap();
        doc["spans"]["sc"][0]["label"] = "claim".into();
        doc.to_string()
    };
    let doccano = |text: &str| {
        let mut row: Json = serde_json::from_str(text).unwrap();
        row["entities"][0]["label"] = "claim".into();
        row.to_string()
    };
    let label_studio = first("\"labels\":[\"position\"]", "\"labels\":[\"claim\"]");
    let brat = first("\tposition ", "\tclaim ");
    let ways: [(&str, &str, &dyn Fn(&str) -> String); 5] = [
        ("brat", ".ann", &brat),
        ("label-studio", "tasks.json", &label_studio),
        ("doccano", "relation_extraction.jsonl", &doccano),
        ("spacy", "out", &spacy),
        ("prodigy", "out", &prodigy),
    ];
    for (format, ending, change) in ways {
        let (from, to, _) = changed(format, ending, change);
        let [one, two] = &records(to.path(), "ada")[..] else { panic!("{format}") };
        assert_eq!(
            (&one["label"], &one["stance"], &one["issue"]),
            (&"claim".into(), &Json::Null, &Json::Null),
            "{format}"
        );
        assert_eq!((&two["label"], &two["stance"]), (&"position".into(), &"oppose".into()), "{format}");
        assert_eq!(one["id"], records(from.path(), "ada")[0]["id"], "{format}: it is the same one");
    }
}

#[test]
fn a_span_moved_in_doccano_is_the_same_tag_there() {
    for number in [0, 700] {
        let (from, to, file) = changed("doccano", "relation_extraction.jsonl", |text| {
            let mut row: Json = serde_json::from_str(text).unwrap();
            row["entities"][0]["id"] = number.into();
            row["entities"][0]["end_offset"] = 12.into();
            row.to_string()
        });
        let [one, _] = &records(to.path(), "ada")[..] else { panic!("no tag is doubled") };
        assert_eq!((&one["quote"], &one["stance"]), (&"One says yes".into(), &"support".into()));
        assert_eq!(one["id"], records(from.path(), "ada")[0]["id"]);
        let out = printed(from.path(), &["import", "--format", "doccano", "--into", "in", &file]);
        assert!(out.contains("0 new") && out.contains("1 changed on both sides"), "{out}");
    }
}
