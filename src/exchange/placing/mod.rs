//! Annotations that come in: which article each is about, and its record there.

mod find;
mod links;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value as Json, json};

use super::incoming::{Import, Incoming, OF_ANY_LABEL, in_entry};
use crate::model::{
    Annotations, AnnotatorId, AttributeKind, EntityType, Id, Label, LabelName, Schema, Timestamp,
};

pub use find::{Target, Targets};
pub use links::{ends, led, with_new_id};

use find::{article_of, find};
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
    /// What is wrong with values that it comes in without.
    pub wrong: Vec<String>,
}

/// Why an annotation or a link belongs nowhere: its line, what is wrong, and the number of the article that an
/// annotation is about, if that is known.
#[derive(Clone, Debug)]
pub struct Refusal(pub usize, pub String, pub Option<usize>);

/// Whose sidecar for which article, given by its number, an annotation belongs to.
pub type Goal = (usize, AnnotatorId);

/// What became of the annotations and links of a file, in its order: where each belongs, or why it belongs nowhere.
pub type Found = Vec<Result<(Goal, Placed), Refusal>>;

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
    let (mut owners, mut ids) = (HashMap::new(), HashSet::new());
    let mut all = Vec::new();
    for (file, import) in imports.iter().enumerate() {
        let mut found = Found::new();
        for incoming in &import.incoming {
            found.push(match placed(incoming, targets, schema, default, reserved) {
                Ok((goal, mut placed)) => {
                    let called = incoming.fields.get("id").and_then(Json::as_str);
                    // An id of ours means one annotation of an annotator, in whatever article.
                    let own = called.filter(|id| is_uuid(id)).map(str::to_owned);
                    let own = own
                        .filter(|id| *owners.entry((goal.1.clone(), id.clone())).or_insert(goal.0) == goal.0);
                    let id = own.unwrap_or_else(|| Id::new().as_str().to_owned());
                    if let Some(called) = called {
                        homes.add((file, incoming.document), called, &goal, &id);
                    }
                    placed.record.insert("id".to_owned(), json!(id));
                    ids.insert(id);
                    Ok((goal, placed))
                }
                Err(reason) => {
                    let reason = in_entry(&incoming.entry, reason);
                    Err(Refusal(incoming.line, reason, article_of(incoming, targets)))
                }
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
        let found = link_record(file, link, &homes, targets, &mut ids);
        let line = link.line;
        let placed = |record| Placed { line, record, cleared: Vec::new(), wrong: Vec::new() };
        let found =
            found.map(|(goal, record)| (goal, placed(record))).map_err(|reason| Refusal(line, reason, None));
        all.get_mut(file).into_iter().for_each(|all| all.push(found.clone()));
    }
    all
}

/// Of what type a name is that it tags, in the words of the program or of other tools; nothing if it tags none.
fn name_type(incoming: &Incoming, schema: &Schema) -> Option<EntityType> {
    let word = incoming.label.to_uppercase();
    // A tag of one token: `B-PER`.
    let of_token = word.split_once('-').filter(|(at, _)| ["B", "I", "E", "L", "S", "U"].contains(at));
    let kind = match of_token.map_or(word.as_str(), |(_, word)| word) {
        "PERSON" => Some(EntityType::Per),
        "ORGANIZATION" | "ORGANISATION" => Some(EntityType::Org),
        "LOCATION" | "GPE" => Some(EntityType::Loc),
        "MISCELLANEOUS" => Some(EntityType::Misc),
        word => EntityType::from_name(word),
    };
    kind.filter(|_| label(incoming, schema).1.is_none())
}

/// The label, and what the schema says of it.
fn label<'a>(incoming: &'a Incoming, schema: &'a Schema) -> (&'a str, Option<&'a Label>) {
    let mut all = std::iter::once(&incoming.label).chain(&incoming.labels);
    let known = all.find_map(|label| schema.get(label));
    (known.map_or(incoming.label.as_str(), |label| label.name.as_str()), known)
}

/// The sidecar that an annotation belongs to, and its record.
fn placed(
    incoming: &Incoming,
    targets: &Targets,
    schema: &Schema,
    default: &AnnotatorId,
    reserved: &[&str],
) -> Result<(Goal, Placed), String> {
    let kind = name_type(incoming, schema);
    let (label, known) = label(incoming, schema);
    if reserved.contains(&label) {
        return Err(format!("no tag can have the label {label:?}"));
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
        ("label".to_owned(), json!(if kind.is_some() { LabelName::ENTITY } else { label })),
        ("start".to_owned(), json!(start)),
        ("end".to_owned(), json!(end)),
        ("quote".to_owned(), json!(quote)),
        ("created".to_owned(), json!(Timestamp::now().as_str())),
    ]);
    if let Some(kind) = kind {
        // Of a name the attributes of other tools say nothing here.
        fields.retain(|name, _| OF_ANY_LABEL.contains(&name.as_str()));
        record.insert("type".to_owned(), json!(kind.name()));
    }
    let (mut cleared, mut wrong) = (Vec::new(), Vec::new());
    for (name, value) in fields {
        if value.is_null() {
            cleared.push(name);
        } else if !["id", "label", "start", "end", "quote", "prefix", "suffix"].contains(&name.as_str()) {
            match of_kind(known, &name, value) {
                Ok(value) => drop(record.insert(name, value)),
                Err(reason) => wrong.push(in_entry(&incoming.entry, reason)),
            }
        }
    }
    Ok(((number, annotator), Placed { line: incoming.line, record, cleared, wrong }))
}

/// Whether an id is of the form that ours have.
fn is_uuid(id: &str) -> bool {
    id.len() == 36 && uuid::Uuid::try_parse(id).is_ok()
}

/// Whether it is of version 7 as well, as all ids made here are.
fn is_own_id(id: &str) -> bool {
    id.len() == 36 && uuid::Uuid::try_parse(id).is_ok_and(|id| id.get_version_num() == 7)
}

/// A time of another tool; none, if it does not say which moment is meant.
fn utc(time: &str) -> Option<Timestamp> {
    let time: jiff::Timestamp = time.parse().ok()?;
    Some(Timestamp::from(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
}

/// A value in the form that the schema gives its attribute.
///
/// # Errors
/// The attribute cannot have it; said without the file.
fn of_kind(label: Option<&Label>, name: &str, value: Json) -> Result<Json, String> {
    let attribute = label.and_then(|label| label.attributes.iter().find(|a| a.name == name));
    let wrong = |value: &Json, can_be: &str| Err(format!("its {name:?} is {value}, and not {can_be}"));
    match (attribute.map(|attribute| &attribute.kind), value) {
        (Some(AttributeKind::Entity { .. }), Json::String(name)) => Ok(json!({ "name": name })),
        (Some(AttributeKind::Entity { .. }), value) if !value["name"].is_string() => {
            wrong(&value, "somebody or something by name")
        }
        (Some(AttributeKind::Flag), Json::Bool(yes)) => Ok(json!(yes)),
        (Some(AttributeKind::Flag), value) => match value.as_str().map(str::to_ascii_lowercase).as_deref() {
            Some("yes" | "true") => Ok(json!(true)),
            Some("no" | "false") => Ok(json!(false)),
            _ => wrong(&value, "yes or no"),
        },
        (Some(AttributeKind::Choice(words)), value)
            if !value.as_str().is_some_and(|word| words.iter().any(|known| known == word)) =>
        {
            wrong(&value, &format!("one of {}", words.join(", ")))
        }
        (_, value) => Ok(value),
    }
}
