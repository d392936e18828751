//! The file of a history: steps of all sessions, so that undo and redo outlast the program.
//!
//! One line of JSON for each step, and one for each time that it was undone or redone. Lines are only ever
//! added, each in one piece, so that two windows can write to one file. A line that cannot be read is passed over.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::history::{Mark, Note, Written};
use super::session::key;
use super::write::{folder_of, lock, make, sync};
use crate::model::{AnnotatorId, History, Problem};

/// So many steps that can be undone are kept from one start to the next, and so many that can be redone.
const STEPS: usize = 1000;
/// A file of more bytes is made smaller at a start, and a longer step is not written down.
const LARGEST: u64 = 4 << 20;

/// How long a line waits for another window that makes a file smaller.
const SOON: Duration = Duration::from_millis(20);

/// The file of a history.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    /// Whether something was added that may not outlast a power cut.
    unsynced: bool,
    /// Whether the folder lists the file for certain, also after a power cut.
    listed: bool,
    /// Whether the last line could not be added.
    fails: bool,
}

impl Log {
    /// The name of the file of a corpus and an annotator in the folder of histories.
    pub fn file(root: &Path, annotator: &AnnotatorId) -> String {
        format!("{}.{annotator}.jsonl", key(root))
    }

    /// The file at this path, which need not exist.
    pub fn new(path: PathBuf) -> Self {
        Self { path, unsynced: false, listed: false, fails: false }
    }

    /// What the file tells of. Makes it smaller if it has grown too large. What cannot be read is left out:
    /// nothing but the way back is lost by it.
    pub fn read(&self) -> History<Written> {
        let Ok((text, whole)) = tail(&self.path) else { return History::default() };
        let history = replayed(&text);
        let steps = history.done.len() + history.undone.len();
        if !whole || text.len() as u64 > LARGEST || steps > 2 * STEPS {
            let shortened = self.shorten();
            return shortened.inspect_err(|error| self.warn(error)).unwrap_or(history);
        }
        if !text.is_empty() && !text.ends_with('\n') {
            // A line that was cut off must not spoil the next one.
            self.tell(self.append(b"\n"));
        }
        history
    }

    /// Adds a line.
    ///
    /// # Errors
    ///
    /// It cannot be written, other than the one before it.
    pub fn add(&mut self, note: &Note) -> Result<(), Problem> {
        let line = match note {
            Note::Made(made) => match made.written() {
                Some(written) => serde_json::to_string(&written),
                None => return Ok(()),
            },
            Note::Mark(mark) => serde_json::to_string(mark),
        };
        let Ok(line) = line else { return Ok(()) };
        if line.len() as u64 > LARGEST {
            log::warn!("a step of {} bytes can be undone in this session only", line.len());
            return Ok(());
        }
        let added = self.append(format!("{line}\n").as_bytes());
        self.unsynced |= added.is_ok();
        let failed_before = std::mem::replace(&mut self.fails, added.is_err());
        match added {
            Err(error) if !failed_before => {
                let reason = format!("what is done now can be undone in this session only: {error}");
                Err(Problem::with(&self.path, reason))
            }
            _ => Ok(()),
        }
    }

    /// Makes what was added last over a power cut.
    pub fn sync(&mut self) {
        if std::mem::take(&mut self.unsynced) {
            let file = File::open(&self.path).and_then(|file| file.sync_data());
            let listed = if self.listed { Ok(()) } else { sync(folder_of(&self.path)) };
            self.listed = listed.is_ok();
            self.tell(file.and(listed));
        }
    }

    /// Adds a line while no other window makes the file smaller.
    fn append(&self, line: &[u8]) -> io::Result<()> {
        let folder = folder_of(&self.path);
        make(folder)?;
        // Where another window does not let go, a line may get lost; waiting would keep annotations from being saved.
        let _locked = lock(folder, SOON).inspect_err(|error| log::debug!("{error}"));
        OpenOptions::new().create(true).append(true).open(&self.path)?.write_all(line)
    }

    /// Leaves out the oldest steps of the file, which is written anew, whole or not at all.
    fn shorten(&self) -> io::Result<History<Written>> {
        let folder = folder_of(&self.path);
        let _locked = lock(folder, SOON)?;
        // With what others have added before the lock.
        let mut history = replayed(&tail(&self.path)?.0);
        shorten(&mut history);
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        for step in history.done.iter().chain(history.undone.iter().rev()) {
            writeln!(file, "{}", serde_json::to_string(step)?)?;
        }
        for step in &history.undone {
            writeln!(file, "{}", serde_json::to_string(&Mark::Undone(step.step.clone()))?)?;
        }
        file.as_file().sync_data()?;
        file.persist(&self.path)?;
        Ok(history)
    }

    fn tell(&self, result: io::Result<()>) {
        if let Err(error) = result {
            self.warn(&error);
        }
    }

    fn warn(&self, error: &io::Error) {
        log::warn!("{}: what was done may not be undone after a restart: {error}", self.path.display());
    }
}

/// The last lines of a file, and whether that is all of it.
fn tail(path: &Path) -> io::Result<(String, bool)> {
    let mut file = File::open(path)?;
    let skip = file.metadata()?.len().saturating_sub(2 * LARGEST);
    file.seek(SeekFrom::Start(skip))?;
    let mut bytes = Vec::new();
    file.take(4 * LARGEST).read_to_end(&mut bytes)?;
    Ok((String::from_utf8_lossy(&bytes).into_owned(), skip == 0))
}

/// The steps after all that the lines say.
fn replayed(lines: &str) -> History<Written> {
    let mut history = History::<Written>::default();
    let take = |steps: &mut Vec<Written>, id: &str| {
        let at = steps.iter().rposition(|step| step.step == id)?;
        Some(steps.remove(at))
    };
    for line in lines.lines() {
        if let Ok(step) = serde_json::from_str::<Written>(line) {
            history.push(step);
            continue;
        }
        match serde_json::from_str::<Mark>(line) {
            Ok(Mark::Undone(id)) => history.undone.extend(take(&mut history.done, &id)),
            Ok(Mark::Redone(id)) => history.done.extend(take(&mut history.undone, &id)),
            Ok(Mark::Dropped(id)) => {
                drop(take(&mut history.done, &id).or_else(|| take(&mut history.undone, &id)));
            }
            Err(_) => {}
        }
    }
    history
}

/// Leaves out the oldest steps, so that the file can grow for a while before that is due again: of those that can be
/// undone, and of those that can be redone, the ones whose turn comes last.
fn shorten(history: &mut History<Written>) {
    let size = |step: &Written| serde_json::to_string(step).map_or(0, |line| line.len() as u64);
    for steps in [&mut history.done, &mut history.undone] {
        let mut room = LARGEST / 4;
        let fits = |(nth, step): &(usize, &Written)| {
            let (first, fits) = (*nth == 0, size(step) <= room);
            room = room.saturating_sub(size(step));
            first || fits
        };
        let kept = steps.iter().rev().take(STEPS).enumerate().take_while(fits).count();
        steps.drain(..steps.len() - kept);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::model::Step;
    use crate::store::Made;

    fn step(id: usize) -> Note {
        Note::Made(Made {
            id: id.to_string(),
            step: Step { name: "tag claim".to_owned(), changes: Vec::new() },
            texts: BTreeMap::new(),
            schema: Arc::default(),
        })
    }

    fn ids(steps: &[Written]) -> String {
        steps.iter().map(|step| step.step.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// A file with these lines, and what is read of it.
    fn read(path: &Path) -> (String, String) {
        let history = Log::new(path.to_owned()).read();
        (ids(&history.done), ids(&history.undone))
    }

    #[test]
    fn what_was_done_and_undone_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("history.jsonl");
        assert_eq!(read(&path), (String::new(), String::new()));
        let mut log = Log::new(path.clone());
        (1..=4).for_each(|id| log.add(&step(id)).unwrap());
        for mark in [Mark::Undone("4".into()), Mark::Undone("3".into()), Mark::Dropped("1".into())] {
            log.add(&Note::Mark(mark)).unwrap();
        }
        assert_eq!(read(&path), ("2".to_owned(), "4 3".to_owned()));
        log.add(&Note::Mark(Mark::Redone("3".into()))).unwrap();
        assert_eq!(read(&path), ("2 3".to_owned(), "4".to_owned()));
        log.add(&step(5)).unwrap();
        assert_eq!(read(&path), ("2 3 5".to_owned(), String::new()));
    }

    #[test]
    fn a_damaged_line_costs_nothing_but_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        let mut log = Log::new(path.clone());
        (1..=2).for_each(|id| log.add(&step(id)).unwrap());
        let mut bytes = fs::read(&path).unwrap();
        bytes.splice(0..0, b"\xff\xfe\n{\"step\":7}\n[[[[\n\n".iter().copied());
        bytes.extend_from_slice(b"{\"step\":\"3\",\"na");
        fs::write(&path, bytes).unwrap();
        assert_eq!(read(&path).0, "1 2");
        log.add(&step(4)).unwrap();
        assert_eq!(read(&path).0, "1 2 4");
    }

    #[test]
    fn a_file_that_has_grown_too_large_keeps_the_newest_steps() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        let mut log = Log::new(path.clone());
        (0..=2 * STEPS).for_each(|id| log.add(&step(id)).unwrap());
        let undone = STEPS + STEPS / 5;
        (0..undone)
            .for_each(|nth| log.add(&Note::Mark(Mark::Undone((2 * STEPS - nth).to_string()))).unwrap());
        let (before, history) = (fs::metadata(&path).unwrap().len(), read(&path));
        let ids = |ids: std::ops::RangeInclusive<usize>| ids.map(|id| id.to_string()).collect::<Vec<_>>();
        let next = 2 * STEPS + 1 - undone;
        assert_eq!(history.0, ids(0..=next - 1).join(" "));
        // Those that would be redone last are left out.
        let kept = ids(next..=next + STEPS - 1);
        assert_eq!(history.1, kept.into_iter().rev().collect::<Vec<_>>().join(" "));
        assert!(fs::metadata(&path).unwrap().len() < before);
        assert_eq!(read(&path), history);
    }

    #[test]
    fn that_it_cannot_be_written_is_said_once_and_again_after_it_could() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("history.jsonl");
        fs::write(folder.path().join("deep"), "no folder").unwrap();
        let mut log = Log::new(path.clone());
        let said = log.add(&step(1)).unwrap_err();
        assert!(said.to_string().contains("in this session only"), "{said}");
        log.add(&step(2)).unwrap();
        fs::remove_file(folder.path().join("deep")).unwrap();
        log.add(&step(3)).unwrap();
        assert_eq!(read(&path).0, "3");
        fs::remove_dir_all(folder.path().join("deep")).unwrap();
        fs::write(folder.path().join("deep"), "no folder").unwrap();
        log.add(&step(4)).unwrap_err();
    }
}
