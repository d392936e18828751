//! The entities of a corpus: all the mentions of one thing in the world, in all articles, and the one
//! name of each.

use foldhash::{HashMap, HashMapExt};
use jiff::civil::Date;

use super::full_names::FullNames;
use super::given::{Given, Group, counted};
use super::namesakes::same;
use super::quotes::Offices;
use super::spelling::{ALIASES, Key, bare, key};
use crate::model::EntityType::{self, Per};

/// An entity of one [`Entities`]; meaningless to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(u32);

/// One thing in the world, as a corpus names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The fullest of its usual names; the ISO form of a day.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityType,
    /// How often it is mentioned in all articles.
    pub mentions: usize,
    /// The articles that mention it, in order.
    pub articles: Vec<usize>,
}

/// A mention of a corpus by its words.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The article that it stands in.
    pub article: usize,
    /// The words that stand there.
    pub surface: &'a str,
    /// What kind of thing it names.
    pub kind: EntityType,
    /// What the entity is called, if a person has said so.
    pub name: Option<&'a str>,
}

/// A mention of which nobody has said what it names: article, surface and kind.
impl<'a> From<(usize, &'a str, EntityType)> for Named<'a> {
    fn from((article, surface, kind): (usize, &'a str, EntityType)) -> Self {
        Self { article, surface, kind, name: None }
    }
}

/// The entities of a corpus.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// In order of most mentions.
    all: Vec<Entity>,
    /// The places in `all`, sorted by name and kind.
    by_name: Vec<u32>,
    /// Those that people have named by another of their names.
    also: HashMap<(String, EntityType), EntityId>,
    /// What a name means wherever an article does not say otherwise.
    everywhere: HashMap<Key, (NameId, Option<EntityId>)>,
    /// What a name means in an article that says otherwise.
    local: HashMap<(usize, NameId), EntityId>,
    /// The days of the articles that have one.
    published: HashMap<usize, Date>,
    /// Who holds which office.
    pub(super) offices: Offices,
}

/// The place of a name among those that were gathered.
pub(super) type NameId = usize;

/// One name of the corpus.
pub(super) struct Name<'a> {
    pub(super) key: Key,
    /// Its spellings and how often each occurs.
    surfaces: HashMap<&'a str, usize>,
    /// How often each article has it, in order of articles.
    pub(super) articles: Vec<(usize, usize)>,
}

impl Entities {
    /// The entities that `mentions`, grouped by article or not, refer to. One that a person has named refers to the
    /// entity of that name and kind, whatever its words; what that says of other mentions is nothing. `published` gives the day of an article, `2025-08-19`, if it is known; weekdays are resolved by it.
    pub fn gather<'a, 'd>(
        mentions: impl Iterator<Item = impl Into<Named<'a>>>,
        published: impl Fn(usize) -> Option<&'d str>,
    ) -> Self {
        let mut found = Self::default();
        let mut names: Vec<Name> = Vec::new();
        let mut by_key: HashMap<Key, usize> = HashMap::new();
        let mut by_surface: HashMap<(EntityType, &str, Option<Date>), usize> = HashMap::new();
        let mut asked: HashMap<usize, Option<Date>> = HashMap::new();
        let mut given = Vec::new();
        for mention in mentions {
            let Named { article, surface, kind, name: said } = mention.into();
            let day = *asked.entry(article).or_insert_with(|| published(article)?.parse().ok());
            let day = day.filter(|_| kind == EntityType::Date);
            let at = *by_surface.entry((kind, surface, day)).or_insert_with(|| {
                let key = key(surface, kind, day);
                *by_key.entry(key.clone()).or_insert_with(|| {
                    names.push(Name { key, surfaces: HashMap::new(), articles: Vec::new() });
                    names.len() - 1
                })
            });
            given.extend(said.map(|said| Given { article, at, name: said, kind }));
            let Some(name) = names.get_mut(at) else { continue };
            *name.surfaces.entry(surface).or_default() += 1;
            match name.articles.last_mut() {
                Some((last, count)) if *last == article => *count += 1,
                _ => name.articles.push((article, 1)),
            }
        }
        found.published = asked.into_iter().filter_map(|(article, day)| Some((article, day?))).collect();
        let same = same(&names);
        for one in &mut given {
            one.at = same.get(one.at).copied().unwrap_or(one.at);
        }
        join(&mut names, &same);
        found.resolve(names, &same, &given);
        found
    }

    /// Decides which names are one entity, and names it. `same` are those that they were joined with.
    fn resolve(&mut self, names: Vec<Name>, same: &[NameId], given: &[Given]) {
        let index = FullNames::new(&names);
        let mut taken: HashMap<(usize, usize), usize> = HashMap::new();
        for one in given {
            *taken.entry((one.at, one.article)).or_default() += 1;
        }
        // Where each name goes: by article, and elsewhere.
        let mut groups: Vec<Group> = names.iter().map(|_| Group::default()).collect();
        let mut everywhere = Vec::with_capacity(names.len());
        let mut local = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let usual = index.everywhere(at);
            everywhere.push(usual);
            for &(article, count) in &name.articles {
                let target = index.inside.get(&(at, article)).copied().unwrap_or(usual);
                if target != usual {
                    local.push(((article, at), target));
                }
                let count = count - taken.get(&(at, article)).copied().unwrap_or_default();
                if let Some(group) = groups.get_mut(target).filter(|_| count > 0) {
                    group.mentions += count;
                    group.articles.push(article);
                }
            }
        }
        let mut found: Vec<(usize, Group)> = groups.into_iter().enumerate().collect();
        found.retain(|(_, group)| group.mentions > 0);
        let mut entities: Vec<(Option<usize>, Entity)> = found
            .into_iter()
            .filter_map(|(at, group)| {
                let name = names.get(at)?;
                Some((Some(at), group.entity(display(name), name.key.0)))
            })
            .collect();
        let places: HashMap<&Key, NameId> = names
            .iter()
            .enumerate()
            .filter(|_| !given.is_empty())
            .map(|(at, name)| (&name.key, at))
            .collect();
        // Where a name that people have given stands among the names, and where most mentions of these words go.
        let meant = |said: &str, kind: EntityType| {
            let at = *places.get(&key(said, kind, None))?;
            let name = names.get(at).filter(|name| name.surfaces.keys().any(|words| shown(words) == said))?;
            let mut counts: HashMap<NameId, usize> = HashMap::new();
            for &(article, count) in &name.articles {
                let target = index.inside.get(&(at, article)).or(everywhere.get(at)).copied();
                *counts.entry(target.unwrap_or(at)).or_default() += count;
            }
            let most = counts.into_iter().max_by_key(|(target, count)| (*count, std::cmp::Reverse(*target)));
            most.map(|(target, _)| (at, target))
        };
        let (new, also) = counted(&mut entities, given, meant);
        entities.extend(new.into_iter().map(|entity| (None, entity)));
        entities.sort_by_key(|(_, entity)| std::cmp::Reverse(entity.mentions));
        let ids: HashMap<usize, EntityId> = entities
            .iter()
            .enumerate()
            .filter_map(|(id, (at, _))| Some(((*at)?, EntityId(id as u32))))
            .collect();
        let also = also.into_iter().filter_map(|(name, at)| Some((name, *ids.get(&at)?)));
        self.also = also.collect();
        self.all = entities.into_iter().map(|(_, entity)| entity).collect();
        for (name, &at) in names.into_iter().zip(same) {
            let target = everywhere.get(at).and_then(|target| ids.get(target));
            self.everywhere.insert(name.key, (at, target.copied()));
        }
        self.local =
            local.into_iter().filter_map(|(place, target)| Some((place, *ids.get(&target)?))).collect();
        self.by_name = (0..self.all.len() as u32).collect();
        let Self { all, by_name, .. } = self;
        by_name.sort_by_key(|&at| all.get(at as usize).map(|entity| (&*entity.name, entity.kind)));
    }

    /// What a mention refers to; nothing if no such mention was gathered.
    pub fn of(&self, mention: Named) -> Option<EntityId> {
        match mention.name {
            Some(name) => self.named(name, mention.kind),
            None => self.id(mention.article, mention.surface, mention.kind),
        }
    }

    /// The entity of this name and kind, of several the one with the most mentions; else the one that people have
    /// given this name to, which is another of its own.
    pub fn named(&self, name: &str, kind: EntityType) -> Option<EntityId> {
        let key = |at: &u32| self.all.get(*at as usize).map(|entity| (&*entity.name, entity.kind));
        let at = self.by_name.get(self.by_name.partition_point(|at| key(at) < Some((name, kind))));
        let called = at.filter(|at| key(at) == Some((name, kind))).map(|at| EntityId(*at));
        called.or_else(|| self.also.get(&(name.to_owned(), kind)).copied())
    }

    /// What `surface` refers to in `article`; nothing if no such mention was gathered.
    pub fn id(&self, article: usize, surface: &str, kind: EntityType) -> Option<EntityId> {
        let day = self.published.get(&article).copied().filter(|_| kind == EntityType::Date);
        let (name, usual) = self.everywhere.get(&key(surface, kind, day))?;
        self.local.get(&(article, *name)).copied().or(*usual)
    }

    /// The entity of an id of this corpus.
    ///
    /// An id of another corpus gives another entity, or one without a name.
    pub fn get(&self, id: EntityId) -> &Entity {
        static NONE: Entity = Entity { name: String::new(), kind: Per, mentions: 0, articles: Vec::new() };
        self.all.get(id.0 as usize).unwrap_or(&NONE)
    }

    /// All entities, those with the most mentions first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (EntityId, &Entity)> {
        self.all.iter().enumerate().map(|(at, entity)| (EntityId(at as u32), entity))
    }
}

/// Gives what was gathered of names to those that they are the `same` as.
fn join(names: &mut [Name], same: &[NameId]) {
    for (at, &full) in same.iter().enumerate().filter(|(at, full)| at != *full) {
        let Some(name) = names.get_mut(at) else { continue };
        let (surfaces, articles) = (std::mem::take(&mut name.surfaces), std::mem::take(&mut name.articles));
        let Some(full) = names.get_mut(full) else { continue };
        surfaces.into_iter().for_each(|(surface, count)| *full.surfaces.entry(surface).or_default() += count);
        full.articles.extend(articles);
    }
    for name in names {
        name.articles.sort_unstable();
        name.articles.dedup_by(|(next, more), (article, count)| {
            let again = next == article;
            *count += if again { *more } else { 0 };
            again
        });
    }
}

/// The name that people see: of a person's and other names the most frequent spelling; of equally
/// frequent ones the longest.
fn display(name: &Name) -> String {
    let (kind, key) = &name.key;
    // A day that is not resolved is called as the text does.
    if *kind == EntityType::Date && key.starts_with(|c: char| c.is_ascii_digit()) {
        return key.clone();
    }
    if let Some((_, full)) = ALIASES.iter().find(|(_, full)| full.eq_ignore_ascii_case(key)) {
        return (*full).to_owned();
    }
    let best = name
        .surfaces
        .iter()
        .max_by_key(|(surface, count)| (*count, surface.len(), std::cmp::Reverse(*surface)));
    best.map(|(surface, _)| shown(surface)).unwrap_or_default()
}

/// The words of a name in one line, without an article and the sign of a genitive.
fn shown(surface: &str) -> String {
    bare(&surface.split_whitespace().collect::<Vec<_>>().join(" ")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityType::{Loc, Misc, Org};

    fn gather(mentions: &[(usize, &'static str, EntityType)]) -> Entities {
        Entities::gather(mentions.iter().copied(), |article| (article < 2).then_some("2031-03-05"))
    }

    fn name(entities: &Entities, article: usize, surface: &str, kind: EntityType) -> String {
        entities.get(entities.id(article, surface, kind).unwrap()).name.clone()
    }

    #[test]
    fn surnames_follow_the_full_name_of_their_article_then_of_the_corpus() {
        let all = gather(&[
            (0, "Ada Alder", Per),
            (0, "Alder", Per),
            (0, "Alder's", Per),
            (1, "Bo Alder", Per),
            (1, "Alder", Per),
            (2, "Alder", Per),
            (2, "Ivy Birch", Per),
            (3, "Birch", Per),
        ]);
        assert_eq!(name(&all, 0, "Alder", Per), "Ada Alder");
        assert_eq!(name(&all, 0, "Alder's", Per), "Ada Alder");
        assert_eq!(name(&all, 1, "Alder", Per), "Bo Alder");
        assert_eq!(name(&all, 2, "Alder", Per), "Alder");
        assert_eq!(name(&all, 3, "Birch", Per), "Ivy Birch");
        assert_eq!(
            all.iter().next().map(|(_, entity)| (entity.mentions, entity.articles.clone())),
            Some((3, vec![0]))
        );
    }

    #[test]
    fn people_whose_suffixes_or_middle_names_differ_are_kept_apart() {
        let all = gather(&[
            (0, "Ada Alder", Per),
            (0, "Ada Q. Alder", Per),
            (0, "Alder", Per),
            (1, "Ada Alder Jr.", Per),
            (1, "Ada Alder Jr.", Per),
            (1, "Ada Alder Jr.", Per),
            (1, "Alder Jr.", Per),
            (1, "Alder", Per),
        ]);
        assert_eq!(all.iter().len(), 2);
        assert_eq!(name(&all, 1, "Ada Alder", Per), name(&all, 1, "Alder", Per));
        assert_eq!(name(&all, 1, "Ada Alder", Per), name(&all, 0, "Ada Q. Alder", Per));
        assert_eq!(name(&all, 1, "Alder Jr.", Per), "Ada Alder Jr.");
        for [one, other] in [
            ["Bo W. Birch", "Bo H.W. Birch"],
            ["Bo A. Birch", "Bo B. Birch"],
            ["Bo Ash Birch", "Bo Elm Birch"],
            ["Bo II", "Bo III"],
        ] {
            let all = gather(&[(0, one, Per), (1, other, Per), (2, "Bo Birch", Per)]);
            assert_eq!(name(&all, 0, one, Per), bare(one));
            assert_eq!(name(&all, 1, other, Per), bare(other));
            assert_eq!(name(&all, 2, "Bo Birch", Per), "Bo Birch");
        }
        for [one, other] in [["Bo H. W. Birch", "Bo H.W. Birch"], ["Bo Ash Birch", "Bo A. Birch"]] {
            assert_eq!(gather(&[(0, one, Per), (1, other, Per), (2, "Bo Birch", Per)]).iter().len(), 1);
        }
    }

    #[test]
    fn a_lone_surname_may_have_its_particles() {
        let all = gather(&[(0, "Bo von der Alder", Per), (0, "Von der Alder", Per), (0, "Alder", Per)]);
        assert_eq!(all.iter().len(), 1);
    }

    #[test]
    fn spellings_of_one_name_are_one_entity() {
        let spellings = ["Borys Dubensky", "Borys Dubenskyy", "Borys Dubenskiy", "Boris Dubenskii"];
        let all = gather(&[
            (0, spellings[0], Per),
            (0, spellings[1], Per),
            (1, spellings[2], Per),
            (1, "Dubenskij", Per),
        ]);
        assert_eq!(all.iter().len(), 1);
        let all = gather(&[
            (0, "NATO", Org),
            (0, "North Atlantic Treaty Organization", Org),
            (1, "the U.S.", Loc),
            (1, "America", Loc),
        ]);
        assert_eq!(all.iter().len(), 2);
        assert_eq!(name(&all, 1, "US", Loc), "United States");
        let all = gather(&[(0, "The Harbour Post", Org), (1, "Harbour Post", Org), (1, "Danish", Misc)]);
        assert_eq!(all.iter().len(), 2);
    }

    #[test]
    fn days_are_one_however_they_are_said() {
        let all = gather(&[
            (0, "Monday", EntityType::Date),
            (1, "3 March 2031", EntityType::Date),
            (2, "Monday", EntityType::Date),
        ]);
        assert_eq!(all.iter().len(), 2);
        assert_eq!(name(&all, 0, "Monday", EntityType::Date), "2031-03-03");
        assert_eq!(name(&all, 2, "Monday", EntityType::Date), "Monday");
    }

    #[test]
    fn nothing_is_known_of_what_was_not_gathered() {
        let all = gather(&[(0, "Ada Alder", Per)]);
        assert_eq!(all.id(0, "Bo Birch", Per), None);
        assert_eq!(all.id(0, "Ada Alder", Loc), None);
    }
}
