//! Links that come in.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::super::{IncomingLink, last};
use super::{Goal, Targets};
use crate::model::{Id, Record, Timestamp};

/// The record of a link, which belongs where its first end does. Both ends are annotations of the same file.
pub fn link_record(
    link: &IncomingLink,
    homes: &HashMap<String, Goal>,
    targets: &Targets,
) -> Result<(Goal, Map<String, Json>), String> {
    let home =
        |id: &str| homes.get(id).ok_or_else(|| format!("a link leads to {id:?}, which was not taken in"));
    let (from, (number, annotator)) = (home(&link.from)?, home(&link.to)?);
    let name = &targets.get(*number).ok_or("its article is gone")?.name;
    let file = if from.0 == *number { last(name) } else { name };
    let record = json!({"id": Id::new().as_str(), "label": "link", "relation": link.relation, "from": link.from,
        "to": {"file": file, "annotator": annotator.as_str(), "id": link.to}, "created": Timestamp::now().as_str()});
    Ok((from.clone(), record.as_object().cloned().unwrap_or_default()))
}

/// A field that is a text.
pub fn text<'a>(record: &'a Map<String, Json>, name: &str) -> Option<&'a str> {
    record.get(name).and_then(Json::as_str)
}

/// What makes a record a link: its relation, and the ids of both ends.
pub fn ends(record: &Record) -> Option<[String; 3]> {
    let record: Map<String, Json> = serde_json::from_str(record.json()).ok()?;
    let to = record.get("to")?;
    let to = to.get("id").unwrap_or(to).as_str()?;
    (text(&record, "label")? == "link").then_some(())?;
    Some([text(&record, "relation")?.to_owned(), text(&record, "from")?.to_owned(), to.to_owned()])
}
