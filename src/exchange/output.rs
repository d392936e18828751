//! The files of an export, as they are written.

use std::io::{self, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(test)]
use std::sync::{Arc, Mutex, PoisonError};

/// A file that is being written. What is written may be kept back until it is dropped; a failure then is told by whoever
/// has made the [`Files`].
pub type Sink = Box<dyn Write + Send>;

/// Where the files of an export go.
pub trait Files {
    /// Begins a file: its path in the folder of the export, with `/`; of no meaning where the format is one file.
    ///
    /// # Errors
    /// It cannot be written, or has been begun before.
    fn create(&self, name: &str) -> io::Result<Sink>;
}

/// The files of an export in a folder of their own.
pub struct Below<'a> {
    /// Where the folder is.
    pub files: &'a dyn Files,
    /// Its name.
    pub folder: &'a str,
}

impl Files for Below<'_> {
    fn create(&self, name: &str) -> io::Result<Sink> {
        self.files.create(&format!("{}/{name}", self.folder))
    }
}

/// A file that is written until somebody stops it: then writing fails once. What is written after that goes nowhere, so
/// that archives can be closed in peace.
pub struct Until<'a, W> {
    file: W,
    stop: Option<&'a AtomicBool>,
    failed: bool,
}

impl<'a, W> Until<'a, W> {
    /// The file, and what is set to stop it.
    pub fn new(file: W, stop: Option<&'a AtomicBool>) -> Self {
        Self { file, stop, failed: false }
    }
}

impl<W: Write> Write for Until<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            self.failed = true;
            // What is called interrupted would be tried again.
            return Err(io::Error::other("it was stopped"));
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl<W: Seek> Seek for Until<'_, W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Writes to a file what cannot be written from its start to its end.
///
/// # Errors
/// There is no place for it, or `write` fails.
pub fn in_between(
    sink: Sink,
    stop: Option<&AtomicBool>,
    write: impl FnOnce(&mut tempfile::NamedTempFile) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new()?;
    write(&mut file)?;
    let mut sink = Until::new(sink, stop);
    io::copy(&mut file.reopen()?, &mut sink)?;
    sink.flush()
}

/// Files in memory.
#[cfg(test)]
#[derive(Default)]
pub struct Memory(Mutex<Vec<(String, Bytes)>>);

#[cfg(test)]
type Bytes = Arc<Mutex<Vec<u8>>>;

#[cfg(test)]
impl Memory {
    /// The names and contents of all that was written, in the order of its beginning.
    pub fn all(&self) -> Vec<(String, Vec<u8>)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(name, bytes)| (name.clone(), bytes.lock().unwrap().clone())).collect()
    }
}

#[cfg(test)]
impl Files for Memory {
    fn create(&self, name: &str) -> io::Result<Sink> {
        struct Shared(Bytes);
        impl Write for Shared {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.lock().unwrap().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let bytes = Arc::default();
        self.0.lock().unwrap().push((name.to_owned(), Arc::clone(&bytes)));
        Ok(Box::new(Shared(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stopped_is_written_no_further() {
        let stop = AtomicBool::new(false);
        let memory = Memory::default();
        let write = |stop: &AtomicBool| {
            in_between(memory.create("x")?, Some(stop), |file| Until::new(file, Some(stop)).write_all(b"all"))
        };
        write(&stop).unwrap();
        stop.store(true, Ordering::Relaxed);
        // Not as interrupted, which would be tried again for ever.
        assert_eq!(write(&stop).unwrap_err().kind(), io::ErrorKind::Other);
        let lengths: Vec<_> = memory.all().iter().map(|(_, bytes)| bytes.len()).collect();
        assert_eq!(lengths, [3, 0]);
    }
}
