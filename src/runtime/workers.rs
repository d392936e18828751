//! The threads that read and analyse.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::work::{Context, found, think};
use super::{orders, others};
use crate::app::{Effect, Msg};
use crate::model::Problem;

/// How long the end of the program waits for an export to be taken away that is not done.
const TIDYING: Duration = Duration::from_millis(500);

/// A thread that reads articles, one that analyses, and one for each search, export and import.
pub(super) struct Workers {
    load: Sender<Vec<usize>>,
    think: Sender<Effect>,
    answers: Sender<Msg>,
    context: Context,
    /// The newest search: older ones end when they see it.
    hunt: Arc<AtomicU64>,
    /// Set when the program ends.
    stop: Arc<AtomicBool>,
    /// Whether something is being written that is then taken away.
    exporting: Arc<AtomicBool>,
}

impl Workers {
    pub(super) fn start(context: Context, answers: Sender<Msg>) -> Self {
        let (load, wanted) = mpsc::channel();
        let (think, thoughts) = mpsc::channel();
        let (loaded, reading) = (answers.clone(), context.clone());
        thread::spawn(move || read(&reading, &wanted, &loaded));
        let (thought, own) = (answers.clone(), context.clone());
        thread::spawn(move || ponder(&own, &thoughts, &thought));
        let hunt = Arc::default();
        Self { load, think, answers, context, hunt, stop: Arc::default(), exporting: Arc::default() }
    }

    /// Ends an export that is not done, and waits a little until nothing is left of it.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        let until = Instant::now() + TIDYING;
        while self.exporting.load(Ordering::Relaxed) && Instant::now() < until {
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub(super) fn perform(&self, effect: Effect) {
        // A worker that is gone has been reported; there is nobody left to ask.
        match effect {
            Effect::Load(articles) => drop(self.load.send(articles)),
            Effect::Reload(article) => drop(self.load.send(vec![article])),
            Effect::Find(hunt) => {
                let (answers, newest) = (self.answers.clone(), Arc::clone(&self.hunt));
                let (context, this) = (self.context.clone(), hunt.hunt);
                newest.store(this, Ordering::Relaxed);
                thread::spawn(move || {
                    let goes_on = || newest.load(Ordering::Relaxed) == this;
                    send(guarded(|| found(&context, hunt, goes_on)), &answers);
                });
            }
            Effect::Export(order) => {
                let (context, answers) = (self.context.clone(), self.answers.clone());
                let (stop, exporting) = (Arc::clone(&self.stop), Arc::clone(&self.exporting));
                exporting.store(true, Ordering::Relaxed);
                thread::spawn(move || {
                    guarded(|| orders::export(&context, *order, &stop, &|msg| send(Some(msg), &answers)));
                    exporting.store(false, Ordering::Relaxed);
                });
            }
            Effect::Import(order) => {
                let (context, answers) = (self.context.clone(), self.answers.clone());
                thread::spawn(move || send(guarded(|| orders::import(&context, *order)), &answers));
            }
            Effect::List(start) => {
                let answers = self.answers.clone();
                thread::spawn(move || send(guarded(|| orders::list(start)), &answers));
            }
            _ => drop(self.think.send(effect)),
        }
    }
}

/// Reads what is wanted, the newest wishes first.
fn read(context: &Context, wanted: &Receiver<Vec<usize>>, answers: &Sender<Msg>) {
    let mut waiting: VecDeque<usize> = VecDeque::new();
    while let Ok(wishes) =
        if waiting.is_empty() { wanted.recv().map(Some) } else { Ok(wanted.try_recv().ok()) }
    {
        wishes.into_iter().flatten().rev().for_each(|article| waiting.push_front(article));
        let Some(index) = waiting.pop_front() else { continue };
        let fault = || Msg::Unreadable { article: index, problem: Problem::new("the program has a fault") };
        let Some(msg) = guarded(|| context.load(index, None)).unwrap_or_else(|| Some(fault())) else {
            continue;
        };
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
