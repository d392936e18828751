//! How sentences use capitals: where they have none, a name has none either.

use crate::nlp::words::{Gap, Word};

/// How a sentence uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Not at all.
    Small,
    /// In its first word alone.
    Plain,
    /// Not in its first word.
    Careless,
    /// In its first word and others.
    Usual,
    /// In most of its letters.
    Shouted,
    /// In most of its words.
    Headline,
}

impl Style {
    /// That of a sentence with these words, which begin with letters.
    pub fn of<'a>(mut words: impl Iterator<Item = &'a Word>) -> Self {
        let Some(first) = words.next() else { return Self::Small };
        let (mut count, mut capitals, mut upper) = (0, 0, usize::from(first.upper));
        for word in words {
            count += 1;
            upper += usize::from(word.upper);
            // "I" and the beginnings of quotations say nothing.
            capitals += usize::from(word.capital && word.span.len() > 1 && word.gap != Gap::Start);
        }
        match (capitals, first.capital) {
            _ if count > 0 && upper * 3 > (count + 1) * 2 => Self::Shouted,
            (1.., _) if capitals * 4 > count * 3 => Self::Headline,
            (0, false) => Self::Small,
            (0, true) => Self::Plain,
            (_, false) => Self::Careless,
            (_, true) => Self::Usual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use crate::nlp::words::words;

    #[test]
    fn capitals_behind_the_first_word_tell_how_a_sentence_is_written() {
        let style = |text: &str| {
            let mut found = Vec::new();
            words(text, Span::new(0, text.len()), &mut found);
            Style::of(found.iter())
        };
        assert_eq!(style("we flew to alderland and i was ill"), Style::Small);
        assert_eq!(style("The boats left in the morning."), Style::Plain);
        assert_eq!(style("and then Ada came"), Style::Careless);
        assert_eq!(style("The mayor met Ada on the quay."), Style::Usual);
        assert_eq!(style("HARBOUR OPENS AGAIN"), Style::Shouted);
        assert_eq!(style("Harbour Opens Again After the Storm"), Style::Headline);
    }
}
