//! Sidecars to disk: whole or not at all, and never over somebody else's.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::known::Known;
use super::leftovers::{sweep, temporary_prefix};
use super::place::Store;
use crate::model::{Problem, Source};

/// How long a save waits for another program that is saving in the same folder: twice that, and a copy, are made within
/// the time that a program has to end.
const LOCKED: Duration = Duration::from_millis(250);

/// Why a sidecar was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Another program has changed the file meanwhile; it is untouched.
    #[error("{0}")]
    ChangedOnDisk(Problem),
    /// A step failed. The file is whole, old or new, and not certain to last.
    #[error("{0}")]
    Failed(Problem),
}

impl WriteError {
    /// What is said of it.
    pub fn problem(self) -> Problem {
        match self {
            Self::ChangedOnDisk(problem) | Self::Failed(problem) => problem,
        }
    }
}

impl Store {
    /// Puts `contents` in the file at `path`, a sidecar's, in place of what is `known` to be there; when
    /// this returns without an error, they last over a power cut. A link is followed, permissions are
    /// kept. Missing folders are made below [`Store::dir`]; beside articles only that of the articles of one file.
    ///
    /// `known` then tells of the new contents, also when nothing but the last step failed.
    ///
    /// # Errors
    ///
    /// Nothing was written, or not for certain; the file that was there is whole. Nothing else is left
    /// behind.
    pub fn write(&self, path: &Path, contents: &str, known: &mut Known) -> Result<(), WriteError> {
        let file = followed(path).map_err(|error| failed(path, &error))?;
        let folder = folder_of(&file);
        if self.dir.is_some() || Source::file_of(&file).is_some_and(|file| folder_of(&file).is_dir()) {
            make(folder).map_err(|error| failed(path, &error))?;
        }
        if replace(&file, contents, known, |_| Ok(())).map_err(|error| failed(path, &error))? {
            return Ok(());
        }
        let problem = Problem::with(path, "another program has changed this sidecar meanwhile");
        Err(WriteError::ChangedOnDisk(problem.hint("it was not written over")))
    }
}

fn failed(path: &Path, error: &io::Error) -> WriteError {
    let reason = error.to_string();
    // `tempfile` names its temporary file, which is gone and was none of the user's.
    let reason = reason.split_once(" at path ").map_or(reason.as_str(), |(reason, _)| reason);
    WriteError::Failed(Problem::with(path, reason))
}

/// What can fail while a file is replaced, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Create,
    Write,
    Permissions,
    Flush,
    Lock,
    Compare,
    Rename,
    FlushFolder,
}

/// Replaces the file, or leaves it and says no if it is not the one that is known. `before` is asked before
/// each step, so that a test can let it fail as a disk would.
fn replace(
    file: &Path,
    contents: &str,
    known: &mut Known,
    mut before: impl FnMut(Step) -> io::Result<()>,
) -> io::Result<bool> {
    let folder = folder_of(file);
    let prefix = temporary_prefix(file);
    if !known.swept {
        sweep(folder, &prefix);
        known.swept = true;
    }
    let permissions = match fs::metadata(file) {
        Ok(old) if old.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Ok(old) if old.permissions().readonly() => {
            return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
        }
        Ok(old) => Some(old.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    before(Step::Create)?;
    // Opened here and not by `tempfile`, so that a new file has the usual permissions of the user's files.
    let mut temporary = tempfile::Builder::new()
        .prefix(&format!("{prefix}{}-", std::process::id()))
        .make_in(folder, |path| OpenOptions::new().write(true).create_new(true).open(path))?;
    before(Step::Write)?;
    temporary.write_all(contents.as_bytes())?;
    if let Some(permissions) = permissions {
        before(Step::Permissions)?;
        temporary.as_file().set_permissions(permissions)?;
    }
    before(Step::Flush)?;
    temporary.as_file().sync_all()?;
    before(Step::Lock)?;
    // From here to the end no other abreast changes a sidecar in this folder.
    let _locked = lock(folder, LOCKED)?;
    before(Step::Compare)?;
    let there = match fs::read(file) {
        Ok(bytes) => Known::of(&bytes).contents,
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A file that is gone is written again: that loses nothing of anybody's.
    let new = Known::of(contents.as_bytes()).contents;
    if there.is_some() && ![known.contents, known.own, new].contains(&there) {
        return Ok(false);
    }
    before(Step::Rename)?;
    temporary.persist(file).map_err(|error| error.error)?;
    (known.contents, known.own) = (new, new);
    before(Step::FlushFolder)?;
    sync(folder)?;
    Ok(true)
}

/// The file itself, where `path` may be a link to it.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut file = path.to_owned();
    // As many links as Linux follows.
    for _ in 0..40 {
        let Ok(target) = fs::read_link(&file) else { return Ok(file) };
        file = folder_of(&file).join(target);
    }
    Err(io::Error::other("too many links to links"))
}

pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder and those above it, so that they last.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    make(folder_of(folder))?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync(folder_of(folder))
}

/// Locks a folder against all who lock it as well, until the answer is dropped: the system lets go of the
/// lock of a process that is gone.
///
/// # Errors
///
/// Somebody holds the lock for longer than `most`.
pub(super) fn lock(folder: &Path, most: Duration) -> io::Result<File> {
    let file = File::open(folder)?;
    let until = Instant::now() + most;
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                thread::sleep(Duration::from_millis(2));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other("another program is writing in the folder and does not end"));
            }
            // Not every file system knows locks.
            Err(TryLockError::Error(_)) | Ok(()) => return Ok(file),
        }
    }
}

/// Makes the entries of a folder last, where the file system knows how to.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use tempfile::TempDir;

    use super::*;

    fn beside() -> (Store, TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt.ada.abreast.json");
        (Store { dir: None, root: folder.path().to_owned() }, folder, path)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_else_is_left() {
        let (store, folder, path) = beside();
        let mut known = Known::default();
        for contents in ["one\n", "two\n", "two\n", "three\n"] {
            store.write(&path, contents, &mut known).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), contents);
        }
        assert_eq!(names(folder.path()), ["a.txt.ada.abreast.json"]);
    }

    #[test]
    fn permissions_are_kept_and_those_of_a_new_file_are_the_usual_ones() {
        let (store, folder, path) = beside();
        let mut known = Known::default();
        store.write(&path, "one", &mut known).unwrap();
        let usual = folder.path().join("usual");
        fs::write(&usual, "").unwrap();
        assert_eq!(mode(&path), mode(&usual));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        store.write(&path, "two", &mut known).unwrap();
        assert_eq!(mode(&path), 0o640);
    }

    #[test]
    fn what_another_program_wrote_is_not_written_over() {
        let (store, folder, path) = beside();
        let mut known = Known::default();
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(store.write(&path, "ours", &mut known), Err(WriteError::ChangedOnDisk(_))));
        // The same length at the same time is another file all the same.
        known = Known::of(b"theirs");
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "THEIRS").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        let error = store.write(&path, "ours", &mut known).unwrap_err();
        assert!(error.to_string().contains("another program has changed"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "THEIRS");
        assert_eq!(names(folder.path()), ["a.txt.ada.abreast.json"]);
    }

    #[test]
    fn what_another_program_removed_is_written_again() {
        let (store, _folder, path) = beside();
        let mut known = Known::default();
        store.write(&path, "one", &mut known).unwrap();
        fs::remove_file(&path).unwrap();
        store.write(&path, "two", &mut known).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn a_link_stays_and_the_file_behind_it_is_replaced() {
        let (store, folder, path) = beside();
        let real = folder.path().join("real").join("ada.json");
        fs::create_dir(folder.path().join("real")).unwrap();
        symlink("middle", &path).unwrap();
        symlink("real/ada.json", folder.path().join("middle")).unwrap();
        let mut known = Known::default();
        for contents in ["one", "two"] {
            store.write(&path, contents, &mut known).unwrap();
            assert_eq!(fs::read_to_string(&real).unwrap(), contents);
        }
        assert!(path.is_symlink());
        let circle = folder.path().join("circle");
        symlink("circle", &circle).unwrap();
        assert!(matches!(store.write(&circle, "x", &mut known), Err(WriteError::Failed(_))));
    }

    #[test]
    fn folders_are_made_in_a_store_but_not_beside_articles() {
        let (beside, folder, _) = beside();
        let path = folder.path().join("gone").join("deep").join("a.json");
        let error = beside.write(&path, "x", &mut Known::default()).unwrap_err();
        assert!(matches!(error, WriteError::Failed(_)));
        let reason = "No such file or directory (os error 2)";
        assert_eq!(error.problem(), Problem::with(&path, reason));
        let store = Store { dir: Some(folder.path().join("gone")), root: "/c".into() };
        store.write(&path, "x", &mut Known::default()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "x");
    }

    #[test]
    fn a_failing_step_leaves_the_old_file_and_no_other() {
        let (store, folder, path) = beside();
        let mut known = Known::default();
        store.write(&path, "one", &mut known).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let error = store.write(&path, "two", &mut known).unwrap_err();
        assert!(error.to_string().ends_with(": the file is read-only"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        let taken = folder.path().join("folder");
        fs::create_dir(&taken).unwrap();
        assert!(store.write(&taken, "two", &mut Known::default()).is_err());
        let long = folder.path().join("x".repeat(256));
        assert!(store.write(&long, "two", &mut Known::default()).is_err());
        assert_eq!(names(folder.path()), ["a.txt.ada.abreast.json", "folder"]);
        // Nobody, not even root, can make a file there.
        assert!(store.write(Path::new("/proc/a.json"), "two", &mut Known::default()).is_err());
    }

    #[test]
    fn whichever_step_fails_the_file_is_whole_and_the_next_save_makes_up_for_it() {
        use Step::{Compare, Create, Flush, FlushFolder, Lock, Permissions, Rename, Write};
        for (before, steps) in [
            (None, &[Create, Write, Flush, Lock, Compare, Rename, FlushFolder][..]),
            (Some("one"), &[Create, Write, Permissions, Flush, Lock, Compare, Rename, FlushFolder]),
        ] {
            for failing in steps {
                let (_, folder, path) = beside();
                let mut known = Known::default();
                if let Some(before) = before {
                    replace(&path, before, &mut known, |_| Ok(())).unwrap();
                }
                let mut met = Vec::new();
                let error = replace(&path, "two", &mut known, |step| {
                    met.push(step);
                    if step == *failing { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
                })
                .unwrap_err();
                assert_eq!(error.kind(), ErrorKind::StorageFull);
                let at = steps.iter().position(|step| step == failing).unwrap();
                assert_eq!(met, steps[..=at], "no step comes after the one that failed");
                let now = fs::read_to_string(&path).ok();
                let wanted = if *failing == FlushFolder { Some("two") } else { before };
                assert_eq!(now.as_deref(), wanted, "{failing:?}");
                let wanted: &[&str] = if wanted.is_some() { &["a.txt.ada.abreast.json"] } else { &[] };
                assert_eq!(names(folder.path()), wanted, "{failing:?} leaves nothing else");

                assert!(replace(&path, "three", &mut known, |_| Ok(())).unwrap(), "{failing:?}");
                assert_eq!(fs::read_to_string(&path).unwrap(), "three");
                assert_eq!(names(folder.path()), ["a.txt.ada.abreast.json"]);
            }
        }
    }

    #[test]
    fn why_writing_failed_is_said_without_the_name_of_a_temporary_file() {
        // One that can only be read, as a disk that is full cannot be had everywhere.
        let mut temporary =
            tempfile::Builder::new().make(|path| File::create(path).and_then(|_| File::open(path))).unwrap();
        let error = temporary.write_all(b"x").unwrap_err();
        let sidecar = Path::new("a.txt.ada.abreast.json");
        let wanted = Problem::with(sidecar, "Bad file descriptor (os error 9)");
        assert_eq!(failed(sidecar, &error).problem(), wanted);
    }
}
