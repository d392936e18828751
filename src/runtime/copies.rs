//! Copies of sidecars that cannot be written, in the user's own folders.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::model::{AnnotatorId, Problem};
use crate::store::{Emergency, Held, Job, Known, Store, WriteError, base_of};

/// The copies that this program has made.
#[derive(Debug)]
pub(super) struct Copies {
    emergency: Option<Emergency>,
    /// Where they lie, while there are any.
    held: Option<Held>,
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
    pub(super) fn new(emergency: Option<Emergency>) -> Self {
        Self { emergency, held: None, made: HashMap::new() }
    }

    /// Where the copy of an article's sidecar lies, if this program has made one, and of which revision.
    pub(super) fn of(&self, article: usize) -> Option<(PathBuf, u64)> {
        self.made.get(&article).map(|made| (made.path.clone(), made.revision))
    }

    /// Makes a copy of what could not be written, unless there is one already. Returns where it lies,
    /// and of which revision.
    ///
    /// It holds what copies of earlier sessions held that were taken in, so that they are done with.
    pub(super) fn keep(&mut self, job: &Job, annotator: &AnnotatorId) -> Option<(PathBuf, u64)> {
        let made = self.made.get(&job.article);
        if let Some(made) = made.filter(|made| made.revision == job.revision && made.path.exists()) {
            return Some((made.path.clone(), job.revision));
        }
        let mut known = made.map(|made| made.known).unwrap_or_default();
        let emergency = self.emergency.as_ref()?;
        let held = self.held.take().map_or_else(|| emergency.begin(), Ok);
        let held = held.map_err(|error| Problem::with(&emergency.all, error.to_string()));
        match held.and_then(|held| put(&self.held.insert(held).store, job, annotator, &mut known)) {
            Ok(path) => {
                self.made.insert(job.article, Made { path: path.clone(), revision: job.revision, known });
                job.took.iter().for_each(|copy| self.remove(copy));
                Some((path, job.revision))
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
        job.took.iter().chain(&made).for_each(|path| self.remove(path));
        if self.made.is_empty() {
            self.held = None;
        }
    }

    /// Removes a copy, and then its base.
    pub(super) fn remove(&self, copy: &Path) {
        for path in [copy, &base_of(copy)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    log::warn!("{} cannot be removed: {error}", path.display());
                    return;
                }
                _ => {}
            }
        }
        if let Some(emergency) = &self.emergency {
            emergency.tidy(copy);
        }
    }
}

/// Writes a copy with its base. In this order: a copy with an older base is merged as well, but not the other
/// way round.
fn put(store: &Store, job: &Job, annotator: &AnnotatorId, known: &mut Known) -> Result<PathBuf, Problem> {
    let path = store.sidecar(&job.file, annotator);
    store.write(&path, &job.render(), known).map_err(WriteError::problem)?;
    put_base(store, &path, job)?;
    Ok(path)
}

/// Writes what a job builds upon beside a copy.
pub(super) fn put_base(store: &Store, copy: &Path, job: &Job) -> Result<(), Problem> {
    let base = base_of(copy);
    store.write(&base, &job.render_base(), &mut known(&base)).map_err(WriteError::problem)
}

fn known(path: &Path) -> Known {
    fs::read(path).map_or_else(|_| Known::default(), |bytes| Known::of(&bytes))
}
