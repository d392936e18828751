//! The program without threads and terminal: every effect is performed at once. For `--print` and
//! `--keys`, the first frame, and tests.

use std::cell::RefCell;
use std::sync::atomic::AtomicBool;
use std::thread;

use super::finder::Finder;
use super::sidecars::{Sidecars, Written};
use super::work::{Context, found, think};
use super::{orders, others};
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
    /// What is to be read after the first frame, as long as that is not made.
    later: Option<Vec<Effect>>,
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
            later: None,
        }
    }

    /// The program with all its articles read that it reads by itself.
    pub fn new(setup: Setup, context: Context) -> Self {
        let mut inline = Self::bare(setup, context);
        let come = Finder::new(&inline.sidecars.context).come(0..inline.app.articles.len());
        inline.update(Msg::Come(come));
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
        inline.later = Some(Vec::new());
        left.into_iter().chain(right).for_each(|msg| inline.update(msg));
        inline.update(Msg::Begin);
        inline
    }

    /// Reads what was put off.
    pub(super) fn read_on(&mut self) {
        self.later.take().into_iter().flatten().for_each(|effect| self.perform(effect));
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
        for msg in self.answers(effect) {
            self.update(msg);
        }
    }

    /// Performs an effect, and returns what is to be told of it.
    pub fn answers(&mut self, effect: Effect) -> Vec<Msg> {
        let context = &self.sidecars.context;
        match effect {
            Effect::Load(_) if self.later.is_some() => {
                self.later.get_or_insert_default().push(effect);
                Vec::new()
            }
            Effect::Load(articles) => {
                articles.into_iter().filter_map(|index| context.load(index, None)).collect()
            }
            Effect::Reload(article) => context.load(article, None).into_iter().collect(),
            Effect::Save(job) => vec![self.save(*job)],
            Effect::Look(look) => vec![self.sidecars.look(&look)],
            Effect::Keep(job, problem) => vec![self.sidecars.keep(&job, problem)],
            Effect::Discard(copy) => {
                self.sidecars.discard(&copy);
                Vec::new()
            }
            Effect::Note(note) => self.sidecars.note(&note).into_iter().collect(),
            Effect::Copy(text) => {
                self.copied = Some(text);
                Vec::new()
            }
            Effect::Quit(session) => {
                self.remembered = Some(*session);
                self.ended = true;
                Vec::new()
            }
            Effect::Export(order) => {
                let (stop, told) = (AtomicBool::new(false), RefCell::new(Vec::new()));
                orders::export(context, *order, &stop, &|msg| told.borrow_mut().push(msg));
                told.into_inner()
            }
            Effect::Find(hunt) => vec![found(context, hunt, || true)],
            Effect::Import(order) => vec![orders::import(context, *order)],
            Effect::List(start) => vec![orders::list(start)],
            Effect::Others(looks) => vec![others::read(context, &looks)],
            Effect::Analyse { .. } | Effect::Gather { .. } | Effect::Compare(_) | Effect::Agree(_) => {
                think(effect).into_iter().collect()
            }
            Effect::SaveNow | Effect::Mouse(_) | Effect::Suspend | Effect::Stop | Effect::Redraw => {
                Vec::new()
            }
        }
    }

    fn save(&mut self, job: Job) -> Msg {
        match self.sidecars.write(&job) {
            Written::Ended(msg) => msg,
            Written::Failed(failed) => {
                self.failed.push(job);
                Msg::NotSaved(failed)
            }
        }
    }

    /// What the threads go on with: the state, what is known of the sidecars, and what is still to be done.
    pub(super) fn split(self) -> (App, Sidecars, Vec<Effect>) {
        let again = self.failed.into_iter().map(|job| Effect::Save(Box::new(job)));
        let effects = again.chain(self.later.into_iter().flatten()).collect();
        (self.app, self.sidecars, effects)
    }
}
