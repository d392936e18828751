//! Every command: its name, what it does, its argument; and their parser.
//!
//! A key, a line after `:`, a row of the palette and a mouse click all end in a [`Command`].
//! [`SPECS`] is the one table that help, hints, completion, keymaps and the README are made from.

mod nearest;
mod parse;
mod specs;

use std::fmt;

use crate::model::LabelName;

pub use nearest::{did_you_mean, nearest};
pub use parse::{label_name, parse, resolve};
pub use specs::SPECS;

/// What the user wants done. [`SPECS`] says what each one does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named and described in the table of commands")]
pub enum Command {
    NextSentence,
    PreviousSentence,
    NextParagraph,
    PreviousParagraph,
    FirstSentence,
    LastSentence,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    NextMention,
    PreviousMention,
    NextOfEntity,
    PreviousOfEntity,

    NextPane,
    PreviousPane,
    SlideRight,
    SlideLeft,
    /// By its number, counted from 1, or by a part of its file's name.
    Article(String),

    /// Without a text: opens the prompt.
    Search(Option<String>),
    SearchNext,
    SearchPrevious,
    JumpBack,
    JumpForward,

    /// The label has the form of a name, but need not be in the schema.
    Tag(LabelName),
    NothingMore,
    RepeatTag,
    NextSpeaker,
    RemoveTags,
    Edit,
    /// Without a text: opens the prompt.
    Note(Option<String>),
    Doubt,
    Correct,
    Accept,
    Reject,
    Undo,
    Redo,
    Copy,

    Span,
    GrowWord,
    ShrinkWord,
    GrowSentence,
    ShrinkSentence,
    OtherEnd,
    Confirm,
    Cancel,

    Articles,
    Entities,
    Annotations,
    Decisions,
    Others,
    NextDispute,
    PreviousDispute,
    AcceptAgreed,
    Review,
    Agreement,
    Faults,
    Palette,
    Help,
    CommandLine,
    Read,

    NextRow,
    PreviousRow,
    FirstRow,
    LastRow,
    OpenRow,
    /// Without a text: opens the prompt.
    Filter(Option<String>),
    Sort,
    ReverseSort,
    Close,

    Theme(Theme),
    Mouse(bool),
    /// Without a path: beside the folder of the corpus.
    Export {
        format: String,
        path: Option<String>,
        over: bool,
    },
    /// A file, and perhaps a format before it, without which it is that which the file plainly is.
    Import(String),
    Save,
    Suspend,
    Redraw,
    Quit,
}

/// The two sets of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light text on a dark ground.
    Dark,
    /// Dark text on a light ground.
    Light,
}

impl Theme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Dark, Self::Light];

    /// The word for it in commands, options and settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The theme that this word names.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// A row of the table of commands.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// What is typed after `:` and stands in keymaps: words joined by `-`.
    pub name: &'static str,
    /// What is typed for it in vi, and understood after `:` alone. [`Spec::doc`] names it.
    pub short: &'static [&'static str],
    /// What it does, in a few words, without a full stop.
    pub doc: &'static str,
    /// The same in one or two words for the line of hints. Commands that belong together, as next and
    /// previous, have the same one, so that they can share a place there.
    pub hint: &'static str,
    /// Where it stands in help.
    pub group: Group,
    /// What is written after the name.
    pub argument: Argument,
    /// Whether a count repeats it.
    pub counts: bool,
    /// Makes the command of an argument that [`Spec::argument`] allows; errors are one sentence.
    pub make: fn(&str) -> Result<Command, String>,
}

impl Spec {
    /// The row of the command that is typed so, by its name or in short.
    pub fn typed(name: &str) -> Option<&'static Self> {
        SPECS.iter().find(|spec| spec.name == name || spec.short.contains(&name))
    }
}

/// What commands are about; the sections of help, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Moving the cursor in an article.
    Move,
    /// Moving between articles.
    Panes,
    /// Searching and going back.
    Find,
    /// Making and changing annotations.
    Tag,
    /// Choosing the words to annotate.
    Span,
    /// Opening something over the text.
    View,
    /// Moving in the tables of the views.
    Table,
    /// The program itself.
    Program,
}

impl Group {
    /// All of them, in the order of help.
    pub const ALL: [Self; 8] =
        [Self::Move, Self::Panes, Self::Find, Self::Tag, Self::Span, Self::View, Self::Table, Self::Program];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Panes => "Panes",
            Self::Find => "Find",
            Self::Tag => "Tag",
            Self::Span => "Span",
            Self::View => "View",
            Self::Table => "Table",
            Self::Program => "Program",
        }
    }
}

/// What a command takes after its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// The name of a label.
    Label,
    /// The number or the name of an article.
    Article,
    /// Any text, or nothing: then the program asks for it.
    Text,
    /// A format of another tool, and perhaps where to.
    Export,
    /// Perhaps a format of another tool, and a file.
    Import,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// As help shows it: `LABEL`, `[TEXT]`, `dark|light`; empty for none.
impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Label => f.write_str("LABEL"),
            Self::Article => f.write_str("ARTICLE"),
            Self::Text => f.write_str("[TEXT]"),
            Self::Export => f.write_str("FORMAT [PATH]"),
            Self::Import => f.write_str("[FORMAT] FILE"),
            Self::OneOf(words) => f.write_str(&words.join("|")),
        }
    }
}
