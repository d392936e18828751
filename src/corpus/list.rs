//! Files that hold several articles: where each of them stands.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use super::index::Index;
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
    /// What tells whether the file is still as it was when it was looked through.
    stamp: Stamp,
    /// Its articles. Grows while the file is looked through.
    index: RwLock<Index>,
    /// Where they stand in the file as it is by now, if it has changed since.
    later: Mutex<Option<(Stamp, Index)>>,
}

/// What tells that a file has changed: its length, and when it was written.
type Stamp = (u64, Option<SystemTime>);

/// What a file of articles holds besides them.
pub(super) struct Scan {
    /// Whether it is a list of articles; if not, it is one.
    pub(super) is_list: bool,
    /// What is wrong with others, and how many these are.
    pub(super) faults: Vec<Problem>,
    pub(super) wrong: usize,
    /// Whether all that is wrong is JSON, and only no article.
    pub(super) is_json: bool,
    /// How often an id was there that is not the only one of its kind.
    times: HashMap<String, usize>,
}

impl List {
    /// A file that has not been looked through yet. What standard input held is the file `spool`.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn new(path: Arc<Path>, format: Format, spool: Option<File>) -> Result<Self, Problem> {
        let mut list =
            Self { path, format, spool, stamp: (0, None), index: RwLock::default(), later: Mutex::default() };
        list.stamp = stamp(&list.file()?).map_err(|error| fault(&list.path, &error))?;
        Ok(list)
    }

    /// Looks through the file for its articles, and calls `came` after each.
    ///
    /// # Errors
    /// It cannot be read, or is nothing that can hold articles.
    pub(super) fn scan(&self, fields: &Fields, came: impl FnMut()) -> Result<Scan, Problem> {
        Scan::of(&self.file()?, self, &self.index, fields, came)
    }

    /// Its articles, as far as it has been looked through.
    pub(super) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
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

    fn file(&self) -> Result<File, Problem> {
        let opened = match &self.spool {
            Some(spool) => spool.try_clone(),
            None => File::open(&self.path),
        };
        opened.map_err(|error| fault(&self.path, &error))
    }

    fn bytes(&self, source: &Source, fields: &Fields) -> Result<Vec<u8>, Problem> {
        let file = self.file()?;
        let place = self.place(&file, source, fields)?;
        let mut bytes = vec![0; (place.end - place.start) as usize];
        file.read_exact_at(&mut bytes, place.start).map_err(|error| fault(&self.path, &error))?;
        Ok(bytes)
    }

    fn place(&self, file: &File, source: &Source, fields: &Fields) -> Result<Range<u64>, Problem> {
        let now = stamp(file).map_err(|error| fault(&self.path, &error))?;
        let place = |index: &Index| index.place(index.find(source.id.as_deref()?)?);
        let place = if now == self.stamp {
            place(&self.index())
        } else {
            let mut later = self.later.lock().unwrap_or_else(PoisonError::into_inner);
            if later.as_ref().is_none_or(|(stamp, _)| *stamp != now) {
                let index = RwLock::default();
                Scan::of(file, self, &index, fields, || ())?;
                *later = Some((now, index.into_inner().unwrap_or_else(PoisonError::into_inner)));
            }
            later.as_ref().and_then(|(_, index)| place(index))
        };
        place.ok_or_else(|| {
            Problem::with(&self.path, format!("it holds no article {} any more", source.file()))
                .hint("see whether its id has changed")
        })
    }
}

/// Takes in an article with this id, which stands there in its file.
type Add<'a> = dyn FnMut(&mut Scan, &str, Range<u64>) + 'a;

impl Scan {
    fn of(
        file: &File,
        list: &List,
        index: &RwLock<Index>,
        fields: &Fields,
        mut came: impl FnMut(),
    ) -> Result<Self, Problem> {
        let path = &list.path;
        let mut scan =
            Self { is_list: true, faults: Vec::new(), wrong: 0, is_json: true, times: HashMap::new() };
        let mut add = |scan: &mut Self, id: &str, place| {
            scan.add(&mut index.write().unwrap_or_else(PoisonError::into_inner), id, place);
            came();
        };
        match list.format {
            Format::Json => scan.document(file, fields, &mut add).map_err(|problem| problem.of(path))?,
            _ => scan.lines(file, fields, &mut add).map_err(|error| fault(path, &error))?,
        }
        if scan.wrong > SAID {
            let more = scan.wrong - SAID;
            scan.faults.push(Problem::new(format!("{more} more of its articles cannot be read either")));
        }
        scan.faults = scan.faults.into_iter().map(|problem| problem.of(path)).collect();
        Ok(scan)
    }

    fn lines(&mut self, file: &File, fields: &Fields, add: &mut Add<'_>) -> io::Result<()> {
        let mut lines = Lines::new(BufReader::with_capacity(1 << 18, FromStart { file, at: 0 }));
        while lines.advance()? {
            match lines.record(fields) {
                Ok(record) => add(self, &lines.id(&record), lines.place()),
                Err(problem) => self.is_wrong(problem, lines.bytes()),
            }
        }
        Ok(())
    }

    fn document(&mut self, file: &File, fields: &Fields, add: &mut Add<'_>) -> Result<(), Problem> {
        let mut bytes = Vec::new();
        let read = io::Read::read_to_end(&mut FromStart { file, at: 0 }, &mut bytes);
        read.map_err(|error| Problem::new(error.to_string()))?;
        let articles = match document(&bytes, fields)? {
            Document::One(record) if record.has_text() => {
                self.is_list = false;
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
                    add(self, &id, start as u64..(start + article.len()) as u64);
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
    fn add(&mut self, index: &mut Index, id: &str, place: Range<u64>) {
        let mut own = id.to_owned();
        while !index.add(&own, place.clone()) {
            let times = self.times.entry(id.to_owned()).or_insert(1);
            *times += 1;
            own = format!("{id}~{times}");
        }
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
