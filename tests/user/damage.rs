//! What is broken, hostile or in the way: nothing of it makes the program fall over, and nobody's work is lost.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use abreast::app::{State, Writing};
use abreast::config::{self, SCHEMAS, Settings};
use abreast::keys::Keymap;
use abreast::model::{Problem, Schema};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::desk::{Desk, copied, samples};
use crate::tty::{Tty, abreast};

/// Keys that go everywhere and tag what they meet.
const TOUR: &str = "j c p+ Enter x p- levy Tab 1 Enter k m note Enter ! G c gg 3j v w w c / the Enter n * w b \
    Space a j Enter Space e j Enter Space n G Enter > h l Enter Tab Tab Tab Esc Space n / a Enter s S Esc Esc \
    X u u C-r C-d C-u PageDown PageUp d u . : t h e m e Space light Enter ? G Esc y";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Every cell is text to be seen, of one line.
fn is_drawable(desk: &Desk) {
    let (buffer, _) = desk.draw();
    for cell in &buffer.content {
        assert!(!cell.symbol().contains(char::is_control), "{:?}", cell.symbol());
        assert!(abreast::text::width(cell.symbol()) <= 2, "{:?}", cell.symbol());
    }
}

fn one_sentence(problem: &Problem) {
    let says = abreast::text::shown(&problem.to_string()).into_owned();
    assert!(!says.trim().is_empty() && !says.contains('\n'), "{says:?}");
}

fn sidecar(folder: &Path, article: &str) -> PathBuf {
    folder.join(format!("{article}.ada.abreast.json"))
}

fn labels(path: &Path) -> Vec<String> {
    let json: Json = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    json["annotations"].as_array().unwrap().iter().map(|a| a["label"].as_str().unwrap().to_owned()).collect()
}

const PLAIN: &[u8] = b"A title of it\n\nAnna Smith spoke. Bob Jones did not.\n\nThey left Berlin.\n";

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
fn valid_sidecar() -> String {
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
    let open = desk.inline.app.articles[0].open().expect("the article itself is fine");
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
        match &desk.inline.app.articles[0].state {
            State::Failed(problem) => one_sentence(problem),
            state => prop_assert!(matches!(state, State::Open(_))),
        }
        prop_assert!(desk.inline.app.articles[1].open().is_some());
        desk.press(TOUR);
        is_drawable(&desk);
        prop_assert_eq!(fs::read(folder.path().join("a.txt")).unwrap(), bytes, "an article is never changed");
        prop_assert!(desk.inline.app.saving().failed.is_none());
        // What was saved comes back.
        let saved = desk.inline.app.saving().saved;
        let again = Desk::open(folder.path(), width, height).unwrap();
        prop_assert_eq!(again.inline.app.saving().saved, saved);
        prop_assert!(again.inline.app.articles.iter().filter_map(|e| e.open()).all(|open| open.faults.is_empty()));
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

const LABELS: &str = r#"{"labels": [
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

#[test]
fn a_folder_without_articles_is_one_sentence() {
    for files in [
        &[][..],
        &[(".a.txt", PLAIN)],
        &[("a.png", &[0, 1, 2][..]), ("b.pdf", b"%PDF-1.4")],
        &[("a.txt.ada.abreast.json", b"{}")],
    ] {
        let folder = folder(files);
        let Err(problem) = Desk::open(folder.path(), 80, 24) else { panic!("{files:?}") };
        one_sentence(&problem);
        assert!(problem.to_string().contains("no articles"), "{problem}");
    }
}

#[test]
fn articles_of_odd_shapes_are_read_and_tagged() {
    let line = "Anna Smith spoke in Berlin. ".repeat(40_000);
    let words = "word ".repeat(200_000);
    let letters = "x".repeat(1 << 20);
    let empty = "\n".repeat(100_000);
    let mixed = format!("{}Anna Smith spoke.{}", "\n".repeat(50_000), "\n".repeat(50_000));
    let marks = format!("e{} spoke.", "\u{301}".repeat(100_000));
    for text in [&line, &words, &letters, &empty, &mixed, &marks] {
        let folder = folder(&[("a.txt", text.as_bytes()), ("b.txt", PLAIN)]);
        let mut desk = Desk::open(folder.path(), 120, 35).unwrap();
        is_drawable(&desk);
        desk.press("c j x G c gg C-d C-d : a r t i c l e Space b . t x t Enter gg c");
        is_drawable(&desk);
        assert!(labels(&sidecar(folder.path(), "b.txt")).contains(&"claim".to_owned()));
        let saved = desk.inline.app.saving();
        assert_eq!((saved.unsaved, saved.failed), (0, None));
        let again = Desk::open(folder.path(), 120, 35).unwrap();
        assert_eq!(again.inline.app.saving().saved, saved.saved);
    }
}

#[test]
fn file_names_of_any_bytes_are_shown_safely_and_have_their_sidecars() {
    let folder = TempDir::new().unwrap();
    let names: [&[u8]; 6] = [
        b"a\nb.txt",
        b"\x1b[2J.txt",
        b"\xff\xfe\x80.txt",
        "\u{202e}txt.exe.txt".as_bytes(),
        b"-rf.txt",
        b" .txt",
    ];
    for name in names {
        fs::write(folder.path().join(OsStr::from_bytes(name)), PLAIN).unwrap();
    }
    let mut desk = Desk::open(folder.path(), 250, 40).unwrap();
    for _ in names {
        desk.press("j c l");
        is_drawable(&desk);
    }
    desk.press("Space a");
    is_drawable(&desk);
    assert_eq!((desk.inline.app.saving().saved, desk.inline.app.saving().unsaved), (names.len(), 0));
    for name in names {
        let sidecar = [name, b".ada.abreast.json"].concat();
        let path = folder.path().join(OsStr::from_bytes(&sidecar));
        assert_eq!(labels(&path), ["claim"], "{}", String::from_utf8_lossy(name));
    }
}

/// The sidecars written for articles of all kinds hold to the published JSON Schema, as do those that
/// come with the program.
#[test]
fn sidecars_hold_to_their_schema() {
    let (_, schema) = SCHEMAS.iter().find(|(name, _)| *name == "sidecar").unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let holds = |path: &Path| {
        let json: Json = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let errors: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{}", path.display());
    };
    let is_sidecar = |path: &PathBuf| path.to_string_lossy().ends_with(".abreast.json");
    let sidecars = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_sidecar).collect()
    };
    let folder = copied();
    fs::write(
        folder.path().join("0-hostile.txt"),
        "Zo\u{308}e\u{1b}[2J said “no”.\r\nSo\u{202e} she \"did\".\n",
    )
    .unwrap();
    let mut keymap = Keymap::default();
    let (labels, _) = config::read_labels(Path::new("abreast.json"), LABELS, &mut keymap);
    let mut desk = Desk::with(folder.path(), 120, 35, keymap, labels).unwrap();
    for _ in 0..6 {
        desk.press(
            "gg j c k m a \u{7} Enter ! j p+ Tab 1 Enter p- issue Tab someone Enter x t 1 Enter v w c l",
        );
    }
    assert!(sidecars(folder.path()).len() >= 6);
    sidecars(folder.path()).iter().for_each(|path| holds(path));
    sidecars(&samples()).iter().for_each(|path| holds(path));
    assert!(!schema.is_valid(&json!({"format": "abreast"})));
}

#[test]
fn a_sidecar_changed_by_another_program_is_not_written_over() {
    let folder = folder(&[("a.txt", PLAIN), ("b.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j c");
    let others = fs::read_to_string(&path).unwrap().replace("\"claim\"", "\"none\"");
    fs::write(&path, &others).unwrap();
    desk.press("x");
    assert_eq!(fs::read_to_string(&path).unwrap(), others);
    assert!(
        desk.screen().contains("NOT SAVED: another program has changed this sidecar"),
        "{}",
        desk.screen()
    );
    desk.press("l j c");
    assert_eq!(labels(&sidecar(folder.path(), "b.txt")), ["claim"]);
    // A file that is gone is nobody's work.
    fs::remove_file(&path).unwrap();
    desk.press("h c");
    assert!(labels(&path).contains(&"claim".to_owned()));
    assert!(!desk.screen().contains("NOT SAVED"), "{}", desk.screen());
}

#[test]
fn a_sidecar_that_cannot_be_read_refuses_tags_and_says_why() {
    let folder = folder(&[("a.txt", PLAIN), ("a.txt.ada.abreast.json", b"{\"format\":\"abreast\",\n\"vers")]);
    let mut desk = Desk::open(folder.path(), 200, 24).unwrap();
    assert!(desk.screen().contains("a.txt.ada.abreast.json, line 2"), "{}", desk.screen());
    desk.press("j");
    assert!(!desk.screen().contains("line 2"));
    desk.press("c");
    assert!(desk.screen().contains("a.txt.ada.abreast.json, line 2"), "{}", desk.screen());
    assert!(desk.screen().contains("0 claims"), "{}", desk.screen());
}

/// A folder in the place of the sidecar stands for all that keeps it from being written: it works for root as well.
#[test]
fn what_cannot_be_saved_is_said_kept_and_saved_as_soon_as_it_can_be() {
    let (home, articles) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]));
    let path = sidecar(articles.path(), "a.txt");
    let args = ["--annotator", "ada", "--theme", "dark", articles.path().to_str().unwrap()];
    let mut tty = Tty::start(abreast(home.path(), &args), 100, 24);
    tty.shows("not tagged");
    fs::create_dir(&path).unwrap();
    tty.send("jc");
    tty.shows("NOT SAVED: is a directory");
    // It stays, whatever is done next.
    tty.send("x");
    tty.shows("NOT SAVED: is a directory");
    tty.send("q");
    tty.shows("Quit and lose it?");
    tty.shows("y quit   r try again   Esc stay");
    tty.send("r");
    tty.shows("NOT SAVED: is a directory");
    fs::remove_dir(&path).unwrap();
    tty.shows("saved 2");
    assert_eq!(labels(&path), ["claim", "none"]);
    tty.send("q");
    assert!(tty.ended().success());
    tty.is_as_before();
}

#[test]
fn quitting_without_saving_is_the_users_word() {
    let (home, articles) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]));
    let path = sidecar(articles.path(), "a.txt");
    let before = valid_sidecar();
    fs::write(&path, &before).unwrap();
    let args = ["--annotator", "ada", "--theme", "dark", articles.path().to_str().unwrap()];
    let mut tty = Tty::start(abreast(home.path(), &args), 100, 24);
    tty.shows("saved 3");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    tty.send("Gc");
    tty.shows("NOT SAVED: the file is read-only");
    tty.send("q");
    tty.shows("Quit and lose it?");
    tty.send("y");
    assert!(tty.ended().success());
    tty.is_as_before();
    assert_eq!(fs::read_to_string(&path).unwrap(), before, "the file is as it was");
}
