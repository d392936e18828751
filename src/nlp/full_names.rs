//! What the short names of a corpus stand for: surnames, given names, acronyms.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::entities::Name;
use super::spelling::{Key, person_words};
use crate::model::EntityType::{self, Per};

/// The full names of a corpus by their short forms: surname, given name, acronym.
pub(super) struct FullNames {
    /// The full names of each name that is a short form.
    full: HashMap<usize, Vec<usize>>,
    /// The full name of a short form in an article; the short form itself where there are several.
    pub(super) inside: HashMap<(usize, usize), usize>,
    counts: Vec<usize>,
}

impl FullNames {
    pub(super) fn new(names: &[Name]) -> Self {
        let by_key: HashMap<&Key, usize> =
            names.iter().enumerate().map(|(at, name)| (&name.key, at)).collect();
        let mut found = Self { full: HashMap::new(), inside: HashMap::new(), counts: Vec::new() };
        let plain = names.iter().filter_map(|name| match (name.key.0, person_words(&name.key.1)) {
            (Per, (words, None)) => Some((*words.first()?, *words.last()?)),
            _ => None,
        });
        let plain: HashSet<(&str, &str)> = plain.collect();
        for (at, name) in names.iter().enumerate() {
            found.counts.push(name.articles.iter().map(|(_, count)| count).sum());
            let forms = if name.articles.is_empty() { Vec::new() } else { short_forms(name, &plain) };
            for form in forms {
                let Some(&short) = by_key.get(&(name.key.0, form)) else { continue };
                found.full.entry(short).or_default().push(at);
                for &(article, _) in &name.articles {
                    let here = found.inside.entry((short, article)).or_insert(at);
                    *here = if *here == at { at } else { short };
                }
            }
        }
        found
    }

    /// What it means elsewhere: the full name, if there is one, or one far before the others.
    pub(super) fn everywhere(&self, at: usize) -> usize {
        let count = |full: usize| self.counts.get(full).copied().unwrap_or_default();
        let candidates = self.full.get(&at).map_or(&[][..], Vec::as_slice);
        let Some(&best) = candidates.iter().max_by_key(|&&full| (count(full), usize::MAX - full)) else {
            return at;
        };
        let others: usize = candidates.iter().filter(|&&full| full != best).map(|&full| count(full)).sum();
        if count(best) >= 10 * others.max(1) || others == 0 { best } else { at }
    }
}

/// The shorter forms under which a name may be mentioned again, as keys. `plain` are the given names and surnames of
/// people without a suffix: theirs are those of nobody with one.
fn short_forms(name: &Name, plain: &HashSet<(&str, &str)>) -> Vec<String> {
    if name.key.0 == Per {
        let (words, suffix) = person_words(&name.key.1);
        return match (words.as_slice(), suffix) {
            ([first, .., last], None) => vec![(*last).to_owned(), (*first).to_owned()],
            ([first, .., last], Some(suffix)) => {
                let mut forms = vec![format!("{last} {suffix}")];
                if !plain.contains(&(first, last)) {
                    forms.extend([(*last).to_owned(), (*first).to_owned()]);
                }
                forms
            }
            ([king], Some("ii" | "iii" | "iv")) => vec![(*king).to_owned()],
            _ => Vec::new(),
        };
    }
    let words: Vec<&str> = name.key.1.split(' ').collect();
    if words.len() < 2 || name.key.0 == EntityType::Date {
        return Vec::new();
    }
    let initials = |small: bool| -> String {
        let capitals = words.iter().filter(|word| small || !SMALL.contains(word));
        capitals.filter_map(|word| word.chars().next()).collect()
    };
    let mut forms = vec![initials(false), initials(true)];
    forms.dedup();
    forms.retain(|form| form.chars().count() >= 2);
    forms
}

const SMALL: [&str; 7] = ["of", "the", "and", "for", "in", "on", "&"];
