//! A disk that says no: what was made is kept elsewhere, and comes back.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use abreast::app::{Msg, Prompt};
use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::damage::PLAIN;
use crate::desk::{folder, labels, sidecar};
use crate::harness::{Reader, TOLL};
use crate::tty::{Tty, abreast, settle};

const SIDECAR: &str = "a.txt.ada.abreast.json";

/// A reader whose sidecar of a.txt cannot be written, since a folder stands in its place: that works for root, too.
fn blocked(keys: &str) -> Reader {
    let mut reader = Reader::new(&TOLL);
    fs::create_dir(reader.path(SIDECAR)).unwrap();
    reader.keys(keys);
    assert!(reader.shows("NOT SAVED: is a directory"), "{}", reader.screen());
    reader
}

/// The same after a crash, and with a disk that can be written again.
fn offered(keys: &str) -> Reader {
    let mut reader = blocked(keys);
    fs::remove_dir(reader.path(SIDECAR)).unwrap();
    reader.restart();
    reader
}

/// What the copies of a.txt hold, one after the other.
fn copy(reader: &Reader) -> String {
    let copies = files(&reader.own("emergency")).into_iter().filter(|file| file.ends_with(SIDECAR));
    copies.map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path.display().to_string()] })
        .collect()
}

#[test]
fn a_copy_is_kept_of_what_cannot_be_saved_and_goes_when_it_is() {
    let mut reader = blocked("j c");
    assert!(reader.says().starts_with("A copy of what is not saved lies in "), "{}", reader.says());
    assert_eq!(copy(&reader).matches("\"label\":\"claim\"").count(), 1);
    reader.keys("c");
    assert_eq!(copy(&reader).matches("\"label\":\"claim\"").count(), 2, "the newest is kept");
    reader.keys("q");
    assert!(reader.says().starts_with("Not everything is saved; a copy is kept. Quit?"), "{}", reader.says());
    reader.keys("Esc");
    fs::remove_dir(reader.path(SIDECAR)).unwrap();
    reader.keys("x");
    assert!(reader.row_with("abreast").ends_with("saved 3"), "{}", reader.screen());
    assert_eq!(files(&reader.own("emergency")), [""; 0]);
}

#[test]
fn a_copy_is_offered_at_the_next_start_and_taken_in() {
    let mut reader = offered("j c x");
    assert!(reader.shows("Not yet in the corpus: 2 annotations of 2"), "{}", reader.screen());
    assert_eq!(reader.says(), "Take them in?  Enter yes   x discard them   Esc later");
    assert!(reader.row_with("abreast").ends_with("saved 0"), "{}", reader.screen());
    reader.keys("Enter");
    assert_eq!(reader.says(), "The copy of a.txt was taken in");
    assert!(reader.row_with("abreast").ends_with("saved 2"), "{}", reader.screen());
    assert_eq!(reader.annotations("a.txt").len(), 2);
    assert_eq!(files(&reader.own("emergency")), [""; 0]);
    reader.restart();
    assert!(reader.app().prompt.is_none());
}

#[test]
fn the_keys_of_a_question_are_seen_on_the_smallest_screen() {
    let mut reader = offered("j c x");
    reader.resize(30, 8);
    for key in ["Enter yes", "x discard them", "Esc later"] {
        assert!(reader.shows(key), "{}", reader.screen());
    }
    reader.keys("x");
    for key in ["y yes", "Esc no"] {
        assert!(reader.shows(key), "{}", reader.screen());
    }
    let mut reader = blocked("j c q");
    reader.resize(30, 8);
    for key in ["y quit", "r try again", "Esc stay"] {
        assert!(reader.shows(key), "{}", reader.screen());
    }
}

#[test]
fn a_copy_is_removed_only_when_what_was_taken_in_is_on_disk() {
    let mut reader = offered("j c");
    fs::create_dir(reader.path(SIDECAR)).unwrap();
    reader.keys("Enter");
    assert!(reader.shows("NOT SAVED"), "{}", reader.screen());
    reader.keys("G x");
    assert_eq!(copy(&reader).matches("\"label\":").count(), 2, "the copy holds the new tag as well");
    fs::remove_dir(reader.path(SIDECAR)).unwrap();
    reader.restart().keys("Enter");
    assert_eq!(reader.annotations("a.txt").len(), 2);
    assert_eq!(files(&reader.own("emergency")), [""; 0]);
}

#[test]
fn what_others_made_meanwhile_stays_and_what_was_removed_is_removed() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c c c");
    let all = fs::read_to_string(reader.path(SIDECAR)).unwrap();
    fs::remove_file(reader.path(SIDECAR)).unwrap();
    fs::create_dir(reader.path(SIDECAR)).unwrap();
    // The second of three is removed while nothing can be written.
    reader.keys("g g 2 j d");
    assert_eq!(copy(&reader).matches("\"label\":").count(), 2);
    fs::remove_dir(reader.path(SIDECAR)).unwrap();
    fs::write(reader.path(SIDECAR), all).unwrap();
    let mut other = reader.other_window();
    let abreast::cli::args::Typed(keys) = "G x".parse().unwrap();
    other.press(&keys);
    // Nothing is made of an article that somebody must decide on first.
    reader.restart().keys("Esc G x");
    assert!(
        reader.says().starts_with("a.txt has a copy to decide on; :save asks: 1 annotation of 2"),
        "{}",
        reader.says()
    );
    assert_eq!(reader.annotations("a.txt").len(), 4);
    reader.keys(": s a v e Enter");
    assert!(matches!(reader.app().prompt, Some(Prompt::Copy { .. })), "{}", reader.screen());
    reader.keys("Enter");
    assert_eq!(reader.annotations("a.txt").len(), 3);
    reader.keys("g g 2 j x");
    assert_eq!(reader.annotations("a.txt").len(), 4);
}

#[test]
fn a_copy_is_discarded_only_when_that_is_said_twice() {
    let mut reader = offered("j c");
    // Whoever goes on tagging as before loses nothing.
    reader.keys("x x x c j Esc");
    assert!(reader.shows("Take them in?") && !copy(&reader).is_empty(), "{}", reader.screen());
    reader.keys("x y");
    assert_eq!(reader.says(), "The copy is gone");
    assert_eq!((reader.all().as_str(), files(&reader.own("emergency")).len()), ("", 0));
    reader.keys("x");
    assert_eq!(reader.annotations("a.txt").len(), 1);
}

#[test]
fn two_windows_that_cannot_save_keep_a_copy_each_and_both_are_offered() {
    let mut reader = Reader::new(&TOLL);
    let mut other = reader.other_window();
    fs::create_dir(reader.path(SIDECAR)).unwrap();
    reader.keys("j c");
    let abreast::cli::args::Typed(keys) = "G x".parse().unwrap();
    other.press(&keys);
    assert!(other.app.saving().copied);
    for label in ["claim", "none"] {
        assert_eq!(copy(&reader).matches(&format!("\"label\":\"{label}\"")).count(), 1, "{label}");
    }
    drop(other);
    fs::remove_dir(reader.path(SIDECAR)).unwrap();
    reader.restart().keys("Enter Enter");
    assert_eq!(reader.annotations("a.txt").len(), 2);
    assert_eq!(files(&reader.own("emergency")), [""; 0]);
}

#[test]
fn of_annotations_that_another_program_removed_a_copy_is_kept_until_they_are_written_again() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c");
    fs::remove_file(reader.path(SIDECAR)).unwrap();
    let path = reader.path(SIDECAR);
    reader.tell(Msg::Touched(vec![path]));
    assert!(reader.shows("NOT SAVED: another program has removed the sidecar"), "{}", reader.screen());
    assert_eq!(copy(&reader).matches("\"label\":\"claim\"").count(), 1);
    reader.keys("Space w");
    assert_eq!((reader.annotations("a.txt").len(), files(&reader.own("emergency")).len()), (1, 0));
}

#[test]
fn a_copy_follows_a_corpus_that_was_moved() {
    let home = TempDir::new().unwrap();
    let corpus = folder(&[]);
    let (bundle, moved) = (corpus.path().join("bundle"), corpus.path().join("moved"));
    fs::create_dir(&bundle).unwrap();
    fs::write(bundle.join("a.txt"), PLAIN).unwrap();
    let start = |folder: &Path| {
        Tty::start(abreast(home.path(), &["--annotator", "ada", folder.to_str().unwrap()]), 200, 24)
    };
    let mut tty = start(&bundle);
    tty.shows("not tagged");
    fs::rename(&bundle, &moved).unwrap();
    tty.send("jc");
    tty.shows("NOT SAVED: its folder was moved or deleted");
    tty.send("q");
    tty.shows("a copy is kept. Quit?");
    tty.send("y");
    tty.ended();
    let mut tty = start(&moved);
    tty.shows("1 annotation of 2");
    tty.send("\r");
    tty.shows("saved 1");
    tty.send("q");
    tty.ended();
    assert_eq!(labels(&sidecar(&moved, "a.txt")), ["claim"]);
    assert_eq!(files(&home.path().join(".local/state/abreast/emergency")), [""; 0]);
}

#[test]
fn nobody_is_offered_what_another_window_still_works_on() {
    let reader = blocked("j c");
    let other = reader.other_window();
    assert!(other.app.prompt.is_none());
    drop(reader);
}

#[test]
fn what_was_made_while_a_corpus_could_not_be_written_is_offered_when_it_can() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("j c");
    fs::create_dir(reader.own("data")).unwrap();
    fs::rename(reader.path(SIDECAR), reader.own("data").join(SIDECAR)).unwrap();
    reader.restart();
    assert!(reader.shows("Not yet in the corpus: 1 annotation of 2"), "{}", reader.screen());
    reader.keys("Enter");
    assert_eq!((reader.annotations("a.txt").len(), files(&reader.own("data")).len()), (1, 0));
}

#[test]
fn after_the_end_it_is_said_what_was_not_saved_and_where_its_copy_lies() {
    let (home, articles) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]));
    let path = sidecar(articles.path(), "a.txt");
    let args = ["--annotator", "ada", "--theme", "dark", articles.path().to_str().unwrap()];
    for (end, keys) in [("TERM", "jc"), ("KILL", "\rc")] {
        let mut tty = Tty::start(abreast(home.path(), &args), 200, 24);
        if end == "KILL" {
            tty.shows("1 annotation of 2");
        } else {
            tty.shows("not tagged");
        }
        fs::create_dir(&path).unwrap();
        tty.send(keys);
        tty.shows("NOT SAVED: is a directory");
        tty.until("the copy is there", || {
            let copies = files(&home.path().join(".local/state/abreast/emergency"));
            copies.iter().any(|file| file.ends_with(".json"))
        });
        if end == "KILL" {
            tty.until("the copy holds both", || {
                let copies = files(&home.path().join(".local/state/abreast/emergency"));
                let copy = copies.iter().find(|file| file.ends_with(".json")).unwrap();
                fs::read_to_string(copy).unwrap_or_default().matches("\"label\":").count() == 2
            });
        }
        tty.signal(end);
        tty.ended();
        if end == "TERM" {
            tty.is_as_before();
            tty.shows("not saved: is a directory; a copy lies in ");
        }
        fs::remove_dir(&path).unwrap();
    }
    let mut tty = Tty::start(abreast(home.path(), &args), 200, 24);
    tty.shows("2 annotations of 2");
    tty.send("\r");
    tty.shows("saved 2");
    tty.send("q");
    assert!(tty.ended().success());
    assert_eq!(labels(&path).len(), 2);
    assert_eq!(files(&home.path().join(".local/state/abreast/emergency")), [""; 0]);
}

/// The program, run by somebody who may not write in the folders of the tests: root becomes nobody.
fn as_stranger(home: &TempDir, corpus: &Path) -> CommandBuilder {
    let args = ["--annotator", "ada", "--theme", "dark", corpus.to_str().unwrap()];
    if fs::metadata(corpus).unwrap().uid() != 0 {
        return abreast(home.path(), &args);
    }
    let program = home.path().join("abreast");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_abreast"), &program).unwrap();
    }
    chown(home.path(), Some(65534), Some(65534)).unwrap();
    let mut command = CommandBuilder::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", program.to_str().unwrap()]);
    command.args(args);
    settle(&mut command, home.path());
    command
}

fn permit(folder: &Path, mode: u32) {
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_corpus_that_cannot_be_written_is_annotated_in_the_users_own_folder() {
    let (home, corpus) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]));
    let start = |mode: u32| {
        permit(corpus.path(), mode);
        Tty::start(as_stranger(&home, corpus.path()), 200, 24)
    };
    // What lies beside the articles is begun with, and not written.
    let mut reader = Reader::new(&[("a.txt", std::str::from_utf8(PLAIN).unwrap())]);
    reader.keys("j c");
    let beside = fs::read_to_string(reader.path(SIDECAR)).unwrap();
    let path = sidecar(corpus.path(), "a.txt");
    fs::write(&path, &beside).unwrap();
    permit(&path, 0o666);

    let mut tty = start(0o555);
    tty.shows("you may not write in the folder: annotations go to ~/.local/share/abreast/");
    tty.shows("saved 1 in ~/.local/share/abreast/");
    tty.send("Gx");
    tty.shows("saved 2 in ~/.local/share/abreast/");
    tty.send("q");
    assert!(tty.ended().success());
    assert_eq!(fs::read_to_string(&path).unwrap(), beside);
    let mut tty = start(0o555);
    tty.shows("saved 2 in ~/.local/share/abreast/");
    tty.send("uq");
    assert!(tty.ended().success());
    let mut tty = start(0o555);
    tty.shows("saved 1 in ~/.local/share/abreast/");
    tty.send("\u{12}");
    tty.shows("saved 2 in ~/.local/share/abreast/");
    tty.send("q");
    assert!(tty.ended().success());

    let mut tty = start(0o777);
    tty.shows("Not yet in the corpus: 1 annotation of 2");
    tty.send("\r");
    tty.shows("saved 2 ");
    tty.send("q");
    assert!(tty.ended().success());
    assert_eq!(labels(&path), ["claim", "none"]);
    assert_eq!(files(&home.path().join(".local/share/abreast")), [""; 0]);
}
