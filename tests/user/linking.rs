//! Links of other tools come in.

use std::fs;
use std::path::Path;

use abreast::store::ENDING;
use tempfile::TempDir;

use crate::exchange::{printed, said, sidecars};

/// The links below a folder, each by whose it is, the words of its ends in code points, and its relation.
fn linked(folder: &Path) -> Vec<String> {
    let mut places = std::collections::HashMap::new();
    let mut links = Vec::new();
    for (name, json) in sidecars(folder) {
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        for record in json["annotations"].as_array().unwrap() {
            if record["label"] == "link" {
                links.push((name.clone(), record.clone()));
            } else {
                places.insert(record["id"].clone(), format!("{name} {}", record["quote"]));
            }
        }
    }
    let each = |(name, link): &(String, serde_json::Value)| {
        let end = |id: &serde_json::Value| places[id].replace(&format!("{name} "), "").replace('"', "");
        format!(
            "{name}: {} {} {}",
            end(&link["from"]),
            link["relation"].as_str().unwrap(),
            end(&link["to"]["id"])
        )
    };
    let mut all: Vec<_> = links.iter().map(each).collect();
    all.sort();
    all
}

/// Articles of a folder with these texts, called `a.txt`, `b.txt` and so on.
fn articles(texts: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sample-data")).unwrap();
    for (name, text) in ('a'..).zip(texts) {
        fs::write(folder.path().join(format!("sample-data/{name}.txt")), text).unwrap();
    }
    folder
}

const ONE: &str = "One says yes. Two says no.\n";
const TWO: &str = "Six says yes. Ten says no.\n";

#[test]
fn links_drawn_in_another_tool_come_in_where_they_were_drawn() {
    let spans = |a: &str, b: &str, end: &str| {
        format!(
            r#"{{{a}"start{end}":0,"end{end}":13,"label":"claim"}},{{{b}"start{end}":14,"end{end}":26,"label":"claim"}}"#
        )
    };
    let doccano = |text: &str| {
        let spans = spans("\"id\":0,", "\"id\":1,", "_offset");
        format!(
            r#"{{"text":{text:?},"entities":[{spans}],"relations":[{{"from_id":0,"to_id":1,"type":"same"}}]}}"#
        )
    };
    let prodigy = |text: &str| {
        let end = |start, end| format!(r#"{{"start":{start},"end":{end},"label":"claim"}}"#);
        let (all, head, child) = (spans("", "", ""), end(0, 13), end(14, 26));
        format!(
            r#"{{"text":{text:?},"spans":[{all}],"relations":[{{"label":"same","head_span":{head},"child_span":{child}}}]}}"#
        )
    };
    let spacy = |text: &str| {
        let spans = spans("\"kb_id\":\"k1\",", "\"kb_id\":\"k2\",", "");
        format!(
            r#"{{"text":{text:?},"spans":{{"sc":[{spans}]}},"meta":{{"relations":[{{"type":"same","from":"k1","to":"k2"}}]}}}}"#
        )
    };
    let region = |id: &str, start, end| {
        format!(
            r#"{{"id":"{id}","type":"labels","value":{{"start":{start},"end":{end},"labels":["claim"]}}}}"#
        )
    };
    let label_studio = |text: &str| {
        let (a, b) = (region("a", 0, 13), region("b", 14, 26));
        format!(
            r#"{{"data":{{"text":{text:?}}},"annotations":[{{"result":[{a},{b},{{"type":"relation","from_id":"a","to_id":"b","labels":["same"]}}]}}]}}"#
        )
    };
    let lines = |line: &dyn Fn(&str) -> String| format!("{}\n{}\n", line(ONE), line(TWO));
    let ann = "T1\tclaim 0 13\tOne says yes.\nT2\tclaim 14 26\tTwo says no.\nR1\tsame Arg1:T1 Arg2:T2\n";
    let ann_b = ann.replace("One", "Six").replace("Two", "Ten");
    let files = [
        ("doccano", vec![("in.jsonl", lines(&doccano))]),
        ("prodigy", vec![("in.jsonl", lines(&prodigy))]),
        ("spacy", vec![("in.jsonl", lines(&spacy))]),
        ("label-studio", vec![("in.json", format!("[{},{}]", label_studio(ONE), label_studio(TWO)))]),
        ("brat", vec![("a.ann", ann.to_owned()), ("b.ann", ann_b)]),
    ];
    for (format, files) in files {
        let folder = articles(&[ONE, TWO]);
        let mut import = vec!["import", "--format", format, "--into", "sample-data"];
        for (name, contents) in &files {
            fs::write(folder.path().join(name), contents).unwrap();
            import.push(name);
        }
        printed(folder.path(), &import);
        let [a, b] = ["a", "b"].map(|name| format!("{name}.txt.cy{ENDING}"));
        let expected = [
            format!("{a}: One says yes. same Two says no."),
            format!("{b}: Six says yes. same Ten says no."),
        ];
        assert_eq!(linked(folder.path()), expected, "{format}");
        let before = sidecars(folder.path());
        printed(folder.path(), &import);
        assert_eq!(sidecars(folder.path()), before, "{format}: importing twice changes nothing");
    }
}

#[test]
fn links_lead_to_the_tags_that_were_there_already() {
    let folder = articles(&[ONE]);
    fs::write(folder.path().join("in.csv"), "label,quote,created\nclaim,One says yes.,yesterday\n").unwrap();
    printed(folder.path(), &["import", "--format", "csv", "--into", "sample-data", "in.csv"]);
    assert!(!sidecars(folder.path())[0].1.contains("yesterday"));
    let ann = "T1\tclaim 0 13\tOne says yes.\nT2\tclaim 14 26\tTwo says no.\nR1\tsame Arg1:T2 Arg2:T1\n";
    fs::write(folder.path().join("a.ann"), ann).unwrap();
    let out = printed(folder.path(), &["import", "--format", "brat", "--into", "sample-data", "a.ann"]);
    assert!(out.contains("in all: 2 new, 1 there already"), "{out}");
    assert_eq!(linked(folder.path()), [format!("a.txt.cy{ENDING}: Two says no. same One says yes.")]);
}

/// A table of two tags in two articles with the ids 1 and 2, and whose the second is.
fn tags(folder: &Path, second: &str) {
    let id = |number: u8| format!("01900000-0000-7000-8000-00000000000{number}");
    let table = |number, quote, who| {
        let doc = if number == 1 { "a.txt" } else { "b.txt" };
        format!("id,doc,label,quote,annotator\n{},{doc},claim,{quote},{who}\n", id(number))
    };
    fs::write(folder.join("one.csv"), table(1, "One says yes.", "ada")).unwrap();
    fs::write(folder.join("two.csv"), table(2, "Ten says no.", second)).unwrap();
    let links = format!("relation,from,to\nsame,{},{}\n", id(1), id(2));
    fs::write(folder.join("links.csv"), links).unwrap();
}

#[test]
fn links_lead_from_one_file_of_an_import_to_another() {
    let folder = articles(&[ONE, TWO]);
    tags(folder.path(), "bo");
    let import = ["import", "--into", "sample-data", "links.csv", "two.csv", "one.csv"];
    let out = printed(folder.path(), &import);
    assert!(out.ends_with("in all: 3 new, 0 there already\n"), "{out}");
    assert_eq!(linked(folder.path()).len(), 1);
    let ada = sidecars(folder.path()).remove(0).1;
    let end = r#""to":{"file":"b.txt","annotator":"bo","id":"01900000-0000-7000-8000-000000000002"}"#;
    assert!(ada.contains(end), "{ada}");
    assert!(printed(folder.path(), &import).ends_with("in all: 0 new, 3 there already\n"));
}

#[test]
fn links_lead_to_what_was_taken_in_before_and_to_nothing_that_is_refused() {
    let folder = articles(&[ONE, TWO]);
    tags(folder.path(), "bo");
    let bo = folder.path().join(format!("sample-data/b.txt.bo{ENDING}"));
    fs::write(&bo, "{").unwrap();
    let (said, code) =
        said(folder.path(), &["import", "--into", "sample-data", "one.csv", "two.csv", "links.csv"]);
    assert!(said.contains("links.csv, line 2: a link leads to \"01900000") && code == 1, "{said}");
    assert!(said.contains("which is not taken in"), "{said}");
    fs::remove_file(bo).unwrap();
    printed(folder.path(), &["import", "--into", "sample-data", "two.csv"]);
    let out = printed(folder.path(), &["import", "--into", "sample-data", "links.csv"]);
    assert!(out.ends_with("in all: 1 new, 0 there already\n"), "{out}");
    assert_eq!(linked(folder.path()).len(), 1);
}
