//! Names and dates in sentences, by rules: word lists, titles, the words around, and what the chunk
//! says elsewhere of the same name.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::edges::edged;
use super::facts::Facts;
use super::finder::Finder;
use super::house::settled;
use super::initials::with_short_forms;
use super::paragraphs::finished;
use super::regions::with_regions;
use super::tagger;
use super::told::as_told;
use super::words::{Word, words};
use crate::model::EntityType::{Loc, Misc, Org, Per};
use crate::model::{EntityType, Mention, Span};

/// What ends names as a short form; its full stop belongs to the name.
const DOTTED: [&str; 8] = [" Ave", " Bros", " Co", " Corp", " Inc", " Jr", " Ltd", " Sr"];

/// The words of a chunk, and which of them each sentence has.
pub struct Words {
    /// All words, in order.
    pub all: Vec<Word>,
    /// Those of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// The sentences.
    spans: Vec<Span>,
}

impl Words {
    /// The words of these sentences.
    pub fn of(text: &str, spans: Vec<Span>) -> Self {
        let mut all = Vec::new();
        let sentences = spans
            .iter()
            .map(|sentence| {
                let first = all.len();
                words(text, *sentence, &mut all);
                first..all.len()
            })
            .collect();
        Self { all, sentences, spans }
    }

    /// The words of a text of one sentence a line.
    #[cfg(test)]
    pub fn of_lines(text: &str) -> Self {
        let mut start = 0;
        let lines = text.split('\n').map(|line| {
            start += line.len() + 1;
            Span::new(start - line.len() - 1, start - 1)
        });
        Self::of(text, lines.collect())
    }

    /// The words that begin in `span`.
    pub fn within(&self, span: Span) -> &[Word] {
        let first = self.all.partition_point(|word| word.span.start() < span.start());
        let end = self.all.partition_point(|word| word.span.start() < span.end());
        self.all.get(first..end).unwrap_or_default()
    }

    /// Each sentence, and where its words are.
    fn each(&self) -> impl Iterator<Item = (Span, Range<usize>)> {
        self.spans.iter().copied().zip(self.sentences.iter().cloned())
    }

    /// The lines in which a capital says nothing of a word.
    fn bare(&self, text: &str) -> Vec<Span> {
        let words = |range| self.all.get(range).unwrap_or_default();
        self.each()
            .filter(|(line, range)| capitals_mean_nothing(text, *line, words(range.clone())))
            .map(|(line, _)| line)
            .collect()
    }
}

/// The mentions in the sentences of `words`, in order.
pub fn mentions(text: &str, words: &Words) -> Vec<Mention> {
    let ruled = by_rules(text, words);
    let tagged = tagger::names(text, &words.all, &words.sentences, &ruled);
    let bare = words.bare(text);
    let mut found = with_short_forms(text, words, settled(text, &ruled, &tagged, &bare), &bare);
    found.retain(|name| !is_handle(text, name.span));
    edged(text, words, &mut found);
    for name in &mut found {
        name.span = dotted(text, name.span);
    }
    found.dedup_by(|after, name| after.span.overlaps(name.span));
    with_regions(text, words, &mut found);
    as_told(text, words, &mut found, &bare);
    found
}

/// Whether these words are what somebody is called on a platform: `@quill_a`.
fn is_handle(text: &str, name: Span) -> bool {
    text.get(..name.start()).is_some_and(|before| before.ends_with('@'))
}

/// The span of a name with the full stop of its short form: `Quill Inc.`
pub fn dotted(text: &str, name: Span) -> Span {
    let stop = text.get(name.end()..).and_then(|rest| rest.strip_prefix('.'));
    let stop = stop.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let short = DOTTED.iter().any(|short| name.of(text).ends_with(short));
    if stop && short { Span::new(name.start(), name.end() + 1) } else { name }
}

/// What the rules take for names and dates.
pub fn by_rules(text: &str, words: &Words) -> Vec<Mention> {
    let facts = Facts::of_all(text, &words.all);
    let mut known = Known::default();
    let small = words.all.iter().filter(|word| !word.capital && word.span.len() > 1);
    known.small.extend(small.map(|word| word.span.of(text)));
    // Twice: what is clear anywhere in the chunk helps what is not.
    let mut found = Vec::new();
    for _ in 0..2 {
        found.clear();
        for (sentence, range) in words.each() {
            let words = words.all.get(range.clone()).unwrap_or_default();
            let facts = facts.get(range).unwrap_or_default();
            let bare = capitals_mean_nothing(text, sentence, words);
            Finder { text, end: sentence.end(), words, facts, known: &known, bare }.run(&mut found);
        }
        known.learn(text, &found);
    }
    found
}

/// Whether most words of a line are capitalised, so that a capital says nothing of a word.
pub fn capitals_mean_nothing(text: &str, line: Span, words: &[Word]) -> bool {
    let long = words
        .iter()
        .filter(|word| word.span.len() > 3 && word.span.of(text).starts_with(char::is_alphabetic));
    let (count, capitals) = long.fold((0, 0), |(n, c), word| (n + 1, c + usize::from(word.capital)));
    count >= 4 && capitals * 4 > count * 3 && !finished(line.of(text))
        || words.len() > 1 && words.iter().all(|word| word.upper)
}

/// What the chunk says of names.
#[derive(Default)]
pub struct Known<'a> {
    /// Words that stand there in small letters.
    pub small: HashSet<&'a str>,
    /// Surnames of persons with their full names there, and single names seen for certain.
    persons: HashSet<&'a str>,
    /// The kinds of other names.
    pub kinds: HashMap<&'a str, EntityType>,
}

impl<'a> Known<'a> {
    fn learn(&mut self, text: &'a str, found: &[Mention]) {
        for mention in found {
            let name = mention.span.of(text);
            match (mention.kind, name.rsplit_once([' ', '\n'])) {
                (Per, Some((_, surname))) => {
                    self.persons.insert(surname);
                }
                (Per, None) => {
                    self.persons.insert(name);
                }
                (kind @ (Org | Loc | Misc), _) => {
                    self.kinds.insert(name, kind);
                }
                _ => {}
            }
        }
    }

    /// Whether a person has this surname, in this spelling or in another transliteration.
    pub fn is_person(&self, word: &str) -> bool {
        self.persons.contains(word)
            || word.ends_with(['y', 'i', 'j']) && {
                let stem = |name: &str| name.trim_end_matches(['y', 'i', 'j']).len();
                let same =
                    |known: &&str| word.get(..stem(word)) == known.get(..stem(known)) && stem(word) >= 4;
                self.persons.iter().any(|known| known.ends_with(['y', 'i', 'j']) && same(known))
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of `text`, one sentence a line, with their kinds.
    fn seen(text: &str) -> Vec<String> {
        let show = |mention: &Mention| format!("{} {}", mention.kind.name(), mention.span.of(text));
        mentions(text, &Words::of_lines(text)).iter().map(show).collect()
    }

    #[test]
    fn titles_and_possessives_stand_outside_the_name() {
        assert_eq!(seen("Then Prime Minister Ada Quill's aide left."), ["PER Ada Quill"]);
        assert_eq!(
            seen("French President Bo Quill met Dr. Hart."),
            ["MISC French", "PER Bo Quill", "PER Hart"]
        );
    }

    #[test]
    fn a_full_name_makes_its_surname_known() {
        let text = "Quill had left early.\nLater Anna Quill came back.\nNobody asked Quill why.";
        assert_eq!(seen(text), ["PER Quill", "PER Anna Quill", "PER Quill"]);
    }

    #[test]
    fn pairs_are_split_and_double_names_are_not() {
        assert_eq!(
            seen("A France-Italy match was seen by Jean-Paul Hart."),
            ["LOC France", "LOC Italy", "PER Jean-Paul Hart"]
        );
    }

    #[test]
    fn a_given_name_goes_on_in_small_letters_behind_a_hyphen() {
        assert_eq!(seen("Then Mr. Kwon Hye-rin, 40, left."), ["PER Kwon Hye-rin"]);
        assert_eq!(seen("It was said by Dr. Ada Quill-backed groups."), ["PER Ada Quill"]);
        assert_eq!(seen("They left the old Dr. Ada Quill-era rules."), ["PER Ada Quill"]);
    }

    #[test]
    fn two_surnames_with_a_hyphen_are_one() {
        assert_eq!(seen("Nuala Smith-Kane said no on Friday."), ["PER Nuala Smith-Kane", "DATE Friday"]);
    }

    #[test]
    fn particles_and_the_surname_behind_them_belong_to_the_name() {
        assert_eq!(seen("Later Anna van der Hart left."), ["PER Anna van der Hart"]);
    }

    #[test]
    fn a_role_stands_outside_the_name() {
        assert_eq!(seen("It was read by Dame Ruth Hart."), ["PER Ruth Hart"]);
        assert_eq!(seen("Chair Paul Hart said no."), ["PER Paul Hart"]);
    }

    #[test]
    fn a_listed_place_of_several_words_is_one_wherever_it_stands() {
        assert_eq!(seen("They left Monday's Oval Office meeting."), ["DATE Monday", "LOC Oval Office"]);
    }

    #[test]
    fn organisations_are_named_by_their_heads() {
        let text = "The Harbour Workers Union met Spain's Ministry of Foreign Affairs and the Coalition of the Patient.";
        let found = [
            "ORG Harbour Workers Union",
            "LOC Spain",
            "ORG Ministry of Foreign Affairs",
            "ORG Coalition of the Patient",
        ];
        assert_eq!(seen(text), found);
    }

    #[test]
    fn a_capital_alone_makes_no_name() {
        assert_eq!(
            seen("Bridges fell. Was it late? I said so.\nNow the bridges are gone."),
            Vec::<String>::new()
        );
        assert_eq!(seen("Harbour Walls Fall After Many Storms Hit Norway"), ["LOC Norway"]);
    }

    #[test]
    fn what_somebody_is_called_on_a_platform_is_no_name() {
        assert_eq!(seen("Anna Quill (@anna_quill, @Quill) left."), ["PER Anna Quill"]);
    }

    #[test]
    fn the_full_stop_of_a_short_form_belongs_to_the_name() {
        assert_eq!(seen("She works for Quill Inc. in Boston."), ["ORG Quill Inc.", "LOC Boston"]);
    }

    #[test]
    fn who_writes_without_capitals_names_places_too() {
        let text = "we flew from paris to mexico and it was cold there";
        assert_eq!(seen(text), ["LOC paris", "LOC mexico"]);
    }

    #[test]
    fn days_are_dates() {
        assert_eq!(
            seen("On Monday morning and last Friday it rained; 4 March 2031 was dry."),
            ["DATE Monday morning", "DATE last Friday", "DATE 4 March 2031"]
        );
    }
}
