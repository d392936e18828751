//! Ends of units that no mark shows, and what stands behind a mark and still belongs before it.

use crate::nlp::lists::STARTERS;

/// The longest reference in brackets, in bytes.
const REFERENCE: usize = 40;
/// Words before the number of a figure, which is a unit by itself where no full stop follows.
pub const FIGURES: [&str; 3] = ["Figure ", "Fig. ", "Table "];
/// How far the address of a message is looked for, in bytes.
const HEADER: usize = 100;
/// What letters end with, before a name.
const CLOSINGS: [&str; 8] = [
    "Regards,",
    "Best regards,",
    "Kind regards,",
    "Kindest regards,",
    "Warm regards,",
    "Best wishes,",
    "Sincerely,",
    "Yours sincerely,",
];

/// Whether `text` begins with a link.
pub fn is_link(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.starts_with(start))
}

/// The end of what belongs to the sentence from `start` to `end` and stands behind its mark: references such as
/// `[3]`, faces such as `:)`, the number of a note before the next sentence.
pub fn tail_end(text: &str, start: usize, end: usize) -> usize {
    let mut tail = end;
    while let Some(rest) = text.get(tail..) {
        let blank =
            usize::from(rest.starts_with([' ', '\u{a0}'])) * rest.chars().next().map_or(0, char::len_utf8);
        let next = rest.get(blank..).unwrap_or_default();
        let Some(length) = reference(next).or_else(|| face(next).filter(|_| blank > 0)) else { break };
        tail += blank + length;
    }
    let listed = text.get(start..).is_some_and(|own| own.starts_with(|c: char| c.is_ascii_digit()));
    if tail > end || listed { tail } else { note(text, end).unwrap_or(end) }
}

/// The length of a reference in brackets at the beginning of `text`: no name is in it.
fn reference(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let near = inside.get(..inside.floor_char_boundary(REFERENCE))?;
    let inside = near.get(..near.find(']')?)?;
    let plain = |c: char| c.is_lowercase() || c.is_ascii_digit() || matches!(c, ' ' | ',' | '-' | '–' | '?');
    (!inside.is_empty() && inside.chars().all(plain)).then_some(inside.len() + 2)
}

/// The length of a face at the beginning of `text`: `:)`, `;-)`, `:P`.
fn face(text: &str) -> Option<usize> {
    let rest = text.strip_prefix([':', ';', '='])?;
    let mouth = rest.strip_prefix('-').unwrap_or(rest);
    let behind = mouth.strip_prefix([')', '(', 'D', 'P', 'p'])?.trim_start_matches([')', '(']);
    (behind.is_empty() || behind.starts_with(char::is_whitespace)).then_some(text.len() - behind.len())
}

/// The end of the number of a note behind a full stop, before a word that begins sentences: `late. 4 Even so`.
fn note(text: &str, end: usize) -> Option<usize> {
    let number = text.get(end..)?.strip_prefix(' ')?;
    let next = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = number.len() - next.len();
    let word = next.strip_prefix(' ')?.split(|c: char| !c.is_alphanumeric()).next()?;
    ((1..=3).contains(&digits) && STARTERS.contains(word)).then_some(end + 1 + digits)
}

/// The end of a unit without a mark that begins at `start`: the label of a figure, the closing of a letter,
/// who sent a message.
pub fn label_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let unit = rest.trim_start();
    if !unit.starts_with(['B', 'E', 'F', 'K', 'R', 'S', 'T', 'W', 'Y']) {
        return None;
    }
    let closing = CLOSINGS.iter().find_map(|closing| unit.strip_prefix(closing));
    let figure = || {
        let number = FIGURES.iter().find_map(|word| unit.strip_prefix(word))?;
        let behind = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let label = number.strip_suffix(behind)?;
        (!label.is_empty() && !label.ends_with('.')).then_some(behind)
    };
    let address = || {
        let near = unit.get(..unit.floor_char_boundary(HEADER))?;
        let at = near.strip_prefix("Email: ").and_then(|rest| rest.find('@'))? + "Email: ".len();
        unit.get(at + near.get(at..)?.find(char::is_whitespace)?..)
    };
    let behind = closing.or_else(figure).or_else(address)?;
    let next = behind.strip_prefix(' ')?;
    next.starts_with(|c: char| c.is_uppercase() || c == '(').then_some(start + rest.len() - behind.len())
}

/// The end of a date and time such as `08/16/2031 12:05 PM` at `start`, as mail programs write over what is
/// answered.
pub fn stamp_end(text: &str, start: usize) -> Option<usize> {
    let text = text.get(start..)?;
    let digits = |rest: &str| rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let mut rest = text;
    for mark in ['/', '/', ' ', ':'] {
        let length = digits(rest);
        rest = rest.get(length..)?.strip_prefix(mark).filter(|_| (1..=4).contains(&length))?;
    }
    rest = rest.get(digits(rest)..)?;
    rest = rest.strip_prefix(':').and_then(|rest| rest.get(digits(rest)..)).unwrap_or(rest);
    rest = rest.strip_prefix(' ')?;
    rest = ["AM", "PM"].iter().find_map(|half| rest.strip_prefix(half))?;
    Some(start + text.len() - rest.len())
}
