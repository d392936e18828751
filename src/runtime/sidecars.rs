//! The sidecars of this annotator on disk: looked at and written.
//!
//! What is known of a sidecar comes with each order from the state, which alone merges. Here is only
//! remembered what was written last, since the next order may have been given before that was told.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
        self.guarded(job, |sidecars| sidecars.put(job))
    }

    /// An attempt to write that the fault of the program ends which it comes upon, and nothing else.
    fn guarded(&mut self, job: &Job, attempt: impl FnOnce(&mut Self) -> Written) -> Written {
        catch_unwind(AssertUnwindSafe(|| attempt(self))).unwrap_or_else(|fault| {
            let said = fault.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or("not said");
            let reason = format!("the program has a fault: {said}");
            Written::Failed(self.failed(job, Problem::with(&job.path, reason)))
        })
    }

    fn put(&mut self, job: &Job) -> Written {
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
        let copy = catch_unwind(AssertUnwindSafe(|| self.copies.keep(job, &self.context.annotator.id)));
        let copy = copy.unwrap_or_default();
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
    job.sidecar.fits(&job.points).map_err(|problem| WriteError::Failed(problem.of(&job.path)))?;
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::super::work::Own;
    use super::*;
    use crate::config::Annotator;
    use crate::corpus::Corpus;
    use crate::model::{Annotation, Annotations, Attributes, LabelName, Span};
    use crate::store::{Emergency, Facts, Sidecar};
    use crate::text::CodePoints;

    #[test]
    fn a_fault_of_the_program_costs_no_work_and_the_next_save_is_written() {
        let (corpus, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = corpus.path().to_owned();
        let annotator = Annotator::named("ada").unwrap();
        let facts = Facts { file: "a.txt".to_owned(), ..Facts::default() };
        let emergency =
            Emergency { all: own.path().to_owned(), corpus: "c".to_owned(), root: root.clone(), store: None };
        let context = Context {
            corpus: Arc::new(Corpus::default()),
            store: Store { dir: None, root: root.clone() },
            annotator: annotator.clone(),
            schema: Arc::default(),
            own: Own { emergency: Some(emergency), ..Own::default() },
        };
        let file = root.join("a.txt");
        fs::write(&file, "’’ Rain.").unwrap();
        let job = |span: Span| {
            let tag = Annotation::new(LabelName::new("claim"), span, Attributes::new());
            let sidecar = Sidecar::new(facts.clone(), annotator.id.clone(), None);
            Job {
                article: 0,
                revision: span.end() as u64,
                path: context.store.sidecar(&file, &annotator.id),
                file: file.clone(),
                known: Known::default(),
                sidecar: Sidecar { annotations: [tag].into_iter().collect(), ..sidecar },
                base: Annotations::default(),
                took: Vec::new(),
                points: CodePoints::new("’’ Rain."),
                schema: Arc::default(),
                failures: 0,
            }
        };
        let mut sidecars = Sidecars::new(context.clone());
        let right = job(Span::new(0, 6));
        let told =
            [sidecars.guarded(&right, |_| panic!("no such place")), sidecars.write(&job(Span::new(1, 8)))];
        for (told, reason) in told.into_iter().zip(["a fault: no such place", "has no place in the text"]) {
            let Written::Failed(failed) = told else { panic!("it is shown as saved") };
            assert!(failed.problem.to_string().contains(reason), "{}", failed.problem);
            assert!(fs::read_to_string(failed.copy.unwrap().0).unwrap().contains("claim"));
            assert!(!right.path.exists());
        }
        assert!(matches!(sidecars.write(&right), Written::Ended(Msg::Saved(_))));
        assert!(fs::read_to_string(&right.path).unwrap().contains("\"quote\":\"’’\""));
    }
}
