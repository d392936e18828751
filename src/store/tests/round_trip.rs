//! Whatever is annotated, in whatever text, comes back from the file as it was.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;
use crate::model::Timestamp;

/// Letters of all lengths, marks that combine, and characters that are several code points.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a".to_owned()),
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("👩\u{200d}👧".to_owned()),
        Just("🇩🇪".to_owned()),
        Just("語".to_owned()),
        Just("\u{202e}\u{0}\u{2028}\"\\".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    vec(piece, 1..200).prop_map(|pieces| pieces.concat())
}

/// Any JSON, with numbers that a float does not hold.
fn json() -> impl Strategy<Value = Json> {
    let number =
        prop_oneof!["-?[1-9][0-9]{0,30}(\\.[0-9]{1,20})?(e[-+][0-9]{1,3})?", Just("-0.00".to_owned())];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        number.prop_map(|number| serde_json::from_str(&number).unwrap()),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::from),
            btree_map("[a-z]{0,3}", inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// A span of the text that is not empty.
fn span(text: &str) -> impl Strategy<Value = Span> + use<> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    (0..starts.len() - 1, 1..starts.len()).prop_map(move |(a, b)| {
        let (from, to) = (a.min(b), if a == b { a + 1 } else { a.max(b) });
        Span::new(starts[from], starts[to])
    })
}

fn value(text: &str) -> impl Strategy<Value = Value> + use<> {
    prop_oneof![
        (any::<String>(), option::of(span(text)), any::<bool>())
            .prop_map(|(name, span, prefilled)| Value::Entity { name, span, prefilled }),
        any::<String>().prop_map(Value::Word),
        any::<bool>().prop_map(Value::Flag),
        vec(json(), 0..3).prop_map(|list| Value::Other(list.into())),
        json().prop_map(|of| Value::Other(json!({"name": "x", "of": of}))),
    ]
}

fn annotation(text: &str) -> impl Strategy<Value = Annotation> + use<> {
    let labels = [
        ("claim", &["claimant", "certainty"][..]),
        ("position", &["holder", "issue", "stance"][..]),
        ("none", &[][..]),
        ("of-another-schema", &[][..]),
    ];
    let (value, span, correction) = (value(text), span(text), correction(text));
    let label = proptest::sample::select(labels.to_vec());
    let values = vec(option::of(value), 3);
    let unknown = btree_map("x[a-z\"é]{0,4}", json(), 0..3);
    let note = option::of(any::<String>().prop_filter("never empty", |note| !note.is_empty()));
    let rest = (note, any::<bool>(), ".*", option::of(".*"));
    let all = (label, span, values, unknown, rest, option::of(correction));
    all.prop_map(|((label, names), span, values, unknown, rest, correction)| {
        let set = names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
        let (note, doubt, created, modified) = rest;
        Annotation {
            note,
            doubt,
            created: Timestamp::from(created),
            modified: modified.map(Timestamp::from),
            unknown: unknown.into_iter().collect(),
            ..match correction {
                Some(correction) => Annotation::correcting(span, correction),
                None => Annotation::new(LabelName::new(label), span, set.collect()),
            }
        }
    })
}

fn correction(text: &str) -> impl Strategy<Value = Correction> + use<> {
    let kind = || proptest::sample::select(EntityType::ALL.to_vec());
    let seen = (span(text), kind()).prop_map(|(span, kind)| Mention { span, kind });
    let status = prop_oneof![
        Just(Status::Confirmed),
        Just(Status::Added),
        Just(Status::Removed),
        option::of(seen).prop_map(Status::Corrected),
    ];
    let name = option::of(any::<String>().prop_filter("never empty", |name| !name.is_empty()));
    (kind(), name, status).prop_map(|(kind, name, status)| Correction { kind, name, status })
}

/// A record that is no tag.
fn other() -> impl Strategy<Value = String> {
    let label = prop_oneof![Just("link"), Just("verdict"), Just("of-the-future")];
    (label, any::<String>(), option::of((0..300usize, 0..300usize)), json()).prop_map(
        |(label, id, span, x)| {
            let mut record =
                Map::from_iter([("id".to_owned(), id.into()), ("label".to_owned(), label.into())]);
            if let Some((start, end)) = span.filter(|_| label != "of-the-future") {
                record.insert("start".to_owned(), start.into());
                record.insert("end".to_owned(), end.into());
            }
            record.insert("x".to_owned(), x);
            Json::from(record).to_string()
        },
    )
}

fn article() -> impl Strategy<Value = (String, Vec<Annotation>, Vec<String>, Json)> {
    text().prop_flat_map(|text| {
        let annotations = vec(annotation(&text), 0..8);
        (Just(text), annotations, vec(other(), 0..5), json())
    })
}

fn opened(json: &str, text: &str) -> Opened {
    parse(json, &CodePoints::new(text), &facts(text), &ada(), &Schema::default()).unwrap()
}

proptest! {
    #[test]
    fn everything_comes_back((text, annotations, others, x) in article()) {
        let mut sidecar = Sidecar::new(facts(&text), ada(), None);
        sidecar.annotations = annotations.into_iter().collect();
        let written = sidecar.render(&CodePoints::new(&*text), &Schema::default());
        let read = opened(&written, &text);
        prop_assert_eq!(&read.faults, &[]);
        prop_assert_eq!(&read.sidecar, &sidecar);

        // The same with what this version does not know.
        let tags = written.lines().skip(7).take_while(|line| *line != "]}");
        let records: Vec<_> = tags.map(|line| line.trim_end_matches(',')).chain(others.iter().map(String::as_str)).collect();
        let foreign = format!("\"annotator\":{{\"id\":\"ada\",\"x\":{x}}},\n\"y\":{x},\n\"annotations\":[\n{}\n]}}\n", records.join(",\n"));
        let (head, _) = written.split_once("\"annotator\"").unwrap();
        let read = opened(&format!("{head}{foreign}"), &text);
        prop_assert_eq!(&read.faults, &[]);
        prop_assert!(read.sidecar.annotations.placed().eq(sidecar.annotations.placed()));
        let written = read.sidecar.render(&CodePoints::new(&*text), &Schema::default());
        let mut lines: Vec<_> = written.lines().map(|line| line.trim_end_matches(',')).collect();
        for record in records {
            let at = lines.iter().position(|line| *line == record);
            prop_assert!(at.is_some(), "{} is not in {}", record, written);
            lines.remove(at.unwrap());
        }
        let line = format!("\n\"y\":{x},\n");
        prop_assert!(written.contains(&line));

        // And a file that was written is written again to the byte.
        let again = opened(&written, &text);
        prop_assert_eq!(again.sidecar.render(&CodePoints::new(&*text), &Schema::default()), written);
    }

    #[test]
    fn no_bytes_make_the_reader_fail_otherwise_than_with_a_sentence(
        at in 0..2000usize, junk in vec(any::<u8>(), 0..8), cut in 0..8usize,
    ) {
        let mut bytes = file().into_bytes();
        let at = at.min(bytes.len());
        bytes.splice(at..(at + cut).min(file().len()), junk);
        if let Ok(json) = String::from_utf8(bytes)
            && let Ok(opened) = open(&json)
        {
            let written = opened.sidecar.render(&CodePoints::new(TEXT), &Schema::default());
            let again = open(&written).unwrap();
            prop_assert_eq!(again.sidecar.render(&CodePoints::new(TEXT), &Schema::default()), written);
        }
    }
}
