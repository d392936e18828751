//! What stands on the screen: frames as text with their styles in words, and the picture of the README.
//!
//! `INSTA_UPDATE=always cargo test --test user frames` makes all of them anew.

use std::fs;
use std::path::Path;

use abreast::app::{Msg, SaveFailed};
use abreast::command::Theme;
use abreast::model::Problem;
use abreast::view::Depth;

use crate::desk::{Desk, copied, folder, samples};
use crate::{picture, words};

const SMALL: [(u16, u16); 1] = [(80, 24)];
const MIDDLE: [(u16, u16); 1] = [(120, 35)];
const ALL: [(u16, u16); 3] = [(80, 24), (120, 35), (250, 70)];

/// A few tags in three articles: claims, positions of either stance, a doubt, a note, nothing here.
const TAGS: &str = "j c p+ kyiv-guarantees Tab 1 Enter x p- nato-membership Tab 1 Enter k ! \
    m as Space he Space has Space said Space before Enter l j p- us-troops Enter c l c h h";

/// The articles that come with the program, after these keys, at these sizes.
fn shots(name: &str, keys: &str, sizes: &[(u16, u16)]) {
    for &(width, height) in sizes {
        let folder = copied();
        let mut desk = Desk::open(folder.path(), width, height).unwrap();
        desk.press(keys);
        shot(&format!("{name}-{width}x{height}"), &desk);
    }
}

fn shot(name: &str, desk: &Desk) {
    let (buffer, cursor) = desk.draw();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, words::described(&buffer, cursor));
    });
}

#[test]
fn reading() {
    shots("reading", "", &ALL);
    shots("tags", TAGS, &ALL);
    shots("search", "/trump", &SMALL);
    shots("search-done", "/trump Enter n", &SMALL);
    shots("span", "j v w w", &SMALL);
    shots("slid", "> j", &SMALL);
}

#[test]
fn asking() {
    shots("position", "j p", &ALL);
    shots("position-issue", &format!("{TAGS} j p ~"), &SMALL);
    shots("position-holder", "j p ~ sanctions Tab", &MIDDLE);
    shots("form", &format!("{TAGS} Enter"), &ALL);
    shots("form-holder", &format!("{TAGS} Enter Tab Tab"), &SMALL);
    shots("form-none", "j x k Enter", &SMALL);
    shots("note", "j c k m a Space thought", &SMALL);
    shots("pending", "Space", &SMALL);
    shots("count", "12", &SMALL);
    shots("command-line", ":ta", &SMALL);
    shots("command-line-completion", ":t Tab", &SMALL);
    shots("palette", "Space p", &SMALL);
    shots("palette-typed", "Space p undo", &MIDDLE);
    shots("notice", "Q", &SMALL);
}

#[test]
fn correcting() {
    for sizes in [&SMALL, &MIDDLE] {
        shots("correct", "j j e", sizes);
        shots("correct-alike", "j j e a", sizes);
        shots("correct-name", "j j e n", sizes);
        shots("correct-done", "j j e o", sizes);
    }
}

#[test]
fn tables() {
    shots("annotations", &format!("{TAGS} Space n"), &ALL);
    shots("annotations-none", "Space n", &SMALL);
    shots("entities", "Space e", &ALL);
    shots("entities-filter", "Space e / trump", &SMALL);
    shots("entities-sorted", "Space e s", &SMALL);
    shots("help", "?", &ALL);
}

/// What a third person sees of the two annotators of sample-data.
#[test]
fn others() {
    for (name, keys) in [
        ("others", "Space o j j"),
        ("review", "Space v r"),
        ("review-form", "Space v e"),
        ("dispute", "] ]"),
        ("agreement", "Space g j"),
        ("differences", "Space g Enter j"),
        ("articles-others", "Space o Space a"),
    ] {
        for (width, height) in [(80, 24), (120, 35)] {
            let folder = copied();
            for file in fs::read_dir(samples()).unwrap().map(|entry| entry.unwrap().path()) {
                fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
            }
            let mut desk = Desk::of("rev", folder.path(), width, height);
            desk.press(keys);
            shot(&format!("{name}-{width}x{height}"), &desk);
        }
    }
}

#[test]
fn the_articles_with_one_that_cannot_be_read() {
    let folder = copied();
    fs::write(folder.path().join("6-picture.txt"), [0, 1, 2, 3, 0xff, 0, 0, 7].repeat(200)).unwrap();
    for (width, height) in ALL {
        let mut desk = Desk::open(folder.path(), width, height).unwrap();
        desk.press("Space a");
        shot(&format!("articles-{width}x{height}"), &desk);
        desk.press("G Enter");
        let notice = desk.inline.app.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
        assert!(notice.contains("6-picture.txt"), "Enter says why the file is not open: {notice:?}");
    }
}

#[test]
fn a_corpus_of_which_nothing_can_be_read() {
    let folder = folder(&[("a.txt", &[0, 159, 146, 150, 0, 0, 1])]);
    shot("unreadable-80x24", &Desk::open(folder.path(), 80, 24).unwrap());
}

#[test]
fn what_is_not_saved_stays_on_the_screen() {
    let folder = copied();
    let mut desk = Desk::open(folder.path(), 80, 24).unwrap();
    desk.press("jc");
    let problem = Problem::new("the annotations cannot be saved: no space left on device (os error 28)");
    desk.inline.update(Msg::NotSaved(SaveFailed { article: 0, problem, copy: None }));
    shot("not-saved-80x24", &desk);
}

#[test]
fn a_screen_that_is_too_small() {
    shots("too-small", "", &[(29, 8), (12, 3), (1, 1)]);
    shots("smallest", "j p", &[(30, 8)]);
}

#[test]
fn articles_without_a_sentence() {
    let folder = folder(&[("a.txt", b""), ("b.txt", b"\n \n\t\n"), ("c.txt", "One sentence.".as_bytes())]);
    shot("empty-120x35", &Desk::open(folder.path(), 120, 35).unwrap());
}

#[test]
fn letters_of_all_kinds_keep_the_columns_straight() {
    let text = "A title of 漢字 and emoji 👩\u{200d}👩\u{200d}👧 in it\n\n\
        第一句話說完了。第二句話也說完了，北京政府不同意這個計劃。\n\n\
        \u{5d4}\u{5e0}\u{5e9}\u{5d9}\u{5d0} \u{5d0}\u{5de}\u{5e8} no. Cafe\u{301} Zoe\u{308} said so. Tab\there.\n\n\
        Marks: \u{1b}[31m, \u{9b}2J, \u{202e}evil\u{202c}, \u{200b}zero, \u{7}bell, \u{feff}mark.\n";
    let folder = folder(&[("a.txt", text.as_bytes()), ("b.txt", text.as_bytes())]);
    shot("letters-80x24", &Desk::open(folder.path(), 80, 24).unwrap());
}

#[test]
fn colours() {
    let folder = copied();
    let mut desk = Desk::open(folder.path(), 80, 24).unwrap();
    desk.press(&format!("{TAGS} j"));
    for (name, depth) in [("16", Depth::Sixteen), ("256", Depth::Palette), ("no", Depth::None)] {
        desk.depth = depth;
        shot(&format!("colours-{name}-80x24"), &desk);
    }
    desk.inline.update(Msg::Theme(Theme::Light));
    desk.depth = Depth::True;
    shot("colours-light-80x24", &desk);
}

/// The picture at the head of the README is what the program shows.
#[test]
fn the_picture_of_the_readme_is_up_to_date() {
    let folder = copied();
    let mut desk = Desk::open(folder.path(), 120, 32).unwrap();
    desk.press(TAGS);
    let now = picture::svg(&desk.draw().0, &picture::DARK);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/user/snapshots/screen.svg");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &now).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "INSTA_UPDATE=always cargo test --test user frames draws the picture anew");
}
