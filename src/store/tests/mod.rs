//! What a sidecar's file looks like, byte for byte, and what is understood of it.

mod faults;
mod other_text;
mod round_trip;

use serde_json::{Map, json};

use super::*;
use crate::model::{
    Annotation, AnnotatorId, Article, Attributes, Correction, EntityType, Head, Id, LabelName, Mention,
    Schema, Span, Status, Value,
};
use crate::text::CodePoints;

const TEXT: &str = "Minister rules out new taxes\n\nBERLIN, 30 Sept (dpa) – “We will not raise taxes – not \
    this year, not next year,” said Finance Minister Zoë Müller 🇩🇪 on Tuesday.\nNobody else spoke.\n";

/// The file of [`TEXT`] by ada: one record of every kind.
const FILE: &str = r#"{
"format":"abreast",
"version":"1.0",
"generator":{"name":"abreast","version":"0.1.0"},
"article":{"file":"a.txt","sha256":"SHA","length":179,"unit":"code-point","title":"Minister rules out new taxes","date":null,"outlet":null,"language":"en","words":29},
"annotator":{"id":"ada","name":"Ada L.","since":2024},
"project":{"name":"taxes","weight":1.50},
"annotations":[
{"id":"01","label":"claim","start":54,"end":150,"quote":"“We will not raise taxes – not this year, not next year,” said Finance Minister Zoë Müller 🇩🇪 on","prefix":"BERLIN, 30 Sept (dpa) – ","suffix":" Tuesday.\nNobody else sp","claimant":{"name":"Zoë Müller","start":134,"end":144},"certainty":"asserted","created":"2026-10-01T09:12:44Z"},
{"id":"04","label":"entity","start":134,"end":144,"quote":"Zoë Müller","prefix":"Minister rules out new taxes\n\nBERLIN, 30 Sept (dpa) – “We will not raise taxes – not this year, not next year,” said Finance Minister ","suffix":" 🇩🇪 on Tuesday.\nNobody else spoke.\n","type":"PER","status":"corrected","suggested":{"type":"LOC","start":134,"end":144},"created":"2026-10-01T09:12:44Z"},
{"id":"02","label":"position","start":160,"end":178,"quote":"Nobody else spoke.","prefix":"ë Müller 🇩🇪 on Tuesday.\n","suffix":"\n","holder":{"name":"Jean-Luc O'Neill"},"issue":"sugar-levy","stance":"oppose","strength":0.10,"big":123456789012345678901234567890,"note":"also in\nthe leader","doubt":true,"created":"2026-10-01T09:12:44Z","modified":"2026-10-02T09:12:44Z"},
{"id":"05","label":"link","relation":"same","from":"01","to":{"file":"b.txt","annotator":"ada","id":"07"},"created":"2026-10-01T09:12:44Z"},
{"id":"06","label":"verdict","of":{"annotator":"bo","id":"11"},"verdict":"accepted","comment":"","created":"2026-10-01T09:12:44Z"},
{"id":"08","future":[1,2.0,{"deep":null}]}
]}
"#;

fn ada() -> AnnotatorId {
    "ada".parse().unwrap()
}

fn article(path: impl Into<std::path::PathBuf>, text: &str) -> Article {
    Article::new(path.into(), text)
}

fn facts(text: &str) -> Facts {
    let title = text.find('\n').map(|end| Span::new(0, end));
    Facts::new(&article("x/a.txt", text), &Head { title, ..Head::default() })
}

/// [`FILE`] with the hash of the text.
fn file() -> String {
    FILE.replace("SHA", &sha256(TEXT))
}

/// What is understood of a file of ada's about [`TEXT`].
fn open(json: &str) -> Result<Opened, crate::model::Problem> {
    parse(json, &CodePoints::new(TEXT), &facts(TEXT), &ada(), &Schema::default())
}

#[test]
fn a_file_is_written_byte_for_byte_in_the_fixed_form() {
    let place = |words: &str| {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let mut claim = Annotation::new(
        LabelName::new("claim"),
        place("“We will").join(place("🇩🇪")),
        Attributes::from([
            ("certainty".to_owned(), Value::Word("asserted".to_owned())),
            ("claimant".to_owned(), Value::chosen("Zoë Müller", Some(place("Zoë Müller")))),
        ]),
    );
    claim.id = Id::from("0199-01".to_owned());
    claim.created = "2026-10-01T09:12:44Z".to_owned().into();
    let mut nothing = Annotation::new(LabelName::new("none"), place("Nobody else spoke."), Attributes::new());
    nothing.id = Id::from("0199-02".to_owned());
    nothing.created = "2026-10-01T09:12:50Z".to_owned().into();

    let mut sidecar = Sidecar::new(facts(TEXT), ada(), Some("Ada L.".to_owned()));
    let empty = sidecar.render(&CodePoints::new(TEXT), &Schema::default());
    assert!(empty.ends_with("\"annotations\":[\n]}\n"), "{empty}");
    sidecar.annotations = [nothing, claim].into_iter().collect();
    let expected = r#"{
"format":"abreast",
"version":"1.0",
"generator":{"name":"abreast","version":"VERSION"},
"article":{"file":"a.txt","sha256":"SHA","length":179,"unit":"code-point","title":"Minister rules out new taxes","date":null,"outlet":null,"language":null},
"annotator":{"id":"ada","name":"Ada L."},
"annotations":[
{"id":"0199-01","label":"claim","start":54,"end":147,"quote":"“We will not raise taxes – not this year, not next year,” said Finance Minister Zoë Müller 🇩🇪","prefix":"BERLIN, 30 Sept (dpa) – ","suffix":" on Tuesday.\nNobody else","claimant":{"name":"Zoë Müller","start":134,"end":144},"certainty":"asserted","created":"2026-10-01T09:12:44Z"},
{"id":"0199-02","label":"none","start":160,"end":178,"quote":"Nobody else spoke.","prefix":"ë Müller 🇩🇪 on Tuesday.\n","suffix":"\n","created":"2026-10-01T09:12:50Z"}
]}
"#;
    let expected = expected.replace("SHA", &sha256(TEXT)).replace("VERSION", env!("CARGO_PKG_VERSION"));
    assert_eq!(sidecar.render(&CodePoints::new(TEXT), &Schema::default()), expected);
}

#[test]
fn the_hash_is_that_of_the_text_in_utf_8() {
    // As `printf 'é\n' | sha256sum` gives it.
    let hash = "edd3a863872a04239eb29ad4bc12fc892b3d4ae57cc7e786a3697816f8e141c2";
    assert_eq!(sha256("é\n"), hash);
}

#[test]
fn tags_are_understood_and_all_else_is_kept() {
    let opened = open(&file()).unwrap();
    assert_eq!(opened.faults, []);
    let Opened { sidecar, read_only: None, text_changed: false, moved: 0, .. } = opened else {
        panic!("{opened:?}")
    };
    let tags: Vec<_> = sidecar.annotations.iter().collect();
    assert_eq!(tags.iter().map(|tag| tag.id.as_str()).collect::<Vec<_>>(), ["01", "02"]);
    assert_eq!(tags[1].span.of(TEXT), "Nobody else spoke.");
    let Some(Value::Entity { name, span: Some(mention), .. }) = tags[0].attributes.get("claimant") else {
        panic!("{:?}", tags[0])
    };
    assert_eq!((name.as_str(), mention.of(TEXT)), ("Zoë Müller", "Zoë Müller"));
    assert_eq!(tags[1].attributes.get("holder"), Some(&Value::entity("Jean-Luc O'Neill")));
    assert_eq!(tags[1].stance(), Some(crate::model::Stance::Oppose));
    assert_eq!(tags[1].note.as_deref(), Some("also in\nthe leader"));
    assert!(tags[1].doubt);
    assert_eq!(tags[1].unknown.keys().collect::<Vec<_>>(), ["strength", "big"]);
    let kept: Vec<_> = sidecar.annotations.others().iter().map(|record| record.id()).collect();
    assert_eq!(kept, ["05", "06", "08"]);
    let corrections: Vec<_> = sidecar.annotations.corrections().collect();
    let seen = Mention { span: corrections[0].span, kind: EntityType::Loc };
    let status = Status::Corrected(Some(seen));
    assert_eq!(corrections[0].correction, Some(Correction { kind: EntityType::Per, name: None, status }));
    assert_eq!(sidecar.header.name.as_deref(), Some("Ada L."));
}

#[test]
fn a_file_that_was_read_is_written_back_to_the_byte() {
    let sidecar = open(&file()).unwrap().sidecar;
    assert_eq!(sidecar.render(&CodePoints::new(TEXT), &Schema::default()), file());
}

#[test]
fn another_programs_layout_and_order_become_the_fixed_ones() {
    let lines: Vec<_> = FILE.lines().collect();
    let turned = format!(
        "\u{20}{{ \"annotations\" : [\r\n  {}\r\n], {} }}\r\n",
        lines[8..14]
            .iter()
            .rev()
            .map(|l| l.trim_end_matches(',').replacen(':', " :\r\n ", 1))
            .collect::<Vec<_>>()
            .join(",\n"),
        lines[1..7].join("").trim_end_matches(','),
    );
    let sidecar = open(&turned.replace("SHA", &sha256(TEXT))).unwrap().sidecar;
    // Only a record that is no tag keeps its own spaces.
    assert_eq!(
        sidecar.render(&CodePoints::new(TEXT), &Schema::default()).replace("\"id\" :", "\"id\":"),
        file()
    );
}

#[test]
fn attributes_of_the_label_schema_stand_in_its_order() {
    use crate::model::{Attribute, AttributeKind, Colour, Label};
    let attribute =
        |name: &str| Attribute { name: name.to_owned(), kind: AttributeKind::Text, default: None };
    let schema = Schema::with(vec![Label {
        name: LabelName::new("frame"),
        doc: String::new(),
        letter: 'F',
        key: None,
        colour: Colour::Blue,
        attributes: vec![attribute("tone"), attribute("angle"), attribute("issue")],
        asks: false,
    }]);
    let record = r#"{"id":"1","label":"frame","start":0,"end":8,"quote":"Minister","created":"t","x":0,"angle":true,"tone":3,"issue":"i"}"#;
    let json = with_records(&[record]);
    let written = |schema: &Schema| {
        let opened = parse(&json, &CodePoints::new(TEXT), &facts(TEXT), &ada(), schema).unwrap();
        opened.sidecar.render(&CodePoints::new(TEXT), schema)
    };
    assert!(written(&schema).contains(r#"","issue":"i","tone":3,"angle":true,"x":0,"created""#));
    // Without the schema, its attributes are unknown fields, and stay as they stood.
    assert!(written(&Schema::default()).contains(r#"","x":0,"angle":true,"tone":3,"issue":"i","created""#));
}

/// A file of ada's about [`TEXT`] with these records.
fn with_records(records: &[&str]) -> String {
    let (head, _) = FILE.split_once("\"annotations\"").unwrap();
    format!("{head}\"annotations\":[\n{}\n]}}\n", records.join(",\n")).replace("SHA", &sha256(TEXT))
}
