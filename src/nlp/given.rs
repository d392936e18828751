//! The entities of mentions that people have named.

use foldhash::{HashMap, HashMapExt, HashSet};

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

/// A name that people have given, and its type.
pub(super) type Called = (String, EntityType);

/// Counts the mentions that people have named with the entities of these names, else with those that have such a name
/// too: an entity may have got a fuller one since. `meant` gives the place of a name and of the name that most mentions
/// with its words stand for. Words that are called as they stand have been split off, and are an entity of their own.
/// Returns the entities that are new, and the names that are not those of their entities, with the places of these.
pub(super) fn counted(
    entities: &mut [(Option<NameId>, Entity)],
    given: &[Given],
    meant: impl Fn(&str, EntityType) -> Option<(NameId, NameId)>,
) -> (Vec<Entity>, Vec<(Called, NameId)>) {
    let mut groups: HashMap<(&str, EntityType), Group> = HashMap::new();
    for one in given {
        let group = groups.entry((one.name, one.kind)).or_default();
        group.mentions += 1;
        group.articles.push(one.article);
        group.words.insert(one.at);
    }
    // Of several with one name the one with the most mentions; the first of these.
    let mut most: HashMap<(&str, EntityType), (usize, usize)> = HashMap::new();
    for (place, (_, entity)) in entities.iter().enumerate().filter(|_| !groups.is_empty()) {
        let found = most.entry((&entity.name, entity.kind)).or_insert((place, entity.mentions));
        if entity.mentions > found.1 {
            *found = (place, entity.mentions);
        }
    }
    let places: HashMap<NameId, usize> = entities
        .iter()
        .enumerate()
        .filter(|_| !groups.is_empty())
        .filter_map(|(place, (at, _))| Some(((*at)?, place)))
        .collect();
    let (mut known, mut new, mut also) = (Vec::new(), Vec::new(), Vec::new());
    for ((name, kind), group) in groups {
        let other = || {
            let (_, at) = meant(name, kind).filter(|(own, _)| !group.words.contains(own))?;
            Some((at, *places.get(&at)?))
        };
        if let Some((place, _)) = most.get(&(name, kind)) {
            known.push((*place, group));
        } else if let Some((at, place)) = other() {
            also.push(((name.to_owned(), kind), at));
            known.push((place, group));
        } else {
            new.push(group.entity(name.to_owned(), kind));
        }
    }
    for (place, Group { mentions, mut articles, .. }) in known {
        if let Some((_, entity)) = entities.get_mut(place) {
            entity.mentions += mentions;
            entity.articles.append(&mut articles);
            entity.articles.sort_unstable();
            entity.articles.dedup();
        }
    }
    new.sort_by(|a, b| (&a.name, a.kind).cmp(&(&b.name, b.kind)));
    (new, also)
}

/// Mentions of one entity.
#[derive(Default)]
pub(super) struct Group {
    pub(super) mentions: usize,
    pub(super) articles: Vec<usize>,
    /// The places of the words of those that people have named.
    words: HashSet<NameId>,
}

impl Group {
    pub(super) fn entity(mut self, name: String, kind: EntityType) -> Entity {
        self.articles.sort_unstable();
        self.articles.dedup();
        Entity { name, kind, mentions: self.mentions, articles: self.articles }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::EntityType::{Loc, Per};
    use crate::nlp::{Entities, Named};

    #[test]
    fn what_a_person_has_named_is_the_entity_of_that_name_and_changes_no_other() {
        let said = |article, surface, name| Named { name, ..Named::from((article, surface, Per)) };
        let mentions = [
            said(0, "Ada Alder", None),
            said(0, "Alder", None),
            said(0, "Alder", Some("Bo Alder")),
            said(1, "Bo Alder", None),
            said(1, "the Iron Mayor", Some("Ada Alder")),
            said(1, "Alder", Some("Alder")),
        ];
        let all = Entities::gather(mentions.into_iter(), |_| None);
        let names: Vec<&str> = mentions.iter().map(|one| &*all.get(all.of(*one).unwrap()).name).collect();
        assert_eq!(names, ["Ada Alder", "Ada Alder", "Bo Alder", "Bo Alder", "Ada Alder", "Alder"]);
        let counts: Vec<_> = all.iter().map(|(_, e)| (&*e.name, e.mentions, &*e.articles)).collect();
        assert_eq!(counts, [("Ada Alder", 3, &[0, 1][..]), ("Bo Alder", 2, &[0, 1]), ("Alder", 1, &[1])]);
        assert_eq!(all.named("Alder", Loc), None);
    }
}
