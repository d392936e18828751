//! Where something stands in a text, counted as other programs count.

/// What an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points: Python, and most formats.
    CodePoint,
    /// Code units of UTF-16: Java and JavaScript.
    Utf16,
    /// Code points of the canonical text: CRLF counts once, and a byte order mark not at all.
    Canonical,
}

/// A text in which bytes are turned into units and back. Reads the text once, and keeps a mark for
/// every so many characters.
pub struct Offsets<'a> {
    text: &'a str,
    unit: Unit,
    /// Bytes and units before each mark.
    marks: Vec<(usize, usize)>,
}

/// How many characters lie between two marks.
const STEP: usize = 512;

impl<'a> Offsets<'a> {
    /// Counts the units of a text.
    pub fn new(text: &'a str, unit: Unit) -> Self {
        let (mut marks, mut units) = (Vec::new(), 0);
        for (number, (at, c)) in text.char_indices().enumerate() {
            if number % STEP == 0 {
                marks.push((at, units));
            }
            units += unit.of(text, at, c);
        }
        marks.push((text.len(), units));
        Self { text, unit, marks }
    }

    /// How many units stand before byte `byte`; all of them, if it is beyond the end.
    pub fn at(&self, byte: usize) -> usize {
        let mark = self.marks.partition_point(|&(at, _)| at <= byte).saturating_sub(1);
        let Some(&(from, units)) = self.marks.get(mark) else { return 0 };
        let rest = self.text.get(from..).unwrap_or_default();
        let before = rest.char_indices().take_while(|&(at, _)| from + at < byte);
        units + before.map(|(at, c)| self.unit.of(self.text, from + at, c)).sum::<usize>()
    }

    /// The byte at which unit `unit` begins; none beyond the end of the text, or inside of a character.
    pub fn byte(&self, unit: usize) -> Option<usize> {
        let mark = self.marks.partition_point(|&(_, units)| units <= unit).checked_sub(1)?;
        let &(from, mut units) = self.marks.get(mark)?;
        let rest = self.text.get(from..)?;
        for (at, c) in rest.char_indices() {
            if units >= unit {
                return (units == unit).then_some(from + at);
            }
            units += self.unit.of(self.text, from + at, c);
        }
        (units == unit).then_some(self.text.len())
    }

    /// The words between two units, half-open; none if there is no such place.
    pub fn words(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }
}

impl Unit {
    /// How many units the character `c` at byte `at` of a text counts.
    fn of(self, text: &str, at: usize, c: char) -> usize {
        match self {
            Self::CodePoint => 1,
            Self::Utf16 => c.len_utf16(),
            Self::Canonical if c == '\n' => {
                usize::from(at == 0 || text.as_bytes().get(at - 1) != Some(&b'\r'))
            }
            Self::Canonical => usize::from(at != 0 || c != '\u{feff}'),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An emoji of several, a combining mark, CJK beyond the first plane, CRLF.
    const HARD: &str = "🙅🏽‍♀️ Zoe\u{308} 東京𠮷\r\nend";

    #[test]
    fn each_unit_has_its_own_count() {
        let at = |unit, words: &str| {
            let offsets = Offsets::new(HARD, unit);
            let start = HARD.find(words).unwrap();
            (offsets.at(start), offsets.at(start + words.len()))
        };
        assert_eq!(at(Unit::CodePoint, "Zoe\u{308}"), (6, 10));
        assert_eq!(at(Unit::Utf16, "Zoe\u{308}"), (8, 12));
        assert_eq!(at(Unit::CodePoint, "𠮷\r\n"), (13, 16));
        assert_eq!(at(Unit::Utf16, "𠮷\r\n"), (15, 19));
        assert_eq!(Offsets::new(HARD, Unit::CodePoint).words(13, 16), Some("𠮷\r\n"));
        assert_eq!(Offsets::new(HARD, Unit::Utf16).words(16, 19), None, "half of a character");
        assert_eq!(Offsets::new("", Unit::Utf16).words(0, 0), Some(""));
        assert_eq!(Offsets::new("", Unit::Utf16).words(0, 1), None);
    }

    proptest! {
        #[test]
        fn every_place_comes_back(text in "[a-z🙂日\u{308}\r\n]*", times in 1..300usize, utf16 in any::<bool>()) {
            let text = text.repeat(times);
            let offsets = Offsets::new(&text, if utf16 { Unit::Utf16 } else { Unit::CodePoint });
            let total = if utf16 { text.encode_utf16().count() } else { text.chars().count() };
            prop_assert_eq!(offsets.at(text.len()), total);
            prop_assert_eq!(offsets.byte(total + 1), None);
            for (at, _) in text.char_indices().step_by(97) {
                prop_assert_eq!(offsets.byte(offsets.at(at)), Some(at));
            }
        }
    }
}
