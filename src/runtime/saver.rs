//! The thread that writes sidecars.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::sidecars::{Sidecars, Written};
use crate::app::{Look, Msg};
use crate::model::Problem;
use crate::store::{Job, Note, Queue};

enum Order {
    Look(Box<Look>),
    Recall,
    Note(Box<Note>),
    Keep(Box<Job>, Problem),
    Discard(PathBuf),
    Save(Box<Job>),
    Now,
    Finish(Sender<()>),
}

/// The thread that writes sidecars, at the other end of a channel.
pub(super) struct Saver {
    orders: Sender<Order>,
    finished: Cell<bool>,
}

impl Saver {
    pub(super) fn start(sidecars: Sidecars, answers: Sender<Msg>) -> Self {
        let (orders, received) = mpsc::channel();
        thread::spawn(move || {
            Writing { sidecars, queue: Queue::default(), answers }.until_end(&received);
        });
        Self { orders, finished: Cell::new(false) }
    }

    /// Tells what was done in earlier sessions.
    pub(super) fn recall(&self) {
        let _ = self.orders.send(Order::Recall);
    }

    /// Writes down what was done.
    pub(super) fn note(&self, note: Note) {
        let _ = self.orders.send(Order::Note(Box::new(note)));
    }

    /// Makes a copy of a sidecar that is not to be written now.
    pub(super) fn keep(&self, job: Box<Job>, problem: Problem) {
        let _ = self.orders.send(Order::Keep(job, problem));
    }

    /// Removes a copy of a sidecar.
    pub(super) fn discard(&self, copy: PathBuf) {
        let _ = self.orders.send(Order::Discard(copy));
    }

    pub(super) fn save(&self, job: Job) {
        let _ = self.orders.send(Order::Save(Box::new(job)));
    }

    /// Looks whether somebody else has changed an article's sidecar.
    pub(super) fn look(&self, look: Box<Look>) {
        let _ = self.orders.send(Order::Look(look));
    }

    pub(super) fn save_now(&self) {
        let _ = self.orders.send(Order::Now);
    }

    /// Writes everything that waits, and comes back when that is done, or when `most` is over. Does so once.
    pub(super) fn finish(&self, most: Duration) {
        if self.finished.replace(true) {
            return;
        }
        let (done, wait) = mpsc::channel();
        if self.orders.send(Order::Finish(done)).is_ok() {
            let _ = wait.recv_timeout(most);
        }
    }
}

/// A program that falls over still writes what it was asked to.
impl Drop for Saver {
    fn drop(&mut self) {
        self.finish(super::LAST_SAVE);
    }
}

struct Writing {
    sidecars: Sidecars,
    queue: Queue,
    answers: Sender<Msg>,
}

impl Writing {
    fn until_end(mut self, orders: &Receiver<Order>) {
        loop {
            let order = match self.queue.next_due() {
                Some(due) => orders.recv_timeout(due.saturating_duration_since(Instant::now())),
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            // A fault of the program costs this order, and what comes after it is still saved.
            let goes_on = catch_unwind(AssertUnwindSafe(|| self.obey(order)));
            if !goes_on.unwrap_or(true) {
                return;
            }
        }
    }

    /// Does what was ordered. Returns whether more can come.
    fn obey(&mut self, order: Result<Order, RecvTimeoutError>) -> bool {
        match order {
            Ok(Order::Look(look)) => {
                let msg = self.sidecars.look(&look);
                self.tell(Some(msg));
            }
            Ok(Order::Recall) => {
                let msg = self.sidecars.recall();
                self.tell(Some(msg));
            }
            Ok(Order::Keep(job, problem)) => {
                let msg = self.sidecars.keep(&job, problem);
                self.tell(Some(msg));
            }
            Ok(Order::Discard(copy)) => self.sidecars.discard(&copy),
            Ok(Order::Note(note)) => {
                let msg = self.sidecars.note(&note);
                self.tell(msg);
            }
            Ok(Order::Save(job)) => self.queue.put(*job, Instant::now()),
            Ok(Order::Now) => self.write_all(),
            Ok(Order::Finish(done)) => {
                self.write_all();
                let _ = done.send(());
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(job) = self.queue.take_due(Instant::now()) {
                    self.write(job);
                }
            }
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        true
    }

    /// Writes what waits, each once, whether it is due or not.
    fn write_all(&mut self) {
        let waiting: Vec<Job> = std::iter::from_fn(|| {
            let due = self.queue.next_due()?;
            self.queue.take_due(due)
        })
        .collect();
        for job in waiting {
            self.write(job);
        }
    }

    fn write(&mut self, job: Job) {
        let msg = match self.sidecars.write(&job) {
            Written::Ended(msg) => Some(msg),
            Written::Failed(failed) => {
                self.queue.failed(job, Instant::now());
                Some(Msg::NotSaved(failed))
            }
        };
        self.tell(msg);
    }

    /// After the end of the interface nobody listens, and what is written is written.
    fn tell(&self, msg: Option<Msg>) {
        msg.into_iter().for_each(|msg| drop(self.answers.send(msg)));
    }
}
