//! Records to annotations.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::anchor::{self, Anchor, Found, Place};
use super::document::{Document, Fields, message};
use super::sidecar::{Facts, Header, MadeIn, RESERVED_LABELS, Record, Sidecar};
use crate::model::{Annotation, AnnotatorId, Attributes, Id, LabelName, Problem, Schema, Timestamp, Value};
use crate::text::CodePoints;

/// A sidecar as it was opened with the text of its article.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What it holds, with the facts of the text as it is now.
    pub sidecar: Sidecar,
    /// Why it must not be written, if so.
    pub read_only: Option<String>,
    /// What is wrong with single records, which are kept as they are and not shown.
    pub faults: Vec<Problem>,
    /// Whether the annotations were made in another text than the present one.
    pub text_changed: bool,
    /// How many annotations stand at another place than the file says.
    pub moved: usize,
    /// How many have no certain place in the text. Each has its fault, too.
    pub unplaced: usize,
}

impl Opened {
    /// What an article without a sidecar has.
    pub fn fresh(sidecar: Sidecar) -> Self {
        Self { sidecar, read_only: None, faults: Vec::new(), text_changed: false, moved: 0, unplaced: 0 }
    }
}

/// Reads the contents of a sidecar of `annotator` for the article of this text and these `facts`.
///
/// # Errors
///
/// The contents cannot be understood as a whole: with the line, if there is one, and without a path.
pub fn parse(
    json: &str,
    points: &CodePoints,
    facts: &Facts,
    annotator: &AnnotatorId,
    schema: &Schema,
) -> Result<Opened, Problem> {
    let document = Document::new(json)?;
    if document.annotator != *annotator {
        let reason =
            format!("it says that it is by {}, and its name that it is by {annotator}", document.annotator);
        return Err(Problem::new(reason));
    }
    let same = document.article.get("sha256").and_then(Json::as_str) == Some(&facts.sha256);
    let reader = Reader { points, same, schema };
    let (tags, mut kept, mut faults) = (reader.tags(&document.records), Vec::new(), Vec::new());
    // The offsets of tags that are kept and not shown are still those of the text they were made in.
    let mut old_offsets = false;
    let last = last_of_each(&tags);
    let (mut annotations, mut moved, mut unplaced) = (Vec::new(), 0, 0);
    for (((line, json), tag), last) in document.records.iter().zip(tags).zip(last) {
        let reason = match tag {
            Ok(Some(tag)) if last => {
                moved += usize::from(tag.moved);
                annotations.push(tag.annotation);
                continue;
            }
            Ok(Some(tag)) => {
                Some(format!("the id {:?} stands there twice", short(tag.annotation.id.as_str())))
            }
            Ok(None) => None,
            Err(Refusal::Fault(reason)) => Some(reason),
            Err(Refusal::Unplaced(reason)) => {
                unplaced += 1;
                Some(reason)
            }
        };
        let faulty = reason.is_some();
        let hint = "the record is kept as it is, and not shown";
        faults.extend(reason.map(|reason| Problem::new(reason).at(*line).hint(hint)));
        let record = record(json);
        old_offsets |= faulty && record.span.is_some();
        kept.push(record);
    }
    let made_in = (old_offsets && !same).then(|| {
        let field = |name| document.article.get(name).cloned().unwrap_or_default();
        MadeIn { sha256: field("sha256"), length: field("length") }
    });
    Ok(Opened {
        read_only: document.read_only.clone(),
        text_changed: !same,
        sidecar: Sidecar {
            header: Arc::new(header(document, facts, made_in)),
            annotations: annotations.into_iter().collect(),
            kept: kept.into(),
        },
        faults,
        moved,
        unplaced,
    })
}

/// A record that is a tag and has its place.
struct Tag {
    annotation: Annotation,
    /// Whether its words were there to check its offsets by.
    quoted: bool,
    moved: bool,
}

/// Why a tag's record is none that can be shown.
enum Refusal {
    Fault(String),
    Unplaced(String),
}

type Read = Result<Option<Tag>, Refusal>;

/// Makes tags of records.
struct Reader<'a> {
    points: &'a CodePoints,
    /// Whether the text is the one that the offsets were made in.
    same: bool,
    schema: &'a Schema,
}

impl Reader<'_> {
    fn tags(&self, records: &[(usize, &str)]) -> Vec<Read> {
        let fields: Vec<_> = records.iter().map(|(_, json)| self.fields(json)).collect();
        let anchors: Vec<Anchor> = fields
            .iter()
            .filter_map(|fields| fields.as_ref().ok()?.as_ref())
            .map(|(anchor, _)| anchor.clone())
            .collect();
        let mut found = anchor::find(&anchors, self.points, self.same).into_iter();
        let mut tag = |fields| match fields {
            Ok(Some((anchor, fields))) => self.tag(&anchor, found.next().unwrap_or(Found::Lost), fields),
            Ok(None) => Ok(None),
            Err(refusal) => Err(refusal),
        };
        let mut tags: Vec<Read> = fields.into_iter().map(&mut tag).collect();
        // Where words do not fit their offsets, offsets alone are no proof.
        if tags.iter().any(|tag| matches!(tag, Err(Refusal::Unplaced(_)))) {
            for tag in &mut tags {
                if matches!(tag, Ok(Some(Tag { quoted: false, .. }))) {
                    *tag = Err(Refusal::Unplaced("its span has no quote, and others miss theirs".to_owned()));
                }
            }
        }
        tags
    }

    /// Where a tag says that it is, and its other fields; nothing if it is a record of another kind.
    fn fields(&self, json: &str) -> Result<Option<(Anchor, Map<String, Json>)>, Refusal> {
        let Fields(mut fields) = serde_json::from_str(json).map_err(|error| {
            Refusal::Fault(format!("this is no record that can be read ({})", message(&error)))
        })?;
        let label = match fields.get("label") {
            None | Some(Json::Null) => return Ok(None),
            Some(Json::String(label)) => label,
            Some(_) => return Err(Refusal::Fault("its \"label\" is not a text".to_owned())),
        };
        let spanned = fields.contains_key("start") && fields.contains_key("end");
        if RESERVED_LABELS.contains(&label.as_str()) || (self.schema.get(label).is_none() && !spanned) {
            return Ok(None);
        }
        let anchor = Anchor {
            range: (take_offset(&mut fields, "start")?, take_offset(&mut fields, "end")?),
            quote: take_text(&mut fields, "quote")?,
            prefix: take_text(&mut fields, "prefix")?.unwrap_or_default(),
            suffix: take_text(&mut fields, "suffix")?.unwrap_or_default(),
        };
        let (start, end) = anchor.range;
        if start >= end {
            return Err(Refusal::Fault(format!("its span {start}..{end} holds nothing")));
        }
        Ok(Some((anchor, fields)))
    }

    /// The tag of these fields, if it has its place.
    fn tag(&self, anchor: &Anchor, found: Found, mut fields: Map<String, Json>) -> Read {
        let label = required(take_text(&mut fields, "label")?, "label")?;
        let id = required(take_text(&mut fields, "id")?, "id")?;
        let known = self.schema.get(&label);
        let start = anchor.range.0;
        let (place, moved) = match found {
            Found::Exact(place) => (place, false),
            Found::Moved(place) => (place, true),
            Found::Uncertain { .. } | Found::Lost => return Err(self.unplaced(anchor)),
        };
        let mut attributes = Attributes::new();
        for attribute in known.iter().flat_map(|label| &label.attributes) {
            if let Some(json) = take(&mut fields, &attribute.name) {
                attributes.insert(attribute.name.clone(), self.value(json, start, &place, moved));
            }
        }
        let annotation = Annotation {
            id: Id::from(id),
            label: LabelName::new(label),
            span: place.span,
            attributes,
            note: take_text(&mut fields, "note")?.filter(|note| !note.is_empty()),
            doubt: match take(&mut fields, "doubt") {
                None => false,
                Some(Json::Bool(doubt)) => doubt,
                Some(_) => return Err(Refusal::Fault("its \"doubt\" is not true or false".to_owned())),
            },
            created: Timestamp::from(required(take_text(&mut fields, "created")?, "created")?),
            modified: take_text(&mut fields, "modified")?.map(Timestamp::from),
            unknown: fields,
        };
        Ok(Some(Tag { annotation, quoted: anchor.quote.is_some(), moved }))
    }

    /// Why there is no certain place for an anchor.
    fn unplaced(&self, anchor: &Anchor) -> Refusal {
        let (start, end) = anchor.range;
        let reason = match (self.points.span(start, end), &anchor.quote) {
            (None, None) => "is outside of the article",
            (None, Some(_)) => "is outside of the article, and its quote is not in one place only",
            (Some(_), None) => "cannot be checked, as it has no quote and the article has changed",
            (Some(here), Some(quote)) if here.of(self.points.text()) == quote => {
                "cannot be told from other places with the same words, as the article has changed"
            }
            (Some(_), Some(_)) => "does not hold its quote, which is not in one place only",
        };
        Refusal::Unplaced(format!("its span {start}..{end} {reason}"))
    }

    /// An attribute's value. `start` is where its tag starts by the file, `place` where it is.
    fn value(&self, json: Json, start: usize, place: &Place, moved: bool) -> Value {
        match json {
            Json::String(word) => Value::Word(word),
            Json::Bool(yes) => Value::Flag(yes),
            Json::Object(ref fields) => {
                self.entity(fields, start, place, moved).unwrap_or(Value::Other(json))
            }
            other => Value::Other(other),
        }
    }

    /// An entity, if nothing else is said of it than what is known here.
    fn entity(&self, fields: &Map<String, Json>, start: usize, place: &Place, moved: bool) -> Option<Value> {
        let name = fields.get("name")?.as_str()?.to_owned();
        let span = match (fields.get("start"), fields.get("end"), fields.len()) {
            (None, None, 1) => None,
            (Some(from), Some(to), 3) => {
                let (from, to) = (offset(from)?, offset(to)?);
                if self.same && !moved {
                    Some(self.points.span(from, to)?)
                } else {
                    // A mention has no quote of its own: in another text it is certain only inside of
                    // what was compared with its tag. Elsewhere the name remains.
                    let (now, _) = self.points.points(place.span);
                    let shifted = |point: usize| point.checked_add(now)?.checked_sub(start);
                    let span = self.points.span(shifted(from)?, shifted(to)?);
                    span.filter(|span| place.compared.covers(*span))
                }
            }
            _ => return None,
        };
        Some(Value::Entity { name, span })
    }
}

/// The header of the file as it will be written: with the present facts of the article.
fn header(document: Document, facts: &Facts, made_in: Option<MadeIn>) -> Header {
    let Document { version, annotator, mut article, mut of_annotator, unknown, .. } = document;
    let language = take_name(&mut article, "language");
    for field in ["file", "sha256", "length", "unit", "title", "date", "outlet"] {
        article.shift_remove(field);
    }
    let name = take_name(&mut of_annotator, "name");
    Header {
        version,
        facts: Facts { language: facts.language.clone().or(language), ..facts.clone() },
        made_in,
        annotator,
        name,
        unknown,
        unknown_of_article: article,
        unknown_of_annotator: of_annotator,
    }
}

/// Which tags are, of those with one id, the one that was changed last: it stays the same one when the
/// order of the file changes.
fn last_of_each(tags: &[Read]) -> Vec<bool> {
    let mut last: HashMap<&Id, (&Timestamp, usize)> = HashMap::new();
    for (number, tag) in tags.iter().enumerate() {
        if let Ok(Some(Tag { annotation, .. })) = tag {
            let time = annotation.modified.as_ref().unwrap_or(&annotation.created);
            let newest = last.entry(&annotation.id).or_insert((time, number));
            if *time > *newest.0 {
                *newest = (time, number);
            }
        }
    }
    let mut chosen = vec![false; tags.len()];
    for (_, number) in last.into_values() {
        if let Some(chosen) = chosen.get_mut(number) {
            *chosen = true;
        }
    }
    chosen
}

/// The record that this JSON value is, word for word, but in one line.
fn record(json: &str) -> Record {
    let fields: Json = serde_json::from_str(json).unwrap_or_default();
    let offset_of = |name| fields.get(name).and_then(offset);
    Record {
        id: fields.get("id").and_then(Json::as_str).unwrap_or_default().to_owned(),
        span: offset_of("start").zip(offset_of("end")),
        // A line break in JSON is white space: in a text it is written as \n.
        json: json.split(['\n', '\r']).map(str::trim).collect(),
    }
}

fn offset(json: &Json) -> Option<usize> {
    json.as_u64().and_then(|offset| usize::try_from(offset).ok())
}

/// Takes a field out; `null` is as good as none.
fn take(fields: &mut Map<String, Json>, name: &str) -> Option<Json> {
    fields.shift_remove(name).filter(|value| !value.is_null())
}

/// Takes a field out if it is a text or `null`; what else it may be stays.
fn take_name(fields: &mut Map<String, Json>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Json::String(_) | Json::Null => take(fields, name)?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn take_text(fields: &mut Map<String, Json>, name: &str) -> Result<Option<String>, Refusal> {
    match take(fields, name) {
        None => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::Fault(format!("its {name:?} is not a text"))),
    }
}

fn take_offset(fields: &mut Map<String, Json>, name: &str) -> Result<usize, Refusal> {
    let value = required(take(fields, name), name)?;
    offset(&value).ok_or_else(|| {
        Refusal::Fault(format!(
            "its {name:?} is {}, and not a number of code points",
            short(&value.to_string())
        ))
    })
}

fn required<T>(value: Option<T>, name: &str) -> Result<T, Refusal> {
    value.ok_or_else(|| Refusal::Fault(format!("it has no {name:?}")))
}

/// The beginning of a text from a file, for a message.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
