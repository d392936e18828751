//! Two people annotate the same article in branches of their own, and git merges them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::damage::PLAIN;
use crate::desk::{Desk, folder, labels, sidecar};

const README: &str = include_str!("../../README.md");

/// Runs git as somebody without settings of their own.
fn git(folder: &Path, args: &[&str]) -> Output {
    let mut git = Command::new("git");
    git.current_dir(folder).args(args).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    // Git runs the program by its name.
    let program = Path::new(env!("CARGO_BIN_EXE_abreast")).parent().unwrap();
    git.env("PATH", format!("{}:{}", program.display(), std::env::var("PATH").unwrap()));
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
    }
    git.output().unwrap()
}

fn done(folder: &Path, args: &[&str]) {
    let output = git(folder, args);
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository that merges sidecars as the README says, with one tag in it.
fn repository() -> TempDir {
    let folder = folder(&[("a.txt", PLAIN)]);
    tag(folder.path(), "j c");
    done(folder.path(), &["init", "-q", "-b", "main"]);
    let (_, setup) = README.split_once("```sh git\n").unwrap();
    let (setup, _) = setup.split_once("```").unwrap();
    assert_eq!(setup.lines().count(), 3);
    let shell = Command::new("sh").arg("-ec").arg(setup).current_dir(folder.path()).status().unwrap();
    assert!(shell.success());
    commit(folder.path());
    folder
}

fn tag(folder: &Path, keys: &str) {
    Desk::open(folder, 90, 24).unwrap().press(keys);
}

fn commit(folder: &Path) {
    done(folder, &["add", "."]);
    done(folder, &["commit", "-qm", "tags"]);
}

/// Presses keys in two branches of the repository, then merges the second into the first.
fn merged(folder: &Path, ours: &str, theirs: &str) -> Output {
    done(folder, &["checkout", "-qb", "theirs"]);
    tag(folder, theirs);
    commit(folder);
    done(folder, &["checkout", "-q", "main"]);
    tag(folder, ours);
    commit(folder);
    git(folder, &["merge", "--no-edit", "theirs"])
}

#[test]
fn different_annotations_merge_clean() {
    let folder = repository();
    let merged = merged(folder.path(), "j j x", "G p + Enter");
    assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stdout));
    assert_eq!(labels(&sidecar(folder.path(), "a.txt")), ["claim", "none", "position"]);
    let mut desk = Desk::open(folder.path(), 90, 24).unwrap();
    assert!(desk.screen().contains("saved 3"), "{}", desk.screen());
    desk.press("u");
}

#[test]
fn an_annotation_changed_in_both_branches_is_there_in_both_versions_and_reported() {
    let folder = repository();
    let merged = merged(folder.path(), "j !", "j m o n e Enter");
    assert_eq!(merged.status.code(), Some(1));
    let said = [merged.stdout, merged.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
    assert!(
        said.contains(
            "a.txt.ada.abreast.json: claim \u{201c}Anna Smith spoke.\u{201d} was changed on both sides"
        ),
        "{said}"
    );
    assert!(said.contains("ours with doubt true, theirs with note \"one\""), "{said}");
    let path = sidecar(folder.path(), "a.txt");
    assert_eq!(labels(&path), ["claim", "claim"]);
    assert_eq!(fs::read_to_string(&path).unwrap().matches("\"conflict\":").count(), 1);
    let desk = Desk::open(folder.path(), 90, 24).unwrap();
    assert!(desk.screen().contains("2 claims"), "{}", desk.screen());
}
