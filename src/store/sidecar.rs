//! What a sidecar holds.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use crate::model::{Annotations, AnnotatorId, Article, Head};

/// The version of the form that is written; what has another major version is only read.
pub(super) const VERSION: &str = "1.0";

/// The labels of records that are no tags: a label schema cannot have labels of these names.
pub const RESERVED_LABELS: [&str; 3] = ["entity", "link", "verdict"];

/// The fields that every tag's record has or may have: no attribute can have one of these names.
pub const RESERVED_FIELDS: [&str; 13] = [
    "id", "label", "start", "end", "quote", "prefix", "suffix", "note", "doubt", "conflict", "from",
    "created", "modified",
];

/// The attributes of the program's own labels, in the order of the file, which is not that of forms.
pub(super) const BUILT_IN_ATTRIBUTES: [&str; 5] = ["claimant", "certainty", "holder", "issue", "stance"];

/// What one annotator's file for one article holds. Cheap to clone: a snapshot for the saver.
#[derive(Clone, Debug, PartialEq)]
pub struct Sidecar {
    /// The first lines of the file.
    pub header: Arc<Header>,
    /// The records.
    pub annotations: Annotations,
}

impl Sidecar {
    /// A sidecar without annotations for an article that has none yet.
    pub fn new(facts: Facts, annotator: AnnotatorId, name: Option<String>) -> Self {
        let header = Header {
            version: VERSION.to_owned(),
            facts,
            made_in: None,
            annotator,
            name,
            unknown: Map::new(),
            unknown_of_article: Map::new(),
            unknown_of_annotator: Map::new(),
        };
        Self { header: Arc::new(header), annotations: Annotations::default() }
    }
}

/// The first lines of a sidecar.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The version of the form, `1.0`; a newer minor version stays as it was read.
    pub version: String,
    /// What is said of the article.
    pub facts: Facts,
    /// The text that the offsets of the file were made in, while it holds tags that have no place in
    /// the present one: so that the next reading looks for all words again. None: the present text.
    pub made_in: Option<MadeIn>,
    /// Who made the annotations.
    pub annotator: AnnotatorId,
    /// The annotator's name for people, if it is known.
    pub name: Option<String>,
    /// Fields of the file that this version does not know.
    pub unknown: Map<String, Json>,
    /// The same of its `article`.
    pub unknown_of_article: Map<String, Json>,
    /// The same of its `annotator`.
    pub unknown_of_annotator: Map<String, Json>,
}

/// What a file says of the text that its offsets were made in, as it stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeIn {
    pub(super) sha256: Json,
    pub(super) length: Json,
}

/// What a sidecar says of its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The name of the article's file, without folders.
    pub file: String,
    /// The [`sha256`] of the canonical text.
    pub sha256: String,
    /// The headline, in one line.
    pub title: Option<String>,
    /// The day of publication, `2025-08-19`.
    pub date: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The language as a code, `en`. None: unknown, and a code that stands in the file is kept.
    pub language: Option<String>,
}

impl Facts {
    /// The facts of an article that has been read to its end. Reads through the whole text.
    pub fn new(article: &Article, head: &Head) -> Self {
        Self {
            file: article.source.file(),
            sha256: sha256(&article.text),
            title: head.title_in(&article.text).map(Cow::into_owned),
            date: head.date.clone(),
            outlet: head.outlet.clone(),
            language: None,
        }
    }
}

/// The SHA-256 of a text in UTF-8, in 64 lower-case hexadecimal digits.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
