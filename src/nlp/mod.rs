//! Text to structure: paragraphs, sentences of a kind, mentions, entities.
//!
//! [`head`] reads the first lines, [`chunks`] cuts the text without reading it, and [`analyse`] sees what
//! is in one chunk: each depends on its arguments alone, so that the chunk on the screen can come first.
//! [`Entities`] then gives all the names of one thing one name, over all the articles of a corpus.

mod analysis;
mod dates;
mod entities;
mod head;
mod lists;
mod names;
mod paragraphs;
mod sentences;
mod structure;
mod words;

pub use analysis::Analysis;
pub use entities::{Entities, Entity, EntityId};
pub use head::head;
pub use paragraphs::chunks;

use crate::model::{Head, Mention, Paragraph, Sentence, Span};

/// What is seen in one chunk of an article. Spans are bytes of the whole text, in order, on
/// character boundaries; those of one list do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The piece of the text that was looked at.
    pub span: Span,
    /// The paragraphs, blank lines left out.
    pub paragraphs: Vec<Paragraph>,
    /// The sentences and other units: all text that is not blank is in exactly one.
    pub sentences: Vec<Sentence>,
    /// The names and dates, each inside one sentence.
    pub mentions: Vec<Mention>,
}

/// What is seen in `chunk`, one of [`chunks`] of `text`; `head` is that of the same text.
pub fn analyse(text: &str, chunk: Span, head: &Head) -> Chunk {
    let chunk = if text.get(chunk.range()).is_some() { chunk } else { Span::default() };
    let (paragraphs, sentences) = structure::units(text, chunk, head);
    let mentions = names::mentions(text, &sentences);
    Chunk { span: chunk, paragraphs, sentences, mentions }
}
