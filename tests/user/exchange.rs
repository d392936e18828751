//! Tags go out to other tools and come back, by the program as it is called from a shell.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use abreast::exchange::FORMATS;
use abreast::store::ENDING;
use tempfile::TempDir;

const README: &str = include_str!("../../README.md");

/// A folder with a copy of the sample data; without its sidecars, if there shall be none.
pub fn corpus(sidecars: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("sample-data");
    fs::create_dir(&to).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")).unwrap() {
        let path = entry.unwrap().path();
        if sidecars || path.extension().is_some_and(|ending| ending == "txt") {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

pub fn abreast(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    command.current_dir(folder).args(args).env("HOME", folder).env_remove("XDG_CONFIG_HOME");
    command.env("USER", "cy").env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap()
}

/// All files in a folder and below, without an export's list of them.
pub fn files(folder: &Path) -> Vec<String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| !path.ends_with(".exported-by-abreast"));
    let each = |path: std::path::PathBuf| match path.is_dir() {
        true => files(&path),
        false => vec![path.to_str().unwrap().to_owned()],
    };
    paths.flat_map(each).collect()
}

/// What it prints, if it ends well.
pub fn printed(folder: &Path, args: &[&str]) -> String {
    let output = abreast(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it says is wrong, and how it ends.
pub fn said(folder: &Path, args: &[&str]) -> (String, i32) {
    let output = abreast(folder, args);
    (String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

/// The sidecars below a folder, by name.
pub fn sidecars(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder.join("sample-data")).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = entries
        .filter(|path| path.to_string_lossy().ends_with(ENDING))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn every_command_of_the_readme_works_and_changes_no_sidecar() {
    let folder = corpus(true);
    events(folder.path());
    let before = sidecars(folder.path());
    let mut formats = Vec::new();
    for line in README.lines().filter(|line| {
        line.starts_with("abreast export --format") || line.starts_with("abreast import --format")
    }) {
        let (command, file) =
            line.split('#').next().unwrap().split_once('>').unwrap_or((line.split('#').next().unwrap(), ""));
        let args: Vec<&str> = command.split_whitespace().skip(1).collect();
        let out = printed(folder.path(), &args);
        if !file.trim().is_empty() {
            fs::write(folder.path().join(file.trim()), out).unwrap();
        } else if args[0] == "import" {
            assert!(out.lines().last().unwrap().starts_with("in all: 0 "), "{line}: {out}");
        }
        if args[0] == "export" && !args.contains(&"--what") {
            formats.push(args[2]);
        }
    }
    assert_eq!(formats, FORMATS.iter().map(|format| format.name).collect::<Vec<_>>());
    assert!(before == sidecars(folder.path()));
}

/// The table in the README is made of the table of formats.
#[test]
fn the_readme_says_what_each_format_carries_and_loses() {
    let mut table = "| format | for | carries | loses | |\n|---|---|---|---|---|\n".to_owned();
    for format in FORMATS {
        let ways = match (format.is_folder(), format.read.is_some()) {
            (true, true) => "folder, import",
            (true, false) => "folder",
            (false, true) => "import",
            (false, false) => "",
        };
        table += &format!(
            "| `{}` | {} | {} | {} | {ways} |\n",
            format.name, format.readers, format.carries, format.loses
        );
    }
    let (_, rest) = README.split_once("<!-- formats -->\n").unwrap();
    let (there, _) = rest.split_once("<!-- end of formats -->").unwrap();
    assert!(there == table, "put this between the two marks in README.md:\n{table}");
}

/// Formats that carry all of a tag give the very same records, byte for byte.
#[test]
fn what_went_out_comes_back_to_bare_articles() {
    let full = corpus(true);
    let tags = |folder: &Path| -> Vec<_> {
        let all = sidecars(folder).into_iter();
        all.map(|(name, json)| (name, json.lines().skip(6).map(str::to_owned).collect::<Vec<_>>())).collect()
    };
    for (format, file) in [
        ("csv", "out"),
        ("tsv", "out"),
        ("csv-sheet", "out"),
        ("spacy", "out"),
        ("doccano", "out/relation_extraction.jsonl"),
        ("doccano", "out/text_classification.jsonl"),
        ("label-studio", "out/tasks.json"),
        ("prodigy", "out"),
        ("w3c", "out"),
        ("cas-json", "out/*"),
    ] {
        let bare = corpus(false);
        let out = bare.path().join("out");
        let from = full.path().join("sample-data");
        printed(
            full.path(),
            &["export", "--format", format, "-o", out.to_str().unwrap(), from.to_str().unwrap()],
        );
        let files = match file.strip_suffix("/*") {
            Some(folder) => files(&bare.path().join(folder)),
            None => vec![file.to_owned()],
        };
        let import = ["import", "--format", format, "--into", "sample-data"];
        let import: Vec<&str> = import.into_iter().chain(files.iter().map(String::as_str)).collect();
        let would = printed(bare.path(), &[&import[..], &["--dry-run"]].concat());
        assert!(would.contains("would be new") && sidecars(bare.path()).is_empty(), "{would}");
        printed(bare.path(), &import);
        assert_eq!(tags(bare.path()), tags(full.path()), "{format}");
        let once = sidecars(bare.path());
        let again = printed(bare.path(), &import);
        assert!(again.lines().last().unwrap().starts_with("in all: 0 new"), "{again}");
        assert!(once == sidecars(bare.path()), "{format} again");
    }
}

/// A corpus of ten events, each a folder with two articles, of which two sentences are tagged.
fn events(folder: &Path) {
    let mut table = "doc,label,quote,annotator\r\n".to_owned();
    for event in 0..10 {
        let at = folder.join(format!("corpus/event-{event}"));
        fs::create_dir_all(&at).unwrap();
        for outlet in ["wire", "sun"] {
            let claim = format!("The {outlet} counted {event} ships in the harbour of town {event}.");
            let nothing = format!("Nobody at the {outlet} knew more about day {event}.");
            fs::write(at.join(format!("{outlet}.txt")), format!("Ships\n\n{claim} {nothing} Rain fell.\n"))
                .unwrap();
            let doc = format!("event-{event}/{outlet}.txt");
            table += &format!("{doc},claim,{claim},ada\r\n{doc},none,{nothing},ada\r\n");
        }
    }
    fs::write(folder.join("tags.csv"), table).unwrap();
    printed(folder, &["import", "--format", "csv", "--into", "corpus", "tags.csv"]);
}

#[test]
fn a_training_set_is_split_by_event_with_a_card_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    events(folder.path());
    let export = |format, to, more: &[&str]| {
        let args = ["export", "--format", format, "--split", "60/20/20", "-o", to];
        printed(folder.path(), &[&args[..], more, &["corpus"]].concat());
    };
    let parts = |file: &dyn Fn(&str) -> String| -> Vec<String> {
        let read = |part| fs::read_to_string(folder.path().join(file(part))).unwrap();
        ["train", "validation", "test"].map(read).into()
    };
    export("hf", "set", &["--what", "sentences", "--seed", "3"]);
    export("hf", "again", &["--what", "sentences", "--seed", "3"]);
    export("csv", "tables", &["--labels", "claim"]);
    let of = |name: &'static str| move |part: &str| format!("{name}/sentences/{part}.jsonl");
    let set = parts(&of("set"));
    assert_eq!(set, parts(&of("again")));
    for parts in [set, parts(&|part| format!("tables/{part}/annotations.csv"))] {
        for event in 0..10 {
            let here = parts.iter().filter(|rows| rows.contains(&format!("event-{event}/")));
            let rows: Vec<_> = here.collect();
            assert_eq!(rows.len(), 1, "event {event}");
            assert!(
                rows[0].contains(&format!("event-{event}/wire"))
                    && rows[0].contains(&format!("event-{event}/sun"))
            );
        }
        assert!(!parts.concat().contains("Rain fell"), "unread is no negative");
    }
    let card = fs::read_to_string(folder.path().join("set/README.md")).unwrap();
    assert!(
        card.contains("abreast export --format hf --what sentences --split 60/20/20 --seed 3 corpus"),
        "{card}"
    );
    assert!(
        card.contains("| ada | none | 20 |") && card.contains("train 12, validation 4, test 4"),
        "{card}"
    );
    assert!(folder.path().join("tables/README.md").exists());
    export("hf", "assumed", &["--what", "sentences", "--assume-read"]);
    assert!(parts(&of("assumed")).concat().contains("Rain fell"));
    let one = ["export", "--format", "hf", "--split", "80/10/10", "-o", "x", "corpus/event-1"];
    let (said, code) = said(folder.path(), &one);
    assert!(said.contains("one bundle") && code == 1, "{said}");
}

#[test]
fn what_only_training_sets_have_is_no_option_of_another_format() {
    let folder = corpus(true);
    let csv =
        |more: &[&str]| said(folder.path(), &[&["export", "--format", "csv", "sample-data"], more].concat());
    assert_eq!(csv(&["--what", "spans"]).1, 2);
    assert_eq!(csv(&["--context", "1"]).1, 2);
    assert_eq!(csv(&["--split", "80/20"]).1, 2);
    assert_eq!(csv(&["--min-agreement", "2"]).1, 2);
    assert_eq!(csv(&["--split", "80/10/10"]).1, 2, "a folder is needed");
    let hf = ["export", "--format", "hf", "--accepted-only", "--assume-read", "-o", "x", "sample-data"];
    let (said, code) = said(folder.path(), &hf);
    assert!(said.contains("--assume-read") && code == 2, "{said}");
}

#[test]
fn links_come_back_once_and_those_to_nowhere_are_refused() {
    let full = corpus(true);
    let path = full.path().join("sample-data/2-wire.txt.ada.abreast.json");
    let json = fs::read_to_string(&path).unwrap();
    let ids: Vec<_> = json.lines().filter_map(|line| line.strip_prefix("{\"id\":\"")?.get(..36)).collect();
    let link = format!(
        r#"{{"id":"019d8be1-0000-7000-8000-000000000001","label":"link","relation":"same","from":"{}","to":{{"file":"2-wire.txt","annotator":"ada","id":"{}"}},"created":"2026-04-14T12:04:35Z"}}"#,
        ids[1], ids[0]
    );
    fs::write(&path, json.replace("\n]}", &format!(",\n{link}\n]}}"))).unwrap();
    for (format, file) in [("spacy", "out"), ("w3c", "out"), ("label-studio", "out/tasks.json")] {
        let bare = corpus(false);
        let out = bare.path().join("out");
        printed(full.path(), &["export", "--format", format, "-o", out.to_str().unwrap(), "sample-data"]);
        let import = ["import", "--format", format, "--into", "sample-data", file];
        printed(bare.path(), &import);
        let links = |folder: &Path| {
            let all = sidecars(folder).into_iter().map(|(_, json)| json).collect::<String>();
            let links = all.lines().filter(|line| line.contains("\"label\":\"link\"")).map(str::to_owned);
            let ends = links.map(|link| {
                link.split_once("\"relation\"").unwrap().1.split("\"created\"").next().unwrap().to_owned()
            });
            ends.collect::<Vec<_>>()
        };
        assert_eq!(links(bare.path()), links(full.path()), "{format}");
        let again = printed(bare.path(), &import);
        assert!(again.lines().last().unwrap().starts_with("in all: 0 new"), "{again}");
        assert_eq!(links(bare.path()).len(), 1);
    }
    let row = r#"{"text":"x","spans":{},"meta":{"relations":[{"type":"same","from":"a","to":"b"}]}}"#;
    fs::write(full.path().join("in.jsonl"), row).unwrap();
    let (said, code) =
        said(full.path(), &["import", "--format", "spacy", "--into", "sample-data", "in.jsonl"]);
    assert!(
        said.contains("line 1: a link leads to \"a\", which is neither taken in nor there") && code == 1,
        "{said}"
    );
}

#[test]
fn the_same_export_has_the_same_bytes() {
    let folder = corpus(true);
    for format in FORMATS.iter().filter(|format| !format.is_folder()) {
        let export = || abreast(folder.path(), &["export", "--format", format.name, "sample-data"]).stdout;
        let (once, again) = (export(), export());
        assert!(!once.is_empty() && once == again, "{}", format.name);
    }
}

#[test]
fn what_does_not_fit_is_refused_and_the_rest_goes_in() {
    let folder = corpus(false);
    fs::write(
        folder.path().join("in.csv"),
        "doc,label,start,end,quote,annotator,holder,stance\r\n\
         1-daily-sun.txt,claim,0,3,not there,Dee,,\r\n\
         no-such.txt,claim,0,3,abc,Dee,,\r\n\
         1-daily-sun.txt,verdict,0,3,abc,Dee,,\r\n\
         4-meridian.txt,position,,,Putin doesn’t want that.,Dee,Vladimir Putin,oppose\r\n\
         1-daily-sun.txt,claim,99999,100000,x,Dee,,\r\n",
    )
    .unwrap();
    let args = ["import", "--format", "csv", "--into", "sample-data", "in.csv"];
    let (errors, code) = said(folder.path(), &args);
    let lines: Vec<_> = errors.lines().collect();
    assert_eq!(code, 1);
    let hint = "; the annotation was not taken in";
    assert_eq!(
        lines,
        [
            format!(
                "abreast: in.csv, line 2: its span 0..3 does not hold its words in 1-daily-sun.txt{hint}"
            ),
            format!("abreast: in.csv, line 3: there is no article \"no-such.txt\" in --into{hint}"),
            format!("abreast: in.csv, line 4: no tag can have the label \"verdict\"{hint}"),
            format!("abreast: in.csv, line 6: its span 99999..100000 is outside of 1-daily-sun.txt{hint}"),
        ]
    );
    let [(name, json)] = &sidecars(folder.path())[..] else { panic!("one sidecar") };
    assert_eq!(name, "4-meridian.txt.dee.abreast.json");
    assert!(json.contains(r#""holder":{"name":"Vladimir Putin"},"stance":"oppose""#), "{json}");
    assert!(json.contains(r#""start":1540,"end":1564"#), "{json}");
}

#[test]
fn what_both_have_changed_waits_for_a_decision() {
    let folder = corpus(true);
    printed(folder.path(), &["export", "--format", "csv", "-o", "tags.csv", "sample-data"]);
    let table = fs::read_to_string(folder.path().join("tags.csv")).unwrap();
    let changed = table.replace(",ceasefire,oppose,", ",ceasefire,support,");
    assert!(changed != table);
    fs::write(folder.path().join("tags.csv"), changed).unwrap();
    let import = ["import", "--format", "csv", "--into", "sample-data", "tags.csv"];
    let out = printed(folder.path(), &import);
    assert!(out.contains("changed on both sides, which wait for a decision"), "{out}");
    let once = sidecars(folder.path());
    let both = once.iter().filter(|(_, json)| json.contains("\"conflict\":")).count();
    assert!(both > 0);
    printed(folder.path(), &import);
    assert!(once == sidecars(folder.path()), "a second time changes nothing");
}

#[test]
fn an_export_goes_over_nothing_that_is_there() {
    let folder = corpus(true);
    let at = folder.path();
    fs::write(at.join("there"), "mine").unwrap();
    let csv = |output: &'static str, more: &[&'static str]| {
        let args = ["export", "--format", "csv", "-o", output, "sample-data"];
        said(at, &[&args[..], more].concat())
    };
    assert_eq!(
        csv("there", &[]),
        ("abreast: there: the file exists; take another name, or --force to write over it\n".to_owned(), 1)
    );
    assert_eq!(csv("there", &["--force"]).1, 0);
    let article = "sample-data/2-wire.txt";
    let never =
        |path: &str| (format!("abreast: {path}: it is an article or a saved file; take another name\n"), 1);
    assert_eq!(csv(article, &["--force"]), never(article));
    let sidecar = "sample-data/2-wire.txt.ada.abreast.json";
    assert_eq!(csv(sidecar, &["--force"]), never(sidecar));
    assert_eq!(
        said(at, &["export", "--format", "hf", "sample-data"]),
        ("abreast: hf is a folder of files: name it with -o; see abreast --help\n".to_owned(), 2)
    );
    let hf = ["export", "--format", "hf", "-o", "sample-data", "sample-data"];
    assert_eq!(
        said(at, &hf),
        ("abreast: sample-data: articles of the corpus lie in this folder; take another one\n".to_owned(), 1)
    );
    assert_eq!(said(at, &["export", "--format", "nonsense", "sample-data"]).1, 2);
    assert_eq!(said(at, &["import", "--format", "hf", "--into", "sample-data", "x"]).1, 2);
    assert_eq!(said(at, &["import", "--format", "csv", "--into", "sample-data", "no.csv"]).1, 1);
}

#[test]
fn the_formats_are_listed() {
    let folder = corpus(false);
    let list = printed(folder.path(), &["export", "--list"]);
    for format in FORMATS {
        assert!(list.lines().any(|line| line.starts_with(format.name)), "{}", format.name);
    }
}
