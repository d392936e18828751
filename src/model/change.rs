//! Changes to annotations, and the history that undoes and redoes them.

use super::{Item, Span};

/// One record of one article's sidecar put in, taken out or replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The article: its index in the corpus.
    pub article: usize,
    /// The record before; none if it is new.
    pub before: Option<Item>,
    /// The record after; none if it is removed. With `before` it has the same id.
    pub after: Option<Item>,
}

impl Change {
    /// A record that is new.
    pub fn add(article: usize, after: impl Into<Item>) -> Self {
        Self { article, before: None, after: Some(after.into()) }
    }

    /// A record that goes.
    pub fn remove(article: usize, before: impl Into<Item>) -> Self {
        Self { article, before: Some(before.into()), after: None }
    }

    /// A record in the place of another one with its id.
    pub fn replace(article: usize, before: impl Into<Item>, after: impl Into<Item>) -> Self {
        Self { article, before: Some(before.into()), after: Some(after.into()) }
    }

    /// Where the tag is that is changed, if it is one.
    pub fn span(&self) -> Option<Span> {
        self.items().filter_map(Item::span).reduce(Span::join)
    }

    /// The records before and after.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        [&self.before, &self.after].into_iter().flatten()
    }

    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        Self { article: self.article, before: self.after.clone(), after: self.before.clone() }
    }
}

/// What one command did, undone and redone as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it was, for the notice: `tag claim`.
    pub name: String,
    /// The changes, in the order they were made; never empty.
    pub changes: Vec<Change>,
}

impl Step {
    /// The step that takes this one back: the inverse changes in reverse order.
    pub fn inverse(&self) -> Self {
        Self { name: self.name.clone(), changes: self.changes.iter().rev().map(Change::inverse).collect() }
    }
}

/// The two ways through a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Undo.
    Back,
    /// Redo.
    Forth,
}

impl Way {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Back => Self::Forth,
            Self::Forth => Self::Back,
        }
    }
}

/// Steps that can be undone, and those that have been and can be made again.
#[derive(Clone, Debug, PartialEq)]
pub struct History<S = Step> {
    /// What was done, the last at the end.
    pub done: Vec<S>,
    /// What was undone, the last at the end.
    pub undone: Vec<S>,
}

impl<S> Default for History<S> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new() }
    }
}

impl<S> History<S> {
    /// Notes a step that has been made; what had been undone before can no longer be redone.
    pub fn push(&mut self, step: S) {
        self.undone.clear();
        self.done.push(step);
    }

    /// Takes out the step that is next on this way.
    pub fn take(&mut self, way: Way) -> Option<S> {
        self.steps(way).pop()
    }

    /// Makes a step the next one on this way.
    pub fn put(&mut self, way: Way, step: S) {
        self.steps(way).push(step);
    }

    /// Whether there is no step this way.
    pub fn is_empty(&self, way: Way) -> bool {
        match way {
            Way::Back => self.done.is_empty(),
            Way::Forth => self.undone.is_empty(),
        }
    }

    /// Puts what was done earlier beneath it.
    pub fn continue_from(&mut self, mut earlier: Self) {
        if self.done.is_empty() {
            earlier.undone.append(&mut self.undone);
            self.undone = earlier.undone;
        }
        earlier.done.append(&mut self.done);
        self.done = earlier.done;
    }

    /// All steps, in no order that means anything.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut S> {
        self.done.iter_mut().chain(&mut self.undone)
    }

    fn steps(&mut self, way: Way) -> &mut Vec<S> {
        match way {
            Way::Back => &mut self.done,
            Way::Forth => &mut self.undone,
        }
    }
}
