//! Where an export goes, and how it gets there.

use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use crate::exchange::File;
use crate::model::Problem;
use crate::store::ENDING;

/// Whether an export can go there: over nothing that is there already, and never over what abreast reads.
pub(super) fn check<'a>(
    output: &Path,
    folder: bool,
    force: bool,
    mut articles: impl Iterator<Item = &'a Path>,
) -> Result<(), Problem> {
    let problem = |reason: &str, hint: &str| Err(Problem::with(output, reason).hint(hint));
    let same = |article: &Path| {
        fs::canonicalize(article).is_ok_and(|a| fs::canonicalize(output).is_ok_and(|b| a == b))
    };
    if output.to_string_lossy().ends_with(ENDING) || articles.any(same) {
        return problem("it is an article or a saved file", "name another one with -o");
    }
    match (fs::metadata(output), folder) {
        (Err(_), _) => Ok(()),
        (Ok(there), true) if !there.is_dir() => {
            problem("it is a file, and the export is a folder", "name a folder with -o")
        }
        (Ok(there), false) if there.is_dir() => {
            problem("it is a folder, and the export is one file", "name a file with -o")
        }
        (Ok(_), _) if force => Ok(()),
        (Ok(_), false) => problem("the file exists", "take another name, or --force to write over it"),
        (Ok(_), true) => match fs::read_dir(output).map(|mut entries| entries.next().is_none()) {
            Ok(true) => Ok(()),
            Ok(false) => problem("the folder is not empty", "take another one, or --force to write into it"),
            Err(error) => problem(&format!("the folder cannot be read: {error}"), ""),
        },
    }
}

/// A path that leads nowhere but below its folder.
pub(super) fn below(name: &str) -> PathBuf {
    Path::new(name).components().filter(|step| matches!(step, Component::Normal(_))).collect()
}

/// Writes a file whole or not at all.
pub(super) fn write(path: &Path, file: &File) -> Result<(), Problem> {
    let failed = |error: std::io::Error| Problem::with(path, format!("it cannot be written: {error}"));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    // Opened here and not by `tempfile`, so that a new file has the usual permissions of the user's files.
    let new = |path: &Path| fs::OpenOptions::new().write(true).create_new(true).open(path);
    let mut temporary = tempfile::Builder::new().prefix(".abreast-").make_in(folder, new).map_err(failed)?;
    temporary.write_all(&file.bytes).map_err(failed)?;
    temporary.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
