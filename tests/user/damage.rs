//! Damaged files of every kind: the program says what is wrong, keeps the rest, and writes over nothing that
//! it cannot read.

use std::fs;
use std::path::Path;

use abreast::app::{State, Writing};
use abreast::config::{self, Settings};
use abreast::keys::Keymap;
use abreast::model::{Problem, Schema};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::desk::{Desk, folder, labels, sidecar};

/// Keys that go everywhere and tag what they meet.
const TOUR: &str = "j c p+ Enter x p- levy Tab 1 Enter k m note Enter ! G c gg 3j v w w c / the Enter n * w b \
    Space a j Enter Space e j Enter Space n G Enter > h l Enter Tab Tab Tab Esc Space n / a Enter s S Esc Esc \
    X u u C-r C-d C-u PageDown PageUp d u . : t h e m e Space light Enter ? G Esc y";

/// Every cell is text to be seen, of one line.
pub fn is_drawable(desk: &Desk) {
    let (buffer, _) = desk.draw();
    for cell in &buffer.content {
        assert!(!cell.symbol().contains(char::is_control), "{:?}", cell.symbol());
        assert!(abreast::text::width(cell.symbol()) <= 2, "{:?}", cell.symbol());
    }
}

pub fn one_sentence(problem: &Problem) {
    let says = abreast::text::shown(&problem.to_string()).into_owned();
    assert!(!says.trim().is_empty() && !says.contains('\n'), "{says:?}");
}

pub const PLAIN: &[u8] = b"A title of it\n\nAnna Smith spoke. Bob Jones did not.\n\nThey left Berlin.\n";

fn text() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::collection::vec(
        prop_oneof![
            4 => "[A-Z]?[a-z]{1,8}[ .,\n]".prop_map(String::into_bytes),
            1 => "\\PC{1,4}".prop_map(String::into_bytes),
            1 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
            1 => prop::collection::vec(any::<u8>(), 1..6),
            1 => prop::sample::select(vec![
                "\r", "\r\n", "\u{feff}", "\u{1b}[2J", "\u{9b}m", "\u{202e}", "“", "”", "\"", "e\u{301}\u{302}",
                "👩\u{200d}👧", "漢字", "U.S. ", "Mr. Ode ", "2025-08-19", "\n\n\n", "\t", "\u{2028}", "שלום",
            ]).prop_map(|part| part.as_bytes().to_owned()),
        ],
        0..60,
    );
    let mark = prop::sample::select(vec![&b""[..], b"", b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]);
    (mark, words).prop_map(|(mark, words)| [mark.to_owned(), words.concat()].concat())
}

/// A JSON text with some of it cut out, doubled, replaced or put in.
fn mutated(valid: String) -> impl Strategy<Value = Vec<u8>> {
    let len = valid.len();
    let part = prop_oneof![
        prop::sample::select(vec![
            "",
            "null",
            "-1",
            "1e999",
            "99999999999999999999",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ",",
            ":",
            "\n",
            "true",
            "\\ud800",
            "\"\\u0000\"",
            "\u{0}",
            "[[[[[[[[",
            "{\"a\":{\"a\":1}}",
            "\"x\"",
            "0",
            "/*",
            "//",
            "\u{1b}]0;x\u{7}",
        ])
        .prop_map(|part| part.as_bytes().to_owned()),
        prop::collection::vec(any::<u8>(), 0..5),
    ];
    prop::collection::vec((0..=len, 0..20_usize, part), 1..5).prop_map(move |changes| {
        let mut bytes = valid.clone().into_bytes();
        for (at, count, part) in changes {
            let at = at.min(bytes.len());
            let end = (at + count).min(bytes.len());
            bytes.splice(at..end, part);
        }
        bytes
    })
}

/// A JSON value with one of its values replaced, by the number of it in the order of the text.
fn replaced(value: &mut Json, place: &mut usize, with: &Json) {
    if *place == 0 {
        *value = with.clone();
        *place = usize::MAX;
        return;
    }
    *place -= 1;
    match value {
        Json::Array(all) => all.iter_mut().for_each(|value| replaced(value, place, with)),
        Json::Object(all) => all.values_mut().for_each(|value| replaced(value, place, with)),
        _ => {}
    }
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "\\PC{0,9}".prop_map(Json::from),
        prop::sample::select(vec!["none", "claim", "entity", "ada", "1.0", "2.0", "oppose", "\u{1b}[2J\n"])
            .prop_map(Json::from),
        (0..80_u64).prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec(("[a-z]{1,7}|label|start|end|id|quote", inner), 0..4)
                .prop_map(|fields| Json::Object(fields.into_iter().collect())),
        ]
    })
}

/// A sidecar that the program writes, with one record of each kind.
pub fn valid_sidecar() -> String {
    let folder = folder(&[("a.txt", PLAIN)]);
    let mut desk = Desk::open(folder.path(), 80, 24).unwrap();
    desk.press("j c p- levy Tab 1 Enter k m so Enter ! j x");
    fs::read_to_string(sidecar(folder.path(), "a.txt")).unwrap()
}

/// Opens a corpus in which `a.txt` has this sidecar, works in all of it, and says what became of the sidecar.
fn opened_with(bytes: &[u8]) {
    let folder = folder(&[("a.txt", PLAIN), ("b.txt", PLAIN), ("a.txt.ada.abreast.json", bytes)]);
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    is_drawable(&desk);
    let open = desk.inline.app.open(0).expect("the article itself is fine");
    open.faults.iter().for_each(one_sentence);
    let refused = match &open.writing {
        Writing::Refused(reason) => {
            assert!(!reason.is_empty());
            true
        }
        _ => false,
    };
    let before: Vec<(String, bool)> =
        open.annotations.iter().map(|a| (a.id.as_str().to_owned(), a.label.as_str() == "none")).collect();
    desk.press("gg c x");
    let now = fs::read(sidecar(folder.path(), "a.txt")).unwrap();
    if refused {
        assert_eq!(now, bytes, "what cannot be read is not touched");
    } else {
        let text = String::from_utf8(now).unwrap();
        // A record that is kept as it stands may hold half a surrogate, of which serde_json makes no string.
        let json: Json = match serde_json::from_str(&text.replace("\\ud800", "")) {
            Ok(json) => json,
            Err(error) => panic!("what is written is whole: {error}\n{text}"),
        };
        let records = json["annotations"].as_array().unwrap();
        // A tag takes the place of `none`, and of nothing else.
        assert!(
            before.iter().all(|(id, none)| *none || records.iter().any(|record| record["id"] == **id)),
            "what was read is still there"
        );
        assert!(!before.is_empty() || text.contains("claim"), "what is tagged is saved");
    }
    desk.press("l j c");
    assert_eq!(labels(&sidecar(folder.path(), "b.txt")), ["claim"], "the rest of the corpus is open");
    desk.press(TOUR);
    is_drawable(&desk);
    if refused {
        assert_eq!(fs::read(sidecar(folder.path(), "a.txt")).unwrap(), bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_an_article_or_said_to_be_none(bytes in text(), width in 30..130_u16, height in 8..40_u16) {
        let folder = folder(&[("a.txt", &bytes), ("b.txt", PLAIN)]);
        let mut desk = Desk::open(folder.path(), width, height).unwrap();
        is_drawable(&desk);
        match desk.inline.app.articles.state(0) {
            State::Failed(problem) => one_sentence(problem),
            state => prop_assert!(matches!(state, State::Open(_))),
        }
        prop_assert!(desk.inline.app.open(1).is_some());
        desk.press(TOUR);
        is_drawable(&desk);
        prop_assert_eq!(fs::read(folder.path().join("a.txt")).unwrap(), bytes, "an article is never changed");
        prop_assert!(desk.inline.app.saving().failed.is_none());
        // What was saved comes back.
        let saved = desk.inline.app.saving().saved;
        let again = Desk::open(folder.path(), width, height).unwrap();
        prop_assert_eq!(again.inline.app.saving().saved, saved);
        prop_assert!(again.inline.app.all_open().all(|(_, open)| open.faults.is_empty()));
    }

    #[test]
    fn a_sidecar_that_was_damaged_is_read_as_far_as_it_goes_or_left_alone(bytes in mutated(valid_sidecar())) {
        opened_with(&bytes);
    }

    #[test]
    fn a_sidecar_with_another_value_somewhere_is_read_or_left_alone(place in 0..90_usize, value in any_json()) {
        let mut json: Json = serde_json::from_str(&valid_sidecar()).unwrap();
        replaced(&mut json, &mut { place }, &value);
        opened_with(json.to_string().as_bytes());
    }

    #[test]
    fn any_json_is_a_sidecar_or_left_alone(value in any_json()) {
        opened_with(value.to_string().as_bytes());
    }

    #[test]
    fn damaged_keymaps_say_what_is_wrong_and_keep_the_rest(bytes in mutated(include_str!("../../keymaps/less.json").to_owned())) {
        let text = String::from_utf8_lossy(&bytes);
        let (keymap, problems) = Keymap::read(Path::new("keys.json"), &text);
        problems.iter().for_each(one_sentence);
        let folder = folder(&[("a.txt", PLAIN)]);
        let mut desk = Desk::with(folder.path(), 80, 24, keymap, Schema::default()).unwrap();
        desk.press(TOUR);
        is_drawable(&desk);
    }

    #[test]
    fn damaged_label_schemas_say_what_is_wrong_and_keep_the_rest(bytes in mutated(LABELS.to_owned())) {
        let text = String::from_utf8_lossy(&bytes);
        let mut keymap = Keymap::default();
        let (schema, problems) = config::read_labels(Path::new("abreast.json"), &text, &mut keymap);
        problems.iter().for_each(one_sentence);
        let folder = folder(&[("a.txt", PLAIN)]);
        let mut desk = Desk::with(folder.path(), 80, 24, keymap, schema).unwrap();
        desk.press("j t 1 Enter s Enter");
        desk.press(TOUR);
        is_drawable(&desk);
        let again = Desk::open(folder.path(), 80, 24).unwrap();
        prop_assert_eq!(again.inline.app.saving().saved, desk.inline.app.saving().saved);
    }

    #[test]
    fn damaged_settings_say_what_is_wrong(bytes in mutated(SETTINGS.to_owned())) {
        let text = String::from_utf8_lossy(&bytes);
        let (_, problems) = Settings::read(Path::new("config.json"), &text);
        problems.iter().for_each(one_sentence);
    }
}

pub const LABELS: &str = r#"{"labels": [
  {"name": "threat", "key": "t", "letter": "T", "colour": "red", "doc": "Somebody threatens.",
   "attributes": [{"name": "target", "kind": "entity"}, {"name": "grade", "kind": "choice", "values": ["low", "high"]}]},
  {"name": "figure", "key": "z", "colour": "cyan"}
]}"#;

const SETTINGS: &str = r#"{"annotator": "ada", "keymap": "less", "theme": "dark", "store": "x", "labels": "l.json", "mouse": false}"#;

#[test]
fn what_the_damage_starts_from_is_whole() {
    let (_, problems) = config::read_labels(Path::new("abreast.json"), LABELS, &mut Keymap::default());
    assert_eq!(problems, []);
    let (_, problems) = Settings::read(Path::new("config.json"), SETTINGS);
    assert_eq!(problems, []);
    let json: Json = serde_json::from_str(&valid_sidecar()).unwrap();
    assert_eq!(json["annotations"].as_array().unwrap().len(), 3);
}
