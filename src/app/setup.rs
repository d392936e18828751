//! What the program starts with.

use ratatui::layout::Size;

use super::open::Open;
use crate::command::Theme;
use crate::config::Annotator;
use crate::corpus::Skipped;
use crate::keys::Keymap;
use crate::model::{Problem, Schema, Source};
use crate::store::{Session, Store};

/// What [`App::new`](super::App::new) is made of.
#[derive(Debug)]
pub struct Setup {
    /// What the articles of the corpus are read from, in order.
    pub sources: Vec<Source>,
    /// What was passed over in the folders.
    pub skipped: Skipped,
    /// What the corpus is called.
    pub name: String,
    /// Where sidecars lie.
    pub store: Store,
    /// Who annotates.
    pub annotator: Annotator,
    /// Why nothing may be annotated, if so.
    pub read_only: Option<String>,
    /// Where annotations go instead of beside the articles, if nothing can be written there.
    pub away: Option<Away>,
    /// The labels.
    pub schema: Schema,
    /// The keys.
    pub keymap: Keymap,
    /// Which of the two sets of colours.
    pub theme: Theme,
    /// The terminal's size.
    pub size: Size,
    /// Where the last session stood.
    pub session: Session,
    /// What was wrong with files before the start.
    pub faults: Vec<Problem>,
}

/// Where annotations go of a corpus that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// Why it cannot.
    pub why: String,
    /// The folder, for people.
    pub dir: String,
}

/// One article of the corpus.
#[derive(Debug)]
pub struct Entry {
    /// What it is read from.
    pub source: Source,
    /// What is known of it.
    pub state: State,
}

/// What is known of an article.
#[derive(Debug)]
pub enum State {
    /// It has not been read yet.
    Unread,
    /// It is open.
    Open(Box<Open>),
    /// It cannot be read as text.
    Failed(Problem),
}

impl Entry {
    /// An article that has not been read yet.
    pub fn new(source: Source) -> Self {
        Self { source, state: State::Unread }
    }

    /// The name of the file without its folders, with the id of one of several articles behind it.
    pub fn file(&self) -> String {
        self.source.file()
    }

    /// The open article.
    pub fn open(&self) -> Option<&Open> {
        match &self.state {
            State::Open(open) => Some(open),
            State::Unread | State::Failed(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.state {
            State::Open(open) => Some(open),
            State::Unread | State::Failed(_) => None,
        }
    }
}
