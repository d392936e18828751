//! What `inspect` prints.

use std::fs::write;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::cli::args::Corpus;

const BRACKETS: Look = Look { coloured: false, columns: None };
const COLOURS: Look = Look { coloured: true, columns: None };

/// What `inspect` prints for these articles.
fn inspected(articles: &[(&str, &str)], json: bool, look: Look) -> String {
    let folder = TempDir::new().unwrap();
    for (name, text) in articles {
        write(folder.path().join(name), text).unwrap();
    }
    let mut out = Vec::new();
    let args = Inspect { json, corpus: Corpus::default(), paths: vec![folder.path().to_owned()] };
    assert_eq!(run(&args, look, &mut out).unwrap(), Outcome::Fine);
    String::from_utf8(out).unwrap().replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn a_line_holds_what_the_contract_says_in_code_points() {
    let text = "\u{FEFF}Müller résumé\r\n\r\nOn Monday Zoë Müller met ministers in Paris.\r\n";
    let line = inspected(&[("a.txt", text)], true, BRACKETS);
    assert!(line.starts_with(
        r#"{"path":"a.txt","title":"Müller résumé","date":null,"outlet":null,"length":60,"sentences":["#
    ));
    assert!(line.ends_with("],\"quotes\":[],\"alignments\":[]}\n"));
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let canonical: Vec<char> =
        "Müller résumé\n\nOn Monday Zoë Müller met ministers in Paris.\n".chars().collect();
    let words = |unit: &serde_json::Value| -> String {
        let offset = |name: &str| unit[name].as_u64().unwrap() as usize;
        canonical[offset("start")..offset("end")].iter().collect()
    };
    let all = |list: &str| line[list].as_array().unwrap().iter().map(words).collect::<Vec<_>>();
    assert_eq!(all("sentences"), ["Müller résumé", "On Monday Zoë Müller met ministers in Paris."]);
    assert_eq!(line["sentences"][0]["kind"], "title");
    assert!(
        all("mentions").contains(&"Zoë Müller".to_owned()) && all("mentions").contains(&"Paris".to_owned())
    );
    let place = line["mentions"].as_array().unwrap().iter().find(|m| words(m) == "Paris").unwrap();
    assert_eq!((&place["type"], &place["entity"]), (&"LOC".into(), &"Paris".into()));
}

#[test]
fn an_entity_has_one_name_in_all_articles() {
    let lines = inspected(
        &[
            ("a.txt", "Talks go on\n\nPresident Emmanuel Macron spoke on Tuesday in Paris.\n"),
            ("b.txt", "No talks\n\nThe plan was dropped, Macron said, after Macron had left.\n"),
        ],
        true,
        BRACKETS,
    );
    let (_, second) = lines.split_once('\n').unwrap();
    assert!(second.contains(r#""entity":"Emmanuel Macron""#), "{second}");
}

#[test]
fn quotes_say_who_says_what() {
    let text =
        "The harbour\n\n“Café’s open,” mayor Ann Hart said. Later she told reporters that boats may pass.\n";
    let line = inspected(&[("a.txt", text)], true, BRACKETS);
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let words = |span: &serde_json::Value| -> String {
        let offset = |name: &str| span[name].as_u64().unwrap() as usize;
        text.chars().skip(offset("start")).take(offset("end") - offset("start")).collect()
    };
    let [direct, indirect] = line["quotes"].as_array().unwrap().as_slice() else { panic!("{line}") };
    let fields = direct.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(fields, ["start", "end", "kind", "speaker", "source", "cue"]);
    assert_eq!((words(direct), words(&direct["source"])), ("“Café’s open,”".into(), "Ann Hart".into()));
    assert_eq!((&direct["kind"], &indirect["kind"]), (&"direct".into(), &"indirect".into()));
    assert_eq!((&direct["speaker"], &indirect["speaker"]), (&"Ann Hart".into(), &"Ann Hart".into()));
    assert_eq!((words(&indirect["source"]), words(&indirect["cue"])), ("she".into(), "told".into()));
    assert_eq!(words(indirect), "Later she told reporters that boats may pass.");

    let page = inspected(&[("a.txt", text)], false, BRACKETS);
    assert!(page.contains("\n      quote  Ann Hart: “Café’s open,”\n"), "{page}");
    assert!(page.contains("\n      quote  Ann Hart (indirect): boats may pass.\n"), "{page}");
    let page = inspected(
        &[("a.txt", "The harbour\n\nMayor Ann Hart resigned. Hart denied that.\n")],
        false,
        BRACKETS,
    );
    assert!(page.ends_with("\n      quote  Ann Hart (indirect)\n"), "{page}");
}

#[test]
fn people_see_mentions_by_their_type_and_never_a_control_sequence() {
    let article = [("a.txt", "Talks go on\n\nThe \u{1B}[31m talks in Paris go on, Emmanuel Macron said.\n")];
    let plain = inspected(&article, false, BRACKETS);
    assert!(
        plain.starts_with("a.txt\nTalks go on\n2 sentences, 2 mentions of 2 entities: 1 PER 1 LOC\n"),
        "{plain}"
    );
    assert!(plain.contains("\n      title  Talks go on\n          2  The "), "{plain}");
    assert!(plain.contains("[Emmanuel Macron PER]"), "{plain}");
    assert!(!plain.contains('\u{1B}'), "{plain:?}");
    let coloured = inspected(&article, false, COLOURS);
    assert!(coloured.contains("\u{1B}[36m[Emmanuel Macron PER]\u{1B}[0m"), "{coloured:?}");
    assert!(!coloured.contains("\u{1B}[31m"), "{coloured:?}");
}

#[test]
fn long_lines_go_on_below_their_own_words() {
    let text = "Talks go on\n\nThe talks in Paris will go on, Emmanuel Macron said, until there is an end to them.\n";
    for coloured in [false, true] {
        let page = inspected(&[("a.txt", text)], false, Look { coloured, columns: Some(40) });
        let (_, sentence) = page.split_once("\n          2  The talks").unwrap();
        assert!(sentence.lines().skip(1).take(2).all(|line| line.starts_with("             ")), "{page}");
        assert!(page.contains("\n      quote  "), "{page}");
        let bare = ["\u{1B}[36m", "\u{1B}[32m", "\u{1B}[1m", "\u{1B}[0m"];
        let bare = bare.iter().fold(page.clone(), |page, code| page.replace(code, ""));
        assert!(
            !bare.contains('\u{1B}') && bare.lines().skip(3).all(|line| line.chars().count() <= 40),
            "{bare}"
        );
    }
}

#[test]
fn what_cannot_be_opened_is_said_beside_the_rest() {
    let folder = TempDir::new().unwrap();
    write(folder.path().join("a.txt"), "A sentence.").unwrap();
    write(folder.path().join("b.txt"), "%PDF-1.7").unwrap();
    let mut out = Vec::new();
    let args = Inspect { json: true, corpus: Corpus::default(), paths: vec![folder.path().to_owned()] };
    assert_eq!(run(&args, BRACKETS, &mut out).unwrap(), Outcome::Wrong);
    assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1);
    let none =
        Inspect { json: true, corpus: Corpus::default(), paths: vec![PathBuf::from("no such folder")] };
    assert!(matches!(run(&none, BRACKETS, &mut out), Err(Failure::Problem(_))));
}

#[test]
fn corrections_in_a_store_hold_in_what_is_piped() {
    let folder = TempDir::new().unwrap();
    let sidecars = Source::folder(&folder.path().join(STANDARD_INPUT));
    std::fs::create_dir(&sidecars).unwrap();
    let file = r#"{"format":"abreast","version":"1.0","article":{"file":"fares","unit":"code-point"},"annotator":{"id":"ada"},"annotations":[
{"id":"01","label":"entity","start":10,"end":18,"quote":"Ann Hart","prefix":"On Monday ","suffix":" said that boats may pas","type":"ORG","status":"corrected","created":"2031-10-01T09:12:44Z"}
]}"#;
    write(sidecars.join("fares.ada.abreast.json"), file).unwrap();
    write(sidecars.join("broken.ada.abreast.json"), "{").unwrap();
    let corpus = Corpus { store: Some(folder.path().to_owned()), ..Corpus::default() };
    let args = Inspect { json: true, corpus, paths: vec![STANDARD_INPUT.into()] };
    let said = |id: &str| {
        let text = "On Monday Ann Hart said that boats may pass.";
        let line = serde_json::json!({ "id": id, "text": text }).to_string();
        let mut out = Vec::new();
        let outcome = stream(&args, line.as_bytes(), BRACKETS, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), outcome)
    };
    let mention = |kind: &str| format!(r#""start":10,"end":18,"type":"{kind}""#);
    for (id, kind, wanted) in
        [("fares", "ORG", Outcome::Fine), ("piers", "PER", Outcome::Fine), ("broken", "PER", Outcome::Wrong)]
    {
        let (line, outcome) = said(id);
        assert!(line.contains(&mention(kind)), "{id}: {line}");
        assert_eq!(outcome, wanted, "{id}");
    }
}
