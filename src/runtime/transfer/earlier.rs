//! What earlier exports have left: files that a newer one into the same folder has no more, and half of what a killed
//! run was writing.
//!
//! An export into a folder leaves a list of its files there. Only what stands in that list is ever removed; so a folder
//! that no export has made, and files that somebody has put into one, stay as they are.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::files::below;
use crate::store::Store;

/// The list of the files of an export, one path a line.
pub(super) const LIST: &str = ".exported-by-abreast";

/// How the names of what is being written begin.
pub(super) const PREFIX: &str = ".abreast-export-";

/// How many letters are behind that.
const RANDOM: usize = 6;

/// The files that an export has left in this folder, by its list.
pub(super) fn listed(folder: &Path) -> BTreeSet<PathBuf> {
    let list = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    list.lines().map(below).filter(|path| !path.as_os_str().is_empty()).collect()
}

/// Writes the list of the files of an export.
///
/// # Errors
/// It cannot be written.
pub(super) fn list<'a>(folder: &Path, files: impl IntoIterator<Item = &'a PathBuf>) -> io::Result<()> {
    // What a line cannot hold is not listed, and so never removed.
    let lines = files.into_iter().filter_map(|file| file.to_str().filter(|file| !file.contains('\n')));
    fs::write(folder.join(LIST), lines.map(|line| format!("{line}\n")).collect::<String>())
}

/// Removes files of an earlier export, and folders that are empty then. What has become an article or has a sidecar
/// beside it stays, and so does what a link leads to. What cannot be removed does no harm.
pub(super) fn remove(folder: &Path, files: impl IntoIterator<Item = PathBuf>, articles: &HashSet<PathBuf>) {
    let beside = Store { dir: None, root: folder.to_owned() };
    for file in files {
        let path = folder.join(&file);
        let inside = path.parent().and_then(|parent| fs::canonicalize(parent).ok());
        let inside =
            inside.is_some_and(|parent| parent == folder.join(file.parent().unwrap_or(Path::new(""))));
        let is_file = fs::symlink_metadata(&path).is_ok_and(|file| file.is_file());
        if !inside || !is_file || articles.contains(&path) || !beside.all(&path).is_empty() {
            continue;
        }
        if let Err(error) = fs::remove_file(&path) {
            log::warn!("{} cannot be removed: {error}", path.display());
        }
        let mut emptied = path.ancestors().skip(1).take_while(|above| *above != folder);
        let _ = emptied.try_for_each(fs::remove_dir);
    }
}

/// Holds what is being written, so that nobody takes it for something that a killed run has left. The system lets
/// go of what a process held that is gone. Not every file system knows locks: nothing is cleared there.
pub(super) fn hold(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    file.try_lock().is_ok().then_some(file)
}

/// Removes what killed runs have left half written in this folder.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        if random.is_none_or(|random| random.len() != RANDOM) {
            continue;
        }
        let path = entry.path();
        let Ok(file) = File::open(&path) else { continue };
        match file.try_lock() {
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => continue,
            Ok(()) => {}
        }
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        if let Err(error) = removed {
            log::warn!("{} cannot be removed: {error}", path.display());
        }
    }
}
