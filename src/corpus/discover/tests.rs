//! Which files are articles, in folders made for it.

use std::fs::{create_dir_all, write};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::model::Source;

/// A folder with these files; those that end in `/` are folders.
fn folder(files: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for file in files {
        let path = folder.path().join(file);
        create_dir_all(if file.ends_with('/') { &path } else { path.parent().unwrap() }).unwrap();
        if !file.ends_with('/') {
            write(path, "A sentence.\n").unwrap();
        }
    }
    folder
}

/// What is found when these paths in the folder are given, as paths in the folder.
fn found(folder: &TempDir, paths: &[&str]) -> Found {
    let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path)).collect();
    discover(&paths, &Fields::default()).unwrap()
}

fn names(folder: &TempDir, paths: &[&str]) -> Vec<String> {
    let inside = |source: &Source| source.to_string().split_off(folder.path().as_os_str().len() + 1);
    found(folder, paths).corpus.sources().map(|source| inside(&source)).collect()
}

#[test]
fn articles_come_in_natural_order_folder_by_folder() {
    let folder = folder(&["a10.txt", "B.md", "a2.TXT", "day 10/x.txt", "day 9/x.txt", "c.txt"]);
    let order = ["a2.TXT", "a10.txt", "B.md", "c.txt", "day 9/x.txt", "day 10/x.txt"];
    assert_eq!(names(&folder, &[""]), order);
}

#[test]
fn named_files_keep_their_order_and_are_taken_whatever_their_ending() {
    let folder = folder(&["b.txt", "a.txt", "letter", ".draft.txt"]);
    let named = ["b.txt", "letter", ".draft.txt", "a.txt"];
    assert_eq!(names(&folder, &named), named);
}

#[test]
fn what_is_no_article_is_skipped_and_counted() {
    let folder = folder(&[
        "a.txt",
        "a.txt.ada.abreast.json",
        "c.jsonl.abreast/x.txt",
        "abreast.json",
        ".hidden.txt",
        ".git/a.txt",
        "picture.png",
        "LICENSE",
        "README.md",
    ]);
    let all = found(&folder, &[""]);
    assert_eq!(all.corpus.len(), 1);
    assert_eq!(all.skipped, Skipped { hidden: 2, sidecars: 3, unknown: 3, exported: 0, wrong: 0 });
    assert_eq!(all.skipped.to_string(), "2 hidden, 3 sidecars, 3 of unknown type");
    assert_eq!(names(&folder, &["README.md"]), ["README.md"], "it is read if it is named");
    assert_eq!(names(&folder, &["a.txt", "a.txt.ada.abreast.json", "c.jsonl.abreast"]), ["a.txt"]);
}

#[test]
fn json_that_is_something_else_is_passed_over_in_a_folder_and_a_fault_if_it_is_named() {
    let others = [
        (
            "spans.json",
            r#"{"id":"a","meta":{},"spans":[{"start":0,"end":3,"text":"The"}],"notes":[{"text":"x"}]}"#,
        ),
        ("groups.json", r#"{"groups":[{"id":"1","grade":"strong"},{"id":"2"}]}"#),
        ("list.json", r#"[{"label":"claim","quote":"The pier is closed."}]"#),
        ("numbers.json", "[1, 2, 3]"),
        ("words.json", r#""The pier is closed.""#),
        ("names.jsonl", "{\"name\":\"Ada\"}\n{\"name\":\"Bo\"}\n[]\n"),
        ("empty.jsonl", ""),
    ];
    let folder = folder(&["a.txt"]);
    for (name, contents) in others {
        write(folder.path().join(name), contents).unwrap();
    }
    let all = found(&folder, &[""]);
    assert_eq!((all.corpus.len(), &*all.faults), (1, &[][..]));
    assert_eq!(all.skipped, Skipped { unknown: others.len(), ..Skipped::default() });
    for (name, _) in others {
        let faults = found(&folder, &["a.txt", name]).faults;
        assert!(faults.len() == 1 && faults[0].reason == "it holds no article", "{name}: {faults:?}");
    }
}

#[test]
fn a_json_file_that_is_broken_or_holds_articles_beside_something_else_is_no_other_file() {
    let folder = folder(&[]);
    write(folder.path().join("a.jsonl"), "{\"text\":\"The pier is closed.\"}\n{\"name\":\"Ada\"}\n").unwrap();
    write(folder.path().join("b.jsonl"), "{\"text\":\n").unwrap();
    write(folder.path().join("c.json"), "[{\"text\":").unwrap();
    let all = found(&folder, &[""]);
    assert_eq!((all.corpus.len(), all.faults.len()), (1, 3));
    assert_eq!(all.skipped, Skipped { wrong: 2, ..Skipped::default() });
}

#[test]
fn the_root_is_the_deepest_folder_that_all_share_and_names_the_bundle() {
    let folder = folder(&["event/en/a.txt", "event/de/b.txt", "c.txt"]);
    let root = |paths| {
        found(&folder, paths).root.strip_prefix(folder.path().canonicalize().unwrap()).unwrap().to_owned()
    };
    assert_eq!(root(&["event"]), Path::new("event"));
    assert_eq!(root(&["event/de/../en", "event/de/b.txt"]), Path::new("event"));
    assert_eq!(root(&["event/en/a.txt"]), Path::new("event/en"));
    assert_eq!(root(&["event", "c.txt"]), Path::new(""));

    assert_eq!(bundle(Path::new("event/en/a.txt"), Path::new("/x/event")), "en");
    assert_eq!(bundle(Path::new("a.txt"), Path::new("/x/event")), "event");
    assert_eq!(bundle(Path::new("./a.txt"), Path::new("/")), "");
}

#[test]
fn a_file_comes_once_however_often_it_is_named() {
    let folder = folder(&["x/a.txt", "x/b.txt"]);
    assert_eq!(names(&folder, &["x/b.txt", "x", "x/../x/b.txt", ""]), ["x/b.txt", "x/a.txt"]);
}

#[test]
fn a_missing_path_is_a_fault_beside_the_others_and_an_error_alone() {
    let folder = folder(&["a.txt"]);
    let both = found(&folder, &["b.txt", "a.txt"]);
    assert_eq!(both.corpus.sources().collect::<Vec<_>>(), [Source::from(folder.path().join("a.txt"))]);
    assert_eq!(both.faults.len(), 1);
    let alone = discover(&[folder.path().join("b.txt")], &Fields::default()).unwrap_err();
    assert_eq!(alone, both.faults[0]);
    assert!(alone.to_string().ends_with("b.txt: there is no such file or folder; check how it is written"));
}

#[test]
fn no_articles_is_one_sentence_that_says_what_was_looked_for_and_where() {
    let folder = folder(&["a.pdf", "empty/"]);
    let problem = discover(&[folder.path().to_owned()], &Fields::default()).unwrap_err().to_string();
    let place = folder.path().display();
    assert_eq!(
        problem,
        format!(
            "no articles: looked for files ending in .txt .md .html .htm .json .jsonl .ndjson in {place} and below \
             (skipped 1 of unknown type); name a file or a folder that holds some"
        )
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_and_their_loops_end() {
        let folder = folder(&["a/b/x.txt", "far/y.txt"]);
        symlink(folder.path().join("a"), folder.path().join("a/b/up")).unwrap();
        symlink(folder.path().join("far"), folder.path().join("a/near")).unwrap();
        symlink("x.txt", folder.path().join("a/b/same.txt")).unwrap();
        assert_eq!(names(&folder, &["a"]), ["a/b/same.txt", "a/near/y.txt"]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_a_fault_if_it_looks_like_an_article() {
        let folder = folder(&["a.txt"]);
        symlink("gone", folder.path().join("b.txt")).unwrap();
        symlink("loop.txt", folder.path().join("loop.txt")).unwrap();
        symlink("gone", folder.path().join("c")).unwrap();
        let found = found(&folder, &[""]);
        assert_eq!((found.corpus.len(), found.faults.len(), found.skipped.unknown), (1, 2, 1));
    }

    #[test]
    fn names_need_not_be_utf8() {
        let folder = folder(&[]);
        let name = OsStr::from_bytes(b"caf\xE9.txt");
        write(folder.path().join(name), "A sentence.\n").unwrap();
        assert_eq!(
            found(&folder, &[""]).corpus.sources().collect::<Vec<_>>(),
            [Source::from(folder.path().join(name))]
        );
    }
}

/// Pieces of JSON, right and wrong.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\n",
        "\r\n",
        "\u{FEFF}",
        "\"text\":",
        "\"The pier is closed.\"",
        "\"id\":",
        "7",
        "-1e9",
        "\"x\"",
        "null",
        "{\"text\":\"a b\"}",
        "{\"id\":7,\"body\":\"c\\r\\nd\"}",
        "{\"text\":\"\\ud800\"}",
        "\"\"",
        " ",
        "{\"articles\":[",
        "]}",
        "\"date\":\"2031-03-04\"",
        "\"source\":{\"name\":\"W\"}",
        "\\u0000",
        "é",
        "true",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..30)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_json_gives_articles_with_ids_of_their_own_or_a_reason(
        json in prop_oneof![pieces().prop_map(String::into_bytes), any::<Vec<u8>>()],
        ending in 0..2usize,
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join(["c.jsonl", "c.json"][ending]);
        write(&path, &json).unwrap();
        let Ok(Found { corpus, .. }) = discover(&[path], &Fields::default()) else { return Ok(()) };
        let ids: HashSet<_> = corpus.sources().map(|source| source.id).collect();
        prop_assert_eq!(ids.len(), corpus.len());
        for source in &corpus.sources().collect::<Vec<_>>() {
            match corpus.open(source) {
                Ok(article) => prop_assert!(!article.text.is_empty() && !article.text.contains('\r')),
                Err(problem) => prop_assert!(problem.path.is_some()),
            }
        }
    }
}
