//! What an article says of itself in its first lines.

use std::sync::Arc;

use super::buttons::is_navigation;
use super::headline::{is_masthead, letters, split_outlet};
use super::page::{is_about, is_beat, is_post, is_publication};
use super::sentences::{sentences, trimmed};
use super::{dates, paragraphs};
use crate::model::{Head, Kind, Metadata, Span};

/// How much of the text is looked at, in bytes and lines.
const REACH: usize = 8 << 10;
pub const LINES: usize = 12;
/// The longest headline and the longest line about the article, in bytes.
const TITLE: usize = 300;

/// What is known of an article: what its file says of it, and of the rest what its first lines give.
pub fn head_of(text: &str, metadata: &Metadata) -> Head {
    // What stands before the text says what the file says, which is known.
    let front = metadata.kinds.first().filter(|(span, kind)| span.start() == 0 && *kind == Kind::Boilerplate);
    let start = front.map_or(0, |(span, _)| span.end());
    let mut found = head_from(text, start);
    if let Some(title) = &metadata.title {
        let wanted = letters(title);
        let is_it = |line: &Span| !wanted.is_empty() && letters(line.of(text)) == wanted;
        let below = first_lines(text, start).into_iter().take(LINES).filter_map(|line| trimmed(text, line));
        let value = |line: Span| {
            let (_, value) = labelled(line.of(text));
            let value = value.trim_matches(['"', '\'']);
            let at = line.of(text).rfind(value).filter(|_| !value.is_empty())?;
            Some(Span::new(line.start() + at, line.start() + at + value.len()))
        };
        let before =
            || paragraphs::lines(text, Span::new(0, start)).into_iter().filter_map(value).find(is_it);
        let line = below.map(|line| bare_heading(text, line)).find(is_it).or_else(before);
        (found.title, found.headline) = (line, Some(title.clone()));
    }
    found.kinds = Arc::clone(&metadata.kinds);
    found.date = metadata.date.clone().or(found.date);
    found.outlet = metadata.outlet.clone().or(found.outlet);
    found
}

/// The lines that are looked at, the last of which may be cut.
fn first_lines(text: &str, start: usize) -> Vec<Span> {
    paragraphs::lines(text, Span::new(start, text.floor_char_boundary(start + REACH)))
}

/// A line without the marks that make it a heading in Markdown.
pub fn bare_heading(text: &str, line: Span) -> Span {
    let words = line.of(text);
    let bare = words.trim_start_matches('#');
    let is_marked = bare.len() < words.len() && bare.starts_with([' ', '\t']) && !bare.trim().is_empty();
    let start = if is_marked { line.end() - bare.trim_start().len() } else { line.start() };
    Span::new(start, line.end())
}

/// The day that a line of metadata names, `2025-08-19`.
pub fn day(line: &str) -> Option<String> {
    dates::first_day(line).map(|(_, day)| day.to_string())
}

/// The title, date and outlet that the first lines of `text` give; nothing that they do not give. A
/// text of one line has no title, and neither has one that begins with a whole sentence.
pub fn head(text: &str) -> Head {
    head_from(text, 0)
}

fn head_from(text: &str, start: usize) -> Head {
    let lines = first_lines(text, start);
    let (mut found, mut summarised) = (Head::default(), false);
    for (at, line) in lines.iter().copied().enumerate().take(LINES) {
        let Some(span) = trimmed(text, line) else { continue };
        let words = span.of(text);
        if summarised && !is_publication(words) && !is_navigation(words) {
            if paragraphs::finished(words) {
                break;
            }
            continue;
        }
        let (label, value) = labelled(words);
        match label {
            Some(Label::Title) if found.title.is_none() => {
                found.title = Some(Span::new(span.end() - value.len(), span.end()));
                continue;
            }
            Some(Label::Outlet) => {
                let outlet = value.split(" | ").next().unwrap_or(value);
                found.outlet.get_or_insert_with(|| outlet.to_owned());
                set_date(&mut found, value);
                continue;
            }
            _ => {}
        }
        if is_navigation(words) {
            continue;
        }
        if is_publication(words) || is_byline(words) {
            set_date(&mut found, words);
            continue;
        }
        if let Some(rest) = after_date_prefix(words, &mut found) {
            found.title.get_or_insert(Span::new(span.end() - rest.len(), span.end()));
            continue;
        }
        if is_masthead(words) {
            found.outlet.get_or_insert_with(|| words.to_owned());
            continue;
        }
        // A section, or what is said of the author.
        let below = lines.iter().skip(at + 1).filter_map(|line| Some(trimmed(text, *line)?.of(text)));
        let section = found.title.is_none() && is_section(words, below);
        if section || is_about(words) || is_domain(words) {
            continue;
        }
        if found.title.is_some() {
            // Below a summary in a whole sentence may stand when it was published.
            summarised |= paragraphs::finished(words);
            if summarised && words.len() > TITLE {
                break;
            }
            continue;
        }
        let goes_on = lines.get(at + 1).is_some_and(|next| {
            next.start() == line.end() + 1
                && words.len() >= 50
                && next.of(text).starts_with(char::is_lowercase)
                && !is_byline(next.of(text))
        });
        if !is_title(words) || goes_on || lines.len() == 1 {
            break;
        }
        let words = words.trim_start_matches('#').trim_start();
        let start = span.end() - words.len();
        let (title, outlet) = split_outlet(words);
        found.title = Some(Span::new(start, start + title.len()));
        found.outlet = found.outlet.or(outlet.map(str::to_owned));
    }
    found
}

/// Whether a line is the address of a site: THELEDGER.COM.
fn is_domain(line: &str) -> bool {
    let parts = || line.split('.');
    let last = parts().next_back().unwrap_or_default();
    parts().count() > 1
        && (2..=4).contains(&last.len())
        && parts()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

enum Label {
    Title,
    Outlet,
}

/// `Title: …`, `Source: …`: what it tells, and the value; else the line itself.
fn labelled(line: &str) -> (Option<Label>, &str) {
    let Some((label, value)) = line.split_once(':') else { return (None, line) };
    let value = value.trim();
    let label = match label.trim().to_lowercase().as_str() {
        "title" | "headline" => Label::Title,
        "source" | "outlet" | "publisher" | "publication" | "published by" => Label::Outlet,
        _ => return (None, line),
    };
    let plain = !value.is_empty() && value.len() <= TITLE && !value.starts_with("http");
    (plain.then_some(label), value)
}

fn set_date(head: &mut Head, line: &str) {
    if head.date.is_none() {
        head.date = dates::first_day(line).map(|(_, day)| day.to_string());
    }
}

/// What follows ` date 2025-08-19 ` at the start of a line, or a date alone and a mark; takes the date.
fn after_date_prefix<'a>(line: &'a str, head: &mut Head) -> Option<&'a str> {
    let (date, _) = dates::first_day(line.get(..line.len().min(60)).unwrap_or(line))?;
    let label = line.get(..date.start())?.trim().trim_end_matches(':').trim_end().to_lowercase();
    let rest = line.get(date.end()..)?;
    let marked = rest.trim_start().starts_with(['|', '-', '–', '—', ':']);
    let labelled =
        matches!(label.as_str(), "date" | "published" | "posted" | "updated" | "published on" | "posted on");
    if !(labelled || label.is_empty() && marked) {
        return None;
    }
    set_date(head, line);
    let rest =
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | ':'));
    is_title(rest).then_some(rest)
}

/// Whether a line can be a headline: short, more than a word, not a whole sentence with its full stop.
fn is_title(line: &str) -> bool {
    let line = line.trim_start_matches('#').trim_start();
    let first = line.chars().find(|c| c.is_alphanumeric());
    let stopped = paragraphs::finished(line) && !line.ends_with(['?', '!', '…']);
    line.len() <= TITLE
        && line.contains(char::is_whitespace)
        && first.is_some_and(|c| !c.is_lowercase())
        && !stopped
        && !line.ends_with([',', ':', ';'])
        && !line.starts_with(['-', '*', '•', '>', '|', '['])
        && sentences(line, Span::new(0, line.len())).len() <= 2
}

/// Whether a line names the section: one word, or few words before a much longer headline. `below` are the lines
/// below it.
fn is_section<'a>(line: &str, mut below: impl Iterator<Item = &'a str> + Clone) -> bool {
    let count = |line: &str| line.split_whitespace().count();
    let one = count(line) == 1 && below.clone().next().is_some();
    let mut headline =
        || below.find(|line| count(line) > 4).is_some_and(|next| count(next) > 5 && is_title(next));
    let capital = line.starts_with(char::is_uppercase);
    line.len() <= if line.contains(" | ") { 40 } else { 24 }
        && (capital || !one && line.ends_with("News"))
        && line.chars().all(|c| c.is_alphabetic() || !one && " &/+|.'’-".contains(c))
        && (one || count(line) <= 4 && headline())
}

/// Whether a line names who wrote the article: `By Ada Lowell and Bo Hart`, with a date or without.
pub fn is_byline(line: &str) -> bool {
    let mut words = line.split_whitespace();
    if !matches!(words.next(), Some("By" | "by" | "BY" | "By:" | "by:" | "Written"))
        || line.len() > 120
        || line.ends_with(['?', '!'])
    {
        return false;
    }
    // By Ada Lowell (Port Hart, correspondent).
    if let Some((names, _)) = line.strip_suffix(')').and_then(|line| line.split_once(" (")) {
        return is_byline(names);
    }
    let rest: Vec<&str> = words.collect();
    let small = [
        "by", "and", "in", "for", "of", "the", "de", "van", "von", "at", "on", "with", "news", "agencies",
        "staff",
    ];
    let name = |word: &str| !word.starts_with(char::is_lowercase) || small.contains(&word);
    let stopped = line.ends_with('.') && rest.len() > 3;
    // By Ada Lowell, tennis correspondent.
    let rest = match line.rsplit_once(", ") {
        Some((names, post)) if is_post(post) || names.contains(' ') && is_beat(post) => {
            names.split_whitespace().skip(1).collect()
        }
        _ => rest,
    };
    !rest.is_empty() && rest.len() <= 14 && !stopped && rest.iter().all(|word| name(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> (&str, String, String) {
        let found = head(text);
        (
            found.title.map_or("", |title| title.of(text)),
            found.date.unwrap_or_default(),
            found.outlet.unwrap_or_default(),
        )
    }

    #[test]
    fn a_headline_and_a_publication_line() {
        let text = "Bridge opens after long delay\nPublished : 3 Mar 2031, 02:11\nThe bridge was opened.\n";
        assert_eq!(seen(text), ("Bridge opens after long delay", "2031-03-03".into(), String::new()));
        let text = "Menu\n\nBridge opens | The Harbour Times\nBy Ada Lowell\nTuesday 4 March 2031\n\nIt was opened.\n";
        assert_eq!(seen(text), ("Bridge opens", "2031-03-04".into(), "The Harbour Times".into()));
    }

    #[test]
    fn a_date_before_the_headline() {
        let text = " date 2031-03-04 Bridge opens early\n\nThe bridge was opened.\n";
        assert_eq!(seen(text), ("Bridge opens early", "2031-03-04".into(), String::new()));
        assert_eq!(seen("2031-03-04T10:00:00Z\n# Bridge opens\n\nIt was.").0, "Bridge opens");
    }

    #[test]
    fn a_text_that_begins_with_a_sentence_has_no_title() {
        assert_eq!(
            seen("The bridge was opened on March 4, 2031.\nMany came.\n"),
            ("", String::new(), String::new())
        );
        assert_eq!(
            seen("The bridge over the river that had been closed for so long was\nopened today.\n").0,
            ""
        );
        assert_eq!(seen("Bridge opens").0, "");
        assert_eq!(seen("").0, "");
    }

    #[test]
    fn labels_say_what_they_say() {
        let text = "Title: Bridge opens\nSource: Harbour Wire\nDate: 04.03.2031\n\nIt was opened.";
        assert_eq!(seen(text), ("Bridge opens", "2031-03-04".into(), "Harbour Wire".into()));
    }
}
