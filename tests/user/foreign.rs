//! Sidecars as they come from elsewhere: each is said in one clear sentence by the reader and by `abreast check`, is
//! left as it is, and the rest of the corpus is open.

use std::fs;

use abreast::app::Writing;
use serde_json::Value as Json;

use crate::damage::{PLAIN, one_sentence, valid_sidecar};
use crate::desk::{Desk, folder, labels, sidecar};
use crate::program::run;

/// What a file is like, what it holds, and what is said of it; whether the tags of the article can be saved
/// beside it.
struct Case {
    name: &'static str,
    contents: Vec<u8>,
    says: &'static str,
    line: Option<u64>,
    refused: bool,
}

fn cases() -> Vec<Case> {
    let whole = valid_sidecar();
    let record =
        |n: usize| whole.lines().filter(|l| l.starts_with("{\"id\"")).nth(n).unwrap().trim_end_matches(',');
    let (first, second) = (record(0), record(1));
    let number = |record: &str, field: &str| {
        serde_json::from_str::<Json>(record).unwrap()[field].as_u64().unwrap().to_string()
    };
    let with = |from: &str, to: &str| {
        let changed = whole.replacen(from, to, 1);
        assert_ne!(changed, whole, "{from} is there");
        changed.into_bytes()
    };
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
    let end = format!("\"end\":{}", number(first, "end"));
    let id: Json = serde_json::from_str(first).unwrap();
    let id = id["id"].as_str().unwrap();
    let other_id: Json = serde_json::from_str(second).unwrap();
    let refused = |name, contents, says, line| Case { name, contents, says, line, refused: true };
    let kept = |name, contents, says, line| Case { name, contents, says, line, refused: false };
    vec![
        refused(
            "truncated",
            whole[..whole.find(second).unwrap() + 20].into(),
            "the file breaks off in the middle",
            Some(9),
        ),
        refused("empty", Vec::new(), "the file is empty", None),
        refused("nothing but zeros, as after a power cut", vec![0; 4096], "this is not the JSON", Some(1)),
        refused("doubled", whole.repeat(2).into(), "this is not the JSON of a sidecar (trailing", Some(12)),
        refused(
            "with the marks of a merge",
            with(second, &format!("<<<<<<< ours\n{second}")),
            "this is not the JSON",
            Some(9),
        ),
        refused("deeply nested", deep("[", "]").into(), "this is not the JSON", Some(1)),
        refused(
            "deeply nested in an unknown field",
            with("\"version\"", &format!("\"x\":{},\n\"version\"", deep("{\"a\":", "}"))),
            "recursion limit exceeded",
            Some(3),
        ),
        kept(
            "deeply nested in a record",
            with("\"created\"", &format!("\"x\":{},\"created\"", deep("[", "]"))),
            "this is no record that can be read (recursion limit exceeded)",
            Some(8),
        ),
        refused("50 MB of brackets", vec![b'['; 50 << 20], "this is not the JSON", Some(1)),
        refused("a list", b"[]\n".into(), "invalid type: sequence, expected an object", Some(1)),
        refused(
            "of a wrong type in its head",
            with("\"1.0\"", "1"),
            "its \"version\" is missing or not",
            None,
        ),
        refused(
            "with records of a wrong type",
            with("\"annotations\":[", "\"annotations\":{},\"x\":["),
            "this is not the JSON",
            Some(7),
        ),
        kept(
            "of a wrong type in a record",
            with(&end, "\"end\":\"5\""),
            "its \"end\" is \"5\", and not a number",
            Some(8),
        ),
        kept("with a record that is none", with(first, "17"), "this is no record that can be read", Some(8)),
        kept("with the end before the start", with(&end, "\"end\":0"), "holds nothing", Some(8)),
        kept(
            "with a span out of range",
            with(
                first,
                "{\"id\":\"far\",\"label\":\"claim\",\"start\":1,\"end\":90000,\"quote\":\"Far away.\",\"created\":\"t\"}",
            ),
            "is outside of the article",
            Some(8),
        ),
        kept(
            "with one id for two records",
            with(other_id["id"].as_str().unwrap(), id),
            "stands there twice",
            Some(8),
        ),
        refused(
            "of a newer major version",
            with("\"1.0\"", "\"2.0\""),
            "it is of version 2, made by a newer abreast",
            None,
        ),
        refused(
            "of an older version, of which there is none",
            with("\"1.0\"", "\"0.9\""),
            "which no abreast has written",
            None,
        ),
        refused(
            "of somebody else",
            with("\"id\":\"ada\"", "\"id\":\"bo\""),
            "it says that it is by bo",
            None,
        ),
        refused(
            "of another program",
            with("\"format\":\"abreast\"", "\"format\":\"brat\""),
            "this is no sidecar",
            None,
        ),
    ]
}

#[test]
fn each_is_said_in_one_sentence_and_left_as_it_is_and_the_rest_is_open() {
    for Case { name, contents, says, line, refused } in cases() {
        let folder = folder(&[("a.txt", PLAIN), ("b.txt", PLAIN), ("a.txt.ada.abreast.json", &contents)]);
        let path = sidecar(folder.path(), "a.txt");
        let (printed, said, code) = run(folder.path(), &["check", "--json", "."]);
        assert_eq!((&*said, code), ("", 1), "{name}");
        let lines: Vec<Json> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let found =
            lines.iter().find(|found| found["reason"].as_str().is_some_and(|reason| reason.contains(says)));
        let found = found.unwrap_or_else(|| panic!("{name}: {printed}"));
        assert!(found["file"].as_str().unwrap().ends_with("a.txt.ada.abreast.json"), "{name}: {found}");
        let in_line = found["line"].as_u64();
        // Of two records with one id it is the other one that is shown.
        assert!(in_line == line || (says.contains("twice") && in_line == Some(9)), "{name}: {found}");
        assert_eq!(lines.len(), 2, "{name}: one sentence, and the counts: {printed}");
        let (printed, _, code) = run(folder.path(), &["check", "--fix", "."]);
        assert_eq!(code, 1, "{name}: it needs a person: {printed}");
        assert_eq!(fs::read(&path).unwrap(), contents, "{name}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "{name}");

        let mut desk = Desk::open(folder.path(), 300, 24).unwrap();
        let open = desk.inline.app.open(0).unwrap();
        let reasons: Vec<String> = match &open.writing {
            Writing::Refused(reason) => vec![reason.clone()],
            _ => open.faults.iter().map(ToString::to_string).collect(),
        };
        // A tag without a certain place is no fault of the file: it waits for a decision.
        let waits = found["kind"] == "undecided";
        assert!(waits || reasons.iter().any(|reason| reason.contains(says)), "{name}: {reasons:?}");
        assert_eq!(matches!(open.writing, Writing::Refused(_)), refused, "{name}");
        open.faults.iter().for_each(one_sentence);
        desk.press("j c");
        if refused {
            assert_eq!(fs::read(&path).unwrap(), contents, "{name}");
        }
        desk.press("l j c");
        assert_eq!(labels(&sidecar(folder.path(), "b.txt")), ["claim"], "{name}: the rest is open");
    }
}

/// Annotations may lie over each other, as several may be on one sentence; and a large file may be a good one.
#[test]
fn overlapping_spans_and_fifty_megabytes_are_nothing_wrong() {
    let whole = valid_sidecar();
    let record = whole.lines().find(|line| line.starts_with("{\"id\"")).unwrap().trim_end_matches(',');
    let overlapping = record.replacen("\"id\":\"", "\"id\":\"f", 1);
    let large = format!("\"x\":\"{}\",\n\"annotations\"", "y".repeat(50 << 20));
    for (name, contents, count) in [
        ("overlapping", whole.replacen(record, &format!("{record},\n{overlapping}"), 1), 4),
        ("large", whole.replacen("\"annotations\"", &large, 1), 3),
    ] {
        let folder = folder(&[("a.txt", PLAIN), ("a.txt.ada.abreast.json", contents.as_bytes())]);
        let (printed, _, code) = run(folder.path(), &["check", "."]);
        assert_eq!(code, 0, "{name}: {printed}");
        assert!(printed.contains(&format!("{count} annotations, all in their place")), "{name}: {printed}");
        let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
        assert_eq!(desk.inline.app.saving().saved, count, "{name}");
        desk.press("m so Enter");
        assert_eq!(labels(&sidecar(folder.path(), "a.txt")).len(), count, "{name}: all is written back");
    }
}
