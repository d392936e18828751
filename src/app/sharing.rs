//! What others write while the program runs: the same annotator in another window, git, a synced folder.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::{App, Changed, Effect, Entry, Open, Writing};
use crate::model::{Annotations, AnnotatorId, Item, Merged, Problem, merge};
use crate::store::Opened;

impl App {
    /// Takes in what somebody else has made of this annotator's sidecar: merged with what was done here.
    pub(super) fn changed(&mut self, changed: Changed) {
        let Changed { article, opened, read } = changed;
        let file = self.articles.get(article).map(Entry::file).unwrap_or_default();
        let Some(open) = self.articles.get_mut(article).and_then(Entry::open_mut) else { return };
        if read < open.read {
            return;
        }
        open.read = read;
        let Some(opened) = opened else {
            open.is_gone();
            return self.warn(format!(
                "Another program has removed the annotations of {file}; :save writes them again"
            ));
        };
        let before = open.annotations.clone();
        let conflicts = open.merge(opened);
        let taken = differences(&before, &open.annotations);
        let unsaved = open.is_unsaved();
        if unsaved {
            self.save(article);
        }
        match (taken, conflicts) {
            (0, 0) => {}
            (1, 0) => self.say(format!("Another program has changed 1 annotation of {file}")),
            (_, 0) => self.say(format!("Another program has changed {taken} annotations of {file}")),
            _ => self.warn(format!(
                "{conflicts} of {file} were changed here and by another program: {} decides",
                self.key_for("decisions")
            )),
        }
        self.refresh_table();
    }

    /// These files were changed on disk: looks at what concerns the articles.
    pub(super) fn touched(&mut self, paths: &[PathBuf]) {
        let own = self.annotator.id.clone();
        let sidecar = |entry: &Entry| self.store.sidecar(&entry.path, &own);
        let sidecars: HashMap<PathBuf, usize> =
            self.articles.iter().enumerate().map(|(index, entry)| (sidecar(entry), index)).collect();
        let articles: HashMap<&Path, usize> =
            self.articles.iter().enumerate().map(|(index, entry)| (entry.path.as_path(), index)).collect();
        let mut others: BTreeSet<(AnnotatorId, usize)> = BTreeSet::new();
        let mut effects = Vec::new();
        for path in paths {
            if let Some(&index) = articles.get(path.as_path()) {
                effects.push(Effect::Reload(index));
            } else if let Some((annotator, own_path)) = self.store.annotator_of(path, &own)
                && let Some(&index) = sidecars.get(&own_path)
            {
                if annotator == own {
                    effects.push(Effect::Look(index));
                } else {
                    others.insert((annotator, index));
                }
            }
        }
        self.effects.extend(effects);
        if let Some((annotator, index)) = others.first() {
            let file = self.articles.get(*index).map(Entry::file).unwrap_or_default();
            self.say(match others.len() {
                1 => format!("{annotator} has changed the annotations of {file}"),
                count => {
                    format!("{annotator} and others have changed {count} sidecars, the first that of {file}")
                }
            });
        }
    }
}

impl Open {
    /// Merges what another program has made of the sidecar. Returns how many records both have changed.
    fn merge(&mut self, opened: Opened) -> usize {
        let base = self.sidecar.as_ref().map(|sidecar| sidecar.annotations.clone()).unwrap_or_default();
        let Merged { annotations, conflicts } = merge(&base, &self.annotations, &opened.sidecar.annotations);
        self.revision += 1;
        if annotations == opened.sidecar.annotations {
            self.saved = self.revision;
        }
        self.not_saved = None;
        self.annotations = annotations;
        self.writing = opened.read_only.map_or(Writing::Allowed, Writing::Refused);
        self.sidecar = Some(opened.sidecar);
        self.faults = opened.faults;
        self.undecided = opened.undecided;
        if self.progress.is_some() {
            self.count();
        }
        conflicts.len()
    }

    /// The sidecar is gone from the disk: nothing of it is saved.
    fn is_gone(&mut self) {
        if let Some(sidecar) = &mut self.sidecar {
            sidecar.annotations = Annotations::default();
        }
        if !self.annotations.is_empty() {
            self.revision += 1;
            let problem = Problem::new("another program has removed the sidecar");
            self.not_saved = Some(problem.hint(":save writes it again"));
        }
    }
}

/// How many records one has and the other has not, each id counted once.
pub(super) fn differences(before: &Annotations, after: &Annotations) -> usize {
    let of = |one: &Annotations, other: &Annotations| -> BTreeSet<String> {
        one.items().filter(|item| !other.holds(item)).map(|item: Item| item.id().to_owned()).collect()
    };
    of(before, after).union(&of(after, before)).count()
}
