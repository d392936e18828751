//! What is wrong with a file is said in one sentence, and never costs what is right in it.

use std::fs;
use std::path::Path;

use super::*;

/// What reading these bytes from a file says.
fn refused(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt.ada.abreast.json");
    fs::write(&path, bytes).unwrap();
    let problem =
        read(&path, Path::new("x/a.txt"), &CodePoints::new(TEXT), &facts(TEXT), &ada(), &Schema::default())
            .unwrap_err();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(problem.path.as_deref(), Some(path.as_path()));
    assert_eq!(problem.hint, "it is left as it is: mend it, or move it away");
    let line = problem.line.map(|line| format!("{line}: ")).unwrap_or_default();
    format!("{line}{}", problem.reason)
}

#[test]
fn no_file_is_no_fault() {
    let none = read(
        Path::new("/nowhere/a.json"),
        Path::new("x/a.txt"),
        &CodePoints::new(TEXT),
        &facts(TEXT),
        &ada(),
        &Schema::default(),
    );
    assert_eq!(none, Ok(None));
}

#[test]
fn a_file_that_is_no_sidecar_is_refused_with_its_line() {
    let file = file();
    let changed = |from: &str, to: &str| refused(file.replacen(from, to, 1).as_bytes());
    let not_json = |why: &str| format!("this is not the JSON of a sidecar ({why})");

    assert_eq!(refused(b""), "the file is empty");
    assert_eq!(refused(b" \n\n"), "the file is empty");
    assert_eq!(refused(b"{\n\"format\":\"\xff\"}"), "2: this is not UTF-8");
    assert_eq!(refused(&[0; 64]), format!("1: {}", not_json("expected value")));
    assert_eq!(
        changed("\"version\"", "<<<<<<< HEAD\n\"version\""),
        format!("3: {}", not_json("key must be a string"))
    );
    assert_eq!(refused(b"[]"), format!("1: {}", not_json("invalid type: sequence, expected an object")));
    assert_eq!(
        changed("\"annotations\":[", "\"annotations\":[],\n\"annotations\":["),
        format!("9: {}", not_json("\"annotations\" stands there twice"))
    );
    assert_eq!(
        changed("\"format\":\"abreast\"", "\"format\":\"brat\""),
        "this is no sidecar: its \"format\" is not \"abreast\""
    );
    assert_eq!(refused(b"{\"a\":1}"), "this is no sidecar: its \"format\" is not \"abreast\"");
    assert_eq!(changed("\"1.0\"", "1.0"), "its \"version\" is missing or not a text");
    assert_eq!(changed("\"1.0\"", "\"new\""), "its \"version\" is \"new\", which no abreast has written");
    assert_eq!(changed("\"1.0\"", "\"0.9\""), "its \"version\" is \"0.9\", which no abreast has written");
    assert_eq!(changed("code-point", "utf-16"), "its \"unit\" is \"utf-16\", not \"code-point\"");
    assert_eq!(
        changed("\"article\":{", "\"article\":3,\"x\":{"),
        "its \"article\" is missing or not an object"
    );
    assert_eq!(
        changed("\"id\":\"ada\"", "\"id\":\"bo\""),
        "it says that it is by bo, and its name that it is by ada"
    );
    assert!(changed("\"id\":\"ada\"", "\"id\":\"../ada\"").contains("an annotator's id is"));
    assert_eq!(changed("\"annotations\":[", "\"tags\":["), "its \"annotations\" is missing or not a list");
    let deep = format!("{{\"format\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refused(deep.as_bytes()), format!("1: {}", not_json("recursion limit exceeded")));
}

#[test]
fn a_file_that_breaks_off_anywhere_is_refused() {
    let file = file();
    for length in 1..file.trim_end().len() {
        let said = refused(&file.as_bytes()[..length]);
        // Of a number that ends in a point, more is known.
        let wanted =
            said.ends_with("the file breaks off in the middle") || said.ends_with("(invalid number)");
        assert!(wanted, "{length}: {said}");
    }
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let problem = read(
        folder.path(),
        Path::new("x/a.txt"),
        &CodePoints::new(TEXT),
        &facts(TEXT),
        &ada(),
        &Schema::default(),
    )
    .unwrap_err();
    assert_eq!(problem.reason, "this is not a file");
    let under_a_file = folder.path().join("file").join("a.json");
    fs::write(folder.path().join("file"), "").unwrap();
    let problem = read(
        &under_a_file,
        Path::new("x/a.txt"),
        &CodePoints::new(TEXT),
        &facts(TEXT),
        &ada(),
        &Schema::default(),
    )
    .unwrap_err();
    assert!(problem.reason.starts_with("the sidecar cannot be read: "), "{problem}");
}

#[test]
fn a_newer_major_version_is_only_read_and_a_newer_minor_one_stays() {
    let opened = open(&file().replacen("\"1.0\"", "\"2.0\"", 1)).unwrap();
    assert!(opened.read_only.unwrap().contains("made by a newer abreast"));
    assert_eq!(opened.sidecar.annotations.len(), 2);
    let newer = file().replacen("\"1.0\"", "\"1.7\"", 1);
    let opened = open(&newer).unwrap();
    assert_eq!(
        (opened.read_only, opened.sidecar.render(&CodePoints::new(TEXT), &Schema::default())),
        (None, newer)
    );
}

#[test]
fn what_is_said_of_a_name_in_another_form_is_kept_and_not_shown() {
    let with = |fields: &str| {
        let record = format!(r#"{{"id":"e","label":"entity","start":0,"end":8,{fields}"created":"t"}}"#);
        open(&with_records(&[&record])).unwrap()
    };
    for (fields, says) in [
        ("", "it has no \"type\""),
        (r#""type":"GPE","#, "its \"type\" is \"GPE\", and not one of PER, ORG, LOC, MISC, DATE"),
        (r#""type":"PER","status":"new","#, "its \"status\" is \"new\", and not one of "),
        (r#""type":"PER","name":1,"#, "its \"name\" is not a text"),
    ] {
        let opened = with(fields);
        assert!(opened.faults[0].reason.starts_with(says), "{:?}", opened.faults);
        assert_eq!(
            (opened.sidecar.annotations.corrections().len(), opened.sidecar.annotations.others().len()),
            (0, 1)
        );
    }
    // A file that says less, or more of what is suggested, is understood, and nothing of it goes.
    for (fields, status) in [
        (r#""type":"PER","#, Status::Added),
        (r#""type":"PER","status":"corrected","suggested":{"type":"ORG"},"#, Status::Corrected(None)),
    ] {
        let opened = with(fields);
        assert_eq!(opened.faults, []);
        let said = opened.sidecar.annotations.corrections().next().unwrap();
        assert_eq!(said.correction.as_ref().map(|said| said.status), Some(status));
        let written = opened.sidecar.render(&CodePoints::new(TEXT), &Schema::default());
        assert_eq!(written.contains(r#""suggested":{"type":"ORG"}"#), fields.contains("suggested"));
    }
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt.ada.abreast.json");
    fs::write(&path, format!("\u{feff}{}", file())).unwrap();
    let (opened, known) =
        read(&path, Path::new("x/a.txt"), &CodePoints::new(TEXT), &facts(TEXT), &ada(), &Schema::default())
            .unwrap()
            .unwrap();
    assert_eq!(opened.sidecar.annotations.len(), 2);
    // What was read is known, so that it may be replaced.
    let store = Store { dir: None, root: folder.path().to_owned() };
    store.write(&path, "new", &mut { known }).unwrap();
}

const GOOD: &str = r#"{"id":"good","label":"none","start":0,"end":8,"quote":"Minister","prefix":"","suffix":" rules out new taxes\n\nBE","created":"t"}"#;

/// What is said of one record that stands behind a good one. It is kept word for word, and the good
/// one is there.
fn fault(record: &str) -> String {
    let opened = open(&with_records(&[GOOD, record])).unwrap();
    assert_eq!(opened.sidecar.annotations.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["good"]);
    assert_eq!(
        opened.sidecar.annotations.others().iter().map(|record| record.json()).collect::<Vec<_>>(),
        [record]
    );
    assert!(
        opened.sidecar.render(&CodePoints::new(TEXT), &Schema::default()).contains(&format!("\n{record}"))
    );
    let [fault] = &opened.faults[..] else { panic!("{:?}", opened.faults) };
    assert_eq!(fault.line, Some(10));
    assert_eq!(fault.hint, "the record is kept as it is, and not shown");
    fault.reason.clone()
}

#[test]
fn a_record_with_a_fault_is_kept_and_costs_no_other() {
    let bad = GOOD.replace("good", "bad");
    let changed = |from: &str, to: &str| fault(&bad.replacen(from, to, 1));
    assert_eq!(
        changed("\"start\":0", "\"start\":-1"),
        "its \"start\" is -1, and not a number of code points"
    );
    assert_eq!(
        changed("\"start\":0", "\"start\":0.0"),
        "its \"start\" is 0.0, and not a number of code points"
    );
    assert_eq!(
        changed("\"end\":8", "\"end\":\"8\""),
        "its \"end\" is \"8\", and not a number of code points"
    );
    assert_eq!(changed("\"end\":8,", ""), "it has no \"end\"");
    assert_eq!(changed("\"end\":8", "\"end\":0"), "its span 0..0 holds nothing");
    assert_eq!(changed("\"start\":0", "\"start\":9"), "its span 9..8 holds nothing");
    assert_eq!(changed("\"id\":\"bad\"", "\"id\":7"), "its \"id\" is not a text");
    assert_eq!(changed("\"id\":\"bad\",", ""), "it has no \"id\"");
    assert_eq!(changed("\"none\"", "[\"none\"]"), "its \"label\" is not a text");
    assert_eq!(changed("\"created\":\"t\"", "\"doubt\":1"), "its \"doubt\" is not true or false");
    assert_eq!(changed("\"created\":\"t\"", "\"note\":{}"), "its \"note\" is not a text");
    assert_eq!(changed(",\"created\":\"t\"", ""), "it has no \"created\"");
    assert_eq!(
        changed("\"created\"", "\"id\":\"x\",\"created\""),
        "this is no record that can be read (\"id\" stands there twice)"
    );
    assert_eq!(
        changed("bad", "\\ud800"),
        "this is no record that can be read (unexpected end of hex escape)"
    );
    let deep = format!("\"x\":{}{}", "[".repeat(1000), "]".repeat(1000));
    assert_eq!(
        changed("\"created\":\"t\"", &deep),
        "this is no record that can be read (recursion limit exceeded)"
    );
    assert!(fault("17").contains("expected an object"));
    assert!(fault("null").contains("expected an object"));
}

#[test]
fn of_two_records_with_one_id_the_one_changed_last_counts() {
    let new = r#"{"id":"a","label":"none","start":0,"end":8,"quote":"Minister","prefix":"","suffix":" rules out new taxes\n\nBE","created":"1","modified":"3"}"#;
    let old = r#"{"id":"a","label":"claim","start":0,"end":8,"quote":"Minister","created":"2"}"#;
    for records in [[new, old], [old, new]] {
        let opened = open(&with_records(&records)).unwrap();
        assert_eq!(opened.sidecar.annotations.iter().map(|a| a.label.as_str()).collect::<Vec<_>>(), ["none"]);
        assert_eq!(
            opened.sidecar.annotations.others().iter().map(|record| record.json()).collect::<Vec<_>>(),
            [old]
        );
        assert_eq!(opened.faults[0].reason, "the id \"a\" stands there twice");
        // Both are in the file that is written.
        let again = open(&opened.sidecar.render(&CodePoints::new(TEXT), &Schema::default())).unwrap();
        assert_eq!(again.sidecar, opened.sidecar);
    }
    // Of two of the same second, the order of the file, which becomes that of the text, decides nothing.
    let behind = r#"{"id":"a","label":"claim","start":13,"end":16,"created":"1"}"#;
    let before = r#"{"id":"a","label":"none","start":0,"end":8,"created":"1"}"#;
    for records in [[before, behind], [behind, before]] {
        let opened = open(&with_records(&records)).unwrap();
        assert_eq!(opened.sidecar.annotations.iter().map(|a| a.label.as_str()).collect::<Vec<_>>(), ["none"]);
    }
}

#[test]
fn a_span_without_its_words_is_shown_nowhere_and_lost_nowhere() {
    let opened =
        open(&with_records(&[GOOD, &GOOD.replace("good", "bad").replace("Minister", "Ministry")])).unwrap();
    assert_eq!((opened.moved, opened.undecided.len(), opened.sidecar.annotations.others().len()), (0, 1, 1));
    let problem = &opened.undecided[0].problem;
    assert!(problem.reason.starts_with("its span 0..8 does not hold its quote"), "{problem:?}");
    let opened = open(&with_records(&[&GOOD.replace("\"end\":8", "\"end\":9000")])).unwrap();
    assert_eq!((opened.moved, opened.undecided.len()), (1, 0));
}

#[test]
fn annotations_follow_an_edit_of_the_article_and_so_do_their_mentions() {
    let edited = TEXT.replacen("Minister", "A minister", 1);
    let opened =
        parse(&file(), &CodePoints::new(&*edited), &facts(&edited), &ada(), &Schema::default()).unwrap();
    assert_eq!((opened.text_changed, opened.moved, opened.undecided.len()), (true, 3, 0));
    let said = opened.sidecar.annotations.corrections().next().unwrap();
    let Some(Correction { status: Status::Corrected(Some(seen)), .. }) = said.correction else {
        panic!("{said:?}")
    };
    assert_eq!([said.span, seen.span].map(|span| span.of(&edited)), ["Zoë Müller"; 2]);
    let claim = opened.sidecar.annotations.iter().next().unwrap();
    assert!(claim.span.of(&edited).starts_with("“We will not"));
    let Some(Value::Entity { span: Some(mention), .. }) = claim.attributes.get("claimant") else {
        panic!("{claim:?}")
    };
    assert_eq!(mention.of(&edited), "Zoë Müller");
    // The file that is written speaks of the new text.
    assert!(opened.sidecar.render(&CodePoints::new(&*edited), &Schema::default()).contains(&sha256(&edited)));

    let rewritten = TEXT.replace("this year", "this time").replace("Nobody", "Somebody");
    let opened =
        parse(&file(), &CodePoints::new(&*rewritten), &facts(&rewritten), &ada(), &Schema::default())
            .unwrap();
    assert_eq!((opened.moved, opened.undecided.len(), opened.faults.len()), (0, 2, 0));
    assert_eq!(opened.sidecar.annotations.others().len(), 5);
    assert_eq!(opened.sidecar.annotations.corrections().len(), 1);
}
