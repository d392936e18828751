//! Names reduced to what tells them from others: without articles, accents and spelling variants.

use jiff::civil::Date;

use super::dates;
use crate::model::EntityType::{self, Per};

/// A name reduced to what tells it from others.
pub type Key = (EntityType, String);

/// Short names that are not made of the initials of the long ones, or could be of others' too.
pub const ALIASES: [(&str, &str); 13] = [
    ("us", "United States"),
    ("usa", "United States"),
    ("america", "United States"),
    ("united states of america", "United States"),
    ("uk", "United Kingdom"),
    ("britain", "United Kingdom"),
    ("great britain", "United Kingdom"),
    ("eu", "European Union"),
    ("un", "United Nations"),
    ("uae", "United Arab Emirates"),
    ("kiev", "Kyiv"),
    ("burma", "Myanmar"),
    ("russian federation", "Russia"),
];

/// What tells people from those of the same name without it.
const SUFFIXES: [&str; 5] = ["ii", "iii", "iv", "jr", "sr"];
/// Words of surnames that may stand in front or be left out.
const PARTICLES: [&str; 11] = ["bin", "da", "de", "del", "den", "der", "di", "dos", "du", "van", "von"];

/// The name without its article, possessive ending and title marks.
pub fn bare(surface: &str) -> &str {
    let surface = surface.trim();
    let surface = ["'s", "’s", "'", "’"].iter().find_map(|end| surface.strip_suffix(end)).unwrap_or(surface);
    ["The ", "the "].iter().find_map(|article| surface.strip_prefix(article)).unwrap_or(surface)
}

/// What tells a name from others.
pub fn key(surface: &str, kind: EntityType, published: Option<Date>) -> Key {
    if kind == EntityType::Date {
        let day = dates::resolve(surface, published).map(|day| day.to_string());
        return (kind, day.unwrap_or_else(|| surface.to_lowercase()));
    }
    let folded = fold(bare(surface));
    if kind == Per {
        return (kind, person(&folded));
    }
    let full = ALIASES.iter().find(|(short, _)| *short == folded).map(|(_, full)| fold(full));
    (kind, full.unwrap_or(folded))
}

/// Letters without accents in lower case, words with single blanks; dots left out.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'a'..='z' => folded.push(c),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            '.' | '\u{ad}' => {}
            '’' => folded.push('\''),
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => match plain(c) {
                Some(letters) => folded.push_str(letters),
                None => folded.extend(c.to_lowercase()),
            },
        }
    }
    folded
}

/// The plain letters of an accented one.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'Ç' | 'ć' | 'č' | 'Č' | 'Ć' => "c",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' | 'ė' => "e",
        'ì'..='ï' | 'Ì'..='Ï' | 'ı' | 'İ' | 'ī' => "i",
        'ñ' | 'Ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ő' | 'ō' => "o",
        'ù'..='ü' | 'Ù'..='Ü' | 'ů' | 'ű' | 'ū' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'š' | 'Š' | 'ś' | 'Ś' | 'ş' | 'Ş' | 'ș' => "s",
        'ž' | 'Ž' | 'ź' | 'ż' | 'Ż' | 'Ź' => "z",
        'ł' | 'Ł' => "l",
        'ğ' | 'Ğ' => "g",
        'ř' | 'Ř' => "r",
        'ť' | 'ț' => "t",
        'đ' | 'Đ' | 'ď' => "d",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        _ => return None,
    })
}

/// A folded personal name without titles and particles, its words with the spellings of transliteration made
/// alike, initials in a row as one word, and the suffix at the end.
fn person(folded: &str) -> String {
    let words: Vec<&str> =
        folded.split(' ').filter(|word| !matches!(*word, "mr" | "mrs" | "ms" | "dr" | "sir")).collect();
    let (name, suffix) = match words.as_slice() {
        [name @ .., last] if !name.is_empty() && SUFFIXES.contains(last) => (name, Some(*last)),
        all => (all, None),
    };
    let last = name.len().saturating_sub(1);
    let mut parts: Vec<String> = Vec::new();
    let mut after_initial = false;
    for (at, word) in name.iter().enumerate() {
        if SUFFIXES.contains(word) || at < last && PARTICLES.contains(word) {
            continue;
        }
        let initial = word.chars().nth(1).is_none();
        match parts.last_mut() {
            Some(initials) if initial && after_initial => initials.push_str(word),
            _ => parts.push(transliterated(word)),
        }
        after_initial = initial;
    }
    // A given name or a surname of one letter says too little.
    let long = |word: &String| word.chars().nth(1).is_some();
    let count = parts.len();
    let mut at = 0..;
    parts.retain(|word| at.next().is_some_and(|at| 0 < at && at + 1 < count) || long(word));
    if parts.is_empty() {
        return folded.to_owned();
    }
    parts.extend(suffix.map(str::to_owned));
    parts.join(" ")
}

/// The words of the key of a person, and the suffix behind them.
pub fn person_words(key: &str) -> (Vec<&str>, Option<&str>) {
    let (name, suffix) = match key.rsplit_once(' ') {
        Some((name, last)) if SUFFIXES.contains(&last) => (name, Some(last)),
        _ => (key, None),
    };
    (name.split(' ').collect(), suffix)
}

/// One spelling for what is transliterated in several ways: endings in -y -yy -iy -ii -ij -i, ks for x, h for
/// kh, single letters for doubled ones. Short words are left alone.
fn transliterated(word: &str) -> String {
    if word.chars().count() < 5 {
        return word.to_owned();
    }
    let stem = word.trim_end_matches(['i', 'y', 'j']);
    let mut result = String::with_capacity(word.len());
    for c in stem.replace("kh", "h").replace('x', "ks").chars() {
        if !result.ends_with(c) {
            result.push(c);
        }
    }
    if stem.len() < word.len() {
        result.push('y');
    }
    result
}
