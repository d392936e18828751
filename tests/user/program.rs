//! The program as it is run by a shell: what it prints, what it says is wrong, how it ends.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

use crate::damage::PLAIN;
use crate::desk::folder;

/// What the program prints and says in a home without settings, and the code that it ends with.
pub fn run(home: &Path, args: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    let ran = command.args(args).current_dir(home).env("HOME", home).env_remove("XDG_CONFIG_HOME").output();
    let ran = ran.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(ran.stdout), text(ran.stderr), ran.status.code().unwrap())
}

#[test]
fn what_is_no_file_is_said_in_one_sentence_and_not_waited_for() {
    let home = folder(&[("a.txt", PLAIN)]);
    for name in ["abreast.json", "keys"] {
        let made = Command::new("mkfifo").arg(home.path().join(name)).status().unwrap();
        assert!(made.success());
    }
    let (_, said, code) = run(home.path(), &["check", "."]);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.ends_with("abreast.json: this is not a file\n"), "{said}");
    assert_eq!(code, 1);
    let (_, said, code) = run(home.path(), &["keys", "--keymap", "keys"]);
    assert_eq!((&*said, code), ("abreast: keys: this is not a file\n", 1));
    fs::File::create(home.path().join("large")).unwrap().set_len(1 << 40).unwrap();
    let (_, said, _) = run(home.path(), &["keys", "--keymap", "large"]);
    assert_eq!(said, "abreast: large: the file has 1048576 MB, too many to be read here\n");
}

#[test]
fn a_broken_label_schema_is_something_wrong() {
    let home = folder(&[("a.txt", PLAIN), ("abreast.json", b"{\"labels\": 7}")]);
    for command in ["check", "stats"] {
        let (printed, said, code) = run(home.path(), &[command, "."]);
        assert_eq!(code, 1, "{command}");
        assert!(said.contains("abreast.json, line 1"), "{said}");
        assert!(printed.starts_with("1 article, "), "{printed}");
        assert!(!printed.contains("in their place"), "{printed}");
    }
}

#[test]
fn json_for_programs_holds_nothing_unseen() {
    let name = "\u{202e}\u{9b}\u{200b}\u{e0041}.txt";
    let home = folder(&[(name, PLAIN)]);
    let (printed, _, _) = run(home.path(), &["inspect", "--json", "."]);
    let unseen = |c: char| (c.is_control() && c != '\n') || name.trim_end_matches(".txt").contains(c);
    assert_eq!(printed.find(unseen), None, "{printed:?}");
    let line: Json = serde_json::from_str(&printed).unwrap();
    assert!(line["path"].as_str().unwrap().ends_with(name), "{printed}");
}

#[test]
fn wrong_arguments_are_said_in_one_sentence() {
    let home = folder(&[]);
    for (args, sentence) in [
        (&["--no-such"][..], "unexpected argument '--no-such' found; see abreast --help"),
        (
            &["--theme", "blue"],
            "invalid value 'blue' for '--theme <THEME>' [possible values: dark, light]; see abreast --help",
        ),
        (&["inspect"], "the following required arguments were not provided: <PATH>...; see abreast --help"),
    ] {
        let (printed, said, code) = run(home.path(), args);
        assert_eq!((&*printed, said, code), ("", format!("abreast: {sentence}\n"), 2), "{args:?}");
    }
    for args in [["--help"], ["--version"]] {
        let (printed, said, code) = run(home.path(), &args);
        assert!(printed.contains("abreast") && said.is_empty() && code == 0, "{args:?}");
    }
}

#[test]
fn without_a_terminal_to_read_keys_from_it_ends_with_a_sentence() {
    let home = folder(&[("a.txt", PLAIN)]);
    for closed in [false, true] {
        let line = if closed { "exec \"$0\" . <&-" } else { "exec \"$0\" . </dev/null" };
        let program = env!("CARGO_BIN_EXE_abreast");
        let mut shell = Command::new("sh");
        shell.args(["-c", line, program]).current_dir(home.path()).env("HOME", home.path());
        let ran = shell.output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(1));
        assert!(
            said.starts_with("abreast: the reader needs a terminal, and standard input is none"),
            "{said}"
        );
    }
}
