//! Records to tags.

use serde_json::{Map, Value as Json};

use super::anchor::{self, Anchor, Found, Place};
use super::document::{Fields, message};
use super::sidecar::RESERVED_LABELS;
use crate::model::{
    Annotation, Attributes, Correction, EntityType, Id, LabelName, Mention, Schema, Span, Status, Timestamp,
    Value,
};
use crate::text::CodePoints;

/// A record that is a tag and has its place.
pub(super) struct Tag {
    pub(super) annotation: Annotation,
    /// Whether its words were there to check its offsets by.
    quoted: bool,
    pub(super) moved: bool,
}

/// Why a tag's record is none that can be shown.
pub(super) enum Refusal {
    Fault(String),
    Unplaced(Box<Unplaced>),
}

/// A tag without a certain place.
pub(super) struct Unplaced {
    pub(super) reason: String,
    pub(super) quote: String,
    pub(super) guess: Option<(Span, f64)>,
    /// All but its span.
    pub(super) tag: Annotation,
}

/// Where a tag says that it is, and its other fields.
type Anchored = (Anchor, Map<String, Json>);

pub(super) type Read = Result<Option<Tag>, Refusal>;

/// Makes tags of records.
pub(super) struct Reader<'a> {
    pub(super) points: &'a CodePoints,
    /// Whether the text is the one that the offsets were made in.
    pub(super) same: bool,
    pub(super) schema: &'a Schema,
}

impl Reader<'_> {
    pub(super) fn tags(&self, records: &[(usize, &str)]) -> Vec<Read> {
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
                if let Ok(Some(Tag { annotation, quoted: false, .. })) = tag {
                    let reason = "its span has no quote, and others miss theirs".to_owned();
                    let guess = Some((annotation.span, 0.0));
                    let (quote, tag_itself) = (String::new(), annotation.clone());
                    *tag =
                        Err(Refusal::Unplaced(Box::new(Unplaced { reason, quote, guess, tag: tag_itself })));
                }
            }
        }
        tags
    }

    /// Where a tag says that it is, and its other fields; nothing if it is a record of another kind.
    fn fields(&self, json: &str) -> Result<Option<Anchored>, Refusal> {
        let Fields(mut fields) = serde_json::from_str(json).map_err(|error| {
            Refusal::Fault(format!("this is no record that can be read ({})", message(&error)))
        })?;
        let label = match fields.get("label") {
            None | Some(Json::Null) => return Ok(None),
            Some(Json::String(label)) => label,
            Some(_) => return Err(Refusal::Fault("its \"label\" is not a text".to_owned())),
        };
        let spanned = fields.contains_key("start") && fields.contains_key("end");
        let reserved = RESERVED_LABELS.contains(&label.as_str());
        if label != LabelName::ENTITY && (reserved || (self.schema.get(label).is_none() && !spanned)) {
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
        let nowhere = Place { span: Span::new(0, 0), compared: Span::new(0, 0) };
        let (place, moved) = match found {
            Found::Exact(place) => (place, false),
            Found::Moved(place) => (place, true),
            Found::Uncertain { .. } | Found::Lost => (nowhere, true),
        };
        let mut attributes = Attributes::new();
        for attribute in known.iter().flat_map(|label| &label.attributes) {
            if let Some(json) = take(&mut fields, &attribute.name) {
                attributes.insert(attribute.name.clone(), self.value(json, start, &place, moved));
            }
        }
        let correction = match label.as_str() {
            LabelName::ENTITY => Some(self.correction(&mut fields, start, &place, moved)?),
            _ => None,
        };
        let annotation = Annotation {
            id: Id::from(id),
            label: LabelName::new(label),
            span: place.span,
            attributes,
            correction,
            note: take_text(&mut fields, "note")?.filter(|note| !note.is_empty()),
            doubt: match take(&mut fields, "doubt") {
                None => false,
                Some(Json::Bool(doubt)) => doubt,
                Some(_) => return Err(Refusal::Fault("its \"doubt\" is not true or false".to_owned())),
            },
            conflict: take_text(&mut fields, "conflict")?,
            created: Timestamp::from(required(take_text(&mut fields, "created")?, "created")?),
            modified: take_text(&mut fields, "modified")?.map(Timestamp::from),
            unknown: fields,
        };
        let guess = match found {
            Found::Exact(_) | Found::Moved(_) => {
                return Ok(Some(Tag { annotation, quoted: anchor.quote.is_some(), moved }));
            }
            Found::Uncertain { span, score } => Some((span, score)),
            Found::Lost => None,
        };
        let (reason, quote) = (self.why_unplaced(anchor), anchor.quote.clone().unwrap_or_default());
        Err(Refusal::Unplaced(Box::new(Unplaced { reason, quote, guess, tag: annotation })))
    }

    /// Why there is no certain place for an anchor.
    fn why_unplaced(&self, anchor: &Anchor) -> String {
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
        format!("its span {start}..{end} {reason}")
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

    /// What a record says of a mention.
    fn correction(
        &self,
        fields: &mut Map<String, Json>,
        start: usize,
        place: &Place,
        moved: bool,
    ) -> Result<Correction, Refusal> {
        let kind = required(take_text(fields, "type")?, "type")?;
        let Some(kind) = EntityType::from_name(&kind) else {
            let known = EntityType::ALL.map(EntityType::name).join(", ");
            return Err(Refusal::Fault(format!(
                "its \"type\" is {:?}, and not one of {known}",
                short(&kind)
            )));
        };
        // What is suggested in another form is kept as it is, among the unknown fields.
        let suggested = |fields: &mut Map<String, Json>| {
            let suggested = self.suggested(fields.get("suggested")?.as_object()?, start, place, moved)?;
            fields.shift_remove("suggested");
            suggested
        };
        let status = match take_text(fields, "status")?.as_deref() {
            Some("confirmed") => Status::Confirmed,
            Some("added") => Status::Added,
            Some("removed") => Status::Removed,
            Some("corrected") => Status::Corrected(suggested(fields)),
            None => suggested(fields).map_or(Status::Added, |seen| Status::Corrected(Some(seen))),
            Some(other) => {
                let known = "confirmed, corrected, added, removed";
                let reason = format!("its \"status\" is {:?}, and not one of {known}", short(other));
                return Err(Refusal::Fault(reason));
            }
        };
        Ok(Correction { kind, name: take_text(fields, "name")?.filter(|name| !name.is_empty()), status })
    }

    /// A mention that the program has seen, if nothing else is said of it than what is known here; within, nothing
    /// if its place in another text is not certain.
    fn suggested(
        &self,
        fields: &Map<String, Json>,
        start: usize,
        place: &Place,
        moved: bool,
    ) -> Option<Option<Mention>> {
        let kind = EntityType::from_name(fields.get("type")?.as_str()?)?;
        let (from, to) = (offset(fields.get("start")?)?, offset(fields.get("end")?)?);
        (fields.len() == 3 && from < to)
            .then(|| self.within(from, to, start, place, moved).map(|span| Mention { span, kind }))
    }

    /// An entity, if nothing else is said of it than what is known here.
    fn entity(&self, fields: &Map<String, Json>, start: usize, place: &Place, moved: bool) -> Option<Value> {
        let name = fields.get("name")?.as_str()?.to_owned();
        let prefilled = fields.get("prefilled").map(|mark| mark.as_bool().ok_or(()));
        let prefilled = prefilled.transpose().ok()?;
        let others = 1 + usize::from(prefilled.is_some());
        let span = match (fields.get("start"), fields.get("end"), fields.len() - others) {
            (None, None, 0) => None,
            (Some(from), Some(to), 2) => {
                let (from, to) = (offset(from)?, offset(to)?);
                let span = self.within(from, to, start, place, moved);
                if self.same && !moved { Some(span?) } else { span }
            }
            _ => return None,
        };
        Some(Value::Entity { name, span, prefilled: prefilled.unwrap_or_default() })
    }

    /// The mention at these code points of a record. It has no quote of its own: in another text it is certain only
    /// inside of what was compared with its record.
    fn within(&self, from: usize, to: usize, start: usize, place: &Place, moved: bool) -> Option<Span> {
        if self.same && !moved {
            return self.points.span(from, to);
        }
        let (now, _) = self.points.points(place.span);
        let shifted = |point: usize| point.checked_add(now)?.checked_sub(start);
        let span = self.points.span(shifted(from)?, shifted(to)?);
        span.filter(|span| place.compared.covers(*span))
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
pub(super) fn take_name(fields: &mut Map<String, Json>, name: &str) -> Option<String> {
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
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
