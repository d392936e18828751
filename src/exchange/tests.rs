//! Small exports, byte by byte, and what comes back of them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::output::Memory;
use super::*;
use crate::model::{
    Annotation, Annotations, AnnotatorId, EntityType, Id, Item, Kind, LabelName, Mention, Record, Schema,
    Sentence, Span, Timestamp, Value,
};
use crate::text::CodePoints;

const TEXT: &str = "🙂 Zoë Roth said “no tax”.\nAna Li opposes it.\n";

fn tag(text: &str, id: &str, label: &str, words: &str) -> Annotation {
    let start = text.find(words).unwrap();
    Annotation {
        id: Id::from(id.to_owned()),
        created: Timestamp::from("2026-10-01T09:00:00Z".to_owned()),
        ..Annotation::new(LabelName::new(label), Span::new(start, start + words.len()), Default::default())
    }
}

/// An article with a claim, a position over two lines, and a link between them.
fn small() -> Exported {
    let span = |words: &str| tag(TEXT, "", "", words).span;
    let mut claim = tag(TEXT, "c1", "claim", "Zoë Roth said “no tax”.");
    let who = Value::Entity { name: "Zoë Roth".to_owned(), span: Some(span("Zoë Roth")), prefilled: true };
    claim.attributes.insert("claimant".to_owned(), who);
    claim.note = Some("=1, \"x\"".to_owned());
    let mut position = tag(TEXT, "p1", "position", "“no tax”.\nAna Li opposes it.");
    for (name, word) in [("issue", "tax"), ("stance", "oppose")] {
        position.attributes.insert(name.to_owned(), Value::Word(word.to_owned()));
    }
    position.attributes.insert("holder".to_owned(), Value::entity("Ana Li"));
    let link = r#"{"id":"l1","label":"link","relation":"contradicts","from":"p1","to":"c1"}"#;
    let verdict = r#"{"id":"v1","label":"verdict"}"#;
    let items = [Item::from(claim), Item::from(position)].into_iter();
    let others = [link, verdict].map(|json| Item::Other(Arc::new(Record::new(json))));
    let sentence = |words| Sentence { span: span(words), kind: Kind::Sentence };
    Exported {
        name: "a.txt".to_owned(),
        bundle: Some(String::new()),
        points: CodePoints::new(TEXT),
        title: None,
        date: Some("2026-10-01".to_owned()),
        outlet: None,
        sentences: vec![sentence("🙂 Zoë Roth said “no tax”."), sentence("Ana Li opposes it.")],
        mentions: vec![Mention { span: span("Zoë Roth"), kind: EntityType::Per }],
        corrections: Default::default(),
        annotations: vec![("ada".parse().unwrap(), items.chain(others).collect())],
        judged: BTreeMap::new(),
        untagged: Vec::new(),
        left_out: Vec::new(),
        part: Part::Train,
    }
}

/// The files of an export, by their names, and what it has no place for.
fn exported(name: &str, articles: &[Exported]) -> (Vec<(String, Vec<u8>)>, Lost) {
    let (schema, files) = (Schema::default(), Memory::default());
    let outgoing = Outgoing::new(&articles, &schema, Choice::default(), true).unwrap();
    let lost = format(name).unwrap().export(outgoing, &files).unwrap();
    (files.all(), lost)
}

/// The files of a small export, one after the other, each after its name.
fn written(name: &str) -> String {
    let text = |bytes: &[u8]| match String::from_utf8(bytes.to_vec()) {
        Ok(text) => text,
        Err(_) => {
            let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{} bytes, SHA-256 {sum}\n", bytes.len())
        }
    };
    let (files, _) = exported(name, &[small()]);
    files.iter().map(|(name, bytes)| format!("=== {name}\n{}", text(bytes))).collect()
}

#[test]
fn a_small_export_of_each_format_has_these_bytes() {
    for format in FORMATS {
        insta::with_settings!({omit_expression => true}, {
            insta::assert_snapshot!(format!("small-{}", format.name), written(format.name).replace('\r', "␍"));
        });
    }
}

#[test]
fn what_is_lost_is_counted() {
    let lost = |name: &str| exported(name, &[small()]).1.to_string();
    assert_eq!(lost("csv"), "1 link, 1 verdict");
    assert_eq!(lost("w3c"), "1 verdict");
    assert_eq!(lost("conll"), "1 link, 2 tags, 1 verdict");
    assert_eq!(lost("graphml"), "1 link, 1 tag other than positions, 1 verdict");
}

/// What an annotation says besides its times, for comparing.
fn said(incoming: &Incoming) -> String {
    let Incoming { article, place, quote, annotator, label, fields, .. } = incoming;
    format!("{article:?} {place:?} {quote:?} {annotator:?} {label} {}", Json::Object(fields.clone()))
}

fn read(format: &Format, file: &str, bytes: &[u8]) -> Import {
    format.read.unwrap().read(Path::new(file), bytes).unwrap_or_default()
}

fn back(name: &str, articles: &[Exported]) -> Vec<Incoming> {
    let format = format(name).unwrap();
    let (files, _) = exported(name, articles);
    // Of the files of a folder, those that hold each tag once.
    let holds = |file: &str| {
        !format.is_folder()
            || ["relation_extraction.jsonl", "tasks.json"].contains(&file)
            || file.ends_with(".ann")
            || format.name == "cas-json"
    };
    let mut incoming = Vec::new();
    for (file, bytes) in files.iter().filter(|(file, _)| holds(file)) {
        let import = read(format, file, bytes);
        assert_eq!(import.faults, [], "{name}");
        incoming.extend(import.incoming);
    }
    incoming
}

/// What formats that carry everything give back of a bundle.
fn expected(article: &Exported) -> Vec<String> {
    let one = |(annotator, tag): (&AnnotatorId, &Annotation)| {
        let (start, end, quote) = article.place(tag.span);
        said(&Incoming {
            article: Some(article.name.clone()),
            place: Place::Points(start, end),
            quote: Some(quote.to_owned()),
            annotator: Some(annotator.to_string()),
            label: tag.label.to_string(),
            fields: sorted(article.fields_with_id(tag)),
            ..Incoming::default()
        })
    };
    let mut all: Vec<_> = article.tags().map(one).collect();
    all.sort();
    all
}

fn sorted(fields: serde_json::Map<String, Json>) -> serde_json::Map<String, Json> {
    let mut fields: Vec<_> = fields.into_iter().collect();
    fields.sort_by(|a, b| a.0.cmp(&b.0));
    fields.into_iter().collect()
}

#[test]
fn what_went_out_comes_back() {
    let article = small();
    for name in [
        "csv",
        "tsv",
        "csv-sheet",
        "spacy",
        "doccano",
        "label-studio",
        "label-studio-bundle",
        "prodigy",
        "w3c",
        "brat",
        "cas-json",
    ] {
        let mut all: Vec<_> = back(name, std::slice::from_ref(&article))
            .into_iter()
            .map(|mut incoming| {
                incoming.fields = sorted(incoming.fields);
                if name == "brat" {
                    // Its files say so by their names, and its quotes have blanks for line ends.
                    incoming.article = Some("a.txt".to_owned());
                    incoming.annotator = Some("ada".to_owned());
                    let Place::Points(start, end) = incoming.place else { panic!("brat has offsets") };
                    incoming.quote = Some(TEXT.chars().skip(start).take(end - start).collect());
                }
                said(&incoming)
            })
            .collect();
        all.sort();
        assert_eq!(all, expected(&article), "{name}");
    }
}

#[test]
fn links_inside_an_article_come_back() {
    for name in
        ["spacy", "doccano", "label-studio", "label-studio-bundle", "prodigy", "w3c", "brat", "cas-json"]
    {
        let format = format(name).unwrap();
        let (files, _) = exported(name, &[small()]);
        let links: Vec<_> = files.iter().flat_map(|(file, bytes)| read(format, file, bytes).links).collect();
        let said: Vec<_> = links.iter().map(|link| (&*link.relation, &*link.from, &*link.to)).collect();
        assert_eq!(said, [("contradicts", "p1", "c1")], "{name}");
    }
}

#[test]
fn broken_files_are_faults_with_their_lines() {
    let faults = |name: &str, text: &str| -> Vec<String> {
        match format(name).unwrap().read.unwrap().read(Path::new("x"), text.as_bytes()) {
            Ok(import) => import.faults.iter().map(ToString::to_string).collect(),
            Err(problem) => vec![problem.to_string()],
        }
    };
    assert_eq!(
        faults("csv", "label,quote\r\nclaim,a,b\r\n"),
        ["line 2: this row has more or fewer cells than there are columns"]
    );
    assert_eq!(
        faults("csv", "a,b\r\n"),
        ["x, line 1: the table has no column \"label\"; its first line names the columns"]
    );
    assert_eq!(
        faults("spacy", "\n{\"text\":\"ab\",\"spans\":{\"sc\":[{\"start\":1,\"end\":9,\"label\":\"x\"}]}}\n"),
        ["line 2: span 1: its span 1..9 is not in its text"]
    );
    assert_eq!(
        faults("brat", "T1\tclaim 1 2\n"),
        ["line 1: this is not \"T1, label start end, words\" with tabs between"]
    );
    assert!(
        faults("label-studio", "[{\"data\":{}},\n{").first().unwrap().starts_with("x, line 2: this is not")
    );
    assert_eq!(faults("label-studio", "[\n{\"data\":{}}]"), ["line 2: task 1: its text is missing"]);
    assert_eq!(
        faults("w3c", "{\"items\":[\n{\"target\":3}]}"),
        ["line 2: annotation 1: its target has no selector"]
    );
}

/// A small article with these tags, and a link from the first to the second by their ids.
fn linked(tags: [Annotation; 3]) -> Exported {
    let link = format!(
        r#"{{"id":"l1","label":"link","relation":"same","from":"{}","to":"{}"}}"#,
        tags[0].id.as_str(),
        tags[1].id.as_str()
    );
    let items = tags.map(Item::from).into_iter().chain([Item::Other(Arc::new(Record::new(&link)))]);
    Exported { annotations: vec![("ada".parse().unwrap(), items.collect())], ..small() }
}

#[test]
fn a_link_of_two_tags_that_look_alike_keeps_its_ends_or_is_counted() {
    let article = linked(
        [("b", "no tax"), ("c", "Ana Li"), ("a", "no tax")].map(|(id, words)| tag(TEXT, id, "claim", words)),
    );
    let links = |name: &str| {
        let (files, lost) = exported(name, std::slice::from_ref(&article));
        let file =
            files.iter().find(|(file, _)| ["tasks.jsonl", "relation_extraction.jsonl"].contains(&&**file));
        let (file, bytes) = file.unwrap();
        let ends =
            read(format(name).unwrap(), file, bytes).links.into_iter().map(|link| (link.from, link.to));
        (ends.collect::<Vec<_>>(), lost.to_string())
    };
    assert_eq!(links("prodigy"), (vec![("b".to_owned(), "c".to_owned())], String::new()));
    let lost = "1 link of a tag that shares place and label with another".to_owned();
    assert_eq!(links("doccano"), (Vec::new(), lost));
}

#[test]
fn white_space_at_the_ends_of_a_tag_comes_back_and_whose_it_is() {
    let wide = tag(TEXT, "w", "claim", "\nAna Li ");
    let article =
        Exported { annotations: vec![("bo".parse().unwrap(), [wide].into_iter().collect())], ..small() };
    assert_eq!(exported("brat", std::slice::from_ref(&article)).1.to_string(), "", "it comes back as it was");
    let incoming = back("brat", std::slice::from_ref(&article)).remove(0);
    assert_eq!((incoming.place, incoming.annotator.as_deref()), (Place::Points(25, 33), Some("bo")));
    assert!(!incoming.fields.contains_key("narrowed"));
    for name in ["spacy", "prodigy"] {
        assert_eq!(exported(name, std::slice::from_ref(&article)).1.to_string(), "", "{name}");
        let incoming = back(name, std::slice::from_ref(&article)).remove(0);
        assert_eq!(incoming.place, Place::Points(25, 33), "{name}");
        assert!(!incoming.fields.contains_key("narrowed"), "{name}");
    }
}

#[test]
fn label_studio_gives_all_labels_of_a_region_and_whose_it_is() {
    let json = r#"[{"data":{"text":"ab cd"},"annotations":[{"was_cancelled":true,"result":[]},{"completed_by":7,"result":[
        {"id":"a","type":"hypertextlabels","value":{"start":"/p[1]","globalOffsets":{"start":0,"end":2},"hypertextlabels":["claim","position"]}},
        {"id":"b","type":"labels","value":{"start":3,"end":5,"labels":["none"]}},
        {"id":"c","type":"rectanglelabels","value":{}}]}]}]"#;
    let import = read(format("label-studio").unwrap(), "x", json.as_bytes());
    let tags: Vec<_> =
        import.incoming.iter().map(|tag| (&*tag.label, tag.place, tag.annotator.as_deref())).collect();
    let (first, second) = (Place::Points(0, 2), Place::Points(3, 5));
    assert_eq!(
        tags,
        [("claim", first, Some("7")), ("position", first, Some("7")), ("none", second, Some("7"))]
    );
    assert_eq!(import.left.to_string(), "1 annotation cancelled, 1 result of another kind");
}

#[test]
fn a_table_that_a_spreadsheet_has_written_is_read() {
    let table =
        "label;quote;claimant;claimant_start;claimant_prefilled;doubt\r\nclaim;\"a; b\";Ada;;TRUE;TRUE\r\n";
    let import = read(format("csv-sheet").unwrap(), "x", table.as_bytes());
    assert_eq!(
        import.incoming.iter().map(said).collect::<Vec<_>>(),
        [r#"None Quote Some("a; b") None claim {"claimant":{"name":"Ada","prefilled":true},"doubt":true}"#]
    );
}

#[test]
fn what_hypothesis_exports_is_found_by_its_quotes() {
    let json = r#"{"export_date":"x","annotations":[{"id":"h","text":"a remark","tags":["stance:oppose","position"],
        "target":[{"source":"https://example.org","selector":[{"type":"TextPositionSelector","start":900,"end":918},
        {"type":"TextQuoteSelector","exact":"Ana Li opposes it."}]}]}]}"#;
    let import = read(format("w3c").unwrap(), "x", json.as_bytes());
    assert_eq!(
        import.incoming.iter().map(said).collect::<Vec<_>>(),
        [r#"None Quote Some("Ana Li opposes it.") None position {"stance":"oppose","note":"a remark"}"#]
    );
}

proptest! {
    #[test]
    fn any_tag_comes_back_from_any_text(
        text in "[a-z🙂日\u{308}=+',\"\\\\ \t\n]{4,60}", ends in prop::collection::vec((0..60usize, 1..20usize), 1..6),
        note in "[a-z'\"=\n\t🙂\u{2028}]{1,8}",
    ) {
        let points = CodePoints::new(&*text);
        let count = text.chars().count();
        let place = |(start, length): (usize, usize)| points.span(start.min(count - 1), (start.min(count - 1) + length).min(count));
        let mut spans: Vec<Span> = ends.into_iter().filter_map(place).collect();
        spans.retain(|span| !tokens::has_blank_end(span.of(&text)));
        let tags = spans.iter().enumerate().map(|(number, span)| Annotation {
            span: *span,
            note: Some(note.clone()),
            ..tag("x", &uuid::Builder::from_u128(number as u128).into_uuid().to_string(), "claim", "x")
        });
        let article = Exported { name: "x.txt".to_owned(), points: points.clone(), sentences: Vec::new(), mentions: Vec::new(),
            annotations: vec![("ada".parse().unwrap(), tags.collect::<Annotations>())], ..small() };
        for name in ["csv", "csv-sheet", "spacy", "doccano", "label-studio", "prodigy", "w3c", "cas-json"] {
            let mut all: Vec<_> = back(name, std::slice::from_ref(&article)).into_iter().map(|mut incoming| {
                incoming.fields = sorted(incoming.fields);
                said(&incoming)
            }).collect();
            all.sort();
            prop_assert_eq!(all, expected(&article), "{}", name);
        }
    }

    #[test]
    fn no_file_of_another_tool_is_too_strange(text in "[\\[\\]{}\":,a-zT#A0-9 \t\n🙂\r]{0,80}") {
        for format in FORMATS {
            if let Some(reader) = format.read {
                let _ = reader.read(Path::new("x"), text.as_bytes());
            }
        }
    }
}
