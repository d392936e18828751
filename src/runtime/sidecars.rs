//! The sidecars of this annotator on disk: what is known of each, how they are looked at and written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::copies::{self, Copies};
use super::work::Context;
use crate::app::{Changed, Msg, SaveFailed, Saved};
use crate::model::Problem;
use crate::store::{self, Facts, Job, Known, Log, Note, WriteError};
use crate::text::CodePoints;

/// A sidecar as it was last read or written.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// The article: its index in the corpus.
    pub(super) index: usize,
    /// Its file.
    pub(super) article: PathBuf,
    /// What is said of the article.
    pub(super) facts: Facts,
    /// The article's text, counted.
    pub(super) points: CodePoints,
    /// What the sidecar held.
    pub(super) known: Known,
    /// When it was read.
    pub(super) read: Instant,
}

/// All of them, by the index of their article.
#[derive(Debug)]
pub(super) struct Sidecars {
    pub(super) context: Context,
    seen: HashMap<usize, Seen>,
    log: Option<Log>,
    copies: Copies,
}

/// What came of an attempt to write.
pub(super) enum Written {
    /// It is done with, as this tells.
    Ended(Option<Msg>),
    /// It failed, and is tried again.
    Failed(SaveFailed),
}

impl Sidecars {
    pub(super) fn new(context: Context) -> Self {
        let log = context.own.history.clone().map(Log::new);
        let copies = Copies::new(context.own.emergency.clone());
        Self { context, seen: HashMap::new(), log, copies }
    }

    /// What was done in earlier sessions.
    pub(super) fn recall(&self) -> Msg {
        Msg::Recalled(Box::new(self.log.as_ref().map(Log::read).unwrap_or_default()))
    }

    /// Writes down what was done.
    pub(super) fn note(&mut self, note: &Note) {
        if let Some(log) = &mut self.log {
            log.add(note);
        }
    }

    /// Takes note of what an article's sidecar held when the article was read.
    pub(super) fn saw(&mut self, seen: Seen) {
        let older = self.seen.get(&seen.index).is_some_and(|known| known.read > seen.read);
        if !older {
            self.seen.insert(seen.index, seen);
        }
    }

    /// Writes a sidecar, unless somebody else has changed it: that is told first, and what is to be
    /// written then comes again with both.
    pub(super) fn write(&mut self, job: &Job) -> Written {
        let Some(seen) = self.seen.get_mut(&job.article) else { return Written::Ended(None) };
        if job.read < seen.read {
            return Written::Ended(None);
        }
        // What is shown as saved can be undone, whatever comes.
        if let Some(log) = &mut self.log {
            log.sync();
        }
        let problem = match put(&self.context, job, &mut seen.known) {
            Ok(()) => {
                self.copies.are_done_with(job);
                return Written::Ended(Some(saved(job)));
            }
            Err(WriteError::Failed(problem)) => in_words(problem, &job.path),
            Err(WriteError::ChangedOnDisk(problem)) => match self.read(job.article) {
                Ok(Some(changed)) => return Written::Ended(Some(changed)),
                Ok(None) => problem,
                Err(unreadable) => unreadable,
            },
        };
        log::error!("{problem}");
        let article = self.seen.get(&job.article).map(|seen| seen.article.as_path());
        let copy = article.and_then(|article| self.copies.keep(job, article, &self.context.annotator.id));
        Written::Failed(SaveFailed { article: job.article, problem, copy })
    }

    /// Removes a copy.
    pub(super) fn discard(&self, copy: &Path) {
        copies::remove(copy);
    }

    /// Looks whether somebody else has changed an article's sidecar.
    pub(super) fn look(&mut self, article: usize) -> Option<Msg> {
        match self.read(article) {
            Ok(msg) => msg,
            Err(problem) => {
                let copy = self.copies.of(article);
                Some(Msg::NotSaved(SaveFailed { article, problem, copy }))
            }
        }
    }

    /// Reads a sidecar again, and tells what it holds if that is not what is known.
    fn read(&mut self, article: usize) -> Result<Option<Msg>, Problem> {
        let Some(seen) = self.seen.get_mut(&article) else { return Ok(None) };
        let read = Instant::now();
        let id = &self.context.annotator.id;
        let path = self.context.store.sidecar(&seen.article, id);
        let opened = store::read(&path, &seen.article, &seen.points, &seen.facts, id, &self.context.schema)?;
        let (opened, known) = match opened {
            Some((opened, known)) => (Some(opened), known),
            None => (None, Known::default()),
        };
        if known.is_same(&seen.known) {
            return Ok(None);
        }
        seen.known = known;
        seen.read = read;
        Ok(Some(Msg::Changed(Box::new(Changed { article, opened, read }))))
    }
}

/// Puts a sidecar on disk.
fn put(context: &Context, job: &Job, known: &mut Known) -> Result<(), WriteError> {
    let store = &context.store;
    if context.own.beside.is_some() && known.is_same(&Known::default()) {
        // It is the first one in the place of that which cannot be written: what that one holds is remembered.
        copies::put_base(store, &job.path, job).map_err(WriteError::Failed)?;
    }
    store.write(&job.path, &job.render(), known)
}

/// What is wrong with a folder that is gone, as people say it.
fn in_words(problem: Problem, sidecar: &Path) -> Problem {
    match sidecar.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.exists() => {
            Problem { reason: "its folder was moved or deleted".to_owned(), ..problem }
        }
        _ => problem,
    }
}

fn saved(job: &Job) -> Msg {
    Msg::Saved(Saved {
        article: job.article,
        revision: job.revision,
        annotations: job.sidecar.annotations.clone(),
    })
}
