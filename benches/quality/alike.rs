//! When a name, or a place, is taken for another.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

/// Code points of a text, half open.
pub type Place = (usize, usize);

/// What two places share, of all that they cover.
pub fn overlap(one: Place, other: Place) -> f64 {
    let shared = one.1.min(other.1).saturating_sub(one.0.max(other.0));
    let all = one.1.max(other.1).saturating_sub(one.0.min(other.0));
    if all > 0 { shared as f64 / all as f64 } else { 0.0 }
}

/// Whether two places have a code point in common.
pub fn meet(one: Place, other: Place) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// A name in plain small letters, without titles, and with one ending for those that are transliterated in several
/// ways.
pub fn plain(name: &str) -> String {
    let ascii = name.nfkd().filter(char::is_ascii).map(|c| c.to_ascii_lowercase());
    let words: String = ascii.map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ").replace("prime minister", "the");
    let titles = ["president", "the", "mr", "mrs", "ms"];
    let ending = |word: &str| match ["yy", "iy", "ii"].iter().find_map(|end| word.strip_suffix(end)) {
        Some(stem) => format!("{stem}y"),
        None => word.to_owned(),
    };
    let kept = words.split_whitespace().filter(|word| !titles.contains(word));
    kept.map(ending).collect::<Vec<_>>().join(" ")
}

/// Whether a speaker is the right one: by one of the names of the right one, or by its last word.
pub fn same(found: Option<&str>, right: Option<&str>, names: &BTreeSet<String>) -> bool {
    let (Some(found), Some(right)) = (found, right) else { return false };
    let (found, right) = (plain(found), plain(right));
    let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_owned();
    found == right
        || names.iter().any(|name| plain(name) == found)
        || last(&found) == last(&right) && last(&found).len() > 3
}
