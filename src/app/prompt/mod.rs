//! What is asked of the user: while a prompt is open it gets the keys.

mod correct;
mod fields;
mod line;
mod picker;

pub use correct::{Adopted, Candidate, Correct, Scope, Spot};
pub use fields::{Field, Fields, Input, Pressed};
pub use line::Line;
pub use picker::{Choice, Picker};

use super::completing::Paths;
use super::open::Place;
use crate::model::{Annotation, Content, LabelName, Reference, Span};
use crate::review::Comparison;

/// The open prompt.
#[derive(Clone, Debug)]
pub enum Prompt {
    /// A command being typed.
    Command(CommandLine),
    /// Words being searched for; each key searches anew from where the search began.
    Search {
        /// The words.
        line: Line,
        /// What the search has changed while it is typed, which Esc goes back to.
        before: Before,
    },
    /// A choice among all commands.
    Palette(Picker),
    /// The attributes of a new annotation, in one line.
    Ask(Ask),
    /// An annotation being edited.
    Form(Form),
    /// The note of an annotation.
    Note {
        /// The annotation as it was when it was asked for.
        before: Box<Annotation>,
        /// Its note.
        line: Line,
    },
    /// A comment on what somebody else has made.
    Comment {
        /// The article.
        article: usize,
        /// What it is on.
        of: Reference,
        /// What that said when the comment was asked for.
        shown: Content,
        /// The comment.
        line: Line,
    },
    /// A name being corrected.
    Correct(Box<Correct>),
    /// What annotators say of one thing in a sentence, to be decided.
    Compare(Compare),
    /// What to do with a copy of what could not be saved.
    Copy {
        /// The article.
        article: usize,
        /// What the copy holds.
        says: String,
        /// Whether it is asked again before it is removed.
        discard: bool,
    },
    /// What was being typed cannot be finished, as its place is gone. Keys that are still typed do nothing.
    Closed {
        /// Why, and what was typed.
        says: String,
    },
    /// Whether to quit although something is not saved.
    Quit,
}

/// What stood where before a search.
#[derive(Clone, Debug)]
pub struct Before {
    /// The article in focus.
    pub article: usize,
    /// Where its reader stood.
    pub place: Place,
    /// The place of the leftmost pane.
    pub first: usize,
    /// The other article that the present hit is in, and where its reader stood.
    pub visited: Option<(usize, Place)>,
}

/// A command being typed after `:`.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    /// What is typed.
    pub line: Line,
    /// The marked completion, if Tab has been pressed.
    pub completion: Option<usize>,
    /// What had been typed when Tab was pressed first; the completions are of that.
    pub stem: Option<String>,
    /// The paths that were found for what was typed.
    pub listed: Option<Paths>,
    /// How far back in the history the line is taken from: 0 is what was typed.
    pub back: usize,
    /// What was typed before the line was taken from the history.
    pub draft: String,
}

impl CommandLine {
    /// The line as it is now becomes what was typed, before it is edited.
    pub(super) fn settle(&mut self) {
        self.completion = None;
        self.stem = None;
        self.listed = None;
        self.back = 0;
    }
}

/// The attributes of a new annotation being asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The label of the annotation.
    pub label: LabelName,
    /// What it will be about.
    pub span: Span,
    /// Its attributes.
    pub fields: Fields,
}

/// An annotation being edited: its attributes, then its note and its doubt.
#[derive(Clone, Debug)]
pub struct Form {
    /// The annotation as it was when the form was opened.
    pub before: Box<Annotation>,
    /// Its attributes, note and doubt.
    pub fields: Fields,
    /// Its place among the annotations of the sentence, from 0, and how many there are.
    pub place: (usize, usize),
    /// What the annotation is made of, if others have made that; it is not yet the reviewer's own then.
    pub adopts: Option<Adoption>,
}

/// What somebody else's annotation in a form becomes.
#[derive(Clone, Debug)]
pub enum Adoption {
    /// It is accepted with what is changed, as it was when the form was opened.
    Review(Reference, Content),
    /// It decides between annotators.
    Dispute(Compare),
}

/// What annotators say of one thing, side by side.
#[derive(Clone, Debug)]
pub struct Compare {
    /// The article: its index in the corpus.
    pub article: usize,
    /// What they say.
    pub comparison: Comparison,
}

impl Prompt {
    /// Adds pasted text to what is being typed.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Command(command) => {
                command.settle();
                command.line.paste(text);
            }
            Self::Search { line, .. } | Self::Note { line, .. } | Self::Comment { line, .. } => {
                line.paste(text);
            }
            Self::Palette(picker) => picker.paste(text),
            Self::Ask(ask) => ask.fields.paste(text),
            Self::Form(form) => form.fields.paste(text),
            Self::Correct(correct) => {
                if let Some(field) = &mut correct.naming {
                    field.paste(text);
                }
            }
            Self::Quit | Self::Closed { .. } | Self::Copy { .. } | Self::Compare(_) => {}
        }
    }
}
