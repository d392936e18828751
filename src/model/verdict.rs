//! Verdicts: what a reviewer says of a record of somebody else; and what an annotation was made of.

use serde_json::{Map, Value as Json, json};

use super::{Annotation, AnnotatorId, Id, Record, Timestamp, confirmed};

/// A record in an annotator's sidecar of the same article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Whose it is.
    pub annotator: AnnotatorId,
    /// Its identity.
    pub id: Id,
}

/// What is said of a record: accepted or rejected, and why. One on a verdict answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The record that is judged.
    pub of: Reference,
    /// Whether it is accepted; if not, it is rejected.
    pub accepted: bool,
    /// A comment, empty if there is none.
    pub comment: String,
}

impl Reference {
    /// As it stands in a record: `{"annotator":"bo","id":"…"}`.
    pub fn json(&self) -> Json {
        json!({ "annotator": self.annotator.as_str(), "id": self.id.as_str() })
    }

    fn parse(json: &Json) -> Option<Self> {
        let text = |name: &str| json.get(name).and_then(Json::as_str);
        Some(Self { annotator: text("annotator")?.parse().ok()?, id: Id::from(text("id")?.to_owned()) })
    }
}

impl Verdict {
    /// The label of its records.
    pub const LABEL: &str = "verdict";

    /// The word for it: `accepted` or `rejected`.
    pub fn word(&self) -> &'static str {
        if self.accepted { "accepted" } else { "rejected" }
    }

    /// The verdict in the fields of a record; nothing if it is another one, or cannot be understood.
    pub(super) fn parse(fields: &Json) -> Option<Self> {
        let text = |name: &str| fields.get(name).and_then(Json::as_str);
        let accepted = match (text("label")?, text("verdict")?) {
            (Self::LABEL, "accepted") => true,
            (Self::LABEL, "rejected") => false,
            _ => return None,
        };
        let comment = text("comment").unwrap_or_default().to_owned();
        Some(Self { of: Reference::parse(fields.get("of")?)?, accepted, comment })
    }

    /// A new record of it, made now.
    pub fn record(&self) -> Record {
        let id = Id::new();
        let fields = json!({
            "id": id.as_str(),
            "label": Self::LABEL,
            "of": self.of.json(),
            "verdict": self.word(),
            "comment": self.comment,
            "created": Timestamp::now().as_str(),
        });
        Record::new(&fields.to_string())
    }

    /// The record with this verdict in the place of its own, changed now.
    pub fn replacing(&self, record: &Record) -> Record {
        let mut fields: Map<String, Json> = serde_json::from_str(record.json()).unwrap_or_default();
        fields.insert("verdict".to_owned(), self.word().into());
        fields.insert("comment".to_owned(), self.comment.as_str().into());
        fields.insert("modified".to_owned(), Timestamp::now().as_str().into());
        Record::new(&Json::Object(fields).to_string())
    }
}

/// The field of a tag's record that names the annotations of others that it was made of.
const FROM: &str = "from";

impl Annotation {
    /// The same label, words and attributes as an annotation of the annotator's own, made now of these: whoever
    /// takes it over confirms what it says.
    #[must_use]
    pub fn adopted(&self, sources: &[Reference]) -> Self {
        Self::new(self.label.clone(), self.span, confirmed(self.attributes.clone())).made_of(sources)
    }

    /// The same annotation made of these.
    #[must_use]
    pub fn made_of(mut self, sources: &[Reference]) -> Self {
        self.unknown.insert(FROM.to_owned(), sources.iter().map(Reference::json).collect());
        self
    }

    /// The annotations of others that it was made of.
    pub fn sources(&self) -> impl Iterator<Item = Reference> {
        let from = self.unknown.get(FROM).and_then(Json::as_array);
        from.into_iter().flatten().filter_map(Reference::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_read_as_it_was_written_and_keeps_what_it_does_not_know() {
        let of = Reference { annotator: "bo".parse().unwrap(), id: Id::from("1".to_owned()) };
        let verdict = Verdict { of, accepted: true, comment: "“so”".to_owned() };
        let record = verdict.record();
        assert_eq!(record.verdict(), Some(&verdict));
        let more = Record::new(&record.json().replacen('{', r#"{"x":1,"#, 1));
        let changed = Verdict { accepted: false, ..verdict }.replacing(&more);
        assert_eq!((changed.id(), changed.verdict().unwrap().word()), (record.id(), "rejected"));
        assert!(changed.json().contains(r#""x":1"#) && changed.json().contains("modified"));
    }

    #[test]
    fn what_is_no_verdict_is_none() {
        for json in [
            r#"{"label":"verdict"}"#,
            r#"{"label":"verdict","of":{"annotator":"bo","id":"1"},"verdict":"maybe"}"#,
            r#"{"label":"verdict","of":{"annotator":"B O","id":"1"},"verdict":"accepted"}"#,
            r#"{"label":"link","of":{"annotator":"bo","id":"1"},"verdict":"accepted"}"#,
            "[]",
        ] {
            assert_eq!(Record::new(json).verdict(), None, "{json}");
        }
    }
}
