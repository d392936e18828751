//! Dates in words and figures: where they stand, and which day they mean.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::model::Span;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const PARTS: [&str; 5] = ["morning", "afternoon", "evening", "night", "lunchtime"];

/// The longest expression, in bytes, that [`at`] looks at.
const REACH: usize = 64;

/// What an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// One day.
    Day(Date),
    /// A day of every year: month and day.
    OfYear(i8, i8),
    /// A day of the week.
    Weekday(Weekday),
    /// So many days after the day of writing.
    Offset(i8),
    /// A month or a week: no single day.
    Longer,
}

/// The month of an English name or its abbreviation, 1 to 12. `May` and `March` need a capital, as
/// all the others do.
pub fn month(word: &str) -> Option<i8> {
    named(word, &MONTHS).or((word == "Sept").then_some(9))
}

/// Whether a word names a month or a day of the week, and hardly anything else.
pub fn is_name(word: &str) -> bool {
    !matches!(word, "May" | "March") && (month(word).is_some() || weekday(word).is_some())
}

/// Whether a date may begin with `word`.
pub fn may_begin(word: &str) -> bool {
    const WORDS: [&str; 7] = ["last", "next", "this", "today", "tonight", "tomorrow", "yesterday"];
    match word.bytes().next().unwrap_or_default() {
        b'0'..=b'9' => true,
        b'l' | b'n' | b't' | b'y' => WORDS.contains(&word),
        b'A'..=b'Z' => {
            let relative = WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
            relative || month(word).is_some() || weekday(word).is_some()
        }
        _ => false,
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(named(word, &DAYS)?).ok()
}

/// The place, from 1, of a capitalised name, whole or cut to three or four letters.
fn named(word: &str, names: &[&str]) -> Option<i8> {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let is = |name: &&str| {
        word.eq_ignore_ascii_case(name)
            || ((3..=4).contains(&word.len())
                && word.len() < name.len()
                && { name.get(..word.len()).is_some_and(|start| word.eq_ignore_ascii_case(start)) }
                && !matches!(word, "Sun" | "Sat" | "Mon" | "Fri" | "Wed"))
    };
    names.iter().position(is).map(|at| at as i8 + 1)
}

/// A word or number of the expression: its letters, and where it ends.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// The next run of letters or digits after blanks and the given marks.
    fn next(&mut self, marks: &[char]) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let skipped = rest.trim_start_matches(|c: char| c == ' ' || c == '\u{a0}' || marks.contains(&c));
        let digits = skipped.starts_with(|c: char| c.is_ascii_digit());
        let end = skipped
            .find(|c: char| if digits { !c.is_ascii_digit() } else { !c.is_alphabetic() })
            .unwrap_or(skipped.len());
        let word = skipped.get(..end).filter(|word| !word.is_empty())?;
        self.at += rest.len() - skipped.len() + end;
        Some(word)
    }

    /// What `read` makes of what follows; without anything, nothing has been read.
    fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn year(&mut self) -> Option<i16> {
        self.optional(|r| r.next(&[',']).filter(|word| word.len() == 4)?.parse().ok())
            .filter(|year| (1500..2200).contains(year))
    }

    fn day(&mut self) -> Option<i8> {
        self.optional(|r| {
            let day = r.next(&[]).filter(|word| word.len() <= 2)?.parse().ok();
            let ordinal = |r: &mut Self| {
                let glued = r.text.get(r.at..)?.starts_with(|c: char| c.is_alphabetic());
                (glued && matches!(r.next(&[])?, "st" | "nd" | "rd" | "th")).then_some(())
            };
            r.optional(ordinal);
            if r.text.get(r.at..)?.starts_with(char::is_alphabetic) { None } else { day }
        })
        .filter(|day| (1..=31).contains(day))
    }

    fn month(&mut self) -> Option<i8> {
        self.optional(|r| {
            let word = r.next(&[','])?;
            let found = month(word)?;
            // Behind a whole name a full stop ends the sentence.
            let is_short = !MONTHS.iter().any(|name| word.eq_ignore_ascii_case(name));
            if is_short && r.text.get(r.at..)?.starts_with(". ") {
                r.at += 1;
            }
            Some(found)
        })
    }

    fn part_of_day(&mut self) {
        self.optional(|r| r.next(&[]).filter(|word| PARTS.contains(word)));
    }
}

/// The expression that begins at byte `start` of `text`, which begins a word; its meaning and span.
pub fn at(text: &str, start: usize) -> Option<(Span, Meaning)> {
    let mut end = (start + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let rest = text.get(start..end)?;
    let rest = rest.get(..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()))?;
    let mut reader = Reader { text: rest, at: 0 };
    let meaning = match rest.as_bytes().first()? {
        b'0'..=b'9' => reader.optional(in_figures).or_else(|| reader.optional(day_first)),
        _ => in_words(&mut reader),
    }?;
    let end = start + reader.at;
    let glued = text.get(end..)?.starts_with(|c: char| c.is_alphanumeric());
    (!glued).then_some((Span::new(start, end), meaning))
}

/// `2025-08-19`, with or without a time; `2025/08/19`, `19.08.2025`, `19/08/2025`. A month and a day
/// that could be exchanged are read only with full stops between them: nobody writes those the other way.
fn in_figures(r: &mut Reader) -> Option<Meaning> {
    let first = r.next(&[])?;
    let mark = r.text.get(r.at..)?.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let second: i8 = r.next(&[mark])?.parse().ok()?;
    if !r.text.get(r.at..)?.starts_with(mark) {
        return None;
    }
    let third = r.next(&[mark])?;
    let date = if first.len() == 4 {
        let date = Date::new(first.parse().ok()?, second, third.parse().ok()?).ok()?;
        if r.text.get(r.at..)?.starts_with('T') {
            let time = |c: char| !(c.is_ascii_digit() || matches!(c, 'T' | 'Z' | ':' | '.' | '+' | '-'));
            r.at += r.text.get(r.at..)?.find(time).unwrap_or(r.text.len() - r.at);
        }
        date
    } else if third.len() == 4 {
        let (first, year): (i8, i16) = (first.parse().ok()?, third.parse().ok()?);
        match (mark == '.' || first == second, first > 12, second > 12) {
            (true, ..) | (_, true, _) => Date::new(year, second, first).ok()?,
            (_, _, true) => Date::new(year, first, second).ok()?,
            _ => return None,
        }
    } else {
        return None;
    };
    Some(Meaning::Day(date))
}

/// `19 August 2025`, `19th of August`.
fn day_first(r: &mut Reader) -> Option<Meaning> {
    let day = r.day()?;
    r.optional(|r| r.next(&[]).filter(|word| *word == "of"));
    let month = r.month()?;
    Some(on(day, month, r.year()))
}

fn on(day: i8, month: i8, year: Option<i16>) -> Meaning {
    year.and_then(|year| Date::new(year, month, day).ok()).map_or(Meaning::OfYear(month, day), Meaning::Day)
}

fn in_words(r: &mut Reader) -> Option<Meaning> {
    if let Some(month) = r.month() {
        if let Some(day) = r.day() {
            return Some(on(day, month, r.year()));
        }
        return r.year().map(|_| Meaning::Longer);
    }
    let first = r.next(&[])?;
    if let Some(day) = weekday(first) {
        let dated = |r: &mut Reader| {
            r.optional(|r| r.next(&[',']).filter(|word| *word == "the"));
            r.optional(|r| {
                r.optional(|r| r.text.get(r.at..)?.starts_with(',').then(|| r.at += 1));
                match r.month() {
                    Some(month) => r.day().map(|day| on(day, month, r.year())),
                    None => day_first(r),
                }
            })
        };
        let found = r.optional(dated).unwrap_or(Meaning::Weekday(day));
        r.part_of_day();
        return Some(found);
    }
    match first {
        "today" | "Today" | "tonight" | "Tonight" => Some(Meaning::Offset(0)),
        "yesterday" | "Yesterday" => {
            r.part_of_day();
            Some(Meaning::Offset(-1))
        }
        "tomorrow" | "Tomorrow" => {
            r.part_of_day();
            Some(Meaning::Offset(1))
        }
        "last" | "Last" | "next" | "Next" | "this" | "This" => {
            let word = r.next(&[])?;
            match weekday(word) {
                Some(day) => {
                    r.part_of_day();
                    let next = first.eq_ignore_ascii_case("next");
                    Some(if next { Meaning::Longer } else { Meaning::Weekday(day) })
                }
                None if word == "week" => Some(Meaning::Longer),
                None if word == "night" && first.eq_ignore_ascii_case("last") => Some(Meaning::Offset(-1)),
                None if PARTS.contains(&word) && first.eq_ignore_ascii_case("this") => {
                    Some(Meaning::Offset(0))
                }
                None => None,
            }
        }
        _ => None,
    }
}

/// The first whole date, with its year, in `line`.
pub fn first_day(line: &str) -> Option<(Span, Date)> {
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut before = ' ';
    for (start, c) in line.char_indices() {
        if (c.is_ascii_digit() || c.is_ascii_uppercase())
            && !before.is_alphanumeric()
            && let Some((span, Meaning::Day(day))) = at(line, start)
        {
            return Some((span, day));
        }
        before = c;
    }
    None
}

/// The day that an expression means in an article of the day `published`; a weekday is the last one,
/// that day itself included.
pub fn resolve(surface: &str, published: Option<Date>) -> Option<Date> {
    let (_, meaning) = at(surface, 0)?;
    match (meaning, published) {
        (Meaning::Day(day), _) => Some(day),
        (Meaning::OfYear(month, day), Some(published)) => nearest(month, day, published),
        (Meaning::Weekday(day), Some(published)) => {
            let back = published.weekday().since(day);
            let back = if back == 0 && surface.starts_with(['l', 'L']) { 7 } else { i64::from(back) };
            published.checked_sub(back.days()).ok()
        }
        (Meaning::Offset(days), Some(published)) => published.checked_add(i64::from(days).days()).ok(),
        _ => None,
    }
}

/// The day of this month and day that is nearest to the publication: in January, December is the last one.
fn nearest(month: i8, day: i8, published: Date) -> Option<Date> {
    let days = (-1..=1).filter_map(|years| Date::new(published.year() + years, month, day).ok());
    days.min_by_key(|day| published.duration_until(*day).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_read_whole() {
        for form in [
            "2031-03-04",
            "2031-03-04T10:30:00Z",
            "4 March 2031",
            "March 4, 2031",
            "Mar. 4, 2031",
            "04.03.2031",
            "4th of March 2031",
            "Tuesday 4 March 2031",
            "Tuesday, March 4, 2031",
            "2031/03/04",
        ] {
            let (span, day) = first_day(form).unwrap_or_else(|| panic!("{form}"));
            assert_eq!((span.len(), day.to_string()), (form.len(), "2031-03-04".into()), "{form}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_left_alone() {
        for form in [
            "3.5 million",
            "1234-5678",
            "May said",
            "March on",
            "31/31/2031",
            "4/3/2031",
            "Sunday2",
            "Marching 4",
        ] {
            assert_eq!(first_day(form), None, "{form}");
        }
    }

    #[test]
    fn weekdays_are_the_last_before_the_publication() {
        let published = Date::new(2031, 3, 5).ok(); // a Wednesday
        let day = |surface| resolve(surface, published).map(|day| day.to_string());
        assert_eq!(day("Monday"), Some("2031-03-03".into()));
        assert_eq!(day("Wednesday morning"), Some("2031-03-05".into()));
        assert_eq!(day("last Friday"), Some("2031-02-28".into()));
        assert_eq!(day("yesterday"), Some("2031-03-04".into()));
        assert_eq!(day("March 1"), Some("2031-03-01".into()));
        assert_eq!(day("last week"), None);
        assert_eq!(resolve("Monday", None), None);
    }

    #[test]
    fn a_day_without_its_year_is_the_nearest_one() {
        let day = |surface, year, month| {
            resolve(surface, Date::new(year, month, 5).ok()).map(|day| day.to_string())
        };
        assert_eq!(day("28 December", 2031, 1), Some("2030-12-28".into()));
        assert_eq!(day("January 2", 2031, 12), Some("2032-01-02".into()));
        assert_eq!(day("February 29", 2031, 6), Some("2032-02-29".into()));
    }

    #[test]
    fn a_full_stop_belongs_to_a_short_name_and_not_to_a_whole_one() {
        let seen = |text: &'static str| at(text, 0).map(|(span, _)| span.of(text));
        assert_eq!(seen("24 February. Later"), Some("24 February"));
        assert_eq!(seen("24 Feb. and later"), Some("24 Feb."));
        assert_eq!(seen("Feb. 24. Later"), Some("Feb. 24"));
    }
}
