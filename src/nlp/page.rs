//! Lines of the page around an article: when, by whom and where it was published, and who made its pictures.

use super::dates;
use super::lists::MOMENTS;

/// The longest such line, in bytes.
const SHORT: usize = 240;
/// The longest line on when it was published that names others as well, in bytes.
const STAMP: usize = 120;
/// The longest that says the time of day alone, in bytes.
const TIME: usize = 24;

/// Whether a line says when the article was published, and hardly more.
pub fn is_publication(line: &str) -> bool {
    if line.len() > SHORT {
        return false;
    }
    let rest = match dates::first_day(line) {
        Some((date, _)) => [line.get(..date.start()), line.get(date.end()..)],
        None if is_ago(line) || is_numeric_day(line) || is_note(line) || is_time(line) => [Some(line), None],
        None => return false,
    };
    // E-Paper | March 5, 2031.
    let barred = line.contains(" | ") && line.split_whitespace().nth(7).is_none();
    let stamped = line.len() <= STAMP && !line.ends_with('.') && (has_time(line) || barred);
    let mut words = rest.into_iter().flatten().flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    words.all(|word| {
        let time = word.bytes().next().is_none_or(|b| b.is_ascii_digit());
        // Beside a time of day stand agencies and places: TNN / Jan 9, 2031, 08:14 IST.
        let name = stamped && word.starts_with(char::is_uppercase);
        let small = word.to_lowercase();
        time || name || MOMENTS.contains(&small) || PUBLICATION.contains(&&*small)
    })
}

/// Whether a line is a time of day: 08:14, 10.05 GMT.
fn is_time(line: &str) -> bool {
    let dotted = || line.ends_with(char::is_alphabetic) && has_time(&line.replace('.', ":"));
    line.len() <= TIME && (has_time(line) || dotted())
}

/// Whether a time of day stands in a line: 08:14.
fn has_time(line: &str) -> bool {
    let is_time = |bytes: &[u8]| matches!(bytes, [b'0'..=b'9', b':', b'0'..=b'9', b'0'..=b'9']);
    line.as_bytes().windows(4).any(is_time)
}

/// Whether a line is of the few words around a date, or says how long it is read: Published, 3 min read.
fn is_note(line: &str) -> bool {
    let first = line.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    line.len() < 24
        && ["published", "updated", "posted", "min", "mins", "minute", "minutes"]
            .contains(&&*first.to_lowercase())
}

/// Whether a line says how long ago it was: Published 5 hours ago.
fn is_ago(line: &str) -> bool {
    line.trim_end().ends_with(" ago") && line.contains(|c: char| c.is_ascii_digit()) && line.len() < 60
}

/// Whether a line is a day in figures whose order is not known: 04/03/2031.
fn is_numeric_day(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let day = line.split(' ').next().unwrap_or_default();
    (6..=14).contains(&digits)
        && day.matches(['/', '.']).count() == 2
        && day.bytes().all(|b| !b.is_ascii_alphabetic())
}

/// Whether a line is the way to a page: Home > News > Local.
pub fn is_trail(line: &str) -> bool {
    // Between slashes stands also who wrote it, and when.
    let slash = Some(" / ").filter(|_| !line.contains(|c: char| c.is_ascii_digit()));
    let marks = [" > ", " » ", " › "].into_iter().chain(slash).map(|mark| line.matches(mark).count()).max();
    let marks = marks.unwrap_or_default();
    line.len() <= SHORT && (marks > 1 || marks == 1 && line.starts_with("Home ")) && !line.ends_with('.')
}

/// Whether a line is about who wrote or published: a handle, a post at the paper, `Source: …`.
pub fn is_about(line: &str) -> bool {
    let mut words = line.split_whitespace();
    // Political correspondent @ada.
    if let Some((post, handle)) = line.rsplit_once(" @")
        && !handle.contains(' ')
    {
        return is_about(post);
    }
    // Ada Quill (Port Hart, special correspondent).
    if let Some((_, post)) = line.strip_suffix(')').and_then(|line| line.split_once(" (")) {
        return line.len() <= LABELLED && is_post(post.rsplit(", ").next().unwrap_or(post));
    }
    let handle = line.len() > 1 && line.contains('@') && words.clone().nth(1).is_none();
    // Reporter, Harbour News; Harbour News, Norland.
    let desk = line.split_once(", ").is_some_and(|(post, place)| {
        let last = post.rsplit(' ').next().unwrap_or_default();
        let capital = |words: &str| {
            words.split(' ').all(|word| word.starts_with(char::is_uppercase) || SMALL.contains(&word))
        };
        let short = post.split(' ').count() <= 3 && place.split(' ').count() <= 5;
        let known = POSTS.contains(&&*last.to_lowercase()) || last == "News" && post.contains(' ');
        let desk = post.starts_with(char::is_uppercase) && is_post(post);
        // ADA QUILL, Harbour Wire staff writer.
        if is_post(place)
            && place.starts_with(char::is_uppercase)
            && (2..=4).contains(&post.split(' ').count())
        {
            return capital(post);
        }
        known && short && (desk || capital(post)) && capital(place) && !line.ends_with(['.', '?', '!'])
    });
    let last = words.next_back().unwrap_or_default().to_lowercase();
    let capital = words.clone().all(|word| word.starts_with(char::is_uppercase) || SMALL.contains(&word));
    let post = line.starts_with(char::is_uppercase) && POSTS.contains(&&*last);
    let post = post && words.count() < if capital { 7 } else { 3 };
    let (label, value) = line.split_once(": ").unwrap_or_default();
    let label =
        LABELS.contains(&&*label.to_lowercase()) && value.len() <= LABELLED && !value.starts_with(['“', '"']);
    handle || desk || post || label
}

/// Whether a line says of somebody what they do for a paper: Ada Quill is a reporter in Port Hart.
pub fn is_bio(line: &str) -> bool {
    let line = line.trim_matches(['*', '_', ' ']);
    let verbs = [" is ", " covers ", " reports ", " writes ", " has covered "];
    let found = verbs.iter().filter_map(|verb| Some((line.find(verb)?, *verb))).min();
    let Some((at, verb)) = found.filter(|_| line.len() <= BIO) else { return false };
    let (name, does) = line.split_at(at);
    let words = name.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
    let named = words == name.split(' ').count() && (2..=4).contains(&words);
    let does = does.get(verb.len()..).unwrap_or_default();
    let phrase = does.split([',', ';']).next().unwrap_or_default();
    let is_a = ["a ", "an ", "the ", "The "].iter().any(|article| phrase.starts_with(article));
    let mut first =
        phrase.split(' ').take(8).map(|word| word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase());
    let post = first.any(|word| POSTS.contains(&&*word)) || phrase.contains("author of");
    named
        && if verb == " is " {
            is_a && post
        } else {
            [" for ", " from ", " at ", " in "].iter().any(|at| does.contains(at))
        }
}

/// The longest line about an author, in bytes.
const BIO: usize = 400;

/// Whether words are what somebody does for a paper: tennis correspondent.
pub fn is_post(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    POSTS.contains(&&*last) && words.split_whitespace().count() < 4
}

/// Whether words are what somebody writes about: environment and climate.
pub fn is_beat(words: &str) -> bool {
    words.split(' ').count() <= 3 && words.chars().all(|c| c.is_lowercase() || c == ' ')
}

/// Words in small letters that stand in names of desks and places.
const SMALL: [&str; 6] = ["of", "in", "for", "and", "at", "the"];
/// The longest value behind a label, in bytes.
const LABELLED: usize = 80;
const LABELS: [&str; 10] = [
    "editor",
    "source",
    "outlet",
    "publisher",
    "publication",
    "published by",
    "author",
    "authors",
    "byline",
    "section",
];
/// Who writes for a paper.
const POSTS: [&str; 10] = [
    "correspondent",
    "reporter",
    "editor",
    "writer",
    "columnist",
    "contributor",
    "journalist",
    "reporters",
    "correspondents",
    "editors",
];

const PUBLICATION: [&str; 36] = [
    "published",
    "updated",
    "posted",
    "on",
    "at",
    "date",
    "last",
    "modified",
    "first",
    "created",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "issued",
    "z",
    "ago",
    "second",
    "seconds",
    "minute",
    "minutes",
    "min",
    "mins",
    "hour",
    "hours",
    "hrs",
    "day",
    "days",
    "week",
    "weeks",
    "read",
    "reading",
    "listen",
    "time",
    "about",
];

/// Whether a line credits a picture, with its caption before that or without.
pub fn is_credit(line: &str) -> bool {
    let starts = [
        "Photo:",
        "Photo by",
        "(Photo",
        "[Photo",
        "Image:",
        "Image source",
        "Image caption",
        "Media caption",
        "Video caption",
        "Image credit",
        "File photo",
        "FILE PHOTO",
        "FILE -",
        "FILE –",
        "FILE —",
        "Picture:",
        "Photograph:",
        "Caption:",
        "Credit:",
    ];
    let ends = [
        "/Getty Images",
        "via Getty Images",
        "Photo)",
        "Getty Images)",
        "/Reuters",
        "/AFP",
        "/AP",
        "/File Photo",
        "Photo/AP]",
        "[Reuters]",
        "[AP]",
    ];
    let inside = [
        " photo credit: ",
        " photograph: ",
        " image: ",
        " picture: ",
        " credit: ",
        "(credit: ",
        "(photo: ",
        " reuters/",
        "(ap photo/",
        " via ap)",
    ];
    let small = line.to_lowercase();
    let (before, last) =
        line.rsplit_once(['|', '[', '(']).or_else(|| line.rsplit_once(". ")).unwrap_or_default();
    line.len() <= 2 * SHORT
        && (starts.iter().any(|start| line.starts_with(start))
            || ends.iter().any(|end| line.ends_with(end))
            || !line.ends_with('.') && inside.iter().any(|credit| small.contains(credit))
            || line.rsplit_once(".—").is_some_and(|(_, maker)| is_outlet_name(maker))
            || !before.is_empty() && is_maker(last.trim_matches([']', ')', ' '])))
}

/// Whether a line credits a picture and has no caption: `Image: Ada Quill/Harbour Wire`.
pub fn is_bare_credit(line: &str) -> bool {
    let credits = ["Image:", "Photo:", "Photograph:", "Picture:", "Credit:"];
    line.len() <= LABELLED && credits.iter().any(|credit| line.starts_with(credit))
}

/// Whether words are few and all with a capital: Harbour Wire.
fn is_outlet_name(words: &str) -> bool {
    let mut words = words.split_whitespace();
    (1..=3).contains(&words.clone().count()) && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether words name who made a picture, and for whom: `Omar Lark/Harbour Wire`, `Ada Quill for THE LEDGER`.
fn is_maker(words: &str) -> bool {
    let known = ["©", "Photo by", "Courtesy", "Submitted photo", "Supplied", "Handout", "File photo"];
    let mut names = words.split([' ', '/', ',']).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            || ["for", "via", "de", "van", "von", "al", "and"].contains(&word)
    };
    let for_whom = words.contains('/') || words.contains(" for ") || words.contains(" via ");
    let few = (2..=8).contains(&names.clone().count());
    known.iter().any(|start| words.starts_with(start)) && words.len() <= LABELLED
        || for_whom && few && names.all(capital)
}

/// Whether a line is no more than the agency that a picture is of; its caption follows.
pub fn is_agency(line: &str) -> bool {
    ["getty images", "pa media", "reuters", "afp", "ap", "epa", "bbc", "supplied", "alamy", "shutterstock"]
        .contains(&&*line.to_lowercase())
}

/// Whether a line leads to other articles, whose headlines follow it.
pub fn is_lead(line: &str) -> bool {
    let line = line.trim_end_matches(':').to_lowercase();
    let leads = [
        "related",
        "other topics",
        "read more",
        "read next",
        "see also",
        "more on this",
        "recommended",
        "also read",
    ];
    line.len() <= 30 && leads.iter().any(|lead| line.starts_with(lead))
}
