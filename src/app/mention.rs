//! Names in the text, and the one thing that they refer to.

use std::collections::HashMap;

use super::{App, Open};
use crate::model::{Mention, Quote, QuoteKind, Span, Speaker};
use crate::nlp::{Analysis, Entities, EntityId, name, speaker};

/// Whose words they are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// Those of the article itself.
    Outlet,
    /// Somebody's who is quoted, and not known.
    Unknown,
    /// Theirs who is called so, with the place where that stands if it is among the words.
    Somebody(String, Option<Span>),
}

impl App {
    /// The mention under the cursor: the chosen one, else the first of the cursor's sentence.
    pub fn mention(&self) -> Option<Mention> {
        let open = self.focused()?;
        let sentence = open.sentence()?;
        let mut inside = open.analysis.mentions_in(sentence.span);
        match open.place.mention {
            Some(start) => inside.find(|m| m.span.end() > start),
            None => inside.next(),
        }
    }

    /// The entity that a mention in an article refers to, once the entities have been gathered.
    pub fn entity_of(&self, article: usize, mention: Mention) -> Option<EntityId> {
        let open = self.open(article)?;
        self.entities.of(open.analysis.named(article, mention))
    }

    /// The name of the entity that a mention refers to, else the words of the mention.
    pub fn name_of(&self, article: usize, mention: Mention) -> String {
        let named = |open: &Open| {
            name(&open.article.text, article, mention, &self.entities, open.analysis.corrections()).to_owned()
        };
        self.open(article).map(named).unwrap_or_default()
    }

    /// Who says what stands on `span` in an article: the name, and the mention of it if that is there too.
    /// Quoted words are their speaker's; of others, it is the one who says the whole of the sentence.
    pub fn speaker_of(&self, article: usize, span: Span) -> Option<(String, Option<Span>)> {
        match self.voice(article, &self.open(article)?.analysis, &self.entities, span) {
            Voice::Somebody(name, place) => Some((name, place)),
            Voice::Unknown | Voice::Outlet => None,
        }
    }

    /// Whose words stand on `span`, with the names of the article as they are in this analysis of it.
    pub(super) fn voice(
        &self,
        article: usize,
        analysis: &Analysis,
        entities: &Entities,
        span: Span,
    ) -> Voice {
        let is_words = |quote: &Quote| {
            quote.kind == QuoteKind::Direct && quote.span.intersect(span).len() * 2 > span.len()
        };
        let quotes = analysis.quotes_in(span).filter(|quote| quote.speaker.is_some() || is_words(quote));
        // Of several of one sentence, the one that is told inside another stands behind it.
        let quote = quotes.min_by_key(|quote| (!is_words(quote), quote.kind == QuoteKind::Direct));
        let Some((quote, open)) = quote.zip(self.open(article)) else { return Voice::Outlet };
        let place = match quote.speaker {
            Some(Speaker::Named(mention)) => mention.span,
            Some(Speaker::Described(words)) => words,
            None => return Voice::Unknown,
        };
        match speaker(&open.article.text, article, quote, entities, analysis.corrections()) {
            Some(name) => Voice::Somebody(name, Some(place).filter(|place| span.covers(*place))),
            None => Voice::Unknown,
        }
    }

    pub(super) fn by_mentions(&mut self, by: isize) {
        let Some(open) = self.focused() else { return };
        let Some(sentence) = open.sentence() else { return };
        let read = |m: &Mention| open.analysis.sentence_at(m.span.start()).is_some_and(|s| s.kind.is_read());
        let times = by.unsigned_abs();
        let reached = if by > 0 {
            let from = open.place.mention.map_or(sentence.span.start(), |start| start + 1);
            let here = Span::new(from, open.article.text.len());
            open.analysis.mentions_in(here).filter(|m| m.span.start() >= from).filter(read).take(times).last()
        } else {
            let from = open.place.mention.unwrap_or(sentence.span.start());
            let before = open.analysis.sentences_before(from).flat_map(|s| {
                let inside: Vec<_> =
                    open.analysis.mentions_in(s.span).filter(|m| m.span.start() < from).collect();
                inside.into_iter().rev()
            });
            before.filter(read).take(times).last()
        };
        match reached {
            Some(mention) => self.choose(mention.span.start()),
            None => self.say("There is no further name in this article"),
        }
    }

    /// Goes to the mention that starts at `offset` in the article in focus.
    pub(super) fn choose(&mut self, offset: usize) {
        let Some(start) = self.focused().and_then(|o| o.analysis.sentence_at(offset)).map(|s| s.span.start())
        else {
            return;
        };
        self.move_to(start);
        if let Some(open) = self.focused_mut() {
            open.place.mention = Some(offset);
        }
    }

    pub(super) fn along_entity(&mut self, by: isize) {
        let Some(mention) = self.mention() else {
            self.say("There is no name in this sentence");
            return;
        };
        let Some(id) = self.entity_of(self.focus, mention) else {
            self.say("The names of the corpus are still being gathered");
            return;
        };
        // All mentions of it, in the order of the corpus.
        let places: Vec<(usize, usize)> = self.mentions_of(id).collect();
        let here = (self.focus, mention.span.start());
        let Some(at) = places.iter().position(|&place| place == here) else { return };
        let to = (at as isize + by).rem_euclid(places.len() as isize) as usize;
        if to == at {
            self.say(format!("{} is named only here", self.name_of(self.focus, mention)));
            return;
        }
        let (article, offset) = places[to];
        self.leave();
        if article != self.focus {
            self.focus_on(article);
        }
        self.choose(offset);
        self.say(format!("{} · {} of {}", self.entities.get(id).name.clone(), to + 1, places.len()));
    }

    /// Where each entity is named first: article and first byte.
    pub(super) fn first_mentions(&self) -> HashMap<EntityId, (usize, usize)> {
        let mut first = HashMap::new();
        for (article, open) in self.all_open() {
            for mention in read_mentions(open) {
                if let Some(id) = self.entity_of(article, mention) {
                    first.entry(id).or_insert((article, mention.span.start()));
                }
            }
        }
        first
    }

    /// The mentions of an entity, in the order of the corpus: article and first byte.
    pub(super) fn mentions_of(&self, id: EntityId) -> impl Iterator<Item = (usize, usize)> {
        self.entities.get(id).articles.iter().filter_map(|&a| Some((a, self.open(a)?))).flat_map(
            move |(article, open)| {
                read_mentions(open)
                    .filter(move |m| self.entity_of(article, *m) == Some(id))
                    .map(move |m| (article, m.span.start()))
            },
        )
    }
}

/// The mentions in what has been analysed of an article, without those in boilerplate.
pub(super) fn read_mentions(open: &Open) -> impl Iterator<Item = Mention> {
    open.analysis.seen().flat_map(|chunk| {
        chunk.mentions.iter().copied().filter(|m| {
            let after = chunk.sentences.partition_point(|s| s.span.end() <= m.span.start());
            chunk.sentences.get(after).is_some_and(|s| s.kind.is_read())
        })
    })
}
