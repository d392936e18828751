//! Who holds which office, as all articles of a corpus say it: who is named with it in one is meant by it in another.

use foldhash::{HashMap, HashMapExt};

use super::roles::{Called, LEADERS, fits};
use crate::model::Span;
use crate::nlp::{Entities, EntityId, Named};

/// The roles of the persons of a corpus, by the head of the role.
#[derive(Clone, Debug, Default)]
pub struct Offices(HashMap<String, Vec<Office>>);

#[derive(Clone, Debug)]
struct Office {
    /// All words of the role.
    words: String,
    person: EntityId,
    /// The first article that says so, and whether another one does.
    article: usize,
    again: bool,
}

/// How far before a description one like it is looked for that means somebody unnamed, in bytes.
const REACH: usize = 4 << 10;
/// Of whom there are several at once, so that more than the bare word must be said.
const MANY: [&str; 6] = ["spokesperson", "official", "leader", "head", "member", "source"];
/// Words that make another office of one.
const OTHER: [&str; 10] =
    ["former", "deputy", "vice", "acting", "then", "late", "ex", "elect", "incoming", "outgoing"];

impl Entities {
    /// The same, with the words that articles have for the roles of persons.
    #[must_use]
    pub fn with_roles<'a>(mut self, roles: impl Iterator<Item = (Named<'a>, &'a str)>) -> Self {
        let mut held: HashMap<(String, EntityId), (String, usize, bool)> = HashMap::new();
        for (person, words) in roles {
            let article = person.article;
            let Some(person) = self.of(person) else { continue };
            let Called { head, words } = Called::new(words);
            let (_, first, again) = held.entry((words, person)).or_insert((head, article, false));
            *again |= *first != article;
        }
        for ((words, person), (head, article, again)) in held {
            self.offices.0.entry(head).or_default().push(Office { words, person, article, again });
        }
        self
    }
}

/// The one person in the corpus whom the words at `span`, in the article of this number, describe; nobody if there
/// are several, or if the words may mean somebody without a name.
pub fn described(text: &str, article: usize, span: Span, entities: &Entities) -> Option<EntityId> {
    let wanted = Called::new(span.of(text));
    let others = if wanted.head == "leader" { &LEADERS[..] } else { &[] };
    let heads = std::iter::once(&*wanted.head).chain(others.iter().copied());
    let all = heads.filter_map(|head| entities.offices.0.get(head)).flatten();
    let of_press = wanted.words.ends_with("press secretary");
    let mut held = all.filter(|office| {
        let other = |word: &&&str| office.words.split([' ', '-']).any(|own| own == **word);
        fits(&office.words, &wanted)
            && (!of_press || office.words.contains("press secretary"))
            && OTHER.iter().filter(other).all(|word| wanted.words.contains(word))
    });
    let first = held.next()?;
    let mut again = first.again;
    for office in held {
        if office.person != first.person {
            return None;
        }
        again |= office.again || office.article != first.article;
    }
    // The bare word means whoever is known to have the office: by several articles, or by name in this one.
    let bare = wanted.qualifiers().next().is_none();
    let many = MANY.contains(&&*wanted.head) && !of_press;
    let here = || entities.get(first.person).articles.contains(&article);
    let known = !bare || !many && (again || here());
    (known && !is_unnamed(text, span, &wanted.words)).then_some(first.person)
}

/// Whether a description means somebody who is not named: a spokesperson, or the spokesperson after one.
fn is_unnamed(text: &str, span: Span, words: &str) -> bool {
    let start = span.start().saturating_sub(REACH);
    let start = (start..=span.start()).find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    let before = text.get(start..span.start()).unwrap_or_default().to_lowercase();
    let indefinite = |before: &str| {
        let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        ["a", "an", "another", "one", "his", "her", "former", "then", "ex"].contains(&word)
    };
    let like = before.match_indices(words).filter_map(|(at, _)| before.get(..at));
    indefinite(&before) || like.into_iter().any(indefinite)
}
