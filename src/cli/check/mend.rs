//! What can safely be mended in a sidecar.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Known;
use crate::model::Problem;
use crate::store::{self, Opened, Sidecar, WriteError, parse};

/// Writes the file as the program does, with what was `opened` of it, and says where what it was is.
///
/// # Errors
///
/// It would not say the same, or could not be written. The file is as it was.
pub(super) fn replace(
    known: &Known<'_>,
    path: &Path,
    contents: &str,
    opened: &Opened,
) -> Result<PathBuf, Problem> {
    let Known { points, facts, sidecars, .. } = known;
    let sidecar = &opened.sidecar;
    let written = sidecar.render(points, &sidecars.schema);
    let again = parse(&written, points, facts, &sidecar.header.annotator, &sidecars.schema);
    let same = again.is_ok_and(|again| {
        let others = |sidecar: &Sidecar| sidecar.annotations.others().len();
        again.sidecar.annotations.placed().eq(sidecar.annotations.placed())
            && others(&again.sidecar) == others(sidecar)
    });
    if !same {
        return Err(Problem::with(path, "it is not mended, as it would not say the same afterwards"));
    }
    let backup = back_up(path, contents.as_bytes()).map_err(|error| {
        Problem::with(path, format!("it is not mended, as no backup can be made: {error}"))
    })?;
    let mut before = store::Known::of(contents.as_bytes());
    sidecars.places.store.write(path, &written, &mut before).map_err(WriteError::problem)?;
    Ok(backup)
}

/// Puts what a file held beside it under the first of the names `NAME.bak`, `NAME.bak2`, … that is free, so that
/// it lasts.
fn back_up(path: &Path, contents: &[u8]) -> std::io::Result<PathBuf> {
    for number in 1.. {
        let mut name = path.as_os_str().to_owned();
        name.push(if number == 1 { ".bak".to_owned() } else { format!(".bak{number}") });
        match OpenOptions::new().write(true).create_new(true).open(&name) {
            Ok(mut file) => {
                file.write_all(contents)?;
                file.sync_all()?;
                return Ok(name.into());
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}
