//! Articles as they are read, and annotations as they are saved.

use std::sync::Arc;

use super::{
    ANALYSED_AT_ONCE, ANALYSED_WHOLE, App, Effect, Loaded, Open, Place, Prompt, SaveFailed, Saved, State,
    Writing,
};
use crate::model::Problem;
use crate::store::{Job, Session, Sidecar};

/// What of this annotator's work is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saving<'a> {
    /// The annotations that are on disk in this corpus.
    pub saved: usize,
    /// The articles that have changes which are not on disk yet.
    pub unsaved: usize,
    /// Why the last attempt to save failed, until one succeeds.
    pub failed: Option<&'a Problem>,
}

impl App {
    /// What is on disk.
    pub fn saving(&self) -> Saving<'_> {
        let open = || self.articles.iter().filter_map(super::Entry::open);
        Saving {
            saved: open().map(|o| o.saved.1).sum(),
            unsaved: open().filter(|o| o.is_unsaved()).count(),
            failed: open().find_map(|o| o.not_saved.as_ref()),
        }
    }

    pub(super) fn loaded(&mut self, loaded: Loaded) {
        let Loaded { index, article, points, analysis, sidecar } = loaded;
        let name = self.store.name(&article.path);
        let Some(entry) = self.articles.get_mut(index) else { return };
        let mut open = Open::new(article, points, analysis);
        open.place = match &entry.state {
            // The whole of what has been shown the beginning of: the reader may have moved on.
            State::Open(beginning) => beginning.place,
            State::Unread | State::Failed(_) => place(&open, &self.session, &name),
        };
        let mut faults = Vec::new();
        match sidecar {
            None => {}
            Some(Ok(opened)) => {
                open.saved = (0, opened.sidecar.annotations.len());
                open.annotations = opened.sidecar.annotations.clone();
                open.writing = opened.read_only.clone().map_or(Writing::Allowed, Writing::Refused);
                open.sidecar = Some(Sidecar { annotations: Default::default(), ..opened.sidecar });
                faults = opened.faults;
            }
            Some(Err(problem)) => {
                open.writing = Writing::Refused(problem.to_string());
                faults.push(problem);
            }
        }
        if open.article.complete && open.article.text.len() <= ANALYSED_AT_ONCE {
            open.count();
        } else if open.article.complete && open.article.text.len() <= ANALYSED_WHOLE {
            self.effects.push(Effect::Analyse { article: index, analysis: Arc::clone(&open.analysis) });
        }
        open.faults = faults;
        entry.state = State::Open(Box::new(open));
        if self.open(index).is_some_and(|open| !open.faults.is_empty()) {
            self.say_faults();
        }
        self.keep_in_view();
        self.gather();
        self.refresh_table();
    }

    pub(super) fn analysed(&mut self, article: usize) {
        if let Some(open) = self.articles.get_mut(article).and_then(super::Entry::open_mut) {
            open.count();
        }
        self.gather();
        self.refresh_table();
    }

    /// Asks for the entities of everything that is open, once all that was asked for has come.
    fn gather(&mut self) {
        let unread = |entry: &super::Entry| match &entry.state {
            State::Unread => true,
            State::Open(open) => !open.article.complete,
            State::Failed(_) => false,
        };
        let visible = self.visible();
        if visible.iter().any(|&i| unread(&self.articles[i])) {
            return;
        }
        // While the rest of a large corpus streams in, one gathering at its end is enough.
        let waiting = self.articles.iter().filter(|e| unread(e)).count();
        if waiting > 0 && self.gathered > 0 {
            return;
        }
        self.gathered += 1;
        let articles = self.articles.iter().enumerate().filter_map(|(index, entry)| {
            let open = entry.open()?;
            Some((index, open.article.text.clone(), Arc::clone(&open.analysis)))
        });
        self.effects.push(Effect::Gather { version: self.gathered, articles: articles.collect() });
    }

    /// Asks for the annotations of an article to be written.
    pub(super) fn save(&mut self, article: usize) {
        let schema = Arc::clone(&self.schema);
        let Some(open) = self.open(article) else { return };
        let Some(sidecar) = &open.sidecar else { return };
        let job = Job {
            article,
            revision: open.revision,
            path: self.store.sidecar(&open.article.path, &self.annotator.id),
            sidecar: Sidecar { annotations: open.annotations.clone(), ..sidecar.clone() },
            points: open.points.clone(),
            schema,
            failures: 0,
        };
        self.effects.push(Effect::Save(job));
    }

    pub(super) fn save_now(&mut self) {
        let saving = self.saving();
        if saving.unsaved == 0 {
            self.say("Everything is saved");
        } else {
            self.effects.push(Effect::SaveNow);
        }
    }

    pub(super) fn saved(&mut self, saved: &Saved) {
        if let Some(open) = self.articles.get_mut(saved.article).and_then(super::Entry::open_mut) {
            open.saved = (saved.revision, saved.annotations);
            open.not_saved = None;
        }
        if self.saving().unsaved == 0 && (self.quitting || matches!(self.prompt, Some(Prompt::Quit))) {
            self.prompt = None;
            self.leave_for_good();
        }
    }

    pub(super) fn not_saved(&mut self, failed: SaveFailed) {
        if let Some(open) = self.articles.get_mut(failed.article).and_then(super::Entry::open_mut) {
            open.not_saved = Some(failed.problem);
        }
        if self.quitting {
            self.quitting = false;
            self.prompt = Some(Prompt::Quit);
        }
    }

    /// Ends as soon as everything is saved; asks if that fails.
    pub(super) fn quit(&mut self) {
        let saving = self.saving();
        if saving.unsaved == 0 {
            self.leave_for_good();
        } else if saving.failed.is_some() {
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
        let name = |index: usize| Some(self.store.name(&self.articles.get(index)?.path));
        let mut session = self.session.clone();
        session.focus = name(self.focus);
        session.first = self.order().get(self.first).copied().and_then(name);
        for entry in &self.articles {
            if let Some(open) = entry.open().filter(|open| open.article.complete) {
                let place = [open.place.cursor, open.place.top].map(|byte| open.points.point(byte));
                session.places.insert(self.store.name(&entry.path), place);
            }
        }
        session
    }
}

/// Where the reader of this article stood last, else at its first sentence.
fn place(open: &Open, session: &Session, name: &str) -> Place {
    let start = || open.analysis.sentences_from(0).find(|s| s.kind.is_read()).map(|s| s.span.start());
    let Some([cursor, top]) = session.places.get(name) else {
        return Place { cursor: start().unwrap_or_default(), ..Place::default() };
    };
    let byte = |point: &usize| open.points.byte(*point).unwrap_or(open.article.text.len());
    let cursor = open.analysis.sentence_at(byte(cursor)).map(|s| s.span.start()).or_else(start);
    Place { cursor: cursor.unwrap_or_default(), top: byte(top), mention: None }
}
