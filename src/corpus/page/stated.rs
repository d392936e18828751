//! What a page says of itself.
//!
//! What wins, first to last:
//! 1. an article in JSON-LD (schema.org);
//! 2. names in `<meta>` and `itemprop`, in the order of [`NAMES`]: Open Graph, schema.org as microdata, Dublin Core, then
//!    those of tools and newsrooms;
//! 3. a page in JSON-LD, for the outlet the site;
//! 4. what the library for the main part finds;
//! 5. the account of the outlet, and the first time on the page.

#[cfg(test)]
mod tests;

use html5ever::tokenizer::{Tag, TagKind};

use super::linked::{ARTICLES, Linked, PAGES};
use super::words::words;
use crate::model::Metadata;
use crate::nlp::{day, headline, letters, outlet_behind};

/// What can be said of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Title,
    Date,
    Outlet,
    Author,
    Address,
    /// What the outlet is called on a platform.
    Account,
}

/// The names of each slot in lower case, the best first. Sources: Open Graph (<https://ogp.me>), schema.org, Dublin Core
/// (<https://www.dublincore.org/specifications/dublin-core/dcmi-terms>; the older form has `DC.`), HTML
/// (`application-name`, `author`, `canonical`), and the guides of Parsely, Sailthru and Twitter Cards.
const NAMES: [(Slot, &[&str]); 6] = [
    (
        Slot::Title,
        &[
            "og:title",
            "headline",
            "dcterms.title",
            "dc.title",
            "parsely-title",
            "sailthru.title",
            "twitter:title",
        ],
    ),
    (
        Slot::Date,
        &[
            "article:published_time",
            "og:article:published_time",
            "og:published_time",
            "datepublished",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.available",
            "dc.date.created",
            "dcterms.created",
            "dcterms.date",
            "dc.date",
            "parsely-pub-date",
            "sailthru.date",
            "cxenseparse:recs:publishtime",
            "pubdate",
            "pub_date",
            "publish-date",
            "publish_date",
            "publishdate",
            "publication_date",
            "publication-date",
            "published_time",
            "article.published",
            "date",
            "datecreated",
        ],
    ),
    (Slot::Outlet, &["og:site_name", "application-name", "dcterms.publisher", "dc.publisher"]),
    (
        Slot::Author,
        &[
            "author",
            "article:author",
            "dcterms.creator",
            "dc.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
        ],
    ),
    (Slot::Address, &["canonical", "og:url"]),
    (Slot::Account, &["twitter:site"]),
];

/// The longest value that is looked at, in bytes.
const LONGEST: usize = 2_000;

/// The most lines in `<h1>` that are looked at.
const HEADLINES: usize = 4;

/// The longest data in JSON-LD that are read, in bytes.
const DATA: usize = 1 << 20;

/// What is met on a page, tag by tag.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// The data in JSON-LD, script by script.
    scripts: Vec<String>,
    /// Whether what comes is such data.
    is_data: bool,
    /// By slot: the value, and the rank of its name.
    named: [Option<(usize, String)>; NAMES.len()],
    /// The `<title>`, and the first lines in `<h1>`.
    title: Option<String>,
    headlines: Vec<String>,
    /// Whether what comes is one of these.
    line: Option<&'static str>,
    /// The day of the first time: mostly that of the publication.
    time: Option<String>,
}

impl Stated {
    pub(super) fn tag(&mut self, tag: &Tag) {
        self.is_data = false;
        if tag.kind == TagKind::EndTag {
            self.line = self.line.filter(|open| *open != &*tag.name);
            return;
        }
        let value = |name: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            attribute.map(|attribute| &*attribute.value)
        };
        let is = |name, wanted| value(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted));
        match &*tag.name {
            "script" if is("type", "application/ld+json") => {
                self.is_data = true;
                self.scripts.push(String::new());
            }
            "title" if self.title.is_none() => {
                self.title = Some(String::new());
                self.line = Some("title");
            }
            "h1" if self.headlines.len() < HEADLINES => {
                self.headlines.push(String::new());
                self.line = Some("h1");
            }
            "link" if is("rel", "canonical") => self.add("canonical", value("href").unwrap_or_default()),
            "meta" | "time" => {
                let Some(content) = value("content").or_else(|| value("datetime")) else { return };
                for name in ["property", "name", "itemprop"].into_iter().filter_map(value) {
                    name.split_ascii_whitespace().for_each(|name| self.add(name, content));
                }
                if value("pubdate").is_some() {
                    self.add("pubdate", content);
                }
                if &*tag.name == "time" && self.time.is_none() {
                    self.time = usable(Slot::Date, content);
                }
            }
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(script) = self.scripts.last_mut().filter(|script| self.is_data && script.len() <= DATA) {
            script.push_str(text);
        }
        let line = match self.line {
            Some("title") => self.title.as_mut(),
            Some(_) => self.headlines.last_mut(),
            None => None,
        };
        if let Some(line) = line.filter(|line| line.len() <= LONGEST) {
            line.push_str(text);
        }
    }

    fn add(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        // Dublin Core is also written as in XML.
        let name = if name.starts_with("dc") { name.replace(':', ".") } else { name };
        for ((slot, names), kept) in NAMES.iter().zip(&mut self.named) {
            if let Some(rank) = names.iter().position(|known| *known == name)
                && kept.as_ref().is_none_or(|(known, _)| rank < *known)
                && let Some(value) = usable(*slot, value)
            {
                *kept = Some((rank, value));
            }
        }
    }

    fn named(&self, slot: Slot) -> Option<String> {
        let (_, kept) = NAMES.iter().zip(&self.named).find(|((of, _), _)| *of == slot)?;
        kept.as_ref().map(|(_, value)| value.clone())
    }

    /// Of each of the first lines in `<h1>`, whether it is the headline.
    pub(super) fn headlines(&self) -> impl Iterator<Item = bool> {
        self.headlines.iter().map(|heading| line(heading).is_some_and(|heading| self.is_title(&heading)))
    }

    /// Whether a heading is the headline: the title of the page has its words.
    pub(super) fn is_title(&self, heading: &str) -> bool {
        let words = letters(heading);
        let titles = [self.title.as_deref().and_then(line), self.named(Slot::Title)];
        titles.into_iter().flatten().map(|title| letters(&title)).any(|title| {
            !words.is_empty() && (title == words || heading.contains(' ') && title.contains(&words))
        })
    }

    /// The text of the article, if the page gives it beside what is seen.
    pub(super) fn body(&self) -> Option<String> {
        Linked::read(&self.scripts).body()
    }

    /// All that is said, `main` being what the library finds.
    pub(super) fn metadata(self, main: Metadata) -> Metadata {
        let linked = Linked::read(&self.scripts);
        let say = |slot| {
            let article = linked.say(ARTICLES, slot).or_else(|| self.named(slot));
            article.or_else(|| linked.say(PAGES, slot))
        };
        let outlet = say(Slot::Outlet).or_else(|| linked.site()).or(main.outlet);
        let address = say(Slot::Address).or(main.address);
        let page = self.title.as_deref().and_then(line);
        let mut shown: Vec<String> = self.headlines.iter().filter_map(|heading| line(heading)).collect();
        let bare = |title: &str, shown: &[String]| headline(title, outlet.as_deref(), shown);
        let other = self.named(Slot::Title).map(|title| bare(&title, &shown));
        shown.extend(other);
        let title = say(Slot::Title).map(|title| bare(&title, &shown));
        // The library cuts what stands behind the last mark.
        let cut =
            || page.as_deref().map(|page| bare(page, &shown)).filter(|title| page.as_deref() != Some(title));
        let library = || main.title.as_deref().map(|title| bare(title, &shown));
        let title = title.or_else(cut).or_else(library).or_else(|| page.clone());
        let named =
            || outlet_behind(page.as_deref()?, title.as_deref()?, address.as_deref()).map(str::to_owned);
        let outlet = outlet.or_else(named).or_else(|| self.named(Slot::Account));
        Metadata {
            title,
            date: say(Slot::Date).or(main.date).or_else(|| self.time.clone()),
            author: say(Slot::Author).or(main.author),
            address,
            event: main.event,
            kinds: main.kinds,
            outlet,
        }
    }
}

/// A value as it is kept, if it is of the kind that its slot wants. Many sites write entities into texts where none are
/// decoded.
pub(super) fn usable(slot: Slot, value: &str) -> Option<String> {
    let value = value.get(..value.floor_char_boundary(LONGEST))?.trim();
    let is_address = value.contains("://");
    match slot {
        Slot::Address => is_address.then(|| value.to_owned()),
        Slot::Date => day(value),
        Slot::Title => line(value),
        // Some name the account of the author or the outlet by its address.
        Slot::Outlet | Slot::Author if is_address => None,
        Slot::Outlet | Slot::Author => line(value),
        Slot::Account => line(value.trim_start_matches('@')),
    }
}

fn line(value: &str) -> Option<String> {
    let line = words(value).split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
