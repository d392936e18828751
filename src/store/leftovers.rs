//! Temporary files, and what killed runs have left of them.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::place::ENDING;

/// How the names of a file's temporary ones begin: hidden, and with room for the rest of the name
/// within the 255 bytes that file systems allow.
pub(super) fn temporary_prefix(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    format!(".{}.tmp-", &name[..name.floor_char_boundary(200)])
}

/// Removes the temporary files with names of this prefix that killed runs have left. One that cannot be
/// removed does no harm.
pub(super) fn sweep(folder: &Path, prefix: &str) {
    for path in left(folder, |of| prefix.strip_suffix(".tmp-") == Some(of)) {
        match fs::remove_file(&path) {
            Ok(()) => log::info!("removed {}, left by a run that was killed", path.display()),
            Err(error) => log::warn!("cannot remove {}: {error}", path.display()),
        }
    }
}

/// The temporary files of sidecars in a folder that killed runs have left. A folder that cannot be listed has
/// none.
pub fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let mut left: Vec<_> = left(folder, |of| of.ends_with(ENDING)).collect();
    left.sort();
    left
}

/// The temporary files of processes that are gone, or of more than a minute ago.
fn left(folder: &Path, of: impl Fn(&str) -> bool) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().filter_map(move |entry| {
        let name = entry.file_name();
        let (file, process) = taken_apart(&name)?;
        (of(file) && (!runs(process) || is_old(&entry))).then(|| entry.path())
    })
}

/// The file that the temporary one of this name is for, with a dot before it, and the process that made it.
fn taken_apart(name: &OsStr) -> Option<(&str, u32)> {
    let (file, rest) = name.to_str()?.rsplit_once(".tmp-")?;
    let (process, _random) = rest.split_once('-')?;
    file.starts_with('.').then_some((file, process.parse().ok()?))
}

/// Whether a process runs, as far as the system tells.
fn runs(process: u32) -> bool {
    let processes = Path::new("/proc");
    !processes.join("self").exists() || processes.join(process.to_string()).exists()
}

fn is_old(entry: &DirEntry) -> bool {
    let age = entry.metadata().and_then(|file| file.modified()).ok().and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| age > Duration::from_secs(60))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;
    use crate::store::{Known, Store};

    #[test]
    fn what_killed_runs_left_is_removed_and_what_runs_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let left = |name: &str| fs::write(at(name), "half").unwrap();
        // No system gives a process so high a number.
        left(".a.txt.ada.abreast.json.tmp-4294967295-AbCdEf");
        left(".b.txt.ada.abreast.json.tmp-4294967295-AbCdEf");
        left(".a.txt.ada.abreast.json.tmp-notes");
        left(".a.txt.tmp-4294967295-AbCdEf");
        let mine = format!(".a.txt.ada.abreast.json.tmp-{}-", std::process::id());
        left(&format!("{mine}young"));
        left(&format!("{mine}old"));
        let old = File::options().write(true).open(at(&format!("{mine}old"))).unwrap();
        old.set_modified(SystemTime::now() - Duration::from_secs(61)).unwrap();
        assert_eq!(leftovers(folder.path()).len(), 3);

        let store = Store { dir: None, root: folder.path().to_owned() };
        store.write(&at("a.txt.ada.abreast.json"), "one", &mut Known::default()).unwrap();
        assert_eq!(leftovers(folder.path()), [at(".b.txt.ada.abreast.json.tmp-4294967295-AbCdEf")]);
        for kept in
            [&*format!("{mine}young"), ".a.txt.ada.abreast.json.tmp-notes", ".a.txt.tmp-4294967295-AbCdEf"]
        {
            assert!(at(kept).exists(), "{kept}");
        }
    }

    #[test]
    fn the_longest_name_that_a_file_can_have_can_be_saved() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store { dir: None, root: folder.path().to_owned() };
        let path = folder.path().join("é".repeat(127) + "x");
        store.write(&path, "one", &mut Known::default()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}
