//! What comes in, and what goes out.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use ratatui::layout::Size;

use super::{Agreed, Comparable, Compared, Export, ExportOrder, Hit, Hunt, ImportOrder, Imported, Opinions};
use crate::command::Theme;
use crate::corpus::Skipped;
use crate::exchange::Stage;
use crate::keys::Key;
use crate::model::{Annotations, AnnotatorId, Article, History, Problem};
use crate::nlp::{Analysis, Entities};
use crate::store::{Facts, Job, Known, Note, Opened, Session, Undecided, Written};
use crate::text::CodePoints;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has this size now.
    Resize(Size),
    /// The terminal's background became known.
    Theme(Theme),
    /// The program begins.
    Begin,
    /// More articles were found.
    Come(Come),
    /// An article was read.
    Loaded(Box<Loaded>),
    /// An article could not be read.
    Unreadable {
        /// The article.
        article: usize,
        /// Why.
        problem: Problem,
    },
    /// All of an article has been analysed.
    Analysed {
        /// The article.
        article: usize,
    },
    /// The entities of the corpus have been gathered.
    Gathered {
        /// Which gathering it is; an older one is dropped.
        version: u64,
        /// The entities.
        entities: Arc<Entities>,
        /// The articles in which other names are clear now, by what is seen elsewhere.
        lent: Vec<(usize, Arc<Analysis>)>,
    },
    /// A sidecar is durable on disk.
    Saved(Saved),
    /// A sidecar could not be written, or what somebody else has written there cannot be read.
    NotSaved(SaveFailed),
    /// What was done could not be written down for later sessions.
    NotNoted(Problem),
    /// Nobody else has changed the sidecar of this article.
    Unchanged(usize),
    /// Somebody else has changed this annotator's sidecar.
    Changed(Box<Changed>),
    /// How far all annotators agree was computed.
    Agreed(Box<Agreed>),
    /// What other annotators have made was read.
    Others(Vec<TheirWork>),
    /// What annotators have made of articles was compared.
    Compared(Vec<Compared>),
    /// What was done in earlier sessions became known.
    Recalled(Box<History<Written>>),
    /// These files were changed on disk, by this program too.
    Touched(Vec<PathBuf>),
    /// A search in large articles has ended.
    Found {
        /// Which search it is; an older one is dropped.
        hunt: u64,
        /// Where the words stand.
        hit: Option<Hit>,
    },
    /// So many articles are done of an export.
    Transferred {
        /// What is being done with them.
        stage: Stage,
        /// How many.
        done: usize,
        /// Of how many.
        all: usize,
    },
    /// An export has ended.
    Exported(Box<Export>),
    /// A file of another tool was read.
    Imported(Box<Imported>),
    /// The paths were looked for that begin so.
    Listed {
        /// How they begin.
        start: String,
        /// Them, folders with `/` behind.
        found: Vec<String>,
    },
    /// The program goes on after it was suspended.
    Resumed,
    /// Another program stops this one.
    Stop,
    /// The program must end: a signal, or the terminal is gone.
    End,
}

/// What was found of the corpus since the last time.
#[derive(Debug, Default)]
pub struct Come {
    /// How many articles there are now.
    pub count: usize,
    /// Those that have sidecars, by their indexes.
    pub worked: Vec<usize>,
    /// Whether these are all: then what was passed over, and what could not be opened.
    pub all: Option<(Skipped, Vec<Problem>)>,
}

/// What was read of an article.
#[derive(Debug)]
pub struct Loaded {
    /// Its index in the corpus.
    pub index: usize,
    /// The article.
    pub article: Article,
    /// Its text, counted.
    pub points: CodePoints,
    /// What is seen in it, made already if it is small.
    pub analysis: Arc<Analysis>,
    /// What is said of it in its sidecar; none while it is not complete.
    pub facts: Option<Facts>,
    /// Its sidecar, empty if there is no file yet; none while the article is not complete.
    pub sidecar: Option<Result<Opened, Problem>>,
    /// What the sidecar's file held.
    pub known: Known,
    /// Copies of it that were made when it could not be written.
    pub copies: Vec<Copy>,
}

/// What an annotator made that could not be written where it belongs, and lies in a folder of the user's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The file.
    pub path: PathBuf,
    /// What it holds.
    pub annotations: Annotations,
    /// Its tags that have no certain place in the present text.
    pub undecided: Vec<Undecided>,
    /// What its maker had read where it belongs.
    pub base: Annotations,
    /// When it was made.
    pub made: Option<SystemTime>,
    /// Whether it was put off.
    pub later: bool,
}

/// A sidecar was made durable.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The article.
    pub article: usize,
    /// The revision of its annotations that is on disk now.
    pub revision: u64,
    /// The text that they were made in, by its hash.
    pub sha256: String,
    /// What the file holds now.
    pub known: Known,
    /// What that is.
    pub annotations: Annotations,
}

/// What somebody else has made of this annotator's sidecar.
#[derive(Debug)]
pub struct Changed {
    /// The article.
    pub article: usize,
    /// What the file holds now; none: there is none any more.
    pub opened: Option<Opened>,
    /// The text that it was read for, by its hash.
    pub sha256: String,
    /// What the file holds now.
    pub known: Known,
}

/// What other annotators have made of an article.
#[derive(Debug)]
pub struct TheirWork {
    /// The article.
    pub article: usize,
    /// The text that it was read for, by its hash.
    pub sha256: String,
    /// By annotator; or why a sidecar cannot be read.
    pub others: BTreeMap<AnnotatorId, Result<Opened, Problem>>,
}

/// What is to be known for looking at an article's sidecar.
#[derive(Clone, Debug)]
pub struct Look {
    /// The article: its index in the corpus.
    pub article: usize,
    /// Its [`place`](crate::model::Source::place).
    pub file: PathBuf,
    /// Its text, counted.
    pub points: CodePoints,
    /// What is said of it.
    pub facts: Facts,
    /// What is known of its sidecar.
    pub known: Known,
}

impl From<&Job> for Look {
    fn from(job: &Job) -> Self {
        Self {
            article: job.article,
            file: job.file.clone(),
            points: job.points.clone(),
            facts: job.sidecar.header.facts.clone(),
            known: job.known,
        }
    }
}

/// A sidecar could not be written; it will be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveFailed {
    /// The article.
    pub article: usize,
    /// Why.
    pub problem: Problem,
    /// Where a copy lies of what is to be written, and of which revision, if there is one.
    pub copy: Option<(PathBuf, u64)>,
}

/// A mouse event, in cells of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the left button held.
    Drag,
    /// The left button went up.
    Release,
    /// The wheel turned this many notches down, or up if negative.
    Wheel(i8),
}

/// Something to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// Read these articles, the first first.
    Load(Vec<usize>),
    /// Read an article again, which somebody has changed.
    Reload(usize),
    /// Look whether somebody else has changed an article's sidecar.
    Look(Box<Look>),
    /// Read what other annotators have made of these articles.
    Others(Vec<Look>),
    /// Compare what annotators have made of these articles.
    Compare(Vec<Comparable>),
    /// Compute how far all annotators agree.
    Agree(Box<Opinions>),
    /// Analyse all of an article.
    Analyse {
        /// The article.
        article: usize,
        /// Its analysis, which fills as it is asked.
        analysis: Arc<Analysis>,
    },
    /// Gather the entities of these articles out of what has been analysed, and see in each of them the names that
    /// all make clear.
    Gather {
        /// Which gathering it is.
        version: u64,
        /// The articles: index and analysis.
        articles: Vec<(usize, Arc<Analysis>)>,
    },
    /// Write down what was done, for later sessions.
    Note(Note),
    /// Write a sidecar soon; the newest of an article wins.
    Save(Box<Job>),
    /// Make a copy of a sidecar that is not to be written now, for this reason.
    Keep(Box<Job>, Problem),
    /// Remove a copy of a sidecar.
    Discard(PathBuf),
    /// Try again at once to write what could not be written.
    SaveNow,
    /// Write the tags as the files of another tool.
    Export(Box<ExportOrder>),
    /// Read a file of another tool.
    Import(Box<ImportOrder>),
    /// Look for the paths that begin so.
    List(String),
    /// Search in large articles; the newest wins.
    Find(Hunt),
    /// Put text on the clipboard of the terminal.
    Copy(String),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Hand the terminal back to the shell for a while.
    Suspend,
    /// Hand the terminal back and stop, until somebody lets the program go on.
    Stop,
    /// Draw everything anew.
    Redraw,
    /// Write what is still to be written, remember for the next start where the reader stands, and end.
    Quit(Box<Session>),
}
