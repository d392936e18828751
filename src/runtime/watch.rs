//! Notices what others write in the folders of the corpus.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::work::Context;
use crate::app::Msg;

/// How long changes are gathered before they are told, since who writes one file mostly writes several.
const GATHERED: Duration = Duration::from_millis(50);
/// How late a change is told at the most, where changes do not end.
const LATEST: Duration = Duration::from_millis(500);
/// The most folders that are watched: the system allows each user a number of them.
const MOST: usize = 4096;

/// Watches until the program ends. Where that is not possible nothing is said but in the log: every save
/// looks at the file as well.
pub(super) fn start(context: &Context, answers: Sender<Msg>) {
    let places = Places::of(context);
    thread::spawn(move || {
        let (events, received) = mpsc::channel();
        let tell = move |event: notify::Result<Event>| match event {
            Ok(event) if !matches!(event.kind, EventKind::Access(_)) => drop(events.send(event.paths)),
            Ok(_) => {}
            Err(error) => log::warn!("changes on disk may go unnoticed: {error}"),
        };
        match notify::recommended_watcher(tell) {
            Ok(watcher) => Watch { watcher, places, held: HashMap::new() }.until_end(&received, &answers),
            Err(error) => log::warn!("changes on disk go unnoticed: {error}"),
        }
    });
}

/// Where changes are looked for.
struct Places {
    /// The folders of the articles, of their sidecars, and of what these are links to.
    folders: BTreeSet<PathBuf>,
    /// The names in the corpus of files elsewhere that links of it lead to.
    links: BTreeMap<PathBuf, PathBuf>,
}

impl Places {
    fn of(context: &Context) -> Self {
        let id = &context.annotator.id;
        // The sidecars of the articles of one file lie in one folder.
        let files =
            context.corpus.files().into_iter().flat_map(|article| {
                [article.path.to_path_buf(), context.store.sidecar(&article.place(), id)]
            });
        let mut places = Self { folders: BTreeSet::new(), links: BTreeMap::new() };
        for file in files {
            if file.is_symlink()
                && let Ok(target) = fs::canonicalize(&file)
            {
                places.folders.insert(folder_of(&target).to_owned());
                places.links.insert(target, file.clone());
            }
            places.folders.insert(folder_of(&file).to_owned());
        }
        places
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

struct Watch {
    watcher: RecommendedWatcher,
    places: Places,
    /// What is watched, by device and number: a folder of the same name may be another one.
    held: HashMap<PathBuf, (u64, u64)>,
}

impl Watch {
    fn until_end(mut self, events: &Receiver<Vec<PathBuf>>, answers: &Sender<Msg>) {
        self.tend();
        while let Ok(first) = events.recv() {
            let until = Instant::now() + LATEST;
            let mut paths: BTreeSet<PathBuf> = first.into_iter().collect();
            while Instant::now() < until
                && let Ok(more) = events.recv_timeout(GATHERED)
            {
                paths.extend(more);
            }
            // A new folder may have the name and the number of the one that went.
            self.held.retain(|folder, _| !paths.contains(folder));
            // What lies in a folder that has just come, came before it was watched.
            for folder in self.tend() {
                paths.extend(fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()));
            }
            let in_corpus = |path: PathBuf| self.places.links.get(&path).cloned().unwrap_or(path);
            let paths = paths.into_iter().map(in_corpus).collect();
            if answers.send(Msg::Touched(paths)).is_err() {
                return;
            }
        }
    }

    /// Watches the folders, and in place of those that are not there the ones where they would appear. Returns those
    /// that were not watched before.
    fn tend(&mut self) -> Vec<PathBuf> {
        let there = |folder: &PathBuf| {
            let folders = folder
                .ancestors()
                .map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
            let mut found =
                folders.filter_map(|folder| Some((folder.to_owned(), fs::metadata(folder).ok()?)));
            found.find(|(_, metadata)| metadata.is_dir())
        };
        let found: BTreeMap<PathBuf, (u64, u64)> = self
            .places
            .folders
            .iter()
            .filter_map(there)
            .map(|(folder, metadata)| (folder, (metadata.dev(), metadata.ino())))
            .take(MOST)
            .collect();
        for (folder, _) in self.held.extract_if(|folder, _| !found.contains_key(folder)) {
            // The system has done so itself where the folder is gone.
            let _ = self.watcher.unwatch(&folder);
        }
        let mut new = Vec::new();
        for (folder, identity) in found {
            if self.held.get(&folder) == Some(&identity) {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.held.insert(folder.clone(), identity);
                    new.push(folder);
                }
                Err(error) => log::warn!("changes in {} go unnoticed: {error}", folder.display()),
            }
        }
        new
    }
}
