//! The steps of a history as they are written down.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

use super::parse::parse;
use super::sidecar::{Header, VERSION};
use crate::model::{Change, Item, Schema, Step};
use crate::text::CodePoints;

/// A step as it is written down. Its records are those of sidecars, so that they find their places in a text
/// that has changed since.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Written {
    /// Its identity in the file.
    pub step: String,
    /// What it was, for the notice.
    pub name: String,
    changes: Vec<WrittenChange>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WrittenChange {
    article: String,
    /// Of the text that the records stand in.
    sha256: String,
    before: Option<Box<RawValue>>,
    after: Option<Box<RawValue>>,
}

/// What became of a step, by its identity.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// It was undone.
    Undone(String),
    /// It was made again.
    Redone(String),
    /// It was given up, since its records have been changed by others.
    Dropped(String),
}

/// A text that records of a step stand in.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What the article is called: [`Store::name`](super::Store::name).
    pub name: String,
    /// The text, counted.
    pub points: CodePoints,
    /// The first lines of the sidecar.
    pub header: Arc<Header>,
}

/// A step with what it takes to write it down. Cheap to make: the work is done when it is written.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its identity in the file.
    pub id: String,
    /// The step.
    pub step: Step,
    /// The articles that it changed, by their index in the corpus.
    pub texts: BTreeMap<usize, Standing>,
    /// The labels of the corpus.
    pub schema: Arc<Schema>,
}

/// What is added to the file.
#[derive(Clone, Debug)]
pub enum Note {
    /// A step was made.
    Made(Made),
    /// Something became of it.
    Mark(Mark),
}

impl Made {
    /// The step as it is written down; nothing if one of its articles is not there.
    pub fn written(&self) -> Option<Written> {
        let Step { name, changes } = &self.step;
        let changes = changes.iter().map(|change| {
            let Standing { name, points, header } = self.texts.get(&change.article)?;
            let record = |item: &Option<Item>| match item {
                None => Some(None),
                Some(item) => {
                    RawValue::from_string(item.record(points, &self.schema).json().to_owned()).ok().map(Some)
                }
            };
            let (before, after) = (record(&change.before)?, record(&change.after)?);
            Some(WrittenChange { article: name.clone(), sha256: header.facts.sha256.clone(), before, after })
        });
        Some(Written { step: self.id.clone(), name: name.clone(), changes: changes.collect::<Option<_>>()? })
    }
}

impl Written {
    /// The names of the articles that it changed.
    pub fn articles(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().map(|change| change.article.as_str())
    }

    /// The step in the present texts, which `texts` gives with their indexes by name.
    ///
    /// Nothing if a record has no certain place in its text any more, or an article is not there.
    pub fn step(&self, texts: &HashMap<String, (usize, Standing)>, schema: &Schema) -> Option<Step> {
        let [before, after] = [WrittenChange::before, WrittenChange::after]
            .map(|side: fn(&WrittenChange) -> Option<&RawValue>| self.items(side, texts, schema));
        let (mut before, mut after) = (before?.into_iter(), after?.into_iter());
        let changes = self.changes.iter().map(|change| {
            let (article, _) = texts.get(&change.article)?;
            Some(Change { article: *article, before: before.next()?, after: after.next()? })
        });
        Some(Step { name: self.name.clone(), changes: changes.collect::<Option<_>>()? })
    }

    /// The records of one side of all changes, read as those of a sidecar are.
    fn items(
        &self,
        side: fn(&WrittenChange) -> Option<&RawValue>,
        texts: &HashMap<String, (usize, Standing)>,
        schema: &Schema,
    ) -> Option<Vec<Option<Item>>> {
        let mut files: BTreeMap<(&str, &str), Vec<&RawValue>> = BTreeMap::new();
        for change in &self.changes {
            files.entry((&change.article, &change.sha256)).or_default().extend(side(change));
        }
        let mut read: HashMap<(&str, String), Item> = HashMap::new();
        for ((article, sha256), records) in files {
            let (_, Standing { points, header, .. }) = texts.get(article)?;
            let file = json!({
                "format": "abreast",
                "version": VERSION,
                "article": {"sha256": sha256},
                "annotator": {"id": header.annotator.as_str()},
            });
            let records = serde_json::to_string(&records).ok()?;
            let file = file.to_string();
            let file = format!("{},\"annotations\":{records}}}", file.strip_suffix('}')?);
            let opened = parse(&file, points, &header.facts, &header.annotator, schema).ok()?;
            // What had no place when the step was made was no tag then either.
            if !opened.undecided.is_empty() && *sha256 != header.facts.sha256 {
                return None;
            }
            let items = opened.sidecar.annotations.items();
            read.extend(items.map(|item| ((article, item.id().to_owned()), item)));
        }
        let item = |change: &WrittenChange| match side(change) {
            None => Some(None),
            Some(record) => read.get(&(change.article.as_str(), id(record)?)).cloned().map(Some),
        };
        self.changes.iter().map(item).collect()
    }
}

impl WrittenChange {
    fn before(&self) -> Option<&RawValue> {
        self.before.as_deref()
    }

    fn after(&self) -> Option<&RawValue> {
        self.after.as_deref()
    }
}

fn id(record: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Identity {
        id: String,
    }
    serde_json::from_str(record.get()).ok().map(|Identity { id }| id)
}
