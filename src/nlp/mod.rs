//! Text to structure: paragraphs, sentences of a kind, mentions, entities.
//!
//! [`head`] reads the first lines, [`chunks`] cuts the text without reading it, and [`analyse`] sees what
//! is in one chunk: each depends on its arguments alone, so that the chunk on the screen can come first.
//! [`Entities`] then gives all the names of one thing one name, over all the articles of a corpus.

mod analysis;
mod buttons;
mod corrections;
mod dates;
mod edges;
mod entities;
mod facts;
mod finder;
mod full_names;
mod given;
mod head;
mod headline;
mod house;
mod initials;
mod items;
mod lending;
mod lists;
mod marks;
mod names;
mod namesakes;
mod page;
mod paragraphs;
mod persons;
mod quotes;
mod regions;
mod sentences;
mod spelling;
mod structure;
pub mod tagger;
#[cfg(test)]
mod tests;
mod told;
mod trimming;
mod words;

pub use analysis::Analysis;
pub use corrections::Corrections;
pub use entities::{Entities, Entity, EntityId, Named};
pub use head::{day, head, head_of};
pub use headline::{headline, letters, outlet_behind};
pub use lending::lend;
pub use paragraphs::chunks;
pub use quotes::{Role, name, speaker};
pub use sentences::sentences;
pub use trimming::without_genitive;

use names::Words;

use crate::model::{Head, Mention, Paragraph, Quote, Sentence, Span};

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
    /// The roles that stand beside the names of persons.
    pub roles: Vec<Role>,
    /// What is said by whom, in order of spans, which may lie in each other.
    pub quotes: Vec<Quote>,
}

/// What is seen in `chunk`, one of [`chunks`] of `text`; `head` is that of the same text.
pub fn analyse(text: &str, chunk: Span, head: &Head) -> Chunk {
    let chunk = if text.get(chunk.range()).is_some() { chunk } else { Span::default() };
    let (paragraphs, sentences) = structure::units(text, chunk, head);
    let words = Words::of(text, sentences.iter().map(|sentence| sentence.span).collect());
    let mentions = names::mentions(text, &words);
    let roles = quotes::roles(text, &sentences, &mentions);
    let quotes = quotes::quotes(text, &paragraphs, &sentences, &words, &mentions, &roles);
    Chunk { span: chunk, paragraphs, sentences, mentions, roles, quotes }
}
