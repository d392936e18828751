//! Where in the text the words of a record are: there where they were, moved, uncertain, or lost.
//!
//! Text and records are folded first, so that quotation marks, dashes, white space and the composition of characters make no
//! difference (`fold`). One pass over the text finds short pieces of the words of all records and of what
//! stands around them (`seeds`). From there on only these places are looked at: for the same words, and
//! whether it is certain that they are the ones meant (`certain`, `together`), or else for the most similar
//! ones (`likely`, `approximate`).
//!
//! Nobody can tell a passage that was cut where another equal one stands from one that was moved there, if
//! both have the same surroundings. So what is not certain by itself has to agree with the other records of
//! the file, or a person decides. `cargo bench --bench anchors` measures it.

mod approximate;
mod certain;
mod fold;
mod likely;
mod needle;
mod seeds;
#[cfg(test)]
mod tests;
mod together;

use crate::model::Span;
use crate::text::CodePoints;
use needle::{Haystack, Needle};
use together::Together;

/// How a record says where it belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Start and end in code points, half-open.
    pub range: (usize, usize),
    /// The exact words there.
    pub quote: Option<String>,
    /// What stands just before.
    pub prefix: String,
    /// What stands just after.
    pub suffix: String,
}

/// A place that holds the words of an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The words, in bytes.
    pub span: Span,
    /// The stretch around them of which every letter is as it was; empty if they only became the same
    /// by folding.
    pub compared: Span,
}

/// Where the words of an anchor are now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found {
    /// Where the offsets say.
    Exact(Place),
    /// Certainly elsewhere, in one place.
    Moved(Place),
    /// Perhaps here: a person has to decide.
    Uncertain {
        /// The most likely place, in bytes.
        span: Span,
        /// How much it is like the anchor, up to 1.
        score: f64,
    },
    /// Nothing is like them.
    Lost,
}

/// Where each of the anchors is in the text. `same`: the text is the one that they were made in, to the
/// letter; but a file may hold offsets of two texts.
///
/// An anchor without a quote is believed in the same text alone. The work is linear in the text and in
/// the number of anchors, whatever they hold.
pub fn find(anchors: &[Anchor], points: &CodePoints, same: bool) -> Vec<Found> {
    let known: Vec<_> = anchors.iter().map(|anchor| anchor.unmoved(points, same)).collect();
    let missed = anchors.iter().zip(&known).filter(|(_, known)| known.is_none());
    let needles: Vec<_> = missed.map(|(anchor, _)| Needle::new(anchor)).collect();
    if needles.is_empty() {
        return known.into_iter().flatten().collect();
    }
    let mut haystack = Haystack::new(points, &needles);
    let claims: Vec<_> = needles.iter().map(|needle| haystack.claim(needle, same)).collect();
    let unmoved = anchors.iter().zip(&known).filter(|(_, known)| matches!(known, Some(Found::Exact(_))));
    let found =
        needles.iter().zip(&claims).filter_map(|(needle, found)| Some((needle.anchor, found.as_ref()?)));
    let together = Together::new(unmoved.map(|(anchor, _)| anchor), found, points);
    let mut searched = needles.iter().zip(claims).map(|(needle, found)| match found {
        Some(found) if together.agree(needle.anchor, &found, points) => {
            match points.points(found.place.span) == needle.anchor.range {
                true => Found::Exact(found.place),
                false => Found::Moved(found.place),
            }
        }
        _ => haystack.likely(needle),
    });
    known.into_iter().map(|known| known.or_else(|| searched.next()).unwrap_or(Found::Lost)).collect()
}

impl Anchor {
    /// What is known without a search.
    fn unmoved(&self, points: &CodePoints, same: bool) -> Option<Found> {
        let (start, end) = self.range;
        let here = points.span(start, end).filter(|_| same);
        let exact = |span| Found::Exact(Place { span, compared: span });
        let Some(quote) = &self.quote else { return Some(here.map_or(Found::Lost, exact)) };
        let text = points.text();
        here.filter(|here| here.of(text) == quote && self.stands_beside(text, *here)).map(exact)
    }

    /// Whether what stands before or after `span` is what stood there, or nothing is known of it.
    fn stands_beside(&self, text: &str, span: Span) -> bool {
        let before = text.get(..span.start()).unwrap_or_default();
        let after = text.get(span.end()..).unwrap_or_default();
        (self.prefix.is_empty() && self.suffix.is_empty())
            || (before.ends_with(&self.prefix) && before.is_empty() == self.prefix.is_empty())
            || (after.starts_with(&self.suffix) && after.is_empty() == self.suffix.is_empty())
    }
}
