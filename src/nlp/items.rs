//! Lists inside one line.

use super::marks::is_bullet;

/// The longest item, in bytes.
const ITEM: usize = 2 << 10;

/// A list inside one line: `1) The first 2) The second`. It begins with a marker; further items are
/// found by their number, so that nothing else is taken for one.
pub struct ListItems {
    next: usize,
    /// Bullet and what follows the number, such as `.)`; the number itself counts up.
    bullet: Option<char>,
    close: &'static str,
    number: Option<Number>,
}

#[derive(Clone, Copy)]
enum Number {
    Figure(u32),
    Letter(u8),
}

impl Number {
    fn next(self) -> Self {
        match self {
            Self::Figure(n) => Self::Figure(n.saturating_add(1)),
            Self::Letter(b) => Self::Letter(b.saturating_add(1)),
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Figure(n) => write!(f, "{n}"),
            Self::Letter(b) => write!(f, "{}", char::from(*b)),
        }
    }
}

impl ListItems {
    /// The items of `line`, which begins at byte `start` of its text.
    pub fn new(line: &str, start: usize) -> Self {
        let mut items = Self { next: start, bullet: None, close: "", number: None };
        let Some(marker) = line.split_whitespace().next().filter(|marker| marker.len() < 12) else {
            return items;
        };
        let mut rest = line.trim_start();
        items.bullet = rest.chars().next().filter(|&c| is_bullet(c));
        rest = rest.trim_start_matches(|c| Some(c) == items.bullet).trim_start();
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let letter = marker.bytes().next().filter(|b| *b == b'a' && items.bullet.is_none());
        let (number, after) = match (rest.get(..digits).map(str::parse), letter) {
            (Some(Ok(n)), _) if digits < 3 => (Number::Figure(n), rest.get(digits..)),
            (_, Some(b)) => (Number::Letter(b), rest.get(1..)),
            _ => return items,
        };
        let closes = [".)", ")", "."];
        if let Some(close) = closes.into_iter().find(|&close| {
            after.and_then(|after| after.strip_prefix(close)).is_some_and(|after| after.starts_with(' '))
        }) {
            items.close = close;
            items.number = Some(number);
            let until = (0..=ITEM).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
            items.advance_in(line.get(..until).unwrap_or_default(), start);
        }
        items
    }

    /// Whether an item follows.
    pub fn more(&self) -> bool {
        self.number.is_some()
    }

    /// Where the next item begins; the end of `text` if there is none.
    pub fn next(&self, text: &str) -> usize {
        if self.number.is_some() { self.next } else { text.len() }
    }

    /// Goes to the item after the next one, if it is within a few thousand bytes.
    pub fn advance(&mut self, text: &str) {
        let from = self.next;
        let until = (from..=from + ITEM).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(from);
        self.advance_in(text.get(from..until).unwrap_or_default(), from);
    }

    fn advance_in(&mut self, rest: &str, start: usize) {
        let Some(number) = self.number.map(Number::next) else { return };
        let bullet = self.bullet.map(String::from).unwrap_or_default();
        let patterns =
            [format!(" {bullet}{number}{} ", self.close), format!(" {bullet} {number}{} ", self.close)];
        let used = if self.bullet.is_some() { patterns.as_slice() } else { &patterns[..1] };
        let found = used.iter().filter_map(|pattern| rest.find(pattern.as_str())).min();
        self.number = found.map(|_| number);
        self.next = start + found.map_or(rest.len(), |at| at + 1);
    }
}
