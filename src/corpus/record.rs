//! One article as a JSON object.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::decode::unified;
use super::escapes::mended;
use super::read::whole;
use crate::model::{Article, Metadata, Problem, Source};
use crate::nlp::{day, headline};

/// What a field of an article's object holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Text,
    Title,
    Date,
    Outlet,
    Author,
    Address,
    Event,
    Id,
    Start,
    End,
}

/// The usual names of fields, of each slot the first that holds something.
const USUAL: [(Slot, &[&str]); 10] = [
    (Slot::Text, &["text", "body", "content"]),
    (Slot::Title, &["title", "headline"]),
    (Slot::Date, &["date", "published", "published_at", "datePublished"]),
    (Slot::Outlet, &["source", "outlet", "publisher"]),
    (Slot::Author, &["author", "byline", "authors"]),
    (Slot::Address, &["url", "link"]),
    (Slot::Event, &["event", "bundle", "cluster", "story"]),
    (Slot::Id, &["id", "guid"]),
    (Slot::Start, &["start"]),
    (Slot::End, &["end"]),
];

/// The names of the fields of articles in JSON, where they are not the usual ones. The default: they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The field of the text.
    pub text: Option<String>,
    /// The field of the headline.
    pub title: Option<String>,
    /// The field of the day of publication.
    pub date: Option<String>,
    /// The field of who published it.
    pub outlet: Option<String>,
    /// The field of what tells the article from the others of its file.
    pub id: Option<String>,
}

impl Fields {
    /// What a field of this name holds, and how many names of the same slot come before it.
    fn slot(&self, name: &str) -> Option<(Slot, usize)> {
        USUAL.iter().find_map(|&(slot, usual)| {
            let rank = match self.own(slot) {
                Some(own) => (own == name).then_some(0),
                None => usual.iter().position(|usual| *usual == name),
            };
            rank.map(|rank| (slot, rank))
        })
    }

    fn own(&self, slot: Slot) -> Option<&str> {
        let own = match slot {
            Slot::Text => &self.text,
            Slot::Title => &self.title,
            Slot::Date => &self.date,
            Slot::Outlet => &self.outlet,
            Slot::Id => &self.id,
            Slot::Author | Slot::Address | Slot::Event | Slot::Start | Slot::End => return None,
        };
        own.as_deref()
    }

    /// That an object has no text, and what to do about it.
    pub(super) fn no_text(&self) -> Problem {
        let looked = match &self.text {
            Some(own) => format!("in its field {own}"),
            None => "in a field text, body or content".to_owned(),
        };
        Problem::new(format!("it has no text {looked}")).hint("name the field with --text-field")
    }
}

/// A JSON object of which the values that matter are found, and not yet read.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    /// By slot: the value, and the rank of its name.
    values: [Option<(&'a RawValue, usize)>; USUAL.len()],
    /// The first field that holds a list of objects.
    pub(super) list: Option<&'a RawValue>,
}

impl<'a> Record<'a> {
    /// Reads over an object.
    ///
    /// # Errors
    /// It is none. The line is that of what is wrong.
    pub(super) fn parse(json: &'a str, fields: &Fields) -> Result<Self, Problem> {
        let mut parser = serde_json::Deserializer::from_str(json);
        let read = (Reader { fields }).deserialize(&mut parser);
        read.and_then(|record| parser.end().map(|()| record)).map_err(|error| no_json(&error))
    }

    fn value(&self, slot: Slot) -> Option<&'a RawValue> {
        self.values[slot as usize].map(|(value, _)| value)
    }

    /// Whether there is a text: whether it is an article. What has a start and an end is a part of one.
    pub(super) fn has_text(&self) -> bool {
        let has = |slot| self.value(slot).is_some();
        has(Slot::Text) && !(has(Slot::Start) && has(Slot::End))
    }

    /// What tells the article from the others of its file, if it says so.
    pub(super) fn id(&self) -> Option<String> {
        words(self.value(Slot::Id)?)
    }

    /// The article.
    ///
    /// # Errors
    /// It has no text, or one that is not Unicode or too large.
    pub(super) fn article(&self, source: Source, fields: &Fields) -> Result<Article, Problem> {
        let text = self.value(Slot::Text).ok_or_else(|| fields.no_text())?;
        let text: String = serde_json::from_str(&mended(text.get())).map_err(|error| no_json(&error))?;
        let of = |slot| self.value(slot).and_then(words);
        Ok(Article { metadata: metadata(of), ..whole(source, unified(text))? })
    }
}

/// What is said of an article, slot by slot.
fn metadata(of: impl Fn(Slot) -> Option<String>) -> Metadata {
    let outlet = of(Slot::Outlet);
    Metadata {
        title: of(Slot::Title).map(|title| headline(&title, outlet.as_deref(), &[])),
        date: of(Slot::Date).as_deref().and_then(day),
        outlet,
        author: of(Slot::Author),
        address: of(Slot::Address),
        event: of(Slot::Event),
        ..Metadata::default()
    }
}

/// What values say of an article under their usual names.
pub(super) fn said(pairs: &[(String, String)]) -> Metadata {
    metadata(|slot| {
        let (_, names) = USUAL.iter().find(|(of, _)| *of == slot)?;
        let named = |name: &&str| pairs.iter().find(|(own, value)| own == name && !value.is_empty());
        names.iter().find_map(named).map(|(_, value)| value.clone())
    })
}

/// What is wrong with a JSON text, without its place but for the line.
pub(super) fn no_json(error: &serde_json::Error) -> Problem {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or(&said);
    let column = if error.column() > 0 { format!(", at column {}", error.column()) } else { String::new() };
    let problem = Problem::new(format!("it cannot be understood as JSON: {said}{column}"));
    if error.line() > 0 { problem.at(error.line()) } else { problem }
}

/// The words of a value in one line: a string, a number, the `name` of an object, those of a list.
fn words(value: &RawValue) -> Option<String> {
    fn of(value: &Json) -> Option<String> {
        let words = match value {
            Json::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
            Json::Number(number) => number.to_string(),
            Json::Object(fields) => return fields.get("name").and_then(of),
            Json::Array(values) => values.iter().filter_map(of).collect::<Vec<_>>().join(", "),
            Json::Null | Json::Bool(_) => return None,
        };
        (!words.is_empty()).then_some(words)
    }
    of(&serde_json::from_str(&mended(value.get())).ok()?)
}

/// Whether a value holds something, of the type that its slot wants. Reads no more than its first words.
fn is_usable(slot: Slot, value: &str) -> bool {
    match slot {
        Slot::Text => value.strip_prefix('"').is_some_and(|text| !text.trim_start().starts_with('"')),
        Slot::Id => {
            value.starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) && value != "\"\""
        }
        Slot::Start | Slot::End => value.starts_with(|c: char| c.is_ascii_digit()),
        _ => !matches!(value, "null" | "\"\"" | "[]" | "{}"),
    }
}

struct Reader<'f> {
    fields: &'f Fields,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Record<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
        let mut record = Record::default();
        while let Some(found) = map.next_key_seed(Name { fields: self.fields })? {
            let value: &'de RawValue = map.next_value()?;
            let Some((slot, rank)) = found else {
                let inner = value.get().strip_prefix('[').map(str::trim_start);
                if record.list.is_none() && inner.is_some_and(|inner| inner.starts_with('{')) {
                    record.list = Some(value);
                }
                continue;
            };
            let kept = &mut record.values[slot as usize];
            if is_usable(slot, value.get()) && kept.is_none_or(|(_, known)| rank < known) {
                *kept = Some((value, rank));
            }
        }
        Ok(record)
    }
}

/// The name of a field, of which nothing is kept but what it stands for.
struct Name<'f> {
    fields: &'f Fields,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<(Slot, usize)>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        // As bytes, since a name can hold half a character.
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<(Slot, usize)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<Self::Value, E> {
        Ok(str::from_utf8(name).ok().and_then(|name| self.fields.slot(name)))
    }
}

/// What a `.json` file holds.
#[derive(Debug)]
pub(super) enum Document<'a> {
    /// One article, if it is one.
    One(Box<Record<'a>>),
    /// A list, of articles if all is right.
    Several(Vec<&'a RawValue>),
}

impl<'a> Document<'a> {
    /// Reads over an object, a list, or an object with a list of objects in a field. What is none of these is like
    /// an empty list.
    ///
    /// # Errors
    /// It is no JSON. The line is that of what is wrong.
    pub(super) fn parse(json: &'a str, fields: &Fields) -> Result<Self, Problem> {
        if json.trim_start().starts_with('[') {
            return Ok(Self::Several(list(json)?));
        }
        if !json.trim_start().starts_with('{') && is_json(json.as_bytes()) {
            return Ok(Self::Several(Vec::new()));
        }
        let record = Record::parse(json, fields)?;
        match record.list.filter(|_| !record.has_text()) {
            Some(articles) => Ok(Self::Several(list(articles.get())?)),
            None => Ok(Self::One(Box::new(record))),
        }
    }
}

/// Whether it is JSON, of whatever kind.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

fn list(json: &str) -> Result<Vec<&RawValue>, Problem> {
    let mut parser = serde_json::Deserializer::from_str(json);
    let list = Vec::<&RawValue>::deserialize(&mut parser);
    list.and_then(|list| parser.end().map(|()| list)).map_err(|error| no_json(&error))
}
