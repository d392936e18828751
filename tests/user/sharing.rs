//! Somebody else writes as well: another window, git, a synced folder. Nobody's work is lost.

use std::fs;
use std::process::{Command, Stdio};

use abreast::app::{Effect, Msg};
use abreast::keys::{Key, KeyCode};
use tempfile::TempDir;

use crate::damage::PLAIN;
use crate::desk::{Desk, folder, labels, sidecar};
use crate::tty::{Tty, abreast};

#[test]
fn what_another_program_changed_is_taken_in_with_the_next_save() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j c");
    let theirs = fs::read_to_string(&path).unwrap().replace("\"claim\"", "\"none\"");
    fs::write(&path, theirs).unwrap();
    desk.press("c");
    assert_eq!(labels(&path), ["none", "claim"]);
    assert!(desk.screen().contains("Another program has changed 1 annotation of a.txt"), "{}", desk.screen());
    assert!(desk.screen().contains("saved 2"), "{}", desk.screen());
}

#[test]
fn what_another_program_changed_is_shown_without_a_key() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j c k");
    let mut other = Desk::open(folder.path(), 90, 24).unwrap();
    other.press("j j c");
    desk.inline.update(Msg::Touched(vec![path]));
    assert!(desk.screen().contains("2 claims"), "{}", desk.screen());
    assert!(desk.screen().contains("saved 2"), "{}", desk.screen());
}

#[test]
fn a_tag_that_two_have_changed_is_kept_in_both_versions() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j c k");
    let mut other = Desk::open(folder.path(), 90, 24).unwrap();
    other.press("j m o n e Enter");
    desk.press("!");
    assert_eq!(labels(&path), ["claim", "claim"]);
    let file = fs::read_to_string(&path).unwrap();
    assert!(file.contains("\"note\":\"one\"") && file.contains("\"doubt\":true"), "{file}");
    assert_eq!(file.matches("\"conflict\":").count(), 1, "{file}");
    assert!(desk.screen().contains("decides"), "{}", desk.screen());
}

#[test]
fn annotations_that_another_program_removed_are_not_said_to_be_saved() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    desk.press("j c");
    fs::remove_file(&path).unwrap();
    desk.inline.update(Msg::Touched(vec![path.clone()]));
    assert!(
        desk.screen().contains("NOT SAVED: another program has removed the sidecar"),
        "{}",
        desk.screen()
    );
    desk.press("c");
    assert_eq!(labels(&path), ["claim", "claim"]);
    assert!(!desk.screen().contains("NOT SAVED"), "{}", desk.screen());
}

#[test]
fn an_article_that_was_edited_is_read_again_and_its_tags_go_with_their_words() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let article = folder.path().join("a.txt");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j j c");
    let claimed = labels(&sidecar(folder.path(), "a.txt"));
    let edited = format!("A line in front.\n\n{}", fs::read_to_string(&article).unwrap());
    fs::write(&article, edited).unwrap();
    desk.inline.update(Msg::Touched(vec![article]));
    assert!(
        desk.screen().contains("was read again") && desk.screen().contains("1 claim"),
        "{}",
        desk.screen()
    );
    desk.press("g g");
    assert!(desk.screen().contains("A line in front."), "{}", desk.screen());
    desk.press("x");
    assert_eq!(labels(&sidecar(folder.path(), "a.txt")).len(), claimed.len() + 1);
}

#[test]
fn two_windows_show_each_others_tags() {
    let (home, articles) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]));
    let args = ["--annotator", "ada", "--theme", "dark", articles.path().to_str().unwrap()];
    let one = Tty::start(abreast(home.path(), &args), 100, 24);
    one.shows("not tagged");
    let two = Tty::start(abreast(home.path(), &args), 100, 24);
    two.shows("not tagged");
    one.send("jc");
    one.shows("saved 1");
    two.shows("saved 1");
    two.send("jjx");
    two.shows("saved 2");
    one.shows("saved 2");
    assert_eq!(labels(&sidecar(articles.path(), "a.txt")).len(), 2);
}

/// So many changes of each program.
const CHANGES: usize = 60;

#[test]
fn two_programs_that_change_one_article_at_once_lose_nothing() {
    let text = (1..=CHANGES + 1).map(|n| format!("This is sentence {n}.\n")).collect::<String>();
    let (home, articles) = (TempDir::new().unwrap(), folder(&[("a.txt", text.as_bytes())]));
    let start = |keys: &str| {
        let keys = keys.repeat(CHANGES);
        let args = ["--annotator", "ada", "--print", "--keys", &keys, articles.path().to_str().unwrap()];
        let mut program = Command::new(env!("CARGO_BIN_EXE_abreast"));
        program.args(args).env("HOME", home.path()).env_remove("XDG_CONFIG_HOME").stdout(Stdio::null());
        program.spawn().unwrap()
    };
    let programs = [start("c "), start("p Enter ")];
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    assert_eq!(labels(&sidecar(articles.path(), "a.txt")).len(), 2 * CHANGES);
}

#[test]
fn an_article_that_was_only_touched_is_saved_as_before() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j c");
    desk.inline.update(Msg::Touched(vec![folder.path().join("a.txt")]));
    desk.press("c");
    assert_eq!(labels(&path), ["claim", "claim"]);
    assert!(desk.screen().contains("saved 2"), "{}", desk.screen());
}

#[test]
fn tags_go_with_their_words_when_article_and_sidecar_change_together() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let (article, path) = (folder.path().join("a.txt"), sidecar(folder.path(), "a.txt"));
    let mut desk = Desk::open(folder.path(), 160, 24).unwrap();
    desk.press("j j c c");
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("<<<<<<< HEAD\n{whole}")).unwrap();
    let edited = format!("A line in front of it all.\n\n{}", fs::read_to_string(&article).unwrap());
    fs::write(&article, edited).unwrap();
    desk.inline.update(Msg::Touched(vec![article, path.clone()]));
    assert!(desk.screen().contains("NOT SAVED: "), "{}", desk.screen());
    assert!(desk.screen().contains("2 claims"), "{}", desk.screen());
    fs::write(&path, whole).unwrap();
    desk.inline.update(Msg::Touched(vec![path.clone()]));
    desk.press("g g c");
    assert!(!desk.screen().contains("NOT SAVED"), "{}", desk.screen());
    let file = fs::read_to_string(&path).unwrap();
    assert!(
        file.contains("\"quote\":\"Bob Jones did not.\"") && file.contains("\"quote\":\"They left Berlin.\""),
        "{file}"
    );
}

#[test]
fn a_sidecar_mended_while_the_program_runs_is_read() {
    let folder = folder(&[("a.txt", PLAIN), ("a.txt.ada.abreast.json", b"{\"format\":\"abreast\",\n\"vers")]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    desk.press("j c");
    fs::remove_file(&path).unwrap();
    let mut other = Desk::open(folder.path(), 120, 24).unwrap();
    other.press("j x");
    desk.inline.update(Msg::Touched(vec![path.clone()]));
    desk.press("j c");
    assert_eq!(labels(&path), ["none", "claim"]);
}

#[test]
fn what_is_asked_about_an_article_that_is_read_again_is_closed() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let article = folder.path().join("a.txt");
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    desk.press("j j p");
    fs::write(&article, format!("In front.\n\n{}", fs::read_to_string(&article).unwrap())).unwrap();
    desk.inline.update(Msg::Touched(vec![article]));
    desk.press("Enter Esc");
    assert!(!sidecar(folder.path(), "a.txt").exists());
}

#[test]
fn what_is_typed_on_after_an_article_was_read_again_runs_no_command() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    desk.press("j c k m H e");
    let file = folder.path().join("a.txt");
    fs::write(&file, [b"A line in front.\n", PLAIN].concat()).unwrap();
    desk.inline.update(Msg::Touched(vec![file]));
    desk.press("d i d X Enter");
    assert!(desk.screen().contains("Your note was: He"), "{}", desk.screen());
    assert_eq!(labels(&sidecar(folder.path(), "a.txt")), ["claim"]);
    desk.press("Esc");
    assert!(desk.inline.app.prompt.is_none());
}

#[test]
fn a_newer_sidecar_is_not_written_over_by_what_was_not_saved() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 160, 24).unwrap();
    desk.press("j c");
    let newer = fs::read_to_string(&path).unwrap().replace("\"1.0\"", "\"2.0\"");
    fs::write(&path, &newer).unwrap();
    desk.press("c");
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    assert!(desk.screen().contains("NOT SAVED"), "{}", desk.screen());
}

#[test]
fn whoever_goes_on_after_q_goes_on() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    let key = |c| Msg::Key(Key::plain(KeyCode::Char(c)));
    let app = &mut desk.inline.app;
    let mut told: Vec<Effect> = "jckqm".chars().flat_map(|c| app.update(key(c))).collect();
    let at = told.iter().position(|effect| matches!(effect, Effect::Save(_))).unwrap();
    let saved = desk.inline.answers(told.remove(at));
    let effects: Vec<Effect> = saved.into_iter().flat_map(|msg| desk.inline.app.update(msg)).collect();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Quit(_))), "{effects:?}");
    assert!(desk.screen().contains("note:"), "{}", desk.screen());
}

#[test]
fn a_note_is_put_beside_what_another_program_has_written_meanwhile() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    desk.press("j c k m m i n e");
    let theirs = fs::read_to_string(&path).unwrap().replace("\"created\"", "\"note\":\"theirs\",\"created\"");
    fs::write(&path, theirs).unwrap();
    desk.inline.update(Msg::Touched(vec![path.clone()]));
    desk.press("Enter");
    let file = fs::read_to_string(&path).unwrap();
    assert!(file.contains("\"note\":\"mine\"") && file.contains("\"note\":\"theirs\""), "{file}");
    assert!(desk.screen().contains("waits for a decision"), "{}", desk.screen());
}

#[test]
fn a_sidecar_that_somebody_removed_is_written_again_when_that_is_asked_for() {
    let folder = folder(&[("a.txt", PLAIN)]);
    let path = sidecar(folder.path(), "a.txt");
    let mut desk = Desk::open(folder.path(), 120, 24).unwrap();
    desk.press("j c");
    fs::remove_file(&path).unwrap();
    desk.inline.update(Msg::Touched(vec![path.clone()]));
    desk.press("Space w");
    assert_eq!(labels(&path), ["claim"]);
}
