//! The program without threads and terminal: every effect is performed at once. For `--print` and
//! `--keys`, the first frame, and tests.

use std::thread;

use super::sidecars::{Sidecars, Written};
use super::work::{Context, think};
use crate::app::{App, Effect, Msg, Setup};
use crate::keys::Key;
use crate::store::{Job, Session};

/// As many articles are read before the first frame, if more are not visible.
const FIRST: usize = 6;
/// Of larger articles the first frame shows the beginning.
const BEGINNING: usize = 128 << 10;

/// The program, each effect of which is performed before the next message.
#[derive(Debug)]
pub struct Inline {
    /// The state.
    pub app: App,
    /// What was put on the clipboard last.
    pub copied: Option<String>,
    /// Where the reader stood when the program ended.
    pub remembered: Option<Session>,
    /// Whether the program has ended.
    pub ended: bool,
    sidecars: Sidecars,
    failed: Vec<Job>,
}

impl Inline {
    fn bare(setup: Setup, context: Context) -> Self {
        let app = App::new(setup);
        Self {
            app,
            copied: None,
            remembered: None,
            ended: false,
            sidecars: Sidecars::new(context),
            failed: Vec::new(),
        }
    }

    /// The program with all its articles read.
    pub fn new(setup: Setup, context: Context) -> Self {
        let mut inline = Self::bare(setup, context);
        inline.perform(Effect::Load((0..inline.app.articles.len()).collect()));
        inline.recall();
        inline
    }

    /// The program with as much read as the first frame shows.
    pub(super) fn beginning(setup: Setup, context: Context) -> Self {
        let mut inline = Self::bare(setup, context);
        // The visible ones, and so many more that a bundle is whole in the first frame.
        let mut first = inline.app.visible();
        let more = (0..inline.app.articles.len()).filter(|index| !first.contains(index));
        first.extend(more.take(FIRST.saturating_sub(first.len())).collect::<Vec<_>>());
        let context = &inline.sidecars.context;
        let load = |index: &usize| context.load(*index, Some(BEGINNING));
        let (left, right) = first.split_at(first.len() / 2);
        let (left, right) = thread::scope(|scope| {
            let left = scope.spawn(|| left.iter().filter_map(load).collect::<Vec<_>>());
            let right: Vec<_> = right.iter().filter_map(load).collect();
            (left.join().unwrap_or_default(), right)
        });
        left.into_iter().chain(right).for_each(|msg| inline.update(msg));
        inline
    }

    /// Takes in what was done in earlier sessions.
    pub(super) fn recall(&mut self) {
        let msg = self.sidecars.recall();
        self.update(msg);
    }

    /// Presses keys, one after the other.
    pub fn press(&mut self, keys: &[Key]) {
        for key in keys {
            self.update(Msg::Key(*key));
        }
    }

    /// Takes a message in, and all that comes of it.
    pub fn update(&mut self, msg: Msg) {
        for effect in self.app.update(msg) {
            self.perform(effect);
        }
    }

    /// Performs an effect, and all that comes of it.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Load(articles) => articles.into_iter().for_each(|index| self.load(index, None)),
            Effect::Save(job) => self.save(*job),
            Effect::Discard(copy) => self.sidecars.discard(&copy),
            Effect::Note(note) => self.sidecars.note(&note),
            Effect::Copy(text) => self.copied = Some(text),
            Effect::Quit(session) => {
                self.remembered = Some(*session);
                self.ended = true;
            }
            Effect::Reload(article) => self.load(article, None),
            Effect::Look(look) => {
                if let Some(msg) = self.sidecars.look(&look) {
                    self.update(msg);
                }
            }
            Effect::SaveNow | Effect::Mouse(_) | Effect::Suspend | Effect::Stop | Effect::Redraw => {}
            Effect::Analyse { .. } | Effect::Gather { .. } | Effect::Find(_) => {
                if let Some(msg) = think(effect) {
                    self.update(msg);
                }
            }
        }
    }

    fn load(&mut self, index: usize, limit: Option<usize>) {
        if let Some(msg) = self.sidecars.context.load(index, limit) {
            self.update(msg);
        }
    }

    fn save(&mut self, job: Job) {
        let msg = match self.sidecars.write(&job) {
            Written::Ended(msg) => Some(msg),
            Written::Failed(failed) => {
                self.failed.push(job);
                Some(Msg::NotSaved(failed))
            }
        };
        if let Some(msg) = msg {
            self.update(msg);
        }
    }

    /// What the threads go on with: the state, what is known of the sidecars, and what is still to be done.
    pub(super) fn split(self) -> (App, Sidecars, Vec<Effect>) {
        let unread = |index: &usize| self.app.open(*index).is_none_or(|open| !open.article.complete);
        let rest = (0..self.app.articles.len()).filter(unread).collect();
        let again = self.failed.into_iter().map(|job| Effect::Save(Box::new(job)));
        let effects = again.chain([Effect::Load(rest)]).collect();
        (self.app, self.sidecars, effects)
    }
}
