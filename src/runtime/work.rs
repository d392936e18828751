//! What is done beside the interface, each as a function of what it is given.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use super::sidecars::Seen;
use crate::app::{ANALYSED_AT_ONCE, Effect, Loaded, Msg};
use crate::config::Annotator;
use crate::corpus;
use crate::model::{Article, Head, Problem, Schema};
use crate::nlp::{Analysis, Entities};
use crate::store::{self, Facts, Known, Opened, Sidecar, Store};
use crate::text::CodePoints;

/// What reading an article needs to know.
#[derive(Clone, Debug)]
pub struct Context {
    /// The files of the corpus, in order.
    pub files: Vec<PathBuf>,
    /// Where sidecars lie.
    pub store: Store,
    /// Who annotates.
    pub annotator: Annotator,
    /// The labels.
    pub schema: Arc<Schema>,
    /// What lies in the user's own folders.
    pub own: Own,
}

/// What the program keeps of a corpus in the user's own folders. The default: nothing.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The file of the history.
    pub history: Option<PathBuf>,
}

impl Context {
    /// Reads an article with its sidecar; of a file larger than `limit` bytes only the beginning,
    /// without the sidecar.
    pub(super) fn load(&self, index: usize, limit: Option<usize>) -> Option<(Msg, Option<Seen>)> {
        let path = self.files.get(index)?;
        let article = match limit {
            Some(limit) => corpus::open_beginning(path, limit),
            None => corpus::open(path),
        };
        Some(match article {
            Ok(article) => self.with_sidecar(index, article),
            Err(problem) => (Msg::Unreadable { article: index, problem }, None),
        })
    }

    fn with_sidecar(&self, index: usize, article: Article) -> (Msg, Option<Seen>) {
        let read = Instant::now();
        let analysis = Arc::new(Analysis::new(article.text.clone()));
        if article.complete && article.text.len() <= ANALYSED_AT_ONCE {
            analysis.all().for_each(drop);
        }
        let points = CodePoints::new(article.text.clone());
        let (sidecar, seen) = match article.complete {
            true => {
                let (opened, seen) = self.sidecar(index, &article, &points, analysis.head(), read);
                (Some(opened), seen)
            }
            false => (None, None),
        };
        (Msg::Loaded(Box::new(Loaded { index, article, points, analysis, sidecar, read })), seen)
    }

    fn sidecar(
        &self,
        index: usize,
        article: &Article,
        points: &CodePoints,
        head: &Head,
        read: Instant,
    ) -> (Result<Opened, Problem>, Option<Seen>) {
        let Annotator { id, name } = &self.annotator;
        let path = self.store.sidecar(&article.path, id);
        let facts = Facts::new(article, head);
        let (opened, known) = match store::read(&path, &article.path, points, &facts, id, &self.schema) {
            Ok(Some(opened)) => opened,
            Ok(None) => {
                let sidecar = Sidecar::new(facts.clone(), id.clone(), Some(name.clone()));
                (Opened::fresh(sidecar), Known::default())
            }
            Err(problem) => return (Err(problem), None),
        };
        let seen = Seen { index, article: article.path.clone(), facts, points: points.clone(), known, read };
        (Ok(opened), Some(seen))
    }
}

/// Performs an effect that takes time and touches nothing but its own arguments.
pub(super) fn think(effect: Effect) -> Option<Msg> {
    match effect {
        Effect::Analyse { article, analysis } => {
            analysis.all().for_each(drop);
            Some(Msg::Analysed { article })
        }
        Effect::Gather { version, articles } => {
            let mentions = articles.iter().flat_map(|(index, text, analysis)| {
                analysis.seen().flat_map(|chunk| &chunk.mentions).map(|m| (*index, m.span.of(text), m.kind))
            });
            let published = |index: usize| {
                let (_, _, analysis) = articles.iter().find(|(i, ..)| *i == index)?;
                analysis.head().date.as_deref()
            };
            let entities = Arc::new(Entities::gather(mentions, published));
            Some(Msg::Gathered { version, entities })
        }
        Effect::Find(hunt) => Some(Msg::Found { hunt: hunt.hunt, hit: hunt.run() }),
        _ => None,
    }
}
