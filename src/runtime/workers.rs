//! The threads that read and analyse.

use std::collections::{HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::others;
use super::work::{Context, think};
use crate::app::{Effect, Msg};

/// A thread that reads articles, one that analyses, and one for each search.
pub(super) struct Workers {
    load: Sender<Wish>,
    think: Sender<Effect>,
    answers: Sender<Msg>,
}

impl Workers {
    pub(super) fn start(context: Context, answers: Sender<Msg>) -> Self {
        let (load, wanted) = mpsc::channel();
        let (think, thoughts) = mpsc::channel();
        let (loaded, reading) = (answers.clone(), context.clone());
        thread::spawn(move || read(&reading, &wanted, &loaded));
        let thought = answers.clone();
        thread::spawn(move || ponder(&context, &thoughts, &thought));
        Self { load, think, answers }
    }

    pub(super) fn perform(&self, effect: Effect) {
        // A worker that is gone has been reported; there is nobody left to ask.
        match effect {
            Effect::Load(articles) => drop(self.load.send(Wish::Once(articles))),
            Effect::Reload(article) => drop(self.load.send(Wish::Again(article))),
            Effect::Find(_) => {
                let answers = self.answers.clone();
                thread::spawn(move || answer(effect, &answers));
            }
            _ => drop(self.think.send(effect)),
        }
    }
}

/// Which articles are to be read.
enum Wish {
    /// These, unless they have been read.
    Once(Vec<usize>),
    /// This one, since it has changed.
    Again(usize),
}

/// Reads what is wanted, the newest wishes first.
fn read(context: &Context, wanted: &Receiver<Wish>, answers: &Sender<Msg>) {
    let mut waiting: VecDeque<usize> = VecDeque::new();
    let mut done = HashSet::new();
    while let Ok(wishes) =
        if waiting.is_empty() { wanted.recv().map(Some) } else { Ok(wanted.try_recv().ok()) }
    {
        match wishes {
            Some(Wish::Once(articles)) => articles.into_iter().rev().for_each(|a| waiting.push_front(a)),
            Some(Wish::Again(article)) => {
                done.remove(&article);
                waiting.push_front(article);
            }
            None => {}
        }
        let Some(index) = waiting.pop_front() else { continue };
        if !done.insert(index) {
            continue;
        }
        let Some(msg) = guarded(|| context.load(index, None)).flatten() else { continue };
        if answers.send(msg).is_err() {
            return;
        }
    }
}

/// Analyses, gathers and reads what others have made, in the order asked; of gatherings that wait, only the newest
/// is made, and all sidecars of others that wait are read together, since their folders are listed for that.
fn ponder(context: &Context, thoughts: &Receiver<Effect>, answers: &Sender<Msg>) {
    let mut next: VecDeque<Effect> = VecDeque::new();
    while let Some(effect) = next.pop_front().or_else(|| thoughts.recv().ok()) {
        next.extend(thoughts.try_iter());
        if let Effect::Others(mut looks) = effect {
            next.retain_mut(|later| match later {
                Effect::Others(more) => {
                    looks.append(more);
                    false
                }
                _ => true,
            });
            send(guarded(|| others::read(context, &looks)), answers);
            continue;
        }
        let newer = next.iter().any(|later| matches!(later, Effect::Gather { .. }));
        if !(newer && matches!(effect, Effect::Gather { .. })) {
            answer(effect, answers);
        }
    }
}

fn answer(effect: Effect, answers: &Sender<Msg>) {
    send(guarded(|| think(effect)).flatten(), answers);
}

/// Nobody waits for an answer after the end.
fn send(msg: Option<Msg>, answers: &Sender<Msg>) {
    msg.into_iter().for_each(|msg| drop(answers.send(msg)));
}

/// Runs a job; one that panics loses its own answer and nothing else.
fn guarded<T>(job: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(job)).ok()
}
