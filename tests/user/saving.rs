//! What is on disk, what is said of it, and what is never touched.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Reader, TOLL};

const SIDECAR: &str = "a.txt.ada.abreast.json";

fn with(sidecar: &str) -> Vec<(&str, &str)> {
    TOLL.into_iter().chain([(SIDECAR, sidecar)]).collect()
}

/// The sidecar of a claim on the second sentence, changed.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c");
    let mut sidecar = reader.sidecar("a.txt");
    change(&mut sidecar);
    sidecar.to_string()
}

#[test]
fn saved_counts_the_annotations_on_disk_in_all_articles() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c x l c p Enter");
    assert!(reader.row_with("abreast").ends_with("saved 4"), "{}", reader.screen());
    reader.keys("h k d");
    assert!(reader.row_with("abreast").ends_with("saved 3"));
    reader.reopen();
    assert!(reader.row_with("abreast").ends_with("saved 3"));
    assert!(reader.row_with("abreast").contains("2 claims  1 position"), "{}", reader.screen());
}

#[test]
fn reopening_stands_at_the_same_sentences_of_the_same_panes() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("4 j l j l c");
    let (cursor, panes, screen) = (reader.cursor(), reader.panes(), reader.screen());
    assert_eq!((cursor.as_str(), panes.as_str()), ("c.txt: The boats came back.", "b.txt c.txt"));
    reader.reopen();
    assert_eq!((reader.cursor(), reader.panes()), (cursor, panes));
    assert_eq!(
        reader.screen().lines().take(22).collect::<Vec<_>>(),
        screen.lines().take(22).collect::<Vec<_>>()
    );
    reader.keys("l");
    assert_eq!(reader.cursor(), "a.txt: He opposes the new toll.");
}

#[test]
fn reopening_stands_at_the_same_row_of_a_long_article() {
    let long: String =
        (1..200).map(|n| format!("Sentence number {n} stands here for the day.\n\n")).collect();
    let mut reader = Reader::new(&[("long.txt", &long)]);
    reader.keys("9 9 j 5 k");
    let screen = reader.screen();
    reader.reopen();
    assert_eq!(reader.screen(), screen);
}

#[test]
fn code_points_are_counted_whatever_the_text_holds() {
    let text = "Ein Tag 👩‍👩‍👧 im Hafen\r\n\r\nÄrger 🚢🚢 im Höfchen — „ja“. Niemand sah e\u{301}s: 漢字.\r\n";
    let mut reader = Reader::new(&[("a.txt", text)]);
    reader.keys("j c c");
    // The canonical text has LF alone.
    let canonical: Vec<char> = text.replace("\r\n", "\n").chars().collect();
    let records = reader.records("a.txt");
    assert_eq!(records.len(), 2, "{records:#?}");
    for record in records {
        let (start, end) =
            (record["start"].as_u64().unwrap() as usize, record["end"].as_u64().unwrap() as usize);
        let quoted: String = canonical[start..end].iter().collect();
        assert_eq!(record["quote"], quoted.as_str());
        let before: String = canonical[start.saturating_sub(5)..start].iter().collect();
        assert!(record["prefix"].as_str().unwrap().ends_with(&before), "{record}");
    }
    reader.reopen();
    assert!(reader.row_with("abreast").ends_with("saved 2"));
}

#[test]
fn read_only_nothing_is_written_and_the_reason_is_said() {
    let mut reader = Reader::read_only(&TOLL);
    for keys in ["c", "x", "X", "p", "d", "!", "m", "Enter"] {
        reader.keys(keys);
        assert_eq!(reader.says(), "The program was started with --read-only", "{keys}");
        assert!(reader.app().prompt.is_none(), "{keys}");
    }
    assert!(reader.row_with("abreast").ends_with("read-only"));
    reader.keys("j j");
    assert_eq!(reader.cursor(), "a.txt: Rain fell all night.");
    // Words can be chosen to be copied, and not to be tagged.
    reader.keys("v b b y");
    assert_eq!(reader.copied(), "Rain fell all");
    reader.keys("c");
    assert_eq!(reader.says(), "The program was started with --read-only");
    assert!(!reader.path(SIDECAR).exists());
}

#[test]
fn an_unreadable_sidecar_is_said_and_neither_overwritten_nor_begun_anew() {
    for sidecar in
        ["", "{ \"format\": \"abreast\", \"annot", "[]", "not json at all", "{\"format\":\"other\"}"]
    {
        let mut reader = Reader::new(&with(sidecar));
        assert!(reader.says().contains(SIDECAR) || reader.says().contains('…'), "{}", reader.screen());
        reader.keys("c X . d p + Enter u");
        let names = fs::read_dir(reader.path("")).unwrap().map(|entry| entry.unwrap().file_name());
        let about_a = names.filter(|name| name.to_string_lossy().contains("a.txt")).count();
        assert_eq!((fs::read_to_string(reader.path(SIDECAR)).unwrap().as_str(), about_a), (sidecar, 2));
        assert!(reader.app().saving().failed.is_none() && reader.app().saving().unsaved == 0);
        // The other articles are as before.
        reader.keys("l c");
        assert_eq!(reader.annotations("b.txt").len(), 1);
    }
}

#[test]
fn a_newer_major_version_is_shown_and_not_written() {
    let newer = changed(|sidecar| sidecar["version"] = json!("2.0"));
    let mut reader = Reader::new(&with(&newer));
    assert!(reader.row_with("Anna Weber opened").contains(" C "), "{}", reader.screen());
    reader.keys("c x");
    assert_eq!(fs::read_to_string(reader.path(SIDECAR)).unwrap(), newer);
    assert!(reader.says().contains("version 2"), "{}", reader.says());
}

#[test]
fn what_the_program_does_not_know_survives_an_edit() {
    let verdict =
        json!({"id": "v1", "label": "verdict", "of": {"annotator": "bo", "id": "1"}, "verdict": "accepted"});
    let sidecar = changed(|sidecar| {
        sidecar["licence"] = json!("open");
        sidecar["article"]["section"] = json!("town");
        sidecar["annotator"]["team"] = json!(7);
        sidecar["annotations"][0]["colour"] = serde_json::from_str(r#"{"deep":[1,2.50]}"#).unwrap();
        sidecar["annotations"][0]["strength"] = json!("strong");
        sidecar["annotations"].as_array_mut().unwrap().push(verdict.clone());
    });
    let mut reader = Reader::new(&with(&sidecar));
    reader.keys("j ! j c u G x");
    let after = reader.sidecar("a.txt");
    assert_eq!(after["licence"], "open");
    assert_eq!(after["article"]["section"], "town");
    assert_eq!(after["annotator"]["team"], 7);
    let records = reader.records("a.txt");
    assert_eq!(records[0]["colour"].to_string(), r#"{"deep":[1,2.50]}"#);
    assert_eq!((&records[0]["strength"], &records[0]["doubt"]), (&json!("strong"), &json!(true)));
    assert_eq!(records.last(), Some(&verdict));
    assert_eq!(records.len(), 3);
}

#[test]
fn the_sidecars_of_others_are_left_alone() {
    let files: Vec<_> = TOLL.into_iter().chain([("a.txt.bo.abreast.json", "whatever bo wrote")]).collect();
    let mut reader = Reader::new(&files);
    reader.keys("c X X u");
    assert_eq!(fs::read_to_string(reader.path("a.txt.bo.abreast.json")).unwrap(), "whatever bo wrote");
    assert_eq!(reader.app().articles.len(), 3, "a sidecar is no article");
}

#[test]
fn what_cannot_be_written_is_said_until_it_is() {
    let mut reader = Reader::new(&TOLL);
    fs::create_dir(reader.path(SIDECAR)).unwrap();
    reader.keys("c");
    assert!(reader.row_with("abreast").contains("NOT SAVED: "), "{}", reader.screen());
    reader.keys("j j l k");
    assert!(reader.shows("NOT SAVED: "), "it stays");
    reader.keys("q");
    assert!(!reader.has_ended() && reader.says().contains("a copy is kept. Quit?"), "{}", reader.says());
    reader.keys("Esc");
    assert!(!reader.has_ended());
    fs::remove_dir(reader.path(SIDECAR)).unwrap();
    reader.keys("h x");
    assert!(reader.row_with("abreast").ends_with("saved 2"), "{}", reader.screen());
    reader.keys("q");
    assert!(reader.has_ended());
}

#[test]
fn one_record_is_one_line_in_the_order_of_the_text() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("G x h k c g g p - Enter");
    let file = fs::read_to_string(reader.path(SIDECAR)).unwrap();
    let lines: Vec<&str> = file.lines().filter(|line| line.starts_with("{\"id\"")).collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].contains("position") && lines[1].contains("claim") && lines[2].contains("none"),
        "{file}"
    );
    assert!(file.ends_with("]}\n"));
}
