//! Where a reader stood when the program ended, for the next start.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Store, sha256};
use crate::model::Problem;

/// Where the reader of a corpus stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The article in focus, by its [`Store::name`].
    pub focus: Option<String>,
    /// The article in the leftmost pane.
    pub first: Option<String>,
    /// For each article the start of the cursor's sentence and a place in the first row, in code points.
    pub places: BTreeMap<String, [usize; 2]>,
}

impl Session {
    /// The name of the file of a corpus in the folder of sessions: one for each root.
    pub fn file(root: &Path) -> String {
        format!("{}.json", key(root))
    }

    /// Reads a session. One that is not there or not to be understood is the default: nothing but a
    /// place is lost by it.
    pub fn read(path: &Path) -> Self {
        let read = std::fs::read_to_string(path).ok();
        read.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
    }

    /// Writes the session whole or not at all.
    ///
    /// # Errors
    ///
    /// The folder cannot be made or written.
    pub fn write(&self, path: &Path) -> Result<(), Problem> {
        let failed =
            |error: std::io::Error| Problem::with(path, format!("the place was not remembered: {error}"));
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(failed)?;
        let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        serde_json::to_writer(&file, self).map_err(|error| failed(error.into()))?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
    }
}

/// What stands for a corpus in the names of files: 16 hexadecimal digits made of its root.
pub fn key(root: &Path) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    sha256(&root.to_string_lossy()).chars().take(16).collect()
}

impl Store {
    /// What an article is called in the files of the program: its path below the root, with `/`.
    pub fn name(&self, article: &Path) -> String {
        article.strip_prefix(&self.root).unwrap_or(article).to_string_lossy().replace('\\', "/")
    }
}
