//! The sidecars of the articles that a subcommand is about.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Outcome, said};
use crate::config::{self, Folders, Settings};
use crate::keys::Keymap;
use crate::model::{AnnotatorId, Article, Head, Problem, Schema};
use crate::store::{Facts, Opened, Store, read};
use crate::text::CodePoints;

/// Where the sidecars of a corpus lie, and how they are understood.
pub(super) struct Sidecars {
    pub(super) store: Store,
    pub(super) schema: Schema,
    /// Whether the settings and the label schema are right.
    pub(super) outcome: Outcome,
}

impl Sidecars {
    /// Those of the corpus in this folder, as the option `--store` and the user's settings say.
    /// What is wrong with these has then been said on standard error.
    pub(super) fn new(root: &Path, store: Option<&Path>) -> Self {
        let (settings, mut faults) = Settings::load(Folders::find().as_ref());
        let (schema, more) = config::labels(None, Some(root), &settings, &mut Keymap::empty());
        faults.extend(more);
        let dir = store.map(Path::to_owned).or(settings.store);
        Self { store: Store { dir, root: root.to_owned() }, schema, outcome: said(&faults) }
    }

    /// Which of these articles, by their places, have any. Each folder is listed once.
    pub(super) fn having<'a>(&self, places: &'a [PathBuf]) -> HashSet<&'a Path> {
        let mut folders: HashMap<PathBuf, HashSet<OsString>> = HashMap::new();
        let mut has = |place: &Path| {
            let folder = folders.entry(self.store.folder(place));
            let articles = folder.or_insert_with_key(|folder| self.articles_of(folder));
            place.file_name().is_some_and(|name| articles.contains(name))
        };
        places.iter().map(PathBuf::as_path).filter(|place| has(place)).collect()
    }

    /// The names of the articles that have any in the folder of the sidecars of this place.
    pub(super) fn beside(&self, place: &Path) -> HashSet<OsString> {
        self.articles_of(&self.store.folder(place))
    }

    fn articles_of(&self, folder: &Path) -> HashSet<OsString> {
        let listed = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        let files = listed.into_iter().flatten().flatten().map(|file| folder.join(file.file_name()));
        files.filter_map(|file| Some(self.store.article_of(&file)?.0.file_name()?.to_owned())).collect()
    }

    /// The sidecars of an article, by annotator.
    pub(super) fn of(
        &self,
        article: &Article,
        head: &Head,
    ) -> Vec<(AnnotatorId, PathBuf, Result<Opened, Problem>)> {
        let place = article.source.place();
        let sidecars = self.store.all(&place);
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
