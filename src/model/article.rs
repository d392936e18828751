//! Articles, and what is seen in them: sentences of a kind, mentions of a type.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::{Source, Span};

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

/// One text, and where it comes from.
#[derive(Clone, Debug)]
pub struct Article {
    /// What it was read from.
    pub source: Source,
    /// Its canonical text, never changed.
    pub text: Text,
    /// What its file says of it beside the text.
    pub metadata: Metadata,
    /// False while only the first part of a large file has been read: its text is then the
    /// beginning of the whole.
    pub complete: bool,
}

impl Article {
    /// A whole article of which its file says nothing but the text.
    pub fn new(source: impl Into<Source>, text: impl Into<Text>) -> Self {
        Self { source: source.into(), text: text.into(), metadata: Metadata::default(), complete: true }
    }
}

/// What a file says of an article beside its text. It wins over what the text itself says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// The day of publication, `2025-08-19`.
    pub date: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where it was published.
    pub address: Option<String>,
    /// The event that it is about.
    pub event: Option<String>,
    /// What lines of the text are, where the file shows it by more than their words: in order, apart.
    pub kinds: Arc<[(Span, Kind)]>,
}

/// What is known of an article as a whole: what its file says of it, else its first lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Where the headline stands in the text, if it does.
    pub title: Option<Span>,
    /// The headline as the file gives it beside the text.
    pub headline: Option<String>,
    /// The day of publication, `2025-08-19`.
    pub date: Option<String>,
    /// Who published it, if that is said.
    pub outlet: Option<String>,
    /// What lines are, where the file shows it.
    pub kinds: Arc<[(Span, Kind)]>,
}

impl Head {
    /// The headline, in one line, of an article with this text.
    pub fn title_in<'a>(&'a self, text: &'a str) -> Option<Cow<'a, str>> {
        let in_text = || self.title.map(|span| one_line(span.of(text)));
        self.headline.as_deref().map(Cow::Borrowed).or_else(in_text)
    }
}

/// The words with one blank between them.
fn one_line(words: &str) -> Cow<'_, str> {
    let is_one = !words.contains(|c: char| c.is_whitespace() && c != ' ')
        && !words.contains("  ")
        && words.trim() == words;
    match is_one {
        true => Cow::Borrowed(words),
        false => Cow::Owned(words.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
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

    /// The type that this word names.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
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
