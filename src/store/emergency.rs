//! Where copies go of sidecars that cannot be written.
//!
//! Each program has a folder of its own for them and holds a lock for as long as it runs, so that nobody takes up
//! or throws away what another program still works on. The system lets go of the lock of a process that is gone.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::place::Store;
use super::write::make;

/// The copies of a corpus, of all programs.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// The folder that holds the folders of the programs.
    pub dir: PathBuf,
    /// The root of the corpus.
    pub root: PathBuf,
}

/// The place for the copies of one program, for as long as it is held.
#[derive(Debug)]
pub struct Held {
    /// Where they lie.
    pub store: Store,
    _lock: File,
}

impl Emergency {
    /// A place for copies that is nobody else's.
    ///
    /// # Errors
    ///
    /// Nothing can be written there.
    pub fn begin(&self) -> io::Result<Held> {
        let dir = self.dir.join(Uuid::now_v7().to_string());
        make(&self.dir)?;
        let lock = File::create_new(lock_of(&dir))?;
        // Not every file system knows locks. Without one, others are offered what lies there while this runs.
        if let Err(error) = lock.try_lock() {
            log::warn!("{} cannot be locked: {error}", dir.display());
        }
        Ok(Held { store: self.store(dir), _lock: lock })
    }

    /// The places of the programs that have ended.
    pub fn left(&self) -> Vec<Store> {
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let mut left: Vec<_> =
            entries.map(|entry| entry.path()).filter(|dir| dir.is_dir() && !runs(dir)).collect();
        left.sort();
        left.into_iter().map(|dir| self.store(dir)).collect()
    }

    /// Removes the folders that a removed copy leaves empty, and the lock with the last one.
    pub fn tidy(&self, copy: &Path) {
        let below = copy.strip_prefix(&self.dir).ok();
        let Some(first) = below.and_then(|below| below.components().next()) else { return };
        let dir = self.dir.join(first);
        let mut folders = copy.ancestors().skip(1).take_while(|folder| folder.starts_with(&dir));
        if folders.all(|folder| fs::remove_dir(folder).is_ok()) {
            // One that stays does no harm.
            let _ = fs::remove_file(lock_of(&dir));
        }
    }

    fn store(&self, dir: PathBuf) -> Store {
        Store { dir: Some(dir), root: self.root.clone() }
    }
}

fn lock_of(dir: &Path) -> PathBuf {
    dir.with_extension("lock")
}

/// Whether the program with this folder holds its lock.
fn runs(dir: &Path) -> bool {
    File::open(lock_of(dir)).is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_given_what_a_running_program_has_and_everybody_what_it_left() {
        let folder = tempfile::tempdir().unwrap();
        let emergency =
            Emergency { dir: folder.path().join("state/emergency"), root: folder.path().to_owned() };
        assert!(emergency.left().is_empty());
        let (one, two) = (emergency.begin().unwrap(), emergency.begin().unwrap());
        let (first, second) = (one.store.dir.clone().unwrap(), two.store.dir.clone().unwrap());
        for dir in [&first, &second] {
            fs::create_dir_all(dir.join("below")).unwrap();
            fs::write(dir.join("below/copy"), "").unwrap();
        }
        assert!(emergency.left().is_empty());
        drop(one);
        assert_eq!(
            emergency.left().iter().map(|store| store.dir.as_ref()).collect::<Vec<_>>(),
            [Some(&first)]
        );
        drop(two);
        assert_eq!(emergency.left().len(), 2);

        fs::remove_file(first.join("below/copy")).unwrap();
        emergency.tidy(&first.join("below/copy"));
        assert!(!first.exists() && !lock_of(&first).exists() && second.join("below/copy").exists());
        // What is not in a place of copies is left alone.
        fs::create_dir(folder.path().join("empty")).unwrap();
        emergency.tidy(&folder.path().join("empty/copy"));
        assert!(folder.path().join("empty").exists());
    }
}
