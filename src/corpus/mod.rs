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
mod lines;
mod list;
mod page;
mod read;
mod record;

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Article, Problem, Source};

pub use discover::{EXPORTED, Found, Skipped, bundle, discover};
pub use lines::Stream;
pub use record::Fields;

use list::List;

/// What stands for standard input among paths.
pub const STANDARD_INPUT: &str = "-";

/// The articles opened together, and how to read them.
#[derive(Debug, Default)]
pub struct Corpus {
    /// What each is read from, in order.
    pub sources: Vec<Source>,
    /// The folders that were searched because they were named, without links.
    folders: Vec<PathBuf>,
    fields: Fields,
    /// The files that hold several articles.
    lists: HashMap<Arc<Path>, List>,
}

impl Corpus {
    /// One article of each file.
    pub fn files(&self) -> impl Iterator<Item = &Source> {
        self.sources.chunk_by(|a, b| Arc::ptr_eq(&a.path, &b.path)).filter_map(<[Source]>::first)
    }

    /// The article of this source, with its whole canonical text. An empty text file is an empty article.
    ///
    /// # Errors
    /// The file is missing, may not be read, is a folder, a pipe or a device (these are never waited for), is no
    /// text, is too large, or does not hold the article any more.
    pub fn open(&self, source: &Source) -> Result<Article, Problem> {
        match self.lists.get(&source.path).filter(|_| source.id.is_some()) {
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
