//! The layers of the program, and the size of its files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From what knows nothing of the others to what knows them all. A module uses only those of earlier
/// lines; those of one line do not know each other.
const LAYERS: [&[&str]; 9] = [
    &["model"],
    &["text", "nlp", "command"],
    &["corpus", "store", "exchange", "review"],
    &["keys"],
    &["config"],
    &["app"],
    &["view"],
    &["runtime"],
    &["cli"],
];

/// Files have fewer lines than this.
const LINES: usize = 400;

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// All files of Rust below a folder, with their paths from it.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(&root).unwrap().to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// The code of the program in a file: without comments and tests.
fn code(path: &Path, text: &str) -> String {
    if path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests")) {
        return String::new();
    }
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules of the top that paths in this code begin with: `crate::a`, `crate::{a, b::{c, d}}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let word =
            |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        let Some(list) = rest.strip_prefix('{') else {
            used.insert(word(rest));
            continue;
        };
        // The words that stand first, or after a comma, outside of inner braces.
        let (mut depth, mut first) = (1, true);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => first = true,
                c if first && !c.is_whitespace() => {
                    used.insert(word(&list[at..]));
                    first = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    used
}

/// The module of the top that a file belongs to: its folder in `src`, or its name.
fn module(path: &Path) -> String {
    path.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn the_modules_that_a_path_names_are_found() {
    let code = "use crate::model::Span;\nuse crate::{app::{self, view}, store, keys::{Key, cli}};\nlet x = crate::text::width;";
    assert_eq!(used(code).into_iter().collect::<Vec<_>>(), ["app", "keys", "model", "store", "text"]);
}

#[test]
fn a_module_uses_only_those_below_it() {
    let mut wrong = Vec::new();
    for (path, text) in files("src") {
        let module = module(&path);
        let code = code(&path, &text);
        if path.ends_with("lib.rs") || path.ends_with("main.rs") {
            continue;
        }
        let own = layer(&module).unwrap_or_else(|| panic!("{module} has no layer"));
        for other in used(&code) {
            let below = layer(&other).is_some_and(|layer| layer < own);
            if other != module && !below {
                wrong.push(format!("{} uses {other}", path.display()));
            }
        }
        // Paths to the top of the crate are written `crate::`, so that they are seen here.
        let top = path.components().count() == 2 && path.ends_with("mod.rs");
        if top && code.contains("super::") {
            wrong.push(format!("{} leaves its layer by super::", path.display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_terminal_is_known_to_the_runtime_and_the_screen_to_the_view() {
    let known = |name: &str| {
        let files = files("src").into_iter().filter(|(path, text)| code(path, text).contains(name));
        files.map(|(path, _)| module(&path)).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(known("crossterm::"), ["runtime"]);
    assert_eq!(known("ratatui::"), ["app", "runtime", "view"]);
    for (path, text) in files("src").into_iter().filter(|(path, _)| module(path) == "app") {
        for part in code(&path, &text).split("ratatui::").skip(1) {
            assert!(part.starts_with("layout::"), "{} knows more than the geometry", path.display());
        }
    }
}

#[test]
fn no_file_is_long() {
    let folders = ["src", "tests", "benches"]
        .into_iter()
        .filter(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).exists());
    let all =
        folders.flat_map(|folder| files(folder).into_iter().map(move |(path, text)| (folder, path, text)));
    let long = all.filter(|(_, _, text)| text.lines().count() >= LINES);
    let long: Vec<String> = long
        .map(|(folder, path, text)| format!("{folder}/{}: {}", path.display(), text.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}
