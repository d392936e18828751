//! Where paragraphs and chunks begin and end.

use memchr::{memchr, memmem, memrchr};

use super::sentences::trimmed;
use crate::model::Span;

/// The usual size of a chunk, in bytes.
const CHUNK: usize = 16 << 10;
/// How far behind its usual size a chunk may end, in bytes, to end with a line or a blank line.
const REACH: usize = 4 << 10;
/// How far a sentence end is looked for in a line without end, in bytes.
const SENTENCE_REACH: usize = 512;
/// The largest paragraph, in bytes; longer ones are cut.
pub const LONGEST: usize = 4 << 10;

/// The text cut into pieces of about 16 kB that touch and cover it, at the ends of lines where there
/// are any. Only the surroundings of the cuts are read.
pub fn chunks(text: &str) -> Vec<Span> {
    let mut found = Vec::with_capacity(text.len() / CHUNK + 1);
    let mut start = 0;
    while text.len() - start > CHUNK + REACH {
        let end = chunk_end(text, start + CHUNK);
        found.push(Span::new(start, end));
        start = end;
    }
    if start < text.len() || found.is_empty() {
        found.push(Span::new(start, text.len()));
    }
    found
}

/// A good end of a chunk at or soon after byte `near`.
fn chunk_end(text: &str, near: usize) -> usize {
    let window = |reach: usize| text.as_bytes().get(near..(near + reach).min(text.len())).unwrap_or_default();
    if let Some(at) = memmem::find(window(REACH / 2), b"\n\n") {
        return near + at + 2;
    }
    memchr(b'\n', window(REACH)).map_or_else(|| cut_line(text, near, SENTENCE_REACH), |at| near + at + 1)
}

/// A place to cut a line without end, at or within `reach` after `near`: a sentence end, else a
/// blank, else a character boundary.
fn cut_line(text: &str, near: usize, reach: usize) -> usize {
    let near = boundary(text, near);
    let window = text.get(near..boundary(text, (near + reach).min(text.len()))).unwrap_or_default();
    let ends = window.match_indices(". ").find(|(at, _)| {
        let before = window.get(..*at).and_then(|before| before.chars().next_back());
        let after = window.get(at + 2..).and_then(|after| after.chars().next());
        before.is_some_and(char::is_lowercase) && after.is_some_and(char::is_uppercase)
    });
    let full = || {
        window.find(['。', '।', '؟']).and_then(|at| Some(at + window.get(at..)?.chars().next()?.len_utf8()))
    };
    let blank = || window.find(' ').map(|at| at + 1);
    ends.map(|(at, _)| at + 2).or_else(full).or_else(blank).map_or(near, |at| near + at)
}

/// The first character boundary at or after `at`.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The sentences cut so that none is longer than a paragraph may be.
pub fn bounded(text: &str, sentences: Vec<Span>) -> Vec<Span> {
    if sentences.iter().all(|span| span.len() <= LONGEST) {
        return sentences;
    }
    let mut found = Vec::with_capacity(sentences.len());
    for mut span in sentences {
        while span.len() > LONGEST {
            let limit = (0..=span.start() + LONGEST).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let blank =
                memrchr(b' ', text.as_bytes().get(span.start() + LONGEST / 2..limit).unwrap_or_default());
            let cut = blank.map_or(limit, |at| span.start() + LONGEST / 2 + at);
            found.extend(trimmed(text, Span::new(span.start(), cut)));
            span = Span::new(cut, span.end());
        }
        found.extend(trimmed(text, span));
    }
    found
}

/// The lines of `chunk`, without their ends, that are not blank.
pub fn lines(text: &str, chunk: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = chunk.start();
    for line in chunk.of(text).split('\n') {
        if !line.trim().is_empty() {
            found.push(Span::new(start, start + line.len()));
        }
        start += line.len() + 1;
    }
    found
}

/// The paragraphs of `chunk`: its lines or, in a hard-wrapped text, the groups of lines between blank
/// ones. A line for which `alone` holds is always one of its own.
pub fn paragraphs(text: &str, chunk: Span, alone: impl Fn(Span) -> bool) -> Vec<Span> {
    let lines = lines(text, chunk);
    if !hard_wrapped(text, &lines) {
        return lines;
    }
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    for line in lines {
        let lone = alone(line) || begins_item(line.of(text));
        match found.last_mut() {
            Some(last) if open && !lone && last.end() + 1 == line.start() => *last = last.join(line),
            _ => found.push(line),
        }
        open = !alone(line);
    }
    found
}

fn begins_item(line: &str) -> bool {
    let line = line.trim_start();
    let bullet = ["- ", "* ", "+ ", "• ", "#", ">", "|"].iter().any(|mark| line.starts_with(mark));
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    bullet || (1..=3).contains(&digits) && line.get(digits..).is_some_and(|rest| rest.starts_with(". "))
}

/// Whether sentences go on over line ends: most lines are about as long as a page is wide, do not end
/// a sentence, and stand in groups.
fn hard_wrapped(text: &str, lines: &[Span]) -> bool {
    let wide = lines
        .iter()
        .filter(|line| line.len() >= 50 && line.len() <= 4 * 100 && columns(line.of(text)))
        .count();
    let unfinished = lines.iter().filter(|line| !finished(line.of(text))).count();
    let grouped = lines.windows(2).filter(|pair| matches!(pair, [a, b] if a.end() + 1 == b.start())).count();
    lines.len() >= 4 && wide * 2 > lines.len() && unfinished * 2 > lines.len() && grouped * 2 > lines.len()
}

fn columns(line: &str) -> bool {
    (50..=100).contains(&line.trim_end().chars().count())
}

/// Whether a line ends as a sentence does.
pub fn finished(line: &str) -> bool {
    let bare = line.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*', '_', '」', '）']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '۔', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_end_with_lines_and_cover_the_text() {
        let text = "A line of words that says little, and ends here.\n".repeat(3000);
        let found = chunks(&text);
        assert!(found.len() > 5);
        assert!(found.iter().all(|chunk| chunk.of(&text).ends_with('\n') && chunk.len() < CHUNK + 2 * REACH));
        assert_eq!(found.iter().map(|chunk| chunk.of(&text)).collect::<String>(), text);
    }

    #[test]
    fn a_line_without_end_is_cut_at_sentence_ends_or_blanks() {
        let text = "The wind rose over the bay. ".repeat(4000);
        assert!(chunks(&text).iter().all(|chunk| chunk.of(&text).starts_with("The wind")));
        let text = "wörd ".repeat(20_000);
        assert!(chunks(&text).iter().all(|chunk| chunk.of(&text).starts_with("wörd")));
        let text = "ö".repeat(50_000);
        assert_eq!(chunks(&text).iter().map(|chunk| chunk.of(&text)).collect::<String>(), text);
    }

    #[test]
    fn wrapped_lines_are_joined_and_others_are_not() {
        let wrapped = "The council of the town met on the evening of the first day, and\n\
                       talked about the bridge over the river until nobody had anything\n\
                       more to say about it.\n\nAfter that the members went home and slept as well as they could\n\
                       in the noise that the repairs of the bridge had made all the week\nlong.\n";
        let found = paragraphs(wrapped, Span::new(0, wrapped.len()), |_| false);
        assert_eq!(found.len(), 2);
        let plain = "The council met and talked for hours about the old bridge.\n".repeat(6);
        assert_eq!(paragraphs(&plain, Span::new(0, plain.len()), |_| false).len(), 6);
    }
}
