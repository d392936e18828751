//! Sidecars from disk.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde_json::Value as Json;

use super::document::{BREAKS_OFF, Document};
use super::known::Known;
use super::parse::{Opened, parse};
use super::place::beside;
use super::sidecar::Facts;
use crate::model::{AnnotatorId, Problem, Schema};
use crate::text::CodePoints;

/// A larger file is taken for something else than a sidecar.
const LARGEST: u64 = 256 << 20;

/// Reads the sidecar of `annotator` at `path` for the `article` of this path and these `facts`, whose text `points`
/// counts, and notes what the file held, for [`Store::write`](super::Store::write). Nothing if there is no file.
///
/// # Errors
///
/// The file cannot be read, or not be understood as a whole; or it lies in a folder where several
/// articles can have one sidecar, and is that of another one. Nothing may then be written to `path`: it
/// may hold somebody's work.
pub fn read(
    path: &Path,
    article: &Path,
    points: &CodePoints,
    facts: &Facts,
    annotator: &AnnotatorId,
    schema: &Schema,
) -> Result<Option<(Opened, Known)>, Problem> {
    let about = |problem: Problem| Problem { path: Some(path.to_owned()), ..problem };
    let untouched = |problem| about(problem).hint("it is left as it is: mend it, or move it away");
    let Some(bytes) = bytes(path).map_err(untouched)? else { return Ok(None) };
    let json = std::str::from_utf8(&bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', good).count();
        let cut = error.error_len().is_none();
        untouched(Problem::new(if cut { BREAKS_OFF } else { "this is not UTF-8" }).at(line))
    })?;
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let mut opened = parse(json, points, facts, annotator, schema).map_err(untouched)?;
    if !beside(path, article) && is_of_another(&opened, json, facts) {
        return Err(about(another_text(json)));
    }
    opened.faults = opened.faults.into_iter().map(about).collect();
    for undecided in &mut opened.undecided {
        undecided.problem.path = Some(path.to_owned());
    }
    Ok(Some((opened, Known::of(&bytes))))
}

/// Whether a sidecar was made in another text: it has another title, and nothing is like any of its words.
fn is_of_another(opened: &Opened, json: &str, facts: &Facts) -> bool {
    let nowhere = opened.undecided.iter().all(|undecided| undecided.guess.is_none());
    let none =
        opened.sidecar.annotations.placed().next().is_none() && !opened.undecided.is_empty() && nowhere;
    let title = || Document::new(json).ok()?.article.get("title")?.as_str().map(str::to_owned);
    opened.text_changed && none && title().is_none_or(|title| facts.title.as_ref() != Some(&title))
}

/// What is said of a sidecar that was made in another text.
fn another_text(json: &str) -> Problem {
    let article = Document::new(json).map(|document| document.article).unwrap_or_default();
    let names = ["title", "file"].map(|field| article.get(field).and_then(Json::as_str));
    let names: Vec<_> = names.into_iter().flatten().map(|name| format!("{name:?}")).collect();
    let whose = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
    Problem::new(format!("this is the sidecar of another text{whose}"))
        .hint("use another --store, or move it away")
}

/// The bytes of a sidecar's file, if there is one.
///
/// # Errors
///
/// It is no file, cannot be read, or is too large for a sidecar.
pub fn bytes(path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    let unread = |error| Problem::new(format!("the sidecar cannot be read: {error}"));
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unread(error)),
        // Reading from a pipe could wait for ever.
        Ok(file) if !file.is_file() => Err(Problem::new("this is not a file")),
        Ok(file) if file.len() > LARGEST => {
            Err(Problem::new(format!("the file has {} MB, too many for a sidecar", file.len() >> 20)))
        }
        Ok(_) => fs::read(path).map(Some).map_err(unread),
    }
}
