//! `abreast merge`: three versions of a sidecar to one, as git's merge driver.

use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value as Json};

use super::args::Merge;
use super::{Failure, Outcome};
use crate::model::{Conflict, Item, Problem};
use crate::store::{Known, Side, Store, WriteError, bytes, merge_files};
use crate::text::{fit, shown};

/// Replaces `OURS` by what both have made of `BASE`. Where one record was changed on both sides, both
/// versions are in it, and the report says which: something was found wrong.
pub(super) fn run(args: &Merge, out: &mut impl Write) -> Result<Outcome, Failure> {
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|path| read(path));
    let ours = ours?;
    let (merged, conflicts) = merge_files(&base?, &ours, &theirs?).map_err(|(side, problem)| {
        let path = match side {
            Side::Base => &args.base,
            Side::Ours => &args.ours,
            Side::Theirs => &args.theirs,
        };
        let hint = "nothing was merged, and the files are as they were";
        Problem { path: Some(path.clone()), ..problem }.hint(hint)
    })?;
    let store = Store { dir: None, root: args.ours.parent().unwrap_or(Path::new("")).to_owned() };
    store.write(&args.ours, &merged, &mut Known::of(ours.as_bytes())).map_err(WriteError::problem)?;
    let name = args.name.as_deref().unwrap_or(&args.ours).display();
    for conflict in &conflicts {
        writeln!(out, "{name}: {}", said(conflict))?;
    }
    Ok(Outcome::of(conflicts.is_empty()))
}

fn read(path: &Path) -> Result<String, Problem> {
    let about = |problem: Problem| Problem { path: Some(path.to_owned()), ..problem };
    let bytes = bytes(path).map_err(about)?.ok_or_else(|| about(Problem::new("there is no such file")))?;
    String::from_utf8(bytes).map_err(|_| about(Problem::new("this is not UTF-8")))
}

/// What has happened to a record.
fn said(conflict: &Conflict) -> String {
    let removed = Map::new();
    match (&conflict.ours, &conflict.theirs) {
        (Some(ours), Some(theirs)) => format!(
            "{} was changed on both sides, and both versions are kept: ours {}, theirs {}",
            name(ours),
            version(ours, &fields(theirs)),
            version(theirs, &fields(ours))
        ),
        (Some(ours), None) => {
            format!("{} was removed in theirs and is kept: ours {}", name(ours), version(ours, &removed))
        }
        (None, Some(theirs)) => {
            format!("{} was removed in ours and is kept: theirs {}", name(theirs), version(theirs, &removed))
        }
        (None, None) => String::new(),
    }
}

/// The label of a record, and the beginning of the words that it is about.
fn name(item: &Item) -> String {
    let fields = fields(item);
    let text = |name: &str| fields.get(name).and_then(Json::as_str).map(|text| shown(text).into_owned());
    let label = text("label").unwrap_or_else(|| "a record".to_owned());
    match text("quote") {
        Some(quote) => format!("{label} \u{201c}{}\u{201d}", fit(&quote, 40)),
        None => format!("{label} {}", item.id()),
    }
}

/// What a version has that the other one has not, but for its place and its times.
fn version(item: &Item, other: &Map<String, Json>) -> String {
    let aside = ["id", "label", "start", "end", "quote", "prefix", "suffix", "created", "modified"];
    let own = fields(item);
    let differing = own.iter().filter(|(name, value)| other.get(*name) != Some(value));
    let said: Vec<String> = differing
        .filter(|(name, _)| !aside.contains(&name.as_str()))
        .map(|(name, value)| format!("{name} {}", shown(&value.to_string())))
        .collect();
    if said.is_empty() { "with nothing of its own".to_owned() } else { format!("with {}", said.join(", ")) }
}

fn fields(item: &Item) -> Map<String, Json> {
    match item {
        Item::Other(record) => serde_json::from_str(record.json()).unwrap_or_default(),
        Item::Tag(_) => Map::new(),
    }
}
