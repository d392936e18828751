//! Who says what.

use super::{Mention, Span};

/// How words are given that somebody else said or wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuoteKind {
    /// Word for word, between quotation marks or after a speaker's label.
    Direct,
    /// In the words of the article.
    Indirect,
    /// In the words of the article, with a part between quotation marks.
    Mixed,
}

impl QuoteKind {
    /// The word for it in files and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Whom the source of a quote means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// One who is named in the article, there or elsewhere.
    Named(Mention),
    /// One whom the article only describes: a White House official.
    Described(Span),
}

/// Attributed content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// A direct quote with its marks; otherwise the whole sentence.
    pub span: Span,
    /// How the words are given.
    pub kind: QuoteKind,
    /// The words that say that it is said: told, according to.
    pub cue: Option<Span>,
    /// The words for the speaker that stand there: a name, she, the spokesperson.
    pub source: Option<Span>,
    /// Whom they mean, if that is clear.
    pub speaker: Option<Speaker>,
}
