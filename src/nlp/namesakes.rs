//! People with the same given name and surname: who of them is one person.

use std::cmp::Reverse;

use foldhash::{HashMap, HashMapExt};

use super::entities::{Name, NameId};
use super::spelling::person_words;
use crate::model::EntityType::Per;

/// So many people of one name are compared with each other; further ones stand by themselves.
const NAMESAKES: usize = 32;

/// For each key the place of the fullest name of the same person; its own place where there is none.
///
/// Suffixes and middle names that differ make two people. Who has none is who has one, if there is one only.
/// So are a whole middle name and none, if one article has both again and again: John Quincy Adams, John Adams.
pub(super) fn same(names: &[Name]) -> Vec<NameId> {
    let mut same = Vec::new();
    let mut alike: HashMap<_, Vec<(Vec<&str>, NameId)>> = HashMap::new();
    for (at, Name { key: (kind, key), .. }) in names.iter().enumerate() {
        same.push(at);
        let (words, suffix) = person_words(key);
        if let ([first, middle @ .., last], Per) = (words.as_slice(), kind) {
            alike.entry((*first, *last, suffix)).or_default().push((middle.to_vec(), at));
        }
    }
    for mut people in alike.into_values().filter(|people| people.len() > 1) {
        people.sort_by_key(|(middle, at)| (Reverse(middle.concat().len()), *at));
        let mut known: Vec<(Vec<&str>, NameId)> = Vec::new();
        for (middle, at) in people {
            let mut fuller = known.iter().filter(|(full, other)| {
                let whole = middle.is_empty() && full.iter().any(|word| word.chars().nth(1).is_some());
                is_short_for(&middle, full) && !(whole && are_told_apart(names, at, *other))
            });
            match (fuller.next(), fuller.next()) {
                (Some((_, full)), None) => same.iter_mut().skip(at).take(1).for_each(|same| *same = *full),
                _ if known.len() < NAMESAKES => known.push((middle, at)),
                _ => {}
            }
        }
    }
    same
}

/// Whether an article has two names again and again.
fn are_told_apart(names: &[Name], one: NameId, other: NameId) -> bool {
    let [one, other] = [one, other].map(|at| names.get(at).map_or(&[][..], |name| &name.articles));
    one.iter().any(|(article, count)| *count > 1 && other.iter().any(|(a, n)| a == article && *n > 1))
}

/// Whether somebody with the middle names `full` may be called by those of `short`, or by their initials.
fn is_short_for(short: &[&str], full: &[&str]) -> bool {
    let initials: String = full.iter().filter_map(|word| word.chars().next()).collect();
    let mut rest = full.iter();
    short == [&*initials]
        || short.iter().all(|word| match word.chars().nth(1) {
            None => rest.next().is_some_and(|full| full.starts_with(word)),
            Some(_) => rest.any(|full| full == word),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::Entities;

    #[test]
    fn two_names_of_which_an_article_tells_again_and_again_are_two_people() {
        let people = |names: &[&'static str]| {
            let mentions = names.iter().map(|name| (0, *name, Per));
            Entities::gather(mentions, |_| None).iter().len()
        };
        assert_eq!(people(&["Bo Ash Birch", "Bo Birch", "Bo Ash Birch", "Bo Birch"]), 2);
        assert_eq!(people(&["Bo Ash Birch", "Bo Birch", "Bo Ash Birch"]), 1);
        assert_eq!(people(&["Bo A. Birch", "Bo Birch", "Bo A. Birch", "Bo Birch"]), 1);
    }
}
