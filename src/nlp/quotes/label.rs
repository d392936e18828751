//! The label of a speaker before what is said: `MAYOR: We are glad.`

use super::sources::{Source, What};
use super::within;
use crate::model::EntityType::Per;
use crate::model::{Mention, Span};
use crate::nlp::lists::{SPEAKERS, TITLES};

/// A label, and what it is for.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// With its colon.
    pub cue: Span,
    pub source: Source,
    /// Where what is said begins.
    pub start: usize,
    /// Whether it is said in the words of the article: a headline.
    pub indirect: bool,
}

/// The longest label, in bytes.
const LONGEST: usize = 48;

/// How long the time of day is that a line begins with, in bytes: `11:42 `, `9.30 `.
fn time_len(line: &str) -> usize {
    let digits = |b: &u8| b.is_ascii_digit();
    let time = line.bytes().take_while(|b| digits(b) || matches!(b, b':' | b'.')).count();
    let (hour, minutes) = line.get(..time).and_then(|time| time.split_once([':', '.'])).unwrap_or_default();
    let is_time = (1..=2).contains(&hour.len()) && minutes.len() == 2 && minutes.bytes().all(|b| digits(&b));
    if is_time { time + usize::from(line.get(time..).is_some_and(|rest| rest.starts_with(' '))) } else { 0 }
}

/// The label that a paragraph, or a headline, begins with.
pub fn label(text: &str, span: Span, title: bool, mentions: &[Mention]) -> Option<Label> {
    let whole = span.of(text);
    let line = whole.get(time_len(whole)..)?;
    let span = Span::new(span.end() - line.len(), span.end());
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
    let named = within(mentions, place).iter().copied().find(|mention| {
        let title = Span::new(place.start(), mention.span.start().max(place.start())).of(text);
        let is_title = |word: &str| TITLES.contains(word) || SPEAKERS.contains(&word.to_lowercase());
        let titles = title.split_whitespace().next_back().is_some_and(is_title);
        mention.span.end() == place.end() && (mention.span == place || mention.kind == Per && titles)
    });
    let role =
        words.split_whitespace().next_back().is_some_and(|last| SPEAKERS.contains(&last.to_lowercase()));
    let what = named.map_or(What::Described, What::Named);
    let heads = words.starts_with(char::is_uppercase);
    let is_label =
        heads && (quoted && (shouted || named.is_some() || role) || shouted && (named.is_some() || role));
    let indirect = title && heads && !quoted && (role || named.is_some_and(|mention| mention.kind == Per));
    (is_label || indirect).then(|| Label {
        cue: Span::new(start, span.start() + colon + 1),
        source: Source { span: named.map_or(place, |mention| mention.span), what, first: 0 },
        start: span.start() + line.len() - said.len(),
        indirect,
    })
}
