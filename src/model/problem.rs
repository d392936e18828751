//! What went wrong with something from outside, as a value.

use std::fmt;
use std::path::{Path, PathBuf};

/// A failure for people: where, why, and what to do. Displayed as one sentence,
/// `FILE, line 3: the reason; what to do`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// The file or folder that it is about.
    pub path: Option<PathBuf>,
    /// The line in it, counted from 1.
    pub line: Option<usize>,
    /// What is wrong, without a full stop.
    pub reason: String,
    /// What the user can do about it; empty if that is plain from the reason.
    pub hint: String,
}

impl Problem {
    /// A failure that is about no file.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { path: None, line: None, reason: reason.into(), hint: String::new() }
    }

    /// A failure with a file or folder.
    pub fn with(path: &Path, reason: impl Into<String>) -> Self {
        Self { path: Some(path.to_owned()), ..Self::new(reason) }
    }

    /// The same, with its file or folder.
    #[must_use]
    pub fn of(self, path: &Path) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }

    /// The same, at this line, counted from 1.
    #[must_use]
    pub fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same, with what to do.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

impl Problem {
    /// The same sentence with the name of the file alone, for a screen that is not wide.
    pub fn in_short(&self) -> String {
        let file = self.path.as_deref().and_then(Path::file_name).map(PathBuf::from);
        Self { path: file.or_else(|| self.path.clone()), ..self.clone() }.to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.line) {
            (Some(path), Some(line)) => write!(f, "{}, line {line}: ", path.display())?,
            (Some(path), None) => write!(f, "{}: ", path.display())?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.reason)?;
        if !self.hint.is_empty() {
            write!(f, "; {}", self.hint)?;
        }
        Ok(())
    }
}
