//! The buttons and notes of a page around its article.

use super::lists::BOILERPLATE;
use super::page::is_trail;

/// The longest note, in bytes.
const SHORT: usize = 240;

/// Whether a line is one of a page's buttons and notes, or has no word in it.
pub fn is_navigation(line: &str) -> bool {
    if line.len() > SHORT {
        return false;
    }
    let bare = line.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '…' | '.' | '|' | '>' | '<' | '»' | '*' | '!')
    });
    let letters = line.chars().filter(|c| c.is_alphanumeric()).take(2).count();
    letters == 0 && line.is_ascii()
        || letters == 1 && bare.chars().count() == 1 && bare.is_ascii()
        || is_trail(line)
        || is_reading_time(line)
        || line.starts_with('©')
        || is_contribution(line)
        || line.ends_with('—') && line.split_whitespace().nth(4).is_none()
        || BOILERPLATE.matches(bare.trim_start_matches(['—', ' ', '(']).to_lowercase().as_str())
}

/// Whether a line below an article says who has worked on it: Ada Quill reported from Port Hart.
fn is_contribution(line: &str) -> bool {
    let line = line.trim_end_matches('.');
    let reported = line.split_once(" reported from ").is_some_and(|(who, place)| {
        let capital =
            |word: &str| word.starts_with(char::is_uppercase) || ["and", "from", "in"].contains(&word);
        who.split(' ').count() <= 8 && who.split(' ').all(capital) && place.split(' ').all(capital)
    });
    reported || line.ends_with(" contributed to this report") || line.contains(" contributed reporting")
}

/// Whether a line says how long the article takes to read: 4 mins to read, Reading time: 3 min.
fn is_reading_time(line: &str) -> bool {
    const WORDS: [&str; 14] = [
        "a",
        "about",
        "estimated",
        "for",
        "listen",
        "min",
        "mins",
        "minute",
        "minutes",
        "read",
        "reading",
        "time",
        "to",
        "watch",
    ];
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    line.len() <= 40
        && line.contains(|c: char| c.is_ascii_digit())
        && line.to_lowercase().contains("min")
        && words.all(|word| is_number(word) || WORDS.contains(&&*word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_offers_is_no_part_of_its_article() {
        for line in [
            "4 mins to read",
            "Reading Time: 3 mins read",
            "Estimated 3 minutes",
            "X",
            "SHARE/SAVE",
            "©2031 Harbour Wire",
            "— With assistance from Ada Quill",
            "(Updates with comment in final paragraph.)",
            "Home / News / Norland",
            "Ada Quill reported from Port Hart, and Bo Hart from Elm.",
            "Ada Quill contributed reporting from Port Hart.",
            "A version of this article appears in print on March 4, Section A.",
        ] {
            assert!(is_navigation(line), "{line}");
        }
        for line in ["3 minutes of silence", "A minute for the 42", "Ada Quill / HNS / Updated: Mar 4, 2031"]
        {
            assert!(!is_navigation(line), "{line}");
        }
    }
}
