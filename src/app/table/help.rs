//! The keys and commands, out of the keymap and the table of commands.

use super::{Column, Shape, TableRow, Target};
use crate::app::App;
use crate::command::{Argument, SPECS, parse};
use crate::keys::{self, Mode};

pub(super) const SHAPE: Shape = Shape {
    name: "help",
    columns: &[
        Column::text("keys", 16),
        Column::rest("what it does"),
        Column::text("command", 20),
        Column::text("about", 8),
    ],
    empty: "There is nothing here.",
    has_article: false,
};

impl App {
    /// First what has keys in `mode`, in the order of the table of commands, then what has none.
    pub(super) fn help_rows(&self, mode: Mode) -> Vec<TableRow> {
        let bound = keys::rows(&self.keymap, mode);
        let is_bound = |name: &str| bound.iter().any(|row| row.line.split(' ').next() == Some(name));
        let unbound = SPECS.iter().filter(|spec| !is_bound(spec.name)).map(|spec| {
            let line = format!("{} {}", spec.name, spec.argument);
            let target = match spec.argument {
                Argument::None | Argument::Text => run(spec.name),
                Argument::Label
                | Argument::Article
                | Argument::Export
                | Argument::Import
                | Argument::OneOf(_) => Target::Nothing(format!("This needs a word after it: :{line}")),
            };
            let cells = vec![String::new(), spec.doc.to_owned(), line, spec.group.name().to_owned()];
            TableRow::new(cells, target).dim(true)
        });
        let rows = bound.iter().map(|row| {
            let keys: Vec<String> = row.keys.iter().map(ToString::to_string).collect();
            let doc = match row.line.strip_prefix("tag ").and_then(|name| self.schema.get(name)) {
                Some(label) => format!("tag as {}: {}", label.name, label.doc),
                None => row.doc.to_owned(),
            };
            let cells = vec![keys.join("  "), doc, row.line.clone(), row.group.name().to_owned()];
            TableRow::new(cells, run(&row.line))
        });
        rows.chain(unbound).collect()
    }
}

fn run(line: &str) -> Target {
    match parse(line) {
        Ok(command) => Target::Command(command),
        Err(reason) => Target::Nothing(reason),
    }
}
