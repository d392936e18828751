//! The user's settings and label schemas, and the folders they lie in.
//!
//! Every file is read as far as it is right, and all that is wrong with it comes with it as
//! [`Problem`]s with their lines: nothing here keeps the program from starting.

mod annotator;
mod folders;
mod labels;
mod settings;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

pub use annotator::{Annotator, annotator};
pub use folders::{Folders, shown};
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

/// A larger file is taken for something else than what a person writes down here.
const LARGEST: u64 = 16 << 20;

/// The text of a file; nothing if there is no such file.
fn text(path: &Path) -> Result<Option<String>, Problem> {
    let unread = |error| Problem::with(path, format!("the file cannot be read: {error}"));
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unread(error)),
        // Reading from a pipe could wait for ever.
        Ok(file) if !file.is_file() => return Err(Problem::with(path, "this is not a file")),
        Ok(file) if file.len() > LARGEST => {
            let reason = format!("the file has {} MB, too many to be read here", file.len() >> 20);
            return Err(Problem::with(path, reason));
        }
        Ok(_) => {}
    }
    match String::from_utf8(fs::read(path).map_err(unread)?) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Problem::with(path, "this is not UTF-8 text").hint("save it as UTF-8")),
    }
}

#[cfg(test)]
mod tests;
