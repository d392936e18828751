//! What is read of a page, paragraph by paragraph.

use html5ever::tokenizer::Tag;

use super::shallow::Unseen;
use super::tokens::{Taker, is_block, take};

/// The text of a page: headings, paragraphs, captions, items of lists and rows of tables, each a paragraph, with a
/// blank line between them; white space and single line breaks as one blank.
pub(super) fn words(html: &str) -> String {
    take(html, Words::default()).text
}

#[derive(Debug, Default)]
struct Words {
    text: String,
    gap: Gap,
    unseen: Unseen,
    /// Whether nothing has come since a line break: a second one ends the paragraph. One alone may stand in the middle
    /// of a sentence.
    broken: bool,
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
        if self.unseen.covers(tag) {
            return;
        }
        let gap = match &*tag.name {
            "br" if self.broken => Gap::Paragraph,
            "br" | "td" | "th" => Gap::Blank,
            name if is_block(name) => Gap::Paragraph,
            _ => Gap::Nothing,
        };
        self.gap = self.gap.max(gap);
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
                    self.text.push_str(match std::mem::take(&mut self.gap) {
                        _ if self.text.is_empty() => "",
                        Gap::Nothing => "",
                        Gap::Blank => " ",
                        Gap::Paragraph => "\n\n",
                    });
                    self.text.push(c);
                }
            }
        }
    }
}
