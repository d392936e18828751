//! Files that hold several articles: where each of them stands.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::lines::{Lines, MARK, record};
use super::record::{Document, Fields, Record, is_json};
use super::{Format, fault};
use crate::model::{Article, Problem, Source};

/// The most wrong lines of a file that are said one by one.
const SAID: usize = 20;

/// A file of several articles. Only where they stand is kept in memory.
#[derive(Debug)]
pub(super) struct List {
    path: Arc<Path>,
    format: Format,
    /// What standard input held; none: the file is read again for every article.
    spool: Option<File>,
    index: Mutex<Index>,
}

/// Where the articles of a file stand, while it is as it was.
#[derive(Debug)]
struct Index {
    stamp: Stamp,
    places: HashMap<Arc<str>, Range<u64>>,
}

/// What tells that a file has changed: its length, and when it was written.
type Stamp = (u64, Option<SystemTime>);

/// What a file of articles holds.
pub(super) struct Scan {
    /// The articles of a list by their ids, in order; none: the file is one article.
    pub(super) ids: Option<Vec<Arc<str>>>,
    /// What is wrong with others, and how many these are.
    pub(super) faults: Vec<Problem>,
    pub(super) wrong: usize,
    /// Whether all that is wrong is JSON, and only no article.
    pub(super) is_json: bool,
    places: HashMap<Arc<str>, Range<u64>>,
    /// How often an id was there that is not the only one of its kind.
    times: HashMap<Arc<str>, usize>,
}

impl List {
    /// Looks through a file for its articles. What standard input held is the file `spool`.
    ///
    /// # Errors
    /// It cannot be read, or is nothing that can hold articles.
    pub(super) fn read(
        path: Arc<Path>,
        format: Format,
        spool: Option<File>,
        fields: &Fields,
    ) -> Result<(Self, Scan), Problem> {
        let opened = match &spool {
            Some(spool) => spool.try_clone(),
            None => File::open(&path),
        };
        let file = opened.map_err(|error| fault(&path, &error))?;
        let stamp = stamp(&file).map_err(|error| fault(&path, &error))?;
        let mut scan = Scan::of(&file, &path, format, fields)?;
        let index = Mutex::new(Index { stamp, places: std::mem::take(&mut scan.places) });
        Ok((Self { path, format, spool, index }, scan))
    }

    /// One of the articles. If the file has changed, it is looked through again first.
    ///
    /// # Errors
    /// The article is not there any more, or cannot be read.
    pub(super) fn article(&self, source: &Source, fields: &Fields) -> Result<Article, Problem> {
        let bytes = self.bytes(source, fields)?;
        let article = record(&bytes, fields).and_then(|record| record.article(source.clone(), fields));
        article.map_err(|Problem { reason, hint, .. }| {
            Problem::with(&self.path, format!("article {}: {reason}", source.file())).hint(hint)
        })
    }

    fn bytes(&self, source: &Source, fields: &Fields) -> Result<Vec<u8>, Problem> {
        let fault = |error: io::Error| fault(&self.path, &error);
        let opened;
        let file = match &self.spool {
            Some(spool) => spool,
            None => {
                opened = File::open(&self.path).map_err(fault)?;
                &opened
            }
        };
        let place = self.place(file, source, fields)?;
        let mut bytes = vec![0; (place.end - place.start) as usize];
        file.read_exact_at(&mut bytes, place.start).map_err(fault)?;
        Ok(bytes)
    }

    fn place(&self, file: &File, source: &Source, fields: &Fields) -> Result<Range<u64>, Problem> {
        let stamp = stamp(file).map_err(|error| fault(&self.path, &error))?;
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if index.stamp != stamp {
            let Scan { places, .. } = Scan::of(file, &self.path, self.format, fields)?;
            *index = Index { stamp, places };
        }
        let place = source.id.as_deref().and_then(|id| index.places.get(id));
        place.cloned().ok_or_else(|| {
            Problem::with(&self.path, format!("it holds no article {} any more", source.file()))
                .hint("see whether its id has changed")
        })
    }
}

impl Scan {
    fn of(file: &File, path: &Arc<Path>, format: Format, fields: &Fields) -> Result<Self, Problem> {
        let mut scan = Self {
            ids: Some(Vec::new()),
            faults: Vec::new(),
            wrong: 0,
            is_json: true,
            places: HashMap::new(),
            times: HashMap::new(),
        };
        match format {
            Format::Json => scan.document(file, fields).map_err(|problem| problem.of(path))?,
            _ => scan.lines(file, fields).map_err(|error| fault(path, &error))?,
        }
        if scan.wrong > SAID {
            let more = scan.wrong - SAID;
            scan.faults.push(Problem::new(format!("{more} more of its articles cannot be read either")));
        }
        scan.faults = scan.faults.into_iter().map(|problem| problem.of(path)).collect();
        Ok(scan)
    }

    fn lines(&mut self, file: &File, fields: &Fields) -> io::Result<()> {
        let mut lines = Lines::new(BufReader::with_capacity(1 << 18, FromStart { file, at: 0 }));
        while lines.advance()? {
            match lines.record(fields) {
                Ok(record) => self.add(&lines.id(&record), lines.place()),
                Err(problem) => self.is_wrong(problem, lines.bytes()),
            }
        }
        Ok(())
    }

    fn document(&mut self, file: &File, fields: &Fields) -> Result<(), Problem> {
        let mut bytes = Vec::new();
        let read = io::Read::read_to_end(&mut FromStart { file, at: 0 }, &mut bytes);
        read.map_err(|error| Problem::new(error.to_string()))?;
        let articles = match document(&bytes, fields)? {
            Document::One(record) if record.has_text() => {
                self.ids = None;
                return Ok(());
            }
            Document::One(_) => return Ok(()),
            Document::Several(articles) => articles,
        };
        let first = bytes.as_ptr() as usize;
        let mut line = (0, 1);
        for (number, article) in articles.into_iter().enumerate() {
            let article = article.get();
            let start = article.as_ptr() as usize - first;
            let before = bytes.get(line.0..start).unwrap_or_default();
            line = (start, line.1 + memchr::memchr_iter(b'\n', before).count());
            match record(article.as_bytes(), fields) {
                Ok(record) => {
                    let id = record.id().unwrap_or_else(|| (number + 1).to_string());
                    self.add(&id.into(), start as u64..(start + article.len()) as u64);
                }
                Err(problem) => {
                    let hint = format!("it is skipped: {}", problem.hint);
                    let reason = format!("number {} of its list: {}", number + 1, problem.reason);
                    self.is_wrong(Problem::new(reason).hint(hint).at(line.1), article.as_bytes());
                }
            }
        }
        Ok(())
    }

    /// Adds an article. One with the id of an earlier one gets `~2` behind it, and so on.
    fn add(&mut self, id: &Arc<str>, place: Range<u64>) {
        let mut own = Arc::clone(id);
        while self.places.contains_key(&own) {
            let times = self.times.entry(Arc::clone(id)).or_insert(1);
            *times += 1;
            own = format!("{id}~{times}").into();
        }
        self.places.insert(Arc::clone(&own), place);
        self.ids.get_or_insert_default().push(own);
    }

    fn is_wrong(&mut self, problem: Problem, entry: &[u8]) {
        self.wrong += 1;
        self.is_json = self.is_json && is_json(entry);
        if self.wrong <= SAID {
            self.faults.push(problem);
        }
    }
}

/// The only article of a `.json` file.
///
/// # Errors
/// It holds none, or a list of them by now.
pub(super) fn only(bytes: &[u8], source: &Source, fields: &Fields) -> Result<Article, Problem> {
    match document(bytes, fields)? {
        Document::One(record) => Record::article(&record, source.clone(), fields),
        Document::Several(_) => Err(Problem::new("it holds a list of articles now").hint("open it again")),
    }
}

fn document<'a>(bytes: &'a [u8], fields: &Fields) -> Result<Document<'a>, Problem> {
    let json = str::from_utf8(bytes.strip_prefix(MARK).unwrap_or(bytes));
    let json = json.map_err(|_| Problem::new("it is not UTF-8").hint("save it as JSON in UTF-8"))?;
    Document::parse(json, fields)
}

fn stamp(file: &File) -> io::Result<Stamp> {
    let metadata = file.metadata()?;
    Ok((metadata.len(), metadata.modified().ok()))
}

/// A file from its start, whoever else reads it.
struct FromStart<'a> {
    file: &'a File,
    at: u64,
}

impl io::Read for FromStart<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}
