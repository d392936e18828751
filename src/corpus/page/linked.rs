//! The data about a page in JSON-LD 1.1, in the words of schema.org.
//!
//! What sites write is looser than the standard: without `@context`, one node, a list or a `@graph`, a text where a node
//! should stand, nodes named by `@id` in another script, and scripts that are no JSON. Each of these is understood, or
//! passed over by itself.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::stated::{Slot, usable};
use super::words::words;

/// The types of articles (<https://schema.org/Article> and those below it that newsrooms use).
pub(super) const ARTICLES: &[&str] = &[
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "Report",
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "ScholarlyArticle",
    "TechArticle",
];
/// The type of any page.
pub(super) const PAGES: &[&str] = &["WebPage"];
/// The type of what pages belong to, whose own name is the outlet.
pub(super) const SITES: &[&str] = &["WebSite"];

/// The properties of each slot, the best first.
const PROPERTIES: [(Slot, &[&str]); 5] = [
    (Slot::Title, &["headline"]),
    (Slot::Date, &["datePublished", "dateCreated"]),
    (Slot::Outlet, &["publisher", "sourceOrganization"]),
    (Slot::Author, &["author", "creator"]),
    (Slot::Address, &["url"]),
];

/// The most authors that are named.
const AUTHORS: usize = 100;

/// The nodes of all scripts of a page, in order.
#[derive(Debug, Default)]
pub(super) struct Linked(Vec<Map<String, Json>>);

impl Linked {
    /// Reads these scripts. One that is no JSON, or nested deeper than the 128 levels that the library reads, is left
    /// out.
    pub(super) fn read(scripts: &[String]) -> Self {
        let mut nodes = Vec::new();
        for script in scripts {
            // Line breaks within texts are frequent, and wrong; between texts they mean nothing.
            let script = script.replace(char::is_control, " ");
            let script = script.trim_matches(|c: char| c.is_whitespace() || c == ';');
            if let Ok(value) = serde_json::from_str(script) {
                gather(value, &mut nodes);
            }
        }
        Self(nodes)
    }

    /// What the first node of one of these types says that says it.
    pub(super) fn say(&self, types: &[&str], slot: Slot) -> Option<String> {
        let (_, properties) = PROPERTIES.iter().find(|(of, _)| *of == slot)?;
        self.first(types, properties, slot)
    }

    /// The whole text of the article, with a blank line between paragraphs: that of the first article that gives one, or
    /// of the entries of a live report.
    pub(super) fn body(&self) -> Option<String> {
        let text = |node: &Map<String, Json>| node.get("articleBody").and_then(Json::as_str).map(plain);
        let entries = |node: &Map<String, Json>| {
            let entries = node.get("liveBlogUpdate")?.as_array()?;
            let entries = entries.iter().filter_map(Json::as_object);
            let entry = |entry| Some([headline(entry), text(entry)?].join("\n\n"));
            Some(entries.filter_map(entry).collect::<Vec<_>>().join("\n\n"))
        };
        let articles = || self.0.iter().filter(|node| is_of(node, ARTICLES));
        let body = articles().find_map(text).or_else(|| articles().find_map(entries))?;
        Some(body.trim().to_owned()).filter(|body| !body.is_empty())
    }

    /// The name of the site.
    pub(super) fn site(&self) -> Option<String> {
        self.first(SITES, &["name"], Slot::Outlet)
    }

    fn first(&self, types: &[&str], properties: &[&str], slot: Slot) -> Option<String> {
        let named: HashMap<&str, &str> = self.0.iter().filter_map(named).collect();
        let nodes = self.0.iter().filter(|node| is_of(node, types));
        let mut values = nodes.flat_map(|node| properties.iter().filter_map(|property| node.get(*property)));
        values.find_map(|value| {
            let mut words = Vec::new();
            names(value, &named, &mut words);
            let mut words = words.into_iter().filter_map(|words| usable(slot, words));
            if slot == Slot::Author {
                let all = words.take(AUTHORS).collect::<Vec<_>>().join(", ");
                (!all.is_empty()).then_some(all)
            } else {
                words.next()
            }
        })
    }
}

fn headline(node: &Map<String, Json>) -> String {
    node.get("headline").and_then(Json::as_str).map(plain).unwrap_or_default()
}

/// A text that may be a page's, or have its tags and entities: line by line.
fn plain(text: &str) -> String {
    text.lines().map(words).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Takes the nodes out of a list, a graph, or the node that a page is about.
fn gather(value: Json, nodes: &mut Vec<Map<String, Json>>) {
    match value {
        Json::Array(values) => values.into_iter().for_each(|value| gather(value, nodes)),
        Json::Object(mut node) => {
            let inner: Vec<Json> =
                ["@graph", "mainEntity"].iter().filter_map(|key| node.remove(*key)).collect();
            nodes.push(node);
            gather(inner.into(), nodes);
        }
        _ => {}
    }
}

fn is_of(node: &Map<String, Json>, types: &[&str]) -> bool {
    // `NewsArticle`, `schema:NewsArticle`, `http://schema.org/NewsArticle`.
    let is = |kind: &Json| {
        kind.as_str()
            .and_then(|kind| kind.rsplit(['/', ':', '#']).next())
            .is_some_and(|kind| types.contains(&kind))
    };
    match node.get("@type") {
        Some(Json::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// What a node is called by others, and by people.
fn named(node: &Map<String, Json>) -> Option<(&str, &str)> {
    Some((node.get("@id")?.as_str()?, node.get("name")?.as_str()?))
}

/// The texts of a value: itself, those of a list, the `name` of a node, or of the one that its `@id` means.
fn names<'a>(value: &'a Json, named: &HashMap<&str, &'a str>, found: &mut Vec<&'a str>) {
    match value {
        Json::String(text) => found.push(named.get(text.as_str()).unwrap_or(&text.as_str())),
        Json::Array(values) => values.iter().for_each(|value| names(value, named, found)),
        Json::Object(node) => {
            let other = || node.get("@id").and_then(Json::as_str).and_then(|id| named.get(id));
            match node.get("name").or_else(|| node.get("@value")) {
                Some(value) => names(value, named, found),
                None => found.extend(other()),
            }
        }
        _ => {}
    }
}
