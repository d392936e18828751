//! The sidecars of the articles that a subcommand is about.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::places::Places;
use super::{Outcome, complain, said};
use crate::config::{self, Folders, Settings};
use crate::corpus::Corpus;
use crate::keys::Keymap;
use crate::model::{AnnotatorId, Article, Head, Problem, Schema};
use crate::store::{Facts, Opened, Store, read};
use crate::text::CodePoints;

/// Where the sidecars of a corpus lie, and how they are understood.
pub(super) struct Sidecars {
    pub(super) places: Places,
    pub(super) schema: Schema,
    /// Whether the settings and the label schema are right.
    pub(super) outcome: Outcome,
}

impl Sidecars {
    /// Those of the corpus of this root, or of no corpus, as the option `--store` and the user's settings say: where
    /// the reader has them. What is wrong with these has then been said on standard error, and which are waiting
    /// to be taken in.
    pub(super) fn new(root: &Path, corpus: Option<&Corpus>, store: Option<&Path>) -> Self {
        let folders = Folders::find();
        let (settings, mut faults) = Settings::load(folders.as_ref());
        let (schema, more) = config::labels(None, Some(root), &settings, &mut Keymap::empty());
        faults.extend(more);
        let chosen = store.map(Path::to_owned).or(settings.store);
        let places = Places::of(chosen, folders.as_ref(), corpus, root);
        let sidecars = Self { places, schema, outcome: said(&faults) };
        if let Some(corpus) = corpus {
            sidecars.tell_of_earlier(corpus);
            sidecars.tell_of_above(corpus);
        }
        sidecars
    }

    /// Says so if there are sidecars from a time when the corpus could not be written, which are not yet in it.
    fn tell_of_earlier(&self, corpus: &Corpus) {
        let there = self.places.earlier.as_ref().and_then(|store| Some((store, store.dir.as_ref()?)));
        let Some((store, dir)) = there.filter(|(_, dir)| dir.is_dir()) else { return };
        if corpus.sources().any(|source| !store.all(&source.place()).is_empty()) {
            let problem = Problem::new(format!(
                "annotations that are not yet in the corpus lie in {}",
                config::shown(dir)
            ));
            complain(&problem.hint("open it in abreast, which takes them in"));
        }
    }

    /// Says so if there are sidecars of these articles from a time when a folder above was the corpus.
    fn tell_of_above(&self, corpus: &Corpus) {
        for store in &self.places.above {
            if corpus.sources().any(|source| !store.all(&source.place()).is_empty()) {
                let dir = config::shown(store.dir.as_deref().unwrap_or(&store.root));
                let problem = Problem::new(format!(
                    "annotations of these articles that are not looked at lie in {dir}"
                ));
                complain(&problem.hint(format!(
                    "name the folder that they were saved for: {}",
                    config::shown(&store.root)
                )));
            }
        }
    }

    /// Which of these articles, by their places, have any. Each folder is listed once.
    pub(super) fn having<'a>(&self, places: &'a [PathBuf]) -> HashSet<&'a Path> {
        let mut folders: HashMap<PathBuf, HashSet<OsString>> = HashMap::new();
        let mut has = |store: &Store, place: &Path| {
            let folder = folders.entry(store.folder(place));
            let articles = folder.or_insert_with_key(|folder| articles_of(store, folder));
            place.file_name().is_some_and(|name| articles.contains(name))
        };
        let places = places.iter().map(PathBuf::as_path);
        places.filter(|place| self.places.stores().any(|store| has(store, place))).collect()
    }

    /// The names of the articles that have any in the folder of the sidecars of this place.
    pub(super) fn beside(&self, place: &Path) -> HashSet<OsString> {
        self.places.stores().flat_map(|store| articles_of(store, &store.folder(place))).collect()
    }

    /// The files of an article, by annotator.
    pub(super) fn files(&self, place: &Path) -> BTreeMap<AnnotatorId, PathBuf> {
        self.places.stores().flat_map(|store| store.all(place)).collect()
    }

    /// The sidecars of an article, by annotator.
    pub(super) fn of(
        &self,
        article: &Article,
        head: &Head,
    ) -> Vec<(AnnotatorId, PathBuf, Result<Opened, Problem>)> {
        let place = article.source.place();
        let sidecars = self.files(&place);
        if sidecars.is_empty() {
            return Vec::new();
        }
        let facts = Facts::new(article, head);
        let points = CodePoints::new(article.text.clone());
        let opened = |(annotator, path): (AnnotatorId, PathBuf)| {
            let opened = read(&path, &place, &points, &facts, &annotator, &self.schema).transpose()?;
            Some((annotator, path, opened.map(|(opened, _)| opened)))
        };
        sidecars.into_iter().filter_map(opened).collect()
    }
}

/// The names of the articles that have sidecars in this folder of the store.
fn articles_of(store: &Store, folder: &Path) -> HashSet<OsString> {
    let listed = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let files = listed.into_iter().flatten().flatten().map(|file| folder.join(file.file_name()));
    files.filter_map(|file| Some(store.article_of(&file)?.0.file_name()?.to_owned())).collect()
}
