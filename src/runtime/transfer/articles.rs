//! The articles of a corpus, each read when it is wanted.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::Told;
use crate::corpus::Corpus;
use crate::exchange::{Articles, Choice, Exported, Part, Stage};
use crate::model::{Annotations, AnnotatorId, Article, Head, Problem, Schema, Source};
use crate::nlp::{Analysis, head_of};
use crate::store::{Facts, Store, read};
use crate::text::CodePoints;

/// What an article is called outside of the program: its path below the folder that they share, with `/`, however it
/// was named, and `#ID` behind it if it is one of several in its file.
pub fn name(article: &Source, store: &Store) -> String {
    let folder = article.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    store.name(&folder.join(article.file()))
}

/// What an annotator has made that is not on disk yet, by the index of the article, with the hash of its text.
#[derive(Clone, Debug)]
pub struct Present {
    /// Who.
    pub annotator: AnnotatorId,
    /// What.
    pub annotations: HashMap<usize, (String, Annotations)>,
}

/// Articles that are read when they are wanted, and dropped again.
pub(super) struct Lazy<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) stores: &'a [&'a Store],
    pub(super) schema: &'a Schema,
    choice: Choice,
    pub(super) present: Option<&'a Present>,
    pub(super) tell: &'a dyn Fn(Told),
    pub(super) stop: &'a AtomicBool,
    /// What has been said.
    said: RefCell<HashSet<String>>,
    listed: RefCell<HashMap<usize, Listed>>,
}

/// The sidecars in a folder.
#[derive(Default)]
struct Listed {
    folder: PathBuf,
    /// By the name of the article.
    sidecars: HashMap<OsString, BTreeMap<AnnotatorId, PathBuf>>,
}

impl<'a> Lazy<'a> {
    pub(super) fn new(
        corpus: &'a Corpus,
        stores: &'a [&'a Store],
        schema: &'a Schema,
        choice: Choice,
        present: Option<&'a Present>,
        tell: &'a dyn Fn(Told),
        stop: &'a AtomicBool,
    ) -> Self {
        let (said, listed) = (RefCell::default(), RefCell::default());
        Self { corpus, stores, schema, choice, present, tell, stop, said, listed }
    }

    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Says a problem, once.
    fn complain(&self, problem: Problem) {
        if self.said.borrow_mut().insert(problem.to_string()) {
            (self.tell)(Told::Fault(problem));
        }
    }

    /// What all annotators have made of an article.
    fn annotations(&self, index: usize, article: &Article, head: &Head) -> Vec<(AnnotatorId, Annotations)> {
        let place = article.source.place();
        let mut paths = BTreeMap::new();
        for (number, store) in self.stores.iter().enumerate() {
            paths.extend(self.sidecars(number, store, &place));
        }
        let present = self.present.filter(|present| present.annotations.contains_key(&index));
        if paths.is_empty() && present.is_none() {
            return Vec::new();
        }
        let facts = Facts::new(article, head);
        let points = CodePoints::new(article.text.clone());
        let mut all = BTreeMap::new();
        for (annotator, path) in paths {
            match read(&path, &place, &points, &facts, &annotator, self.schema) {
                Ok(Some((opened, _))) => drop(all.insert(annotator, opened.sidecar.annotations)),
                Ok(None) => {}
                Err(problem) => self.complain(problem),
            }
        }
        if let Some(Present { annotator, annotations }) = present
            && let Some((sha256, annotations)) = annotations.get(&index)
            && *sha256 == facts.sha256
        {
            all.insert(annotator.clone(), annotations.clone());
        }
        all.into_iter().collect()
    }

    /// The sidecars of an article. Each folder is listed when it is come to.
    fn sidecars(&self, number: usize, store: &Store, place: &Path) -> BTreeMap<AnnotatorId, PathBuf> {
        let Ok(anybody) = "x".parse() else { return BTreeMap::new() };
        let folder = store.sidecar(place, &anybody).parent().map(Path::to_owned).unwrap_or_default();
        let mut all = self.listed.borrow_mut();
        let listed = all.entry(number).or_insert_with(|| Listed::of(store, folder.clone()));
        if listed.folder != folder {
            *listed = Listed::of(store, folder);
        }
        listed.sidecars.get(place.file_name().unwrap_or_default()).cloned().unwrap_or_default()
    }
}

impl Listed {
    fn of(store: &Store, folder: PathBuf) -> Self {
        let mut sidecars: HashMap<OsString, BTreeMap<AnnotatorId, PathBuf>> = HashMap::new();
        let listed = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { &folder });
        for file in listed.into_iter().flatten().flatten() {
            let path = folder.join(file.file_name());
            if let Some((article, annotator)) = store.article_of(&path)
                && let Some(name) = article.file_name()
            {
                sidecars.entry(name.to_owned()).or_default().insert(annotator, path);
            }
        }
        Self { folder, sidecars }
    }
}

impl Articles for Lazy<'_> {
    fn count(&self) -> usize {
        self.corpus.len()
    }

    fn name(&self, index: usize) -> String {
        let source = self.corpus.source(index).zip(self.stores.last());
        source.map(|(source, store)| name(&source, store)).unwrap_or_default()
    }

    fn get(&self, index: usize, seen: bool) -> Option<Cow<'_, Exported>> {
        let source = self.corpus.source(index).filter(|_| !self.stopped())?;
        let article = self.corpus.open(&source).map_err(|problem| self.complain(problem)).ok()?;
        let text = &article.text;
        let head = head_of(text, &article.metadata);
        let name = self.name(index);
        let annotations = self.annotations(index, &article, &head);
        let corrections = self.choice.holding(&annotations, text);
        let analysis = Analysis::of(&article).with(corrections);
        let (mut sentences, mut mentions) = (Vec::new(), Vec::new());
        for chunk in seen.then(|| analysis.all()).into_iter().flatten() {
            if self.stopped() {
                return None;
            }
            sentences.extend(&chunk.sentences);
            mentions.extend(&chunk.mentions);
        }
        // Several articles of one file may say nothing of their event.
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = source.id.is_none().then(|| folder.to_owned());
        Some(Cow::Owned(Exported {
            bundle: article.metadata.event.clone().or(folder),
            points: CodePoints::new(text.clone()),
            title: head.title_in(text).map(Cow::into_owned),
            annotations,
            name,
            date: head.date,
            outlet: head.outlet,
            sentences,
            mentions,
            corrections: analysis.corrections().clone(),
            judged: BTreeMap::new(),
            untagged: Vec::new(),
            left_out: Vec::new(),
            part: Part::Train,
        }))
    }

    fn stop(&self) -> Option<&AtomicBool> {
        Some(self.stop)
    }

    fn progress(&self, stage: Stage, done: usize) {
        (self.tell)(Told::Progress { stage, done, all: self.count() });
    }
}
