//! Where the program keeps what belongs to the user and not to a corpus.

use std::path::{Path, PathBuf};

/// The folders of this user, which need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Settings and keymaps: `$XDG_CONFIG_HOME/abreast`.
    pub config: PathBuf,
    /// Where the reader stood, what can be undone, copies of what could not be saved: `$XDG_STATE_HOME/abreast`.
    pub state: PathBuf,
    /// Annotations of corpora that cannot be written: `$XDG_DATA_HOME/abreast`.
    pub data: PathBuf,
}

impl Folders {
    /// The folders as the system has them; nothing for a user without a home.
    pub fn find() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "abreast")?;
        Some(Self {
            config: folders.config_dir().to_owned(),
            state: folders.state_dir().unwrap_or(folders.data_local_dir()).to_owned(),
            data: folders.data_dir().to_owned(),
        })
    }

    /// The file of the settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.json")
    }

    /// The place that a file in the folder of the settings names.
    pub fn place(&self, name: &str) -> PathBuf {
        place(&self.config, name)
    }
}

/// A path for people: from the home folder with `~/` if it lies there.
pub fn shown(path: &Path) -> String {
    let below = std::env::home_dir().and_then(|home| Some(path.strip_prefix(home).ok()?.to_owned()));
    below.map_or_else(|| path.display().to_string(), |below| format!("~/{}", below.display()))
}

/// What `name` names in a file that lies in `folder`: from the home folder if it begins with `~/`.
pub(super) fn place(folder: &Path, name: &str) -> PathBuf {
    match (name.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(name),
    }
}
