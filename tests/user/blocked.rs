//! Sidecars that cannot be read, or not be written: it is said, and nobody's work is lost.

use std::fs;

use tempfile::TempDir;

use crate::damage::{PLAIN, valid_sidecar};
use crate::desk::{Desk, folder, labels, sidecar};
use crate::tty::{Tty, abreast};

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
    tty.shows("a copy is kept. Quit?");
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
    tty.shows("a copy is kept. Quit?");
    tty.send("y");
    assert!(tty.ended().success());
    tty.is_as_before();
    assert_eq!(fs::read_to_string(&path).unwrap(), before, "the file is as it was");
}
