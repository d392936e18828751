//! What lies in folders of sidecars and belongs to no article any more.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::report::{Finding, Kind, Mended};
use crate::model::{Article, Problem, Source};
use crate::store::{Store, leftovers, sha256};

/// The folders in which sidecars can lie, of the folders and the files of several articles given, or of the store.
/// Links are not followed, and hidden folders are left out, as discovery does.
pub(super) fn of_sidecars(paths: &[PathBuf], articles: &[Article], store: &Store) -> Vec<PathBuf> {
    let mut folders = match &store.dir {
        Some(dir) => vec![dir.clone()],
        None => {
            let several = articles.iter().filter(|article| article.source.id.is_some());
            let own = several.map(|article| Source::folder(&article.source.path));
            let given = paths.iter().cloned().chain(own).filter(|path| path.is_dir());
            given.collect::<BTreeSet<_>>().into_iter().collect()
        }
    };
    let mut next = 0;
    while let Some(folder) = folders.get(next).cloned() {
        next += 1;
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.as_encoded_bytes();
            let left_out = name.starts_with(b".") && store.dir.is_none();
            if !left_out && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
        }
    }
    folders.sort();
    folders.dedup();
    folders
}

/// The temporary files that killed runs have left. With `fix` they are removed, as the next save would.
pub(super) fn leftovers_in(folders: &[PathBuf], fix: bool) -> Vec<Finding> {
    let left = folders.iter().flat_map(|folder| leftovers(folder));
    left.map(|path| {
        let problem =
            Problem::with(&path, "it was left by a run that was killed, and nothing in it was saved");
        if !fix {
            let hint = "--fix removes it, as does the next save";
            return Finding::new(Kind::Leftover, problem.hint(hint));
        }
        match fs::remove_file(&path) {
            Ok(()) => Finding::new(Kind::Leftover, problem).mended(Mended::Removed),
            Err(error) => {
                Finding::new(Kind::Leftover, problem.hint(format!("it cannot be removed: {error}")))
            }
        }
    })
    .collect()
}

/// The sidecars whose article is not there, each with the article that has the same text, if there is one.
pub(super) fn orphans_in(folders: &[PathBuf], store: &Store, articles: &[Article]) -> Vec<Finding> {
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let places: HashSet<PathBuf> = articles.iter().map(|article| absolute(&article.source.place())).collect();
    let read: HashSet<PathBuf> = articles.iter().map(|article| absolute(&article.source.path)).collect();
    let mut orphans: Vec<_> = files
        .filter_map(|entry| {
            let path = entry.path();
            let (article, annotator) = store.article_of(&path)?;
            let is_there = match Source::file_of(&article) {
                // Of a file that could not be read nobody knows what it holds.
                Some(file) => match file.exists() && read.contains(&absolute(&file)) {
                    true => places.contains(&absolute(&article)),
                    false => file.exists(),
                },
                None => article.exists(),
            };
            (!is_there).then_some((path, article, annotator))
        })
        .collect();
    orphans.sort();
    if orphans.is_empty() {
        return Vec::new();
    }
    let by_text: HashMap<String, &Article> = articles.iter().map(|a| (sha256(&a.text), a)).collect();
    let finding = |(path, article, annotator): (PathBuf, PathBuf, _)| {
        let reason = format!("its article {} is not there", article.display());
        let hint = match text_of(&path).and_then(|text| by_text.get(&text)) {
            None => "bring the article back, or move the sidecar away".to_owned(),
            Some(same) => {
                let place = store.sidecar(&same.source.place(), &annotator);
                let (same, exists) = (&same.source, place.exists());
                match exists {
                    true => format!("{same} has the same text, and a sidecar by {annotator} already"),
                    false => format!("{same} has the same text: rename the sidecar to {}", place.display()),
                }
            }
        };
        Finding::new(Kind::Orphan, Problem::with(&path, reason).hint(hint))
    };
    orphans.into_iter().map(finding).collect()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The hash of the text that a sidecar was made in.
fn text_of(sidecar: &Path) -> Option<String> {
    #[derive(Deserialize)]
    struct Made {
        article: In,
    }
    #[derive(Deserialize)]
    struct In {
        sha256: String,
    }
    let made: Made = serde_json::from_slice(&fs::read(sidecar).ok()?).ok()?;
    Some(made.article.sha256)
}
