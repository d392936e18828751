//! What an export leaves out, where it may lie, and what it leaves of what is there.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::exchange::{abreast, printed, said};
use crate::harness::{Reader, TOLL};

/// An article `c/a.txt` of four sentences, of which these tags are taken in: words, label and whose they are.
fn tagged(tags: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("c")).unwrap();
    let text = "The gates opened at nine. The toll is unfair. Nobody came. Rain fell.\n";
    fs::write(folder.path().join("c/a.txt"), text).unwrap();
    let rows: String = tags
        .iter()
        .map(|(quote, label, who)| format!("a.txt,{label},{quote},{who},Ana Li,toll,oppose\n"))
        .collect();
    let table = format!("doc,label,quote,annotator,holder,issue,stance\n{rows}");
    fs::write(folder.path().join("in.csv"), table).unwrap();
    if !tags.is_empty() {
        printed(folder.path(), &["import", "--format", "csv", "--into", "c", "in.csv"]);
    }
    folder
}

/// Adds to a reviewer's sidecar that a tag of ada's, the only one in a line with these words, is judged so.
fn judge(folder: &Path, words: &str, reviewer: &str, verdict: &str) {
    let sidecar = fs::read_to_string(folder.join("c/a.txt.ada.abreast.json")).unwrap();
    let line = sidecar.lines().find(|line| line.contains(words)).unwrap();
    let id = &line.split_once("\"id\":\"").unwrap().1[..36];
    let verdict = format!(
        r#"{{"id":"019d8be1-0000-7000-8000-000000000009","label":"verdict","verdict":"{verdict}","of":{{"annotator":"ada","id":"{id}"}},"comment":"","created":"2099-01-01T00:00:00Z"}}"#
    );
    let (head, _) = sidecar.split_once("\"annotations\":[").unwrap();
    let head = head.replace("\"ada\"", &format!("\"{reviewer}\""));
    let path = folder.join(format!("c/a.txt.{reviewer}.abreast.json"));
    fs::write(path, format!("{head}\"annotations\":[\n{verdict}\n]}}\n")).unwrap();
}

#[test]
fn negatives_that_are_assumed_or_contradicted_are_counted() {
    let ada = [("The gates opened at nine.", "claim", "ada"), ("The toll is unfair.", "claim", "ada")];
    let bo = [("The gates opened at nine.", "none", "bo"), ("Nobody came.", "claim", "bo")];
    let folder = tagged(&[ada, bo].concat());
    let at = folder.path();
    let args = ["export", "--format", "hf", "--what", "sentences", "--assume-read", "-o", "x", "c"];
    let errors = said(at, &args).0;
    assert!(errors.contains("1 sentence is none to one annotator and tagged by another"), "{errors}");
    let rows = fs::read_to_string(at.join("x/sentences/train.jsonl")).unwrap();
    let assumed: Vec<_> = rows.lines().filter(|row| row.contains("\"assumed\":true")).collect();
    assert!(assumed.len() == 1 && assumed[0].contains("Rain fell."), "{rows}");
    assert_eq!(rows.lines().count(), 5, "{rows}");
    let card = fs::read_to_string(at.join("x/README.md")).unwrap();
    assert!(card.contains("Assumed rows: ada 1, bo 1.") && card.contains("Contradictions: 1."), "{card}");
}

#[test]
fn rejected_tags_are_in_no_training_set_and_in_no_network() {
    let folder = tagged(&[
        ("The gates opened at nine.", "position", "ada"),
        ("The toll is unfair.", "position", "ada"),
        ("Nobody came.", "claim", "ada"),
    ]);
    let at = folder.path();
    judge(at, "The toll is unfair.", "rev", "rejected");
    for format in ["graphml", "gexf", "hf", "dna"] {
        let export = |more: &[&str]| {
            let args = ["export", "--format", format, "--force", "-o", format, "c"];
            let said = abreast(at, &[&args[..], more].concat());
            [said.stdout, said.stderr].map(|said| String::from_utf8(said).unwrap()).concat()
        };
        let left = export(&[]);
        assert!(left.contains("1 rejected tag") && left.contains("2 tags in 1 article"), "{left}");
        let all = export(&["--with-rejected"]);
        assert!(!all.contains("rejected") && all.contains("3 tags in 1 article"), "{all}");
    }
    printed(at, &["export", "--format", "hf", "--force", "-o", "hf", "c"]);
    let card = fs::read_to_string(at.join("hf/README.md")).unwrap();
    assert!(
        card.contains("as well, are left out: 1.") && card.contains("| ada | position | 1 | 0 | 1 |"),
        "{card}"
    );
    assert!(printed(at, &["export", "--format", "csv", "c"]).contains("unfair"));
    assert_eq!(said(at, &["export", "--format", "csv", "--with-rejected", "c"]).1, 2);
}

#[test]
fn an_export_in_the_folder_of_the_corpus_becomes_no_article_of_it() {
    let folder = tagged(&[("The toll is unfair.", "claim", "ada")]);
    let at = folder.path();
    let brat = ["export", "--format", "brat", "-o", "c/brat", "--force", "c"];
    for _ in 0..2 {
        assert!(printed(at, &brat).ends_with("1 tag in 1 article\n"));
    }
    assert!(printed(at, &["stats", "--json", "c"]).contains("\"articles\":1,"));
    assert!(printed(at, &["stats", "--json", "c/brat"]).contains("\"articles\":1,"), "it is named itself");
    for (format, name) in
        [("spacy", "a.jsonl"), ("html", "report.html"), ("csv", "x.TXT"), ("w3c", "sub/a.json")]
    {
        fs::create_dir_all(at.join("c/sub")).unwrap();
        let out = format!("c/{name}");
        let refused = format!(
            "abreast: {out}: it would be an article of the corpus, in whose folder it is; take another place\n"
        );
        assert_eq!(said(at, &["export", "--format", format, "-o", &out, "c"]), (refused, 1));
        assert!(!at.join(&out).exists());
    }
    for out in ["c/tags.csv", "c/.hidden.json", "out.txt"] {
        for _ in 0..2 {
            assert_eq!(said(at, &["export", "--format", "csv", "--force", "-o", out, "c"]).1, 0);
        }
    }
    let refused = "abreast: c: articles of the corpus lie in this folder; take another one\n".to_owned();
    assert_eq!(said(at, &["export", "--format", "hf", "--force", "-o", "c", "c"]), (refused, 1));
}

#[test]
fn over_what_somebody_has_worked_on_or_what_stands_in_the_way_nothing_is_exported() {
    let folder = tagged(&[("The toll is unfair.", "claim", "ada"), ("Nobody came.", "claim", "bo")]);
    let at = folder.path();
    let export = |more: &[&str]| {
        said(at, &[&["export", "--format", "brat", "--force", "-o", "out", "c"], more].concat())
    };
    assert_eq!(export(&[]).1, 0);
    let (ann, original) = (at.join("out/bo/a.ann"), fs::read_to_string(at.join("out/bo/a.ann")).unwrap());
    // Somebody goes on in brat; the new export has no file of bo's.
    fs::write(&ann, format!("{original}T9\tclaim 0 3\tThe\n")).unwrap();
    let all = || {
        let mut all: Vec<_> = crate::exchange::files(&at.join("out"))
            .into_iter()
            .map(|file| (fs::read(&file).unwrap(), file))
            .collect();
        all.sort();
        all
    };
    let before = all();
    for more in [&[][..], &["--annotator", "ada"]] {
        let (said, code) = export(more);
        assert!(
            said.contains("out/bo/a.ann: it is not as an export has left it; move away") && code == 1,
            "{said}"
        );
        assert_eq!(all(), before);
    }
    fs::write(&ann, &original).unwrap();
    // A folder stands where the last file should go.
    fs::remove_file(&ann).unwrap();
    fs::create_dir(&ann).unwrap();
    let before = all();
    assert!(
        export(&["--labels", "claim"])
            .0
            .contains("out/bo/a.ann: it is no file, and the export has one there")
    );
    assert_eq!(all(), before);
    fs::remove_dir(&ann).unwrap();
    assert_eq!(export(&["--annotator", "ada"]).1, 0);
    assert!(!at.join("out/bo").exists());
}

#[test]
fn a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tagged(&[("The toll is unfair.", "claim", "ada")]);
    let at = folder.path();
    for (format, out, file) in [("csv", "x.csv", "x.csv"), ("hf", "hf", "hf/README.md")] {
        let export = ["export", "--format", format, "--force", "-o", out, "c"];
        printed(at, &export);
        fs::set_permissions(at.join(file), fs::Permissions::from_mode(0o600)).unwrap();
        printed(at, &export);
        assert_eq!(fs::metadata(at.join(file)).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn whom_and_what_there_is_not_is_said_with_what_there_is() {
    let folder = tagged(&[("The toll is unfair.", "claim", "ada"), ("Nobody came.", "claim", "bo")]);
    let csv = |more: &[&str]| said(folder.path(), &[&["export", "--format", "csv", "c"], more].concat());
    assert_eq!(
        csv(&["--annotator", "nobody", "--labels", "nolabel,claim"]),
        (
            "abreast: there is nothing by an annotator \"nobody\"; there are ada, bo\n\
             abreast: there is no label \"nolabel\"; there are claim, none, position\n"
                .to_owned(),
            1
        )
    );
    assert_eq!(csv(&["--annotator", "bo", "--labels", "position"]), (String::new(), 0));
}

#[test]
fn the_list_of_formats_fits_into_a_small_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let list = printed(folder.path(), &["export", "--list"]);
    assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
    assert!(list.starts_with("csv (one file, import)\n  for      pandas"), "{list}");
}

#[test]
fn inside_the_program_nothing_goes_to_its_screen() {
    let mut reader = Reader::new(&TOLL);
    for path in ["-", "/dev/stdout", "/dev/fd/1"] {
        reader.keys(":").typed(&format!("export csv {path}")).keys("Enter");
        let says = reader.app().notice.clone().unwrap();
        assert!(says.wrong && says.text.ends_with("name a file"), "{}", says.text);
    }
    let notes = reader.own("notes.txt");
    fs::write(&notes, "Nothing of the kind.").unwrap();
    reader.keys(":").typed(&format!("import {}", notes.display())).keys("Enter");
    let says = reader.app().notice.clone().unwrap().text;
    assert!(says.ends_with("name it before the file"), "{says}");
}
