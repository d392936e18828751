//! Files of JSON lines: one article a line.

use std::io::{self, BufRead, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::fault;
use super::record::{Fields, Record};
use crate::model::{Article, Problem, Source};

/// The longest line that is read, in bytes: more of an endless one is not kept.
const LONGEST: u64 = 1 << 30;

/// The byte order mark of UTF-8.
pub(super) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The lines of a file, one after the other in the same memory.
pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where the present line stands, in bytes.
    place: Range<u64>,
    /// The number of the present line, from 1.
    pub(super) number: usize,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), place: 0..0, number: 0 }
    }

    /// Goes to the next line that is not blank. Returns whether there is one.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        loop {
            self.buffer.clear();
            let read = self.input.by_ref().take(LONGEST).read_until(b'\n', &mut self.buffer)? as u64;
            if read == 0 {
                return Ok(false);
            }
            let more = if read == LONGEST { self.input.skip_until(b'\n')? as u64 } else { 0 };
            self.place = self.place.end..self.place.end + read + more;
            self.number += 1;
            if !self.buffer.trim_ascii().is_empty() && self.buffer != MARK {
                return Ok(true);
            }
        }
    }

    /// Where the present line stands in the file, in bytes.
    pub(super) fn place(&self) -> Range<u64> {
        self.place.clone()
    }

    /// The present line.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.strip_prefix(MARK).unwrap_or(&self.buffer)
    }

    /// The article of the present line.
    ///
    /// # Errors
    /// It is none: with its line, and what to do.
    pub(super) fn record(&self, fields: &Fields) -> Result<Record<'_>, Problem> {
        let read = if self.buffer.len() as u64 == LONGEST {
            Err(Problem::new("it is longer than 1 GiB").hint("divide it"))
        } else {
            record(&self.buffer, fields)
        };
        read.map_err(|problem| {
            let hint =
                if problem.hint.is_empty() { "mend the line".to_owned() } else { problem.hint.clone() };
            problem.at(self.number).hint(format!("it is skipped: {hint}"))
        })
    }

    /// The id of an article in the present line: its own, else the number of the line.
    pub(super) fn id(&self, record: &Record<'_>) -> Arc<str> {
        record.id().unwrap_or_else(|| self.number.to_string()).into()
    }
}

/// The article of a line.
///
/// # Errors
/// It is none.
pub(super) fn record<'a>(line: &'a [u8], fields: &Fields) -> Result<Record<'a>, Problem> {
    let line = line.strip_prefix(MARK).unwrap_or(line);
    let json = str::from_utf8(line).map_err(|_| Problem::new("it is not UTF-8"))?;
    let record = Record::parse(json, fields)?;
    if record.has_text() { Ok(record) } else { Err(fields.no_text()) }
}

/// Articles in JSON lines as they come, each kept no longer than it is looked at. Their ids are as the lines give
/// them. A wrong line is an error, after which the others follow.
pub struct Stream<R> {
    lines: Lines<R>,
    path: Arc<Path>,
    fields: Fields,
    broken: bool,
}

impl<R: BufRead> Stream<R> {
    /// The articles of this input, which is called `path`.
    pub fn new(input: R, path: &Path, fields: Fields) -> Self {
        Self { lines: Lines::new(input), path: path.into(), fields, broken: false }
    }

    fn article(&self) -> Result<Article, Problem> {
        let record = self.lines.record(&self.fields)?;
        let source = Source::of(Arc::clone(&self.path), self.lines.id(&record));
        record.article(source, &self.fields).map_err(|problem| problem.at(self.lines.number))
    }
}

impl<R: BufRead> Iterator for Stream<R> {
    type Item = Result<Article, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.lines.advance() {
            _ if self.broken => None,
            Ok(true) => Some(self.article().map_err(|problem| problem.of(&self.path))),
            Ok(false) => None,
            Err(error) => {
                self.broken = true;
                Some(Err(fault(&self.path, &error)))
            }
        }
    }
}
