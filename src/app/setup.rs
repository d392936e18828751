//! What the program starts with.

use std::sync::Arc;

use ratatui::layout::Size;

use crate::command::Theme;
use crate::config::Annotator;
use crate::corpus::{Corpus, Skipped};
use crate::keys::Keymap;
use crate::model::{Problem, Schema};
use crate::store::{Session, Store};

/// What [`App::new`](super::App::new) is made of.
#[derive(Debug)]
pub struct Setup {
    /// The articles, as far as they have come.
    pub corpus: Arc<Corpus>,
    /// Whether these are all.
    pub is_found: bool,
    /// Up to so many bytes of text are kept in memory of articles that nobody looks at or works on.
    pub memory: usize,
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
