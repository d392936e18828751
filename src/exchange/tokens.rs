//! Tokens as spaCy cuts a text, with the names in it as IOB2 tags.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

use super::Exported;
use crate::model::{Annotation, Mention, Span};

/// A word, a mark, or white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Whether it is white space: all of a run but the first blank after a word.
    pub blank: bool,
    /// Whether a blank follows that belongs to it.
    pub space: bool,
}

/// White space to Python, which is that of Unicode and four controls.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Whether Python takes a character for the end of a line.
pub fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether white space stands at an end of a span, where no token can begin or end.
pub fn has_blank_end(words: &str) -> bool {
    words.starts_with(is_blank) || words.ends_with(is_blank)
}

/// A span without the white space at its ends; none: it holds nothing else.
pub fn narrowed(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text).trim_end_matches(is_blank);
    let bare = words.trim_start_matches(is_blank);
    let end = span.start() + words.len();
    (!bare.is_empty()).then(|| Span::new(end - bare.len(), end))
}

/// The tokens of an article, cut by words (UAX 29) and at both ends of all its names and of these tags, white space aside.
pub fn tokens<'a>(article: &Exported, tags: impl IntoIterator<Item = &'a Annotation>) -> Vec<Token> {
    let spans = article
        .mentions
        .iter()
        .map(|mention| mention.span)
        .chain(tags.into_iter().filter_map(|tag| narrowed(article.text(), tag.span)));
    let edges: BTreeSet<usize> = spans.flat_map(|span| [span.start(), span.end()]).collect();
    cut(article.text(), &edges)
}

fn cut(text: &str, edges: &BTreeSet<usize>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let blank = is_blank(first);
        let end = at + rest.find(|c| is_blank(c) != blank).unwrap_or(rest.len());
        if blank {
            let mut from = at;
            if let Some(last) = tokens.last_mut().filter(|_| first == ' ') {
                last.space = true;
                from += 1;
            }
            if from < end {
                tokens.push(Token { span: Span::new(from, end), blank, space: false });
            }
        } else {
            let words = text.get(at..end).unwrap_or_default().split_word_bound_indices();
            let ends = words.map(|(start, word)| at + start + word.len());
            let ends: BTreeSet<usize> = ends.chain(edges.range(at + 1..end).copied()).collect();
            let mut from = at;
            for to in ends {
                tokens.push(Token { span: Span::new(from, to), blank, space: false });
                from = to;
            }
        }
        at = end;
    }
    tokens
}

/// The tag of each token by the names: `O`, `B-PER`, `I-PER`. Both are in order, and the tokens were cut at
/// the names.
pub fn iob2(tokens: &[Token], mentions: &[Mention]) -> Vec<String> {
    let tag = |token: &Token| {
        let before = mentions.partition_point(|mention| mention.span.end() <= token.span.start());
        match mentions.get(before).filter(|mention| mention.span.covers(token.span)) {
            Some(mention) if mention.span.start() == token.span.start() => {
                format!("B-{}", mention.kind.name())
            }
            Some(mention) => format!("I-{}", mention.kind.name()),
            None => "O".to_owned(),
        }
    };
    tokens.iter().map(tag).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, edges: &[usize]) -> Vec<String> {
        let tokens = cut(text, &edges.iter().copied().collect());
        let show = |token: &Token| format!("{}{}", token.span.of(text), if token.space { "_" } else { "" });
        tokens.iter().map(show).collect()
    }

    #[test]
    fn words_marks_and_white_space_are_tokens() {
        assert_eq!(
            shown(" Zoë  said:\n“No.” ", &[]),
            [" ", "Zoë_", " ", "said", ":", "\n", "“", "No", ".", "”_"]
        );
        assert_eq!(shown("東京の記者", &[6]), ["東", "京", "の", "記", "者"]);
        assert_eq!(shown("ex-minister", &[4]), ["ex", "-", "m", "inister"]);
    }

    proptest! {
        #[test]
        fn tokens_make_up_the_text(text in "[a-z .,“日🙂\u{a0}\u{2028}\u{1d}\n\t]*") {
            let tokens = cut(&text, &BTreeSet::new());
            let parts = tokens.iter().map(|t| format!("{}{}", t.span.of(&text), if t.space { " " } else { "" }));
            prop_assert_eq!(parts.collect::<String>(), text);
        }
    }
}
