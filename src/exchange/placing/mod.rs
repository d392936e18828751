//! Annotations that come in: which article each is about, and its record there.

mod find;
mod links;

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming};
use crate::model::{AnnotatorId, AttributeKind, Id, Schema, Timestamp};

pub use find::{Target, Targets};
pub use links::{ends, led};

use find::find;
use links::{Homes, link_record};

/// An annotation that has found its article.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its line in the file.
    pub line: usize,
    /// Its record, as in a sidecar.
    pub record: Map<String, Json>,
}

/// Whose sidecar for which article, given by its number, an annotation belongs to.
pub type Goal = (usize, AnnotatorId);

/// What became of the annotations and links of a file, in its order: where each belongs; or its line, and why it
/// belongs nowhere.
pub type Found = Vec<Result<(Goal, Placed), (usize, String)>>;

/// Finds the articles of what a file holds. What does not say whose it is belongs to `default`; `reserved` are labels
/// that no tag can have.
pub fn place(
    import: &Import,
    targets: &Targets,
    schema: &Schema,
    default: &AnnotatorId,
    reserved: &[&str],
) -> Found {
    let mut homes = Homes::default();
    let mut owners = HashMap::new();
    let mut found = Found::new();
    for incoming in &import.incoming {
        let line = incoming.line;
        found.push(match placed(incoming, targets, schema, default, reserved) {
            Ok((goal, mut record)) => {
                let called = incoming.fields.get("id").and_then(Json::as_str);
                // An id of ours means one annotation of an annotator, in whatever article.
                let own = called.filter(|id| is_uuid(id)).map(str::to_owned);
                let own =
                    own.filter(|id| *owners.entry((goal.1.clone(), id.clone())).or_insert(goal.0) == goal.0);
                let id = own.unwrap_or_else(|| Id::new().as_str().to_owned());
                if let Some(called) = called {
                    homes.add(incoming.document, called, &goal, &id);
                }
                record.insert("id".to_owned(), json!(id));
                Ok((goal, Placed { line, record }))
            }
            Err(reason) => Err((line, reason)),
        });
    }
    found.extend(import.links.iter().map(|link| match link_record(link, &homes, targets) {
        Ok((goal, record)) => Ok((goal, Placed { line: link.line, record })),
        Err(reason) => Err((link.line, reason)),
    }));
    found
}

/// The record of an annotation, and the sidecar that it belongs to.
fn placed(
    incoming: &Incoming,
    targets: &Targets,
    schema: &Schema,
    default: &AnnotatorId,
    reserved: &[&str],
) -> Result<(Goal, Map<String, Json>), String> {
    if reserved.contains(&incoming.label.as_str()) {
        return Err(format!("no tag can have the label {:?}", incoming.label));
    }
    let (number, span) = find(incoming, targets)?;
    let target = targets.get(number).ok_or("its article is gone")?;
    let annotator = match incoming.annotator.as_deref() {
        None => default.clone(),
        Some(name) => {
            name.parse().ok().or_else(|| AnnotatorId::from_name(name)).unwrap_or_else(|| default.clone())
        }
    };
    let (start, end) = target.points.points(span);
    let quote = span.of(target.points.text());
    let mut fields = incoming.fields.clone();
    for name in ["created", "modified"] {
        if let Some(time) = fields.shift_remove(name).as_ref().and_then(Json::as_str).and_then(utc) {
            fields.insert(name.to_owned(), json!(time.as_str()));
        }
    }
    let mut record = Map::from_iter([
        // The id comes first; which it is is said when all are placed.
        ("id".to_owned(), Json::Null),
        ("label".to_owned(), json!(incoming.label)),
        ("start".to_owned(), json!(start)),
        ("end".to_owned(), json!(end)),
        ("quote".to_owned(), json!(quote)),
        ("created".to_owned(), json!(Timestamp::now().as_str())),
    ]);
    for (name, value) in fields {
        if !["id", "label", "start", "end", "quote", "prefix", "suffix"].contains(&name.as_str())
            && !value.is_null()
        {
            let value = of_kind(schema, &incoming.label, &name, value);
            record.insert(name, value);
        }
    }
    Ok(((number, annotator), record))
}

/// Whether an id is of the form that ours have.
fn is_uuid(id: &str) -> bool {
    id.len() == 36 && uuid::Uuid::try_parse(id).is_ok()
}

/// A time of another tool; none, if it does not say which moment is meant.
fn utc(time: &str) -> Option<Timestamp> {
    let time: jiff::Timestamp = time.parse().ok()?;
    Some(Timestamp::from(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
}

/// A value that is words only, in the form that the schema gives its attribute.
fn of_kind(schema: &Schema, label: &str, name: &str, value: Json) -> Json {
    let attribute = schema.get(label).and_then(|label| label.attributes.iter().find(|a| a.name == name));
    match (attribute.map(|attribute| &attribute.kind), value) {
        (Some(AttributeKind::Entity { .. }), Json::String(name)) => json!({ "name": name }),
        (Some(AttributeKind::Flag), Json::String(word)) => match word.to_ascii_lowercase().as_str() {
            "yes" | "true" => json!(true),
            "no" | "false" => json!(false),
            _ => json!(word),
        },
        (_, value) => value,
    }
}
