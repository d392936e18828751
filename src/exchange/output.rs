//! The files of an export, as they are written.

use std::io::{self, Write};
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

/// Writes to a file what cannot be written from its start to its end.
///
/// # Errors
/// There is no place for it, or `write` fails.
pub fn in_between(
    mut sink: Sink,
    write: impl FnOnce(&mut tempfile::NamedTempFile) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new()?;
    write(&mut file)?;
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
