//! The sidecars of this annotator on disk: looked at and written.
//!
//! What is known of a sidecar comes with each order from the state, which alone merges. Here is only
//! remembered what was written last, since the next order may have been given before that was told.

use std::collections::HashMap;
use std::path::Path;

use super::copies::{self, Copies};
use super::work::Context;
use crate::app::{Changed, Look, Msg, SaveFailed, Saved};
use crate::model::Problem;
use crate::store::{self, Job, Known, Log, Note, Store, WriteError};

/// All of them.
#[derive(Debug)]
pub(super) struct Sidecars {
    pub(super) context: Context,
    /// By the index of the article: what was written last.
    written: HashMap<usize, Known>,
    log: Option<Log>,
    copies: Copies,
}

/// What came of an attempt to write.
pub(super) enum Written {
    /// It is done with, as this tells.
    Ended(Msg),
    /// It failed, and is tried again.
    Failed(SaveFailed),
}

impl Sidecars {
    pub(super) fn new(context: Context) -> Self {
        let log = context.own.history.clone().map(Log::new);
        let copies = Copies::new(context.own.emergency.clone());
        Self { context, written: HashMap::new(), log, copies }
    }

    /// What was done in earlier sessions.
    pub(super) fn recall(&self) -> Msg {
        Msg::Recalled(Box::new(self.log.as_ref().map(Log::read).unwrap_or_default()))
    }

    /// Writes down what was done. Tells if that fails, once in a row.
    pub(super) fn note(&mut self, note: &Note) -> Option<Msg> {
        self.log.as_mut()?.add(note).err().map(Msg::NotNoted)
    }

    /// Writes a sidecar, unless somebody else has changed it: that is told, and what is to be written comes
    /// again with both.
    pub(super) fn write(&mut self, job: &Job) -> Written {
        // What is shown as saved can be undone, whatever comes.
        if let Some(log) = &mut self.log {
            log.sync();
        }
        let written = self.written.entry(job.article).or_default();
        *written = written.as_known_by(&job.known);
        let problem = match put(&self.context, job, written) {
            Ok(()) => {
                let msg = saved(job, *written);
                self.copies.are_done_with(job);
                return Written::Ended(msg);
            }
            Err(WriteError::Failed(problem)) => in_words(problem, &job.path, &self.context.store),
            Err(WriteError::ChangedOnDisk(problem)) => match self.read(&Look::from(job)) {
                Ok(Msg::Unchanged(_)) => problem,
                Ok(changed) => return Written::Ended(changed),
                Err(unreadable) => unreadable,
            },
        };
        Written::Failed(self.failed(job, problem))
    }

    /// Makes a copy of what is not to be written now.
    pub(super) fn keep(&mut self, job: &Job, problem: Problem) -> Msg {
        Msg::NotSaved(self.failed(job, problem))
    }

    fn failed(&mut self, job: &Job, problem: Problem) -> SaveFailed {
        log::error!("{problem}");
        let copy = self.copies.keep(job, &self.context.annotator.id);
        SaveFailed { article: job.article, problem, copy }
    }

    /// Removes a copy.
    pub(super) fn discard(&self, copy: &Path) {
        self.copies.remove(copy);
    }

    /// Looks whether somebody else has changed an article's sidecar.
    pub(super) fn look(&mut self, look: &Look) -> Msg {
        match self.read(look) {
            Ok(msg) => msg,
            Err(problem) => {
                let copy = self.copies.of(look.article);
                Msg::NotSaved(SaveFailed { article: look.article, problem, copy })
            }
        }
    }

    /// Reads a sidecar again, and tells what it holds if that is neither what is known nor what was written
    /// here last.
    fn read(&mut self, look: &Look) -> Result<Msg, Problem> {
        let Context { store, annotator, schema, .. } = &self.context;
        let path = store.sidecar(&look.file, &annotator.id);
        let opened = store::read(&path, &look.file, &look.points, &look.facts, &annotator.id, schema)?;
        let (opened, known) = match opened {
            Some((opened, known)) => (Some(opened), known),
            None => (None, Known::default()),
        };
        let own = self.written.get(&look.article).is_some_and(|written| written.is_own(&known));
        if own || known.is_same(&look.known) {
            return Ok(Msg::Unchanged(look.article));
        }
        self.written.remove(&look.article);
        let Look { article, facts, .. } = look;
        let changed = Changed { article: *article, sha256: facts.sha256.clone(), opened, known };
        Ok(Msg::Changed(Box::new(changed)))
    }
}

/// Puts a sidecar on disk.
fn put(context: &Context, job: &Job, known: &mut Known) -> Result<(), WriteError> {
    let store = &context.store;
    if context.own.beside.is_some() && !job.path.exists() {
        // It is the first one in the place of that which cannot be written: what that one holds is remembered.
        copies::put_base(store, &job.path, job).map_err(WriteError::Failed)?;
    }
    store.write(&job.path, &job.render(), known)
}

/// What is wrong with a folder that is gone, as people say it.
fn in_words(problem: Problem, sidecar: &Path, store: &Store) -> Problem {
    match sidecar.parent() {
        Some(folder) if store.dir.is_none() && !folder.as_os_str().is_empty() && !folder.exists() => {
            Problem { reason: "its folder was moved or deleted".to_owned(), ..problem }
        }
        _ => problem,
    }
}

fn saved(job: &Job, known: Known) -> Msg {
    Msg::Saved(Saved {
        article: job.article,
        revision: job.revision,
        sha256: job.sidecar.header.facts.sha256.clone(),
        known,
        annotations: job.sidecar.annotations.clone(),
    })
}
