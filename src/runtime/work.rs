//! What is done beside the interface, each as a function of what it is given.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::sidecars::Seen;
use crate::app::{ANALYSED_AT_ONCE, Copy, Effect, Loaded, Msg};
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
    /// Where copies go of sidecars that cannot be written.
    pub emergency: Option<Store>,
    /// Where sidecars lie that are only read, since nothing can be written there: what an annotator begins with
    /// who has no sidecar in [`Context::store`] yet.
    pub beside: Option<Store>,
    /// Where sidecars may lie from a time when the corpus could not be written.
    pub earlier: Option<Store>,
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
        let copies = seen.iter().flat_map(|seen| self.copies(seen)).collect();
        (Msg::Loaded(Box::new(Loaded { index, article, points, analysis, sidecar, copies, read })), seen)
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
        let facts = Facts::new(article, head);
        let read_in = |store: &Store| {
            let path = store.sidecar(&article.path, id);
            store::read(&path, &article.path, points, &facts, id, &self.schema)
        };
        let begun = || match &self.own.beside {
            Some(beside) => Ok(read_in(beside)?.map(|(opened, _)| (opened, Known::default()))),
            None => Ok(None),
        };
        let opened = read_in(&self.store).and_then(|opened| opened.map_or_else(begun, |it| Ok(Some(it))));
        let (opened, known) = match opened {
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

impl Context {
    /// The copies that there are of an article's sidecar.
    fn copies(&self, seen: &Seen) -> Vec<Copy> {
        let id = &self.annotator.id;
        let read = |path: &Path| {
            let opened = store::read(path, &seen.article, &seen.points, &seen.facts, id, &self.schema);
            Some(opened.inspect_err(|problem| log::error!("{problem}")).ok()??.0)
        };
        let copies = [&self.own.emergency, &self.own.earlier].into_iter().flatten().filter_map(|store| {
            let path = store.sidecar(&seen.article, id);
            let Opened { sidecar, undecided, .. } = read(&path)?;
            let base = read(&store::base_of(&path)).map(|base| base.sidecar.annotations).unwrap_or_default();
            let made = fs::metadata(&path).and_then(|file| file.modified()).ok();
            let annotations = sidecar.annotations;
            Some(Copy { path, annotations, undecided, base, made, later: false })
        });
        copies.collect()
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
