//! Where exports go and what they leave there, and how the format of an import is known.

use std::fs;
use std::path::Path;

use abreast::exchange::FORMATS;

use crate::exchange::{abreast, corpus, files, printed, said};

/// What an export has made needs no word of its format.
#[test]
fn the_format_of_a_file_is_plain_to_see() {
    let folder = corpus(true);
    let at = folder.path();
    for format in FORMATS.iter().filter(|format| format.read.is_some() && format.name != "links") {
        let out = format!("out.{}", format.name);
        printed(at, &["export", "--format", format.name, "-o", &out, "sample-data"]);
        let all = if format.is_folder() { files(&at.join(&out)) } else { vec![out] };
        let read = |file: &&String| {
            [".ann", ".json", "relation_extraction.jsonl"].iter().any(|end| file.ends_with(end))
                || !format.is_folder()
        };
        let mut import = vec!["import", "--dry-run", "--into", "sample-data"];
        let read: Vec<&String> = all.iter().filter(read).collect();
        assert!(!read.is_empty(), "{}", format.name);
        import.extend(read.into_iter().map(String::as_str));
        let out = printed(at, &import);
        let total = out.lines().last().unwrap();
        assert!(
            total.starts_with("in all: 0 would be new") && !total.contains(" 0 there"),
            "{}: {out}",
            format.name
        );
    }
    fs::write(at.join("notes.txt"), "Nothing of the kind.").unwrap();
    fs::write(at.join("bad.jsonld"), "{\"items\":[{]}").unwrap();
    let (said, code) = said(at, &["import", "--into", "sample-data", "notes.txt", "no.csv"]);
    let plain = "abreast: notes.txt: it is not plain of which format this is; name it with --format\n";
    assert!(said.contains(plain) && said.contains("no.csv: it cannot be read: ") && code == 1, "{said}");
    let out = abreast(at, &["import", "--format", "w3c", "--into", "sample-data", "bad.jsonld"]);
    assert_eq!(String::from_utf8(out.stdout).unwrap(), "in all: 0 new, 0 there already, 1 file not read\n");
}

#[test]
fn a_smaller_export_leaves_nothing_of_a_larger_one_and_removes_nothing_else() {
    let folder = corpus(true);
    let at = folder.path();
    let export = |more: &[&str]| {
        printed(at, &[&["export", "--force", "-o", "out", "sample-data"], more].concat());
        let mut all: Vec<_> =
            files(&at.join("out")).into_iter().map(|file| file.replace(at.to_str().unwrap(), "")).collect();
        all.sort();
        all
    };
    // A folder that no export has made keeps all that it has.
    fs::create_dir_all(at.join("out/bo")).unwrap();
    fs::write(at.join("out/bo/mine.ann"), "mine").unwrap();
    let all = export(&["--format", "brat"]);
    assert!(all.iter().any(|file| file.starts_with("/out/bo/2-wire.ann")), "{all:?}");
    // Somebody has begun to annotate one of the texts there.
    fs::write(at.join("out/bo/2-wire.txt.cy.abreast.json"), "{}").unwrap();
    let all = export(&["--format", "brat", "--annotator", "ada"]);
    let of_bo: Vec<_> = all.iter().filter(|file| file.starts_with("/out/bo/")).collect();
    assert_eq!(of_bo, ["/out/bo/2-wire.txt", "/out/bo/2-wire.txt.cy.abreast.json", "/out/bo/mine.ann"]);
    assert!(all.iter().any(|file| file.starts_with("/out/ada/2-wire.ann")));
    let all = export(&["--format", "doccano"]);
    assert!(!all.iter().any(|file| file.starts_with("/out/ada")), "{all:?}");
    assert!(all.contains(&"/out/relation_extraction.jsonl".to_owned()) && all.len() == 6, "{all:?}");
}

#[test]
fn half_an_export_of_a_killed_run_goes_with_the_next_and_that_of_a_running_one_stays() {
    let folder = corpus(true);
    let at = folder.path();
    let held = fs::File::create(at.join(".abreast-export-aaaaaa")).unwrap();
    held.try_lock().unwrap();
    fs::write(at.join(".abreast-export-bbbbbb"), "half").unwrap();
    fs::write(at.join(".abreast-export-notes"), "mine").unwrap();
    fs::create_dir_all(at.join("out/.abreast-export-cccccc/bo")).unwrap();
    printed(at, &["export", "--format", "csv", "-o", "tags.csv", "sample-data"]);
    printed(at, &["export", "--format", "hf", "-o", "out", "sample-data"]);
    let left = |folder: &Path| -> Vec<_> {
        let names =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut left: Vec<_> = names.filter(|name| name.starts_with(".abreast-")).collect();
        left.sort();
        left
    };
    assert_eq!(left(at), [".abreast-export-aaaaaa", ".abreast-export-notes"]);
    assert_eq!(left(&at.join("out")), [""; 0]);
}

#[test]
fn an_export_makes_no_folder_but_its_own() {
    let folder = corpus(true);
    let at = folder.path();
    for (format, out) in [("csv", "no/tags.csv"), ("hf", "no/hf")] {
        let (said, code) = said(at, &["export", "--format", format, "-o", out, "sample-data"]);
        let wanted = format!("abreast: {out}: there is no folder no; make it, or take another place\n");
        assert_eq!((said, code), (wanted, 1));
    }
    assert!(!at.join("no").exists());
}
