//! What is passed over where articles are looked for.

use std::fmt;

/// How many files and folders were passed over, and why. Displayed as one line: `2 hidden, 3 sidecars`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Files and folders with a name that begins with a dot.
    pub hidden: usize,
    /// Sidecars, folders of sidecars, and label schemas: what the program keeps beside the articles.
    pub sidecars: usize,
    /// Files with an ending that is not one of an article, JSON files that hold something else, and what is about
    /// the folder by its name: README.md.
    pub unknown: usize,
    /// Folders that an export has made: what is in them stands elsewhere.
    pub exported: usize,
    /// Lines and objects in JSON files that are no article.
    pub wrong: usize,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hidden, sidecars, unknown, exported, wrong } = *self;
        let parts = [
            (hidden, "hidden"),
            (sidecars, "sidecars"),
            (unknown, "of unknown type"),
            (exported, "exported"),
            (wrong, "wrong in JSON files"),
        ];
        let mut between = "";
        for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{between}{count} {what}")?;
            between = ", ";
        }
        if between.is_empty() { f.write_str("nothing") } else { Ok(()) }
    }
}
