//! A row of a table, and where it leads.

use std::sync::Arc;

use crate::command::Command;
use crate::model::{Record, Reference};
use crate::review::Subject;

/// What Enter does on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Goes to a byte of an article.
    Place(usize, usize),
    /// Goes to what somebody else has made, to a byte of an article.
    Matter {
        /// The article.
        article: usize,
        /// The byte.
        offset: usize,
        /// What it is.
        of: Reference,
    },
    /// Goes to an article where its reader stands.
    Article(usize),
    /// Goes to an article to put a tag somewhere that has lost its place.
    Placing(usize, Arc<Record>),
    /// Shows the sentences that a figure is made of.
    Sentences(Subject),
    /// Runs a command on the articles.
    Command(Command),
    /// Says this.
    Nothing(String),
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// One text for each column.
    pub cells: Vec<String>,
    /// What Enter does.
    pub target: Target,
    /// Whether it is shown dimmed.
    pub dim: bool,
    /// The article and the record that it is about, if it is about one.
    pub(super) about: Option<(usize, String)>,
    /// Where no column sorts the table, rows of a lower rank stand first.
    pub rank: u8,
}

impl TableRow {
    pub(super) fn new(cells: Vec<String>, target: Target) -> Self {
        Self { cells, target, dim: false, about: None, rank: 0 }
    }

    pub(super) fn dim(self, dim: bool) -> Self {
        Self { dim, ..self }
    }

    pub(super) fn about(self, article: usize, record: impl Into<String>) -> Self {
        Self { about: Some((article, record.into())), ..self }
    }

    /// Whether it is of the same thing as another row.
    pub(super) fn is_of_same(&self, other: &Self) -> bool {
        match (&self.about, &other.about) {
            (Some(one), Some(other)) => one == other,
            _ => self.target == other.target,
        }
    }
}
