//! The JSON of a sidecar taken apart, without a look at the article's text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::sidecar::VERSION;
use crate::model::{AnnotatorId, Problem};

/// What is said of a file that was cut off.
pub(super) const BREAKS_OFF: &str = "the file breaks off in the middle";

/// A sidecar as it stands in its file: each record still one piece of JSON.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) version: String,
    /// Why it may not be written, if its version says so.
    pub(super) read_only: Option<String>,
    pub(super) article: Map<String, Json>,
    pub(super) annotator: AnnotatorId,
    /// The other fields of `annotator`.
    pub(super) of_annotator: Map<String, Json>,
    /// The fields of the file that are none of its own.
    pub(super) unknown: Map<String, Json>,
    /// The records, each with its line, counted from 1.
    pub(super) records: Vec<(usize, &'a str)>,
}

impl<'a> Document<'a> {
    /// Takes the contents of a file apart.
    ///
    /// # Errors
    ///
    /// It is no sidecar, or not whole, or of no version that can be read at all.
    pub(super) fn new(json: &'a str) -> Result<Self, Problem> {
        if json.trim().is_empty() {
            return Err(Problem::new("the file is empty"));
        }
        let Top { fields: Fields(mut fields), records } =
            serde_json::from_str(json).map_err(|error: serde_json::Error| {
                let reason = match error.classify() {
                    Category::Eof => BREAKS_OFF.to_owned(),
                    _ => format!("this is not the JSON of a sidecar ({})", message(&error)),
                };
                Problem::new(reason).at(error.line().max(1))
            })?;
        if fields.shift_remove("format") != Some(Json::from("abreast")) {
            return Err(Problem::new("this is no sidecar: its \"format\" is not \"abreast\""));
        }
        let version = text(fields.shift_remove("version"), "version")?;
        let read_only = newer(&version)?;
        // Who wrote the file last is written anew.
        fields.shift_remove("generator");
        let article = object(fields.shift_remove("article"), "article")?;
        match article.get("unit") {
            None => {}
            Some(Json::String(unit)) if unit == "code-point" => {}
            Some(unit) => return Err(Problem::new(format!("its \"unit\" is {unit}, not \"code-point\""))),
        }
        let mut of_annotator = object(fields.shift_remove("annotator"), "annotator")?;
        let annotator = text(of_annotator.shift_remove("id"), "annotator.id")?
            .parse()
            .map_err(|error| Problem::new(format!("\"annotator\": {error}")))?;
        let records = records.ok_or_else(|| missing("annotations", "a list"))?;
        Ok(Self {
            version,
            read_only,
            article,
            annotator,
            of_annotator,
            unknown: fields,
            records: with_lines(json, &records),
        })
    }
}

/// Whether a file of this version may only be read, and why.
fn newer(version: &str) -> Result<Option<String>, Problem> {
    let major = |version: &str| version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    match (major(version), major(VERSION)) {
        (Some(theirs), Some(ours)) if theirs == ours => Ok(None),
        (Some(theirs), Some(ours)) if theirs > ours => Ok(Some(format!(
            "it is of version {theirs}, made by a newer abreast; this one writes version {ours}"
        ))),
        _ => Err(Problem::new(format!("its \"version\" is {version:?}, which no abreast has written"))),
    }
}

/// The records with their lines. Each is a slice of `json`, so that its address tells where it stands.
fn with_lines<'a>(json: &'a str, records: &[&'a RawValue]) -> Vec<(usize, &'a str)> {
    let (mut line, mut seen) = (1, 0);
    let mut lined = Vec::with_capacity(records.len());
    for record in records {
        let record = record.get();
        let at = (record.as_ptr() as usize).saturating_sub(json.as_ptr() as usize);
        let between = json.as_bytes().get(seen..at).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', between).count();
        seen = at;
        lined.push((line, record));
    }
    lined
}

fn missing(field: &str, what: &str) -> Problem {
    Problem::new(format!("its {field:?} is missing or not {what}"))
}

fn text(value: Option<Json>, field: &str) -> Result<String, Problem> {
    match value {
        Some(Json::String(text)) => Ok(text),
        _ => Err(missing(field, "a text")),
    }
}

fn object(value: Option<Json>, field: &str) -> Result<Map<String, Json>, Problem> {
    match value {
        Some(Json::Object(object)) => Ok(object),
        _ => Err(missing(field, "an object")),
    }
}

/// What a JSON error says, without its line and column.
pub(super) fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((message, _)) => message.to_owned(),
        None => message,
    }
}

/// The fields of a JSON object, none of them twice.
#[derive(Default)]
pub(super) struct Fields(pub(super) Map<String, Json>);

impl Fields {
    fn insert<E: Error>(&mut self, name: String, value: Json) -> Result<(), E> {
        if self.0.contains_key(&name) {
            return Err(twice(&name));
        }
        self.0.insert(name, value);
        Ok(())
    }
}

fn twice<E: Error>(name: &str) -> E {
    E::custom(format_args!("{name:?} stands there twice"))
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Self::default())
    }
}

impl<'de> Visitor<'de> for Fields {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<Self, M::Error> {
        while let Some(name) = map.next_key()? {
            self.insert(name, map.next_value()?)?;
        }
        Ok(self)
    }
}

/// The fields of the file and, apart from them, its records.
#[derive(Default)]
struct Top<'a> {
    fields: Fields,
    records: Option<Vec<&'a RawValue>>,
}

impl<'de> Deserialize<'de> for Top<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Self::default())
    }
}

impl<'de> Visitor<'de> for Top<'de> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<Self, M::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name != "annotations" {
                self.fields.insert(name, map.next_value()?)?;
            } else if self.records.is_some() {
                return Err(twice(&name));
            } else {
                self.records = Some(map.next_value()?);
            }
        }
        Ok(self)
    }
}
