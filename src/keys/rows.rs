//! The keys for people: rows for help, a table for documents.

use std::fmt::Write as _;

use super::KeySeq;
use super::keymap::{Keymap, Mode};
use crate::command::{Group, SPECS};
use crate::text::shown;

/// A command with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'k> {
    /// Its section.
    pub group: Group,
    /// The keys that run it, the shortest first.
    pub keys: Vec<&'k KeySeq>,
    /// As it is typed after `:`, `tag claim`.
    pub line: String,
    /// What it does.
    pub doc: &'static str,
}

/// The commands that have keys in a mode, in the order of the table of commands; one row for each
/// argument that is bound.
pub fn rows(keymap: &Keymap, mode: Mode) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for spec in SPECS {
        let first = rows.len();
        let mut bound: Vec<_> =
            keymap.bindings(mode).filter(|(_, binding)| binding.spec.name == spec.name).collect();
        bound.sort_by_key(|(keys, _)| keys.len());
        for (keys, binding) in bound {
            let line = binding.line();
            match rows.iter_mut().skip(first).find(|row| row.line == line) {
                Some(row) => row.keys.push(keys),
                None => rows.push(Row { group: spec.group, keys: vec![keys], line, doc: spec.doc }),
            }
        }
    }
    rows
}

/// All keys as Markdown tables, one a mode, and the commands that have none.
pub fn markdown(keymap: &Keymap) -> String {
    let mut text = String::new();
    for mode in Mode::ALL {
        let _ = write!(text, "### {}\n\n| keys | command | |\n|---|---|---|\n", heading(mode));
        for row in rows(keymap, mode) {
            let keys: Vec<_> = row.keys.iter().map(|keys| code(&keys.to_string())).collect();
            let _ = writeln!(text, "| {} | {} | {} |", keys.join(" "), code(&row.line), row.doc);
        }
        text.push('\n');
    }
    text.push_str("### Without a key\n\n| command | |\n|---|---|\n");
    for spec in SPECS {
        if !Mode::ALL.iter().any(|mode| keymap.bindings(*mode).any(|(_, b)| b.spec.name == spec.name)) {
            let line = format!("{} {}", spec.name, spec.argument);
            let _ = writeln!(text, "| {} | {} |", code(line.trim_end()), spec.doc);
        }
    }
    text
}

fn heading(mode: Mode) -> &'static str {
    match mode {
        Mode::Reading => "While reading",
        Mode::Span => "While choosing words (after `span`)",
        Mode::Table => "In a table",
    }
}

/// As code in a cell of a Markdown table, safe to show.
fn code(text: &str) -> String {
    let text = shown(text).replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stands_once_with_all_its_keys() {
        let keymap = Keymap::default();
        let rows = rows(&keymap, Mode::Reading);
        let row = |line: &str| {
            let found: Vec<_> = rows.iter().filter(|row| row.line == line).collect();
            assert_eq!(found.len(), 1, "{line}");
            found[0].keys.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(row("next-sentence"), ["j", "Down"]);
        assert_eq!(row("tag claim"), ["c"]);
        assert_eq!(row("tag none"), ["x"]);
        assert_eq!(row("first-sentence"), ["Home", "g g"]);
    }

    #[test]
    fn every_command_stands_in_the_table_for_documents() {
        let text = markdown(&Keymap::default());
        for spec in SPECS {
            assert!(text.contains(&format!("`{}", spec.name)), "{}", spec.name);
        }
        assert!(text.contains("| `j` `Down` | `next-sentence` | go to the next sentence |"));
        assert!(text.contains("| `theme dark\\|light` |"));
    }
}
