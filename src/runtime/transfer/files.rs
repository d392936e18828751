//! The files of an export on disk: all of them whole, or none.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::{NamedTempFile, TempDir};

use super::earlier::{self, Hashed, PREFIX, hold, sweep};
use crate::corpus::Corpus;
use crate::exchange::{Files, Sink};
use crate::model::Problem;
use crate::store::ENDING;

/// Files that are written beside where they belong, and put there when all are whole.
pub struct Written {
    path: PathBuf,
    place: Place,
    fault: Fault,
    /// What is being written, held as long as it is.
    _held: Option<File>,
}

enum Place {
    Folder(TempDir),
    File(NamedTempFile),
    /// A pipe or a device, which is written as it is.
    Device(File),
}

/// The first failure of writing what was kept back.
#[derive(Clone, Default)]
struct Fault(Arc<Mutex<Option<io::Error>>>);

impl Fault {
    fn note(&self, error: io::Error) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    fn take(&self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }
}

/// A file, which notes what fails at its end.
struct Buffered<W: Write> {
    file: BufWriter<W>,
    fault: Fault,
}

impl<W: Write + Send + 'static> Buffered<W> {
    fn sink(file: W, fault: &Fault) -> Sink {
        Box::new(Self { file: BufWriter::with_capacity(64 << 10, file), fault: fault.clone() })
    }
}

impl<W: Write> Write for Buffered<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl<W: Write> Drop for Buffered<W> {
    fn drop(&mut self) {
        if let Err(error) = self.file.flush() {
            self.fault.note(error);
        }
    }
}

impl Written {
    /// Begins an export that is to be at `path`, a folder of files or one file: over nothing that is there already
    /// unless that is wished, and never over what the program reads nor where it would be read as an article.
    ///
    /// # Errors
    /// It cannot be there.
    pub fn begin(path: &Path, folder: bool, force: bool, corpus: &Corpus) -> Result<Self, Problem> {
        let problem = |reason: &str, hint: &str| Err(Problem::with(path, reason).hint(hint));
        // A link stays one, and what it leads to is written.
        let there = fs::canonicalize(path).ok();
        let found = fs::metadata(path).ok();
        sweep(if found.as_ref().is_some_and(fs::Metadata::is_dir) { path } else { above(path) });
        let all = || corpus.files().into_iter().filter_map(|source| fs::canonicalize(&source.path).ok());
        if path.to_string_lossy().ends_with(ENDING)
            || there.as_ref().is_some_and(|path| all().any(|a| a == *path))
        {
            return problem("it is an article or a saved file", "take another name");
        }
        let place =
            there.clone().or_else(|| Some(fs::canonicalize(above(path)).ok()?.join(path.file_name()?)));
        if let Some(place) = &place {
            if folder && all().any(|article| article.starts_with(place)) {
                return problem("articles of the corpus lie in this folder", "take another one");
            }
            if !folder && found.as_ref().is_none_or(fs::Metadata::is_file) && corpus.would_find(place) {
                let reason = "it would be an article of the corpus, in whose folder it is";
                return problem(reason, "take another place");
            }
        }
        match &found {
            Some(found) if folder && !found.is_dir() => {
                return problem("it is a file, and the export is a folder", "name a folder");
            }
            Some(found) if !folder && found.is_dir() => {
                return problem("it is a folder, and the export is one file", "name a file");
            }
            Some(found) if found.is_file() && !force => {
                return problem("the file exists", "take another name, or --force to write over it");
            }
            Some(_) if folder && !force => {
                match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
                    Ok(true) => {}
                    Ok(false) => {
                        return problem(
                            "the folder is not empty",
                            "take another one, or --force to write into it",
                        );
                    }
                    Err(error) => return problem(&format!("the folder cannot be read: {error}"), ""),
                }
            }
            _ => {}
        }
        let path = there.unwrap_or_else(|| path.to_owned());
        if !above(&path).is_dir() {
            let reason = format!("there is no folder {}", above(&path).display());
            return problem(&reason, "make it, or take another place");
        }
        let place = Place::begin(&path, folder, found.as_ref());
        let place = place.map_err(|error| unwritten(&path, &error))?;
        let held = match &place {
            Place::Folder(temporary) => hold(temporary.path()),
            Place::File(file) => hold(file.path()),
            Place::Device(_) => None,
        };
        Ok(Self { path, place, fault: Fault::default(), _held: held })
    }

    /// Puts all files where they belong.
    ///
    /// # Errors
    /// One of them is not whole, or cannot be put there.
    pub fn finish(self) -> Result<(), Problem> {
        let Self { path, place, fault, _held } = self;
        let failed = |error: io::Error| unwritten(&path, &error);
        fault.take().map_err(failed)?;
        match place {
            Place::Device(_) => Ok(()),
            Place::File(file) => {
                keep_mode(file.path(), &path).map_err(failed)?;
                file.persist(&path).map(drop).map_err(|error| failed(error.error))
            }
            Place::Folder(temporary) if !path.exists() => {
                let files = hashed(temporary.path()).map_err(failed)?;
                earlier::list(temporary.path(), &files).map_err(failed)?;
                fs::rename(temporary.path(), &path).map_err(failed)?;
                // It is gone from there.
                let _ = temporary.keep();
                Ok(())
            }
            Place::Folder(temporary) => {
                let files = hashed(temporary.path()).map_err(failed)?;
                let before = earlier::listed(&path);
                earlier::check(&path, &before, &files)?;
                for (file, _) in &files {
                    keep_mode(&temporary.path().join(file), &path.join(file)).map_err(failed)?;
                }
                // If this is killed half way, the next one knows of both.
                earlier::list(&path, before.union(&files)).map_err(failed)?;
                for (file, _) in &files {
                    let to = path.join(file);
                    fs::create_dir_all(above(&to))
                        .and_then(|()| fs::rename(temporary.path().join(file), &to))
                        .map_err(|error| unwritten(&to, &error))?;
                }
                let stays: HashSet<&PathBuf> = files.iter().map(|(file, _)| file).collect();
                earlier::remove(
                    &path,
                    before.iter().map(|(file, _)| file).filter(|file| !stays.contains(file)),
                );
                earlier::list(&path, &files).map_err(failed)
            }
        }
    }

    /// What is said if writing fails.
    pub fn problem(&self, error: &io::Error) -> Problem {
        unwritten(&self.path, error)
    }
}

impl Place {
    fn begin(path: &Path, folder: bool, found: Option<&fs::Metadata>) -> io::Result<Self> {
        let above = above(path);
        let mut named = tempfile::Builder::new();
        named.prefix(PREFIX);
        if folder {
            // In a folder that is there, since that may lie on another disk than the one above it.
            let near = if found.is_some() { path } else { above };
            // The usual permissions of the user's folders.
            named.permissions(Permissions::from_mode(0o777));
            return Ok(Self::Folder(named.tempdir_in(near)?));
        }
        if found.is_some_and(|found| !found.is_file()) {
            return OpenOptions::new().write(true).open(path).map(Self::Device);
        }
        // Opened here and not by `tempfile`, so that a new file has the usual permissions of the user's files.
        let new = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
        let file = named.make_in(above, new)?;
        let (file, temporary) = file.into_parts();
        Ok(Self::File(NamedTempFile::from_parts(file, temporary)))
    }
}

impl Files for Written {
    fn create(&self, name: &str) -> io::Result<Sink> {
        let file = match &self.place {
            Place::Device(file) => file.try_clone()?,
            Place::File(file) => file.as_file().try_clone()?,
            Place::Folder(temporary) => {
                let path = temporary.path().join(below(name));
                fs::create_dir_all(path.parent().unwrap_or(temporary.path()))?;
                File::create_new(path).map_err(|error| match error.kind() {
                    ErrorKind::AlreadyExists => {
                        io::Error::other(format!("two of its files would be called {name:?}"))
                    }
                    _ => error,
                })?
            }
        };
        Ok(Buffered::sink(file, &self.fault))
    }
}

/// Standard output, for an export of one file.
#[derive(Default)]
pub struct StandardOutput(Fault);

impl StandardOutput {
    /// Says whether all was written.
    ///
    /// # Errors
    /// It was not.
    pub fn finish(&self) -> io::Result<()> {
        self.0.take()
    }
}

impl Files for StandardOutput {
    fn create(&self, _: &str) -> io::Result<Sink> {
        Ok(Buffered::sink(io::stdout(), &self.0))
    }
}

/// A path that leads nowhere but below its folder.
pub(super) fn below(name: &str) -> PathBuf {
    Path::new(name).components().filter(|step| matches!(step, Component::Normal(_))).collect()
}

/// The folder that a path lies in.
fn above(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a new file the permissions of the one whose place it takes.
fn keep_mode(new: &Path, there: &Path) -> io::Result<()> {
    match fs::metadata(there) {
        Ok(there) => fs::set_permissions(new, there.permissions()),
        Err(_) => Ok(()),
    }
}

/// The files in a folder and below, by their paths from it, with their hashes.
fn hashed(root: &Path) -> io::Result<Hashed> {
    let files = files_below(root, Path::new(""))?.into_iter();
    files.map(|file| earlier::hash(&root.join(&file)).map(|hash| (file, hash))).collect()
}

/// The files in a folder and below, by their paths from it.
fn files_below(root: &Path, folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            files.extend(files_below(root, &path)?);
        } else {
            files.insert(path);
        }
    }
    Ok(files)
}

fn unwritten(path: &Path, error: &io::Error) -> Problem {
    Problem::with(path, format!("it cannot be written: {error}"))
}
