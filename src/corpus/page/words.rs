//! What is read of a page, paragraph by paragraph.

use html5ever::tokenizer::Tag;

use html5ever::tokenizer::TagKind;

use super::shallow::{DEPTH, Unseen};
use super::tokens::{Taker, is_block, is_unseen, take};
use crate::model::{Kind, Span};

/// A text, and what its paragraphs are by their tags: in order, apart.
pub(super) type Parts = (String, Vec<(Span, Kind)>);

/// The text of a page: headings, paragraphs, captions, items of lists and rows of tables, each a paragraph, with a
/// blank line between them; white space and single line breaks as one blank.
pub(super) fn words(html: &str) -> String {
    parts(html).0
}

/// The same with its kinds.
pub(super) fn parts(html: &str) -> Parts {
    let mut words = take(html, Words::default());
    words.end_paragraph();
    (words.text, words.kinds)
}

#[derive(Debug, Default)]
struct Words {
    text: String,
    kinds: Vec<(Span, Kind)>,
    gap: Gap,
    unseen: Unseen,
    /// The elements around this place that say something.
    open: Vec<(String, Says)>,
    /// Where the present paragraph begins, what it is by its tags, and whether all its words are links and times.
    start: usize,
    kind: Option<Kind>,
    linked: bool,
    /// Whether nothing has come since a line break: a second one ends the paragraph. One alone may stand in the middle
    /// of a sentence.
    broken: bool,
    /// Whether nothing has come since a tag.
    cut: bool,
}

/// What stands between the last word and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    Nothing,
    Blank,
    Paragraph,
}

impl Taker for Words {
    fn tag(&mut self, tag: &Tag) {
        if self.unseen.covers(tag, |tag| is_unseen(&tag.name)) {
            return;
        }
        let name = &*tag.name;
        if tag.kind == TagKind::EndTag {
            if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                self.open.truncate(at);
            }
        } else if let Some(says) = Says::of(tag).filter(|_| self.open.len() < DEPTH) {
            self.open.push((name.to_owned(), says));
        }
        let gap = match &*tag.name {
            "br" if self.broken => Gap::Paragraph,
            "br" | "td" | "th" => Gap::Blank,
            name if is_block(name) => Gap::Paragraph,
            _ => Gap::Nothing,
        };
        self.gap = self.gap.max(gap);
        self.cut = true;
        self.broken = &*tag.name == "br";
    }

    fn text(&mut self, text: &str) {
        if !self.unseen.is_over() {
            return;
        }
        for c in text.chars() {
            match c {
                // What is not seen divides or joins words for a browser alone.
                '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => {}
                c if c.is_whitespace() => self.gap = self.gap.max(Gap::Blank),
                c => {
                    self.broken = false;
                    // Side by side on the page, and nothing between them in the file: <b>Ada Lowell</b><i>Reporter</i>.
                    let cut = std::mem::take(&mut self.cut) && c.is_uppercase();
                    if cut && self.gap == Gap::Nothing && self.text.ends_with(|c: char| c.is_lowercase()) {
                        self.gap = Gap::Blank;
                    }
                    let begins = self.text.is_empty() || self.gap == Gap::Paragraph;
                    if begins {
                        self.end_paragraph();
                    }
                    self.text.push_str(match std::mem::take(&mut self.gap) {
                        _ if self.text.is_empty() => "",
                        Gap::Nothing => "",
                        Gap::Blank => " ",
                        Gap::Paragraph => "\n\n",
                    });
                    if begins {
                        self.begin_paragraph();
                    }
                    self.linked &=
                        !c.is_alphanumeric() || self.open.iter().any(|(_, says)| *says == Says::Aside);
                    self.text.push(c);
                }
            }
        }
    }
}

impl Words {
    fn begin_paragraph(&mut self) {
        (self.start, self.linked) = (self.text.len(), true);
        self.kind = self.open.iter().rev().find_map(|(_, says)| match says {
            Says::Kind(kind) => Some(*kind),
            Says::Aside => None,
        });
    }

    fn end_paragraph(&mut self) {
        let kind =
            if self.linked && self.kind != Some(Kind::Caption) { Some(Kind::Boilerplate) } else { self.kind };
        if let Some(kind) = kind.filter(|_| self.start < self.text.len()) {
            self.kinds.push((Span::new(self.start, self.text.len()), kind));
        }
        (self.kind, self.linked) = (None, false);
    }
}

/// What an element says of the words in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Kind(Kind),
    /// They lead elsewhere, or say when.
    Aside,
}

impl Says {
    fn of(tag: &Tag) -> Option<Self> {
        let value = |name: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            attribute.map_or("", |attribute| &*attribute.value)
        };
        let class = || value("class").to_ascii_lowercase();
        let is_post = |class: &str| POSTS.iter().any(|post| class.contains(post));
        Some(match &*tag.name {
            "time" => Self::Aside,
            "a" if !value("href").trim_start().starts_with('#') => Self::Aside,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Kind(Kind::Heading),
            "figure" | "figcaption" => Self::Kind(Kind::Caption),
            "blockquote" | "div" if is_post(&class()) => Self::Kind(Kind::Embed),
            "li" | "dd" | "tr" | "blockquote" => Self::Kind(Kind::Sentence),
            _ => return None,
        })
    }
}

/// How platforms mark the posts that pages show.
const POSTS: [&str; 6] =
    ["twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed", "mastodon-embed", "fb-post"];
