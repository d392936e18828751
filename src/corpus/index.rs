//! Where the articles of a file stand that holds several, with as little memory for each as will do.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// The articles of a file in their order, each with an id that no other one has. Takes 24 bytes for each besides its
/// id, and 5 to 10 for finding it.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// All ids, one after the other.
    ids: String,
    entries: Vec<Entry>,
    /// The numbers of the articles by the hash of their ids.
    by_id: HashTable<u32>,
    hasher: RandomState,
}

#[derive(Debug)]
struct Entry {
    /// Where its id ends; it begins where that of the one before ends.
    id_end: usize,
    /// Where it stands in the file, in bytes.
    place: Range<u64>,
}

impl Index {
    /// How many articles there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The id of the article with this number, from 0.
    pub(super) fn id(&self, number: usize) -> Option<&str> {
        id(&self.ids, &self.entries, number)
    }

    /// Where it stands in the file, in bytes.
    pub(super) fn place(&self, number: usize) -> Option<Range<u64>> {
        self.entries.get(number).map(|entry| entry.place.clone())
    }

    /// The number of the article with this id.
    pub(super) fn find(&self, wanted: &str) -> Option<usize> {
        let found = self.by_id.find(self.hasher.hash_one(wanted), |number| {
            id(&self.ids, &self.entries, *number as usize) == Some(wanted)
        });
        found.map(|number| *number as usize)
    }

    /// Adds an article, if its id is new. Returns whether it was. After four billion no more are taken in.
    pub(super) fn add(&mut self, new: &str, place: Range<u64>) -> bool {
        if self.find(new).is_some() {
            return false;
        }
        let Ok(number) = u32::try_from(self.len()) else { return true };
        self.ids.push_str(new);
        self.entries.push(Entry { id_end: self.ids.len(), place });
        let Self { ids, entries, by_id, hasher } = self;
        let hash = |number: &u32| hasher.hash_one(id(ids, entries, *number as usize).unwrap_or_default());
        by_id.insert_unique(hash(&number), number, hash);
        true
    }

    /// The articles with just these words in their ids, in order.
    pub(super) fn with(&self, words: &str) -> impl Iterator<Item = usize> {
        let finder = memchr::memmem::Finder::new(words).into_owned();
        let mut number = 0;
        std::iter::from_fn(move || {
            let before = |number: usize| number.checked_sub(1);
            let mut at = before(number).map_or(Some(0), |before| Some(self.entries.get(before)?.id_end))?;
            loop {
                at += finder.find(self.ids.as_bytes().get(at..)?)?;
                let found = self.entries.partition_point(|entry| entry.id_end <= at);
                // Not where one id ends and the next begins.
                if self.entries.get(found)?.id_end >= at + finder.needle().len() {
                    number = found + 1;
                    return Some(found);
                }
                at += 1;
            }
        })
    }
}

fn id<'a>(ids: &'a str, entries: &[Entry], number: usize) -> Option<&'a str> {
    let start = number.checked_sub(1).map_or(Some(0), |before| Some(entries.get(before)?.id_end))?;
    ids.get(start..entries.get(number)?.id_end)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_index_finds_what_a_map_finds(ids in proptest::collection::vec("[ab]{0,3}", 0..40), words in "[ab]{1,2}") {
            let (mut index, mut map, mut order) = (Index::default(), HashMap::new(), Vec::new());
            for (at, id) in ids.iter().enumerate() {
                let is_new = !map.contains_key(id);
                prop_assert_eq!(index.add(id, at as u64..at as u64 + 1), is_new);
                if is_new {
                    map.insert(id.clone(), (order.len(), at as u64));
                    order.push(id.clone());
                }
            }
            prop_assert_eq!(index.len(), order.len());
            for (id, (number, at)) in &map {
                prop_assert_eq!(index.find(id), Some(*number));
                prop_assert_eq!(index.id(*number), Some(id.as_str()));
                prop_assert_eq!(index.place(*number), Some(*at..*at + 1));
            }
            prop_assert_eq!(index.find("c"), None);
            let wanted: Vec<usize> = (0..order.len()).filter(|n| order[*n].contains(&words)).collect();
            prop_assert_eq!(index.with(&words).collect::<Vec<_>>(), wanted);
        }
    }
}
