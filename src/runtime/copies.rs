//! Copies of sidecars that cannot be written, in the user's own folders.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::model::{AnnotatorId, Problem};
use crate::store::{Job, Known, Store, WriteError, base_of};

/// The copies that this program has made.
#[derive(Debug)]
pub(super) struct Copies {
    store: Option<Store>,
    /// By the index of the article.
    made: HashMap<usize, Made>,
}

#[derive(Debug)]
struct Made {
    path: PathBuf,
    revision: u64,
    known: Known,
}

impl Copies {
    pub(super) fn new(store: Option<Store>) -> Self {
        Self { store, made: HashMap::new() }
    }

    /// Where the copy of an article's sidecar lies, if this program has made one.
    pub(super) fn of(&self, article: usize) -> Option<PathBuf> {
        self.made.get(&article).map(|made| made.path.clone())
    }

    /// Makes a copy of what could not be written, unless there is one already. Returns where it lies.
    ///
    /// A copy of somebody else, that nobody has decided on, is never written over.
    pub(super) fn keep(&mut self, job: &Job, annotator: &AnnotatorId) -> Option<PathBuf> {
        let store = self.store.as_ref()?;
        let path = store.sidecar(&job.file, annotator);
        let made = self.made.get(&job.article);
        // Another window may have been told to throw it away.
        if made.is_some_and(|made| made.revision == job.revision) && path.exists() {
            return Some(path);
        }
        let mut known = match made {
            Some(made) => made.known,
            None if job.took.contains(&path) => known(&path),
            None => Known::default(),
        };
        // In this order: a copy with an older base is merged as well, but not the other way round.
        let kept = store.write(&path, &job.render(), &mut known).map_err(WriteError::problem);
        match kept.and_then(|()| put_base(store, &path, job)) {
            Ok(()) => {
                self.made.insert(job.article, Made { path: path.clone(), revision: job.revision, known });
                Some(path)
            }
            Err(problem) => {
                log::error!("no copy could be made: {problem}");
                None
            }
        }
    }

    /// What this job has written need not be kept elsewhere.
    pub(super) fn are_done_with(&mut self, job: &Job) {
        let made = self.made.remove(&job.article).map(|made| made.path);
        job.took.iter().chain(&made).for_each(|path| remove(path));
    }
}

/// Writes what a job builds upon beside a copy.
pub(super) fn put_base(store: &Store, copy: &Path, job: &Job) -> Result<(), Problem> {
    let base = base_of(copy);
    store.write(&base, &job.render_base(), &mut known(&base)).map_err(WriteError::problem)
}

fn known(path: &Path) -> Known {
    fs::read(path).map_or_else(|_| Known::default(), |bytes| Known::of(&bytes))
}

/// Removes a copy, and then its base.
pub(super) fn remove(copy: &Path) {
    for path in [copy, &base_of(copy)] {
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                log::warn!("{} cannot be removed: {error}", path.display());
                return;
            }
            _ => {}
        }
    }
}
