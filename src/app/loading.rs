//! Articles as they are read, and read again.

use std::sync::Arc;

use super::{ANALYSED_AT_ONCE, ANALYSED_WHOLE, App, Copy, Effect, Loaded, Open, Place, Writing};
use crate::model::{Annotations, Schema};
use crate::nlp::Analysis;
use crate::store::{Header, Opened, Session, Sidecar, parse};

impl App {
    pub(super) fn loaded(&mut self, loaded: Loaded) {
        let index = loaded.index;
        self.has_come(index);
        let old = self.open(index);
        if old.is_some_and(|old| old.article.complete && old.article.text == loaded.article.text) {
            // It was read again, and only its time or its permissions had changed.
            self.read_on();
            return self.look(index);
        }
        self.uproot(index);
        let old = self.articles.take(index);
        let mut open = self.opened(loaded, old.as_deref());
        let before = old.as_ref().map_or((0, 0), |old| (old.on_disk(), old.judged_on_disk));
        let (saved, judged) = self.saved_at_key;
        self.saved_at_key = (
            (saved + open.on_disk()).saturating_sub(before.0),
            (judged + open.judged_on_disk).saturating_sub(before.1),
        );
        if open.article.complete && open.progress.is_none() && open.article.text.len() <= ANALYSED_WHOLE {
            self.effects.push(Effect::Analyse { article: index, analysis: Arc::clone(&open.analysis) });
        }
        if open.writing == Writing::Allowed {
            let needless = open.drop_needless_copies();
            self.effects.extend(needless.into_iter().map(|copy| Effect::Discard(copy.path)));
        } else {
            open.copies.clear();
        }
        // What somebody has removed is written again only when that is asked for.
        let unsaved = open.is_unsaved() && !open.gone;
        self.articles.put(index, open);
        if unsaved {
            self.save(index);
        }
        if let Some(old) = old.filter(|old| old.article.complete) {
            // The sidecar was read beside the article, by another thread than writes it: it may be older than what
            // was saved since.
            self.look(index);
            self.text_changed(index, &old);
        }
        if self.open(index).is_some_and(|open| !open.faults.is_empty()) {
            self.say_faults();
        } else if self.open(index).is_some_and(|open| open.decisions().next().is_some()) {
            self.say_decisions();
        }
        self.read_others(&[index]);
        self.arrive_in(index);
        self.keep_in_view();
        self.let_go();
        self.read_on();
        match self.is_whole() {
            true => self.gather(),
            false => self.gather_shown(),
        }
        self.refresh_table();
        self.offer();
        self.travel_on();
    }

    /// An article as it was read, with what was done in it before.
    fn opened(&self, loaded: Loaded, before: Option<&Open>) -> Open {
        let Loaded { article, points, analysis, facts, sidecar, known, copies, .. } = loaded;
        let name = self.store.name(&article.source.place());
        let mut open = Open::new(article, points, analysis);
        open.place = match before {
            Some(old) if old.article.complete => open.place_of(old, old.place),
            // The whole of what has been shown the beginning of: the reader may have moved on.
            Some(beginning) => beginning.place,
            None => place(&open, &self.session, &name),
        };
        open.seen = before.map_or(0, |old| old.seen);
        (open.facts, open.known) = (facts, known);
        let old = before.filter(|old| old.article.complete && old.sidecar.is_some());
        match (old, sidecar) {
            (Some(old), _) => {
                open.continue_from(old, &self.schema);
                // They were read in the new text, too.
                let put_off = |copy: Copy| {
                    let old = old.copies.iter().find(|old| old.path == copy.path)?;
                    Some(Copy { later: old.later, ..copy })
                };
                open.copies = copies.into_iter().filter_map(put_off).collect();
            }
            (None, None) => {}
            (None, Some(Ok(opened))) => {
                open.annotations = opened.sidecar.annotations.clone();
                open.takes(opened);
                open.copies = copies;
            }
            (None, Some(Err(problem))) => {
                open.writing = Writing::Refused(problem.to_string());
                open.faults.push(problem);
            }
        }
        open.recorrect();
        if open.article.complete && open.article.text.len() <= ANALYSED_AT_ONCE {
            open.count();
        }
        open
    }

    pub(super) fn analysed(&mut self, article: usize) {
        if let Some(open) = self.articles.open_mut(article) {
            open.count();
        }
        self.gather();
        self.refresh_table();
    }

    /// Gathers the entities anew, where the panes show an article whose names are not among them.
    pub(super) fn gather_shown(&mut self) {
        let is_gathered = |article: &usize| self.open(*article).is_none_or(|open| open.is_gathered);
        if !self.visible().iter().all(is_gathered) {
            self.gather();
        }
    }

    /// Asks for the entities of everything that is open, once all that was asked for has come.
    pub(super) fn gather(&mut self) {
        if self.visible().iter().any(|&article| self.articles.is_unread(article)) {
            return;
        }
        // While the rest of a large corpus streams in, one gathering at its end is enough.
        if self.is_reading() && self.gathered > 0 {
            return;
        }
        self.gathered += 1;
        let articles = self.articles.all_open_mut().map(|(index, open)| {
            open.is_gathered = true;
            (index, Arc::clone(&open.analysis))
        });
        let articles = articles.collect();
        self.effects.push(Effect::Gather { version: self.gathered, articles });
    }

    /// Sees the names that are clear elsewhere in these articles, unless one has been read anew meanwhile. The entities
    /// were gathered with them.
    pub(super) fn lend(&mut self, lent: Vec<(usize, Arc<Analysis>)>) {
        for (article, lent) in lent {
            let open = self.articles.open_mut(article);
            if let Some(open) = open.filter(|open| open.analysis.is_of_same(&lent)) {
                open.analysis = Arc::new(lent.with(open.analysis.corrections().clone()));
            }
        }
    }
}

impl Open {
    /// This sidecar lies on disk.
    pub(super) fn takes(&mut self, opened: Opened) {
        self.writing = opened.read_only.map_or(Writing::Allowed, Writing::Refused);
        self.sidecar = Some(opened.sidecar);
        self.gone = false;
        self.faults = opened.faults;
        self.undecided = opened.undecided;
        self.count_on_disk();
    }

    /// Takes over what was done in the article before its text changed: the annotations are put in the new one, and
    /// what is known of the disk stays what it was.
    fn continue_from(&mut self, old: &Self, schema: &Schema) {
        let (Some(before), Some(facts)) = (&old.sidecar, &self.facts) else { return };
        let header = Arc::new(Header { facts: facts.clone(), ..(*before.header).clone() });
        let moved = |annotations: &Annotations| {
            let sidecar = Sidecar { annotations: annotations.clone(), ..before.clone() };
            let opened =
                parse(&sidecar.render(&old.points, schema), &self.points, facts, &header.annotator, schema);
            // What was made here is a sidecar, and can be read.
            opened
                .unwrap_or_else(|_| Opened::fresh(Sidecar { annotations: Annotations::default(), ..sidecar }))
        };
        let (on_disk, ours) = (moved(&before.annotations), moved(&old.annotations));
        (self.faults, self.undecided) = (ours.faults, ours.undecided);
        self.annotations = ours.sidecar.annotations;
        self.sidecar = Some(Sidecar { header, annotations: on_disk.sidecar.annotations });
        self.saved = old.revision + 1;
        self.revision = self.saved + u64::from(old.is_unsaved());
        self.known = old.known;
        self.writing.clone_from(&old.writing);
        self.gone = old.gone;
        self.not_saved.clone_from(&old.not_saved);
        self.copy.clone_from(&old.copy);
        self.took.clone_from(&old.took);
        self.count_on_disk();
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
