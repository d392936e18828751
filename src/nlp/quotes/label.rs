//! The label of a speaker before what is said: `MAYOR: We are glad.`

use super::sources::{Source, What};
use super::within;
use crate::model::{Mention, Span};
use crate::nlp::lists::SPEAKERS;

/// A label, and what it is for.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// With its colon.
    pub cue: Span,
    pub source: Source,
    /// Where what is said begins.
    pub start: usize,
}

/// The longest label, in bytes.
const LONGEST: usize = 48;

/// The label that a paragraph begins with.
pub fn label(text: &str, span: Span, mentions: &[Mention]) -> Option<Label> {
    let line = span.of(text);
    let colon = line.bytes().take(LONGEST).position(|b| b == b':')?;
    let words = line.get(..colon)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = line.get(colon + 1..)?;
    let said = rest.trim_start();
    let start = span.start() + colon - words.len();
    let place = Span::new(start, start + words.trim_end().len());
    if said.is_empty()
        || words.is_empty()
        || words.split_whitespace().nth(4).is_some()
        || !rest.starts_with(' ')
    {
        return None;
    }
    let quoted = said.starts_with(['"', '“', '‘', '«', '„']);
    let shouted = !words.contains(char::is_lowercase) && words.contains(char::is_alphabetic);
    let named = within(mentions, place).iter().copied().find(|mention| mention.span == place);
    let role =
        words.split_whitespace().next_back().is_some_and(|last| SPEAKERS.contains(&last.to_lowercase()));
    let what = named.map_or(What::Described, What::Named);
    let heads = words.starts_with(char::is_uppercase);
    let is_label =
        heads && (quoted && (shouted || named.is_some() || role) || shouted && (named.is_some() || role));
    is_label.then(|| Label {
        cue: Span::new(start, span.start() + colon + 1),
        source: Source { span: place, what, first: 0 },
        start: span.start() + line.len() - said.len(),
    })
}
