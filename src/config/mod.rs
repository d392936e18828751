//! The user's settings and label schemas, and the folders they lie in.
//!
//! Every file is read as far as it is right, and all that is wrong with it comes with it as
//! [`Problem`]s with their lines: nothing here keeps the program from starting.

mod annotator;
mod folders;
mod labels;
mod settings;

use std::io::ErrorKind;
use std::path::Path;

pub use annotator::{Annotator, annotator};
pub use folders::Folders;
pub use labels::{labels, read_labels};
pub use settings::Settings;

use crate::command::did_you_mean;
use crate::keys::{self, EMBEDDED, Keymap};
use crate::model::Problem;

/// The JSON Schemas of the files that the program reads, by name.
pub const SCHEMAS: [(&str, &str); 4] = [
    ("config", include_str!("config.schema.json")),
    ("keymap", keys::SCHEMA),
    ("labels", include_str!("labels.schema.json")),
    ("sidecar", include_str!("sidecar.schema.json")),
];

/// The keymap: the one named by an option (a name in the binary, or a file), else the one that the
/// settings name (files from the folder of the settings), else the default one.
pub fn keymap(
    option: Option<&str>,
    settings: &Settings,
    folders: Option<&Folders>,
) -> (Keymap, Vec<Problem>) {
    let Some(name) = option.or(settings.keymap.as_deref()) else { return (Keymap::default(), Vec::new()) };
    if let Some(keymap) = Keymap::named(name) {
        return (keymap, Vec::new());
    }
    let path = match folders {
        Some(folders) if option.is_none() => folders.place(name),
        _ => name.into(),
    };
    let problem = match text(&path) {
        Ok(Some(text)) => return Keymap::read(&path, &text),
        Ok(None) => {
            let names = EMBEDDED.map(|(name, _)| name);
            let hint = did_you_mean(name, names)
                .unwrap_or_else(|| format!("name a file, or one of: {}", names.join(", ")));
            Problem::with(&path, "there is no such keymap").hint(hint)
        }
        Err(problem) => problem,
    };
    (Keymap::default(), vec![problem])
}

/// The text of a file; nothing if there is no such file.
fn text(path: &Path) -> Result<Option<String>, Problem> {
    match std::fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Problem::with(path, "this is not UTF-8 text").hint("save it as UTF-8")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::with(path, format!("the file cannot be read: {error}"))),
    }
}

#[cfg(test)]
mod tests;
