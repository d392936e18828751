//! Links that come in.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::super::merging::Kept;
use super::super::{IncomingLink, last};
use super::{Goal, Targets, is_uuid};
use crate::model::{AnnotatorId, Id, Record, Timestamp};

/// Where the annotations of a file went, by what it calls them.
#[derive(Default)]
pub struct Homes {
    /// By document and id; none: several are called the same.
    documents: HashMap<(usize, String), Option<Home>>,
    /// By UUID, for links between documents.
    everywhere: HashMap<String, Option<Home>>,
}

/// The sidecar of an annotation, and its id there.
type Home = (Goal, String);

impl Homes {
    /// Notes where one went that its document calls so.
    pub fn add(&mut self, document: usize, called: &str, goal: &Goal, id: &str) {
        let home = || Some((goal.clone(), id.to_owned()));
        let add =
            |there: &mut Option<Home>| *there = there.take().filter(|there| Some(there) == home().as_ref());
        self.documents.entry((document, called.to_owned())).and_modify(add).or_insert_with(home);
        if is_uuid(called) {
            self.everywhere.entry(called.to_owned()).and_modify(add).or_insert_with(home);
        }
    }

    /// The one that a link of this document means.
    fn of(&self, document: usize, called: &str) -> Result<&Home, String> {
        let found =
            self.documents.get(&(document, called.to_owned())).or_else(|| self.everywhere.get(called));
        let found = found.ok_or_else(|| format!("a link leads to {called:?}, which was not taken in"))?;
        found.as_ref().ok_or_else(|| format!("a link leads to {called:?}, which is more than one annotation"))
    }
}

/// The record of a link, which belongs where its first end does. Both ends are annotations of the same file.
pub fn link_record(
    link: &IncomingLink,
    homes: &Homes,
    targets: &Targets,
) -> Result<(Goal, Map<String, Json>), String> {
    let (goal, from) = homes.of(link.document, &link.from)?;
    let ((number, annotator), to) = homes.of(link.document, &link.to)?;
    let name = &targets.get(*number).ok_or("its article is gone")?.name;
    let file = if goal.0 == *number { last(name) } else { name };
    let record = json!({"id": Id::new().as_str(), "label": "link", "relation": link.relation, "from": from,
        "to": {"file": file, "annotator": annotator.as_str(), "id": to}, "created": Timestamp::now().as_str()});
    Ok((goal.clone(), record.as_object().cloned().unwrap_or_default()))
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

/// A link of this annotator, whose ends are those that are kept; none: they are already, or it is no link.
pub fn led(record: &Record, annotator: &AnnotatorId, kept: &Kept) -> Option<Record> {
    let [_, from, to] = ends(record)?;
    let mut record: Map<String, Json> = serde_json::from_str(record.json()).ok()?;
    let whose = record.get("to")?.get("annotator").and_then(Json::as_str);
    let whose = whose.and_then(|whose| whose.parse().ok()).unwrap_or_else(|| annotator.clone());
    let (from, to) = (kept.get(&(annotator.clone(), from)), kept.get(&(whose, to)));
    from.or(to)?;
    if let Some(id) = from {
        record.insert("from".to_owned(), json!(id.as_str()));
    }
    if let (Some(id), Some(end)) = (to, record.get_mut("to")) {
        match end {
            Json::Object(end) => drop(end.insert("id".to_owned(), json!(id.as_str()))),
            end => *end = json!(id.as_str()),
        }
    }
    Some(Record::new(&Json::Object(record).to_string()))
}
