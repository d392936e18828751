//! Annotations that come in: which article each is about, and its record there.

mod find;
mod links;

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming};
use crate::model::{AnnotatorId, AttributeKind, Id, Schema, Timestamp};

pub use find::{Target, Targets};
pub use links::ends;

use find::find;
use links::{link_record, text};

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
    let mut homes: HashMap<String, Goal> = HashMap::new();
    let mut found = Found::new();
    for incoming in &import.incoming {
        let line = incoming.line;
        found.push(match placed(incoming, targets, schema, default, reserved) {
            Ok((goal, record)) => {
                homes.extend(text(&record, "id").map(|id| (id.to_owned(), goal.clone())));
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
    let id = fields.shift_remove("id").filter(Json::is_string);
    let mut record = Map::from_iter([
        ("id".to_owned(), id.unwrap_or_else(|| json!(Id::new().as_str()))),
        ("label".to_owned(), json!(incoming.label)),
        ("start".to_owned(), json!(start)),
        ("end".to_owned(), json!(end)),
        ("quote".to_owned(), json!(quote)),
        ("created".to_owned(), json!(Timestamp::now().as_str())),
    ]);
    for (name, value) in fields {
        if !["label", "start", "end", "quote", "prefix", "suffix"].contains(&name.as_str())
            && !value.is_null()
        {
            let value = of_kind(schema, &incoming.label, &name, value);
            record.insert(name, value);
        }
    }
    Ok(((number, annotator), record))
}

/// A value that is words only, in the form that the schema gives its attribute.
fn of_kind(schema: &Schema, label: &str, name: &str, value: Json) -> Json {
    let attribute = schema.get(label).and_then(|label| label.attributes.iter().find(|a| a.name == name));
    match (attribute.map(|attribute| &attribute.kind), value) {
        (Some(AttributeKind::Entity { .. }), Json::String(name)) => json!({ "name": name }),
        (Some(AttributeKind::Flag), Json::String(word)) => match word.as_str() {
            "yes" | "true" => json!(true),
            "no" | "false" => json!(false),
            _ => json!(word),
        },
        (_, value) => value,
    }
}
