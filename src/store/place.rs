//! Where sidecars lie.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{Access, access};
use rustix::io::Errno;

use crate::model::{AnnotatorId, Problem, Source};

/// How every sidecar's name ends.
pub const ENDING: &str = ".abreast.json";

/// Where the articles outside of the corpus have their sidecars in a folder of their own. Its name is
/// hidden, as discovery takes no article from a hidden folder below the corpus.
const OUTSIDE: &str = ".outside";

/// Where the sidecars of a corpus lie: beside their articles, or in a folder of their own. An article is given by its
/// [`place`](Source::place).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// The folder that holds the sidecars; none: each lies beside its article.
    pub dir: Option<PathBuf>,
    /// The folder below which `dir` repeats the layout of the corpus.
    pub root: PathBuf,
}

impl Store {
    /// The sidecar of this annotator for this article, whether it exists or not:
    /// `a.txt.ada.abreast.json`.
    pub fn sidecar(&self, article: &Path, annotator: &AnnotatorId) -> PathBuf {
        let mut name = article.file_name().unwrap_or_default().to_owned();
        name.push(".");
        name.push(annotator.as_str());
        name.push(ENDING);
        self.folder(article).join(name)
    }

    /// The sidecars of all annotators for this article, by annotator. A folder that cannot be listed
    /// has none.
    pub fn all(&self, article: &Path) -> Vec<(AnnotatorId, PathBuf)> {
        let article_name = article.file_name().unwrap_or_default();
        let folder = self.folder(article);
        let listed = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { &folder });
        let mut all: Vec<_> = listed
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let name = entry.ok()?.file_name();
                Some((annotator_in(&name, article_name)?, folder.join(name)))
            })
            .collect();
        all.sort();
        all
    }

    /// Whose sidecar this path names, if it names one, and where the sidecar of `other` for the same article
    /// would be.
    pub fn annotator_of(&self, path: &Path, other: &AnnotatorId) -> Option<(AnnotatorId, PathBuf)> {
        let name = path.file_name()?.to_str()?.strip_suffix(ENDING)?;
        let (article, id) = name.rsplit_once('.')?;
        Some((id.parse().ok()?, path.with_file_name(format!("{article}.{other}{ENDING}"))))
    }

    /// The article that this file, whether it exists or not, would be a sidecar of, and by whom. Nothing if its
    /// name is none of a sidecar.
    pub fn article_of(&self, sidecar: &Path) -> Option<(PathBuf, AnnotatorId)> {
        let (name, annotator) = sidecar.file_name()?.to_str()?.strip_suffix(ENDING)?.rsplit_once('.')?;
        let folder = sidecar.parent()?;
        let folder = match &self.dir {
            None => folder.to_owned(),
            Some(dir) => {
                let below = folder.strip_prefix(dir).ok()?;
                let outside = below.strip_prefix(OUTSIDE).map(|below| Path::new("/").join(below));
                outside.unwrap_or_else(|_| self.root.join(below))
            }
        };
        Some((folder.join(name), annotator.parse().ok()?))
    }

    /// The folder of the article's sidecars.
    pub fn folder(&self, article: &Path) -> PathBuf {
        let Some(dir) = &self.dir else {
            return article.parent().unwrap_or(Path::new("")).to_owned();
        };
        let (article, root) = (steps(article), steps(&self.root));
        let folders = article.split_last().map_or(&[][..], |(_, folders)| folders);
        match folders.strip_prefix(root.as_slice()) {
            Some(below) => dir.join(PathBuf::from_iter(below)),
            None => dir.join(OUTSIDE).join(PathBuf::from_iter(folders)),
        }
    }
}

/// The file beside a sidecar in a folder of the user that holds what was on disk before: with it both can be
/// merged.
pub fn base_of(sidecar: &Path) -> PathBuf {
    let mut path = sidecar.as_os_str().to_owned();
    path.push(".base");
    path.into()
}

/// The first folder of these articles in which the system lets nobody write, or not this user, and why. No
/// file is made to find that out. A folder of sidecars that is not there yet would be made in the one of the file.
pub fn unwritable<'a>(articles: impl IntoIterator<Item = &'a Source>) -> Option<Problem> {
    let folder = |article: &Source| {
        let place = article.place();
        let own = place.parent().filter(|folder| article.id.is_none() || folder.is_dir());
        match own.or_else(|| article.path.parent()) {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    };
    let folders: BTreeSet<PathBuf> = articles.into_iter().map(folder).collect();
    folders.iter().find_map(|folder| match access(folder, Access::WRITE_OK) {
        Err(Errno::ROFS) => Some(Problem::with(folder, "the disk is read-only")),
        Err(Errno::ACCESS) => Some(Problem::with(folder, "you may not write in the folder")),
        Err(Errno::PERM) => Some(Problem::with(folder, "nobody may write in the folder")),
        _ => None,
    })
}

/// Whether a sidecar lies beside its article, so that no other article can have the same one.
pub(super) fn beside(sidecar: &Path, article: &Path) -> bool {
    let (sidecar, article) = (steps(sidecar), steps(article));
    sidecar.split_last().map(|(_, folders)| folders) == article.split_last().map(|(_, folders)| folders)
}

/// The annotator that the name of a sidecar of this article names.
fn annotator_in(sidecar: &OsStr, article: &OsStr) -> Option<AnnotatorId> {
    let rest = sidecar.as_encoded_bytes().strip_prefix(article.as_encoded_bytes())?;
    let id = rest.strip_prefix(b".")?.strip_suffix(ENDING.as_bytes())?;
    std::str::from_utf8(id).ok()?.parse().ok()
}

/// The names of an absolute path without `.` and `..`, which are taken by their letter: where a
/// sidecar lies depends on nothing but the names.
fn steps(path: &Path) -> Vec<OsString> {
    let mut steps = Vec::new();
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for step in absolute.components() {
        match step {
            Component::Normal(name) => steps.push(name.to_owned()),
            Component::ParentDir => drop(steps.pop()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir => {}
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> AnnotatorId {
        "ada".parse().unwrap()
    }

    #[test]
    fn a_sidecar_lies_beside_its_article() {
        let store = Store { dir: None, root: "corpus".into() };
        let at = |article: &str| store.sidecar(Path::new(article), &ada());
        assert_eq!(at("corpus/x/a.txt"), Path::new("corpus/x/a.txt.ada.abreast.json"));
        assert_eq!(at("a.txt"), Path::new("a.txt.ada.abreast.json"));
    }

    #[test]
    fn a_store_repeats_the_layout_of_the_corpus_and_leads_nowhere_else() {
        let store = Store { dir: Some("/s".into()), root: "/c/corpus".into() };
        let at = |article: &str| store.sidecar(Path::new(article), &ada());
        assert_eq!(at("/c/corpus/x/a.txt"), Path::new("/s/x/a.txt.ada.abreast.json"));
        assert_eq!(at("/c/corpus/./x/../a.txt"), Path::new("/s/a.txt.ada.abreast.json"));
        assert_eq!(at("/c/other/a.txt"), Path::new("/s/.outside/c/other/a.txt.ada.abreast.json"));
        assert_eq!(at("/c/corpus/../../../a.txt"), Path::new("/s/.outside/a.txt.ada.abreast.json"));
        assert_eq!(at("/c/corpus2/a.txt"), Path::new("/s/.outside/c/corpus2/a.txt.ada.abreast.json"));
    }

    #[test]
    fn a_sidecar_leads_back_to_its_article() {
        for dir in [None, Some("/s".into())] {
            let store = Store { dir, root: "/c".into() };
            for article in ["/c/x.y/a.txt", "/c/a", "/other/a.txt"] {
                let sidecar = store.sidecar(Path::new(article), &ada());
                assert_eq!(
                    store.article_of(&sidecar),
                    Some((article.into(), ada())),
                    "{}",
                    sidecar.display()
                );
            }
            assert_eq!(store.article_of(Path::new("/s/a.txt.Ada.abreast.json")), None);
            assert_eq!(store.article_of(Path::new("/s/abreast.json")), None);
        }
    }

    #[test]
    fn the_same_article_has_the_same_sidecar_from_wherever_it_is_named() {
        let here = std::env::current_dir().unwrap();
        let relative = Store { dir: Some("/s".into()), root: ".".into() };
        let absolute = Store { dir: Some("/s".into()), root: here.clone() };
        assert_eq!(
            relative.sidecar(Path::new("x/a.txt"), &ada()),
            absolute.sidecar(&here.join("x/a.txt"), &ada())
        );
    }

    #[test]
    fn the_sidecars_of_all_annotators_are_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "a.txt",
            "a.txt.ada.abreast.json",
            "a.txt.cy.abreast.json",
            "a.txt.bo-2.abreast.json",
            "a.txt.bo.ada.abreast.json",
            "b.txt.bo.abreast.json",
            "a.txt.BO.abreast.json",
            ".a.txt.bo.abreast.json.tmp-1-x",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let store = Store { dir: None, root: folder.path().to_owned() };
        let all = store.all(&folder.path().join("a.txt"));
        let all: Vec<_> = all.iter().map(|(id, path)| (id.as_str(), path.to_string_lossy())).collect();
        let wanted = ["ada", "bo-2", "cy"].map(|id| {
            (id, folder.path().join(format!("a.txt.{id}.abreast.json")).to_string_lossy().into_owned().into())
        });
        assert_eq!(all, wanted);
    }
}
