//! Exports and imports typed inside the program: what is said, and what is on disk.

use std::fs;
use std::path::PathBuf;

use crate::harness::{Reader, TOLL};

/// A folder that no article lies in.
fn outside(reader: &Reader, file: &str) -> PathBuf {
    reader.own(file)
}

fn run<'a>(reader: &'a mut Reader, line: &str) -> &'a mut Reader {
    reader.keys(":").typed(line).keys("Enter")
}

/// A table of tags to take in: each row is an article, a label, a quote and whose it is.
fn table(reader: &Reader, rows: &[(&str, &str, &str, &str)]) -> String {
    let path = outside(reader, "in.csv");
    let rows: String =
        rows.iter().map(|(doc, label, quote, who)| format!("{doc},{label},{quote},{who}\n")).collect();
    fs::write(&path, format!("doc,label,quote,annotator\n{rows}")).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn an_export_is_written_and_said_and_takes_the_place_of_nothing_unasked() {
    let mut reader = Reader::new(&TOLL);
    let path = outside(&reader, "tags.csv");
    let line = format!("csv {}", path.display());
    run(reader.keys("c"), &format!("export {line}"));
    let says = reader.app().notice.clone().unwrap();
    assert_eq!(says.text, format!("{}: 1 tag in 3 articles", path.display()));
    let once = fs::read_to_string(&path).unwrap();
    assert!(once.contains("Harbour gates open again"), "{once}");
    run(reader.keys("c"), &format!("export {line}"));
    let says = reader.app().notice.clone().unwrap();
    assert!(
        says.wrong
            && says.text.ends_with("the file exists; take another name, or :export-over to write over it")
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), once);
    run(&mut reader, &format!("export-over {line}"));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 3);
    let user = fs::read_dir(path.parent().unwrap()).unwrap();
    let left =
        user.filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().starts_with(".abreast-"));
    assert_eq!(left.count(), 0, "nothing half is left");
}

#[test]
fn without_a_path_an_export_lies_beside_the_folder_and_is_no_article() {
    let mut reader = Reader::new(&TOLL);
    run(reader.keys("c"), "export spacy");
    let mut path = fs::canonicalize(reader.path("")).unwrap().into_os_string();
    path.push(".spacy.jsonl");
    let written = fs::read_to_string(&path);
    fs::remove_file(&path).unwrap();
    assert_eq!(written.unwrap().lines().count(), 3);
}

#[test]
fn what_a_format_cannot_carry_is_said() {
    let mut reader = Reader::new(&TOLL);
    reader.keys("c p + Enter");
    let line = format!("export graphml {}", outside(&reader, "net.graphml").display());
    run(&mut reader, &line);
    let says = reader.app().notice.clone().unwrap().text;
    assert!(says.contains("graphml has no place for 1 "), "{says}");
}

#[test]
fn formats_are_completed_and_wrong_ones_told() {
    let completed = |words: &str| Reader::new(&TOLL).keys(":").typed(words).keys("Tab").says();
    assert_eq!(completed("export gr"), ":export graphml");
    assert_eq!(completed("import pro"), ":import prodigy");
    assert_eq!(completed("import gr"), ":import gr", "it is not read");
    let mut reader = Reader::new(&TOLL);
    assert!(
        run(&mut reader, "export prodigi").says().contains("did you mean \"prodigy\"?"),
        "{}",
        reader.says()
    );
    assert!(run(&mut reader, "import csv").says().contains("needs a file"), "{}", reader.says());
    assert!(run(&mut reader, "export").says().contains("export FORMAT [PATH]"), "{}", reader.says());
}

#[test]
fn paths_are_completed_as_in_an_editor() {
    let mut reader = Reader::new(&TOLL);
    let at = outside(&reader, "files");
    fs::create_dir_all(at.join("My tags/old")).unwrap();
    for name in ["My tags/in.csv", "mine.csv", ".hidden"] {
        fs::write(at.join(name), "label,quote\nclaim,Rain fell all night.\n").unwrap();
    }
    let at = at.to_str().unwrap();
    let typed = |reader: &Reader| match &reader.app().prompt {
        Some(abreast::app::Prompt::Command(command)) => command.line.text().replace(at, "~"),
        _ => String::new(),
    };
    reader.keys(":").typed(&format!("export csv {at}/")).keys("Tab");
    assert_eq!(typed(&reader), "export csv ~/My tags/");
    assert!(reader.shows(" My tags/  mine.csv"), "{}", reader.screen());
    reader.keys("Tab");
    assert_eq!(typed(&reader), "export csv ~/mine.csv", "what is hidden is left out");
    reader.keys("S-Tab").typed("o").keys("Tab");
    assert_eq!(typed(&reader), "export csv ~/My tags/old/");
    reader.keys("Esc :").typed(&format!("import {at}/My")).keys("Tab");
    assert_eq!(typed(&reader), "import ~/My tags/");
    reader.keys("Tab");
    assert_eq!(typed(&reader), "import ~/My tags/in.csv", "the only folder is gone into");
    reader.keys("Enter");
    assert_eq!(reader.app().notice.clone().unwrap().text, "in.csv: 1 new, 0 there already");
    reader.keys(":").typed(&format!("import csv {at}/.")).keys("Tab");
    assert_eq!(typed(&reader), "import csv ~/.hidden");
    reader.keys("Esc :").typed(&format!("export csv {at}/nothing")).keys("Tab");
    assert_eq!(typed(&reader), "export csv ~/nothing");
    reader.keys("Esc :").typed("export csv ~").keys("Tab");
    assert_eq!(reader.says(), ":export csv ~/");
}

#[test]
fn a_long_sentence_is_shown_whole() {
    let mut reader = Reader::new(&TOLL);
    reader.resize(80, 24);
    let path = outside(&reader, &format!("{}/tags.csv", "folder".repeat(20)));
    run(&mut reader, &format!("export csv {}", path.display()));
    let rows: String = reader.screen().lines().skip(18).map(str::trim).collect();
    let shown = rows.replace(' ', "");
    assert!(shown.contains(&path.display().to_string()), "{}", reader.screen());
    assert!(shown.ends_with("makeit,ortakeanotherplace"), "{}", reader.screen());
    assert!(!path.parent().unwrap().exists());
    reader.keys("j");
    assert!(!reader.shows("take another place"), "{}", reader.screen());
}

#[test]
fn what_is_plain_of_a_file_need_not_be_said() {
    let mut reader = Reader::new(&TOLL);
    let path = outside(&reader, "from the web.json");
    let note = r#"{"export_date":"2026-01-01","annotations":[{"tags":["claim"],"text":"","target":[{"selector":
        [{"type":"TextQuoteSelector","exact":"Rain fell all night."}]}]}]}"#;
    fs::write(&path, note).unwrap();
    run(&mut reader, &format!("import {}", path.display()));
    assert_eq!(reader.app().notice.clone().unwrap().text, "from the web.json: 1 new, 0 there already");
    fs::write(&path, "{}").unwrap();
    run(&mut reader, &format!("import {}", path.display()));
    let says = reader.app().notice.clone().unwrap();
    assert!(says.wrong && says.text.contains("it is not plain of which format this is"), "{}", says.text);
    run(&mut reader, &format!("import w3c {}", path.display()));
    let says = reader.app().notice.clone().unwrap();
    assert!(says.wrong && says.text.contains("this is not the JSON of the format"), "{}", says.text);
}

#[test]
fn an_import_is_one_step_and_doubles_nothing() {
    let mut reader = Reader::new(&TOLL);
    let rows = [
        ("a.txt", "claim", "Rain fell all night.", "ada"),
        ("b.txt", "none", "Anna Weber waits.", ""),
        ("c.txt", "claim", "The boats came back.", "bo"),
        ("c.txt", "claim", "No such words.", "ada"),
    ];
    let line = format!("import csv {}", table(&reader, &rows));
    run(&mut reader, &line);
    assert_eq!(
        reader.app().notice.clone().unwrap().text,
        "in.csv: 2 new, 0 there already, 1 annotation refused; 1 of bo, which abreast import takes in; Space f shows why"
    );
    assert_eq!(reader.all(), "claim «Rain fell all night.»\nnone «Anna Weber waits.»");
    assert!(!reader.path("c.txt.bo.abreast.json").exists(), "nobody writes in another's file");
    run(&mut reader, &line);
    assert!(reader.app().notice.clone().unwrap().text.starts_with("in.csv: 0 new, 2 there already"));
    reader.keys("Space f");
    assert!(reader.row_with("in.csv").contains("its words are not in c.txt"), "{}", reader.screen());
    reader.keys("Esc u");
    assert_eq!(reader.all(), "", "undone as one");
    reader.keys("C-r");
    assert_eq!(reader.all().lines().count(), 2);
}

#[test]
fn what_cannot_be_read_or_written_is_said_and_changes_nothing() {
    let mut reader = Reader::new(&TOLL);
    let missing = outside(&reader, "missing.csv");
    run(&mut reader, &format!("import csv {}", missing.display())).keys("Space f");
    assert!(reader.row_with("missing.csv").contains("it cannot be read"), "{}", reader.screen());
    reader.keys("Esc");
    let line = format!("export brat {}", reader.path("a.txt").display());
    run(&mut reader, &line);
    assert!(reader.says().contains("a.txt"), "{}", reader.says());
    assert_eq!(fs::read_to_string(reader.path("a.txt")).unwrap(), TOLL[0].1);
    let mut reader = Reader::read_only(&TOLL);
    let line = format!("import csv {}", table(&reader, &[("a.txt", "claim", "Rain fell all night.", "ada")]));
    assert!(run(&mut reader, &line).says().contains("--read-only"), "{}", reader.says());
    assert_eq!(reader.all(), "");
}
