//! The words of a sentence, with what the rules for names look at.

use crate::model::Span;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The word begins the sentence, a quotation or what follows a colon.
    Start,
    /// White space.
    Blank,
    /// A full stop and a blank, as after an initial.
    Dot,
    /// A hyphen.
    Hyphen,
    /// Anything else: a comma, a bracket, a dash.
    Break,
}

/// One word: letters and digits, with the marks inside it; a possessive ending is left out.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What stands before it.
    pub gap: Gap,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether it has at least two letters and all are capitals.
    pub upper: bool,
    /// Whether `'s` or `’` follows.
    pub possessive: bool,
}

/// The words of `sentence`.
pub fn words(text: &str, sentence: Span, found: &mut Vec<Word>) {
    let inside = sentence.of(text);
    let first = found.len();
    let mut last_end = 0;
    while let Some(between) = inside.get(last_end..).and_then(|rest| rest.find(char::is_alphanumeric)) {
        let start = last_end + between;
        let end = word_end(inside, start);
        let word = inside.get(start..end).unwrap_or_default();
        let possessive = possessive_at(inside, end);
        found.push(Word {
            span: Span::new(sentence.start() + start, sentence.start() + end),
            gap: gap(inside.get(last_end..start).unwrap_or_default(), found.len() == first),
            capital: word.starts_with(char::is_uppercase),
            upper: is_upper(word),
            possessive,
        });
        last_end = end;
        if possessive {
            let rest = inside.get(end..).unwrap_or_default();
            let ending = rest.trim_start_matches(['\'', '’']);
            last_end += rest.len() - ending.len() + usize::from(ending.starts_with(['s', 'S']));
        }
    }
}

/// The end of the word that begins at byte `start`.
fn word_end(inside: &str, start: usize) -> usize {
    let mut end = start;
    loop {
        let rest = inside.get(end..).unwrap_or_default();
        end += rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let mut chars = inside.get(end..).unwrap_or_default().chars();
        let Some(next) = chars.next() else { return end };
        // An accent of its own belongs to its letter.
        let letter = is_mark(next) || next.is_alphanumeric();
        let so_far = inside.get(start..end).unwrap_or_default();
        if !letter && (!joins(next, so_far, chars.next()) || possessive_at(inside, end)) {
            return end;
        }
        end += next.len_utf8();
    }
}

fn is_upper(word: &str) -> bool {
    let mut letters = word.chars().filter(|&c| c.is_alphabetic() && !is_mark(c));
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_uppercase)
}

/// Whether `c` is an accent that stands after its letter as a character of its own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether `mark` goes on the word so far, `after` being what follows it: `O'Neill`, `AT&T`, `U.S.`
fn joins(mark: char, word: &str, after: Option<char>) -> bool {
    let letter = after.is_some_and(char::is_alphabetic);
    match mark {
        '\'' | '’' | '&' => letter,
        '.' => {
            let mut tail = word.rsplit('.').next().unwrap_or_default().chars();
            word.len() < 12
                && tail.next().is_some_and(char::is_uppercase)
                && tail.next().is_none()
                && (word.contains('.') || letter && after.is_some_and(char::is_uppercase))
        }
        _ => false,
    }
}

/// Whether a possessive ending stands at byte `at`.
fn possessive_at(inside: &str, at: usize) -> bool {
    let Some(rest) = inside.get(at..).and_then(|rest| rest.strip_prefix(['\'', '’'])) else { return false };
    let plural = inside.get(..at).is_some_and(|before| before.ends_with('s'));
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    rest.strip_prefix(['s', 'S']).is_some_and(ends) || plural && rest.starts_with(' ')
}

fn gap(between: &str, first: bool) -> Gap {
    if between == " " && !first {
        return Gap::Blank;
    }
    if first || between.ends_with(['“', '‘', '"', '„', '«']) || between.contains([':', '•', '!', '?', '…'])
    {
        return Gap::Start;
    }
    match between {
        "-" | "‑" | "–" | "/" => Gap::Hyphen,
        ". " | ".\n" => Gap::Dot,
        _ if between.chars().all(char::is_whitespace) && !between.is_empty() => Gap::Blank,
        _ => Gap::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_what_belongs_to_them() {
        let text = "O'Neill's U.S. allies, AT&T and J. Elm-Oak left the boys' home.";
        let mut found = Vec::new();
        words(text, Span::new(0, text.len()), &mut found);
        let shown: Vec<&str> = found.iter().map(|word| word.span.of(text)).collect();
        assert_eq!(
            shown,
            ["O'Neill", "U.S.", "allies", "AT&T", "and", "J", "Elm", "Oak", "left", "the", "boys", "home"]
        );
        let gaps: Vec<Gap> = found.iter().map(|word| word.gap).collect();
        assert_eq!(gaps[5..8], [Gap::Blank, Gap::Dot, Gap::Hyphen]);
        assert!(found[0].possessive && found[10].possessive && !found[1].possessive);
    }
}
