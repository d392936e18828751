//! The peer: how Hypothesis finds a quote again, after the description of its `matchQuote` and of the
//! library approx-string-match.
//!
//! If the quote stands in the text, all its places are candidates; if not, those with the fewest edits, at most
//! half the quote's length and 256. The best one by a weighted score of words, surroundings and position is taken.

use std::ops::Range;

/// A record: the quote, what was before and after it, and where it was, in bytes.
pub struct Quote<'a> {
    pub words: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    pub at: usize,
}

/// Where it is taken to be.
pub fn find(text: &str, quote: &Quote) -> Option<Range<usize>> {
    let words = quote.words.as_bytes();
    let all = search(text.as_bytes(), words, (words.len() / 2).min(256));
    let score = |(place, edits): &(Range<usize>, usize)| {
        let before = text.as_bytes()[..place.start].iter().rev().take(quote.before.len());
        let before: Vec<u8> = before.copied().collect::<Vec<_>>().into_iter().rev().collect();
        let after = &text.as_bytes()[place.end..text.len().min(place.end + quote.after.len())];
        let words = 1.0 - *edits as f64 / words.len() as f64;
        let position = 1.0 - place.start.abs_diff(quote.at) as f64 / text.len() as f64;
        50.0 * words
            + 20.0 * alike(&before, quote.before.as_bytes())
            + 20.0 * alike(after, quote.after.as_bytes())
            + 2.0 * position
    };
    let scored = all.into_iter().map(|found| (score(&found), found.0));
    scored.rev().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
}

/// How much of what stood beside the quote is there.
fn alike(text: &[u8], side: &[u8]) -> f64 {
    match search(text, side, side.len()).first() {
        _ if side.is_empty() => 1.0,
        Some((_, edits)) if !text.is_empty() => 1.0 - *edits as f64 / side.len() as f64,
        _ => 0.0,
    }
}

/// All places of `words`; where there are none, all those with the fewest edits, up to `most`.
fn search(text: &[u8], words: &[u8], most: usize) -> Vec<(Range<usize>, usize)> {
    let exact: Vec<_> = memchr::memmem::find_iter(text, words).map(|at| (at..at + words.len(), 0)).collect();
    if !exact.is_empty() {
        return exact;
    }
    // Sellers 1980: for each beginning of the words, the edits and the start of the best match that ends here.
    let mut column: Vec<(usize, usize)> = (0..=words.len()).map(|edits| (edits, 0)).collect();
    let (mut found, mut least) = (Vec::new(), most);
    for (at, byte) in text.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, at + 1);
        for (row, word) in words.iter().enumerate() {
            let left = column[row + 1];
            let above = column[row];
            let changed = (diagonal.0 + usize::from(word != byte), diagonal.1);
            column[row + 1] = changed.min((left.0 + 1, left.1)).min((above.0 + 1, above.1));
            diagonal = left;
        }
        let (edits, start) = column[words.len()];
        if edits < least {
            (found, least) = (Vec::new(), edits);
        }
        if edits == least {
            found.push((start..at + 1, edits));
        }
    }
    found
}
