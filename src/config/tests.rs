use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::command::Theme;
use crate::keys::Mode;
use crate::model::{AttributeKind, Schema};

fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

fn settings(text: &str) -> (Settings, Vec<String>) {
    let (settings, problems) = Settings::read(Path::new("/c/config.json"), text);
    (settings, said(&problems))
}

fn schema_of(text: &str) -> (Schema, Vec<String>) {
    let (schema, problems) = read_labels(Path::new("l.json"), text, &mut Keymap::default());
    (schema, said(&problems))
}

fn valid(name: &str, text: &str) -> bool {
    let (_, schema) = SCHEMAS.iter().find(|(known, _)| *known == name).unwrap();
    let schema: Json = serde_json::from_str(schema).unwrap();
    jsonschema::is_valid(&schema, &serde_json::from_str(text).unwrap())
}

#[test]
fn the_json_schemas_are_json_schemas() {
    for (name, schema) in SCHEMAS {
        let schema: Json = serde_json::from_str(schema).unwrap();
        assert!(jsonschema::meta::validate(&schema).is_ok(), "{name}");
        assert!(jsonschema::validator_for(&schema).is_ok(), "{name}");
    }
}

#[test]
fn settings_are_read() {
    let text = r#"{"annotator": {"id": "ada", "name": "Ada L."}, "keymap": "arrows", "theme": "light",
        "store": "tags", "labels": "/l.json", "mouse": false}"#;
    let (all, problems) = settings(text);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(valid("config", text));
    assert_eq!(all.annotator.map(|a| (a.id.to_string(), a.name)), Some(("ada".into(), "Ada L.".into())));
    assert_eq!(all.keymap.as_deref(), Some("arrows"));
    assert_eq!(all.theme, Some(Theme::Light));
    assert_eq!(all.store.as_deref(), Some(Path::new("/c/tags")));
    assert_eq!(all.labels.as_deref(), Some(Path::new("/l.json")));
    assert!(!all.mouse);
    assert_eq!(settings("{}"), (Settings::default(), vec![]));
}

#[test]
fn every_fault_of_the_settings_is_said_and_the_rest_holds() {
    let text = r#"{
        "annotator": {"id": "Ada"},
        "keymap": 7,
        "theme": "drak",
        "moose": true,
        "mouse": "no",
        "store": "tags"
    }"#;
    let (all, problems) = settings(text);
    assert_eq!(
        problems,
        [
            r#"/c/config.json, line 2: an annotator's id is 1 to 64 of the characters a-z 0-9 - _, and "Ada" is not"#,
            r#"/c/config.json, line 3: here stands a number, and a string, "…" is needed"#,
            r#"/c/config.json, line 4: "drak" is not known here; known are: dark, light"#,
            r#"/c/config.json, line 5: "moose" is not known here; did you mean "mouse"?"#,
            r#"/c/config.json, line 6: here stands a string, and true or false is needed"#,
        ]
    );
    assert_eq!(all, Settings { store: Some("/c/tags".into()), ..Settings::default() });
    assert!(!valid("config", text));
    for (text, fault) in [
        (
            r#"{"annotator": "李"}"#,
            r#"/c/config.json, line 1: no id for file names can be made of "李"; write {"id": "…", "name": "李"}"#,
        ),
        (r#"{"annotator": {"name": "Ada"}}"#, r#"/c/config.json, line 1: an annotator needs an "id""#),
    ] {
        assert_eq!(settings(text).1, [fault]);
    }
}

#[test]
fn a_keymap_is_found_by_its_name_or_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let folders = Folders { config: folder.path().into(), state: "".into(), data: "".into() };
    fs::write(folder.path().join("my.json"), r#"{"reading": {"q": "save"}}"#).unwrap();
    let set = |name: &str| Settings { keymap: Some(name.to_owned()), ..Settings::default() };
    let keys = |keymap: &Keymap| {
        keymap.keys_of(Mode::Reading, "save").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let (mine, problems) = keymap(None, &set("my.json"), Some(&folders));
    assert_eq!((keys(&mine), problems), (vec!["q".to_owned(), "Space w".to_owned()], vec![]));
    let (arrows, problems) = keymap(Some("arrows"), &set("my.json"), Some(&folders));
    assert_eq!((keys(&arrows), problems), (vec!["C-s".to_owned()], vec![]));
    let (_, problems) = keymap(Some("arows"), &Settings::default(), Some(&folders));
    assert_eq!(said(&problems), [r#"arows: there is no such keymap; did you mean "arrows"?"#]);
    let (_, problems) = keymap(Some(folder.path().to_str().unwrap()), &Settings::default(), None);
    assert_eq!(problems.len(), 1, "a folder is no keymap");
}

const LABELS: &str = r#"{
  // what happened, and when
  "labels": [
    { "name": "event", "doc": "Something that happened.", "letter": "E", "key": "t", "colour": "green", "asks": true,
      "attributes": [
        { "name": "tense", "kind": "choice", "values": ["past", "future"], "default": "past" },
        { "name": "who", "kind": "entity", "also": ["nobody"], "default": "nobody" },
        { "name": "topic", "kind": "phrase" },
        { "name": "words", "kind": "text" },
        { "name": "sure", "kind": "flag", "default": true },
      ] },
    { "name": "claim", "colour": "red", "key": "C", "attributes": [ { "name": "checkable", "kind": "flag" } ] },
  ],
}"#;

#[test]
fn labels_are_read_and_their_keys_bound() {
    let mut keymap = Keymap::default();
    let (schema, problems) = read_labels(Path::new("l.json"), LABELS, &mut keymap);
    assert_eq!(problems, []);
    let event = schema.get("event").unwrap();
    assert_eq!((event.letter, event.colour.name(), event.asks), ('E', "green", true));
    assert_eq!(event.key.as_deref(), Some("t"));
    let kinds: Vec<_> =
        event.attributes.iter().map(|a| (a.name.as_str(), &a.kind, a.default.as_deref())).collect();
    let words = |words: &[&str]| words.iter().map(|&w| w.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        kinds,
        [
            ("tense", &AttributeKind::Choice(words(&["past", "future"])), Some("past")),
            ("who", &AttributeKind::Entity { also: words(&["nobody"]) }, Some("nobody")),
            ("topic", &AttributeKind::Phrase, None),
            ("words", &AttributeKind::Text, None),
            ("sure", &AttributeKind::Flag, Some("true")),
        ]
    );
    let claim = schema.get("claim").unwrap();
    assert_eq!(claim.colour.name(), "red");
    let names: Vec<_> = claim.attributes.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["claimant", "certainty", "checkable"], "the fixed attributes stay, in front");
    let keys = |line| keymap.keys_of(Mode::Span, line).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(keys("tag event"), ["t"]);
    assert_eq!(keys("tag claim"), ["C", "c"]);
}

#[test]
fn every_fault_of_a_label_schema_is_said_and_the_rest_holds() {
    let text = r#"{ "labels": [
        { "name": "Big Event" },
        { "letter": "E" },
        { "name": "link" },
        { "name": "event", "letter": "字", "key": "j", "colour": "gren", "asks": 1 },
        { "name": "event" },
        { "name": "other", "letter": "P", "key": "<t>", "attributes": [
            { "name": "note", "kind": "text" },
            { "name": "a", "kind": "chioce" },
            { "name": "b", "kind": "choice" },
            { "name": "c", "kind": "choice", "values": [] },
            { "name": "d", "kind": "choice", "values": ["x", "x", " "], "default": "y" },
            { "name": "d", "kind": "text", "values": ["x"] },
            { "name": "e", "kind": "flag", "default": "yes" },
            { "kind": "text" },
            { "name": "f" },
            7 ] },
        { "name": "position", "attributes": [ { "name": "stance", "kind": "text" } ] },
        { "name": "cause" }
    ] }"#;
    let (schema, problems) = schema_of(text);
    let expected = [
        r#"line 2: a label is called by the characters a-z 0-9 - and begins with a letter, and "Big Event" is not"#,
        r#"line 3: this label has no "name""#,
        r#"line 4: no label can be called "link": sidecars have records of this name"#,
        r#"line 5: "gren" is not known here; did you mean "green"?"#,
        r#"line 5: here stands a number, and true or false is needed"#,
        r#"line 5: a letter is one character, one column wide, and "字" is not"#,
        r#"line 5: the key "j" is taken: "j" is next-sentence"#,
        r#"line 6: there is a label "event" already"#,
        r#"line 7: the letter 'P' of "other" is that of "position"; give it another "letter""#,
        r#"line 7: "<t>" is no key; keys are written j, J, C-d, A-Left, S-Tab, Space, F1, and g g for one after another"#,
        r#"line 8: no attribute can be called "note": every annotation has a field of this name"#,
        r#"line 9: "chioce" is not known here; did you mean "choice"?"#,
        r#"line 10: this choice has no "values""#,
        r#"line 11: this list is empty"#,
        r#"line 12: "x" is among the words already"#,
        r#"line 12: " " is no word to choose"#,
        r#"line 12: "y" is not known here; known are: x"#,
        r#"line 13: the label has an attribute "d" already"#,
        r#"line 13: only the kind "choice" has "values""#,
        r#"line 14: here stands a string, and true or false is needed"#,
        r#"line 15: this attribute has no "name""#,
        r#"line 16: this attribute has no "kind"; write one of: choice, entity, phrase, text, flag"#,
        r#"line 17: here stands a number, and an object, { … } is needed"#,
        r#"line 18: the label has an attribute "stance" already"#,
        r#"line 19: the letter 'C' of "cause" is that of "claim"; give it another "letter""#,
    ];
    assert_eq!(problems, expected.map(|line| format!("l.json, {line}")));
    let names: Vec<_> = schema.labels().iter().map(|label| label.name.as_str()).collect();
    assert_eq!(names, ["claim", "position", "none", "event", "other", "cause"]);
    let attributes: Vec<_> =
        schema.get("other").unwrap().attributes.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(attributes, ["d", "e"]);
    assert_eq!(schema.get("position"), Schema::default().get("position"), "what is fixed stays");
    assert_eq!(schema_of("{}").1, [r#"l.json, line 1: the file has no "labels"; write {"labels": []}"#]);
}

#[test]
fn the_json_schema_of_labels_agrees_with_the_program() {
    for (right, label) in [
        (true, r#"{"name": "event"}"#),
        (
            true,
            r#"{"name": "event", "attributes": [{"name": "a", "kind": "choice", "values": ["x"], "default": "x"}]}"#,
        ),
        (true, r#"{"name": "event", "attributes": [{"name": "a", "kind": "entity", "also": ["x"]}]}"#),
        (true, r#"{"name": "event", "attributes": [{"name": "a", "kind": "flag", "default": false}]}"#),
        (false, r#"{"name": "Event"}"#),
        (false, r#"{"name": "verdict"}"#),
        (false, r#"{"name": "event", "letter": "EV"}"#),
        (false, r#"{"name": "event", "colour": "teal"}"#),
        (false, r#"{"name": "event", "attributes": [{"name": "a", "kind": "choice"}]}"#),
        (false, r#"{"name": "event", "attributes": [{"name": "a", "kind": "choice", "values": []}]}"#),
        (false, r#"{"name": "event", "attributes": [{"name": "a", "kind": "text", "values": ["x"]}]}"#),
        (false, r#"{"name": "event", "attributes": [{"name": "a", "kind": "flag", "default": "yes"}]}"#),
        (false, r#"{"name": "event", "attributes": [{"name": "doubt", "kind": "flag"}]}"#),
        (false, r#"{"name": "event", "attributes": [{"name": "from", "kind": "text"}]}"#),
        (false, r#"{"name": "event", "attributes": [{"name": "a"}]}"#),
    ] {
        let text = format!("{{\"labels\": [{label}]}}");
        assert_eq!(valid("labels", &text), right, "{label}");
        assert_eq!(schema_of(&text).1.is_empty(), right, "{label}");
    }
}

#[test]
fn the_labels_of_the_option_come_before_those_of_the_corpus_and_of_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, label: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!("{{\"labels\": [{{\"name\": \"{label}\"}}]}}")).unwrap();
        path
    };
    let (option, set) = (file("o.json", "option"), file("s.json", "set"));
    let settings = Settings { labels: Some(set), ..Settings::default() };
    let last = |option: Option<&Path>| {
        let (schema, problems) = labels(option, Some(folder.path()), &settings, &mut Keymap::default());
        (schema.labels().last().unwrap().name.to_string(), said(&problems))
    };
    assert_eq!(last(None), ("set".to_owned(), vec![]));
    file("abreast.json", "of-corpus");
    assert_eq!(last(None), ("of-corpus".to_owned(), vec![]));
    assert_eq!(last(Some(&option)), ("option".to_owned(), vec![]));
    assert_eq!(
        last(Some(Path::new("none.json"))),
        ("none".to_owned(), vec!["none.json: there is no such label schema".to_owned()])
    );
}

/// A sidecar with a record of every kind.
fn sidecar() -> Json {
    let span = |id: &str, label: &str| {
        json!({"id": id, "label": label, "start": 0, "end": 4, "quote": "Rain", "prefix": "", "suffix": " fell",
            "created": "2026-10-01T09:12:44Z"})
    };
    let mut claim = span("1", "claim");
    claim["claimant"] = json!({"name": "Zoë Müller", "start": 114, "end": 124});
    claim["certainty"] = json!("asserted");
    let mut position = span("2", "position");
    position["holder"] = json!({"name": "Jean-Luc O'Neill"});
    position["stance"] = json!("oppose");
    position["doubt"] = json!(true);
    position["from"] = json!([{"annotator": "bo", "id": "11"}]);
    let mut entity = span("4", "entity");
    entity["type"] = json!("ORG");
    entity["status"] = json!("corrected");
    entity["suggested"] = json!({"type": "LOC", "start": 0, "end": 9});
    let time = "2026-10-01T09:12:44Z";
    json!({
        "format": "abreast", "version": "1.0", "generator": {"name": "abreast", "version": "0.1.0"},
        "article": {"file": "a.txt", "sha256": "0".repeat(64), "length": 276, "unit": "code-point",
            "title": "Rain", "date": null, "outlet": null, "language": "en", "unknown": 1},
        "annotator": {"id": "ada", "name": "Ada L."},
        "annotations": [claim, position, span("3", "none"), entity, span("7", "event"),
            {"id": "5", "label": "link", "relation": "same", "from": "1",
                "to": {"file": "b.txt", "annotator": "ada", "id": "7"}, "created": time},
            {"id": "6", "label": "verdict", "of": {"annotator": "bo", "id": "11"}, "verdict": "accepted",
                "comment": "", "judged": {"label": "claim", "quote": "It rains."}, "created": time},
            {"id": "8", "label": "verdict", "of": {"annotator": "bo", "id": "6"}, "comment": "so", "created": time}]
    })
}

#[test]
fn the_json_schema_of_sidecars_holds_what_the_design_says() {
    assert!(valid("sidecar", &sidecar().to_string()));
    for (pointer, wrong) in [
        ("/format", json!("other")),
        ("/version", json!("2.0")),
        ("/article/unit", json!("byte")),
        ("/article/sha256", json!("abc")),
        ("/annotator/id", json!("Ada L.")),
        ("/annotations/0/certainty", json!("maybe")),
        ("/annotations/0/claimant", json!("Zoë Müller")),
        ("/annotations/0/start", json!(-1)),
        ("/annotations/0/quote", json!(null)),
        ("/annotations/1/stance", json!("+")),
        ("/annotations/3/type", json!("PERSON")),
        ("/annotations/3/status", json!("new")),
        ("/annotations/3/suggested", json!({"type": "LOC"})),
        ("/annotations/5/relation", json!("like")),
        ("/annotations/6/verdict", json!("yes")),
        ("/annotations/6/created", json!("yesterday")),
        ("/annotations/6/of", json!("11")),
        ("/annotations/1/from", json!([{"id": "11"}])),
    ] {
        let mut sidecar = sidecar();
        *sidecar.pointer_mut(pointer).unwrap() = wrong;
        assert!(!valid("sidecar", &sidecar.to_string()), "{pointer}");
    }
}

proptest! {
    #[test]
    fn no_damage_to_a_file_does_harm(at in 0usize..LABELS.len(), change in "\\PC{0,3}", text in "\\PC{0,100}") {
        let damaged = format!("{}{change}{}", &LABELS[..at], &LABELS[at..]);
        for text in [&LABELS[..at], &damaged, &text] {
            schema_of(text);
            settings(text);
        }
    }
}
