//! What UIMA calls a CAS: a text and typed feature structures on it, in the layers that `INCEpTION` takes. Both ways of writing
//! it down, [`cas_json`](super::cas_json) and [`xmi`](super::xmi), are of these.
//!
//! Tags are in the span layer *Statement* and links in the relation layer *`StatementLink`* on any span, which a project must
//! have before it imports; sentences and names are in the layers that every project has. Offsets are code units of
//! UTF-16.

use std::collections::HashMap;

use serde_json::{Map, json};

use super::tokens::has_blank_end;
use super::{Unit, Version};
use crate::model::{AnnotatorId, Span};

/// The name of the text.
pub const VIEW: &str = "_InitialView";
/// The number of the structure that holds the text.
pub const SOFA: usize = 1;

/// The layer of tags.
pub const STATEMENT: &str = "webanno.custom.Statement";
/// The layer of links.
pub const LINK: &str = "webanno.custom.StatementLink";
/// The layer of names.
pub const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
/// What is said of the document.
pub const META: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";

const STRING: &str = "uima.cas.String";
const ANNOTATION: &str = "uima.tcas.Annotation";

/// The attributes that are features of their own, so that they can be edited there.
pub const ATTRIBUTES: [&str; 5] = ["claimant", "certainty", "holder", "issue", "stance"];

/// A type: its name, the one that it is a kind of, and its features with what they hold.
pub type Type = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// All types that occur.
pub const TYPES: [Type; 5] = [
    (
        META,
        "uima.tcas.DocumentAnnotation",
        &[
            ("documentTitle", STRING),
            ("documentId", STRING),
            ("documentUri", STRING),
            ("collectionId", STRING),
            ("documentBaseUri", STRING),
            ("isLastSegment", "uima.cas.Boolean"),
        ],
    ),
    (SENTENCE, ANNOTATION, &[("id", STRING)]),
    (NAMED_ENTITY, ANNOTATION, &[("value", STRING), ("identifier", STRING)]),
    (
        STATEMENT,
        ANNOTATION,
        &[
            ("kind", STRING),
            ("claimant", STRING),
            ("certainty", STRING),
            ("holder", STRING),
            ("issue", STRING),
            ("stance", STRING),
            ("uid", STRING),
            ("quote", STRING),
            ("fields", STRING),
        ],
    ),
    (LINK, ANNOTATION, &[("Dependent", ANNOTATION), ("Governor", ANNOTATION), ("kind", STRING)]),
];

/// A feature structure on a span.
pub struct Structure {
    /// Its number in the document.
    pub id: usize,
    /// The name of its type.
    pub kind: &'static str,
    /// Where it begins, in code units of UTF-16.
    pub begin: usize,
    /// Where it ends, without.
    pub end: usize,
    /// What is set in it.
    pub features: Vec<(&'static str, Feature)>,
}

/// The value of a feature.
pub enum Feature {
    /// Words.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Another structure, by its number.
    Structure(usize),
}

/// What one annotator sees in an article.
pub fn structures(version: &Version) -> Vec<Structure> {
    let article = version.article;
    let offsets = article.offsets(Unit::Utf16);
    let mut all: Vec<Structure> = Vec::new();
    let mut add = |kind, span: Span, features| {
        let (begin, end) = (offsets.at(span.start()), offsets.at(span.end()));
        all.push(Structure { id: SOFA + 1 + all.len(), kind, begin, end, features });
        SOFA + all.len()
    };
    let text = |words: &str| Feature::Text(words.to_owned());
    let title = vec![
        ("documentTitle", text(&article.name)),
        ("documentId", text(&article.name)),
        ("isLastSegment", Feature::Flag(false)),
    ];
    add(META, Span::new(0, article.text().len()), title);
    // A sentence must not begin or end with white space.
    for sentence in article.sentences.iter().filter(|s| !has_blank_end(s.span.of(article.text()))) {
        add(SENTENCE, sentence.span, Vec::new());
    }
    for mention in &article.mentions {
        add(NAMED_ENTITY, mention.span, vec![("value", text(mention.kind.name()))]);
    }
    let mut statements = HashMap::new();
    for tag in &version.tags {
        let mut fields = Map::from_iter([("doc".to_owned(), json!(article.name))]);
        fields.insert("annotator".to_owned(), json!(version.annotator.map(AnnotatorId::as_str)));
        fields.extend(article.fields(tag));
        let mut features = vec![("kind", text(tag.label.as_str())), ("uid", text(tag.id.as_str()))];
        features.push(("quote", text(tag.span.of(article.text()))));
        features
            .extend(ATTRIBUTES.into_iter().filter_map(|name| Some((name, Feature::Text(tag.word(name)?)))));
        features.push(("fields", Feature::Text(json!(fields).to_string())));
        statements.insert(tag.id.as_str(), (tag.span, add(STATEMENT, tag.span, features)));
    }
    for link in &version.links {
        let [from, to] = [&link.from, &link.to].map(|id| statements.get(id.as_str()));
        let (Some((_, from)), Some((span, to))) = (from, to) else { continue };
        let ends = [("Governor", Feature::Structure(*from)), ("Dependent", Feature::Structure(*to))];
        // A relation stands where its dependent does.
        add(LINK, *span, ends.into_iter().chain([("kind", text(&link.relation))]).collect());
    }
    all
}

/// The path of a version's file, without its ending.
pub fn path(version: &Version) -> String {
    let path = version.article.path();
    version.annotator.map_or_else(|| path.clone(), |annotator| format!("{annotator}/{path}"))
}
