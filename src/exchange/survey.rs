//! What must be known of all articles of an export before the first of them is written.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::article::{Exported, Link, last};
use super::outgoing::{Articles, Stage};
use super::training::{Choice, Part, Trait, split};
use crate::model::{AnnotatorId, EntityType, LabelName, Mention, Problem, Value};
use crate::nlp::{Entities, Named, name};

/// What is known of all articles. It grows with the words that occur and with the links between articles, and not with
/// the tags.
#[derive(Default)]
pub struct Survey {
    /// The labels of tags.
    pub labels: BTreeSet<LabelName>,
    /// The words for relations.
    pub relations: BTreeSet<String>,
    /// The attributes that are set, and whether any has an entity with a place.
    pub attributes: BTreeMap<String, bool>,
    /// Who has tagged anything.
    pub annotators: BTreeSet<AnnotatorId>,
    /// Whose annotations lie beside the articles, and the labels of these, asked for or not.
    pub there: (BTreeSet<AnnotatorId>, BTreeSet<LabelName>),
    /// How many articles there are.
    pub articles: usize,
    /// How many tags they have.
    pub tags: usize,
    /// How many tags are left out, since a reviewer has rejected them.
    pub rejected: usize,
    /// How many articles of one folder follow each other at the most.
    pub largest_bundle: usize,
    /// Where links to other articles lead, as far as that is exported.
    ends: HashMap<Way, Found>,
    /// The numbers of articles by their names, and the entities that are named in them; empty: nobody asks for them.
    numbers: HashMap<String, usize>,
    entities: Entities,
    /// The side of each article; empty: nothing is split.
    parts: Vec<Part>,
}

/// What a link to another article says of where it leads, and from which article.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Way {
    from: String,
    file: String,
    annotator: String,
    id: String,
}

impl Way {
    /// That of a link; none if it stays in its article.
    fn of(article: &Exported, who: &AnnotatorId, link: &Link) -> Option<Self> {
        let file =
            link.to_file.clone().filter(|file| *file != article.name && file != last(&article.name))?;
        let annotator = link.to_annotator.clone().unwrap_or_else(|| who.to_string());
        Some(Self { from: article.name.clone(), file, annotator, id: link.to.clone() })
    }
}

/// A tag of another article.
struct Found {
    article: usize,
    doc: String,
    words: String,
}

/// The annotation that a link leads to.
pub struct End<'a> {
    /// The name of its article.
    pub doc: &'a str,
    /// Its words.
    pub words: Cow<'a, str>,
}

/// The names in an article.
struct Names {
    /// The day of publication.
    day: Option<String>,
    /// The words, the type, and what somebody has called it.
    all: Vec<(String, EntityType, Option<String>)>,
}

impl Names {
    fn of(article: &Exported) -> Self {
        let of = |mention: &Mention| {
            let called = article.corrections.name_of(*mention).map(str::to_owned);
            (mention.span.of(article.text()).to_owned(), mention.kind, called)
        };
        Self { day: article.date.clone(), all: article.mentions.iter().map(of).collect() }
    }

    fn mentions<'a>(&'a self, article: usize) -> impl Iterator<Item = Named<'a>> {
        let named = move |(surface, kind, name): &'a (String, EntityType, Option<String>)| Named {
            article,
            surface,
            kind: *kind,
            name: name.as_deref(),
        };
        self.all.iter().map(named)
    }
}

impl Survey {
    /// Goes through all articles.
    ///
    /// # Errors
    /// They cannot be split.
    pub fn of(articles: &dyn Articles, choice: &Choice) -> Result<Self, Problem> {
        let mut survey = Self::default();
        let (mut ways, mut traits, mut named) = (BTreeSet::new(), Vec::new(), Vec::new());
        let seen = choice.assume_read || choice.sees_names();
        let mut run = (None, 0);
        for index in 0..articles.count() {
            let article = articles.get(index, seen);
            articles.progress(Stage::Reading, index + 1);
            let Some(article) = article else {
                traits.extend(choice.split.map(|_| Trait::default()));
                continue;
            };
            let mut article = article.into_owned();
            for (who, all) in &article.annotations {
                survey.there.0.insert(who.clone());
                survey.there.1.extend(all.iter().map(|tag| tag.label.clone()));
            }
            choice.choose(&mut article);
            run = if article.bundle.is_some() && article.bundle == run.0 {
                (run.0, run.1 + 1)
            } else {
                (article.bundle.clone(), 1)
            };
            survey.largest_bundle = survey.largest_bundle.max(run.1);
            survey.add(&article, &mut ways);
            if choice.sees_names() {
                survey.numbers.insert(article.name.clone(), index);
                named.push((index, Names::of(&article)));
            }
            traits.extend(choice.split.map(|_| Trait::of(&article, choice.what)));
        }
        survey.follow(articles, choice, ways);
        let days: HashMap<usize, &str> =
            named.iter().filter_map(|(index, names)| Some((*index, names.day.as_deref()?))).collect();
        let mentions = named.iter().flat_map(|(article, names)| names.mentions(*article));
        survey.entities = Entities::gather(mentions, |article| days.get(&article).copied());
        if let Some((shares, seed)) = choice.split {
            let numbers: HashMap<String, usize> =
                (0..articles.count()).map(|index| (articles.name(index), index)).collect();
            let linked =
                survey.ends.iter().filter_map(|(way, end)| Some((*numbers.get(&way.from)?, end.article)));
            survey.parts = split(&traits, linked.collect(), shares, seed)?;
        }
        Ok(survey)
    }

    fn add(&mut self, article: &Exported, ways: &mut BTreeSet<Way>) {
        self.articles += 1;
        self.rejected += article.left_out.len();
        for (annotator, tag) in article.tags() {
            self.tags += 1;
            if !self.labels.contains(&tag.label) {
                self.labels.insert(tag.label.clone());
            }
            if !self.annotators.contains(annotator) {
                self.annotators.insert(annotator.clone());
            }
            for (name, value) in &tag.attributes {
                let entity = matches!(value, Value::Entity { .. });
                match self.attributes.get_mut(name) {
                    Some(known) => *known |= entity,
                    None => drop(self.attributes.insert(name.clone(), entity)),
                }
            }
        }
        for (who, link) in article.links() {
            ways.extend(Way::of(article, who, &link));
            self.relations.insert(link.relation);
        }
    }

    /// Finds where links to other articles lead: each of these is read once more.
    fn follow(&mut self, articles: &dyn Articles, choice: &Choice, ways: BTreeSet<Way>) {
        if ways.is_empty() {
            return;
        }
        let (mut by_name, mut by_file) = (HashMap::new(), HashMap::new());
        for index in 0..articles.count() {
            let name = articles.name(index);
            by_file.entry(last(&name).to_owned()).or_insert(index);
            by_name.entry(name).or_insert(index);
        }
        let mut wanted: BTreeMap<usize, Vec<Way>> = BTreeMap::new();
        for way in ways {
            // What is named by its file alone is first looked for in the same folder.
            let folder = way.from.strip_suffix(last(&way.from)).unwrap_or_default();
            let index = by_name.get(&format!("{folder}{}", way.file)).or_else(|| by_name.get(&way.file));
            if let Some(index) = index.or_else(|| by_file.get(&way.file)) {
                wanted.entry(*index).or_default().push(way);
            }
        }
        for (index, ways) in wanted {
            let Some(article) = articles.get(index, choice.assume_read) else { continue };
            let mut article = article.into_owned();
            choice.choose(&mut article);
            let tags: HashMap<(&str, &str), _> =
                article.tags().map(|(who, tag)| ((who.as_str(), tag.id.as_str()), tag.span)).collect();
            for way in ways {
                if let Some(span) = tags.get(&(way.annotator.as_str(), way.id.as_str())) {
                    let words = span.of(article.text()).to_owned();
                    self.ends.insert(way, Found { article: index, doc: article.name.clone(), words });
                }
            }
        }
    }

    /// What a mention in an article is called: as a person has said, else by its entity in all articles.
    pub fn name_of<'a>(&'a self, article: &'a Exported, mention: Mention) -> &'a str {
        let number = self.numbers.get(&article.name).copied().unwrap_or_default();
        name(article.text(), number, mention, &self.entities, &article.corrections)
    }

    /// On which side of the split an article stands.
    pub fn part(&self, index: usize) -> Part {
        self.parts.get(index).copied().unwrap_or_default()
    }

    /// The annotation that a link leads to, if it is exported.
    pub fn target<'a>(&'a self, article: &'a Exported, who: &AnnotatorId, link: &Link) -> Option<End<'a>> {
        if let Some(way) = Way::of(article, who, link) {
            let Found { doc, words, .. } = self.ends.get(&way)?;
            return Some(End { doc, words: Cow::Borrowed(words) });
        }
        let whose = link.to_annotator.as_deref().unwrap_or(who.as_str());
        let tag = super::outgoing::tag_of(article, whose, &link.to)?;
        Some(End { doc: &article.name, words: Cow::Borrowed(tag.span.of(article.text())) })
    }
}
