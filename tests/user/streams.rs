//! Articles from standard input: one after the other through `inspect`, or in the reader.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;
use serde_json::Value as Json;

use crate::desk::{folder, labels, sidecar};
use crate::tty::{Tty, settle};

const LINES: &str =
    "{\"id\":\"fares\",\"text\":\"Fares rise in spring. So they say.\"}\n{\"text\":\"Piers are old.\"}\n";

#[test]
fn inspect_answers_each_line_at_once_and_a_wrong_one_stops_nothing() {
    let home = folder(&[]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_abreast"));
    command.args(["inspect", "--json", "-"]).env("HOME", home.path()).current_dir(home.path());
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut answer = |line: &str| {
        input.write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        serde_json::from_str::<Json>(&answer).unwrap()
    };
    let first = answer("{\"id\":\"../x\",\"text\":\"Fares rise.\"}\n");
    assert_eq!((&first["path"], &first["id"]), (&"-#../x".into(), &"../x".into()));
    // The same id again is called as it is where all lie in a file.
    let again = answer("{\"id\":\"../x\",\"text\":\"Fares fall.\"}\n");
    assert_eq!((&again["path"], &again["id"]), (&"-#../x~2".into(), &"../x~2".into()));
    let after = answer("{\"text\":\n{\"headline\":\"Piers\",\"body\":\"Piers are old.\"}\n");
    assert_eq!((&after["path"], &after["title"]), (&"-#4".into(), &"Piers".into()));
    drop(input);
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.starts_with("abreast: -, line 3: it cannot be understood as JSON: "), "{said}");
    assert_eq!((said.lines().count(), ended.status.code()), (1, Some(1)));
}

/// The reader, with these articles as its standard input.
fn reader(home: &std::path::Path, arguments: &str) -> Tty {
    fs::write(home.join("c.txt"), LINES).unwrap();
    let mut shell = CommandBuilder::new("sh");
    let program = env!("CARGO_BIN_EXE_abreast");
    shell.args(["-c", &format!("cat c.txt | {program} --annotator ada {arguments} -")]);
    settle(&mut shell, home);
    Tty::start(shell, 100, 24)
}

#[test]
fn the_reader_takes_articles_from_standard_input_and_keys_from_the_terminal() {
    let home = folder(&[]);
    let mut tty = reader(home.path(), "--store kept");
    tty.shows("2 articles");
    tty.send("c");
    tty.shows("saved 1");
    tty.send("q");
    assert_eq!(tty.ended().exit_code(), 0);
    assert_eq!(labels(&sidecar(home.path(), "kept/-.abreast/fares")), ["claim"]);
}

#[test]
fn without_a_store_articles_from_standard_input_are_only_read() {
    let home = folder(&[]);
    let mut tty = reader(home.path(), "");
    tty.shows("Fares rise in spring.");
    tty.send("c");
    tty.shows("--store DIR says where tags are saved");
    tty.send("q");
    assert_eq!(tty.ended().exit_code(), 0);
    assert_eq!(
        fs::read_dir(home.path())
            .unwrap()
            .filter(|entry| {
                entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().contains("abreast"))
            })
            .count(),
        0
    );
}
