//! The records of a sidecar: tags, corrections of names, and whatever else stands there.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::Value as Json;

use super::{Annotation, Span, Verdict};

/// A record as it stands in its file, one line of JSON, and what gives it its place among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    id: String,
    points: Option<(usize, usize)>,
    json: String,
    verdict: Option<Verdict>,
}

impl Record {
    /// The record that this JSON value is, word for word, but in one line.
    pub fn new(json: &str) -> Self {
        let fields: Json = serde_json::from_str(json).unwrap_or_default();
        let offset = |name| fields.get(name)?.as_u64().and_then(|offset| usize::try_from(offset).ok());
        Self {
            id: fields.get("id").and_then(Json::as_str).unwrap_or_default().to_owned(),
            points: offset("start").zip(offset("end")),
            verdict: Verdict::parse(&fields),
            // A line break in JSON is white space: in a text it is written as \n.
            json: json.split(['\n', '\r']).map(str::trim).collect(),
        }
    }

    /// A record of a tag that is at these code points, half-open.
    pub fn of_tag(annotation: &Annotation, points: (usize, usize), json: String) -> Self {
        Self { id: annotation.id.as_str().to_owned(), points: Some(points), json, verdict: None }
    }

    /// The identity of the record; empty if it has none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Start and end in code points, whether the text has such a place or not.
    pub fn points(&self) -> Option<(usize, usize)> {
        self.points
    }

    /// The record, a JSON value without line breaks.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// What it says of another record, if it is a verdict.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// The order of the file: records with spans by (start, end, id), then the others by id.
    pub fn in_order(&self, other: &Self) -> Ordering {
        let key = |record: &Self| (record.points.is_none(), record.points);
        key(self).cmp(&key(other)).then_with(|| self.id.cmp(&other.id))
    }
}

/// One record of a sidecar, as far as it is understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A tag, or what is said of a name, that has its place in the text.
    Tag(Arc<Annotation>),
    /// Any other record, kept as it is: links, verdicts, those of newer versions and other
    /// programs, and tags whose place in the text is not known.
    Other(Arc<Record>),
}

impl Item {
    /// The identity of the record; empty if it has none.
    pub fn id(&self) -> &str {
        match self {
            Self::Tag(annotation) => annotation.id.as_str(),
            Self::Other(record) => record.id(),
        }
    }

    /// The tag or the correction, if it is one.
    pub fn tag(&self) -> Option<&Arc<Annotation>> {
        match self {
            Self::Tag(annotation) => Some(annotation),
            Self::Other(_) => None,
        }
    }

    /// Where a tag is.
    pub fn span(&self) -> Option<Span> {
        self.tag().map(|annotation| annotation.span)
    }
}

impl From<Annotation> for Item {
    fn from(annotation: Annotation) -> Self {
        Self::Tag(Arc::new(annotation))
    }
}

impl From<Arc<Annotation>> for Item {
    fn from(annotation: Arc<Annotation>) -> Self {
        Self::Tag(annotation)
    }
}

impl From<Arc<Record>> for Item {
    fn from(record: Arc<Record>) -> Self {
        Self::Other(record)
    }
}
