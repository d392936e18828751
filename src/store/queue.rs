//! When sidecars are written: soon after a change, the newest only, and again after a failure.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Known;
use super::sidecar::Sidecar;
use crate::model::{Annotations, Schema};
use crate::text::CodePoints;

/// How long a change waits, so that the frame that shows it is drawn first.
const WAIT: Duration = Duration::from_millis(5);

/// How long after one write of a sidecar the next one begins: what is changed meanwhile is written together.
const BETWEEN: Duration = Duration::from_millis(100);

/// How many seconds after each failure in a row the next try comes; the last one for all further ones.
const RETRIES: [u64; 4] = [1, 2, 5, 10];

/// A snapshot of a sidecar to be written.
#[derive(Clone, Debug)]
pub struct Job {
    /// The article: its index in the corpus.
    pub article: usize,
    /// Counts the changes to this sidecar: the higher, the newer.
    pub revision: u64,
    /// The article's file.
    pub file: PathBuf,
    /// What its maker knows to be on disk.
    pub known: Known,
    /// Where it is to be written.
    pub path: PathBuf,
    /// What it holds.
    pub sidecar: Sidecar,
    /// The records that were on disk when it was last looked at.
    pub base: Annotations,
    /// Copies that it has taken in, which are done with when it is on disk.
    pub took: Vec<PathBuf>,
    /// The text of the article, counted.
    pub points: CodePoints,
    /// The labels of the corpus.
    pub schema: Arc<Schema>,
    /// How many tries in a row have failed; 0 in a new job.
    pub failures: usize,
}

impl Job {
    /// The contents of the file, whatever it holds.
    pub fn render(&self) -> String {
        self.sidecar.render(&self.points, &self.schema)
    }

    /// The contents of a file of what was on disk.
    pub fn render_base(&self) -> String {
        let sidecar = Sidecar { annotations: self.base.clone(), ..self.sidecar.clone() };
        sidecar.render(&self.points, &self.schema)
    }
}

/// The sidecars that wait to be written: for each path the newest snapshot. Knows no clock: every
/// moment comes from outside.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: HashMap<PathBuf, Waiting>,
    /// When each was taken out to be written last.
    taken: HashMap<PathBuf, Instant>,
}

#[derive(Debug)]
struct Waiting {
    job: Job,
    due: Instant,
}

impl Queue {
    /// Adds a snapshot after a change. It is due at once, or within 100 ms after the last one of this path, and
    /// an older one that still waits is dropped; what has failed before is tried again with it.
    pub fn put(&mut self, job: Job, now: Instant) {
        let last = self.taken.get(&job.path);
        let soon = last.map_or(now, |last| *last + BETWEEN).clamp(now + WAIT, now + BETWEEN);
        match self.waiting.get_mut(&job.path) {
            Some(waiting) if waiting.job.revision < job.revision => {
                waiting.due = waiting.due.min(soon);
                waiting.job = Job { failures: waiting.job.failures, ..job };
            }
            Some(_) => {}
            None => drop(self.waiting.insert(job.path.clone(), Waiting { job, due: soon })),
        }
    }

    /// Takes a job back that could not be written. It comes again after 1, 2, 5, then every 10 seconds;
    /// a newer snapshot that was put meanwhile takes its place when that is due.
    pub fn failed(&mut self, job: Job, now: Instant) {
        let seconds = RETRIES.get(job.failures).or(RETRIES.last()).copied().unwrap_or_default();
        let failures = job.failures + 1;
        match self.waiting.get_mut(&job.path) {
            Some(newer) => newer.job.failures = failures,
            None => {
                let due = now + Duration::from_secs(seconds);
                self.waiting.insert(job.path.clone(), Waiting { job: Job { failures, ..job }, due });
            }
        }
    }

    /// When the next job is due; none: nothing waits.
    pub fn next_due(&self) -> Option<Instant> {
        self.waiting.values().map(|waiting| waiting.due).min()
    }

    /// Takes out the job that has been due longest. At the end of the program, all that is left is
    /// taken with `next_due` for `now`.
    pub fn take_due(&mut self, now: Instant) -> Option<Job> {
        let (path, _) = self.waiting.iter().filter(|(_, w)| w.due <= now).min_by_key(|(_, w)| w.due)?;
        let path = path.clone();
        self.taken.insert(path.clone(), now);
        self.waiting.remove(&path).map(|waiting| waiting.job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Facts;

    fn job(path: &str, revision: u64) -> Job {
        Job {
            article: 0,
            revision,
            file: PathBuf::new(),
            known: Known::default(),
            path: path.into(),
            sidecar: Sidecar::new(Facts::default(), "ada".parse().unwrap(), None),
            base: Annotations::default(),
            took: Vec::new(),
            points: CodePoints::new(""),
            schema: Arc::default(),
            failures: 0,
        }
    }

    /// What is taken at this moment: paths with revisions.
    fn taken(queue: &mut Queue, now: Instant) -> Vec<(String, u64)> {
        std::iter::from_fn(|| queue.take_due(now))
            .map(|j| (j.path.display().to_string(), j.revision))
            .collect()
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_change_is_due_at_once_and_those_that_follow_are_written_together() {
        let (mut queue, t) = (Queue::default(), Instant::now());
        queue.put(job("a", 1), t);
        assert_eq!(queue.next_due(), Some(t + ms(5)));
        assert_eq!(taken(&mut queue, t + ms(4)), []);
        assert_eq!(taken(&mut queue, t + ms(5)), [("a".to_owned(), 1)]);
        for n in 2..10 {
            queue.put(job("a", n), t + ms(10 * n));
        }
        queue.put(job("b", 1), t + ms(50));
        assert_eq!(queue.next_due(), Some(t + ms(55)));
        assert_eq!(taken(&mut queue, t + ms(55)), [("b".to_owned(), 1)]);
        assert_eq!(queue.next_due(), Some(t + ms(105)));
        assert_eq!(taken(&mut queue, t + ms(105)), [("a".to_owned(), 9)]);
        assert_eq!(queue.next_due(), None);
    }

    #[test]
    fn a_failure_is_tried_again_ever_later() {
        let (mut queue, mut t) = (Queue::default(), Instant::now());
        queue.put(job("a", 1), t);
        t += ms(5);
        for seconds in [1, 2, 5, 10, 10, 10] {
            let failing = queue.take_due(t).unwrap();
            queue.failed(failing, t);
            assert_eq!(queue.next_due(), Some(t + Duration::from_secs(seconds)));
            t += Duration::from_secs(seconds);
        }
    }

    #[test]
    fn a_new_change_is_tried_at_once_and_keeps_count_of_the_failures() {
        let (mut queue, t) = (Queue::default(), Instant::now());
        queue.put(job("a", 1), t);
        let first = queue.take_due(t + ms(5)).unwrap();
        queue.failed(first, t + ms(5));
        queue.put(job("a", 2), t + ms(200));
        assert_eq!(queue.next_due(), Some(t + ms(205)));
        let second = queue.take_due(t + ms(205)).unwrap();
        assert_eq!(second.revision, 2);
        queue.failed(second, t + ms(205));
        assert_eq!(queue.next_due(), Some(t + ms(2205)));
    }

    #[test]
    fn what_fails_does_not_displace_what_was_changed_meanwhile() {
        let (mut queue, t) = (Queue::default(), Instant::now());
        queue.put(job("a", 1), t);
        let old = queue.take_due(t + ms(5)).unwrap();
        queue.put(job("a", 2), t + ms(10));
        queue.failed(old, t + ms(20));
        assert_eq!(queue.next_due(), Some(t + ms(105)));
        assert_eq!(taken(&mut queue, t + ms(105)), [("a".to_owned(), 2)]);
    }
}
