//! Copies of what could not be saved, offered when their article is read again.

use super::sharing::differences;
use super::{App, Copy, Effect, Open, Prompt};
use crate::keys::{Key, KeyCode};
use crate::model::{Merged, merge};
use crate::store::Undecided;

impl App {
    /// Asks what to do with the first copy that has not been put off, if nothing else is being asked.
    pub(super) fn offer(&mut self) {
        if self.prompt.is_some() || self.quitting {
            return;
        }
        let is_first = |open: &Open| open.copies.first().is_some_and(|copy| !copy.later);
        let first = |app: &Self| Some(app.articles.worked().find(|(_, open)| is_first(open))?.0);
        while let Some(article) = first(self) {
            let Some(open) = self.articles.open_mut(article) else { return };
            // What another window has taken in meanwhile need not be asked about.
            let needless = open.drop_needless_copies();
            self.effects.extend(needless.into_iter().map(|copy| Effect::Discard(copy.path)));
            if let Some((open, copy)) = self.open(article).and_then(|open| Some((open, open.copies.first()?)))
            {
                let file = open.article.source.file();
                let says = format!("Not yet in the corpus: {} in {file}", said(copy, open));
                self.prompt = Some(Prompt::Copy { article, says, discard: false });
                return;
            }
        }
    }

    /// Asks again about all copies that were put off. Returns whether there are any.
    pub(super) fn offer_again(&mut self) -> bool {
        let copies = self.articles.worked_mut().flat_map(|open| &mut open.copies);
        copies.for_each(|copy| copy.later = false);
        self.offer();
        matches!(self.prompt, Some(Prompt::Copy { .. }))
    }

    /// Takes a key of the offer in, of which the prompt has been taken.
    pub(super) fn copy_key(&mut self, article: usize, says: String, discard: bool, key: Key, cancel: bool) {
        let again = |this: &mut Self, discard| this.prompt = Some(Prompt::Copy { article, says, discard });
        match (key.code, discard) {
            (_, true) if cancel => again(self, false),
            (KeyCode::Char('y'), true) => self.discard(article),
            (_, true) => again(self, true),
            (_, false) if cancel => self.put_off(article),
            (KeyCode::Enter, false) => self.take_in(article),
            (KeyCode::Char('x'), false) => again(self, true),
            (_, false) => again(self, false),
        }
        self.offer();
    }

    fn put_off(&mut self, article: usize) {
        let Some(open) = self.articles.open_mut(article) else { return };
        open.copies.iter_mut().for_each(|copy| copy.later = true);
        if let Some(reason) = self.open(article).and_then(Open::waits_for_copy) {
            self.say(reason);
        }
    }

    fn discard(&mut self, article: usize) {
        let Some(open) = self.articles.open_mut(article) else { return };
        if !open.copies.is_empty() {
            self.effects.push(Effect::Discard(open.copies.remove(0).path));
            self.say("The copy is gone");
        }
    }

    /// Merges a copy with what is there now. It is removed when that is saved.
    fn take_in(&mut self, article: usize) {
        let file = self.articles.file(article);
        self.articles.is_worked(article);
        let Some(open) = self.articles.open_mut(article).filter(|open| !open.copies.is_empty()) else {
            return;
        };
        let copy = open.copies.remove(0);
        let Merged { annotations, conflicts } = merge(&copy.base, &copy.annotations, &open.annotations);
        open.took.push(copy.path);
        let new = |undecided: &Undecided| open.undecided.iter().all(|old| old.record != undecided.record);
        let new: Vec<Undecided> = copy.undecided.into_iter().filter(new).collect();
        open.undecided.extend(new);
        open.annotations = annotations;
        open.revision += 1;
        if open.progress.is_some() {
            open.count();
        }
        // Another copy may hold the same.
        let needless = open.drop_needless_copies();
        open.took.extend(needless.into_iter().map(|copy| copy.path));
        self.recorrect(&[article]);
        self.save(article);
        match conflicts.len() {
            0 => self.say(format!("The copy of {file} was taken in")),
            both => self.warn(format!(
                "{both} of {file} were changed in the copy and by another program: {} decides",
                self.key_for("decisions")
            )),
        }
        self.refresh_table();
    }
}

impl Open {
    /// Why nothing can be annotated before somebody has decided on a copy, if so.
    pub(super) fn waits_for_copy(&self) -> Option<String> {
        let copy = self.copies.first()?;
        Some(format!(
            "{} has a copy to decide on; :save asks: {}",
            self.article.source.file(),
            said(copy, self)
        ))
    }

    /// Leaves out the copies that hold nothing else than what is there, and returns them.
    pub(super) fn drop_needless_copies(&mut self) -> Vec<Copy> {
        let (needless, needed) =
            std::mem::take(&mut self.copies).into_iter().partition(|copy| changes(copy, self) == 0);
        self.copies = needed;
        needless
    }
}

/// How many records would be others with a copy.
fn changes(copy: &Copy, open: &Open) -> usize {
    let merged = merge(&copy.base, &copy.annotations, &open.annotations);
    differences(&open.annotations, &merged.annotations)
}

/// How much of when.
fn said(copy: &Copy, open: &Open) -> String {
    let made = copy.made.and_then(|time| jiff::Timestamp::try_from(time).ok());
    let of = made.map(|time| time.strftime(" of %Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    match changes(copy, open) {
        1 => format!("1 annotation{of}"),
        count => format!("{count} annotations{of}"),
    }
}
