//! Verdicts: what a reviewer says of a record of somebody else; and what an annotation was made of.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::{Annotation, AnnotatorId, Id, Record, Timestamp};

/// A record in an annotator's sidecar of the same article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Whose it is.
    pub annotator: AnnotatorId,
    /// Its identity.
    pub id: Id,
}

/// What is said of a record: accepted or rejected, and why; or a comment alone. One on a verdict answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The record that is judged.
    pub of: Reference,
    /// Whether it is accepted or rejected; none: it is commented on, and not judged.
    pub accepted: Option<bool>,
    /// A comment, empty if there is none.
    pub comment: String,
    /// What the record said then; none: a program has judged it that did not note it.
    pub judged: Option<Content>,
    /// When it was said last.
    pub at: Timestamp,
}

/// What a record says, as far as it is judged: its label, its words and its attributes, and neither its note nor its
/// doubt nor its place. White space in the words does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content(Map<String, Json>);

impl Content {
    /// What an annotation says of these words.
    pub fn of(tag: &Annotation, words: &str) -> Self {
        let words: Vec<&str> = words.split_whitespace().collect();
        let said = [("label", tag.label.to_string()), ("quote", words.join(" "))];
        let said = said.map(|(name, value)| (name.to_owned(), value));
        let values = tag.values();
        let values = values.iter().map(|(name, value)| (name.clone(), value.words()));
        Self(said.into_iter().chain(values).map(|(name, value)| (name, Json::from(value))).collect())
    }
}

impl Content {
    /// In what another one differs, for people: `stance is oppose now`.
    pub fn changed_to(&self, now: &Self) -> String {
        let names: BTreeSet<&String> = self.0.keys().chain(now.0.keys()).collect();
        let changed = names.into_iter().filter(|name| self.0.get(*name) != now.0.get(*name));
        let changed = changed.map(|name| match now.0.get(name).and_then(Json::as_str) {
            Some(word) => format!("{name} is {word} now"),
            None => format!("{name} is not set now"),
        });
        changed.collect::<Vec<_>>().join(", ")
    }
}

impl From<&Verdict> for Content {
    fn from(verdict: &Verdict) -> Self {
        let said = [("verdict", verdict.word()), ("comment", &verdict.comment)];
        Self(said.into_iter().map(|(name, value)| (name.to_owned(), Json::from(value))).collect())
    }
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

    /// A comment that is no judgement yet, made now on a record that says this.
    pub fn new(of: Reference, judged: Content) -> Self {
        Self { of, accepted: None, comment: String::new(), judged: Some(judged), at: Timestamp::now() }
    }

    /// The word for it: `accepted` or `rejected`, and `commented` for a comment alone.
    pub fn word(&self) -> &'static str {
        match self.accepted {
            Some(true) => "accepted",
            Some(false) => "rejected",
            None => "commented",
        }
    }

    /// What a reviewer says of each record, of all that lies in their sidecar: one thing, also where two windows or a
    /// merge have left several. What judges goes before what only comments, then the latest holds, then the higher id.
    pub fn standing(records: &[Arc<Record>]) -> HashMap<&Reference, (&Arc<Record>, &Self)> {
        let mut standing: HashMap<&Reference, (&Arc<Record>, &Self)> = HashMap::new();
        for record in records {
            let Some(verdict) = record.verdict() else { continue };
            let said = standing.entry(&verdict.of).or_insert((record, verdict));
            if verdict.rank(record) > said.1.rank(said.0) {
                *said = (record, verdict);
            }
        }
        standing
    }

    /// The records that are both accepted and rejected in these.
    pub fn contradicted<'a>(records: impl IntoIterator<Item = &'a Arc<Record>>) -> BTreeSet<&'a Reference> {
        let mut first: HashMap<&Reference, bool> = HashMap::new();
        let judged = records.into_iter().filter_map(|record| record.verdict());
        let judged = judged.filter_map(|verdict| Some((&verdict.of, verdict.accepted?)));
        let contrary = judged.filter(|(of, accepted)| *first.entry(*of).or_insert(*accepted) != *accepted);
        contrary.map(|(of, _)| of).collect()
    }

    /// Whether these say the same. What was both accepted and rejected is not settled, by one reviewer or by two.
    pub fn agree<'a>(mut verdicts: impl Iterator<Item = &'a Self>) -> bool {
        let first = verdicts.next();
        verdicts.all(|verdict| first.is_some_and(|first| verdict.accepted == first.accepted))
    }

    /// Which of a reviewer's verdicts on one record holds: the highest.
    pub fn rank<'a>(&'a self, record: &'a Record) -> (bool, &'a Timestamp, &'a str) {
        (self.accepted.is_some(), &self.at, record.id())
    }

    /// Whether the record still says what was judged. Where that was not noted, it must not have been changed later.
    pub fn is_of(&self, content: &Content, modified: Option<&Timestamp>) -> bool {
        match &self.judged {
            Some(judged) => judged == content,
            None => modified.is_none_or(|modified| *modified <= self.at),
        }
    }

    /// The verdict in the fields of a record; nothing if it is another one, or cannot be understood.
    pub(super) fn parse(fields: &Json) -> Option<Self> {
        let text = |name: &str| fields.get(name).and_then(Json::as_str);
        let accepted = match (text("label")?, fields.get("verdict").map(Json::as_str)) {
            (Self::LABEL, Some(Some("accepted"))) => Some(true),
            (Self::LABEL, Some(Some("rejected"))) => Some(false),
            (Self::LABEL, None) => None,
            _ => return None,
        };
        let at = text("modified").or(text("created")).unwrap_or_default().to_owned();
        Some(Self {
            of: Reference::parse(fields.get("of")?)?,
            accepted,
            comment: text("comment").unwrap_or_default().to_owned(),
            judged: fields.get("judged").and_then(Json::as_object).cloned().map(Content),
            at: Timestamp::from(at),
        })
    }

    /// A new record of it.
    pub fn record(&self) -> Record {
        let fields = json!({ "id": Id::new().as_str(), "label": Self::LABEL, "of": self.of.json() });
        self.in_record(fields, "created")
    }

    /// The record with this verdict in the place of its own.
    pub fn replacing(&self, record: &Record) -> Record {
        self.in_record(serde_json::from_str(record.json()).unwrap_or_default(), "modified")
    }

    fn in_record(&self, fields: Json, time: &str) -> Record {
        let Json::Object(mut fields) = fields else { return Record::new("{}") };
        match self.accepted {
            Some(_) => drop(fields.insert("verdict".to_owned(), self.word().into())),
            None => drop(fields.shift_remove("verdict")),
        }
        fields.insert("comment".to_owned(), self.comment.as_str().into());
        if let Some(Content(judged)) = &self.judged {
            fields.insert("judged".to_owned(), judged.clone().into());
        }
        fields.insert(time.to_owned(), self.at.as_str().into());
        Record::new(&Json::Object(fields).to_string())
    }
}

/// The field of a tag's record that names the annotations of others that it was made of.
const FROM: &str = "from";

impl Annotation {
    /// The same label, words and attributes, or the same of a name, as an annotation of the annotator's own, made now of these: what was
    /// filled in there and not confirmed is still so here.
    #[must_use]
    pub fn adopted(&self, sources: &[Reference]) -> Self {
        let new = Self::new(self.label.clone(), self.span, self.attributes.clone());
        Self { correction: self.correction.clone(), ..new }.made_of(sources)
    }

    /// The same annotation made of these.
    #[must_use]
    pub fn made_of(mut self, sources: &[Reference]) -> Self {
        self.unknown.insert(FROM.to_owned(), sources.iter().map(Reference::json).collect());
        self
    }

    /// Whether it was made of others' annotations: then it is no judgement of its own.
    pub fn is_adopted(&self) -> bool {
        self.sources().next().is_some()
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

    fn content(words: &str, stance: &str) -> Content {
        let attributes = [("stance".to_owned(), crate::model::Value::Word(stance.to_owned()))].into();
        let label = crate::model::LabelName::new("position");
        Content::of(&Annotation::new(label, crate::model::Span::new(0, 9), attributes), words)
    }

    #[test]
    fn a_verdict_is_read_as_it_was_written_and_keeps_what_it_does_not_know() {
        let of = Reference { annotator: "bo".parse().unwrap(), id: Id::from("1".to_owned()) };
        let comment =
            Verdict { comment: "“so”".to_owned(), ..Verdict::new(of, content("It rains.", "oppose")) };
        let verdict = Verdict { accepted: Some(true), ..comment.clone() };
        for verdict in [&comment, &verdict] {
            assert_eq!(verdict.record().verdict(), Some(verdict));
        }
        let record = verdict.record();
        let more = Record::new(&record.json().replacen('{', r#"{"x":1,"#, 1));
        let changed = Verdict { accepted: Some(false), ..verdict.clone() }.replacing(&more);
        assert_eq!((changed.id(), changed.verdict().unwrap().word()), (record.id(), "rejected"));
        assert!(changed.json().contains(r#""x":1"#) && changed.json().contains("modified"));
        let taken_back = comment.replacing(&changed);
        assert_eq!(taken_back.verdict().unwrap().accepted, None);
    }

    #[test]
    fn a_verdict_is_of_what_was_judged_and_of_nothing_else() {
        let of = Reference { annotator: "bo".parse().unwrap(), id: Id::from("1".to_owned()) };
        let verdict = Verdict::new(of, content("It  rains.", "oppose"));
        assert!(verdict.is_of(&content("It\nrains.", "oppose"), Some(&Timestamp::from("9999".to_owned()))));
        assert!(!verdict.is_of(&content("It rains.", "support"), None));
        assert!(!verdict.is_of(&content("It rained.", "oppose"), None));
        let old = Verdict { judged: None, at: Timestamp::from("2026-01-02T00:00:00Z".to_owned()), ..verdict };
        for (modified, is_of) in [("2026-01-01T00:00:00Z", true), ("2026-01-03T00:00:00Z", false)] {
            let modified = Timestamp::from(modified.to_owned());
            assert_eq!(old.is_of(&content("It rains.", "oppose"), Some(&modified)), is_of);
        }
    }

    #[test]
    fn what_is_no_verdict_is_none() {
        for json in [
            r#"{"label":"verdict"}"#,
            r#"{"label":"verdict","of":{"annotator":"bo","id":"1"},"verdict":1}"#,
            r#"{"label":"verdict","of":{"annotator":"bo","id":"1"},"verdict":"maybe"}"#,
            r#"{"label":"verdict","of":{"annotator":"B O","id":"1"},"verdict":"accepted"}"#,
            r#"{"label":"link","of":{"annotator":"bo","id":"1"},"verdict":"accepted"}"#,
            "[]",
        ] {
            assert_eq!(Record::new(json).verdict(), None, "{json}");
        }
    }
}
