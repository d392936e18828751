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

/// The steps of this session.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Notes a step that has been made; what had been undone before can no longer be redone.
    pub fn push(&mut self, step: Step) {
        self.undone.clear();
        self.done.push(step);
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// The step to make in order to undo the last one.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        let inverse = step.inverse();
        self.undone.push(step);
        Some(inverse)
    }

    /// The step to make in order to redo what was undone last.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }
}
