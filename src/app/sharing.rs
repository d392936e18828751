//! What others write while the program runs: the same annotator in another window, git, a synced folder.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::reading::AT_A_TIME;
use super::{App, Changed, Effect, Look, Open};
use crate::model::{
    Annotation, Annotations, AnnotatorId, Change, Item, Merged, Problem, Step, Timestamp, merge,
};
use crate::store::Opened;

impl App {
    /// Takes in what somebody else has made of this annotator's sidecar: merged with what was done here.
    pub(super) fn changed(&mut self, changed: Changed) {
        let Changed { article, sha256, opened, known } = changed;
        let file = self.articles.file(article);
        let Some(open) = self.articles.open_mut(article) else { return };
        if !open.is_of(&sha256) {
            // The article itself has changed since: its sidecar is to be read in the new text.
            return self.look(article);
        }
        if opened.is_some() && known.is_same(&open.known) {
            // It was taken in already, and what was to be written then was not.
            if open.is_unsaved() {
                self.save(article);
            }
            return;
        }
        open.known = known;
        let Some(opened) = opened else {
            if open.is_gone() {
                let problem = Problem::new("another program has removed the sidecar");
                self.keep(article, problem.hint(":save writes it again"));
            }
            return self.warn(format!(
                "Another program has removed the annotations of {file}; :save writes them again"
            ));
        };
        let before = open.annotations.clone();
        let waiting = open.decisions().count();
        let conflicts = open.merge(opened).max(open.decisions().count().saturating_sub(waiting));
        self.articles.is_worked(article);
        let Some(open) = self.articles.open_mut(article) else { return };
        let taken = differences(&before, &open.annotations);
        self.recorrect(&[article]);
        let Some(open) = self.articles.open_mut(article) else { return };
        if open.is_unsaved() {
            self.save(article);
        } else if let Some((copy, _)) = open.copy.take() {
            // All that it holds is on disk after all.
            self.effects.push(Effect::Discard(copy));
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
        self.compare(vec![article]);
        self.refresh_table();
    }

    /// The sidecar on disk is the one that is known: if it could not be read for a while, that is over.
    pub(super) fn unchanged(&mut self, article: usize) {
        let open = self.articles.open_mut(article);
        if let Some(open) = open.filter(|open| !open.is_unsaved()) {
            open.not_saved = None;
        }
    }

    /// Changes an annotation that was taken as it was `before` while something was asked. What another program
    /// has made of it meanwhile is merged with it.
    pub(super) fn revise(&mut self, name: &str, before: &Annotation, after: Annotation) {
        let Some(open) = self.focused() else { return };
        let present = open.annotations.get(&before.id).cloned();
        if present.as_ref() == Some(before) || *before == after {
            return self.replace(name, before.clone(), after);
        }
        let after = Annotation { modified: Some(Timestamp::now()), ..after };
        let one = |annotation: Option<&Annotation>| annotation.cloned().into_iter().collect::<Annotations>();
        let Merged { annotations, conflicts } =
            merge(&one(Some(before)), &one(Some(&after)), &one(present.as_ref()));
        let gone = present.map(|present| Change::remove(self.focus, present));
        let put = annotations.items().map(|item| Change::add(self.focus, item));
        self.make(Step { name: name.to_owned(), changes: gone.into_iter().chain(put).collect() });
        if !conflicts.is_empty() {
            self.say_decisions();
        }
    }

    /// Asks what is in an article's sidecar now.
    pub(super) fn look(&mut self, article: usize) {
        if let Some(look) = self.look_of(article) {
            self.effects.push(Effect::Look(Box::new(look)));
        }
    }

    /// What is to be known for looking at the sidecars of an article; nothing while it is not read to its end.
    pub(super) fn look_of(&self, article: usize) -> Option<Look> {
        let open = self.open(article)?;
        let facts = open.facts.clone()?;
        let (file, points) = (open.article.source.place(), open.points.clone());
        Some(Look { article, file, points, facts, known: open.known })
    }

    /// These files were changed on disk: looks at what concerns the articles.
    pub(super) fn touched(&mut self, paths: &[PathBuf]) {
        let own = self.annotator.id.clone();
        // However the files are named, by the user and by who noticed.
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // Those that nobody has read yet come as they are then.
        let read =
            self.all_open().map(|(index, _)| index).chain(self.articles.failed().map(|(index, _)| index));
        let mut articles: HashMap<OsString, Vec<usize>> = HashMap::new();
        for index in read {
            let path = self.articles.source(index).map(|source| source.path);
            let name = path.as_deref().and_then(Path::file_name).map(ToOwned::to_owned);
            articles.entry(name.unwrap_or_default()).or_default().push(index);
        }
        let is_at = |index: usize, path: &Path| {
            self.articles.source(index).is_some_and(|source| absolute(&source.path) == *path)
        };
        let mut others: BTreeSet<(AnnotatorId, usize)> = BTreeSet::new();
        let mut effects = Vec::new();
        let (mut looks, mut unread, mut tagged, mut anew) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for path in paths.iter().map(|path| absolute(path)) {
            let same = path.file_name().and_then(|name| articles.get(name)).into_iter().flatten();
            let same: Vec<usize> = same.copied().filter(|index| is_at(*index, &path)).collect();
            if same.len() > AT_A_TIME {
                anew.extend(same);
            } else if !same.is_empty() {
                effects.extend(same.into_iter().map(Effect::Reload));
            } else if let Some((annotator, own_path)) = self.store.annotator_of(&path, &own)
                && let Some((place, _)) = self.store.article_of(&path)
                && let Some(index) = self.articles.corpus().named(&place).into_iter().find(|index| {
                    let place = self.articles.place(*index);
                    place.is_some_and(|place| absolute(&self.store.sidecar(&place, &own)) == own_path)
                })
            {
                tagged.push(index);
                if self.articles.open(index).is_none() {
                    unread.push(index);
                }
                if annotator == own {
                    looks.push(index);
                } else {
                    others.insert((annotator, index));
                }
            }
        }
        self.effects.extend(effects);
        tagged.into_iter().for_each(|article| self.is_tagged(article));
        self.read_anew(anew);
        self.read(unread);
        looks.into_iter().for_each(|article| self.look(article));
        let again: BTreeSet<usize> = others.iter().map(|(_, index)| *index).collect();
        self.read_others(&again.into_iter().collect::<Vec<_>>());
        if let Some((annotator, index)) = others.first() {
            let file = self.articles.file(*index);
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
        self.takes(opened);
        if self.progress.is_some() {
            self.count();
        }
        conflicts.len()
    }

    /// The sidecar is gone from the disk: nothing of it is saved. Returns whether there is something to be saved.
    fn is_gone(&mut self) -> bool {
        if let Some(sidecar) = &mut self.sidecar {
            sidecar.annotations = Annotations::default();
        }
        self.count_on_disk();
        self.gone = self.annotations.placed().next().is_some();
        self.revision += u64::from(self.gone);
        self.gone
    }
}

/// How many records one has and the other has not, each id counted once.
pub(super) fn differences(before: &Annotations, after: &Annotations) -> usize {
    let of = |one: &Annotations, other: &Annotations| -> BTreeSet<String> {
        one.items().filter(|item| !other.holds(item)).map(|item: Item| item.id().to_owned()).collect()
    };
    of(before, after).union(&of(after, before)).count()
}
