//! How far annotators agree, as the program prints it.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::damage::PLAIN;
use crate::desk::{Desk, copied, folder, samples, sidecar};
use crate::program::run;

const README: &str = include_str!("../../README.md");

/// What scikit-learn, statsmodels, krippendorff and nltk say of sample-data: the output of
/// `.ci/agreement.py target/debug/abreast sample-data`.
const REFERENCE: &str = include_str!("agreement.json");

pub fn printed(home: &Path, args: &[&str]) -> String {
    let (printed, said, code) = run(home, args);
    assert_eq!((&*said, code), ("", 0), "{printed}");
    printed
}

/// The report on a folder as JSON, in which no number is none.
fn report(folder: &Path) -> Json {
    let printed = printed(folder, &["agreement", "--json", "."]);
    assert_eq!(printed.lines().count(), 1);
    serde_json::from_str(&printed).unwrap()
}

fn sample_report() -> Json {
    let home = TempDir::new().unwrap();
    serde_json::from_str(&printed(home.path(), &["agreement", "--json", samples().to_str().unwrap()]))
        .unwrap()
}

fn number(json: &Json) -> f64 {
    json.as_f64().unwrap_or_else(|| panic!("{json} is no number"))
}

/// A copy of the sample articles with the sidecars of `ada`, and again under these other names.
fn all_by_ada(others: &[&str]) -> TempDir {
    let folder = copied();
    for entry in fs::read_dir(samples()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".ada.abreast.json") {
            let json = fs::read_to_string(&path).unwrap();
            for other in others.iter().chain(&["ada"]) {
                let json = json.replace(r#"{"id":"ada","#, &format!(r#"{{"id":"{other}","#));
                fs::write(folder.path().join(name.replace(".ada.", &format!(".{other}."))), json).unwrap();
            }
        }
    }
    folder
}

/// Tags made by these keys in a folder, by somebody else than `ada`.
fn tagged(folder: &Path, annotator: &str, keys: &str) {
    let mut desk = Desk::open(folder, 80, 24).unwrap();
    desk.press(keys);
    drop(desk);
    if annotator != "ada" {
        let json = fs::read_to_string(sidecar(folder, "a.txt")).unwrap();
        let json = json.replace(r#"{"id":"ada""#, &format!(r#"{{"id":"{annotator}""#));
        fs::write(folder.join(format!("a.txt.{annotator}.abreast.json")), json).unwrap();
        fs::remove_file(sidecar(folder, "a.txt")).unwrap();
    }
}

/// The items with this name in a field; no name is that of all labels.
fn named<'a>(all: &'a Json, name: &str) -> &'a Json {
    let is = |item: &&Json| item["label"].as_str().unwrap_or_default() == name;
    all.as_array().unwrap().iter().find(is).unwrap_or_else(|| panic!("no {name:?}"))
}

#[test]
fn the_figures_of_the_samples_are_those_of_the_established_libraries() {
    let (report, reference) = (sample_report(), serde_json::from_str::<Json>(REFERENCE).unwrap());
    let mut compared = 0;
    let mut compare = |wanted: &Json, got: &Json| {
        for wanted in wanted.as_array().unwrap() {
            assert!((number(wanted) - number(&got["value"])).abs() < 1e-9, "{wanted} {got}");
            compared += 1;
        }
    };
    for (label, wanted) in reference["labels"].as_object().unwrap() {
        let figures = &named(&report["labels"], label)["figures"];
        let (pair, wanted_pair) = (&figures["pairs"][0], &wanted["pairs"]["ada bo"]);
        assert_eq!((&figures["items"], &pair["items"]), (&wanted["items"], &wanted_pair["items"]), "{label}");
        for key in ["observed", "fleiss_kappa", "krippendorff_alpha"] {
            compare(&wanted[key], &figures[key]);
        }
        for key in ["observed", "cohen_kappa"] {
            compare(&wanted_pair[key], &pair[key]);
        }
    }
    for (label, wanted) in reference["spans"].as_object().unwrap() {
        let pair = &named(&report["spans"], label)["pairs"][0];
        assert_eq!(pair["spans"], wanted["ada bo"]["spans"], "{label}");
        for key in ["precision", "recall", "f1"] {
            compare(&wanted["ada bo"][key], &pair["exact"][key]);
        }
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn people_get_tables_that_fit_the_terminal() {
    let home = TempDir::new().unwrap();
    let printed = printed(home.path(), &["agreement", samples().to_str().unwrap()]);
    // Where the samples lie on this machine is no matter.
    let printed = printed.replace(&format!("{}/", samples().display()), "sample-data/");
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
    insta::assert_snapshot!("agreement", printed);
}

#[test]
fn the_readme_shows_what_is_printed() {
    let home = TempDir::new().unwrap();
    let printed = printed(home.path(), &["agreement", samples().to_str().unwrap()]);
    let (_, block) = README.split_once("```text agreement\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    assert!(block.lines().count() > 5);
    assert!(
        block.lines().all(|line| printed.lines().any(|other| other == line)),
        "put this there:\n{printed}"
    );
}

#[test]
fn the_sentences_that_cost_most_come_first_with_both_annotators_tags() {
    let report = sample_report();
    let costs = report["costs"].as_array().unwrap();
    let (labels, rest): (Vec<&Json>, Vec<&Json>) = costs.iter().partition(|cost| !cost["alpha"].is_null());
    assert!(labels.iter().map(|cost| number(&cost["alpha"])).is_sorted_by(|a, b| a >= b), "{costs:?}");
    assert!(costs.iter().rev().take(rest.len()).all(|cost| cost["alpha"].is_null()), "{costs:?}");
    let names = |cost: &Json| cost["differing"].as_array().unwrap().clone();
    assert!(labels.iter().all(|cost| names(cost).contains(&Json::from("label"))));
    assert!(!rest.is_empty());
    assert!(rest.iter().all(|cost| !names(cost).is_empty() && !names(cost).contains(&Json::from("label"))));
    let off_diagonal: u64 = {
        let counts = report["confusions"][0]["counts"].as_array().unwrap();
        let row = |(i, row): (usize, &Json)| -> u64 {
            let row = row.as_array().unwrap().iter().enumerate();
            row.filter(|(j, _)| *j != i).map(|(_, count)| count.as_u64().unwrap()).sum()
        };
        counts.iter().enumerate().map(row).sum()
    };
    assert_eq!(labels.len() as u64, off_diagonal, "each sentence on which the two differ is there");
    for cost in costs {
        let says_spans = names(cost).contains(&Json::from("span"));
        assert!(cost["tags"]["ada"] != cost["tags"]["bo"] || says_spans, "{cost}");
        let text = fs::read_to_string(cost["path"].as_str().unwrap()).unwrap();
        let (start, end) = (cost["start"].as_u64().unwrap() as usize, cost["end"].as_u64().unwrap() as usize);
        let words: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(cost["words"].as_str().unwrap(), words.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn whoever_tags_the_same_agrees_wholly() {
    let report = report(all_by_ada(&["bo", "cy"]).path());
    for label in report["labels"].as_array().unwrap() {
        for figure in ["observed", "fleiss_kappa", "krippendorff_alpha"] {
            assert_eq!(number(&label["figures"][figure]["value"]), 1.0, "{label}");
        }
    }
    for spans in report["spans"].as_array().unwrap() {
        assert!(
            spans["pairs"]
                .as_array()
                .unwrap()
                .iter()
                .all(|pair| number(&pair["exact"]["f1"]["value"]) == 1.0)
        );
    }
    assert_eq!(report["labels"][0]["figures"]["pairs"].as_array().unwrap().len(), 3);
    assert_eq!(report["attributes"].as_array().unwrap().len(), 5);
    assert_eq!(report["costs"].as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_be_compared_is_said_in_a_sentence_and_null_in_json() {
    let home = folder(&[("a.txt", PLAIN)]);
    let said = |home: &Path| printed(home, &["agreement", "."]);
    assert!(said(home.path()).contains("annotated by nobody: agreement needs two annotators"));
    tagged(home.path(), "bo", "j c");
    assert!(said(home.path()).contains("annotated by bo: agreement needs two annotators"));
    assert_eq!(report(home.path())["labels"][0]["figures"]["krippendorff_alpha"]["value"], Json::Null);
    tagged(home.path(), "ada", "j j c");
    assert!(said(home.path()).contains("annotated by ada, bo: no sentence was read by two of them"));
    assert_eq!(report(home.path())["labels"][0]["figures"]["items"], 0);
    tagged(home.path(), "ada", "j c");
    let report = report(home.path());
    let figures = &report["labels"][0]["figures"];
    assert_eq!(
        (number(&figures["observed"]["value"]), &figures["fleiss_kappa"]["value"]),
        (1.0, &Json::Null)
    );
    assert!(said(home.path()).contains('–'), "{}", said(home.path()));
}

#[test]
fn a_sidecar_that_cannot_be_read_is_said_and_the_others_are_compared() {
    let home = all_by_ada(&["bo"]);
    fs::write(sidecar(home.path(), "2-wire.txt"), "{").unwrap();
    let (printed, said, code) = run(home.path(), &["agreement", "."]);
    assert!(said.contains("2-wire.txt.ada.abreast.json"), "{said}");
    assert_eq!((printed.contains("read by two or more of ada, bo"), code), (true, 1), "{printed}");
}

#[test]
fn the_time_of_an_annotation_is_known_from_the_sidecars() {
    let home = TempDir::new().unwrap();
    let printed = printed(home.path(), &["stats", "--json", samples().to_str().unwrap()]);
    let stats: Json = serde_json::from_str(&printed).unwrap();
    for annotator in ["ada", "bo"] {
        assert!(number(&stats["annotators"][annotator]["median_seconds"]) > 0.0, "{printed}");
    }
}
