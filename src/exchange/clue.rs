//! What tells of which format a file is.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::{FORMATS, Format};
use crate::model::Problem;

/// What is plain to see of a file.
pub struct Clue<'a> {
    /// What its name ends with, in small letters, as `csv`.
    pub ending: String,
    /// What it holds.
    pub bytes: &'a [u8],
    /// The same, if it is a text.
    pub text: &'a str,
    /// Whether it is a list in JSON.
    pub in_list: bool,
    /// The fields of its first JSON object: of the document, of its first line, or of the first of its list.
    fields: BTreeMap<String, &'a RawValue>,
}

impl<'a> Clue<'a> {
    /// What is plain to see of a file of this name.
    pub fn new(path: &Path, bytes: &'a [u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let json = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
        let in_list = json.starts_with('[');
        let object = if in_list {
            let list: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
            list.first().and_then(|first| serde_json::from_str(first.get()).ok())
        } else {
            Deserializer::from_str(json).into_iter().next().and_then(Result::ok)
        };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        Self { ending: ending.unwrap_or_default(), bytes, text, in_list, fields: object.unwrap_or_default() }
    }

    /// Whether its first object has this field.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Whether its first object has this field, and that begins so: `[` is a list, `[[` one of lists.
    pub fn has_like(&self, name: &str, start: &str) -> bool {
        let json = self.fields.get(name).map(|field| field.get().chars().filter(|c| !c.is_whitespace()));
        json.is_some_and(|mut json| start.chars().all(|c| json.next() == Some(c)))
    }

    /// The field of its first object as it is written.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |field| field.get())
    }

    /// Whether it is a table that names these columns in its first line.
    pub fn has_columns(&self, delimiter: char, names: &[&str]) -> bool {
        let header =
            self.text.strip_prefix('\u{feff}').unwrap_or(self.text).lines().next().unwrap_or_default();
        let columns: Vec<&str> = header.split(delimiter).map(|cell| cell.trim_matches('"')).collect();
        names.iter().all(|name| columns.contains(name))
    }
}

/// Whether a file with these bytes plainly is of this format, or of any that is read.
pub fn fits(format: Option<&Format>, path: &Path, bytes: &[u8]) -> bool {
    match format {
        Some(format) => format.read.is_some_and(|reader| reader.is(&Clue::new(path, bytes))),
        None => detect(path, bytes).is_ok(),
    }
}

/// The one format that is read of which a file with these bytes plainly is.
///
/// # Errors
/// There is none, or more than one.
pub fn detect(path: &Path, bytes: &[u8]) -> Result<&'static Format, Problem> {
    let clue = Clue::new(path, bytes);
    let fits = |format: &&Format| format.read.is_some_and(|reader| reader.is(&clue));
    let all: Vec<&'static Format> = FORMATS.iter().filter(fits).collect();
    match all[..] {
        [format] => Ok(format),
        [] => {
            Err(Problem::with(path, "it is not plain of which format this is").hint("name it with --format"))
        }
        _ => {
            let names: Vec<&str> = all.iter().map(|format| format.name).collect();
            let reason = format!("it may be of more than one format: {}", names.join(", "));
            Err(Problem::with(path, reason).hint("name it with --format"))
        }
    }
}
