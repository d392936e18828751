//! Articles that are held at once, for what shows them all on one page.

use super::lost::Lost;
use super::training::Choice;
use super::{Exported, Outgoing};
use crate::model::{Annotation, AnnotatorId, LabelName, Schema};

/// The articles of an export, and the labels that they are tagged with.
pub struct Bundle {
    /// In the order of the corpus.
    pub articles: Vec<Exported>,
    /// The labels and their attributes.
    pub schema: Schema,
    /// What was asked for.
    pub choice: Choice,
    labels: Vec<LabelName>,
}

impl Bundle {
    /// Reads all of them.
    pub fn of(outgoing: &Outgoing) -> Self {
        Self {
            articles: outgoing.articles().collect(),
            schema: outgoing.schema.clone(),
            choice: outgoing.choice.clone(),
            labels: outgoing.labels(),
        }
    }

    /// All tags with their articles and annotators.
    pub fn tags(&self) -> impl Iterator<Item = (&Exported, &AnnotatorId, &Annotation)> {
        self.articles.iter().flat_map(|a| a.tags().map(move |(annotator, tag)| (a, annotator, tag)))
    }

    /// The same, and what is said of names.
    pub fn placed(&self) -> impl Iterator<Item = (&Exported, &AnnotatorId, &Annotation)> {
        self.articles.iter().flat_map(|a| a.placed().map(move |(annotator, tag)| (a, annotator, tag)))
    }

    /// The labels: those of the schema, then others that occur.
    pub fn labels(&self) -> Vec<LabelName> {
        self.labels.clone()
    }

    /// The records that are no tags, and no format but the sidecar carries; with the links, if `links` are not
    /// carried either.
    pub fn other_records(&self, links: bool) -> Lost {
        let mut lost = Lost::default();
        self.articles.iter().for_each(|article| lost.add_all(article.other_records(links)));
        lost
    }
}
