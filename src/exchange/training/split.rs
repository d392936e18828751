//! Training, validation and test sets that share no event.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::super::Exported;
use super::choice::What;
use super::near::{Sketch, hash, mix, near};
use crate::model::Problem;

/// A side of a split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is learnt from; all, where nothing is split.
    #[default]
    Train,
    /// What choices are made by.
    Validation,
    /// What is measured on.
    Test,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// The word for it in names of files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

/// How large the parts are to be beside each other: `80/10/10`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares([u32; 3]);

impl Shares {
    /// Parts of one.
    fn of_one(self) -> [f64; 3] {
        let all: f64 = self.0.map(f64::from).iter().sum();
        self.0.map(|share| f64::from(share) / all)
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.map(|share| share.to_string()).join("/"))
    }
}

impl FromStr for Shares {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers: Result<Vec<u32>, _> = text.split('/').map(str::parse).collect();
        match numbers.as_deref() {
            Ok(&[train, validation, test]) if train > 0 && (validation > 0 || test > 0) => {
                Ok(Self([train, validation, test]))
            }
            _ => Err("three whole numbers are needed: train/validation/test, as in 80/10/10"),
        }
    }
}

/// What of an article decides on which side it comes to stand.
#[derive(Debug, Default)]
pub struct Trait {
    name: String,
    bundle: Option<String>,
    labels: Counts,
    sketch: Option<Sketch>,
}

impl Trait {
    /// Of an article of which this is asked for.
    pub fn of(article: &Exported, what: Option<What>) -> Self {
        let mut labels = Counts::new();
        labels_of(article, what).for_each(|label| *labels.entry(label).or_default() += 1);
        let Exported { name, bundle, .. } = article.clone();
        Self { name, bundle, labels, sketch: Sketch::of(article.text()) }
    }
}

/// The side of each article. Articles of one folder, articles that are linked and articles that are nearly one
/// text stay together. Of these groups the large ones are put first, and each where its labels and articles are
/// missing most, by the shares that were asked for.
///
/// # Errors
/// There are fewer groups than parts.
pub fn split(
    articles: &[Trait],
    linked: Vec<(usize, usize)>,
    shares: Shares,
    seed: u64,
) -> Result<Vec<Part>, Problem> {
    let mut sides = vec![Part::default(); articles.len()];
    let is_linked = !linked.is_empty();
    let groups = groups(articles, linked).into_iter();
    let mut groups: Vec<Group> = groups.map(|members| Group::new(articles, members, seed)).collect();
    let wanted = Part::ALL.iter().zip(shares.of_one()).filter(|(_, share)| *share > 0.0);
    if groups.len() < wanted.clone().count() {
        let reason = format!("the articles are {} only, which stays together", bundles(groups.len()));
        if is_linked && self::groups(articles, Vec::new()).len() >= wanted.count() {
            return Err(Problem::new(format!("{reason}, as tags of different articles are linked"))
                .hint("leave --split out, or take fewer articles"));
        }
        return Err(Problem::new(reason)
            .hint("give each event a folder of its own to split by, or its articles in JSON a field event, or leave --split out"));
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.size().checked_ilog2()), group.order));
    let mut all: Counts = BTreeMap::new();
    groups.iter().for_each(|group| add(&mut all, &group.counts));
    let mut parts: Vec<(Part, f64, Counts)> =
        wanted.map(|(part, share)| (*part, share, Counts::new())).collect();
    let all_groups = groups.len();
    for (number, group) in groups.into_iter().enumerate() {
        // The last groups go where there is nothing yet.
        let must = all_groups - number <= parts.iter().filter(|(.., there)| there.is_empty()).count();
        let open = parts.iter_mut().filter(|(.., there)| !must || there.is_empty());
        let cost = |(_, share, there): &&mut (Part, f64, Counts)| cost(*share, there, &group.counts, &all);
        let Some((part, _, there)) = open.min_by(|a, b| cost(a).total_cmp(&cost(b))) else { continue };
        add(there, &group.counts);
        for article in group.members {
            if let Some(side) = sides.get_mut(article) {
                *side = *part;
            }
        }
    }
    Ok(sides)
}

fn bundles(count: usize) -> String {
    if count == 1 { "one bundle".to_owned() } else { format!("{count} bundles") }
}

/// How many of each label; of articles, under no label.
type Counts = BTreeMap<String, usize>;

fn add(counts: &mut Counts, more: &Counts) {
    for (label, count) in more {
        *counts.entry(label.clone()).or_default() += count;
    }
}

/// How much farther from its share of each label a part is with a group than without: the change of
/// chi square, in shares of the label.
fn cost(share: f64, there: &Counts, more: &Counts, all: &Counts) -> f64 {
    let term = |(label, count): (&String, &usize)| {
        let all = all.get(label).copied().unwrap_or(1) as f64;
        let (there, more) = (there.get(label).copied().unwrap_or_default() as f64 / all, *count as f64 / all);
        more * (2.0 * (there - share) + more) / share
    };
    more.iter().map(term).sum()
}

/// Articles that stay together.
struct Group {
    members: Vec<usize>,
    counts: Counts,
    /// Where it stands among others of its size.
    order: u64,
}

impl Group {
    fn new(articles: &[Trait], members: Vec<usize>, seed: u64) -> Self {
        let of = || members.iter().filter_map(|member| articles.get(*member));
        let mut counts = Counts::from([(String::new(), members.len())]);
        of().for_each(|article| add(&mut counts, &article.labels));
        let name = of().next().map_or("", |article| &article.name);
        let order = mix(mix(seed) ^ hash(name));
        Self { members, counts, order }
    }

    fn size(&self) -> usize {
        self.counts.values().sum()
    }
}

/// What the rows of an article are labelled with.
fn labels_of(article: &Exported, what: Option<What>) -> Box<dyn Iterator<Item = String> + '_> {
    match what {
        Some(What::Entities) => {
            Box::new(article.mentions.iter().map(|mention| mention.kind.name().to_owned()))
        }
        _ => Box::new(article.tags().map(|(_, tag)| tag.label.to_string())),
    }
}

/// The articles that stay together, each with its index.
fn groups(articles: &[Trait], linked: Vec<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut leads: Vec<usize> = (0..articles.len()).collect();
    let mut folders = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        if let Some(folder) = &article.bundle {
            join(&mut leads, *folders.entry(folder).or_insert(number), number);
        }
    }
    for (a, b) in linked.into_iter().chain(near(articles.iter().map(|article| article.sketch.as_ref()))) {
        join(&mut leads, a, b);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for article in 0..articles.len() {
        groups.entry(lead(&mut leads, article)).or_default().push(article);
    }
    groups.into_values().collect()
}

/// The first of those that an article stays together with, by the forest of a disjoint set.
fn lead(leads: &mut [usize], mut article: usize) -> usize {
    while let Some(&up) = leads.get(article).filter(|up| **up != article) {
        let above = leads.get(up).copied().unwrap_or(up);
        if let Some(place) = leads.get_mut(article) {
            *place = above;
        }
        article = up;
    }
    article
}

fn join(leads: &mut [usize], a: usize, b: usize) {
    let (a, b) = (lead(leads, a), lead(leads, b));
    if let Some(place) = leads.get_mut(a.max(b)) {
        *place = a.min(b);
    }
}
