//! The word lists of the rules: plain files, one entry a line, sorted by bytes, in the program as they
//! are. Nothing is read or built when the program starts.

/// A sorted list of words or names.
pub struct List {
    text: &'static str,
    /// Where the entries that begin with each byte start; made when the program is compiled.
    firsts: [u16; 257],
    /// A Bloom filter of the entries, and of what longer ones begin with; made then as well.
    filter: [u64; FILTER / 64],
}

/// How many bits a filter has.
const FILTER: usize = 1 << 13;
/// The hash of letters, one after the other (FNV-1a, 32 bits).
const BASIS: u32 = 0x811c_9dc5;

const fn hashed(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// The place of a hash in a filter, and its bit there.
const fn bit(hash: u32) -> (usize, u64) {
    let at = (hash ^ hash >> 16) as usize % FILTER;
    (at / 64, 1 << (at % 64))
}

impl List {
    /// The list in `text`: one entry a line, sorted by bytes, without empty lines.
    const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        assert!(bytes.len() < u16::MAX as usize);
        let mut firsts = [bytes.len() as u16; 257];
        let mut filter = [0; FILTER / 64];
        let (mut at, mut first) = (0, 0);
        while at < bytes.len() {
            while first <= bytes[at] as usize {
                firsts[first] = at as u16;
                first += 1;
            }
            let mut hash = BASIS;
            while at < bytes.len() && bytes[at] != b'\n' {
                hash = hashed(hash, bytes[at]);
                at += 1;
                if at == bytes.len() || matches!(bytes[at], b' ' | b'-' | b'.' | b'\n') {
                    let (word, bit) = bit(hash);
                    filter[word] |= bit;
                }
            }
            at += 1;
        }
        Self { text, firsts, filter }
    }

    /// Whether `entry` is in the list, letter by letter.
    pub fn contains(&self, entry: &str) -> bool {
        self.may_begin(entry) && self.find(entry).is_ok()
    }

    /// Whether the filter lets `phrase` pass: an entry, the first words of one, or, seldom, neither.
    fn may_begin(&self, phrase: &str) -> bool {
        let (word, bit) = bit(phrase.bytes().fold(BASIS, hashed));
        self.filter[word] & bit != 0
    }

    /// Whether `phrase` is an entry, and whether a longer one begins with it and goes on with another word.
    pub fn look(&self, phrase: &str) -> (bool, bool) {
        if !self.may_begin(phrase) {
            return (false, false);
        }
        let (exact, next) = match self.find(phrase) {
            Ok(at) => (true, at + phrase.len() + 1),
            Err(at) => (false, at),
        };
        // Blanks, hyphens and full stops sort before letters: such an entry would be the next.
        let rest = self.text.get(next..).and_then(|rest| rest.strip_prefix(phrase));
        (exact, rest.is_some_and(|rest| rest.starts_with([' ', '-', '.'])))
    }

    /// Whether an entry is `line`, or, ending in a star, its first words.
    pub fn matches(&self, line: &str) -> bool {
        let known = |words: &str| self.contains(&format!("{words}*"));
        let ends = line.match_indices(' ').map(|(at, _)| at).take(5).chain([line.len()]);
        let mut starts = ends
            .filter_map(|end| line.get(..end))
            .flat_map(|words| [words, words.trim_end_matches(['…', ':', '.', ','])]);
        let first = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let begins = match self.find(first) {
            Ok(_) => true,
            Err(at) => self.text.get(at..).is_some_and(|rest| rest.starts_with(first)),
        };
        begins && (self.contains(line) || starts.any(known))
    }

    /// Where the entry's line begins, or where it would stand. Binary search over the bytes: the
    /// line around the middle decides.
    fn find(&self, entry: &str) -> Result<usize, usize> {
        let bytes = self.text.as_bytes();
        let Some(&first) = entry.as_bytes().first() else { return Err(0) };
        let (mut low, mut high) =
            (self.firsts[first as usize] as usize, self.firsts[first as usize + 1] as usize);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[..middle].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
            let end = bytes[middle..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |at| middle + at);
            match bytes[start..end].cmp(entry.as_bytes()) {
                std::cmp::Ordering::Equal => return Ok(start),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        Err(low)
    }
}

/// Countries, regions, cities, seas: general knowledge.
pub static PLACES: List = List::new(include_str!("data/places.txt"));
/// Peoples, languages and faiths, and their adjectives.
pub static DEMONYMS: List = List::new(include_str!("data/demonyms.txt"));
/// Well-known organisations.
pub static ORGS: List = List::new(include_str!("data/orgs.txt"));
/// Words that make a name one of an organisation: Ministry, University, Party.
pub static ORG_HEADS: List = List::new(include_str!("data/org_heads.txt"));
/// Words that make a name one of a place: River, Street, Province.
pub static LOC_HEADS: List = List::new(include_str!("data/loc_heads.txt"));
/// Words that make a name one of a treaty, an event, a prize.
pub static MISC_HEADS: List = List::new(include_str!("data/misc_heads.txt"));
/// Outlets, and organisations between states, that [`ORGS`] does not have: the model was made without them.
pub static BODIES: List = List::new(include_str!("data/bodies.txt"));
/// Words that make a name one of a business or of an office, if a part of it was seen as a name.
pub static FIRM_HEADS: List = List::new(include_str!("data/firm_heads.txt"));
/// States and provinces in short, without their last full stop.
pub static SHORT_REGIONS: List = List::new(include_str!("data/short_regions.txt"));
/// Titles and roles before a person's name.
pub static TITLES: List = List::new(include_str!("data/titles.txt"));
/// Common given names.
pub static GIVEN: List = List::new(include_str!("data/given.txt"));
/// Capitalised words that begin sentences without being names.
pub static STARTERS: List = List::new(include_str!("data/starters.txt"));
/// Words, in lower case and without their last full stop, that it never ends a sentence after.
pub static ABBREVIATIONS: List = List::new(include_str!("data/abbreviations.txt"));
/// Those that it does not end one after when a number follows.
pub static NUMBER_ABBREVIATIONS: List = List::new(include_str!("data/number_abbreviations.txt"));
/// Those that it ends one after only when a word follows that begins sentences.
pub static SOFT_ABBREVIATIONS: List = List::new(include_str!("data/soft_abbreviations.txt"));
/// Days, months and time zones, in small letters: they go on after the full stop of a time of day, `at 4 a.m. Monday`,
/// and stand where a page says when it was published.
pub static MOMENTS: List = List::new(include_str!("data/moments.txt"));
/// What German writes a number with a full stop before, and no sentence ends there: 3. Mai, 20. Jahrhundert.
pub static GERMAN_NUMBERED: List = List::new(include_str!("data/german_numbered.txt"));
/// Verbs of saying, in the forms that stand beside a quotation.
pub static REPORTING: List = List::new(include_str!("data/reporting.txt"));
/// Whom or what a verb of saying can have as its subject: official, ministry, in small letters.
pub static SPEAKERS: List = List::new(include_str!("data/speakers.txt"));
/// Heads of descriptions of who need not have been named before: president, driver.
pub static OFFICES: List = List::new(include_str!("data/offices.txt"));
/// Given names of women.
pub static WOMEN: List = List::new(include_str!("data/women.txt"));
/// Given names of women and of men, and of which it is hard to say.
pub static EITHER: List = List::new(include_str!("data/either.txt"));
/// Lines of the page around an article, in lower case; a star stands for any ending.
pub static BOILERPLATE: List = List::new(include_str!("data/boilerplate.txt"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_sorted_and_finds_each_of_its_entries_and_nothing_else() {
        let lists = [
            &PLACES,
            &DEMONYMS,
            &ORGS,
            &ORG_HEADS,
            &LOC_HEADS,
            &MISC_HEADS,
            &BODIES,
            &FIRM_HEADS,
            &SHORT_REGIONS,
            &TITLES,
            &GIVEN,
            &STARTERS,
            &ABBREVIATIONS,
            &NUMBER_ABBREVIATIONS,
            &SOFT_ABBREVIATIONS,
            &GERMAN_NUMBERED,
            &REPORTING,
            &SPEAKERS,
            &OFFICES,
            &WOMEN,
            &EITHER,
            &BOILERPLATE,
        ];
        for list in lists {
            assert!(list.text.lines().is_sorted_by(|a, b| a < b));
            for entry in list.text.lines() {
                assert!(list.contains(entry) && list.look(entry).0, "{entry}");
                assert!(!list.contains(&format!("{entry}\u{1}")) && !list.contains(""));
            }
        }
    }

    #[test]
    fn a_phrase_goes_on_where_an_entry_has_another_word() {
        assert_eq!(PLACES.look("New"), (false, true));
        assert_eq!(PLACES.look("Guinea"), (true, true));
        assert_eq!(PLACES.look("New Zea"), (false, false));
    }

    #[test]
    fn a_star_stands_for_any_ending() {
        assert!(BOILERPLATE.matches("loading… comments") && BOILERPLATE.matches("menu"));
        assert!(!BOILERPLATE.matches("menus of the season"));
    }
}
