//! Annotations: a label on a span, with attributes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value as Json, json};

use super::{Correction, LabelName, Span, Stance};

/// The identity of an annotation: a UUID of version 7, never used twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// A new one, later in order than all made before it.
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }

    /// As it is written in the sidecar.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Id {
    fn default() -> Self {
        Self::new()
    }
}

/// Ids made elsewhere are kept as they are, whatever their form.
impl From<String> for Id {
    fn from(id: String) -> Self {
        Self(id)
    }
}

/// A moment in UTC, to the second: `2026-10-01T09:12:44Z`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(String);

impl Timestamp {
    /// The present second.
    pub fn now() -> Self {
        let now = jiff::Timestamp::now();
        Self(now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    /// As it is written in the sidecar.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Times written elsewhere are kept as they are.
impl From<String> for Timestamp {
    fn from(time: String) -> Self {
        Self(time)
    }
}

/// The name of an annotator in file names: `a-z 0-9 - _`, 1 to 64 of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotatorId(String);

/// An annotator's id with other characters than `a-z 0-9 - _`, or too long, or empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an annotator's id is 1 to 64 of the characters a-z 0-9 - _, and {0:?} is not")]
pub struct BadAnnotatorId(pub String);

impl AnnotatorId {
    /// As it stands in file names.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest id to a person's name (`Ada L.` gives `ada-l`), if anything of it is left.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut id = String::new();
        for c in name.to_lowercase().chars() {
            match c {
                'a'..='z' | '0'..='9' | '_' => id.push(c),
                _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
                _ => {}
            }
        }
        id.truncate(64);
        id.trim_end_matches('-').parse().ok()
    }
}

impl FromStr for AnnotatorId {
    type Err = BadAnnotatorId;
    fn from_str(id: &str) -> Result<Self, BadAnnotatorId> {
        let fits = id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
        if fits && (1..=64).contains(&id.len()) {
            Ok(Self(id.to_owned()))
        } else {
            Err(BadAnnotatorId(id.to_owned()))
        }
    }
}

impl fmt::Display for AnnotatorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A person or thing by name, and where the text names it, if it does there.
    Entity {
        /// The name of the entity.
        name: String,
        /// The mention that it was taken from.
        span: Option<Span>,
        /// Whether the program has filled it in, and nobody has confirmed or changed it yet.
        prefilled: bool,
    },
    /// A choice, a phrase or a text, as its [`AttributeKind`](super::AttributeKind) says.
    Word(String),
    /// Yes or no.
    Flag(bool),
    /// A value of another form, made by a newer or another program: kept and written back.
    Other(Json),
}

impl Value {
    /// An entity that somebody has chosen, and where the text names it.
    pub fn chosen(name: impl Into<String>, span: Option<Span>) -> Self {
        Self::Entity { name: name.into(), span, prefilled: false }
    }

    /// An entity that somebody has chosen, and that is not taken from a mention.
    pub fn entity(name: impl Into<String>) -> Self {
        Self::chosen(name, None)
    }

    /// Whether the program has filled it in, and nobody has confirmed or changed it yet.
    pub fn is_prefilled(&self) -> bool {
        matches!(self, Self::Entity { prefilled: true, .. })
    }

    /// The same as somebody has confirmed it.
    #[must_use]
    pub fn confirmed(self) -> Self {
        match self {
            Self::Entity { name, span, .. } => Self::chosen(name, span),
            other => other,
        }
    }

    /// The value as sidecars and other tools' files have it; `points` counts code points.
    pub fn json(&self, points: impl Fn(Span) -> (usize, usize)) -> Json {
        match self {
            Self::Entity { name, span, prefilled } => {
                let mut entity = Map::from_iter([("name".to_owned(), json!(name))]);
                if let Some((start, end)) = span.map(points) {
                    entity.extend([("start".to_owned(), json!(start)), ("end".to_owned(), json!(end))]);
                }
                entity.extend(prefilled.then(|| ("prefilled".to_owned(), json!(true))));
                Json::Object(entity)
            }
            Self::Word(word) => json!(word),
            Self::Flag(yes) => json!(yes),
            Self::Other(json) => json.clone(),
        }
    }

    /// The words of the value, for people.
    pub fn words(&self) -> String {
        match self {
            Self::Entity { name, .. } => name.clone(),
            Self::Word(word) => word.clone(),
            Self::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Other(json) => json.to_string(),
        }
    }
}

/// The attributes that are set, by name. An unset attribute has no entry.
pub type Attributes = BTreeMap<String, Value>;

/// The same attributes as somebody has confirmed them.
pub fn confirmed(attributes: Attributes) -> Attributes {
    attributes.into_iter().map(|(name, value)| (name, value.confirmed())).collect()
}

/// A label on a span, with its attributes, made by one annotator; or what the annotator says of the name there.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its identity.
    pub id: Id,
    /// What it says of the span.
    pub label: LabelName,
    /// What it is about.
    pub span: Span,
    /// Its attributes.
    pub attributes: Attributes,
    /// What it says of the mention on its span, if that is what it does.
    pub correction: Option<Correction>,
    /// A remark of the annotator, never empty.
    pub note: Option<String>,
    /// Whether the annotator is in doubt.
    pub doubt: bool,
    /// The other version of a record that two have changed, by its id, or [`REMOVED`](super::REMOVED),
    /// until somebody has decided.
    pub conflict: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub modified: Option<Timestamp>,
    /// Fields of its record that this version does not know, kept and written back.
    pub unknown: Map<String, Json>,
}

impl Annotation {
    /// A new annotation, made now.
    pub fn new(label: LabelName, span: Span, attributes: Attributes) -> Self {
        Self {
            id: Id::new(),
            label,
            span,
            attributes,
            correction: None,
            note: None,
            doubt: false,
            conflict: None,
            created: Timestamp::now(),
            modified: None,
            unknown: Map::new(),
        }
    }

    /// Whether one of the two says all that the other one says.
    pub fn says_same(&self, other: &Self) -> bool {
        self.says_all_of(other) || other.says_all_of(self)
    }

    /// Whether it says of the same words all that another one says, and chooses nothing besides. A value there that
    /// was filled in and not confirmed says nothing.
    pub fn says_all_of(&self, other: &Self) -> bool {
        let (own, others) = (self.values(), other.values());
        let says = |name: &String| match (own.get(name), others.get(name)) {
            (Some(own), None) => own.is_prefilled(),
            (_, Some(said)) if said.is_prefilled() => true,
            (own, said) => own.cloned().map(Value::confirmed).as_ref() == said,
        };
        (&self.label, self.span) == (&other.label, other.span) && own.keys().chain(others.keys()).all(says)
    }

    /// A new annotation that says this of the mention on `span`, made now.
    pub fn correcting(span: Span, correction: Correction) -> Self {
        let label = LabelName::new(LabelName::ENTITY);
        Self { correction: Some(correction), ..Self::new(label, span, Attributes::new()) }
    }

    /// When it was said last.
    pub fn said(&self) -> (&Timestamp, &Id) {
        (self.modified.as_ref().unwrap_or(&self.created), &self.id)
    }

    /// What it says by name: its attributes; of a name its type, and what the entity is called.
    pub fn values(&self) -> Cow<'_, Attributes> {
        let of_name = self.correction.as_ref().map(|correction| Cow::Owned(correction.values()));
        of_name.unwrap_or(Cow::Borrowed(&self.attributes))
    }

    /// The words of what it says under this name, if that is set.
    pub fn word(&self, name: &str) -> Option<String> {
        self.values().get(name).map(Value::words)
    }

    /// Whether the program has filled in an attribute, and nobody has confirmed or changed it yet.
    pub fn is_prefilled(&self, attribute: &str) -> bool {
        self.attributes.get(attribute).is_some_and(Value::is_prefilled)
    }

    /// The stance of a position, if it is set.
    pub fn stance(&self) -> Option<Stance> {
        match self.attributes.get("stance") {
            Some(Value::Word(word)) => Stance::from_name(word),
            _ => None,
        }
    }
}
