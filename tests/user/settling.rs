//! What is settled in a review, and what no longer is: changes of mind, records changed since, contradictions; and what
//! waits until all is known.

use std::fs;
use std::process::Command;

use abreast::app::{Effect, Msg, Prompt};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::adjudicating::{differing, of};
use crate::agreement::printed;
use crate::desk::{Desk, folder, sidecar_of};
use crate::others::tagged;
use crate::reviewing::{states, verdicts};

fn rev(folder: &TempDir) -> Desk {
    Desk::of("rev", folder.path(), 120, 30)
}

/// The own tags, in a word each.
fn tags(folder: &TempDir) -> Vec<String> {
    let tags = of(folder, "rev").into_iter().filter(|record| record["label"] != "verdict");
    let word = |tag: &Json, name: &str| tag[name].as_str().unwrap_or_default().to_owned();
    tags.map(|tag| format!("{} {}", word(&tag, "label"), word(&tag, "stance")).trim().to_owned()).collect()
}

#[test]
fn what_is_accepted_after_all_takes_back_that_nothing_was_there() {
    for accepts in ["a", "e Enter"] {
        let folder = differing();
        let mut desk = rev(&folder);
        desk.press("] 0 q");
        assert_eq!(tags(&folder), ["none"]);
        desk.press("Space v / r e j e c t e d Space a n n o t a t o r : b o Enter");
        desk.press(accepts);
        assert_eq!(
            (tags(&folder), verdicts(&folder, "rev")),
            (vec![], vec!["bo accepted".into(), "cy rejected".into()])
        );
        desk.press("u");
        assert_eq!(tags(&folder), ["none"], "{accepts} is one step");
        assert_eq!(verdicts(&folder, "rev"), ["bo rejected", "cy rejected"]);
    }
}

#[test]
fn the_form_of_what_was_made_of_it_judges_what_was_changed_since() {
    let folder = tagged();
    rev(&folder).press("Space v j j e + Enter");
    assert_eq!(tags(&folder), ["position support"]);
    Desk::of("bo", folder.path(), 120, 30).press("j j Enter 0 Enter");
    let mut desk = rev(&folder);
    desk.press("Space v / p o s i t i o n Enter");
    let state = |desk: &Desk| states(desk).concat();
    assert_eq!(state(&desk), "changed since bo 1:3 position");
    desk.press("e Enter");
    assert_eq!(state(&desk), "accepted as changed bo 1:3 position", "it stands as it is");
    assert_eq!(tags(&folder), ["position support"]);
    desk.press("u");
    assert_eq!(state(&desk), "changed since bo 1:3 position");
    desk.press("e ~ Enter");
    assert_eq!(state(&desk), "accepted as changed bo 1:3 position");
    assert_eq!((tags(&folder), verdicts(&folder, "rev").len()), (vec!["position conditional".into()], 1));
    desk.press("u");
    assert_eq!(tags(&folder), ["position support"], "one step");
}

/// How much of bo's is reviewed, and how much contradicted, as `stats` says.
fn counts(folder: &TempDir) -> [u64; 2] {
    let home = TempDir::new().unwrap();
    let stats = printed(home.path(), &["stats", "--json", folder.path().to_str().unwrap()]);
    let stats: Json = serde_json::from_str(&stats).unwrap();
    ["reviewed", "contradicted"].map(|name| stats["annotators"]["bo"][name].as_u64().unwrap())
}

/// What a command prints of the folder.
fn ran(folder: &TempDir, arguments: &[&str]) -> String {
    let home = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    command.args(arguments).arg(folder.path()).env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn told(folder: &TempDir) -> String {
    ran(folder, &["check"])
}

fn exported(folder: &TempDir, arguments: &[&str]) -> String {
    ran(folder, &[&["export"], arguments].concat())
}

/// How many rows are exported as accepted.
fn accepted(folder: &TempDir) -> usize {
    exported(folder, &["--format", "csv", "--accepted-only"]).lines().count() - 1
}

#[test]
fn what_was_both_accepted_and_rejected_is_not_settled() {
    let folder = tagged();
    let claim = "Space v / c l a i m Enter";
    rev(&folder).press(&format!("{claim} a"));
    assert_eq!(counts(&folder), [1, 0]);
    Desk::of("dan", folder.path(), 120, 30).press(&format!("{claim} r"));
    assert_eq!(counts(&folder), [0, 1], "two reviewers");
    assert!(told(&folder).contains("is contradicted: accepted by rev, rejected by dan; it is not settled"));
    assert_eq!(accepted(&folder), 0, "it goes out as accepted");
    let page = exported(&folder, &["--format", "html"]);
    assert!(page.contains("value=\"contradicted\"") && page.contains("data-verdict=\"contradicted\""));
    assert!(page.contains("· contradicted · rejected by dan · accepted by rev"), "{page}");
    fs::remove_file(sidecar_of(folder.path(), "a.txt", "dan")).unwrap();
    let path = sidecar_of(folder.path(), "a.txt", "rev");
    let json = fs::read_to_string(&path).unwrap();
    let record = json.lines().find(|line| line.contains(r#""accepted""#)).unwrap();
    let id = of(&folder, "rev")[0]["id"].as_str().unwrap().to_owned();
    let other = record.replace("accepted", "rejected").replace(&id, "zz");
    fs::write(&path, json.replace(record, &format!("{record},\n{other}"))).unwrap();
    assert_eq!(counts(&folder), [0, 1], "one reviewer");
    assert!(told(&folder).contains("is contradicted: accepted by rev, rejected by rev; it is not settled"));
    assert_eq!(accepted(&folder), 0, "it goes out as accepted");
    let home = TempDir::new().unwrap();
    assert!(printed(home.path(), &["stats", folder.path().to_str().unwrap()]).contains("0 (1 contradicted)"));
    let mut desk = rev(&folder);
    desk.press("Space o Space a");
    assert!(desk.screen().contains("0/3"), "{}", desk.screen());
}

#[test]
fn the_next_disagreement_waits_until_the_last_sidecar_is_read() {
    let folder = tagged();
    let mut desk = rev(&folder);
    let effects = desk.inline.app.update(Msg::Key("]".parse().unwrap()));
    let mut read = Vec::new();
    for effect in effects {
        match effect {
            Effect::Others(_) => read.extend(desk.inline.answers(effect)),
            other => desk.inline.perform(other),
        }
    }
    let all = read.into_iter().flat_map(|msg| match msg {
        Msg::Others(all) => all,
        _ => Vec::new(),
    });
    let mut all: Vec<_> = all.collect();
    assert!(all.len() > 1);
    let last = all.split_off(all.len() - 1);
    desk.inline.update(Msg::Others(all));
    assert_eq!(desk.says(), "The annotations of others are being read");
    assert!(desk.inline.app.prompt.is_none(), "{}", desk.screen());
    desk.inline.update(Msg::Others(last));
    assert!(matches!(desk.inline.app.prompt, Some(Prompt::Compare(_))), "{}", desk.screen());
}

/// A sidecar with a tag at these code points.
fn sidecar(text: &str, annotator: &str, label: &str, start: usize, end: usize) -> String {
    let quote: String = text.chars().skip(start).take(end - start).collect();
    let sha256: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    let (id, length) = (annotator, text.chars().count());
    format!(
        r#"{{"format":"abreast","version":"1.0","generator":{{"name":"abreast","version":"0.1.0"}},
"article":{{"file":"a.txt","sha256":"{sha256}","length":{length},"unit":"code-point","title":null,"date":null,"outlet":null,"language":null}},
"annotator":{{"id":"{annotator}","name":"{annotator}"}},
"annotations":[
{{"id":"{id}","label":"{label}","start":{start},"end":{end},"quote":"{quote}","prefix":"","suffix":"","created":"2026-04-12T14:10:00Z"}}
]}}
"#
    )
}

#[test]
fn what_somebody_denies_who_has_read_a_part_of_it_is_not_agreed_on() {
    let text = "The harbour was closed on Monday. Ann Miller said the port needs money. Nobody was hurt.\n";
    let both = |denied: bool| {
        let files = [
            ("a.txt", text.to_owned()),
            ("a.txt.ada.abreast.json", sidecar(text, "ada", "claim", 0, 71)),
            ("a.txt.bo.abreast.json", sidecar(text, "bo", "claim", 0, 71)),
            ("a.txt.cy.abreast.json", sidecar(text, "cy", "none", 34, 71)),
        ];
        let files = files.iter().take(if denied { 4 } else { 3 });
        folder(&files.map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
    };
    let agreed = both(false);
    rev(&agreed).press("A");
    assert_eq!(tags(&agreed), ["claim"]);
    let denied = both(true);
    let mut desk = rev(&denied);
    desk.press("A");
    assert_eq!(desk.says(), "There is nothing left on which all agree");
    desk.press("]");
    let screen = desk.screen();
    let label = screen.lines().find(|row| row.contains("≠ label")).unwrap_or_default();
    assert_eq!((label.matches("claim").count(), label.matches("none").count()), (2, 1), "{screen}");
}
