//! What others write is noticed wherever sidecars lie, and whenever their folders come and go.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;

use crate::damage::PLAIN;
use crate::desk::{folder, sidecar};
use crate::tty::{Tty, abreast};

/// A window of ada on a folder, with other arguments before it.
fn window(home: &TempDir, args: &[&str], folder: &Path) -> Tty {
    let own = ["--annotator", "ada", "--theme", "dark"];
    let args = [&own[..], args, &[folder.to_str().unwrap()]].concat();
    let tty = Tty::start(abreast(home.path(), &args), 100, 24);
    tty.shows("not tagged");
    tty
}

#[test]
fn in_a_store_that_did_not_exist_at_the_start() {
    let (home, articles) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]));
    let store = home.path().join("one/two");
    let args = ["--store", store.to_str().unwrap()];
    let [one, two] = [window(&home, &args, articles.path()), window(&home, &args, articles.path())];
    one.send("jc");
    two.shows("saved 1");
    two.send("jjx");
    one.shows("saved 2");
}

#[test]
fn in_a_folder_that_was_deleted_and_made_again() {
    let (home, articles) = (TempDir::new().unwrap(), folder(&[]));
    let (bundle, aside) = (articles.path().join("bundle"), articles.path().join("aside"));
    fs::create_dir(&bundle).unwrap();
    fs::write(bundle.join("a.txt"), PLAIN).unwrap();
    let one = window(&home, &[], &bundle);
    one.send("jc");
    one.shows("saved 1");
    let path = sidecar(&bundle, "a.txt");
    let with_one = fs::read_to_string(&path).unwrap();
    fs::rename(&path, &aside).unwrap();
    one.shows("Another program has removed the annotations of a.txt");
    fs::remove_dir_all(&bundle).unwrap();
    fs::create_dir(&bundle).unwrap();
    fs::write(bundle.join("a.txt"), PLAIN).unwrap();
    fs::write(&path, &with_one).unwrap();
    one.shows("saved 1");
    fs::write(&path, with_one.replace("\"claim\"", "\"none\"")).unwrap();
    one.shows("Another program has changed 1 annotation of a.txt");
}

#[test]
fn behind_a_link() {
    let (home, articles, elsewhere) = (TempDir::new().unwrap(), folder(&[("a.txt", PLAIN)]), folder(&[]));
    let (path, target) = (sidecar(articles.path(), "a.txt"), elsewhere.path().join("ada.json"));
    let mut one = window(&home, &[], articles.path());
    one.send("jc");
    one.shows("saved 1");
    one.send("q");
    one.ended();
    fs::rename(&path, &target).unwrap();
    symlink(&target, &path).unwrap();
    let two =
        Tty::start(abreast(home.path(), &["--annotator", "ada", articles.path().to_str().unwrap()]), 100, 24);
    two.shows("saved 1");
    let changed = fs::read_to_string(&target).unwrap().replace("\"claim\"", "\"none\"");
    fs::write(&target, changed).unwrap();
    two.shows("Another program has changed 1 annotation of a.txt");
}
