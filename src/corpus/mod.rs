//! Files to articles: which articles there are ([`discover`]), and their canonical text ([`Corpus::open`]).
//!
//! ```text
//! paths ── discover ──> Found { corpus, skipped, faults }        corpus.open(source) ──> Article ── nlp, app
//!             │                   └ sources                          │
//!             └ list: where the articles of a JSON file stand        ├ .txt .md       decode: bytes to text
//!                                                                    ├ .html .htm     decode, page: main text
//!                                                                    └ .json .jsonl   list, record: one object
//! ```

mod decode;
mod discover;
mod escapes;
mod index;
mod lines;
mod list;
mod page;
mod read;
mod record;
mod skipped;

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use crate::model::{Article, Problem, Source};

pub use discover::{Discovery, EXPORTED, Found, bundle, discover};
pub use lines::Stream;
pub use record::Fields;
pub use skipped::Skipped;

use list::List;

/// What stands for standard input among paths.
pub const STANDARD_INPUT: &str = "-";

/// The articles opened together, and how to read them. More may come while they are looked for; those that are there
/// stay where they are.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The folders that are searched because they were named, without links.
    folders: Vec<PathBuf>,
    fields: Fields,
    files: RwLock<Files>,
}

/// The ids of up to so many articles of a file are looked through one by one for words.
const PLAINLY: usize = 50_000;

/// The files with articles.
#[derive(Debug, Default)]
struct Files {
    /// In order.
    all: Vec<Holder>,
    /// Those that hold several.
    lists: HashMap<Arc<Path>, Arc<List>>,
}

/// A file that holds articles.
#[derive(Debug)]
struct Holder {
    path: Arc<Path>,
    /// The index of its first article.
    first: usize,
    /// Its articles, if it can hold several.
    list: Option<Arc<List>>,
}

impl Holder {
    fn len(&self) -> usize {
        self.list.as_ref().map_or(1, |list| list.index().len())
    }

    /// The article of this index in the corpus.
    fn source(&self, index: usize) -> Option<Source> {
        let path = Arc::clone(&self.path);
        let number = index.checked_sub(self.first)?;
        match &self.list {
            None => (number == 0).then_some(Source { path, id: None }),
            Some(list) => Some(Source::of(path, list.index().id(number)?.into())),
        }
    }
}

impl Files {
    fn len(&self) -> usize {
        self.all.last().map_or(0, |last| last.first + last.len())
    }

    fn add(&mut self, path: Arc<Path>, list: Option<Arc<List>>) {
        if let Some(list) = &list {
            self.lists.insert(Arc::clone(&path), Arc::clone(list));
        }
        self.all.push(Holder { path, first: self.len(), list });
    }
}

impl Corpus {
    fn held(&self) -> RwLockReadGuard<'_, Files> {
        self.files.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many articles there are by now.
    pub fn len(&self) -> usize {
        self.held().len()
    }

    /// Whether there is none yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the article of this index is read from.
    pub fn source(&self, index: usize) -> Option<Source> {
        let files = self.held();
        let after = files.all.partition_point(|file| file.first <= index);
        files.all.get(after.checked_sub(1)?)?.source(index)
    }

    /// What each is read from, in order.
    pub fn sources(&self) -> impl Iterator<Item = Source> {
        (0..).map_while(|index| self.source(index))
    }

    /// One article of each file.
    pub fn files(&self) -> Vec<Source> {
        self.held().all.iter().filter_map(|file| file.source(file.first)).collect()
    }

    /// The articles of each file among these: indexes.
    pub fn by_file(&self, among: Range<usize>) -> Vec<Range<usize>> {
        let files = self.held();
        let within = |file: &Holder| {
            let (start, end) = (file.first.max(among.start), (file.first + file.len()).min(among.end));
            (start < end).then_some(start..end)
        };
        let first = files.all.partition_point(|file| file.first <= among.start).saturating_sub(1);
        let files = files.all.get(first..).unwrap_or_default();
        files.iter().take_while(|file| file.first < among.end).filter_map(within).collect()
    }

    /// The articles whose [places](Source::place) have this last name, in a folder of the same name if that is one of
    /// sidecars: indexes.
    pub fn named(&self, place: &Path) -> Vec<usize> {
        let (file, id) = match Source::file_of(place) {
            Some(file) => (file, Source::id_of(place)),
            None => (place.to_owned(), None),
        };
        let folder = place.parent().and_then(Path::file_name);
        let files = self.held();
        let same = files.all.iter().filter(|held| held.path.file_name() == file.file_name());
        let found = same.filter_map(|held| match (&held.list, &id) {
            (None, None) => Some(held.first),
            (Some(list), Some(id)) => Some(held.first + list.index().find(id)?),
            // A long id cannot be told from the name.
            (Some(list), None) if Source::folder(&held.path).file_name() == folder => {
                let named = |id: &str| {
                    Source::of(Arc::clone(&held.path), id.into()).place().file_name() == place.file_name()
                };
                let index = list.index();
                Some(held.first + (0..index.len()).find(|number| index.id(*number).is_some_and(named))?)
            }
            _ => None,
        });
        found.collect()
    }

    /// Those whose file has a name that is written in another way in the files of the program: indexes.
    pub fn oddly_named(&self) -> Vec<usize> {
        let is_odd = |file: &&Holder| file.path.to_str().is_none_or(|path| path.contains('\\'));
        self.held().all.iter().filter(is_odd).flat_map(|file| file.first..file.first + file.len()).collect()
    }

    /// The articles with these words in the name of their file or in their id, in order: indexes.
    pub fn called(&self, words: &str, most: usize) -> Vec<usize> {
        let (files, mut found) = (self.held(), Vec::new());
        let lowercase = words.to_lowercase();
        for file in &files.all {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            let left = most.saturating_sub(found.len());
            match (&file.list, words.split_once('#')) {
                (None, _) => {
                    found
                        .extend((left > 0 && name.to_lowercase().contains(&lowercase)).then_some(file.first));
                }
                (Some(list), None) => {
                    let index = list.index();
                    let all = name.to_lowercase().contains(&lowercase) || words.is_empty();
                    let fits = |number: &usize| {
                        all || index.id(*number).is_some_and(|id| id.to_lowercase().contains(&lowercase))
                    };
                    // In a great many it is looked for just as it is typed.
                    let plainly = index.len() <= PLAINLY || all;
                    found.extend(match plainly {
                        true => (0..index.len())
                            .filter(fits)
                            .take(left)
                            .map(|n| file.first + n)
                            .collect::<Vec<_>>(),
                        false => index.with(words).take(left).map(|n| file.first + n).collect(),
                    });
                }
                (Some(list), Some((before, id))) if name.ends_with(before) => {
                    let index = list.index();
                    let begins = |number: &usize| index.id(*number).is_some_and(|own| own.starts_with(id));
                    found.extend((0..index.len()).filter(begins).take(left).map(|n| file.first + n));
                }
                _ => {}
            }
        }
        found
    }

    /// The article of this source, with its whole canonical text. An empty text file is an empty article.
    ///
    /// # Errors
    /// The file is missing, may not be read, is a folder, a pipe or a device (these are never waited for), is no
    /// text, is too large, or does not hold the article any more.
    pub fn open(&self, source: &Source) -> Result<Article, Problem> {
        let list = source.id.as_ref().and_then(|_| self.held().lists.get(&source.path).cloned());
        match list {
            Some(list) => list.article(source, &self.fields),
            None => read::open(source, &self.fields),
        }
    }

    /// The same, of which only about the first `limit` bytes are read if its file is larger: its text is then the
    /// beginning of the whole, which may be nothing, and the article is not complete.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_beginning(&self, source: &Source, limit: usize) -> Result<Article, Problem> {
        match source.id {
            Some(_) => self.open(source),
            None => read::open_beginning(source, &self.fields, limit),
        }
    }
}

/// The article in this file, which holds no other.
///
/// # Errors
/// As [`Corpus::open`].
pub fn open(path: &Path) -> Result<Article, Problem> {
    Corpus::default().open(&path.to_owned().into())
}

/// How a file holds articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// One, as text.
    Text,
    /// One, as a saved page.
    Page,
    /// One or a list, in JSON.
    Json,
    /// One a line, in JSON.
    JsonLines,
}

/// The endings of files that hold articles.
const ENDINGS: [(&str, Format); 7] = [
    ("txt", Format::Text),
    ("md", Format::Text),
    ("html", Format::Page),
    ("htm", Format::Page),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
];

impl Format {
    /// That of a file by its ending, whether it is one of an article or not.
    fn of(path: &Path) -> Self {
        Self::known(path).unwrap_or(Self::Text)
    }

    /// The same, if the ending is one of an article.
    fn known(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, format)| *format)
    }
}

/// What the system says of a file or folder, for people.
fn fault(path: &Path, error: &io::Error) -> Problem {
    let (reason, hint) = match error.kind() {
        ErrorKind::NotFound => ("there is no such file or folder", "check how it is written"),
        ErrorKind::PermissionDenied => ("it may not be read", "change its permissions, or ask its owner"),
        ErrorKind::OutOfMemory => ("there is not enough memory for it", "split it, or close other programs"),
        _ => return Problem::with(path, error.to_string()).hint("see whether other programs can read it"),
    };
    Problem::with(path, reason).hint(hint)
}
