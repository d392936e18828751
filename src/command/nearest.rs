//! The name that was probably meant.

/// `did you mean "tag"?`, if one of the names is near to the word.
pub fn did_you_mean<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(word, names).map(|name| format!("did you mean {name:?}?"))
}

/// The name nearest to a mistyped word: at most a third of its letters differ, or it begins with it.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = word.chars().count();
    let far = (length / 3).clamp(1, 4) + 1;
    let rank = |name: &str| {
        if name.chars().count().abs_diff(length) < far {
            let distance = distance(word, name);
            if distance < far.min(length) {
                return distance;
            }
        }
        if !word.is_empty() && name.starts_with(word) { far } else { usize::MAX }
    };
    names
        .into_iter()
        .map(|name| (rank(name), name))
        .filter(|(rank, _)| *rank <= far)
        .min_by_key(|(r, _)| *r)
        .map(|(_, name)| name)
}

/// How many letters must be put in, taken out or exchanged (Levenshtein 1966; one row of the table).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let up = *cell;
            left = (diagonal + usize::from(x != *y)).min(up + 1).min(left + 1);
            diagonal = up;
            *cell = left;
        }
    }
    // The first cell is never read again, so an empty `b` is told by its length.
    if b.is_empty() { a.chars().count() } else { row.last().copied().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_textbook() {
        for (a, b, far) in [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("tag", "tag", 0)] {
            assert_eq!(distance(a, b), far, "{a} {b}");
        }
    }

    #[test]
    fn only_what_is_near_is_offered() {
        let names = ["next-sentence", "next-pane", "tag", "quit"];
        assert_eq!(nearest("next-sentense", names), Some("next-sentence"));
        assert_eq!(nearest("tga", names), None);
        assert_eq!(nearest("tags", names), Some("tag"));
        assert_eq!(nearest("q", names), Some("quit"));
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("y", ["x"]), None);
        assert_eq!(nearest("something-else", names), None);
    }
}
