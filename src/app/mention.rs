//! Names in the text, and the one thing that they refer to.

use std::collections::HashMap;

use super::{App, Open};
use crate::model::{Mention, QuoteKind, Span, Speaker};
use crate::nlp::{Analysis, EntityId, name, speaker};

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
    /// Quoted words are their speaker's; of others, one who is named comes first.
    pub fn speaker_of(&self, article: usize, span: Span) -> Option<(String, Option<Span>)> {
        self.speaker_in(article, &self.open(article)?.analysis, span)
    }

    /// The same, with the names of the article as they are in this analysis of it.
    pub(super) fn speaker_in(
        &self,
        article: usize,
        analysis: &Analysis,
        span: Span,
    ) -> Option<(String, Option<Span>)> {
        let quotes = analysis.quotes_in(span).filter(|quote| quote.speaker.is_some());
        let quote = quotes.min_by_key(|quote| {
            let words = quote.kind == QuoteKind::Direct && quote.span.intersect(span).len() * 2 > span.len();
            (!words, quote.kind == QuoteKind::Direct, matches!(quote.speaker, Some(Speaker::Described(_))))
        })?;
        let place = match quote.speaker? {
            Speaker::Named(mention) => mention.span,
            Speaker::Described(words) => words,
        };
        let text = &self.open(article)?.article.text;
        let name = speaker(text, article, quote, &self.entities, analysis.corrections())?;
        Some((name, Some(place).filter(|place| span.covers(*place))))
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
