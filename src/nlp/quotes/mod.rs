//! Who says it: direct, indirect and mixed quotes, with the words that tell of them.
//!
//! [`passage`] reads one paragraph: quotation marks are paired ([`marks`]), verbs of saying looked up ([`verbs`]),
//! and the words for the speaker found beside them ([`cues`], [`sources`], [`inverted`]). Then [`speakers`] says whom a name, a
//! pronoun or a description means, by what else stands in the chunk. Rules without a parser, in linear time.

mod apposition;
mod callings;
mod clause;
mod content;
mod cues;
mod heads;
mod inverted;
mod label;
mod marks;
mod nouns;
mod offices;
mod passage;
mod pronouns;
mod roles;
mod sources;
mod speakers;
#[cfg(test)]
mod tests;
mod verbs;

pub use nouns::is_person;
pub use offices::Offices;
use passage::{Carry, Passage};
pub use roles::{Role, roles};
use sources::Source;

use crate::model::{Kind, Mention, Paragraph, Quote, QuoteKind, Sentence, Span, Speaker};
use crate::nlp::names::Words;
use crate::nlp::{Corrections, Entities, Named};

/// A quote whose speaker is not looked for yet.
#[derive(Clone, Copy, Debug)]
struct Draft {
    span: Span,
    kind: QuoteKind,
    cue: Option<Span>,
    source: Option<Source>,
    /// Whether the source stands at an earlier quote.
    carried: bool,
    /// Whether it is told inside the words of another speaker.
    nested: bool,
    /// Whether it passes on what another says.
    outer: bool,
    /// Whether the source stands behind what it says.
    behind: bool,
}

impl Draft {
    fn new(span: Span, kind: QuoteKind) -> Self {
        Self {
            span,
            kind,
            cue: None,
            source: None,
            carried: false,
            nested: false,
            outer: false,
            behind: false,
        }
    }
}

/// The quotes in the paragraphs of a chunk, in order of their spans; of those of one sentence the one
/// that passes on the others comes last.
pub fn quotes(
    text: &str,
    paragraphs: &[Paragraph],
    sentences: &[Sentence],
    words: &Words,
    mentions: &[Mention],
    roles: &[Role],
) -> Vec<Quote> {
    let whole = paragraphs.iter().map(|p| p.span).reduce(Span::join).unwrap_or_default();
    let double = whole.of(text).contains(['"', '“', '„', '«']);
    let (mut drafts, mut carry) = (Vec::new(), Carry::default());
    for paragraph in paragraphs {
        let units = sentences.get(paragraph.sentences.clone()).unwrap_or_default();
        let mentions = within(mentions, paragraph.span);
        let read = units.first().is_some_and(|unit| unit.kind != Kind::Boilerplate);
        let title = units.iter().any(|unit| unit.kind == Kind::Title);
        match label::label(text, paragraph.span, title, mentions).filter(|_| read) {
            Some(label) => {
                let said = Span::new(label.start, paragraph.span.end());
                let pair = marks::pairs(text, said).first().map_or(said, |pair| pair.span);
                let (cue, source) = (Some(label.cue), Some(label.source));
                let draft =
                    match units.iter().find(|unit| unit.kind == Kind::Title).filter(|_| label.indirect) {
                        Some(title) => Draft::new(title.span, QuoteKind::Indirect),
                        None => Draft::new(pair, QuoteKind::Direct),
                    };
                drafts.push(Draft { cue, source, ..draft });
                carry = Carry::default();
            }
            None => {
                Passage::new(text, paragraph.span, units, words, mentions, double)
                    .quotes(&mut carry, &mut drafts);
            }
        }
    }
    drafts.sort_by_key(|draft| (draft.span, draft.nested, draft.outer));
    speakers::resolved(text, sentences, mentions, roles, &drafts)
}

/// What the speaker of `quote`, which stands in `text`, the article of this number, is called: the name
/// of the entity, which other articles of the corpus may give who is only described here, else what the article says.
/// `corrections` are those of the article.
pub fn speaker(
    text: &str,
    article: usize,
    quote: &Quote,
    entities: &Entities,
    corrections: &Corrections,
) -> Option<String> {
    Some(match quote.speaker? {
        Speaker::Named(mention) => name(text, article, mention, entities, corrections).to_owned(),
        Speaker::Described(span) => match offices::described(text, article, span, entities) {
            Some(person) => entities.get(person).name.clone(),
            None => span.of(text).split_whitespace().collect::<Vec<_>>().join(" "),
        },
    })
}

/// What `mention`, which stands in `text`, the article of this number, is called: by the name of the entity, else as a
/// person has said, else as it stands there.
pub fn name<'a>(
    text: &'a str,
    article: usize,
    mention: Mention,
    entities: &'a Entities,
    corrections: &'a Corrections,
) -> &'a str {
    let surface = mention.span.of(text);
    let said = corrections.name_of(mention);
    let entity = entities.of(Named { article, surface, kind: mention.kind, name: said });
    entity.map(|id| &*entities.get(id).name).or(said).unwrap_or(surface)
}

/// Those of `mentions` that share a byte with `span`.
fn within(mentions: &[Mention], span: Span) -> &[Mention] {
    let first = mentions.partition_point(|mention| mention.span.end() <= span.start());
    let end = mentions.partition_point(|mention| mention.span.start() < span.end());
    mentions.get(first..end).unwrap_or_default()
}
