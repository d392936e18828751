//! Whatever is pressed: nothing falls over, the cursor stays in view, and everything can be undone.

use abreast::app::{MouseKind, Row, SMALLEST};
use abreast::keys::{Key, Keymap, Mode};
use abreast::model::Annotation;
use proptest::prelude::*;

use crate::harness::{Reader, TOLL};

/// Something that a user does.
#[derive(Clone, Debug)]
enum Act {
    Keys(String),
    Typed(String),
    Paste(String),
    Resize(u16, u16),
    Mouse(MouseKind, u16, u16),
}

fn act(reader: &mut Reader, act: &Act) {
    match act {
        Act::Keys(keys) => reader.keys(keys),
        Act::Typed(text) => reader.typed(text),
        Act::Paste(text) => reader.paste(text),
        Act::Resize(width, height) => reader.resize(*width, *height),
        Act::Mouse(kind, column, row) => reader.mouse(*kind, *column, *row),
    };
}

/// Keys of the keymap, those of prompts, counts, and any letter.
fn keys() -> impl Strategy<Value = Act> {
    let keymap = Keymap::default();
    let bound =
        Mode::ALL.into_iter().flat_map(|mode| keymap.bindings(mode).map(|(keys, _)| keys.to_string()));
    let prompts = "+ - ~ 0 1 2 3 5 Backspace Delete C-w C-u PageDown Enter Enter Tab S-Tab Esc";
    let tags = "c c p p x X . d m ! v Enter u C-r";
    let all: Vec<String> =
        bound.chain(prompts.split(' ').chain(tags.split(' ')).map(str::to_owned)).collect();
    prop::sample::select(all).prop_map(Act::Keys)
}

fn words() -> impl Strategy<Value = String> {
    let known = [
        "toll",
        "the",
        "tag event",
        "search Karl",
        "note later",
        "article 2",
        "filter a",
        "theme light",
        "家 e\u{301}",
        "1",
    ];
    prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), "\\PC{0,6}"]
}

fn acts(longest: usize) -> impl Strategy<Value = Vec<Act>> {
    let kinds =
        [MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::Wheel(2), MouseKind::Wheel(-1)];
    let mouse = (prop::sample::select(kinds.to_vec()), 0..300u16, 0..100u16);
    let near = (prop::sample::select(kinds.to_vec()), 0..80u16, 0..24u16);
    let act = prop_oneof![
        16 => keys(),
        2 => words().prop_map(Act::Typed),
        1 => words().prop_map(Act::Paste),
        1 => (1..300u16, 1..100u16).prop_map(|(width, height)| Act::Resize(width, height)),
        1 => (1..90u16, 1..30u16).prop_map(|(width, height)| Act::Resize(width, height)),
        1 => mouse.prop_map(|(kind, column, row)| Act::Mouse(kind, column, row)),
        2 => near.prop_map(|(kind, column, row)| Act::Mouse(kind, column, row)),
    ];
    prop::collection::vec(act, 1..longest)
}

/// Articles of many shapes, the long ones first.
fn shapes() -> Vec<(&'static str, String)> {
    let many =
        |words: &str| (1..80).map(|n| format!("Line {n} {words}. It goes on.\n\n")).collect::<String>();
    let tall =
        format!("One long sentence\n\n{} and so on. Then a short one.\n", "word after word, ".repeat(150));
    let mut all = vec![
        ("1.txt", many("of Anna Weber")),
        ("2.txt", many(&"on and on, ".repeat(30))),
        ("3.txt", tall.repeat(3)),
        (
            "4.txt",
            "漢字の記事 👩‍👩‍👧\n\nمرحبا بالعالم. e\u{301}\u{301} \u{202e}x\u{7}. 🚢🚢🚢 fuhren ab.\n".to_owned(),
        ),
        ("5.txt", "Share this story on Facebook\n\nFollow us on Twitter\n".to_owned()),
        ("6.txt", String::new()),
        ("7.txt", "x".repeat(3000)),
    ];
    all.extend(TOLL.map(|(name, text)| (name, text.to_owned())));
    all
}

/// The cursor of every pane, where the rows of its article are.
fn check_in_view(reader: &Reader) -> Result<(), TestCaseError> {
    let (app, geometry) = (reader.app(), reader.app().geometry());
    if app.size.width < SMALLEST.width || app.size.height < SMALLEST.height {
        return Ok(());
    }
    prop_assert!(app.visible().contains(&app.focus), "the focus is in no pane");
    for open in app.visible().into_iter().filter_map(|article| app.open(article)) {
        let Some(sentence) = open.sentence() else { continue };
        let mut rows = open.rows_from(open.place.top, geometry.columns()).take(geometry.rows());
        let seen = rows.any(|row| matches!(row, Row::Text(row) if row.overlaps(sentence.span)));
        prop_assert!(seen, "{}: the cursor is not in view:\n{}", open.article.source.file(), reader.screen());
    }
    Ok(())
}

fn annotations(reader: &Reader) -> Vec<Vec<Annotation>> {
    let open = reader.app().all_open().map(|(_, open)| open);
    open.map(|open| open.annotations.iter().cloned().collect()).collect()
}

fn records(reader: &Reader) -> Vec<Vec<serde_json::Value>> {
    (0..reader.app().articles.len()).map(|i| reader.records(&reader.app().articles.file(i))).collect()
}

/// Leaves all prompts, spans and tables.
fn settle(reader: &mut Reader) {
    reader.keys("Esc Esc Esc Esc");
    assert!(reader.app().prompt.is_none() && reader.app().mode() == Mode::Reading, "{}", reader.screen());
}

fn until(reader: &mut Reader, key: &str, says: &str) {
    for _ in 0..20_000 {
        reader.keys(key);
        if reader.app().notice.as_ref().is_some_and(|notice| notice.text == says) {
            return;
        }
    }
    panic!("{key} comes to no end");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_nothing_falls_over_and_the_cursor_is_in_view(
        places in prop::collection::vec(0..150u32, 9), acts in acts(80), width in 1..300u16, height in 1..100u16,
    ) {
        let files = shapes();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let mut reader = Reader::new(&files);
        reader.resize(width, height);
        for place in places {
            reader.keys(&place.to_string().chars().map(|digit| format!("{digit} ")).collect::<String>()).keys("j l");
        }
        for doing in &acts {
            act(&mut reader, doing);
            reader.drawn();
            check_in_view(&reader)?;
        }
    }

    #[test]
    fn whatever_is_done_can_be_undone_and_done_again(acts in acts(60)) {
        let mut earlier = Reader::new(&TOLL);
        earlier.keys("j c ! p - Enter x");
        let sidecar = earlier.sidecar("a.txt").to_string().replace("\"certainty\"", "\"strength\":5,\"certainty\"");
        let files: Vec<_> = TOLL.into_iter().chain([("a.txt.ada.abreast.json", sidecar.as_str())]).collect();
        let mut reader = Reader::new(&files);
        let first = (annotations(&reader), records(&reader));
        for part in acts.chunks(25) {
            for doing in part {
                act(&mut reader, doing);
            }
            // The program is killed, and started again.
            settle(&mut reader);
            reader.restart();
        }
        // Steps undone along the way are made again, so that the last state is that of the whole history.
        until(&mut reader, "C-r", "There is nothing to redo");
        let last = (annotations(&reader), records(&reader));
        until(&mut reader, "u", "There is nothing to undo");
        prop_assert_eq!((annotations(&reader), records(&reader)), first.clone());
        until(&mut reader, "C-r", "There is nothing to redo");
        prop_assert_eq!((annotations(&reader), records(&reader)), last.clone());
        prop_assert_eq!(reader.app().saving().unsaved, 0);
        reader.keys("g g").reopen();
        prop_assert_eq!((annotations(&reader), records(&reader)), last);
    }
}

#[test]
fn every_size_can_be_drawn() {
    let files = shapes();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    for keys in ["", "5 l", "j p +", "c k Enter", "Space", "Space Space", "?", ": t", "j v", "/ t", "c k m x"]
    {
        let mut reader = Reader::new(&files);
        reader.keys(keys);
        for (width, height) in
            (1..=60).step_by(3).flat_map(|w| (1..=30).map(move |h| (w, h))).chain([(300, 100)])
        {
            reader.resize(width, height).drawn();
        }
    }
}

#[test]
fn any_key_can_be_pressed_in_any_mode() {
    for before in
        ["", "v", "Space a", "Space", "p", ":", "/", "Space Space", "c k Enter", "c k m", "Space a /"]
    {
        for code in (' '..='~').chain("ß漢\u{301}🚢".chars()) {
            for (ctrl, alt) in [(false, false), (true, false), (false, true)] {
                let mut reader = Reader::new(&TOLL[2..]);
                reader.keys(before);
                reader.press(Key::new(abreast::keys::KeyCode::Char(code), ctrl, alt, false));
                reader.drawn();
            }
        }
    }
}
