//! What is found, and what is mended.

use std::fs::{read_to_string, write};
use std::path::Path;

use serde_json::Value as Json;
use tempfile::TempDir;

use super::*;
use crate::cli::args::Corpus;
use crate::corpus::open;
use crate::model::{
    Annotation, Annotations, Attributes, Correction, EntityType, LabelName, Schema, Span, Status,
};
use crate::store::{Facts, Sidecar};
use crate::text::CodePoints;

const TEXT: &str = "Tax stays\n\nThe tax stays, Zoë Müller said. Nobody asked her why.\n";

/// An article, and a sidecar of ada with a tag on its last sentence.
fn tagged(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("a.txt");
    write(&path, TEXT).unwrap();
    let article = open(&path).unwrap();
    let mut sidecar = Sidecar::new(
        Facts::new(&article, &head_of(&article.text, &article.metadata)),
        "ada".parse().unwrap(),
        None,
    );
    let start = TEXT.find("Nobody").unwrap();
    let tag = Annotation::new(LabelName::new("claim"), Span::new(start, TEXT.len() - 1), Attributes::new());
    sidecar.annotations = Annotations::from_iter([tag]);
    let place = folder.path().join("a.txt.ada.abreast.json");
    write(&place, sidecar.render(&CodePoints::new(article.text.clone()), &Schema::default())).unwrap();
    place
}

fn checked(folder: &Path) -> (Outcome, String) {
    ran(folder, false, false)
}

fn fixed(folder: &Path) -> (Outcome, String) {
    ran(folder, false, true)
}

fn ran(folder: &Path, json: bool, fix: bool) -> (Outcome, String) {
    let mut out = Vec::new();
    let args = Check {
        json,
        fix,
        corpus: Corpus { store: Some(folder.to_owned()), ..Corpus::default() },
        paths: vec![folder.to_owned()],
    };
    let outcome = run(&args, &mut out).unwrap();
    (outcome, String::from_utf8(out).unwrap().replace(&format!("{}/", folder.display()), ""))
}

#[test]
fn whole_sidecars_are_counted() {
    let folder = TempDir::new().unwrap();
    tagged(&folder);
    let said = "1 article, 1 sidecar of 1 annotator, 1 annotation, all in their place\n";
    assert_eq!(checked(folder.path()), (Outcome::Fine, said.to_owned()));
}

#[test]
fn a_tag_that_is_no_longer_where_its_words_are_is_found() {
    let folder = TempDir::new().unwrap();
    tagged(&folder);
    write(folder.path().join("a.txt"), TEXT.replace("Tax", "The tax")).unwrap();
    let (outcome, said) = checked(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    assert!(
        said.starts_with("a.txt.ada.abreast.json: the article has changed, and 1 annotation moved"),
        "{said}"
    );

    write(folder.path().join("a.txt"), TEXT.replace("Nobody", "Everybody")).unwrap();
    let (outcome, said) = checked(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    assert!(said.starts_with("a.txt.ada.abreast.json, line "), "{said}");
}

#[test]
fn a_broken_sidecar_is_named_with_its_line() {
    let folder = TempDir::new().unwrap();
    let path = tagged(&folder);
    let json = read_to_string(&path).unwrap();
    write(&path, &json[..json.len() / 2]).unwrap();
    let (outcome, said) = checked(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    assert!(said.starts_with("a.txt.ada.abreast.json, line "), "{said}");
}

#[test]
fn a_name_that_runs_over_several_sentences_is_found() {
    let folder = TempDir::new().unwrap();
    let path = tagged(&folder);
    let article = open(&folder.path().join("a.txt")).unwrap();
    let facts = Facts::new(&article, &head_of(&article.text, &article.metadata));
    let mut sidecar = Sidecar::new(facts, "ada".parse().unwrap(), None);
    let correction = |words: &str| {
        let start = TEXT.find(words).unwrap();
        let correction = Correction { kind: EntityType::Per, name: None, status: Status::Added };
        Annotation::correcting(Span::new(start, start + words.len()), correction)
    };
    sidecar.annotations = Annotations::from_iter(["Müller said. Nobody", "Zoë"].map(correction));
    write(&path, sidecar.render(&CodePoints::new(article.text.clone()), &Schema::default())).unwrap();
    let (outcome, said) = checked(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    let line = "a.txt.ada.abreast.json: the name “Müller said. Nobody” runs over several sentences";
    assert!(said.starts_with(line) && !said.contains("“Zoë"), "{said}");
}

/// The lines of the findings and that of the counts, for programs.
fn found(folder: &Path) -> (Vec<Json>, Json) {
    let (_, said) = ran(folder, true, false);
    let mut lines: Vec<Json> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let counts = lines.pop().unwrap();
    (lines, counts)
}

const IN_PLACE: &str = "1 article, 1 sidecar of 1 annotator, 1 annotation, all in their place\n";

#[test]
fn what_is_not_in_the_form_that_is_written_is_mended_with_a_backup() {
    let other = |json: &str| {
        let record = json.lines().find(|line| line.starts_with("{\"id\"")).unwrap().to_owned();
        let earlier = "{\"id\":\"0\",\"label\":\"link\",\"start\":0,\"end\":3}";
        (record.clone(), format!("{record},\n{earlier}"))
    };
    type Damage<'a> = &'a dyn Fn(&str) -> String;
    let flaws: [(&str, Damage<'_>); 5] = [
        ("it begins with a byte order mark", &|json| format!("\u{feff}{json}")),
        ("its lines do not end with LF alone", &|json| json.replace('\n', "\r\n")),
        ("it does not begin with {", &|json| format!("\n \t{json}\n\n")),
        ("line 9: its records are not in the order of the text", &|json| {
            let (record, with_earlier) = other(json);
            json.replace(&record, &with_earlier)
        }),
        ("line 9: the same record stands there twice", &|json| {
            let (record, _) = other(json);
            json.replace(&record, &format!("{record},\n{record}"))
        }),
    ];
    for (flaw, put_in) in flaws {
        let folder = TempDir::new().unwrap();
        let path = tagged(&folder);
        let whole = read_to_string(&path).unwrap();
        let contents = put_in(&whole);
        write(&path, &contents).unwrap();
        let (outcome, said) = checked(folder.path());
        assert_eq!((outcome, said.lines().count()), (Outcome::Wrong, 2), "{said}");
        assert!(said.contains(flaw), "{said}");
        assert_eq!(read_to_string(&path).unwrap(), contents, "looking changes nothing");

        // What an older run has kept is not written over.
        let backup = |ending: &str| folder.path().join(format!("a.txt.ada.abreast.json.{ending}"));
        write(backup("bak"), "older").unwrap();
        let (outcome, said) = fixed(folder.path());
        assert_eq!(outcome, Outcome::Fine, "{said}");
        assert!(said.contains("it is mended, and what it was is in a.txt.ada.abreast.json.bak2\n"), "{said}");
        assert!(said.ends_with("1 annotation, 1 of 1 fault mended\n"), "{said}");
        assert_eq!(read_to_string(backup("bak")).unwrap(), "older");
        assert_eq!(read_to_string(backup("bak2")).unwrap(), contents);
        assert_eq!(checked(folder.path()), (Outcome::Fine, IN_PLACE.to_owned()));
        if !flaw.contains("order of the text") {
            assert_eq!(read_to_string(&path).unwrap(), whole, "{flaw}");
        }
    }
}

#[test]
fn words_that_moved_get_their_new_offsets_and_those_that_are_lost_stay() {
    let folder = TempDir::new().unwrap();
    let path = tagged(&folder);
    write(folder.path().join("a.txt"), TEXT.replace("Tax", "The tax")).unwrap();
    let (outcome, said) = fixed(folder.path());
    assert_eq!(outcome, Outcome::Fine, "{said}");
    assert_eq!(checked(folder.path()), (Outcome::Fine, IN_PLACE.to_owned()));

    // Words that are gone are for a person.
    write(folder.path().join("a.txt"), TEXT.replace("Nobody", "Everybody")).unwrap();
    let before = read_to_string(&path).unwrap();
    let (outcome, said) = fixed(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    assert!(said.contains("line 8: its span"), "{said}");
    assert_eq!(read_to_string(&path).unwrap(), before);
}

#[test]
fn two_records_with_one_id_that_differ_are_left_to_a_person() {
    let folder = TempDir::new().unwrap();
    let path = tagged(&folder);
    let json = read_to_string(&path).unwrap();
    let record = json.lines().find(|line| line.starts_with("{\"id\"")).unwrap();
    let other = record.replace("\"claim\"", "\"none\"");
    let contents = json.replace(record, &format!("{record},\n{other}"));
    write(&path, &contents).unwrap();
    let (outcome, said) = fixed(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    assert!(said.contains("stands there twice; the record is kept as it is, and not shown"), "{said}");
    assert_eq!(read_to_string(&path).unwrap(), contents);
}

#[test]
fn what_a_reviewer_has_both_accepted_and_rejected_is_found() {
    let folder = TempDir::new().unwrap();
    let path = tagged(&folder);
    let json = read_to_string(&path).unwrap();
    let record = json.lines().find(|line| line.starts_with("{\"id\"")).unwrap();
    let verdict = |id: u8, word: &str| {
        format!(
            r#"{{"id":"z{id}","label":"verdict","of":{{"annotator":"bo","id":"7"}},"verdict":"{word}","comment":"","created":"2026-10-01T09:12:44Z"}}"#
        )
    };
    for (words, outcome) in
        [(["accepted", "accepted"], Outcome::Fine), (["accepted", "rejected"], Outcome::Wrong)]
    {
        let [one, other] = words.map(|word| verdict(u8::from(word == "rejected"), word));
        let records = if one == other { one } else { format!("{one},\n{other}") };
        write(&path, json.replace(record, &format!("{record},\n{records}"))).unwrap();
        let (found, said) = checked(folder.path());
        assert_eq!(found, outcome, "{said}");
        assert_eq!(
            said.contains(
                r#"bo's annotation "7" is contradicted: accepted by ada, rejected by ada; it is not settled"#
            ),
            outcome == Outcome::Wrong,
            "{said}"
        );
    }
}

#[test]
fn of_a_file_that_breaks_off_it_is_said_how_far_it_goes_and_it_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = tagged(&folder);
    let json = read_to_string(&path).unwrap();
    write(&path, json.trim_end_matches("]}\n")).unwrap();
    let before = read_to_string(&path).unwrap();
    let (outcome, said) = fixed(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    assert!(
        said.contains("the file breaks off in the middle, after 1 whole record; it is left as it is"),
        "{said}"
    );
    assert_eq!(read_to_string(&path).unwrap(), before);
}

#[test]
fn temporary_files_of_killed_runs_are_found_and_removed() {
    let folder = TempDir::new().unwrap();
    tagged(&folder);
    // No system gives a process so high a number.
    let left = folder.path().join(".a.txt.ada.abreast.json.tmp-4294967295-x");
    write(&left, "{").unwrap();
    let (outcome, said) = checked(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    assert!(said.contains(".tmp-4294967295-x: it was left by a run that was killed"), "{said}");
    assert!(left.exists());
    let (outcome, said) = fixed(folder.path());
    assert_eq!(outcome, Outcome::Fine);
    assert!(said.contains("; it is removed\n") && !left.exists(), "{said}");
}

#[test]
fn a_sidecar_without_its_article_is_led_to_the_one_with_the_same_text() {
    let folder = TempDir::new().unwrap();
    tagged(&folder);
    let at = |name: &str| folder.path().join(name);
    std::fs::rename(at("a.txt"), at("b.txt")).unwrap();
    let (outcome, said) = fixed(folder.path());
    assert_eq!(outcome, Outcome::Wrong);
    let sentence = "a.txt.ada.abreast.json: its article a.txt is not there; b.txt has the same text: rename the \
        sidecar to b.txt.ada.abreast.json\n";
    assert!(said.starts_with(sentence), "{said}");
    write(at("b.txt"), "Another text.\n").unwrap();
    let (_, said) = checked(folder.path());
    assert!(said.contains("is not there; bring the article back, or move the sidecar away\n"), "{said}");
}

#[test]
fn for_programs_a_fault_is_an_object_and_the_last_line_counts() {
    let folder = TempDir::new().unwrap();
    let path = tagged(&folder);
    let counts = serde_json::json!({"articles": 1, "sidecars": 1, "annotators": 1, "annotations": 1, "findings": 0, "mended": 0});
    assert_eq!(found(folder.path()), (Vec::new(), counts));
    let contents = read_to_string(&path).unwrap().replace("\"created\"", "\"doubt\":3,\"created\"");
    write(&path, contents.replace('\n', "\r\n")).unwrap();
    let (findings, counts) = found(folder.path());
    let kinds: Vec<_> = findings.iter().map(|finding| (&finding["kind"], &finding["line"])).collect();
    assert_eq!(kinds, [(&Json::from("record"), &Json::from(8)), (&Json::from("form"), &Json::Null)]);
    assert_eq!(findings[0]["reason"], "its \"doubt\" is not true or false");
    assert_eq!(findings[0]["file"], "a.txt.ada.abreast.json");
    assert!(
        findings
            .iter()
            .all(|finding| finding["mended"] == false && !finding["hint"].as_str().unwrap().is_empty())
    );
    assert_eq!((&counts["findings"], &counts["annotations"]), (&Json::from(2), &Json::from(0)));
    let (_, said) = ran(folder.path(), true, true);
    let form: Json = serde_json::from_str(said.lines().nth(1).unwrap()).unwrap();
    assert_eq!(
        (&form["mended"], &form["backup"]),
        (&Json::from(true), &Json::from("a.txt.ada.abreast.json.bak"))
    );
}
