//! Words that are not quite the same.

use std::ops::Range;

/// Where in `text` the words most like `words` stand, and the edits (bytes put in, left out or changed)
/// between the two. Of equally good places it is the first.
///
/// Sellers, "The theory and computation of evolutionary distances" (1980): the work is the product of the
/// two lengths.
pub(super) fn align(words: &[u8], text: &[u8]) -> (Range<usize>, usize) {
    // For each beginning of the words: the edits of the best match that ends here, and its start.
    let mut column: Vec<(usize, usize)> = (0..=words.len()).map(|edits| (edits, 0)).collect();
    let mut best = (0..0, words.len());
    for (at, byte) in text.iter().enumerate() {
        let mut diagonal = (0, at);
        let mut above = (0, at + 1);
        let mut cells = column.iter_mut();
        if let Some(first) = cells.next() {
            *first = above;
        }
        for (cell, word) in cells.zip(words) {
            let left = *cell;
            let changed = (diagonal.0 + usize::from(word != byte), diagonal.1);
            let put_in = (left.0 + 1, left.1);
            let left_out = (above.0 + 1, above.1);
            let best = [put_in, left_out].into_iter().fold(changed, |a, b| if b.0 < a.0 { b } else { a });
            (diagonal, above, *cell) = (left, best, best);
        }
        if above.0 < best.1 {
            best = (above.1..at + 1, above.0);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn the_most_similar_words_are_found() {
        let found = |words: &str, text: &str| align(words.as_bytes(), text.as_bytes());
        assert_eq!(found("cold", "It was cold."), (7..11, 0));
        assert_eq!(found("was cold", "It wass cold."), (3..12, 1));
        assert_eq!(found("was cold", "It ws cold."), (3..10, 1));
        assert_eq!(found("abc", ""), (0..0, 3));
        assert_eq!(found("", "abc"), (0..0, 0));
    }
}
