//! Annotations as they are saved, and the end of the program.

use std::sync::Arc;

use super::{App, Effect, Open, Prompt, SaveFailed, Saved, Writing};
use crate::model::{LabelName, Problem};
use crate::store::{Job, Session, Sidecar};

/// What of this annotator's work is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saving<'a> {
    /// The annotations that are on disk in this corpus.
    pub saved: usize,
    /// The verdicts and comments that are.
    pub judged: usize,
    /// Whether one of these has become another number since the last key.
    pub counted: bool,
    /// The articles that have changes which are not on disk yet.
    pub unsaved: usize,
    /// Why the last attempt to save failed, until one succeeds.
    pub failed: Option<&'a Problem>,
    /// Whether there is a copy of all that is not on disk.
    pub copied: bool,
}

impl App {
    /// What is on disk.
    pub fn saving(&self) -> Saving<'_> {
        let open = || self.articles.worked().map(|(_, open)| open);
        let saved = open().map(Open::on_disk).sum();
        let judged = open().map(|open| open.judged_on_disk).sum();
        Saving {
            saved,
            judged,
            counted: (saved, judged) != self.saved_at_key,
            unsaved: open().filter(|o| o.is_unsaved()).count(),
            failed: open().find_map(|o| o.not_saved.as_ref()),
            copied: open()
                .filter(|o| o.is_unsaved())
                .all(|o| o.copy.as_ref().is_some_and(|(_, revision)| *revision == o.revision)),
        }
    }

    /// How many annotations of this label there are.
    pub fn count(&self, label: &LabelName) -> usize {
        self.articles.worked().map(|(_, open)| open.annotations.count(label)).sum()
    }

    /// What is not on disk: for each article why, and where a copy of it lies.
    pub fn not_on_disk(&self) -> impl Iterator<Item = Problem> {
        let unsaved = self.articles.worked().map(|(_, open)| open).filter(|open| open.is_unsaved());
        unsaved.map(|open| {
            let path = self.store.sidecar(&open.article.source.place(), &self.annotator.id);
            let reason = open.not_saved.as_ref().map_or("it took too long", |problem| &problem.reason);
            let problem = Problem::with(&path, format!("not saved: {reason}"));
            match &open.copy {
                Some((copy, _)) => problem
                    .hint(format!("a copy lies in {}, and is offered at the next start", copy.display())),
                None => problem,
            }
        })
    }

    /// Asks for the annotations of an article to be written. What lies there now may forbid it: then a copy is made.
    pub(super) fn save(&mut self, article: usize) {
        let Some(open) = self.open(article) else { return };
        match &open.writing {
            Writing::Refused(reason) => self.keep(article, Problem::new(reason.clone())),
            _ => self.effects.extend(self.job(article).map(Effect::Save)),
        }
    }

    /// Asks for a copy of the annotations of an article that are not to be written now.
    pub(super) fn keep(&mut self, article: usize, problem: Problem) {
        if let Some(open) = self.articles.open_mut(article) {
            open.not_saved = Some(problem.clone());
        }
        self.effects.extend(self.job(article).map(|job| Effect::Keep(job, problem)));
    }

    fn job(&self, article: usize) -> Option<Box<Job>> {
        let schema = Arc::clone(&self.schema);
        let open = self.open(article)?;
        let sidecar = open.sidecar.as_ref()?;
        Some(Box::new(Job {
            article,
            revision: open.revision,
            file: open.article.source.place(),
            known: open.known,
            path: self.store.sidecar(&open.article.source.place(), &self.annotator.id),
            sidecar: Sidecar { annotations: open.annotations.clone(), ..sidecar.clone() },
            base: sidecar.annotations.clone(),
            took: open.took.clone(),
            points: open.points.clone(),
            schema,
            failures: 0,
        }))
    }

    pub(super) fn save_now(&mut self) {
        if self.offer_again() {
            return;
        }
        let unsaved = self.articles.worked().filter(|(_, open)| open.is_unsaved());
        let unsaved: Vec<usize> = unsaved.map(|(index, _)| index).collect();
        if unsaved.is_empty() {
            self.say("Everything is saved");
        } else {
            // Of some nothing may wait to be written: those whose sidecar somebody has removed.
            unsaved.into_iter().for_each(|article| self.save(article));
            self.effects.push(Effect::SaveNow);
        }
    }

    pub(super) fn saved(&mut self, saved: Saved) {
        let open = self.articles.open_mut(saved.article);
        // What was made in an earlier text of the article is on disk, and the next save follows.
        if let Some(open) = open.filter(|open| open.is_of(&saved.sha256)) {
            open.known = saved.known;
            open.saved = saved.revision;
            open.not_saved = None;
            open.gone = false;
            open.copy = None;
            if open.revision == saved.revision {
                open.took.clear();
            }
            if let Some(sidecar) = &mut open.sidecar {
                sidecar.annotations = saved.annotations;
            }
            open.count_on_disk();
        }
        let wants_to = self.quitting || matches!(self.prompt, Some(Prompt::Quit));
        if wants_to && self.saving().unsaved == 0 && !self.is_recalling() {
            self.prompt = None;
            self.leave_for_good();
        }
    }

    pub(super) fn not_saved(&mut self, failed: SaveFailed) {
        if let Some(open) = self.articles.open_mut(failed.article) {
            open.not_saved = Some(failed.problem);
            let before = std::mem::replace(&mut open.copy, failed.copy);
            // What somebody else has done comes first.
            if let (None, Some((copy, _)), None) = (before, &open.copy, &self.notice) {
                let says = format!("A copy of what is not saved lies in {}", copy.display());
                self.say(says);
            }
        }
        if std::mem::take(&mut self.quitting) {
            self.prompt = Some(Prompt::Quit);
        }
    }

    /// Ends as soon as everything is saved; asks if that fails.
    pub(super) fn quit(&mut self) {
        let saving = self.saving();
        if self.is_recalling() && !self.quitting {
            // What is to be undone first is being read.
            self.quitting = true;
        } else if saving.unsaved == 0 {
            self.leave_for_good();
        } else if saving.failed.is_some() {
            // So that the copy holds the last change, too.
            self.effects.push(Effect::SaveNow);
            self.prompt = Some(Prompt::Quit);
        } else {
            self.quitting = true;
            self.say("Saving…");
            self.effects.push(Effect::SaveNow);
        }
    }

    /// Ends now, whatever is saved.
    pub(super) fn leave_for_good(&mut self) {
        let session = self.session();
        self.effects.push(Effect::Quit(Box::new(session)));
    }

    /// Where the reader stands in every open article, for the next start.
    fn session(&self) -> Session {
        let mut session = self.session.clone();
        // Whoever ends before the article is found that they had been in goes there the next time.
        let is_found = self.reading.is_found
            || self.article_named(session.focus.as_deref().unwrap_or_default()).is_some();
        if is_found || session.focus.is_none() || self.focus > 0 {
            session.focus = self.name_of_article(self.focus);
            session.first = self.articles.nth(self.first).and_then(|first| self.name_of_article(first));
        }
        for (_, open) in self.all_open().filter(|(_, open)| open.article.complete) {
            session.places.insert(self.store.name(&open.article.source.place()), open.point());
        }
        session
    }
}
