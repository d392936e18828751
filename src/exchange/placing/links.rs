//! Links that come in.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value as Json, json};

use super::super::merging::Kept;
use super::super::{IncomingLink, last};
use super::{Goal, Targets, is_own_id, is_uuid, utc};
use crate::model::{Annotations, AnnotatorId, Id, Record, Timestamp};

/// What links say.
const RELATIONS: [&str; 3] = ["same", "supports", "contradicts"];

/// Where the annotations of a file went, by what it calls them.
#[derive(Default)]
pub struct Homes {
    /// By file, document and id; none: several are called the same.
    documents: HashMap<(Document, String), Option<Home>>,
    /// By UUID, for links between documents.
    everywhere: HashMap<String, Option<Home>>,
}

/// A document by the numbers of its file and of itself there: ids hold within one only.
type Document = (usize, usize);

/// The sidecar of an annotation, and its id there.
type Home = (Goal, String);

impl Homes {
    /// Notes where one went that its document calls so.
    pub fn add(&mut self, document: Document, called: &str, goal: &Goal, id: &str) {
        let home = || Some((goal.clone(), id.to_owned()));
        let add =
            |there: &mut Option<Home>| *there = there.take().filter(|there| Some(there) == home().as_ref());
        self.documents.entry((document, called.to_owned())).and_modify(add).or_insert_with(home);
        if is_uuid(called) {
            self.everywhere.entry(called.to_owned()).and_modify(add).or_insert_with(home);
        }
    }

    /// Notes what is in the sidecars already, unless it comes in as well.
    pub fn add_there(&mut self, all: Vec<(Goal, Annotations)>) {
        for (goal, annotations) in all {
            for tag in annotations.iter() {
                let id = tag.id.as_str();
                self.everywhere.entry(id.to_owned()).or_insert_with(|| Some((goal.clone(), id.to_owned())));
            }
        }
    }

    /// Whether both ends of a link of this file are known.
    pub fn have(&self, file: usize, link: &IncomingLink) -> bool {
        [&link.from, &link.to].into_iter().all(|end| self.of((file, link.document), end).is_ok())
    }

    /// The one that a link of this document means.
    fn of(&self, document: Document, called: &str) -> Result<&Home, String> {
        let found =
            self.documents.get(&(document, called.to_owned())).or_else(|| self.everywhere.get(called));
        let found = found
            .ok_or_else(|| format!("a link leads to {called:?}, which is neither taken in nor there"))?;
        found.as_ref().ok_or_else(|| format!("a link leads to {called:?}, which is more than one annotation"))
    }
}

/// The record of a link of this file, which belongs where its first end does. It keeps its id, unless that is among
/// the `ids` of others.
///
/// # Errors
/// Its relation or one of its ends is not known; said without the file.
pub fn link_record(
    file: usize,
    link: &IncomingLink,
    homes: &Homes,
    targets: &Targets,
    ids: &mut HashSet<String>,
) -> Result<(Goal, Map<String, Json>), String> {
    if !RELATIONS.contains(&link.relation.as_str()) {
        let known = RELATIONS.join(", ");
        return Err(format!("the relation of a link is {:?}, and not one of {known}", link.relation));
    }
    let (goal, from) = homes.of((file, link.document), &link.from)?;
    let ((number, annotator), to) = homes.of((file, link.document), &link.to)?;
    let name = &targets.get(*number).ok_or("its article is gone")?.name;
    let name = if goal.0 == *number { last(name) } else { name };
    // Made by two in the same way, it is the same link.
    let id = link.id.as_ref().filter(|id| is_own_id(id) && ids.insert((*id).clone()));
    let id = id.map_or_else(Id::new, |id| Id::from(id.clone()));
    let created = link.created.as_deref().and_then(utc).unwrap_or_else(Timestamp::now);
    let record = json!({"id": id.as_str(), "label": "link", "relation": link.relation, "from": from,
        "to": {"file": name, "annotator": annotator.as_str(), "id": to}, "created": created.as_str()});
    Ok((goal.clone(), record.as_object().cloned().unwrap_or_default()))
}

/// The same record as another one: its id is that of something else already.
pub fn with_new_id(record: &Record) -> Record {
    let mut fields: Map<String, Json> = serde_json::from_str(record.json()).unwrap_or_default();
    fields.insert("id".to_owned(), json!(Id::new().as_str()));
    Record::new(&Json::Object(fields).to_string())
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
