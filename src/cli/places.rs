//! Where the sidecars of a corpus lie, for the reader and for all other subcommands alike.

use std::path::{Path, PathBuf};

use crate::config::Folders;
use crate::corpus::Corpus;
use crate::model::Problem;
use crate::store::{Store, key, unwritable};

/// Sidecars lie where the user wants them, else beside the articles, or else, if the system does not let them,
/// in the user's own data.
#[derive(Debug)]
pub(super) struct Places {
    /// Where they are written.
    pub(super) store: Store,
    /// Where they are only read, since nothing can be written there; what lies in `store` counts before.
    pub(super) beside: Option<Store>,
    /// Where they may lie from a time when the corpus could not be written.
    pub(super) earlier: Option<Store>,
    /// Where those lie that were saved when a folder above was the corpus, which could not be written; they are not
    /// looked at.
    pub(super) above: Vec<Store>,
    /// Why they lie in the user's own data, if they do.
    pub(super) why: Option<Problem>,
}

impl Places {
    /// Those of the corpus of this root; `chosen` is the folder that the user wants. None of a corpus: beside.
    pub(super) fn of(
        chosen: Option<PathBuf>,
        folders: Option<&Folders>,
        corpus: Option<&Corpus>,
        root: &Path,
    ) -> Self {
        let at = |dir: Option<PathBuf>| Store { dir, root: root.to_owned() };
        let (Some(folders), Some(corpus), None) = (folders, corpus, &chosen) else {
            return Self { store: at(chosen), beside: None, earlier: None, above: Vec::new(), why: None };
        };
        let data_of = |root: &Path| {
            let name: String = bundle_name(root).chars().filter(|c| *c != '/').take(60).collect();
            let dir = Some(folders.data.join(format!("{name}-{}", &key(root)[..8])));
            Store { dir, root: root.to_owned() }
        };
        let data = data_of(root);
        let above = root.ancestors().skip(1).map(data_of);
        let above = above.filter(|store| store.dir.as_ref().is_some_and(|dir| dir.is_dir())).collect();
        match unwritable(&corpus.files()) {
            None => Self { store: at(None), beside: None, earlier: Some(data), above, why: None },
            why => Self { store: data, beside: Some(at(None)), earlier: None, above, why },
        }
    }

    /// All where annotations of the corpus lie; what lies in a later one counts.
    pub(super) fn stores(&self) -> impl Iterator<Item = &Store> {
        self.beside.iter().chain([&self.store])
    }
}

/// The last folder of the root: what the corpus is called.
pub(super) fn bundle_name(root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    absolute.file_name().map_or_else(|| "/".to_owned(), |name| name.to_string_lossy().into_owned())
}
