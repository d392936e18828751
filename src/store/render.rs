//! A sidecar as the bytes of its file.

use serde_json::{Map, Value as Json, json};
use unicode_segmentation::GraphemeCursor;

use super::sidecar::{BUILT_IN_ATTRIBUTES, Header, MadeIn, Sidecar};
use crate::model::{Annotation, Correction, Item, Problem, Record, Schema, Span, Status, Value};
use crate::text::CodePoints;

/// How many code points before and after a span are its `prefix` and `suffix`.
const SURROUNDINGS: usize = 24;
/// The same of a name: it stands in many places, and what tells one from the others is mostly the whole sentence.
const SURROUNDINGS_OF_NAMES: usize = 160;

impl Sidecar {
    /// Whether all annotations have their places in the text that `points` counts.
    ///
    /// # Errors
    ///
    /// One has none: it was made in another text. Which one is said.
    pub fn fits(&self, points: &CodePoints) -> Result<(), Problem> {
        let text = points.text();
        let is_in = |span: Span| text.get(span.range()).is_some();
        let of_value = |value: &Value| match value {
            Value::Entity { span, .. } => *span,
            _ => None,
        };
        let fits =
            |tag: &Annotation| is_in(tag.span) && tag.attributes.values().filter_map(of_value).all(is_in);
        match self.annotations.placed().find(|tag| !fits(tag)) {
            None => Ok(()),
            Some(tag) => {
                let (Annotation { label, id, .. }, file) = (tag, &self.header.facts.file);
                Err(Problem::new(format!("the {label} {} has no place in the text of {file}", id.as_str())))
            }
        }
    }

    /// The contents of the file. `points` counts the canonical text of the article, the same that the
    /// header's facts were made of; `schema` gives the order of attributes. What has no place in that text quotes nothing.
    pub fn render(&self, points: &CodePoints, schema: &Schema) -> String {
        let tags: Vec<Record> = self.annotations.placed().map(|a| tag(a, points, schema)).collect();
        let others = self.annotations.others().iter().map(AsRef::as_ref);
        let mut records: Vec<&Record> = tags.iter().chain(others).collect();
        records.sort_by(|a, b| a.in_order(b));
        let (_, length) = points.points(Span::new(0, points.text().len()));
        // Once all tags have their places, all offsets are those of the present text.
        let placeless = self.annotations.others().iter().any(|record| record.points().is_some());
        let made_in = self.header.made_in.as_ref().filter(|_| placeless);
        rendered(&first_lines(&self.header, made_in, length), &records)
    }
}

impl Item {
    /// The record as it stands in a sidecar for the text that `points` counts.
    pub(super) fn record(&self, points: &CodePoints, schema: &Schema) -> Record {
        match self {
            Self::Tag(annotation) => tag(annotation, points, schema),
            Self::Other(record) => (**record).clone(),
        }
    }
}

/// The contents of a file out of its first lines and its records, which are in their order.
pub(super) fn rendered(lines: &Map<String, Json>, records: &[&Record]) -> String {
    let mut file = String::from("{\n");
    for (name, value) in lines {
        file += &format!("{}:{value},\n", Json::from(name.as_str()));
    }
    file += "\"annotations\":[\n";
    for (number, record) in records.iter().enumerate() {
        file += if number == 0 { "" } else { ",\n" };
        file += record.json();
    }
    file += if records.is_empty() { "]}\n" } else { "\n]}\n" };
    file
}

/// The program that writes the file.
pub(super) fn generator() -> Json {
    json!({"name": "abreast", "version": env!("CARGO_PKG_VERSION")})
}

/// The fields of the file before its records.
fn first_lines(header: &Header, made_in: Option<&MadeIn>, length: usize) -> Map<String, Json> {
    let facts = &header.facts;
    let (sha256, length) = match made_in {
        Some(text) => (text.sha256.clone(), text.length.clone()),
        None => (json!(facts.sha256), json!(length)),
    };
    let mut article = object([
        ("file", json!(facts.file)),
        ("sha256", sha256),
        ("length", length),
        ("unit", json!("code-point")),
        ("title", json!(facts.title)),
        ("date", json!(facts.date)),
        ("outlet", json!(facts.outlet)),
        ("language", json!(facts.language)),
    ]);
    article.extend(header.unknown_of_article.clone());
    let mut annotator = object([("id", json!(header.annotator.as_str()))]);
    if let Some(name) = &header.name {
        annotator.insert("name".to_owned(), json!(name));
    }
    annotator.extend(header.unknown_of_annotator.clone());
    let mut lines = object([
        ("format", json!("abreast")),
        ("version", json!(header.version)),
        ("generator", generator()),
        ("article", Json::Object(article)),
        ("annotator", Json::Object(annotator)),
    ]);
    lines.extend(header.unknown.clone());
    lines
}

fn object<const N: usize>(fields: [(&str, Json); N]) -> Map<String, Json> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The record of an annotation.
fn tag(annotation: &Annotation, points: &CodePoints, schema: &Schema) -> Record {
    let text = points.text();
    let Annotation {
        id,
        label,
        span,
        attributes,
        correction,
        note,
        doubt,
        conflict,
        created,
        modified,
        unknown,
    } = annotation;
    let (start, end) = points.points(*span);
    let length = if correction.is_some() { SURROUNDINGS_OF_NAMES } else { SURROUNDINGS };
    let (before, after) = surroundings(text, *span, length);
    let mut fields = object([
        ("id", json!(id.as_str())),
        ("label", json!(label.as_str())),
        ("start", json!(start)),
        ("end", json!(end)),
        ("quote", json!(span.of(text))),
        ("prefix", json!(before.of(text))),
        ("suffix", json!(after.of(text))),
    ]);
    let of_schema = schema.get(label.as_str()).into_iter().flat_map(|label| &label.attributes);
    let names = BUILT_IN_ATTRIBUTES.into_iter().chain(of_schema.map(|attribute| attribute.name.as_str()));
    for name in names.chain(attributes.keys().map(String::as_str)) {
        if let Some(value) = attributes.get(name) {
            fields.insert(name.to_owned(), value.json(|span| points.points(span)));
        }
    }
    fields.extend(correction.iter().flat_map(|correction| said(correction, points)));
    fields.extend(unknown.clone());
    if let Some(note) = note {
        fields.insert("note".to_owned(), json!(note));
    }
    if *doubt {
        fields.insert("doubt".to_owned(), json!(true));
    }
    if let Some(conflict) = conflict {
        fields.insert("conflict".to_owned(), json!(conflict));
    }
    fields.insert("created".to_owned(), json!(created.as_str()));
    if let Some(modified) = modified {
        fields.insert("modified".to_owned(), json!(modified.as_str()));
    }
    Record::of_tag(annotation, (start, end), Json::Object(fields).to_string())
}

/// What a correction says, as the fields of its record.
fn said(correction: &Correction, points: &CodePoints) -> Map<String, Json> {
    let Correction { kind, name, status } = correction;
    let mut fields = object([("type", json!(kind.name()))]);
    fields.extend(name.iter().map(|name| ("name".to_owned(), json!(name))));
    fields.insert("status".to_owned(), json!(status.name()));
    if let Status::Corrected(Some(seen)) = status {
        let (start, end) = points.points(seen.span);
        let suggested = json!({ "type": seen.kind.name(), "start": start, "end": end });
        fields.insert("suggested".to_owned(), suggested);
    }
    fields
}

/// The `length` code points just before and just after a span, without half a grapheme cluster at the outer ends.
fn surroundings(text: &str, span: Span, length: usize) -> (Span, Span) {
    let (Some(before), Some(after)) = (text.get(..span.start()), text.get(span.end()..)) else {
        return (Span::default(), Span::default());
    };
    let start = before.char_indices().rev().take(length).last().map_or(span.start(), |(at, _)| at);
    let end = span.end() + after.chars().take(length).map(char::len_utf8).sum::<usize>();

    let at = |offset| GraphemeCursor::new(offset, text.len(), true);
    let whole = |offset| at(offset).is_boundary(text, 0).unwrap_or(true);
    let next = |offset| at(offset).next_boundary(text, 0).ok().flatten().unwrap_or(text.len());
    let previous = |offset| at(offset).prev_boundary(text, 0).ok().flatten().unwrap_or_default();
    let start = if whole(start) { start } else { next(start).min(span.start()) };
    let end = if whole(end) { end } else { previous(end).max(span.end()) };
    (Span::new(start, span.start()), Span::new(span.end(), end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LabelName;
    use crate::store::Facts;

    fn around(before: &str, after: &str) -> (String, String) {
        let text = format!("{before}here{after}");
        let here = Span::new(before.len(), before.len() + 4);
        let (prefix, suffix) = surroundings(&text, here, SURROUNDINGS);
        (prefix.of(&text).to_owned(), suffix.of(&text).to_owned())
    }

    #[test]
    fn surroundings_are_24_code_points_or_what_there_is() {
        let (prefix, suffix) = around(&"ä".repeat(30), &"語".repeat(30));
        assert_eq!((prefix, suffix), ("ä".repeat(24), "語".repeat(24)));
        assert_eq!(around("", "\nx"), (String::new(), "\nx".to_owned()));
    }

    #[test]
    fn surroundings_hold_no_half_of_what_is_seen_as_one_character() {
        // A family of four is seven code points, a letter with an accent of its own two.
        let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
        let (prefix, suffix) = around(&family.repeat(4), &family.repeat(4));
        assert_eq!((prefix, suffix), (family.repeat(3), family.repeat(3)));
        let (prefix, _) = around(&format!("e\u{301}{}", "x".repeat(23)), "");
        assert_eq!(prefix, "x".repeat(23));
    }

    #[test]
    fn a_tag_that_was_made_in_another_text_is_an_error_and_no_end_of_the_program() {
        let facts = Facts { file: "a.txt".to_owned(), ..Facts::default() };
        let points = CodePoints::new("’’’ Rain.");
        for (start, end, value) in [(1, 12, None), (0, 99, None), (0, 3, Some(Span::new(1, 2)))] {
            let value = value.map(|span| ("holder".to_owned(), Value::chosen("Roth", Some(span))));
            let tag =
                Annotation::new(LabelName::new("claim"), Span::new(start, end), value.into_iter().collect());
            let sidecar = Sidecar::new(facts.clone(), "ada".parse().unwrap(), None);
            let sidecar = Sidecar { annotations: [tag].into_iter().collect(), ..sidecar };
            let problem = sidecar.fits(&points).unwrap_err().to_string();
            assert!(problem.contains("has no place in the text of a.txt"), "{problem}");
            assert!(sidecar.render(&points, &Schema::default()).contains("\"claim\""));
        }
    }
}
