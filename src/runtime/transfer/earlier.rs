//! What earlier exports have left: files that a newer one into the same folder has no more, and half of what a killed
//! run was writing.
//!
//! An export into a folder leaves a list of its files there. Only what stands in that list is ever removed, and what was
//! changed since is not even written over; so a folder that no export has made, and files that somebody has put into
//! one or worked on, stay as they are.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};
use sha2::{Digest, Sha256};

use super::files::below;
use crate::corpus::EXPORTED;
use crate::model::Problem;
use crate::store::Store;

/// How the names of what is being written begin.
pub(super) const PREFIX: &str = ".abreast-export-";

/// How many letters are behind that.
const RANDOM: usize = 6;

/// The files of an export, by their paths in its folder, each with the SHA-256 of what was written.
pub(super) type Hashed = BTreeSet<(PathBuf, String)>;

/// The files that an export has left in this folder, by its list.
pub(super) fn listed(folder: &Path) -> Hashed {
    let list = fs::read_to_string(folder.join(EXPORTED)).unwrap_or_default();
    let files = list.lines().filter_map(|line| line.split_once("  "));
    let files = files.map(|(hash, path)| (below(path), hash.to_owned()));
    files.filter(|(path, _)| !path.as_os_str().is_empty()).collect()
}

/// Writes the list of the files of an export, as `sha256sum` does.
///
/// # Errors
/// It cannot be written.
pub(super) fn list<'a>(
    folder: &Path,
    files: impl IntoIterator<Item = &'a (PathBuf, String)>,
) -> io::Result<()> {
    // What a line cannot hold is not listed, and so never removed.
    let line = |(path, hash): &(PathBuf, String)| {
        let path = path.to_str().filter(|path| !path.contains('\n'))?;
        Some(format!("{hash}  {path}\n"))
    };
    fs::write(folder.join(EXPORTED), files.into_iter().filter_map(line).collect::<String>())
}

/// The SHA-256 of a file, in hexadecimal digits.
///
/// # Errors
/// It cannot be read.
pub(super) fn hash(path: &Path) -> io::Result<String> {
    let (mut file, mut hasher) = (BufReader::with_capacity(64 << 10, File::open(path)?), Sha256::new());
    loop {
        let bytes = file.fill_buf()?;
        let read = bytes.len();
        if read == 0 {
            break;
        }
        hasher.update(bytes);
        file.consume(read);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether an export of these files can take the place of an earlier one in this folder: nothing stands in the way,
/// and nothing is lost that somebody has worked on.
///
/// # Errors
/// It cannot.
pub(super) fn check(folder: &Path, before: &Hashed, files: &Hashed) -> Result<(), Problem> {
    let mut changed = Vec::new();
    let new: HashSet<&PathBuf> = files.iter().map(|(file, _)| file).collect();
    for file in before.union(files).map(|(file, _)| file).collect::<BTreeSet<_>>() {
        let (to, is_new) = (folder.join(file), new.contains(file));
        let within = to.ancestors().skip(1).take_while(|above| above.starts_with(folder));
        let there = within.into_iter().find_map(|above| Some((above, fs::metadata(above).ok()?)));
        if let Some((above, there)) = there.filter(|_| is_new) {
            if !there.is_dir() {
                return Err(Problem::with(above, "it is no folder, and the export has one there")
                    .hint("move it away, or take another folder"));
            }
            if let Err(error) = access(above, Access::WRITE_OK) {
                return Err(Problem::with(
                    above,
                    format!("it cannot be written: {}", io::Error::from(error)),
                ));
            }
        }
        match fs::symlink_metadata(&to) {
            Ok(there) if !there.is_file() && is_new => {
                return Err(Problem::with(&to, "it is no file, and the export has one there")
                    .hint("move it away, or take another folder"));
            }
            Ok(there) if there.is_file() => {
                let same = hash(&to).map(|hash| (file.clone(), hash));
                if !same.is_ok_and(|same| before.contains(&same) || files.contains(&same)) {
                    changed.push(to);
                }
            }
            _ => {}
        }
    }
    let Some((first, others)) = changed.split_first() else { return Ok(()) };
    let as_well = match others.len() {
        0 => String::new(),
        1 => ", and so is 1 other file".to_owned(),
        more => format!(", and so are {more} other files"),
    };
    let reason = format!("it is not as an export has left it{as_well}");
    Err(Problem::with(first, reason).hint("move away what you have changed, or take another folder"))
}

/// Removes files of an earlier export, and folders that are empty then. What has a sidecar beside it stays, and so does
/// what a link leads to. What cannot be removed does no harm.
pub(super) fn remove<'a>(folder: &Path, files: impl IntoIterator<Item = &'a PathBuf>) {
    let beside = Store { dir: None, root: folder.to_owned() };
    for file in files {
        let path = folder.join(file);
        let inside = path.parent().and_then(|parent| fs::canonicalize(parent).ok());
        let inside =
            inside.is_some_and(|parent| parent == folder.join(file.parent().unwrap_or(Path::new(""))));
        let is_file = fs::symlink_metadata(&path).is_ok_and(|file| file.is_file());
        if !inside || !is_file || !beside.all(&path).is_empty() {
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
