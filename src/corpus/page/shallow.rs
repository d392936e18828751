//! A page without what nobody reads, and with tags that lie in each other in order and not too deep.
//!
//! The time of tree building and of extraction grows with the square of the depth, and so would that of a page of
//! a hundred thousand nested tags.

use std::collections::HashSet;

use html5ever::tokenizer::{Tag, TagKind};

use super::asides::{is_aside, is_caption};
use super::held::Held;
use super::stated::Stated;
use super::tokens::{Taker, is_block, is_unseen, is_void, take};

/// The most tags in each other; deeper ones are left out, and their text stays.
pub(super) const DEPTH: usize = 100;

/// The attributes that say what an element is. The longest value that is kept, in bytes.
const ATTRIBUTES: [&str; 14] = [
    "class",
    "id",
    "role",
    "rel",
    "href",
    "name",
    "property",
    "content",
    "itemprop",
    "datetime",
    "hidden",
    "aria-hidden",
    "style",
    "lang",
];
const LONGEST: usize = 2_000;

/// What is left of a page.
#[derive(Debug, Default)]
struct Shallow {
    html: String,
    /// The open elements, and what they are called in what is left.
    open: Vec<(String, String)>,
    unseen: Unseen,
    /// How many tags there were.
    tags: usize,
    /// Those of them that begin what is called like a part beside the article and is none.
    spared: HashSet<usize>,
}

/// The page of this text, without the parts beside the article, and what it says of itself.
pub(super) fn shallow(html: &str) -> (String, Stated) {
    let held = take(html, Held::default());
    let empty =
        Shallow { html: String::with_capacity(html.len() / 2), spared: held.spared(), ..Shallow::default() };
    let mut page = take(html, empty);
    page.close_to(0);
    (page.html, held.stated)
}

impl Taker for Shallow {
    fn tag(&mut self, tag: &Tag) {
        let name = &*tag.name;
        self.tags += 1;
        // The title is no text, but says what the page is about. That of a picture does not.
        let is_title = name == "title" && self.unseen.is_over();
        let is_none = tag.kind == TagKind::EndTag || self.spared.contains(&self.tags);
        if !is_title && self.unseen.covers(tag, |tag| is_unseen(&tag.name) || !is_none && is_aside(tag)) {
            return;
        }
        match tag.kind {
            TagKind::StartTag => self.start(tag),
            TagKind::EndTag => {
                if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                    self.close_to(at);
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.unseen.is_over() {
            escape(text, &mut self.html);
        }
    }
}

impl Shallow {
    fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        while let Some((last, _)) = self.open.last()
            && ends(name, last)
        {
            self.close_to(self.open.len() - 1);
        }
        let value = |name: &str| tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
        if self.open.len() >= DEPTH {
            return;
        }
        // The library moves classes, and drops them.
        let own = if is_caption(tag) { "figcaption" } else { name };
        self.html.push('<');
        self.html.push_str(own);
        for attribute in ATTRIBUTES.into_iter().filter_map(value) {
            let value = &attribute.value;
            let value = value.get(..value.floor_char_boundary(LONGEST)).unwrap_or_default();
            self.html.push(' ');
            self.html.push_str(&attribute.name.local);
            self.html.push_str("=\"");
            escape(value, &mut self.html);
            self.html.push('"');
        }
        self.html.push('>');
        if !is_void(name) {
            self.open.push((name.to_owned(), own.to_owned()));
        }
    }

    /// Closes the open elements from this one on.
    fn close_to(&mut self, at: usize) {
        for (_, name) in self.open.drain(at..).rev() {
            self.html.push_str("</");
            self.html.push_str(&name);
            self.html.push('>');
        }
    }
}

/// Elements that nothing is seen of, while they last.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    name: String,
    depth: usize,
}

impl Unseen {
    /// Whether a tag belongs to one of these elements, which `begins` tells.
    pub(super) fn covers(&mut self, tag: &Tag, begins: impl Fn(&Tag) -> bool) -> bool {
        let (name, starts) = (&*tag.name, tag.kind == TagKind::StartTag);
        if self.depth == 0 {
            if !begins(tag) {
                return false;
            }
            if starts && !tag.self_closing {
                (self.name, self.depth) = (name.to_owned(), 1);
            }
        } else if name == self.name {
            self.depth = if starts { self.depth + 1 } else { self.depth - 1 };
        }
        true
    }

    /// Whether what comes is seen.
    pub(super) fn is_over(&self) -> bool {
        self.depth == 0
    }
}

/// Whether an element of this name ends one that is open although nobody has closed it.
fn ends(name: &str, open: &str) -> bool {
    match open {
        "p" => is_block(name),
        "li" => name == "li",
        "dt" | "dd" => matches!(name, "dt" | "dd"),
        "td" | "th" => matches!(name, "td" | "th" | "tr" | "tbody"),
        "tr" => matches!(name, "tr" | "tbody"),
        "head" => name == "body",
        _ => false,
    }
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}
