//! Which articles there are, and which of them have sidecars: known from the folders alone, without opening an article.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::watch;
use super::work::Context;
use crate::app::{Come, Msg};
use crate::corpus::{Corpus, Discovery, Found, Skipped};
use crate::model::Problem;
use crate::store::{Emergency, Store};

/// How long the first frame waits for all articles.
const WHOLE: Duration = Duration::from_millis(40);
/// How often is told how many there are by now.
const EVERY: Duration = Duration::from_millis(100);

/// Articles that are looked for on a thread of its own.
#[derive(Debug)]
pub struct Looking {
    corpus: Arc<Corpus>,
    ended: Receiver<Result<Found, Problem>>,
}

impl Looking {
    /// Begins to look for articles.
    pub fn begin(discovery: Discovery) -> Self {
        let corpus = Arc::clone(&discovery.corpus);
        let (sender, ended) = mpsc::channel();
        // Nobody waits for it after the end.
        thread::spawn(move || drop(sender.send(discovery.run(|| ()))));
        Self { corpus, ended }
    }

    /// Waits until all articles are found, or for a while and until some are: then what was passed over comes later.
    ///
    /// # Errors
    /// There is no article at all.
    pub fn wait(self) -> Result<Result<Found, Self>, Problem> {
        loop {
            match self.ended.recv_timeout(WHOLE) {
                Ok(found) => return Ok(Ok(found?)),
                Err(RecvTimeoutError::Timeout) if !self.corpus.is_empty() => return Ok(Err(self)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(fault()),
            }
        }
    }
}

fn fault() -> Problem {
    Problem::new("the program has a fault: not all articles could be looked for").hint("please report it")
}

/// Tells which of the first articles have sidecars, and of all that come after them; then watches the folders.
pub(super) fn start(context: Context, count: usize, looking: Option<Looking>, answers: Sender<Msg>) {
    thread::spawn(move || {
        let mut finder = Finder::new(&context);
        let mut come = finder.come(0..count);
        if let Some(Looking { ended, .. }) = looking {
            let all = loop {
                // Nobody waits for it after the end.
                let last = come.count;
                if answers.send(Msg::Come(come)).is_err() {
                    return;
                }
                let all = match ended.recv_timeout(EVERY) {
                    Err(RecvTimeoutError::Timeout) => None,
                    Ok(Ok(Found { skipped, faults, .. })) => Some((skipped, faults)),
                    Ok(Err(fault)) => Some((Skipped::default(), vec![fault])),
                    Err(RecvTimeoutError::Disconnected) => Some((Skipped::default(), vec![fault()])),
                };
                come = finder.come(last..context.corpus.len());
                if all.is_some() {
                    break all;
                }
            };
            all.iter().flat_map(|(_, faults)| faults).for_each(|fault| log::warn!("{fault}"));
            come.all = all;
        }
        drop(answers.send(Msg::Come(come)));
        watch::start(&context, answers);
    });
}

/// The folders of sidecars, each listed when it is come to.
pub(super) struct Finder<'a> {
    context: &'a Context,
    /// The names of the articles that have any in a folder, by store and folder.
    listed: HashMap<(usize, PathBuf), HashSet<OsString>>,
    /// The names of all copies of sidecars.
    copies: HashSet<OsString>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        let copies = context.own.emergency.as_ref().map(Emergency::names).unwrap_or_default();
        Self { context, listed: HashMap::new(), copies }
    }

    /// These articles have come.
    pub(super) fn come(&mut self, articles: Range<usize>) -> Come {
        let count = articles.end;
        let files = self.context.corpus.by_file(articles).into_iter();
        let worked = files.flat_map(|file| self.worked(file)).collect();
        Come { count, worked, all: None }
    }

    /// Which of these articles of one file have sidecars, or copies of some.
    fn worked(&mut self, articles: Range<usize>) -> Vec<usize> {
        let Context { corpus, store, own, annotator, .. } = self.context;
        let Some(first) = corpus.source(articles.start).map(|source| source.place()) else {
            return Vec::new();
        };
        let stores: Vec<&Store> = [store].into_iter().chain(&own.beside).chain(&own.earlier).collect();
        for (number, store) in stores.iter().enumerate() {
            let folder = store.folder(&first);
            self.listed.entry((number, folder)).or_insert_with_key(|(_, folder)| names(store, folder));
        }
        let folders: Vec<&HashSet<OsString>> = stores
            .iter()
            .enumerate()
            .filter_map(|(number, store)| self.listed.get(&(number, store.folder(&first))))
            .filter(|names| !names.is_empty())
            .collect();
        if folders.is_empty() && self.copies.is_empty() {
            return Vec::new();
        }
        let is_worked = |index: &usize| {
            let Some(place) = corpus.source(*index).map(|source| source.place()) else { return false };
            let copy = store.sidecar(&place, &annotator.id);
            place.file_name().is_some_and(|name| folders.iter().any(|names| names.contains(name)))
                || copy.file_name().is_some_and(|name| self.copies.contains(name))
        };
        articles.filter(is_worked).collect()
    }
}

/// The names of the articles that have sidecars in this folder.
fn names(store: &Store, folder: &Path) -> HashSet<OsString> {
    let listed = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let files = listed.into_iter().flatten().flatten().map(|file| folder.join(file.file_name()));
    files.filter_map(|file| Some(store.article_of(&file)?.0.file_name()?.to_owned())).collect()
}
