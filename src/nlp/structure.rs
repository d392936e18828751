//! What each paragraph is: the article's own sentences, or the page around them. Told by general
//! signs of lines, never by where an article comes from.

use foldhash::{HashMap, HashMapExt};

use super::buttons::is_navigation;
use super::dates;
use super::head::{self, bare_heading};
use super::lists::REPORTING;
use super::page::{is_about, is_agency, is_bare_credit, is_bio, is_credit, is_lead, is_publication};
use super::paragraphs::{LONGEST, bounded, finished, paragraphs};
use super::sentences::{sentences, trimmed};
use crate::model::{Head, Kind, Paragraph, Sentence, Span};

/// The longest heading or caption, in bytes.
const SHORT: usize = 240;
/// Where people post.
const PLATFORMS: [&str; 9] =
    ["Bluesky", "Facebook", "Instagram", "LinkedIn", "Telegram", "Threads", "TikTok", "Twitter", "on X"];
/// How many lines an embedded post may have before its signature.
const POST: usize = 8;

/// The paragraphs and units of `chunk`.
pub fn units(text: &str, chunk: Span, head: &Head) -> (Vec<Paragraph>, Vec<Sentence>) {
    let title = head.title.filter(|title| chunk.covers(*title));
    let is_title = |span: Span| title.is_some_and(|title| span.overlaps(title));
    let alone = |span| is_title(span) || certain(span.of(text)).is_some() || shown(head, span).is_some();
    let spans = paragraphs(text, chunk, alone);
    let kinds = kinds(text, &spans, head);
    let (mut paragraphs, mut units) = (Vec::with_capacity(spans.len()), Vec::with_capacity(spans.len() * 2));
    for (span, kind) in spans.iter().copied().zip(kinds) {
        let first = units.len();
        match (title, kind) {
            (Some(title), _) if is_title(span) => {
                let around = [
                    (Span::new(span.start(), title.start()), Kind::Boilerplate),
                    (title, Kind::Title),
                    (Span::new(title.end(), span.end()), Kind::Boilerplate),
                ];
                units.extend(
                    around
                        .into_iter()
                        .filter_map(|(span, kind)| Some(Sentence { span: trimmed(text, span)?, kind })),
                );
            }
            (_, kind) => {
                let bare = if kind == Kind::Heading { bare_heading(text, span) } else { span };
                let mark = trimmed(text, Span::new(span.start(), bare.start()));
                units.extend(mark.map(|span| Sentence { span, kind: Kind::Boilerplate }));
                let own = if has_sentences(bare.of(text).trim(), kind) {
                    sentences(text, bare)
                } else {
                    trimmed(text, bare).into_iter().collect()
                };
                units.extend(bounded(text, own).into_iter().map(|span| Sentence { span, kind }));
            }
        }
        push_paragraphs(&mut paragraphs, &units, span, first);
    }
    (paragraphs, units)
}

/// Whether a line of this kind is cut into its sentences.
fn has_sentences(line: &str, kind: Kind) -> bool {
    match kind {
        Kind::Sentence => true,
        Kind::Caption => !line.contains(" | ") && !is_picture(line),
        Kind::Boilerplate => {
            !is_publication(line) && !is_signature(line) && !head::is_byline(line) && !is_link(line)
        }
        Kind::Title | Kind::Heading | Kind::Embed => false,
    }
}

/// What the file shows a line to be.
fn shown(head: &Head, line: Span) -> Option<Kind> {
    let at = head.kinds.partition_point(|(span, _)| span.end() <= line.start());
    head.kinds.get(at).filter(|(span, _)| span.overlaps(line)).map(|(_, kind)| *kind)
}

/// Adds the paragraph `span` with the units from `first` on, cut where it is too long.
fn push_paragraphs(paragraphs: &mut Vec<Paragraph>, units: &[Sentence], span: Span, first: usize) {
    let (mut begin, mut start) = (first, span.start());
    for (at, unit) in units.iter().enumerate().skip(first) {
        if unit.span.end() - start > LONGEST && at > begin {
            paragraphs.push(Paragraph { span: Span::new(start, unit.span.start()), sentences: begin..at });
            (begin, start) = (at, unit.span.start());
        }
    }
    paragraphs.push(Paragraph { span: Span::new(start, span.end()), sentences: begin..units.len() });
}

/// The kinds of the paragraphs of a chunk.
fn kinds(text: &str, spans: &[Span], head: &Head) -> Vec<Kind> {
    let lines: Vec<&str> = spans.iter().map(|span| span.of(text).trim()).collect();
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(lines.len());
    if let Some(title) = head.title {
        seen.insert(title.of(text), usize::MAX);
    }
    let mut kinds: Vec<Kind> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().copied().enumerate() {
        let next = lines.get(at + 1).copied();
        let is_below_picture = || {
            let above = at.checked_sub(1).and_then(|at| lines.get(at));
            is_emphasis(line) && above.is_some_and(|line| is_picture(line))
        };
        let repeated = line.len() >= 20 && seen.insert(line, at).is_some();
        let shown = spans.get(at).and_then(|span| shown(head, *span));
        let kind =
            if let Some(kind) = shown.filter(|kind| *kind == Kind::Boilerplate).or_else(|| certain(line)) {
                kind
            } else if repeated {
                Kind::Boilerplate
            } else if let Some(kind) = shown {
                kind
            } else if next == Some(line) && short(line) || is_below_picture() {
                Kind::Caption
            } else if lines.len() > 1 && is_heading(line) {
                let above = at.checked_sub(1).and_then(|at| lines.get(at));
                let of_picture = above.is_some_and(|line| is_agency(line))
                    || next.is_some_and(|next| is_agency(next) || is_bare_credit(next))
                        && touches_next(text, spans, at);
                if of_picture { Kind::Caption } else { Kind::Heading }
            } else {
                Kind::Sentence
            };
        kinds.push(kind);
    }
    mark_posts(&lines, &mut kinds);
    mark_page(text, spans, head, &lines, &mut kinds);
    kinds
}

/// Whether no blank line stands below this one.
fn touches_next(text: &str, spans: &[Span], at: usize) -> bool {
    let [Some(span), Some(next)] = [spans.get(at), spans.get(at + 1)] else { return false };
    text.get(span.end()..next.start())
        .is_some_and(|between| memchr::memchr_iter(b'\n', between.as_bytes()).count() < 2)
}

/// Marks the short lines before the headline, below it those on author and outlet, and those behind the last
/// sentence of the text.
fn mark_page(text: &str, spans: &[Span], head: &Head, lines: &[&str], kinds: &mut [Kind]) {
    let ends =
        spans.last().is_some_and(|span| text.get(span.end()..).is_none_or(|rest| rest.trim().is_empty()));
    mark_authors(lines, kinds, ends);
    let last = kinds.iter().zip(lines).rposition(|(kind, line)| *kind == Kind::Sentence && !is_item(line));
    let last = last.filter(|_| ends).unwrap_or(lines.len());
    let (mut listed, mut led) = (false, false);
    for at in 0..lines.len() {
        let (Some(&line), Some(span), Some(kind)) = (lines.get(at), spans.get(at), kinds.get(at).copied())
        else {
            return;
        };
        let before = head.title.is_some_and(|title| span.end() <= title.start());
        let below = head.title.is_some_and(|title| span.start() >= title.end()) && at < head::LINES;
        let outlet = head.outlet.as_deref() == Some(line);
        let signed = || {
            below
                && is_name(line)
                && lines.get(at + 1).is_some_and(|next| is_about(next) || is_publication(next))
        };
        listed |= at > last && kind == Kind::Boilerplate;
        led = is_lead(line) || led && kind == Kind::Heading;
        // Who wrote it may stand below the day.
        let dated = at.checked_sub(1).is_some_and(|day| {
            let day = kinds.get(day) == Some(&Kind::Boilerplate)
                && lines.get(day).is_some_and(|line| !line.ends_with('.'));
            below && day && is_name(line)
        });
        let furniture = match kind {
            Kind::Heading => before || outlet || dated || led || signed() || at > last,
            Kind::Sentence => before && short(line) || listed && is_item(line),
            _ => false,
        };
        if let Some(kind) = kinds.get_mut(at).filter(|_| furniture) {
            *kind = Kind::Boilerplate;
        }
    }
}

/// Marks what is said of the authors, below their names or the last sentence.
fn mark_authors(lines: &[&str], kinds: &mut [Kind], ends: bool) {
    for at in (0..lines.len()).rev().filter(|_| ends) {
        match (kinds.get_mut(at), lines.get(at)) {
            (Some(kind @ Kind::Sentence), Some(line)) if is_bio(line) => *kind = Kind::Boilerplate,
            (Some(Kind::Sentence), _) => break,
            _ => {}
        }
    }
    for (at, pair) in lines.windows(2).enumerate().take(head::LINES) {
        if let ([name, line], Some(kind @ Kind::Sentence)) = (pair, kinds.get_mut(at + 1))
            && head::is_byline(name)
            && is_bio(line)
        {
            *kind = Kind::Boilerplate;
        }
    }
}

/// Whether a line is hardly more than the name of a person, and where they are: Ada Lowell in Port Hart.
fn is_name(line: &str) -> bool {
    let cut = [" in ", " at ", " with "].iter().find_map(|at| line.split_once(at));
    let name = cut.map_or(line, |(name, _)| name);
    let count = name.split_whitespace().count();
    let capital = name.split_whitespace().all(|word| {
        word.starts_with(char::is_uppercase)
            || ["in", "at", "de", "van", "von", "al", "bin", "and"].contains(&word)
    });
    (2..=4).contains(&count) && capital
}

/// The kind of a line that shows it by itself, wherever it stands.
fn certain(line: &str) -> Option<Kind> {
    let line = line.trim();
    if line.len() > 4 * SHORT {
        return None;
    }
    let first = line.split_whitespace().next()?;
    if first.starts_with('#') && first.bytes().all(|b| b == b'#') && line.len() > first.len() {
        let words = line.get(first.len()..).unwrap_or_default().trim();
        return Some(if is_navigation(words) { Kind::Boilerplate } else { Kind::Heading });
    }
    if is_picture(line) {
        let said = line.split(']').next().is_some_and(|said| said.split_whitespace().nth(2).is_some());
        return Some(if said { Kind::Caption } else { Kind::Boilerplate });
    }
    if line.starts_with("> ") {
        return Some(Kind::Embed);
    }
    (is_navigation(line)
        || is_link(line)
        || is_signature(line)
        || head::is_byline(line)
        || is_about(line)
        || is_publication(line))
    .then_some(Kind::Boilerplate)
    .or_else(|| is_credit(line).then_some(Kind::Caption))
}

/// Whether a line is nothing but links, in Markdown or bare.
fn is_link(line: &str) -> bool {
    let address = |word: &str| {
        ["http://", "https://", "www.", "pic.twitter.com/", "pic.x.com/"]
            .iter()
            .any(|start| word.starts_with(start))
    };
    let line = line.trim_start_matches(['-', '*', '+', ' ']);
    let markdown =
        line.starts_with('[') && line.ends_with(')') && line.contains("](") && !line.contains(") ");
    markdown || line.starts_with("pic.twitter.com/") || line.split_whitespace().all(address)
}

/// Whether a line is wholly set off in Markdown, as captions below pictures are.
fn is_emphasis(line: &str) -> bool {
    ['*', '_'].iter().any(|mark| line.len() > 2 && line.starts_with(*mark) && line.ends_with(*mark))
}

/// Whether a line is a picture in Markdown.
fn is_picture(line: &str) -> bool {
    line.starts_with("![") && line.contains("](") && line.ends_with(')')
}

/// Whether a line signs an embedded post: `— Name (@handle) August 19, 2025`.
fn is_signature(line: &str) -> bool {
    let Some((before, after)) = line.split_once("(@") else { return false };
    let Some((handle, rest)) = after.split_once(')') else { return false };
    let dash = before.contains('—') || before.contains("&mdash;") || before.starts_with(['–', '-']);
    dash && !handle.contains(' ') && (rest.trim().is_empty() || dates::first_day(rest).is_some())
}

/// Whether a line is short and ends without a full stop.
fn short(line: &str) -> bool {
    line.len() <= SHORT && !finished(line)
}

/// Whether a line is a heading among paragraphs: short, without a full stop, not broken off.
fn is_heading(line: &str) -> bool {
    let Some(first) = line.chars().find(|c| c.is_alphanumeric()) else { return false };
    let item = ["- ", "* ", "+ ", "• ", "|"].iter().any(|mark| line.starts_with(mark)) || numbered(line);
    let asks = |word: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\'', '’']));
    let question = line.len() <= 60
        && line.ends_with('?')
        && ["What", "Why", "How", "Who", "Where", "When"].into_iter().any(asks);
    let speech = line.contains(": “") || line.contains(": \"");
    (short(line) || question)
        && !item
        && !speech
        && !leads_to_speech(line)
        && !first.is_lowercase()
        && !line.ends_with([',', '-', '–', '—'])
        && sentences(line, Span::new(0, line.len())).len() == 1
}

/// Whether a line says who says what follows it: She wrote on Saturday:
fn leads_to_speech(line: &str) -> bool {
    line.ends_with(':')
        && line.split_whitespace().nth(2).is_some()
        && line.split(|c: char| !c.is_alphabetic()).any(|word| REPORTING.contains(word))
}

/// Whether a line can be one of those that lead to other articles: with a number before it, or a question.
fn is_item(line: &str) -> bool {
    numbered(line) && !finished(line) || line.len() <= 80 && line.ends_with('?')
}

fn numbered(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && line.get(digits..).is_some_and(|rest| rest.starts_with([')', '.']))
}

/// Marks the lines of embedded posts: from an alert to the post's signature, and the lines of speech
/// that follow an alert.
fn mark_posts(lines: &[&str], kinds: &mut [Kind]) {
    for (at, line) in lines.iter().copied().enumerate() {
        if is_alert(line) {
            let follows = lines.iter().skip(at + 1).take(POST).take_while(|line| is_label(line)).count();
            for kind in kinds.iter_mut().skip(at).take(follows + 1) {
                *kind = Kind::Embed;
            }
        }
        if leads_to_speech(line) && PLATFORMS.iter().any(|platform| line.contains(platform)) {
            let follows = lines.iter().skip(at + 1).take(POST).take_while(|line| short(line)).count();
            for kind in kinds.iter_mut().skip(at + 1).take(follows).filter(|kind| **kind == Kind::Heading) {
                *kind = Kind::Embed;
            }
        }
        // A name, a handle, what was posted, and when: 1:52 PM · Feb 18, 2031.
        if line.len() > 1 && line.starts_with('@') && line.split_whitespace().nth(1).is_none() {
            let mut below = lines.iter().skip(at + 1).take(POST);
            if let Some(day) = below.position(|line| line.contains(" · ") && is_publication(line)) {
                kinds
                    .iter_mut()
                    .skip(at.saturating_sub(1))
                    .take(day + 3)
                    .for_each(|kind| *kind = Kind::Embed);
            }
        }
        if line.len() <= 4 * SHORT && is_signature(line) {
            let from = at.saturating_sub(POST);
            let alert = (from..at).rev().find(|&at| lines.get(at).is_some_and(|line| is_alert(line)));
            let from = alert.unwrap_or(at.saturating_sub(1));
            for kind in kinds.iter_mut().take(at).skip(from).filter(|kind| **kind != Kind::Title) {
                *kind = Kind::Embed;
            }
        }
    }
}

/// Whether a line opens with a picture character, as posts do.
fn is_alert(line: &str) -> bool {
    line.chars().next().is_some_and(|c| matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}'))
}

/// Whether a line is a speaker's name in capitals and what was said: `NAME: “…”`.
fn is_label(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, speech)| {
        speech.starts_with(['“', '"', '‘', '\'']) && name.len() <= 40 && !name.contains(char::is_lowercase)
    })
}
