//! The words of a name among those that a person has marked.

use super::Analysis;
use crate::model::Span;

impl Analysis {
    /// The same words without white space and marks around them, and without a genitive's sign, if they stand in one
    /// sentence. A full stop stays behind an abbreviation.
    pub fn in_one_sentence(&self, span: Span) -> Option<Span> {
        let around = |c: char| c.is_whitespace() || ",;:!?…\"“”„«»()[]".contains(c);
        let words = span.of(self.text());
        let start = span.start() + (words.len() - words.trim_start_matches(around).len());
        let mut words = words.trim_matches(around);
        let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
        if let Some(word) = last.strip_suffix('.')
            && !word.contains('.')
        {
            words = words.trim_end_matches('.');
        }
        let span = without_genitive(Span::new(start, start + words.len()), self.text());
        let sentence = self.sentence_at(span.start())?;
        (!span.is_empty() && sentence.span.covers(span)).then_some(span)
    }
}

/// The words without the sign of a genitive behind them, which belongs to no name.
pub fn without_genitive(span: Span, text: &str) -> Span {
    let words = span.of(text);
    let name = ["'s", "’s", "'S", "’S", "'", "’"].iter().find_map(|sign| words.strip_suffix(sign));
    name.filter(|name| !name.is_empty())
        .map_or(span, |name| Span::new(span.start(), span.start() + name.len()))
}
