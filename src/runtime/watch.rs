//! Notices what others write in the folders of the corpus.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::work::Context;
use crate::app::Msg;

/// How long changes are gathered before they are told, since who writes one file mostly writes several.
const GATHERED: Duration = Duration::from_millis(50);
/// The most folders that are watched: the system allows each user a number of them.
const MOST: usize = 4096;

/// Watches until the program ends. Where that is not possible nothing is said but in the log: every save
/// looks at the file as well.
pub(super) fn start(context: &Context, answers: Sender<Msg>) {
    let folders = folders(context);
    thread::spawn(move || {
        let (events, received) = mpsc::channel();
        let tell = move |event: notify::Result<Event>| match event {
            Ok(event) if !matches!(event.kind, EventKind::Access(_)) => drop(events.send(event.paths)),
            Ok(_) => {}
            Err(error) => log::warn!("changes on disk may go unnoticed: {error}"),
        };
        let watcher: notify::Result<RecommendedWatcher> = notify::recommended_watcher(tell);
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(error) => return log::warn!("changes on disk go unnoticed: {error}"),
        };
        for folder in folders.iter().take(MOST) {
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                log::warn!("changes in {} go unnoticed: {error}", folder.display());
            }
        }
        gather(&received, &answers);
    });
}

/// Tells of changes, those of a moment together.
fn gather(events: &Receiver<Vec<PathBuf>>, answers: &Sender<Msg>) {
    while let Ok(first) = events.recv() {
        let mut paths: BTreeSet<PathBuf> = first.into_iter().collect();
        while let Ok(more) = events.recv_timeout(GATHERED) {
            paths.extend(more);
        }
        if answers.send(Msg::Touched(paths.into_iter().collect())).is_err() {
            return;
        }
    }
}

/// The folders that hold the articles and their sidecars.
fn folders(context: &Context) -> BTreeSet<PathBuf> {
    let id = &context.annotator.id;
    let sidecar = |article: &PathBuf| context.store.sidecar(article, id);
    let files = context.files.iter().flat_map(|article| [article.clone(), sidecar(article)]);
    let folder = |file: PathBuf| match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new(".").to_owned(),
        folder => folder.unwrap_or(&file).to_owned(),
    };
    files.map(folder).filter(|folder| folder.is_dir()).collect()
}
