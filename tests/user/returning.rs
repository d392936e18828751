//! What was changed in another tool comes back as it is there, and what people have tagged there is said or taken in.

use std::fs;
use std::path::Path;

use abreast::store::ENDING;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::exchange::{abreast, files, printed, said};
use crate::harness::TOLL;

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

/// A format, how the names of its files end, and what another tool changes in one.
type Way<'a> = (&'a str, &'a str, &'a dyn Fn(&str) -> String);

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
    let ways: [Way; 3] = [
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
    let ways: [Way; 5] = [
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

#[test]
fn a_tag_of_hypothesis_is_whose_it_was_and_stands_where_its_surroundings_are() {
    let folder = articles();
    let annotation = |id: &str, tags: &str, selector: &str| {
        format!(
            r#"{{"id":"{id}","created":"2026-10-01T09:00:00.123456+02:00","updated":"2026-10-02T09:00:00+00:00",
            "user":"acct:jane.doe@hypothes.is","uri":"https://x.example/a","text":"","tags":[{tags}],
            "target":[{{"source":"https://x.example/a","selector":[{{"type":"TextQuoteSelector",{selector}}}]}}]}}"#
        )
    };
    let twice = r#""exact":"Two says no","prefix":"no. ","suffix":", again.\nFooter of the page""#;
    let all = [
        annotation("h1", r#""my tag","claim""#, twice),
        annotation("h2", r#""position","stance:con","holder:Two""#, r#""exact":"One says yes.""#),
        annotation("h3", r#""claim""#, r#""exact":"Two says no""#),
    ];
    fs::write(
        folder.path().join("h.json"),
        format!("{{\"annotations\":[{}]}}", all.join(",").replace('\n', "")),
    )
    .unwrap();
    let (said, code) = said(folder.path(), &["import", "--into", "in", "h.json"]);
    assert_eq!(code, 1);
    let stances = "support, oppose, conditional, neutral, unclear";
    let wrong =
        format!("h.json, line 1: annotation 2 (\"h2\"): its \"stance\" is \"con\", and not one of {stances}");
    assert!(said.contains(&wrong), "{said}");
    assert!(said.contains("annotation 3 (\"h3\"): its words are in more than one place of a.txt"), "{said}");
    let [position, claim] = &records(folder.path(), "jane-doe")[..] else { panic!("{said}") };
    assert_eq!((&position["holder"]["name"], &position["stance"]), (&"Two".into(), &Json::Null));
    assert_eq!((&claim["label"], &claim["start"]), (&"claim".into(), &27.into()));
    assert_eq!([&claim["created"], &claim["modified"]], ["2026-10-01T07:00:00Z", "2026-10-02T09:00:00Z"]);
}

#[test]
fn what_the_schema_does_not_know_is_said_and_names_are_no_tags() {
    let folder = articles();
    let tags =
        "label,quote,stance\nposition,One says yes.,con\nPERSON,One,\nGPE,yes,\nclaim,One says yes.,\n";
    fs::write(folder.path().join("tags.csv"), tags).unwrap();
    let (said, code) = said(folder.path(), &["import", "--into", "in", "tags.csv"]);
    assert_eq!(code, 1);
    assert!(said.contains("tags.csv, line 2: its \"stance\" is \"con\", and not one of support"), "{said}");
    let mut labels: Vec<_> =
        records(folder.path(), "cy").iter().map(|record| record["label"].to_string()).collect();
    labels.sort();
    assert_eq!(labels, ["\"claim\"", "\"entity\"", "\"entity\"", "\"position\""]);
}

#[test]
fn names_tagged_in_other_tools_come_in_as_corrections_of_what_the_program_sees() {
    let text = TOLL[0].1;
    let tags = [("ORG", "Anna Weber"), ("PERSON", "Karl Brandt"), ("GPE", "Harbour")];
    let place = |words: &str| (text.find(words).unwrap(), text.find(words).unwrap() + words.len());
    let brat = || {
        let line = |(number, (label, words)): (usize, &(&str, &str))| {
            let (start, end) = place(words);
            format!("T{}\t{label} {start} {end}\t{words}\n", number + 1)
        };
        tags.iter().enumerate().map(line).collect::<String>()
    };
    let spans = || -> Vec<Json> {
        let span = |(label, words): &(&str, &str)| {
            let (start, end) = place(words);
            serde_json::json!({ "start": start, "end": end, "label": label })
        };
        tags.iter().map(span).collect()
    };
    let meta = || serde_json::json!({ "doc": "a.txt" });
    let prodigy = || serde_json::json!({ "text": text, "meta": meta(), "spans": spans() }).to_string();
    let spacy =
        || serde_json::json!({ "text": text, "meta": meta(), "spans": { "sc": spans() } }).to_string();
    for (format, file, contents) in
        [("brat", "a.ann", brat()), ("prodigy", "a.jsonl", prodigy()), ("spacy", "a.jsonl", spacy())]
    {
        let folder = articles();
        fs::write(folder.path().join("in/a.txt"), text).unwrap();
        fs::write(folder.path().join(file), contents).unwrap();
        let import = ["import", "--format", format, "--annotator", "ada", "--into", "in", file];
        let out = printed(folder.path(), &import);
        assert!(out.contains("in all: 3 new, 0 there already"), "{format}: {out}");
        let said = || -> Vec<String> {
            let line = |record: &Json| {
                let words = ["quote", "type", "status"].map(|name| record[name].as_str().unwrap());
                format!("{} {}", words.join(" "), record["suggested"]["type"].as_str().unwrap_or_default())
            };
            records(folder.path(), "ada").iter().map(line).collect()
        };
        let all = ["Harbour LOC added ", "Anna Weber ORG corrected PER", "Karl Brandt PER confirmed "];
        assert_eq!(said(), all, "{format}");
        assert!(printed(folder.path(), &import).contains("in all: 0 new, 3 there already"));
        // What is not tagged there is no name only if that is said.
        let out = printed(folder.path(), &[&import[..], &["--all-names"]].concat());
        assert!(out.contains("in all: 1 new, 3 there already"), "{format}: {out}");
        assert_eq!(said()[2], "Monday DATE removed ", "{format}");
    }
}

/// What comes of names in spans of the first article of the toll, each with a label, and of others in the file.
fn names(spans: &[(usize, usize, &str)], more: &[&str]) -> (String, Vec<String>) {
    let text = TOLL[0].1;
    let folder = articles();
    fs::write(folder.path().join("in/a.txt"), text).unwrap();
    let span = |(start, end, label): &(usize, usize, &str)| serde_json::json!({ "start": start, "end": end, "label": label });
    let spans: Vec<Json> = spans.iter().map(span).collect();
    let row = serde_json::json!({ "text": text, "meta": { "doc": "a.txt" }, "spans": spans });
    fs::write(folder.path().join("a.jsonl"), row.to_string()).unwrap();
    let import = ["import", "--format", "prodigy", "--annotator", "ada", "--into", "in", "a.jsonl"];
    let output = abreast(folder.path(), &[&import[..], more].concat());
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
    let line = |record: &Json| {
        ["quote", "type", "status"].map(|name| record[name].as_str().unwrap_or_default()).join(" ")
    };
    let there = folder.path().join(format!("in/a.txt.ada{ENDING}")).exists();
    (said, if there { records(folder.path(), "ada").iter().map(line).collect() } else { Vec::new() })
}

/// Where words stand in the first article of the toll, in code points.
fn place(words: &str) -> (usize, usize) {
    let text = TOLL[0].1;
    let start = text[..text.find(words).unwrap()].chars().count();
    (start, start + words.chars().count())
}

#[test]
fn where_a_tag_is_refused_nothing_is_said_to_be_no_name() {
    let (start, end) = place("Anna Weber");
    let (said, names) = names(&[(start, end, "PER"), (9000, 9010, "PER")], &["--all-names"]);
    assert_eq!(names, ["Anna Weber PER confirmed"], "{said}");
    assert!(
        said.contains("a.txt: since annotations of it were refused, no words in it are said to be no name"),
        "{said}"
    );
}

#[test]
fn blanks_and_marks_around_a_name_are_none_of_it() {
    let ((start, end), (monday, _)) = (place("\n\nAnna Weber"), place("Monday"));
    let (said, names) = names(&[(start, end, "PER"), (monday - 1, monday, "DATE")], &[]);
    assert_eq!(names, ["Anna Weber PER confirmed"], "{said}");
    assert!(said.contains("a.jsonl, line 1: no word is in its span"), "{said}");
}

#[test]
fn a_name_over_two_sentences_does_not_come_in() {
    let text = TOLL[0].1;
    let end = text.find("Anna Weber").unwrap() + "Anna".len();
    let (said, names) = names(&[(0, text[..end].chars().count(), "PER")], &["--all-names"]);
    assert!(names.is_empty(), "{names:?}");
    assert!(said.contains("a.jsonl, line 1: a name stands in one sentence"), "{said}");
}

#[test]
fn of_names_inside_each_other_the_outer_one_comes_in() {
    let spans = [("Weber", "LOC"), ("Anna Weber", "PER"), ("Anna", "ORG"), ("Karl Brandt", "PER")];
    let span = |(words, label)| (place(words).0, place(words).1, label);
    let (said, names) = names(&spans.map(span), &[]);
    assert_eq!(names, ["Anna Weber PER confirmed", "Karl Brandt PER confirmed"], "{said}");
    assert!(said.contains("in all: 2 new, 0 there already, 2 inside others"), "{said}");
}

#[test]
fn the_label_of_a_name_is_known_in_any_case_and_in_the_words_of_other_tools() {
    let (start, end) = place("Anna Weber");
    let words = [
        ("PER", ["Person", "per", "PERSON", "B-PER", "i-person"]),
        ("ORG", ["Organization", "organisation", "org", "I-ORG", "ORGANIZATION"]),
        ("LOC", ["Location", "gpe", "GPE", "B-LOC", "loc"]),
    ];
    for (kind, label) in words.iter().flat_map(|(kind, labels)| labels.map(|label| (kind, label))) {
        let (said, names) = names(&[(start, end, label)], &[]);
        assert!(names[0].starts_with(&format!("Anna Weber {kind} ")), "{label}: {names:?} {said}");
    }
}

#[test]
fn a_link_keeps_its_id_and_its_time() {
    let id = |number: usize| format!("01900000-0000-7000-8000-00000000000{number}");
    let tags =
        format!("id,label,quote\n{},claim,One says yes.\n{},claim,\"Two says no, again.\"\n", id(1), id(2));
    let from = articles();
    let row =
        |link: &str, relation: &str| format!("{link},{relation},{},{},2026-04-14T12:04:35Z\n", id(1), id(2));
    let links = format!("id,relation,from,to,created\n{}{}", row(&id(3), "same"), row(&id(1), "supports"));
    fs::write(from.path().join("tags.csv"), tags).unwrap();
    fs::write(from.path().join("links.csv"), &links).unwrap();
    printed(from.path(), &["import", "--into", "in", "tags.csv", "links.csv"]);
    let link = |folder: &Path, relation: &str| {
        let mut all = records(folder, "cy").into_iter();
        all.find(|record| record["relation"] == relation)
            .map(|link| (link["id"].clone(), link["created"].clone()))
    };
    let whole = Some((Json::from(id(3)), Json::from("2026-04-14T12:04:35Z")));
    assert_eq!(link(from.path(), "same"), whole);
    assert_ne!(link(from.path(), "supports").unwrap().0, id(1), "that is another's");
    for (format, ending) in [("w3c", "out"), ("spacy", "out"), ("prodigy", "out")] {
        let to = articles();
        let file = exported(from.path(), format, ending);
        printed(to.path(), &["import", "--format", format, "--into", "in", &file]);
        assert_eq!(link(to.path(), "same"), whole, "{format}");
        fs::remove_file(&file).unwrap();
    }
    fs::write(from.path().join("links.csv"), links.replace("same", "disputes")).unwrap();
    let (said, code) = said(from.path(), &["import", "--into", "in", "links.csv"]);
    assert!(
        code == 1
            && said.contains("line 2: the relation of a link is \"disputes\", and not one of same, supports"),
        "{said}"
    );
}

#[test]
fn a_folder_comes_in_as_its_files_and_all_are_whose_the_command_says() {
    let from = corpus();
    printed(from.path(), &["export", "--format", "brat", "-o", "out", "in"]);
    let [to, other] = [articles(), articles()];
    let out = from.path().join("out");
    let out = out.to_str().unwrap();
    printed(to.path(), &["import", "--into", "in", out]);
    assert_eq!(records(to.path(), "ada").len(), 2);
    printed(other.path(), &["import", "--format", "brat", "--annotator", "bo", "--into", "in", out]);
    assert_eq!(records(other.path(), "bo").len(), 2);
    assert!(!other.path().join(format!("in/a.txt.ada{ENDING}")).exists());
    let (said, code) = said(to.path(), &["import", "--format", "csv", "--into", "in", out]);
    assert!(code == 1 && said.contains("no file of the format csv is in this folder"), "{said}");
}
