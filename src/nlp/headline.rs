//! Headlines, and what else stands in the line that names a page: the outlet, the section.

use super::lists::{ORG_HEADS, ORGS};

/// What stands between a headline and its outlet.
const MARKS: [&str; 11] = [" | ", " — ", " – ", " - ", " · ", " • ", " » ", " › ", " :: ", " : ", ": "];
/// The most parts of a title that are looked at.
const PARTS: usize = 8;

/// A title as pages and files give it without what stands around the headline: `Print - Headline | World | The Daily
/// News`. `shown` are headlines that are seen elsewhere, the whole of which wins.
pub fn headline(title: &str, outlet: Option<&str>, shown: &[String]) -> String {
    let is_outlet =
        |part: &str| outlet.is_some_and(|outlet| is_same_outlet(part, outlet)) || is_masthead(part);
    let shown: Vec<String> = shown
        .iter()
        .filter(|line| !is_outlet(line))
        .map(|line| letters(line))
        .filter(|line| !line.is_empty())
        .collect();
    let parts = parts(title);
    let [.., (last, _)] = parts.as_slice() else { return title.to_owned() };
    if shown.contains(&letters(title)) {
        return title.to_owned();
    }
    // The last part alone may be the outlet in the head of the page.
    let pieces = parts
        .iter()
        .enumerate()
        .flat_map(|(at, (start, _))| parts.iter().skip(at).map(move |(_, end)| (*start, *end)));
    let pieces =
        pieces.filter(|(start, end)| *start == 0 || *end < title.len() || (end - start) * 2 > title.len());
    let piece = pieces
        .filter_map(|(start, end)| title.get(start..end))
        .filter(|piece| shown.contains(&letters(piece)));
    if let Some(piece) = piece.max_by_key(|piece| piece.len()) {
        return piece.to_owned();
    }
    let words = |(start, end): (usize, usize)| title.get(start..end).unwrap_or_default();
    let [first, .., end] = parts.as_slice() else { return title.to_owned() };
    let bare = if outlet.is_some_and(|outlet| is_same_outlet(words(*end), outlet)) {
        // Behind bars a section stands before the outlet.
        let before = title.get(..*last).unwrap_or_default().trim_end();
        let bare = before
            .strip_suffix(|c: char| !c.is_alphanumeric())
            .unwrap_or(before)
            .trim_end_matches([':', ' ']);
        let section = |(_, section): &(&str, &str)| before.ends_with('|') && section.split(' ').count() <= 3;
        bare.rsplit_once(" | ").filter(section).map_or(bare, |(bare, _)| bare)
    } else if outlet.is_some_and(|outlet| is_same_outlet(words(*first), outlet)) {
        title.get(parts.get(1).map_or(0, |(start, _)| *start)..).unwrap_or(title)
    } else {
        split_outlet(title).0
    };
    if bare.contains(char::is_alphanumeric) { bare.trim().to_owned() } else { title.to_owned() }
}

/// The outlet that stands behind a headline in the title of a page, where the page says nothing else of it.
pub fn outlet_behind<'a>(title: &'a str, headline: &str, address: Option<&str>) -> Option<&'a str> {
    let rest = title.split_once(headline)?.1.trim_start_matches(|c: char| !c.is_alphanumeric());
    let host = address.and_then(|address| address.split('/').nth(2)).map(letters).unwrap_or_default();
    let name = parts(rest).last().and_then(|(start, end)| rest.get(*start..*end))?;
    let own = bare_name(name);
    (is_outlet(name) || is_masthead(name) || own.len() > 3 && host.contains(&own)).then_some(name)
}

/// Where the parts of a title stand between marks.
fn parts(title: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    while parts.len() < PARTS {
        let rest = title.get(start..).unwrap_or_default();
        let next = MARKS.iter().filter_map(|mark| Some((rest.find(mark)?, mark.len()))).min();
        let Some((at, length)) = next else { break };
        parts.push((start, start + at));
        start += at + length;
    }
    parts.push((start, title.len()));
    parts
}

/// Whether these are two names of one outlet: BBC News and BBC, The Daily News and dailynews.example.
fn is_same_outlet(part: &str, outlet: &str) -> bool {
    let (part, outlet) = (bare_name(part), bare_name(outlet));
    let (short, long) = if part.len() < outlet.len() { (part, outlet) } else { (outlet, part) };
    let rest = long.strip_prefix(&*short).filter(|_| short.len() > 1);
    rest.is_some_and(|rest| rest.is_empty() || FORMS.contains(&rest))
}

/// What outlets add to their name, or leave out.
const FORMS: [&str; 10] =
    ["news", "online", "com", "org", "net", "couk", "newsonline", "website", "live", "english"];

fn bare_name(name: &str) -> String {
    let letters = letters(name.trim().trim_start_matches("The ").trim_start_matches("www."));
    letters
        .strip_prefix("the")
        .filter(|rest| rest.len() > 3 && !name.contains(' '))
        .map(str::to_owned)
        .unwrap_or(letters)
}

/// The letters and digits of a line, in small letters.
pub fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A headline and the outlet that stands behind it: `Headline | The Daily News`.
pub fn split_outlet(line: &str) -> (&str, Option<&str>) {
    for mark in [" | ", " — ", " – ", " - ", " · "] {
        if let Some((title, outlet)) = line.rsplit_once(mark)
            && title.contains(' ')
            && is_outlet(outlet)
        {
            return (title.trim_end(), Some(outlet));
        }
    }
    (line, None)
}

const MEDIA: [&str; 24] = [
    "Sentinel",
    "Ledger",
    "Courier",
    "Dispatch",
    "Examiner",
    "Inquirer",
    "Bulletin",
    "News",
    "Times",
    "Post",
    "Herald",
    "Tribune",
    "Gazette",
    "Journal",
    "Chronicle",
    "Daily",
    "Magazine",
    "Telegraph",
    "Wire",
    "Independent",
    "Guardian",
    "Observer",
    "Echo",
    "Mirror",
];

/// Whether a line is the name of a paper and nothing else: The Daily Harbour.
pub fn is_masthead(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = words
        .iter()
        .all(|word| word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric));
    let most = if words.first() == Some(&"The") { 4 } else { 3 };
    let news = words
        .first()
        .is_some_and(|first| ["Breaking", "Latest", "Top", "Good", "Bad", "Big", "Fake"].contains(first));
    let daily = most == 4 && words.get(1) == Some(&"Daily");
    (2..=most).contains(&words.len())
        && capital
        && !news
        && (daily || words.last().is_some_and(|last| MEDIA.contains(last)))
}

fn is_outlet(name: &str) -> bool {
    let last = name.split_whitespace().last().unwrap_or_default();
    let capital = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let known = ORGS.contains(name) && !name.ends_with("House");
    capital && (known || ORG_HEADS.contains(last) && MEDIA.contains(&last) && name.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_told_from_its_outlet_and_its_section() {
        let bare = |title: &str, outlet: &str, shown: &[&str]| {
            let shown: Vec<String> = shown.iter().map(|&line| line.to_owned()).collect();
            headline(title, Some(outlet).filter(|outlet| !outlet.is_empty()), &shown)
        };
        for (title, outlet) in [
            ("Fog again | The Harbour Times", "The Harbour Times"),
            ("Fog again - BBC News", "BBC"),
            ("Fog again · NPR", "NPR"),
            ("Fog again : NPR", "NPR"),
            ("Fog again: NPR", "NPR"),
            ("Fog again | World | The Bay Radio", "Bay Radio"),
            ("Bay Radio | Fog again", "Bay Radio"),
            ("Fog again - CBS News", ""),
            ("Fog again", "Fog"),
            ("Fog again – harbourtimes.com", "Harbour Times"),
        ] {
            assert_eq!(bare(title, outlet, &[]), "Fog again", "{title}");
        }
        let title = "Print - Fog: again and again | Weather - Bay Radio";
        assert_eq!(bare(title, "", &["Bay Radio", "Fog: again, and again"]), "Fog: again and again");
        for title in ["Fog - again and again", "Rome - Milan: a journey"] {
            assert_eq!(bare(title, "", &[title]), title);
            assert_eq!(bare(title, "Bay Radio", &["Bay Radio"]), title);
        }
        let behind = |title, address| outlet_behind(title, "Fog again", Some(address)).unwrap_or_default();
        assert_eq!(
            behind("Fog again | Weather | Sound Wire", "https://www.soundwire.example/1"),
            "Sound Wire"
        );
        assert_eq!(behind("Fog again | Weather", "https://www.soundwire.example/1"), "");
    }
}
