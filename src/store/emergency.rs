//! Where copies go of sidecars that cannot be written.
//!
//! Each program has a folder of its own for them and holds a lock for as long as it runs, so that nobody takes up
//! or throws away what another program still works on. The system lets go of the lock of a process that is gone.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::place::Store;
use super::write::make;
use crate::model::AnnotatorId;

/// The copies of all corpora, and where those of this one go.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// The folder that holds a folder for each corpus, and in these a folder for each program.
    pub all: PathBuf,
    /// The name of the folder of this corpus.
    pub corpus: String,
    /// The root of this corpus.
    pub root: PathBuf,
    /// Where its sidecars lie, if not beside the articles: copies of others are none of theirs.
    pub store: Option<PathBuf>,
}

/// The place for the copies of one program, for as long as it is held.
#[derive(Debug)]
pub struct Held {
    /// Where they lie.
    pub store: Store,
    _lock: File,
}

/// A copy that a program has left.
#[derive(Debug, PartialEq, Eq)]
pub struct Left {
    /// Its file.
    pub path: PathBuf,
    /// Whether it is of an article in this place; if not, it is of one with this name in a folder that is gone.
    pub here: bool,
}

/// The file beside the folders of programs that says where the corpus was and, after a zero, its store.
const ROOT: &str = "root";

impl Emergency {
    /// A place for copies that is nobody else's.
    ///
    /// # Errors
    ///
    /// Nothing can be written there.
    pub fn begin(&self) -> io::Result<Held> {
        let corpus = self.all.join(&self.corpus);
        make(&corpus)?;
        let root = std::path::absolute(&self.root)?;
        let store = self.store.as_ref().map(|store| store.as_os_str().as_bytes()).unwrap_or_default();
        fs::write(corpus.join(ROOT), [root.as_os_str().as_bytes(), store].join(&0))?;
        let dir = corpus.join(Uuid::now_v7().to_string());
        let lock = File::create_new(lock_of(&dir))?;
        // Not every file system knows locks. Without one, others are offered what lies there while this runs.
        if let Err(error) = lock.try_lock() {
            log::warn!("{} cannot be locked: {error}", dir.display());
        }
        Ok(Held { store: Store { dir: Some(dir), root }, _lock: lock })
    }

    /// The copies of an article's sidecar that programs have left, in whatever corpus it was opened. Where the
    /// folder of one is gone, it may have been moved: then those of articles of the same name.
    pub fn left(&self, article: &Path, annotator: &AnnotatorId) -> Vec<Left> {
        let corpora = folders(&self.all).into_iter().filter_map(|corpus| {
            let written = fs::read(corpus.join(ROOT)).ok()?;
            let (root, store) = written.split_at(written.iter().position(|byte| *byte == 0)?);
            let own = self.store.as_ref().map(|store| store.as_os_str().as_bytes()).unwrap_or_default();
            (store.strip_prefix(&[0]) == Some(own)).then(|| (corpus, PathBuf::from(OsStr::from_bytes(root))))
        });
        let mut left = Vec::new();
        for (corpus, root) in corpora {
            for dir in folders(&corpus).into_iter().filter(|dir| !runs(dir)) {
                let path = Store { dir: Some(dir.clone()), root: root.clone() }.sidecar(article, annotator);
                if path.exists() {
                    left.push(Left { path, here: true });
                } else if !root.exists() {
                    let all = files(&dir).into_iter().filter(|file| file.file_name() == path.file_name());
                    left.extend(all.map(|path| Left { path, here: false }));
                }
            }
        }
        left
    }

    /// The names of all copies that there are, of whatever corpus.
    pub fn names(&self) -> HashSet<OsString> {
        let names = |path: PathBuf| Some(path.file_name()?.to_owned());
        files(&self.all).into_iter().filter_map(names).collect()
    }

    /// Removes the folders that a removed copy leaves empty, and the lock with the last one.
    pub fn tidy(&self, copy: &Path) {
        let Ok(below) = copy.strip_prefix(&self.all) else { return };
        let own = self.all.join(below.components().take(2).collect::<PathBuf>());
        let mut folders = copy.ancestors().skip(1).take_while(|folder| folder.starts_with(&own));
        if folders.all(|folder| fs::remove_dir(folder).is_ok()) {
            // What stays of these does no harm.
            let _ = fs::remove_file(lock_of(&own));
            if let Some(corpus) = own.parent().filter(|corpus| self::folders(corpus).is_empty()) {
                let _ = fs::remove_file(corpus.join(ROOT)).and_then(|()| fs::remove_dir(corpus));
            }
        }
    }
}

/// The folders in a folder, in order.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The files in a folder and below.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
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
        let (corpus, ada) = (folder.path().join("corpus"), "ada".parse().unwrap());
        fs::create_dir_all(corpus.join("below")).unwrap();
        let article = corpus.join("below/a.txt");
        let of = |name: &str, root: &Path| Emergency {
            all: folder.path().join("state/emergency"),
            corpus: name.to_owned(),
            root: root.to_owned(),
            store: None,
        };
        let emergency = of("one", &corpus);
        let left = |emergency: &Emergency, article: &Path| -> Vec<(PathBuf, bool)> {
            emergency.left(article, &ada).into_iter().map(|left| (left.path, left.here)).collect()
        };
        assert_eq!(left(&emergency, &article), []);
        let held = [emergency.begin().unwrap(), emergency.begin().unwrap()];
        let copies = [0, 1].map(|nth| held[nth].store.sidecar(&article, &ada));
        for copy in &copies {
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::write(copy, "").unwrap();
        }
        assert_eq!(left(&emergency, &article), []);
        drop(held);
        let both = copies.clone().map(|copy| (copy, true)).to_vec();
        assert_eq!(left(&emergency, &article), both);
        // Whoever opens only a part of the corpus is given them as well.
        assert_eq!(left(&of("two", &corpus.join("below")), &article), both);
        // And whoever opens it after it was moved, those of articles of that name.
        let moved = folder.path().join("moved/a.txt");
        assert_eq!(left(&of("three", &folder.path().join("moved")), &moved), []);
        let with_store = Emergency { store: Some(folder.path().join("store")), ..of("four", &corpus) };
        assert_eq!(left(&with_store, &article), []);
        fs::remove_dir_all(&corpus).unwrap();
        let elsewhere = copies.clone().map(|copy| (copy, false)).to_vec();
        assert_eq!(left(&of("three", &folder.path().join("moved")), &moved), elsewhere);

        for copy in &copies {
            fs::remove_file(copy).unwrap();
            emergency.tidy(copy);
        }
        assert!(folders(&emergency.all).is_empty());
        // What is not in a place of copies is left alone.
        fs::create_dir(folder.path().join("empty")).unwrap();
        emergency.tidy(&folder.path().join("empty/copy"));
        assert!(folder.path().join("empty").exists());
    }
}
