//! Articles of which somebody has said what is right: units, names, entities, quotes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use abreast::model::{Article, EntityType, Head, Span};
use abreast::nlp::{self, Analysis, Corrections, Entities, speaker};
use abreast::text::CodePoints;
use serde::Deserialize;

use crate::alike::Place;
use crate::{files, mentions, name, read, said, units};

/// What is right in an article. Offsets are code points, half open.
#[derive(Deserialize)]
pub struct Gold {
    pub meta: Meta,
    pub sentences: Vec<Unit>,
    pub entities: Vec<Named>,
    /// What is neither right nor wrong.
    #[serde(default)]
    pub entities_optional: Vec<Unnamed>,
    pub quotes: Vec<Said>,
}

#[derive(Deserialize)]
pub struct Meta {
    pub title: Option<String>,
    pub date: Option<String>,
}

#[derive(Deserialize)]
pub struct Unit {
    pub start: usize,
    pub end: usize,
    pub kind: String,
}

#[derive(Deserialize)]
pub struct Unnamed {
    pub start: usize,
    pub end: usize,
}

#[derive(Deserialize)]
pub struct Named {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub r#type: String,
    /// The one name of its entity.
    pub canonical: String,
}

#[derive(Deserialize)]
pub struct Said {
    pub start: usize,
    pub end: usize,
    pub kind: String,
    pub speaker: Option<String>,
}

/// What the program sees in an article.
pub struct Seen {
    pub title: Option<String>,
    pub date: Option<String>,
    pub sentences: Vec<(Place, &'static str)>,
    /// With the names of their entities.
    pub mentions: Vec<(Place, EntityType, String)>,
    pub quotes: Vec<Quoted>,
}

/// A quote as the program sees it.
pub struct Quoted {
    pub place: Place,
    pub kind: &'static str,
    pub speaker: Option<String>,
}

/// An article of the folder, opened.
struct Opened {
    name: String,
    article: Article,
    head: Head,
    analysis: Analysis,
}

/// Prints the table of a folder of articles.
pub fn print(folder: &Path) -> Result<(), String> {
    let opened: Vec<Opened> = files(folder, ".txt")?
        .iter()
        .map(|path| {
            let article = abreast::corpus::open(path).map_err(|problem| problem.to_string())?;
            let analysis = Analysis::of(&article);
            Ok(Opened { name: name(path), head: analysis.head().clone(), article, analysis })
        })
        .collect::<Result<_, String>>()?;
    let mentions = opened.iter().enumerate().flat_map(|(at, Opened { analysis, .. })| {
        let mentions = analysis.all().flat_map(|chunk| &chunk.mentions);
        mentions.map(move |mention| analysis.named(at, *mention))
    });
    let roles = opened.iter().enumerate().flat_map(|(at, Opened { article, analysis, .. })| {
        let roles = analysis.all().flat_map(|chunk| &chunk.roles);
        roles.map(move |role| (analysis.named(at, role.person), role.words.of(&article.text)))
    });
    let entities = Entities::gather(mentions, |at| opened.get(at)?.head.date.as_deref()).with_roles(roles);
    let mut both = Vec::new();
    for path in files(&folder.join("gold"), ".gold.json")? {
        let gold: Gold =
            serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        let number = name(&path).replace(".gold.json", "");
        let at = opened.iter().position(|opened| opened.name.starts_with(&number));
        let at = at.ok_or_else(|| format!("{}: its article is not there", path.display()))?;
        both.push((gold, seen(&opened[at], at, &entities)));
    }
    let names = surfaces(&both);
    println!("| articles ({} of {}) | figure |\n|---|--:|", both.len(), opened.len());
    units::print(&both);
    mentions::print(&both);
    said::print(&both, &names);
    println!();
    Ok(())
}

fn seen(opened: &Opened, at: usize, entities: &Entities) -> Seen {
    let Opened { article, head, analysis, .. } = opened;
    let text = &*article.text;
    let points = CodePoints::new(article.text.clone());
    let place = |span: Span| points.points(span);
    let chunks = || analysis.all();
    let none = Corrections::default();
    let mentions = chunks().flat_map(|chunk| &chunk.mentions);
    let quotes = chunks().flat_map(|chunk| &chunk.quotes);
    Seen {
        title: head.title_in(text).map(Cow::into_owned),
        date: head.date.clone(),
        sentences: chunks()
            .flat_map(|chunk| &chunk.sentences)
            .map(|sentence| (place(sentence.span), sentence.kind.name()))
            .collect(),
        mentions: mentions
            .map(|mention| {
                let name = nlp::name(text, at, *mention, entities, &none);
                (place(mention.span), mention.kind, name.to_owned())
            })
            .collect(),
        quotes: quotes
            .map(|quote| Quoted {
                place: place(quote.span),
                kind: quote.kind.name(),
                speaker: speaker(text, at, quote, entities, &none),
            })
            .collect(),
    }
}

/// The words that stand for each entity, in all articles.
fn surfaces(both: &[(Gold, Seen)]) -> BTreeMap<String, BTreeSet<String>> {
    let mut surfaces: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entity in both.iter().flat_map(|(gold, _)| &gold.entities) {
        surfaces.entry(entity.canonical.clone()).or_default().insert(entity.text.clone());
    }
    surfaces
}
