//! Where in the text a record's span is, checked by its words.

use crate::model::Span;
use crate::text::CodePoints;

/// How a record says where it belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Start and end in code points, half-open.
    pub(super) range: (usize, usize),
    /// The exact words there.
    pub(super) quote: Option<String>,
    /// What stands just before.
    pub(super) prefix: String,
    /// What stands just after.
    pub(super) suffix: String,
}

/// A place that holds the words of an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) span: Span,
    /// The stretch around it of which every word was compared.
    pub(super) compared: Span,
    /// Whether it is another place than the anchor says.
    pub(super) moved: bool,
}

impl Anchor {
    /// The one place in the text that is certainly meant. `same`: the text is the one that the anchor was
    /// made in, to the letter.
    ///
    /// In the same text, it is where the offsets say, if the words are there and, where they stand
    /// elsewhere too, one of the two surroundings (if any are known): a file may hold offsets of two texts.
    /// Otherwise it is where the words stand with their surroundings, if that is in one place only; or
    /// where the offsets say, if the words are there and nowhere else, and one of the two surroundings is.
    ///
    /// # Errors
    ///
    /// Why there is no such place, after "its span 3..9".
    pub(super) fn place(&self, points: &CodePoints, same: bool) -> Result<Place, &'static str> {
        let text = points.text();
        let (start, end) = self.range;
        let here = points.span(start, end).map(|span| Place { span, compared: span, moved: false });
        let Some(quote) = &self.quote else {
            return match here {
                Some(place) if same => Ok(place),
                Some(_) => Err("cannot be checked, as it has no quote and the article has changed"),
                None => Err("is outside of the article"),
            };
        };
        let words_here = here.filter(|place| place.span.of(text) == quote);
        if let Some(place) = words_here
            && same
            && (self.is_bare() || self.stands_beside(text, place.span) || only(text, quote).is_some())
        {
            return Ok(place);
        }
        if let Some(place) = self.only_place(text, quote) {
            return Ok(Place { moved: here.is_none_or(|here| here.span != place.span), ..place });
        }
        match words_here {
            Some(place) if self.stands_beside(text, place.span) && only(text, quote).is_some() => Ok(place),
            Some(_) => {
                Err("cannot be told from other places with the same words, as the article has changed")
            }
            None if here.is_none() => {
                Err("is outside of the article, and its quote is not in one place only")
            }
            None => Err("does not hold its quote, which is not in one place only"),
        }
    }

    /// Whether nothing is known of what stands around it.
    fn is_bare(&self) -> bool {
        self.prefix.is_empty() && self.suffix.is_empty()
    }

    /// Whether what stands before or after `span` is what stood there; nothing did at the text's ends.
    fn stands_beside(&self, text: &str, span: Span) -> bool {
        let before = text.get(..span.start()).unwrap_or_default();
        let after = text.get(span.end()..).unwrap_or_default();
        (before.ends_with(&self.prefix) && before.is_empty() == self.prefix.is_empty())
            || (after.starts_with(&self.suffix) && after.is_empty() == self.suffix.is_empty())
    }

    /// Where the quote stands with its surroundings, if it has any and if that is in one place only.
    fn only_place(&self, text: &str, quote: &str) -> Option<Place> {
        if self.is_bare() {
            return None;
        }
        let found = only(text, &format!("{}{quote}{}", self.prefix, self.suffix))?;
        let start = found + self.prefix.len();
        let end = start + quote.len();
        let compared = Span::new(found, end + self.suffix.len());
        Some(Place { span: Span::new(start, end), compared, moved: true })
    }
}

/// Where `words` start in `text`, if they stand there exactly once.
fn only(text: &str, words: &str) -> Option<usize> {
    let finder = memchr::memmem::Finder::new(words);
    let first = finder.find(text.as_bytes())?;
    // The second one may overlap the first.
    finder.find(text.as_bytes().get(first + 1..)?).is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "It rained. Yes. It was cold. Yes. Nobody came.";

    /// The anchor of the n-th `words` in the old text, with surroundings of eight letters.
    fn anchor(words: &str, n: usize) -> Anchor {
        let (at, _) = OLD.match_indices(words).nth(n).unwrap();
        Anchor {
            range: (at, at + words.len()),
            quote: Some(words.to_owned()),
            prefix: OLD[at.saturating_sub(8)..at].to_owned(),
            suffix: OLD[at + words.len()..].chars().take(8).collect(),
        }
    }

    fn place(anchor: &Anchor, text: &str) -> Result<(Span, bool), &'static str> {
        anchor.place(&CodePoints::new(text), text == OLD).map(|place| (place.span, place.moved))
    }

    #[test]
    fn in_the_same_text_a_span_is_where_its_offsets_say() {
        assert_eq!(place(&anchor("Yes.", 1), OLD), Ok((Span::new(29, 33), false)));
    }

    #[test]
    fn offsets_that_miss_the_words_are_corrected_by_them() {
        let wrong = Anchor { range: (3, 7), ..anchor("Yes.", 1) };
        assert_eq!(place(&wrong, OLD), Ok((Span::new(29, 33), true)));
        let outside = Anchor { range: (900, 904), ..anchor("Yes.", 1) };
        assert_eq!(place(&outside, OLD), Ok((Span::new(29, 33), true)));
    }

    #[test]
    fn a_span_follows_its_words_through_an_edit_before_them() {
        let new = format!("Well. {OLD}");
        assert_eq!(place(&anchor("Yes.", 1), &new), Ok((Span::new(35, 39), true)));
        assert_eq!(place(&anchor("It was cold.", 0), &new), Ok((Span::new(22, 34), true)));
    }

    #[test]
    fn an_edit_just_before_a_sentence_leaves_it_in_its_place() {
        let new = OLD.replace("cold", "warm");
        assert_eq!(place(&anchor("Nobody came.", 0), &new), Ok((Span::new(34, 46), false)));
    }

    #[test]
    fn words_that_stand_in_two_places_are_put_in_neither() {
        let new = format!("{OLD} {OLD}");
        assert!(place(&anchor("It was cold.", 0), &new).is_err());
        let bare = Anchor { prefix: String::new(), suffix: String::new(), ..anchor("It was cold.", 0) };
        assert!(place(&bare, &format!("x{OLD}")).is_err());
    }

    #[test]
    fn words_that_are_gone_are_put_nowhere() {
        let new = OLD.replace("Nobody", "Somebody");
        assert!(place(&anchor("Nobody came.", 0), &new).is_err());
        // The same words stand at the same offset, but they are those of the other "Yes.".
        let new = OLD.replace("It rained. Yes. It was cold.", "Very cold.");
        assert_eq!(&new[11..15], "Yes.");
        assert!(place(&anchor("Yes.", 0), &new).is_err());
    }
}
