//! The entities of mentions that people have named.

use foldhash::{HashMap, HashMapExt};

use super::entities::{Entity, NameId};
use crate::model::EntityType;

/// A mention that a person has named.
pub(super) struct Given<'a> {
    pub(super) article: usize,
    /// The place of its own words among the names.
    pub(super) at: NameId,
    pub(super) name: &'a str,
    pub(super) kind: EntityType,
}

/// Counts the mentions that people have named with the entities of these names. Returns those that are new.
pub(super) fn counted(entities: &mut [(Option<NameId>, Entity)], given: &[Given]) -> Vec<Entity> {
    let mut groups: HashMap<(&str, EntityType), Group> = HashMap::new();
    for one in given {
        let group = groups.entry((one.name, one.kind)).or_default();
        group.mentions += 1;
        group.articles.push(one.article);
    }
    // Of several with one name the one with the most mentions; the first of these.
    let mut most: HashMap<(&str, EntityType), (usize, usize)> = HashMap::new();
    for (place, (_, entity)) in entities.iter().enumerate().filter(|_| !groups.is_empty()) {
        let found = most.entry((&entity.name, entity.kind)).or_insert((place, entity.mentions));
        if entity.mentions > found.1 {
            *found = (place, entity.mentions);
        }
    }
    let (mut known, mut new) = (Vec::new(), Vec::new());
    for ((name, kind), group) in groups {
        match most.get(&(name, kind)) {
            Some((place, _)) => known.push((*place, group)),
            None => new.push(group.entity(name.to_owned(), kind)),
        }
    }
    for (place, Group { mentions, mut articles }) in known {
        if let Some((_, entity)) = entities.get_mut(place) {
            entity.mentions += mentions;
            entity.articles.append(&mut articles);
            entity.articles.sort_unstable();
            entity.articles.dedup();
        }
    }
    new.sort_by(|a, b| (&a.name, a.kind).cmp(&(&b.name, b.kind)));
    new
}

/// Mentions of one entity.
#[derive(Default)]
pub(super) struct Group {
    pub(super) mentions: usize,
    pub(super) articles: Vec<usize>,
}

impl Group {
    pub(super) fn entity(mut self, name: String, kind: EntityType) -> Entity {
        self.articles.sort_unstable();
        self.articles.dedup();
        Entity { name, kind, mentions: self.mentions, articles: self.articles }
    }
}
