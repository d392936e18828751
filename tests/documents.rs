//! What stands in the documents is true: the README's keys, commands and examples, the sample data, the
//! keymaps, the manual pages and the completions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use abreast::cli::args::Args;
use abreast::config::SCHEMAS;
use abreast::keys::{Keymap, markdown};
use abreast::model::{AnnotatorId, Schema};
use abreast::text::CodePoints;
use abreast::{corpus, nlp, store};
use clap::CommandFactory;
use serde_json::Value;

const README: &str = include_str!("../README.md");

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs the program as somebody without settings of their own does.
fn abreast(args: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    command.current_dir(here("")).args(args).env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
    command.output().unwrap()
}

fn printed(args: &[&str]) -> String {
    let output = abreast(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The blocks of code in the README: what stands behind the three marks, and what is between them.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let parts: Vec<&str> = README.split("\n```").skip(1).step_by(2).collect();
    parts.iter().map(|block| block.split_once('\n').expect("a block has a first line")).collect()
}

fn names_in(folder: &str, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(here(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    assert!(!names.is_empty(), "{folder} has no {ending}");
    names
}

/// Every fault of a document by the program's own JSON Schema of this name.
fn faults(schema: &str, document: &str) -> Vec<String> {
    let (_, schema) = SCHEMAS.iter().find(|(name, _)| *name == schema).expect("a schema has this name");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(&document).map(|error| error.to_string()).collect()
}

#[test]
fn the_readme_has_the_keys_of_the_default_keymap() {
    let (_, rest) = README.split_once("<!-- keys -->\n").expect("the keys begin");
    let (keys, _) = rest.split_once("<!-- end of keys -->").expect("the keys end");
    assert!(
        keys.trim() == markdown(&Keymap::default()).trim(),
        "put the output of `abreast keys --markdown` between the two marks in README.md"
    );
}

/// `--help` behind a command that exists, with arguments that it takes, ends well.
#[test]
fn every_command_in_the_readme_exists() {
    let mut count = 0;
    for (_, block) in blocks().into_iter().filter(|(kind, _)| *kind == "sh") {
        for line in block.lines() {
            let line = line.split(['#', '|', '>']).next().unwrap_or_default();
            let words: Vec<String> = line.split_whitespace().map(|word| word.replace('"', "")).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let args = match words.as_slice() {
                ["abreast", args @ ..] | ["cargo", "run", "--release", "--", args @ ..] => args,
                [] | ["mkdir", ..] | ["cargo", "test" | "bench" | "install", ..] => continue,
                other => panic!("the README has a command that this test does not know: {other:?}"),
            };
            let output = abreast(&[args, &["--help"]].concat());
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            count += 1;
        }
    }
    assert!(count > 10, "only {count} commands were found");
}

#[test]
fn the_readme_names_every_subcommand_and_option() {
    let program = Args::command();
    for command in program.get_subcommands() {
        assert!(README.contains(&format!("`abreast {}", command.get_name())), "{}", command.get_name());
    }
    for option in program.get_arguments().filter_map(|arg| arg.get_long()) {
        assert!(README.contains(&format!("`--{option}")), "--{option}");
    }
}

/// A block that begins with `json labels` is a label schema, and so on.
#[test]
fn the_examples_in_the_readme_are_what_they_say() {
    let mut kinds = Vec::new();
    for (kind, block) in blocks() {
        let Some(("json", kind)) = kind.split_once(' ') else { continue };
        assert_eq!(faults(kind, block), [""; 0], "{block}");
        kinds.push(kind);
        if kind == "sidecar" {
            let name = "sample-data/4-meridian.txt.ada.abreast.json";
            let sidecar = fs::read_to_string(here(name)).unwrap();
            for line in block.lines() {
                let there = sidecar.contains(line.trim_end_matches(','));
                assert!(there, "this line of the README is not in {name}: {line}");
            }
        }
    }
    kinds.sort_unstable();
    assert_eq!(kinds, ["config", "keymap", "labels", "sidecar"]);
}

#[test]
fn the_sidecars_of_the_sample_data_are_as_the_program_writes_them() {
    let sidecars = names_in("sample-data", store::ENDING);
    for name in &sidecars {
        let json = fs::read_to_string(here("sample-data").join(name)).unwrap();
        assert_eq!(faults("sidecar", &json), [""; 0], "{name}");

        let (article, annotator) =
            name.strip_suffix(store::ENDING).and_then(|name| name.rsplit_once('.')).unwrap();
        let annotator: AnnotatorId = annotator.parse().unwrap();
        let article = corpus::open(&here("sample-data").join(article)).unwrap();
        let facts = store::Facts::new(&article, &nlp::head(&article.text));
        let schema = Schema::default();
        let points = CodePoints::new(article.text.clone());
        let opened = store::parse(&json, &points, &facts, &annotator, &schema).unwrap();
        assert_eq!(opened.faults, [], "{name}");
        assert!(opened.sidecar.render(&points, &schema) == json, "{name} is written in another way");
    }
    let articles = names_in("sample-data", ".txt").len();
    assert_eq!(sidecars.len(), 2 * articles, "each article has a sidecar of both annotators");
}

#[test]
fn the_sample_data_passes_the_check() {
    let said = printed(&["check", "sample-data"]);
    assert!(said.contains("10 sidecars of 2 annotators") && said.contains("all in their place"), "{said}");
}

#[test]
fn every_keymap_is_valid_and_can_be_named() {
    for name in names_in("keymaps", ".json").iter().filter(|name| !name.contains("schema")) {
        let path = here("keymaps").join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(faults("keymap", &text), [""; 0], "{name}");
        assert_eq!(Keymap::read(&path, &text).1, [], "{name}");
        let name = name.trim_end_matches(".json");
        assert!(README.contains(&format!("`{name}`")), "the README does not name the keymap {name}");
        printed(&["keys", "--keymap", name]);
    }
}

#[test]
fn manual_pages_and_completions_can_be_made() {
    let page = printed(&["man"]);
    assert!(page.contains(".TH") && page.contains("annotator"), "{page}");
    for command in Args::command().get_subcommands().map(|command| command.get_name().to_owned()) {
        assert!(printed(&["man", &command]).contains(".TH"), "{command}");
    }
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(printed(&["completions", shell]).contains("annotator"), "{shell}");
    }
}
