//! Which parts of a page are called like asides and hold its article, and so are none.

use std::collections::{HashMap, HashSet};

use html5ever::tokenizer::{Tag, TagKind};

use super::asides::is_aside;
use super::shallow::Unseen;
use super::stated::Stated;
use super::tokens::{Taker, is_unseen, is_void};

/// What is met on a page. Tags are told by their number.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// What the page says of itself.
    pub(super) stated: Stated,
    tags: usize,
    headings: Vec<usize>,
    mains: Vec<usize>,
    articles: Vec<usize>,
    /// By the name of an element: how many are open, and the open ones that are called like asides, with their depth.
    open: HashMap<String, (usize, Vec<(usize, usize)>)>,
    /// The first and the last tag of each that is called so.
    asides: Vec<(usize, usize)>,
    unseen: Unseen,
}

impl Taker for Held {
    fn tag(&mut self, tag: &Tag) {
        let name = &*tag.name;
        self.stated.tag(tag);
        self.tags += 1;
        let starts = tag.kind == TagKind::StartTag;
        if starts && name == "h1" {
            self.headings.push(self.tags);
        }
        if self.unseen.covers(tag, |tag| is_unseen(&tag.name)) || is_void(name) {
            return;
        }
        if !starts {
            let Some((depth, asides)) = self.open.get_mut(name) else { return };
            *depth = depth.saturating_sub(1);
            if let Some((start, _)) = asides.pop_if(|(_, own)| *own > *depth) {
                self.asides.push((start, self.tags));
            }
            return;
        }
        match name {
            "main" => self.mains.push(self.tags),
            "article" => self.articles.push(self.tags),
            _ => {}
        }
        let (depth, asides) = self.open.entry(name.to_owned()).or_default();
        *depth += 1;
        if !tag.self_closing && is_aside(tag) {
            asides.push((self.tags, *depth));
        }
    }

    fn text(&mut self, text: &str) {
        self.stated.text(text);
    }
}

impl Held {
    /// The tags that begin what is called like an aside and is none: it holds the headline, the main part or, where
    /// none of the headings is the headline, the only article of the page; or it has no end.
    pub(super) fn spared(&self) -> HashSet<usize> {
        let headings = self.headings.iter().zip(self.stated.headlines());
        let mut signs: Vec<usize> =
            headings.filter(|(_, is_headline)| *is_headline).map(|(at, _)| *at).collect();
        if let ([only], []) = (self.articles.as_slice(), signs.as_slice()) {
            signs.push(*only);
        }
        signs.extend(&self.mains);
        signs.sort_unstable();
        let holds = |(start, end): &&(usize, usize)| {
            signs.get(signs.partition_point(|sign| sign < start)).is_some_and(|sign| sign < end)
        };
        let endless = self.open.values().flat_map(|(_, asides)| asides).map(|(start, _)| *start);
        self.asides.iter().filter(holds).map(|(start, _)| *start).chain(endless).collect()
    }
}
