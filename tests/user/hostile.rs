//! Control sequences in articles, names of files and sidecars: none of them reaches the terminal.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::terminal::DARK;
use crate::tty::{Tty, abreast};

/// What an attacker would write where the program shows it.
const EVIL: &str = "\x1b[38;2;66;66;66mE\x1b]52;c;ZXZpbA==\x07V\u{9b}66m\u{9d}0;evil\u{9c}I\u{202e}\u{2066}L\x1b[6n\u{7f}\u{8}\x1bc";

/// A folder in which everything is hostile: texts, titles, names, a sidecar's every word, one that cannot be
/// read, a file that is no text, a label schema, a keymap.
fn hostile() -> TempDir {
    let articles = TempDir::new().unwrap();
    let name = format!("{}.txt", EVIL.replace('/', "").trim_matches('\0'));
    let text = format!(
        "Title {EVIL} of it\nPublished : 20 Aug 2025\n\nDonald {EVIL} Trump spoke {EVIL}.\n\nAnd Anna{EVIL} Smith too.\n"
    );
    let article = articles.path().join(&name);
    fs::write(&article, &text).unwrap();
    fs::write(articles.path().join(format!("broken{EVIL}.txt")), [0, 1, 2, 0, 0, 255]).unwrap();
    let quote = "And Anna";
    let start = text.chars().count() - text[text.find(quote).unwrap()..].chars().count();
    let json = serde_json::json!({
        "format": "abreast",
        "version": "1.0",
        "generator": {"name": EVIL, "version": EVIL},
        "article": {"file": EVIL, "sha256": abreast::store::sha256(&text), "length": text.chars().count(),
            "unit": "code-point", "title": EVIL, "date": null, "outlet": EVIL, "language": null},
        "annotator": {"id": "ada", "name": EVIL},
        "annotations": [
            {"id": "0199a1f0-0000-7000-8000-000000000001", "label": "position", "start": start,
             "end": start + quote.len(), "quote": quote, "prefix": "", "suffix": "",
             "holder": {"name": EVIL}, "issue": format!("issue {EVIL}"), "stance": "oppose",
             "note": format!("note {EVIL}"), "other": EVIL, "created": "2026-10-01T09:12:44Z"},
            {"id": "0199a1f0-0000-7000-8000-000000000002", "label": format!("label {EVIL}"), "start": start,
             "end": start + quote.len(), "quote": quote, "prefix": "", "suffix": "",
             "note": EVIL, "created": "2026-10-01T09:12:44Z"},
            {"id": EVIL, "label": "claim", "start": 3, "end": 1, "quote": EVIL},
        ],
    });
    let sidecar = articles.path().join(format!("{name}.ada.abreast.json"));
    fs::write(&sidecar, json.to_string()).unwrap();
    let folder = articles.path().join(format!("folder{EVIL}"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("a.txt"), "Text.\n").unwrap();
    fs::write(folder.join("a.txt.ada.abreast.json"), EVIL).unwrap();
    // One label that is wrong in all there is of it, and one that is right and says it.
    let labels = serde_json::json!({EVIL: EVIL, "labels": [
        {"name": EVIL, "key": EVIL, "letter": EVIL, "colour": EVIL, "doc": EVIL, EVIL: EVIL},
        {"name": "threat", "key": "t", "doc": format!("Threat {EVIL}"), "attributes": [
            {"name": "grade", "kind": "choice", "values": ["low", format!("grade {EVIL}")]},
            {"name": format!("attribute {EVIL}"), "kind": "text", "default": EVIL},
            {"name": "other", "kind": EVIL},
        ]},
    ]});
    fs::write(articles.path().join("abreast.json"), labels.to_string()).unwrap();
    articles
}

/// A keymap of which every word is hostile, and still some of it right; and settings that name it.
fn keymap(home: &Path) -> PathBuf {
    let keymap = serde_json::json!({EVIL: EVIL, "base": EVIL, "reading": {
        "C-n": format!("tag {EVIL}"),
        "C-t": format!("search hit {EVIL}"),
        "Z z": format!("note {EVIL}"),
        "Z y": EVIL,
        EVIL: "next-sentence",
    }, "table": EVIL});
    let path = home.join(format!("keys{}.json", EVIL.replace('/', "")));
    fs::write(&path, keymap.to_string()).unwrap();
    let settings = home.join(".config").join("abreast");
    fs::create_dir_all(&settings).unwrap();
    let json = serde_json::json!({"keymap": path.to_str().unwrap(), "theme": EVIL, EVIL: EVIL});
    fs::write(settings.join("config.json"), json.to_string()).unwrap();
    path
}

#[test]
fn nothing_from_outside_reaches_the_terminal_as_a_control_sequence() {
    let (home, articles) = (TempDir::new().unwrap(), hostile());
    keymap(home.path());
    let command = abreast(home.path(), &["--annotator", "ada", articles.path().to_str().unwrap()]);
    let mut tty = Tty::answering(command, 140, 40, DARK);
    tty.shows("Title ␛[38;2;66;66;66mE␛]52;c;ZXZpbA==␇V");
    // Everything that shows it: the text, the inspector, the form, the tables, prompts with choices, notices.
    for keys in [
        "G",
        "\r",
        "\t\t",
        "\x07",
        ":articles\r",
        "G\r",
        "k\r",
        ":entities\r",
        "/D\r",
        "G\r",
        ":annotations\r",
        "ss\r",
        "/Title\r",
        "Gp-",
        "\t",
        "\x07",
        ":article ",
        "\t\t",
        "\x07",
        "vw",
        // With the key behind it the screen is another one, however many keys are taken in at once.
        ":cancel\rk",
        "Gm",
        "\x07",
        "c",
        "lll",
        "y",
        ":palette\r",
        "label",
        "\x07",
        ":tag ",
        "\t\t",
        "\x07",
        ":nonsense\r",
        // What is wrong with each of the files, the keys that the keymap has, and the label of the schema.
        ":faults\r",
        "G",
        "/keys\r",
        "\x07",
        ":read\r",
        "Z",
        "z",
        "\x07",
        "\x14",
        "\x0e",
        ":tag threat\r",
        "\t\t\t",
        "\x07",
        ":read\r",
        "?",
        "\x0c",
    ] {
        let before = tty.bytes().len();
        tty.send(keys);
        tty.until(&format!("{keys:?} changes the screen"), || tty.bytes().len() > before);
    }
    assert!(tty.child.try_wait().unwrap().is_none(), "the program runs");
    tty.signal("TERM");
    tty.ended();
    tty.is_as_before();
    own_sequences_only(&tty.bytes());
}

/// Every byte is text to be seen or part of a sequence of the program's own.
#[track_caller]
pub fn own_sequences_only(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("what is written is UTF-8");
    let sequence = regex::Regex::new(
        "^\x1b(\\[\\?(25|1000|1002|1003|1006|1015|1049|2004|2026)[hl]|\\[[0-9;]*m|\\[[0-9]+;[0-9]+H|\\[2J|\\[c\
         |\\]11;\\?\x1b\\\\|\\]11;\\?\x07|\\]52;c;[A-Za-z0-9+/=]*(\x1b\\\\|\x07))",
    )
    .unwrap();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\x1b' {
            let found = sequence.find(rest).unwrap_or_else(|| {
                panic!("no sequence of the program: {:?}", rest.chars().take(40).collect::<String>())
            });
            let words = found.as_str();
            assert!(!words.contains("66;66;66") && !words.contains("ZXZpbA=="), "planted: {words:?}");
            rest = &rest[found.end()..];
        } else {
            let hidden = c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
            assert!(!hidden, "{c:?} before {:?}", rest.chars().take(40).collect::<String>());
            rest = &rest[c.len_utf8()..];
        }
    }
}

#[test]
fn nor_do_the_other_commands_write_any() {
    let (home, articles) = (TempDir::new().unwrap(), hostile());
    keymap(home.path());
    let folder = articles.path().to_str().unwrap();
    for command in [
        &["--print", folder][..],
        &["inspect", folder],
        &["inspect", "--json", folder],
        &["stats", folder],
        &["stats", "--json", folder],
        &["check", folder],
        &["check", "--json", folder],
        &["check", "--fix", folder],
        &["keys"],
        &["keys", "--json"],
        &["keys", "--markdown"],
        &["config"],
    ] {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_abreast"))
            .args(command)
            .env("HOME", home.path())
            .env("COLUMNS", "150")
            .env("LINES", "40")
            .env_remove("XDG_CONFIG_HOME")
            .output()
            .unwrap();
        for output in [run.stdout, run.stderr] {
            let output = String::from_utf8(output).unwrap();
            let hidden = |c: &char| {
                (c.is_control() && *c != '\n')
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert_eq!(output.chars().find(hidden), None, "{command:?}: {output:?}");
        }
    }
}
