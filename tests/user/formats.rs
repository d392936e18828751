//! Articles in saved pages, in JSON and in JSON lines: opened, tagged, found again.

use std::fs;
use std::path::Path;

use abreast::app::Msg;
use abreast::corpus::{Fields, discover};
use serde_json::Value as Json;

use crate::desk::{Desk, folder, labels, sidecar};
use crate::program::run;

/// A page in the manner of news sites.
const PAGE: &str = r##"<!doctype html><html><head><meta charset="utf-8"><title>Ferry fares rise | Sound Wire</title>
<meta property="og:site_name" content="Sound Wire"><meta property="article:published_time" content="2031-03-04T08:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><div class="cookie-banner">We use cookies.</div>
<article><h1>Ferry fares rise</h1><div class="share"><a href="#">Share this</a></div>
<p>The council voted on Tuesday for higher fares, after a debate that had gone on for most of the night, with many letters.</p>
<p>Nobody likes it, the chairwoman said, but fuel is dear, the crews are few, and the piers of the town are old and weak.</p>
</article><aside class="related"><a href="/1">Five piers that sank</a></aside><footer>© Sound Wire</footer></body></html>"##;

/// Three articles, one a line.
const LINES: &str = "\
{\"id\":\"fares\",\"title\":\"Fares rise\",\"date\":\"2031-03-04\",\"source\":\"Sound Wire\",\"text\":\"Fares rise in spring.\\r\\n\\r\\nZoë Hart – a pilot – said so.\"}
{\"id\":\"piers\",\"headline\":\"Piers are old\",\"publisher\":{\"name\":\"Daily Pier\"},\"body\":\"Piers are weak. Nobody mends them.\"}
{\"content\":\"Letters came. They were many.\"}
";

fn faults(home: &Path, path: &str) -> (String, i32) {
    let (_, said, code) = run(home, &["stats", path]);
    (said.replace("abreast: ", ""), code)
}

/// What `inspect --json` prints, by line.
fn inspected(home: &Path, args: &[&str]) -> Vec<Json> {
    let (printed, _, _) = run(home, &[&["inspect", "--json"], args].concat());
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'a>(json: &'a Json, field: &str) -> &'a str {
    json[field].as_str().unwrap_or_default()
}

#[test]
fn articles_of_every_format_open_and_their_tags_are_found_again() {
    let one = r#"{"title":"One alone","text":"One pier is closed. Another is not."}"#;
    let list = r#"{"total":1,"articles":[{"id":7,"title":"Listed","content":"It is in a list."}]}"#;
    let home = folder(&[
        ("a.html", PAGE.as_bytes()),
        ("b.json", one.as_bytes()),
        ("c.jsonl", LINES.as_bytes()),
        ("d.json", list.as_bytes()),
    ]);
    let mut desk = Desk::open(home.path(), 300, 30).unwrap();
    let screen = desk.screen();
    for seen in ["6 articles", "Sound Wire · 4 Mar 2031", "Daily Pier", "One alone", "Listed", "c.jsonl#3"] {
        assert!(screen.contains(seen), "{seen}: {screen}");
    }
    assert!(!screen.contains("cookies") && !screen.contains("Five piers"), "{screen}");
    for _ in 0..6 {
        desk.press("c Tab");
    }
    let places = ["a.html", "b.json", "c.jsonl.abreast/fares", "c.jsonl.abreast/piers", "c.jsonl.abreast/3"];
    for place in places.into_iter().chain(["d.json.abreast/7"]) {
        assert_eq!(labels(&sidecar(home.path(), place)), ["claim"], "{place}");
    }
    let mut again = Desk::open(home.path(), 300, 30).unwrap();
    assert!(again.screen().contains("6 claims") && again.screen().contains("saved 6"), "{}", again.screen());
    again.press("u");
    assert!(again.screen().contains("nothing to undo"), "{}", again.screen());
    desk.press("u u");
    assert!(desk.screen().contains("saved 4"), "{}", desk.screen());
    let (printed, said, code) = run(home.path(), &["check", "."]);
    assert_eq!(
        (&*printed, &*said, code),
        ("6 articles, 6 sidecars of 1 annotator, 4 annotations, all in their place\n", "", 0)
    );
    let (printed, ..) = run(home.path(), &["export", "--format", "csv", "."]);
    assert!(printed.contains(",c.jsonl#fares,claim,0,21,Fares rise in spring.,ada,"), "{printed}");
}

#[test]
fn line_ends_in_json_are_one_and_offsets_count_code_points() {
    let home = folder(&[("c.jsonl", LINES.as_bytes())]);
    let mut desk = Desk::open(home.path(), 200, 30).unwrap();
    desk.press("j c");
    let file = fs::read_to_string(sidecar(home.path(), "c.jsonl.abreast/fares")).unwrap();
    let json: Json = serde_json::from_str(&file).unwrap();
    let (article, tag) = (&json["article"], &json["annotations"][0]);
    let canonical = "Fares rise in spring.\n\nZoë Hart – a pilot – said so.";
    assert_eq!(article["length"], canonical.chars().count());
    let facts = ["file", "title", "date", "outlet"].map(|field| text(article, field));
    assert_eq!(facts, ["c.jsonl#fares", "Fares rise", "2031-03-04", "Sound Wire"]);
    assert_eq!((text(tag, "quote"), &tag["start"]), ("Zoë Hart – a pilot – said so.", &Json::from(23)));
}

#[test]
fn what_inspect_says_of_an_article_of_several_has_its_file_and_its_id() {
    let home = folder(&[("c.jsonl", LINES.as_bytes()), ("a.html", PAGE.as_bytes())]);
    let lines = inspected(home.path(), &["c.jsonl", "a.html"]);
    let names: Vec<_> = lines.iter().map(|line| (text(line, "path"), text(line, "id"))).collect();
    let wanted = [("c.jsonl#fares", "fares"), ("c.jsonl#piers", "piers"), ("c.jsonl#3", "3"), ("a.html", "")];
    assert_eq!(names, wanted);
    assert_eq!((text(&lines[0], "title"), text(&lines[1], "outlet")), ("Fares rise", "Daily Pier"));
    assert_eq!((text(&lines[3], "title"), text(&lines[3], "date")), ("Ferry fares rise", "2031-03-04"));
    assert_eq!(text(&lines[3]["sentences"][0], "kind"), "title");
}

#[test]
fn inspect_sees_a_name_that_is_doubtful_in_one_article_and_clear_in_another() {
    let clear = b"Gates open\n\nOn Monday the mayor, Ada Quillon, spoke.\n";
    let doubtful = b"Boats return\n\nThe boats came back.\n\nThey were tired of all the Quillon talk.\n";
    let home = folder(&[("a.txt", clear.as_slice()), ("b.txt", doubtful)]);
    let entities = |args: &[&str]| {
        let lines = inspected(home.path(), args);
        let mentions = lines.iter().find(|line| text(line, "path") == "b.txt").unwrap()["mentions"].clone();
        mentions.as_array().unwrap().iter().map(|one| text(one, "entity").to_owned()).collect::<Vec<_>>()
    };
    assert!(entities(&["b.txt"]).is_empty());
    assert_eq!(entities(&["a.txt", "b.txt"]), ["Ada Quillon"]);
}

#[test]
fn a_wrong_line_is_said_skipped_and_counted() {
    let lines = "{\"text\":\"One is right.\"}\n{\"text\":\n\n{\"title\":\"No text\"}\n7\n\u{1F}\n{\"text\":\"And one more.\"}\n";
    let home =
        folder(&[("c.jsonl", lines.as_bytes()), ("d.jsonl", b"{\"text\":\"caf\xE9\"}\n{\"text\":\"x y\"}")]);
    let (said, code) = faults(home.path(), "c.jsonl");
    let said: Vec<&str> = said.lines().collect();
    assert_eq!((said.len(), code), (4, 1), "{said:?}");
    for (said, line) in said.iter().zip([2, 4, 5, 6]) {
        assert!(said.starts_with(&format!("c.jsonl, line {line}: it ")), "{said}");
        assert!(said.contains("; it is skipped: "), "{said}");
    }
    let (said, _) = faults(home.path(), "d.jsonl");
    assert_eq!(said, "d.jsonl, line 1: it is not UTF-8; it is skipped: mend the line\n");
    let mut desk = Desk::open(home.path(), 160, 30).unwrap();
    assert!(desk.screen().contains("3 articles"), "{}", desk.screen());
    desk.press("Space a");
    assert!(desk.screen().contains("passed over: 5 wrong in JSON files"), "{}", desk.screen());
}

#[test]
fn of_many_wrong_lines_the_first_are_said_and_the_others_counted() {
    let home = folder(&[("c.jsonl", "no\n".repeat(1000).as_bytes()), ("a.txt", b"A sentence.")]);
    let (said, _) = faults(home.path(), ".");
    assert_eq!(said.lines().count(), 21);
    assert!(said.ends_with("c.jsonl: 980 more of its articles cannot be read either\n"), "{said}");
}

#[test]
fn files_that_hold_no_article_are_said_if_they_are_named() {
    let home = folder(&[
        ("empty.json", b"[]"),
        ("empty.jsonl", b"\n\n"),
        ("settings.json", b"{\"theme\":\"dark\"}"),
        ("broken.json", b"{\"text\":\"It\n"),
        ("a.txt", b"A sentence."),
    ]);
    for name in ["empty.json", "empty.jsonl", "settings.json"] {
        let (said, code) = faults(home.path(), name);
        assert!(said.starts_with(&format!("{name}: it holds no article; ")), "{said}");
        assert_eq!(code, 1);
    }
    let (said, _) = faults(home.path(), ".");
    assert!(said.starts_with("./broken.json, line 1: it cannot be understood as JSON: "), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn other_names_of_fields_are_told_by_options() {
    let line = r#"{"story":"The pier is closed.","text":"not this","when":"4 March 2031","name":"Closed","paper":"Wire","key":9}"#;
    let home = folder(&[("c.jsonl", line.as_bytes())]);
    let options = ["--text-field", "story", "--date-field", "when", "--title-field", "name"];
    let options = [&options[..], &["--outlet-field", "paper", "--id-field", "key", "c.jsonl"]].concat();
    let lines = inspected(home.path(), &options);
    let said = ["path", "title", "date", "outlet"].map(|field| text(&lines[0], field));
    assert_eq!(said, ["c.jsonl#9", "Closed", "2031-03-04", "Wire"]);
    assert_eq!(lines[0]["length"], "The pier is closed.".len());
}

#[test]
fn equal_and_hostile_ids_have_places_of_their_own_in_one_folder() {
    let ids = ["x", "x", "../x", "/etc/x", ".", "..", "a/b", "a b", "x~2", "Zoë", "con\\trol\\u0007", " "];
    let long = "l".repeat(5000);
    let lines: String = ids.into_iter().chain([&*long, &*long]).fold(String::new(), |lines, id| {
        lines + &format!("{{\"id\":\"{id}\",\"text\":\"The pier is closed. It stays so.\"}}\n")
    });
    let home = folder(&[("c.jsonl", lines.as_bytes())]);
    let before: Vec<_> = inspected(home.path(), &["c.jsonl"]);
    assert_eq!(
        before.iter().map(|line| text(line, "id")).collect::<std::collections::BTreeSet<_>>().len(),
        14
    );
    let mut desk = Desk::open(home.path(), 100, 30).unwrap();
    for _ in 0..14 {
        desk.press("c Tab");
    }
    let names = |folder: &Path| fs::read_dir(folder).unwrap().count();
    assert_eq!(names(home.path()), 2, "the file and its folder, and nothing else");
    assert_eq!(names(&home.path().join("c.jsonl.abreast")), 14);
    assert!(desk.screen().contains("saved 14"), "{}", desk.screen());
    assert!(Desk::open(home.path(), 100, 30).unwrap().screen().contains("saved 14"));
}

#[test]
fn tags_follow_the_id_of_their_article_when_lines_come_before_it() {
    let home = folder(&[("c.jsonl", LINES.as_bytes())]);
    let mut desk = Desk::open(home.path(), 200, 30).unwrap();
    desk.press("Tab c");
    let before = "{\"id\":\"new\",\"text\":\"Something else is new. It comes first.\"}\n";
    let lines = format!("{before}{}", LINES.replace("Piers are weak.", "They say: Piers are weak."));
    let path = home.path().join("c.jsonl");
    fs::write(&path, lines).unwrap();
    desk.inline.update(Msg::Touched(vec![path.clone()]));
    assert!(desk.screen().contains("They say: Piers are weak."), "{}", desk.screen());
    assert!(!desk.screen().contains("Something else is new"), "{}", desk.screen());
    desk.press("m s o Enter");
    let file = fs::read_to_string(sidecar(home.path(), "c.jsonl.abreast/piers")).unwrap();
    assert!(file.contains("\"quote\":\"Piers are weak.\"") || file.contains("Piers are weak."), "{file}");
    fs::write(&path, before).unwrap();
    desk.inline.update(Msg::Touched(vec![path]));
    assert!(desk.screen().contains("c.jsonl: it holds no article c.jsonl#"), "{}", desk.screen());
}

#[test]
fn what_stands_before_a_text_in_markdown_is_said_of_it() {
    let front = "---\ntitle: 'Fares rise'\ndate: 2031-03-04\nauthor: Ada Lowell\npublisher: Sound Wire\nlayout: post\n---\n";
    let text = format!("{front}\n# Fares rise\n\nFares rise in spring.\n");
    let home =
        folder(&[("a.md", text.as_bytes()), ("b.md", text.replace("# Fares rise\n\n", "").as_bytes())]);
    for (line, text) in
        inspected(home.path(), &["a.md", "b.md"]).iter().zip([&*text, &text.replace("# Fares rise\n\n", "")])
    {
        let said = ["title", "date", "outlet"].map(|field| line[field].as_str().unwrap_or_default());
        assert_eq!(said, ["Fares rise", "2031-03-04", "Sound Wire"]);
        let units = line["sentences"].as_array().unwrap().iter();
        let article = units.filter(|unit| unit["kind"] != "boilerplate");
        let words = |unit: &Json| {
            let [start, end] = ["start", "end"].map(|at| unit[at].as_u64().unwrap() as usize);
            text[start..end].to_owned()
        };
        assert_eq!(article.map(words).collect::<Vec<_>>(), ["Fares rise", "Fares rise in spring."]);
    }
}

#[test]
fn a_page_that_was_saved_again_keeps_its_tags() {
    let home = folder(&[("a.html", PAGE.as_bytes())]);
    let mut desk = Desk::open(home.path(), 120, 30).unwrap();
    desk.press("G c");
    let path = home.path().join("a.html");
    let added = "<article><p>An earlier paragraph has come, and it is as long as paragraphs of articles are, with a comma.</p>";
    fs::write(&path, PAGE.replace("<article>", added)).unwrap();
    desk.inline.update(Msg::Touched(vec![path]));
    desk.press("g g");
    assert!(desk.screen().contains("An earlier paragraph"), "{}", desk.screen());
    assert!(desk.screen().contains("1 claim "), "{}", desk.screen());
}

#[test]
fn what_another_window_tags_in_an_article_of_several_is_shown() {
    let home = folder(&[("c.jsonl", LINES.as_bytes())]);
    let mut desk = Desk::open(home.path(), 120, 30).unwrap();
    let mut other = Desk::open(home.path(), 120, 30).unwrap();
    other.press("Tab c");
    desk.inline.update(Msg::Touched(vec![sidecar(home.path(), "c.jsonl.abreast/piers")]));
    assert!(desk.screen().contains("saved 1"), "{}", desk.screen());
    desk.press("c Tab j c");
    let both = sidecar(home.path(), "c.jsonl.abreast/piers");
    assert_eq!(labels(&both).len(), 2);
}

#[test]
fn a_store_has_the_same_layout_and_check_finds_what_lost_its_article() {
    let home = folder(&[("c.jsonl", LINES.as_bytes())]);
    let tags = ["--annotator", "ada", "--store", "kept", "--keys", "c", "--print", "c.jsonl"];
    let (_, said, code) = run(home.path(), &tags);
    assert_eq!((&*said, code), ("", 0));
    assert_eq!(labels(&sidecar(home.path(), "kept/c.jsonl.abreast/fares")), ["claim"]);
    assert!(!home.path().join("c.jsonl.abreast").exists());
    let (printed, _, code) = run(home.path(), &["check", "--store", "kept", "c.jsonl"]);
    assert!(printed.ends_with("1 annotation, all in their place\n"), "{printed}");
    assert_eq!(code, 0);
    fs::write(home.path().join("c.jsonl"), LINES.replace("\"fares\"", "\"prices\"")).unwrap();
    let (printed, _, code) = run(home.path(), &["check", "--store", "kept", "c.jsonl"]);
    assert!(printed.contains("has the same text: rename the sidecar to "), "{printed}");
    assert!(printed.contains("prices.ada.abreast.json"), "{printed}");
    assert_eq!(code, 1);
}

#[test]
fn an_export_of_articles_of_several_finds_them_again() {
    let home = folder(&[("c.jsonl", LINES.as_bytes())]);
    let print = |annotator: &str| {
        run(home.path(), &["--annotator", annotator, "--keys", "cTabc", "--print", "c.jsonl"]);
    };
    print("ada");
    let (table, _, _) = run(home.path(), &["export", "--format", "csv", "c.jsonl"]);
    fs::write(home.path().join("tags.csv"), table.replace(",ada,", ",bo,")).unwrap();
    let import = ["import", "--format", "csv", "tags.csv", "--into", "c.jsonl"];
    let (printed, said, code) = run(home.path(), &import);
    assert_eq!((&*said, code), ("", 0), "{printed}");
    assert!(printed.ends_with("in all: 2 new, 0 there already\n"), "{printed}");
    assert!(home.path().join("c.jsonl.abreast/fares.bo.abreast.json").exists());
}

#[test]
fn a_page_is_read_in_the_encoding_that_it_declares() {
    let page = |charset: &str| {
        let text = format!(
            "<html><head><meta charset={charset}></head><body><p>Zo\u{eb} said it in the caf\u{e9}.</p>"
        );
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>()
    };
    let home = folder(&[("a.html", &page("windows-1252")), ("b.htm", &page("iso-8859-1"))]);
    let found = discover(&[home.path().to_owned()], &Fields::default()).unwrap();
    for source in &found.corpus.sources().collect::<Vec<_>>() {
        assert_eq!(&*found.corpus.open(source).unwrap().text, "Zoë said it in the café.");
    }
}

#[test]
fn a_page_without_an_article_shows_what_is_seen_of_it() {
    let home = folder(&[(
        "a.html",
        b"<title>Menu</title><nav><a href=/>Home</a></nav><script>x</script><b>Sign in</b>",
    )]);
    let desk = Desk::open(home.path(), 80, 24).unwrap();
    assert!(desk.screen().contains("Sign in"), "{}", desk.screen());
}
