//! Files to articles: which files there are ([`discover`]), and their canonical text ([`open`]).
//!
//! ```text
//! paths ── discover ──> Found { files, skipped, faults } ── open ──> Article ── nlp, app
//!                                   decode: bytes to canonical text ──^
//! ```

mod decode;
mod discover;
mod read;

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::model::Problem;

pub use discover::{Found, Skipped, bundle, discover};
pub use read::{open, open_beginning};

/// What the system says of a file or folder, for people.
fn fault(path: &Path, error: &io::Error) -> Problem {
    let (reason, hint) = match error.kind() {
        ErrorKind::NotFound => ("there is no such file or folder", "check how it is written"),
        ErrorKind::PermissionDenied => ("it may not be read", "change its permissions, or ask its owner"),
        ErrorKind::OutOfMemory => ("there is not enough memory for it", "split it, or close other programs"),
        _ => return Problem::with(path, error.to_string()).hint("see whether other programs can read it"),
    };
    Problem::with(path, reason).hint(hint)
}
