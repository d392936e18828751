//! Corpora that are hard on exports: several articles in one file, folders with the same names, links between articles, a
//! database; and exports that break.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::desk::samples;

fn abreast(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    command.current_dir(folder).args(args).env("HOME", folder).env_remove("XDG_CONFIG_HOME");
    command.env("USER", "cy").output().unwrap()
}

/// What it prints, if it ends well.
fn printed(folder: &Path, args: &[&str]) -> String {
    let output = abreast(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it says is wrong, if it ends with 1.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = abreast(folder, args);
    assert_eq!(output.status.code(), Some(1), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// All files in a folder and below, by their paths from `root`.
fn files(root: &Path, folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(root, &path));
        } else {
            all.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
    all.sort();
    all
}

/// Articles in one file, whose ids are addresses, paths and longer than a name may be.
fn list() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(300);
    let (mut articles, mut tags) = (String::new(), "doc,label,quote,annotator\n".to_owned());
    for (number, id) in ["https://a.example/1", "b/../c", "d e", "%2F", "7", &long].iter().enumerate() {
        let text = format!("🙂 Boat {number} came in. =1 Nobody saw boat {number}.");
        articles += &format!("{}\n", serde_json::json!({"id": id, "title": "Boats", "text": text}));
        tags += &format!("c.jsonl#{id},claim,🙂 Boat {number} came in.,ada\n");
        tags += &format!("c.jsonl#{id},none,=1 Nobody saw boat {number}.,bo\n");
    }
    fs::write(folder.path().join("c.jsonl"), articles).unwrap();
    fs::write(folder.path().join("tags.csv"), tags).unwrap();
    printed(folder.path(), &["import", "--format", "csv", "--into", "c.jsonl", "tags.csv"]);
    folder
}

#[test]
fn articles_of_one_file_go_out_and_come_back_whatever_their_ids() {
    let folder = list();
    let at = folder.path();
    for (format, what) in [
        ("csv", ""),
        ("csv-sheet", ""),
        ("spacy", ""),
        ("prodigy", ""),
        ("w3c", ""),
        ("doccano", "relation_extraction.jsonl"),
        ("label-studio", "tasks.json"),
        ("label-studio-bundle", "tasks.json"),
        ("cas-json", ".json"),
    ] {
        printed(at, &["export", "--format", format, "-o", format, "c.jsonl"]);
        let there = if what.is_empty() { vec![format.to_owned()] } else { files(at, &at.join(format)) };
        let there: Vec<&str> = there.iter().map(String::as_str).filter(|file| file.ends_with(what)).collect();
        let import = ["import", "--dry-run", "--format", format, "--into", "c.jsonl"];
        let out = printed(at, &[&import, &there[..]].concat());
        assert!(out.ends_with("in all: 0 would be new, 12 there already\n"), "{format}: {out}");
    }
    // brat's files do not say whose the tags are, nor the whole of an id that is too long for a name.
    printed(at, &["export", "--format", "brat", "-o", "brat", "c.jsonl"]);
    let ada: Vec<String> = files(at, &at.join("brat/ada"));
    let ada: Vec<&str> = ada
        .iter()
        .map(String::as_str)
        .filter(|file| file.ends_with(".ann") && !file.contains("xxx"))
        .collect();
    let import = ["import", "--format", "brat", "--annotator", "ada", "--into", "c.jsonl"];
    assert!(printed(at, &[&import, &ada[..]].concat()).ends_with("in all: 0 new, 5 there already\n"));
}

#[test]
fn articles_of_one_file_are_split_by_their_links_and_texts_alone() {
    let folder = list();
    printed(folder.path(), &["export", "--format", "csv", "--split", "50/25/25", "-o", "split", "c.jsonl"]);
    let parts = ["train", "validation", "test"].map(|part| {
        let table = fs::read_to_string(folder.path().join(format!("split/{part}/annotations.csv"))).unwrap();
        table.lines().count() - 1
    });
    assert_eq!(parts.iter().sum::<usize>(), 12);
    assert!(parts.iter().all(|rows| *rows > 0), "{parts:?}");
}

#[test]
fn a_link_leads_to_the_article_of_its_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut tags = "id,doc,label,quote,annotator\n".to_owned();
    for (event, number) in [("one", 1), ("two", 2)] {
        fs::create_dir_all(at.join("corpus").join(event)).unwrap();
        for (file, side) in [("a.txt", "a"), ("b.txt", "b")] {
            let text = format!("The {side} side of {event} is told.\n");
            fs::write(at.join("corpus").join(event).join(file), &text).unwrap();
            let id = format!("01900000-0000-7000-8000-00000000000{}", number * 2 + usize::from(side == "b"));
            tags += &format!("{id},{event}/{file},claim,{},ada\n", text.trim());
        }
    }
    fs::write(at.join("tags.csv"), tags).unwrap();
    printed(at, &["import", "--format", "csv", "--into", "corpus", "tags.csv"]);
    let path = at.join("corpus/two/a.txt.ada.abreast.json");
    let json = fs::read_to_string(&path).unwrap();
    let link = r#"{"id":"01900000-0000-7000-8000-000000000009","label":"link","relation":"same","from":"01900000-0000-7000-8000-000000000004","to":{"file":"b.txt","annotator":"ada","id":"01900000-0000-7000-8000-000000000005"},"created":"2026-04-14T12:04:35Z"}"#;
    fs::write(&path, json.replace("\n]}", &format!(",\n{link}\n]}}"))).unwrap();
    let table = printed(at, &["export", "--format", "links", "corpus"]);
    assert!(table.contains(",two/a.txt,ada,"), "{table}");
    assert!(table.contains(",two/b.txt,ada,"), "{table}");
    printed(at, &["export", "--format", "hf", "-o", "set", "corpus"]);
    let pairs = fs::read_to_string(at.join("set/pairs/train.jsonl")).unwrap();
    assert!(pairs.contains("\"text_b\":\"The b side of two is told.\""), "{pairs}");
    // Side by side in one task the link comes back as well.
    printed(at, &["export", "--format", "label-studio-bundle", "-o", "tasks", "corpus"]);
    fs::write(&path, json).unwrap();
    printed(at, &["import", "--format", "label-studio-bundle", "--into", "corpus", "tasks/tasks.json"]);
    let again = printed(at, &["export", "--format", "links", "corpus"]);
    assert_eq!(again.lines().count(), 2);
    assert!(again.contains(",two/a.txt,ada,01900000-0000-7000-8000-000000000004,two/b.txt,ada,"), "{again}");
    // The same names in two folders are told apart by where brat's files lie.
    printed(at, &["export", "--format", "brat", "-o", "brat", "corpus"]);
    let import = ["import", "--format", "brat", "--annotator", "ada", "--into", "corpus"];
    let out = printed(at, &[&import[..], &["brat/ada/one/a.ann", "brat/ada/two/a.ann"]].concat());
    assert!(out.ends_with("in all: 0 new, 2 there already\n"), "{out}");
}

/// What a database of positions can say of a tag.
fn rows(folder: &Path, corpus: &str) -> Vec<Vec<String>> {
    let table = printed(folder, &["export", "--format", "csv", corpus]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let columns = ["doc", "label", "start", "end", "annotator", "claimant", "holder", "issue", "stance"];
    let header = reader.headers().unwrap().clone();
    let at = columns.map(|column| header.iter().position(|name| name == column).unwrap());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| at.iter().map(|at| row[*at].to_owned()).collect()).collect()
}

#[test]
fn statements_of_a_database_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("bare")).unwrap();
    for file in fs::read_dir(samples()).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_some_and(|ending| ending == "txt") {
            fs::copy(&file, at.join("bare").join(file.file_name().unwrap())).unwrap();
        }
    }
    let from = samples();
    let from = from.to_str().unwrap();
    printed(at, &["export", "--format", "dna", "-o", "c.dna", from]);
    let import = ["import", "--format", "dna", "--into", "bare", "c.dna"];
    printed(at, &import);
    assert!(rows(at, "bare") == rows(at, from));
    let again = printed(at, &import);
    assert!(again.lines().last().unwrap().starts_with("in all: 0 new"), "{again}");
    let bytes = fs::read(at.join("c.dna")).unwrap();
    fs::write(at.join("c.dna"), &bytes[..bytes.len() / 2]).unwrap();
    assert!(refused(at, &import).contains("this is not a database of the Discourse Network Analyzer 3"));
}

#[test]
fn an_export_that_breaks_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    // Two articles whose files brat would call the same.
    fs::write(at.join("a.txt"), "Boats came.\n").unwrap();
    fs::write(at.join("a"), "Boats left.\n").unwrap();
    let said = refused(at, &["export", "--format", "brat", "-o", "out", "a.txt", "a"]);
    assert!(said.contains("two of its files would be called \"a.txt\""), "{said}");
    for format in ["csv", "spacy", "xlsx", "parquet", "dna", "html"] {
        let said = refused(at, &["export", "--format", format, "-o", "/dev/full", "a.txt"]);
        assert!(said.contains("/dev/full: it cannot be written: No space left on device"), "{said}");
    }
    let said = refused(at, &["export", "--format", "csv", "-o", "a/tags.csv", "a.txt"]);
    assert!(said.contains("there is no folder a"), "{said}");
    assert_eq!(files(at, at), ["a", "a.txt"]);
}

#[test]
fn articles_of_one_file_that_name_their_event_are_split_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (mut articles, mut tags) = (String::new(), "doc,label,quote,annotator\n".to_owned());
    for number in 0..12 {
        let event = number % 4;
        let text = format!("Word {number} of {} came in. Nobody saw {}.", number * 7, number * 31);
        articles += &format!(
            "{}\n",
            serde_json::json!({"id": number, "event": event, "title": "Boats", "text": text})
        );
        tags += &format!("c.jsonl#{number},claim,Word {number} of {} came in.,ada\n", number * 7);
    }
    fs::write(at.join("c.jsonl"), articles).unwrap();
    fs::write(at.join("tags.csv"), tags).unwrap();
    printed(at, &["import", "--into", "c.jsonl", "tags.csv"]);
    printed(at, &["export", "--format", "csv", "--split", "50/25/25", "-o", "split", "c.jsonl"]);
    let mut sides = std::collections::BTreeMap::new();
    for part in ["train", "validation", "test"] {
        let table = fs::read_to_string(at.join(format!("split/{part}/annotations.csv"))).unwrap();
        for row in table.lines().skip(1) {
            let number: u32 =
                row.split_once("c.jsonl#").unwrap().1.split(',').next().unwrap().parse().unwrap();
            assert_eq!(*sides.entry(number % 4).or_insert(part), part, "event {}", number % 4);
        }
    }
    assert_eq!(sides.len(), 4);
    let card = fs::read_to_string(at.join("split/README.md")).unwrap();
    assert!(card.contains("a field `event`") && card.contains("There is one annotator in it"), "{card}");
}

#[test]
fn a_table_says_whom_a_tag_was_taken_from() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("a.txt"), "Boats came.\n").unwrap();
    let table = "id,doc,label,quote,annotator,from\n\
        01900000-0000-7000-8000-000000000001,a.txt,claim,Boats came.,gold,ada:1 bo:2\n";
    fs::write(at.join("in.csv"), table).unwrap();
    printed(at, &["import", "--into", "a.txt", "in.csv"]);
    let sidecar = || fs::read_to_string(at.join("a.txt.gold.abreast.json")).unwrap();
    let before = sidecar();
    assert!(
        before.contains(r#""from":[{"annotator":"ada","id":"1"},{"annotator":"bo","id":"2"}]"#),
        "{before}"
    );
    let output = abreast(at, &["export", "--format", "csv", "-o", "out.csv", "a.txt"]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "nothing is lost");
    assert!(fs::read_to_string(at.join("out.csv")).unwrap().contains(",ada:1 bo:2\r\n"));
    fs::remove_file(at.join("a.txt.gold.abreast.json")).unwrap();
    printed(at, &["import", "--into", "a.txt", "out.csv"]);
    assert_eq!(sidecar(), before);
}
