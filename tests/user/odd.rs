//! Odd folders, articles and names of files.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use abreast::config::{self, SCHEMAS};
use abreast::keys::Keymap;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::damage::{LABELS, PLAIN, is_drawable, one_sentence};
use crate::desk::{Desk, copied, folder, labels, samples, sidecar};

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
