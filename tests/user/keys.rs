//! What every key of the default keymap does.

mod reading;
mod span;
mod table;

use std::collections::BTreeSet;

use abreast::keys::{Keymap, Mode};

use crate::harness::{Reader, TOLL};

/// Keys that do the same, each of which is pressed after `before`; and then what is to be seen.
struct Case {
    keys: &'static [&'static str],
    before: &'static str,
    look: fn(&Reader) -> String,
    seen: &'static str,
}

const fn case(
    keys: &'static [&'static str],
    before: &'static str,
    look: fn(&Reader) -> String,
    seen: &'static str,
) -> Case {
    Case { keys, before, look, seen }
}

/// Each key of each case does what it says, which is not so without the key.
fn each_does_what_it_says(mode: Mode, cases: &[Case]) {
    for Case { keys, before, look, seen } in cases {
        for key in *keys {
            let mut reader = Reader::new(&TOLL);
            reader.keys(before);
            assert_eq!(reader.app().mode(), mode, "{before} {key}");
            assert!(reader.app().prompt.is_none(), "{before} {key}");
            assert_ne!(look(&reader), *seen, "this is so without {key}");
            reader.keys(key);
            assert_eq!(look(&reader), *seen, "{before} {key}:\n{}", reader.screen());
        }
    }
}

/// Every key of the mode has a case, in which it is pressed.
fn all_have_a_case(mode: Mode, cases: &[Case]) {
    let keymap = Keymap::default();
    let bound: BTreeSet<String> = keymap.bindings(mode).map(|(keys, _)| keys.to_string()).collect();
    let pressed: BTreeSet<String> =
        cases.iter().flat_map(|case| case.keys).map(|key| (*key).to_owned()).collect();
    assert_eq!(pressed, bound);
}

fn cursor(reader: &Reader) -> String {
    reader.cursor()
}

fn panes(reader: &Reader) -> String {
    reader.panes()
}

fn says(reader: &Reader) -> String {
    reader.says()
}

fn sidecars(reader: &Reader) -> String {
    reader.all()
}

fn asked(reader: &Reader) -> String {
    reader.asked()
}

fn copied(reader: &Reader) -> String {
    reader.copied()
}

/// The second row of the screen: the name of a table, or the heads of the panes.
fn heading(reader: &Reader) -> String {
    reader.screen().lines().nth(1).unwrap_or_default().trim().to_owned()
}

fn is_agreement(reader: &Reader) -> String {
    heading(reader).starts_with("agreement").to_string()
}

/// The prompt that is open, by what it shows in its first row.
fn prompt(reader: &Reader) -> String {
    use abreast::app::Prompt;
    match &reader.app().prompt {
        None => "none".to_owned(),
        Some(Prompt::Command(_)) => "command line".to_owned(),
        Some(Prompt::Search { .. }) => "search".to_owned(),
        Some(Prompt::Palette(_)) => "palette".to_owned(),
        Some(Prompt::Ask(ask)) => format!("ask {}", ask.label),
        Some(Prompt::Form(form)) => format!("form {}", form.before.label),
        Some(Prompt::Note { .. }) => "note".to_owned(),
        Some(Prompt::Comment { .. }) => "comment".to_owned(),
        Some(Prompt::Compare(_)) => "compare".to_owned(),
        Some(Prompt::Correct(_)) => "correct".to_owned(),
        Some(Prompt::Quit) => "quit".to_owned(),
        Some(Prompt::Copy { .. }) => "copy".to_owned(),
        Some(Prompt::Closed { .. }) => "closed".to_owned(),
    }
}
