//! Annotations that come in: which article each is about, and its record there.

mod find;
mod links;

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming};
use crate::model::{Annotations, AnnotatorId, AttributeKind, Id, Schema, Timestamp};

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
    /// The attributes that were cleared in the other tool.
    pub cleared: Vec<String>,
}

/// Whose sidecar for which article, given by its number, an annotation belongs to.
pub type Goal = (usize, AnnotatorId);

/// What became of the annotations and links of a file, in its order: where each belongs; or its line, and why it
/// belongs nowhere.
pub type Found = Vec<Result<(Goal, Placed), (usize, String)>>;

/// Finds the articles of what files hold, and where their links lead: to what any of them holds, or to what is `there`
/// already, which is asked for if it is needed. What does not say whose it is belongs to `default`; `reserved` are
/// labels that no tag can have.
pub fn place(
    imports: &[&Import],
    targets: &Targets,
    schema: &Schema,
    default: &AnnotatorId,
    reserved: &[&str],
    there: impl FnOnce() -> Vec<(Goal, Annotations)>,
) -> Vec<Found> {
    let mut homes = Homes::default();
    let mut owners = HashMap::new();
    let mut all = Vec::new();
    for (file, import) in imports.iter().enumerate() {
        let mut found = Found::new();
        for incoming in &import.incoming {
            let line = incoming.line;
            found.push(match placed(incoming, targets, schema, default, reserved) {
                Ok((goal, mut record, cleared)) => {
                    let called = incoming.fields.get("id").and_then(Json::as_str);
                    // An id of ours means one annotation of an annotator, in whatever article.
                    let own = called.filter(|id| is_uuid(id)).map(str::to_owned);
                    let own = own
                        .filter(|id| *owners.entry((goal.1.clone(), id.clone())).or_insert(goal.0) == goal.0);
                    let id = own.unwrap_or_else(|| Id::new().as_str().to_owned());
                    if let Some(called) = called {
                        homes.add((file, incoming.document), called, &goal, &id);
                    }
                    record.insert("id".to_owned(), json!(id));
                    Ok((goal, Placed { line, record, cleared }))
                }
                Err(reason) => Err((line, reason)),
            });
        }
        all.push(found);
    }
    let links = || {
        imports
            .iter()
            .enumerate()
            .flat_map(|(file, import)| import.links.iter().map(move |link| (file, link)))
    };
    if links().any(|(file, link)| !homes.have(file, link)) {
        homes.add_there(there());
    }
    for (file, link) in links() {
        let found = link_record(file, link, &homes, targets);
        let line = link.line;
        let found = found
            .map(|(goal, record)| (goal, Placed { line, record, cleared: Vec::new() }))
            .map_err(|reason| (line, reason));
        all.get_mut(file).into_iter().for_each(|all| all.push(found.clone()));
    }
    all
}

/// The sidecar that an annotation belongs to, its record, and which of its attributes were cleared.
fn placed(
    incoming: &Incoming,
    targets: &Targets,
    schema: &Schema,
    default: &AnnotatorId,
    reserved: &[&str],
) -> Result<(Goal, Map<String, Json>, Vec<String>), String> {
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
    let mut cleared = Vec::new();
    for (name, value) in fields {
        if value.is_null() {
            cleared.push(name);
        } else if !["id", "label", "start", "end", "quote", "prefix", "suffix"].contains(&name.as_str()) {
            let value = of_kind(schema, &incoming.label, &name, value);
            record.insert(name, value);
        }
    }
    Ok(((number, annotator), record, cleared))
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
