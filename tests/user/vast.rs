//! Corpora that are larger than what is kept of them in memory, and that are still being looked for.

use std::fmt::Write as _;
use std::fs;

use abreast::app::Msg;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::harness::Reader;
use crate::tty::{Tty, abreast};

const COUNT: usize = 300;

/// Many short articles, without any names.
fn articles() -> Vec<(String, String)> {
    let article = |number: usize| {
        let text = format!("Story {number}\n\nThe sun rose {number} times. Rain fell.\n\nIt was wet.\n");
        (format!("a{number}.txt"), text)
    };
    (1..=COUNT).map(article).collect()
}

/// One who reads all of them, with room for about twenty in memory.
fn narrow() -> Reader {
    reader(1000)
}

fn reader(memory: usize) -> Reader {
    let articles = articles();
    let files: Vec<(&str, &str)> = articles.iter().map(|(name, text)| (&**name, &**text)).collect();
    Reader::with_memory(&files, memory)
}

fn open(reader: &Reader) -> usize {
    reader.app().all_open().count()
}

fn go_to(reader: &mut Reader, article: usize) {
    reader.keys(":").typed(&format!("article {article}")).keys("Enter");
}

#[test]
fn what_is_read_through_is_let_go_of_and_what_is_tagged_stays() {
    let mut reader = narrow();
    assert!(open(&reader) < 40, "{} are open at the start", open(&reader));
    for number in 1..=COUNT {
        assert_eq!(reader.cursor(), format!("a{number}.txt: Story {number}"));
        if number % 50 == 0 {
            reader.keys("j c");
        }
        assert!(open(&reader) < 50, "{} are open", open(&reader));
        reader.keys("Tab");
    }
    assert!(reader.shows("saved 6"));
    let claims = |count| format!("{count} claims");
    assert!(reader.shows(&claims(6)));
    // Undone where nobody has been for long.
    reader.keys("u u u u u");
    assert_eq!(reader.cursor(), "a100.txt: The sun rose 100 times.");
    assert_eq!(reader.all(), "claim «The sun rose 50 times.» claimant=author certainty=asserted");
    // What was done is found again, although hardly anything is read.
    reader.reopen();
    assert!(reader.shows("saved 1"), "{}", reader.screen());
    reader.keys("u");
    assert_eq!(reader.all(), "");
    assert_eq!(reader.cursor(), "a50.txt: The sun rose 50 times.");
    assert!(reader.keys("C-r").shows("saved 1"));
}

#[test]
fn a_place_is_kept_of_an_article_that_was_let_go_of() {
    let mut reader = narrow();
    reader.keys("j j");
    go_to(&mut reader, 250);
    for _ in 0..30 {
        reader.keys("Tab");
    }
    assert!(reader.app().open(0).is_none());
    go_to(&mut reader, 1);
    assert_eq!(reader.cursor(), "a1.txt: Rain fell.");
}

#[test]
fn a_search_goes_through_what_is_not_in_memory() {
    let mut reader = narrow();
    reader.keys("/").typed("rose 299").keys("Enter");
    assert_eq!(reader.cursor(), "a299.txt: The sun rose 299 times.");
    reader.keys("/").typed("rose 150").keys("Enter N");
    assert_eq!(reader.cursor(), "a150.txt: The sun rose 150 times.");
    assert_eq!(reader.keys("C-o").cursor(), "a299.txt: The sun rose 299 times.");
    reader.keys("/").typed("no such words").keys("Enter");
    assert_eq!(reader.cursor(), "a299.txt: The sun rose 299 times.");
}

#[test]
fn another_window_and_a_changed_file_are_noticed_where_nobody_is() {
    let mut reader = narrow();
    let mut other = reader.other_window();
    other.press(
        &":article 200"
            .chars()
            .map(|c| c.to_string().replace(' ', "Space").parse().unwrap())
            .collect::<Vec<_>>(),
    );
    other.press(&["Enter", "j", "c"].map(|key| key.parse().unwrap()));
    let sidecar = reader.path("a200.txt.ada.abreast.json");
    assert!(sidecar.exists());
    assert!(reader.tell(Msg::Touched(vec![sidecar])).shows("saved 1"));
    fs::write(reader.path("a220.txt"), "Another story\n\nIt is new.\n").unwrap();
    let changed = reader.path("a220.txt");
    reader.tell(Msg::Touched(vec![changed]));
    go_to(&mut reader, 220);
    assert_eq!(reader.keys("j").cursor(), "a220.txt: It is new.");
}

#[test]
fn what_others_have_tagged_stays_in_memory_before_anybody_asks_for_it() {
    let mut reader = narrow();
    go_to(&mut reader, 200);
    reader.keys("j c");
    let [own, theirs] = ["ada", "bo"].map(|by| reader.path(&format!("a200.txt.{by}.abreast.json")));
    fs::write(theirs, fs::read_to_string(&own).unwrap().replace("\"ada\"", "\"bo\"")).unwrap();
    fs::remove_file(own).unwrap();
    reader.reopen();
    go_to(&mut reader, 1);
    for _ in 0..60 {
        reader.keys("Tab");
    }
    assert!(reader.keys("Space v").shows("The sun rose 200 times."), "{}", reader.screen());
}

#[test]
fn an_undo_of_what_is_gone_ends_and_takes_nothing_else() {
    let mut reader = narrow();
    go_to(&mut reader, 200);
    reader.keys("j c");
    let sidecar = reader.path("a200.txt.ada.abreast.json");
    go_to(&mut reader, 1);
    reader.reopen();
    go_to(&mut reader, 1);
    fs::remove_file(sidecar).unwrap();
    reader.reopen();
    reader.keys("u");
    assert!(reader.says().contains("Not undone"), "{}", reader.says());
    assert!(reader.keys("j c").shows("saved 1"), "{}", reader.screen());
}

#[test]
fn of_a_changed_list_only_what_is_near_is_read_at_once() {
    let line = |number: usize| {
        format!("{{\"id\":\"n{number}\",\"text\":\"Story {number}\\n\\nIt rained {number} times.\"}}\n")
    };
    let list = |count| (0..count).map(line).collect::<String>();
    let mut reader = Reader::new(&[("all.jsonl", &list(100))]);
    assert_eq!(open(&reader), 100);
    fs::write(reader.path("all.jsonl"), list(101)).unwrap();
    let changed = reader.path("all.jsonl");
    reader.tell(Msg::Touched(vec![changed]));
    assert_eq!(open(&reader), 100, "the others are read again one after the other");
    assert_eq!(reader.keys("j").cursor(), "all.jsonl#n0: It rained 0 times.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn a_narrow_memory_shows_and_saves_what_a_wide_one_does(keys in proptest::collection::vec(prop_oneof![
        4 => prop::sample::select(vec!["Tab", "S-Tab", ">", "<", "j", "k", "9 Tab", "9 9 Tab"]),
        3 => prop::sample::select(vec!["c", "x", "X", "d", "u", "C-r", "!", "."]),
        2 => prop::sample::select(vec!["C-o", "C-i", "n", "N", "/ r o s e Space 7 Enter", "/ 1 1 7 Enter", "Space a G Enter"]),
    ], 1..40)) {
        let (mut narrow, mut wide) = (narrow(), reader(usize::MAX));
        let mut done = String::new();
        for keys in &keys {
            let _ = write!(done, "{keys} ");
            let shown = [&mut narrow, &mut wide].map(|reader| {
                reader.keys(keys);
                let (cursor, panes, says) = (reader.cursor(), reader.panes(), reader.says());
                (cursor, panes, says, reader.app().saving().saved)
            });
            prop_assert_eq!(&shown[0], &shown[1], "after {}", done);
            prop_assert!(open(&narrow) <= 60 + narrow.app().saving().saved);
        }
        prop_assert_eq!(narrow.all(), wide.all());
    }
}

#[test]
fn a_long_list_is_read_while_it_is_looked_for_and_one_goes_on_where_one_was() {
    let (home, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut lines = String::new();
    for number in 0..30_000 {
        let _ =
            writeln!(lines, r#"{{"id":"n{number}","text":"Story {number}\n\nIt rained {number} times."}}"#);
    }
    let file = folder.path().join("all.jsonl");
    fs::write(&file, lines).unwrap();
    let args = ["--annotator", "ada", "--theme", "dark", file.to_str().unwrap()];
    let start = || Tty::start(abreast(home.path(), &args), 100, 24);
    let mut tty = start();
    tty.shows("Story 0");
    tty.shows("30000 articles");
    tty.send(":article 29998\r");
    tty.shows("It rained 29997 times.");
    tty.send("jc");
    tty.shows("saved 1");
    // The table has no row for each, and leads to each.
    tty.send(" aG\r");
    tty.shows("It rained 29999 times.");
    tty.send(" a/n12345\r\r");
    tty.shows("It rained 12345 times.");
    tty.send(" agg\r");
    tty.shows("It rained 0 times.");
    tty.send(":article 29998\r");
    tty.shows("It rained 29997 times.");
    tty.send("q");
    tty.ended();
    let tty = start();
    tty.shows("It rained 29997 times.");
    tty.shows("saved 1");
    tty.send("u");
    tty.shows("saved 0");
}
