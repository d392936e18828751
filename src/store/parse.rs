//! A file to what it holds.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::document::Document;
use super::sidecar::{Facts, Header, MadeIn, Sidecar};
use super::tags::{Read, Reader, Refusal, Tag, Unplaced, short, take_name};
use crate::model::{Annotation, AnnotatorId, Item, LabelName, Problem, Record, Schema, Span};
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
    /// The tags that have no certain place in the text, each still kept as it is among the other records.
    pub undecided: Vec<Undecided>,
}

impl Opened {
    /// What an article without a sidecar has.
    pub fn fresh(sidecar: Sidecar) -> Self {
        let (faults, undecided) = (Vec::new(), Vec::new());
        Self { sidecar, read_only: None, faults, text_changed: false, moved: 0, undecided }
    }
}

/// A tag that has no certain place in the text: a person has to put it somewhere, or let it go.
#[derive(Clone, Debug, PartialEq)]
pub struct Undecided {
    /// Its record, as it stays in the file until then.
    pub record: Arc<Record>,
    /// What it is about, by its record.
    pub quote: String,
    /// Where it may be now, in bytes, and how much that is like it, up to 1; none: nothing is like it.
    pub guess: Option<(Span, f64)>,
    /// What is wrong with its place.
    pub problem: Problem,
    tag: Annotation,
}

impl Undecided {
    /// The tag put on this span.
    pub fn on(&self, span: Span) -> Annotation {
        Annotation { span, ..self.tag.clone() }
    }

    /// Whether it says something of a name, which stands on its words alone.
    pub fn is_correction(&self) -> bool {
        self.tag.correction.is_some()
    }

    /// Its label.
    pub fn label(&self) -> &LabelName {
        &self.tag.label
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
    let (tags, mut items, mut faults) = (reader.tags(&document.records), Vec::new(), Vec::new());
    // The offsets of tags that are kept and not shown are still those of the text they were made in.
    let mut old_offsets = false;
    let last = last_of_each(&tags);
    let (mut moved, mut undecided) = (0, Vec::new());
    for (((line, json), tag), last) in document.records.iter().zip(tags).zip(last) {
        let record = Arc::new(Record::new(json));
        let reason = match tag {
            Ok(Some(tag)) if last => {
                moved += usize::from(tag.moved);
                items.push(Item::from(tag.annotation));
                continue;
            }
            Ok(Some(tag)) => {
                Some(format!("the id {:?} stands there twice", short(tag.annotation.id.as_str())))
            }
            Ok(None) => None,
            Err(Refusal::Fault(reason)) => Some(reason),
            Err(Refusal::Unplaced(unplaced)) => {
                let Unplaced { reason, quote, guess, tag } = *unplaced;
                let hint = "it is kept, and waits for a decision";
                let problem = Problem::new(reason).at(*line).hint(hint);
                undecided.push(Undecided { record: Arc::clone(&record), quote, guess, problem, tag });
                old_offsets = true;
                None
            }
        };
        old_offsets |= reason.is_some() && record.points().is_some();
        let hint = "the record is kept as it is, and not shown";
        faults.extend(reason.map(|reason| Problem::new(reason).at(*line).hint(hint)));
        items.push(Item::Other(record));
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
            annotations: items.into_iter().collect(),
        },
        faults,
        moved,
        undecided,
    })
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

/// Which tags are, of those with one id, the one that was changed last, and of these the one that stands first in
/// the text: it stays the same one when the order of the file changes.
fn last_of_each(tags: &[Read]) -> Vec<bool> {
    let mut last = HashMap::new();
    for (number, tag) in tags.iter().enumerate() {
        if let Ok(Some(Tag { annotation, .. })) = tag {
            let time = annotation.modified.as_ref().unwrap_or(&annotation.created);
            let rank = (time, Reverse(annotation.span));
            let newest = last.entry(&annotation.id).or_insert((rank, number));
            if rank > newest.0 {
                *newest = (rank, number);
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
