//! Articles, and what is seen in them: sentences of a kind, mentions of a type.

use std::ops::{Deref, Range};
use std::path::PathBuf;
use std::sync::Arc;

use super::Span;

/// The canonical text of an article: decoded, without byte order mark, every line end a LF, and
/// nothing else changed. Cheap to clone and to send to another thread.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(Arc<String>);

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Arc::new(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} bytes)", self.len())
    }
}

/// One text with its place on disk.
#[derive(Clone, Debug)]
pub struct Article {
    /// The file that it was read from, as it was named or found.
    pub path: PathBuf,
    /// Its canonical text, never changed.
    pub text: Text,
    /// False while only the first part of a large file has been read: its text is then the
    /// beginning of the whole.
    pub complete: bool,
}

impl Article {
    /// The name of the file without its folders, for people; not safe for a terminal.
    pub fn file(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

/// What an article says of itself in its first lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The headline.
    pub title: Option<Span>,
    /// The day of publication, `2025-08-19`.
    pub date: Option<String>,
    /// Who published it, if the text says so.
    pub outlet: Option<String>,
}

/// What a unit of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The headline of the article.
    Title,
    /// A heading inside the article.
    Heading,
    /// A sentence of the article itself.
    Sentence,
    /// The text below a picture.
    Caption,
    /// A line of an embedded post.
    Embed,
    /// What belongs to the page and not to the article: navigation, share lines, dates, links.
    Boilerplate,
}

impl Kind {
    /// The word for it in files, outputs and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Sentence => "sentence",
            Self::Caption => "caption",
            Self::Embed => "embed",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// Whether units of this kind are read and tagged; the cursor passes over the others.
    pub fn is_read(self) -> bool {
        self != Self::Boilerplate
    }
}

/// A unit of text that can be tagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without surrounding white space.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// Lines that belong together: one line, or several of a hard-wrapped text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands, without its line ends; a very long one is cut into several that touch.
    pub span: Span,
    /// Its sentences: indexes into those of its chunk.
    pub sentences: Range<usize>,
}

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A person.
    Per,
    /// An organisation.
    Org,
    /// A place.
    Loc,
    /// Another name: a people, a work, an event.
    Misc,
    /// A day, or a part of one.
    Date,
}

impl EntityType {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 5] = [Self::Per, Self::Org, Self::Loc, Self::Misc, Self::Date];

    /// The word for it in files and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Loc => "LOC",
            Self::Misc => "MISC",
            Self::Date => "DATE",
        }
    }
}

/// A name in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What kind of thing it names.
    pub kind: EntityType,
}
