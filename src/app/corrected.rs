//! What a correction of a name changes: there, or wherever the same is named.

use std::sync::Arc;

use memchr::memmem;

use super::mention::read_mentions;
use super::{App, Candidate, Correct, Open, Prompt, Scope, Spot};
use crate::model::{
    Annotation, Change, Correction, EntityType, Mention, Sentence, Span, Status, Step, Timestamp,
};
use crate::nlp::Corrections;

/// What is said of words.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// They are a name, of this type and called so, if that is said; else as before.
    Name { kind: Option<EntityType>, name: Option<String> },
    /// They are none.
    Nothing,
    /// They are what the program sees.
    AsSeen,
}

impl Open {
    /// Sees the names as the annotator has corrected them. Returns whether anything is seen otherwise now.
    pub(super) fn recorrect(&mut self) -> bool {
        let corrections = Corrections::new(self.annotations.corrections());
        let changed = !corrections.is_same(self.analysis.corrections());
        if changed {
            self.analysis = Arc::new(self.analysis.with(corrections));
        }
        changed
    }

    /// What the program has seen where this is said of a name: `was PER`, else how the name was found.
    pub fn found_as(&self, said: &Annotation) -> Option<String> {
        let correction = said.correction.as_ref()?;
        Some(match correction.status {
            Status::Removed => format!("was {}", correction.kind.name()),
            Status::Corrected(Some(seen)) if seen.span == said.span => format!("was {}", seen.kind.name()),
            Status::Corrected(Some(seen)) => {
                let words: Vec<&str> = seen.span.of(&self.article.text).split_whitespace().collect();
                format!("was {} “{}”", seen.kind.name(), words.join(" "))
            }
            status => status.name().to_owned(),
        })
    }

    /// What it changes to say this of words, or of others in their place: those of `span`.
    fn correction(&self, article: usize, of: Candidate, span: Span, said: &Said) -> Vec<Change> {
        let reach = of.span.join(span);
        let mut own: Vec<&Arc<Annotation>> = self.annotations.corrections_over(reach).collect();
        // Another record over them is of another name, which these words take the place of.
        let before = own.iter().position(|one| one.span == of.span).map(|at| own.remove(at));
        let seen = self.analysis.seen_in(reach).max_by_key(|seen| seen.span.intersect(span).len());
        let kind = of.mention.or(seen).map(|mention| mention.kind);
        let after = match said {
            Said::AsSeen => None,
            Said::Nothing => seen
                .zip(kind)
                .map(|(_, kind)| (of.span, Correction { kind, name: None, status: Status::Removed })),
            Said::Name { kind: said, name } => said.or(kind).map(|kind| {
                let called = before.and_then(|before| before.correction.as_ref()?.name.clone());
                (span, Correction::of(Mention { span, kind }, name.clone().or(called), seen))
            }),
        };
        let mut changes: Vec<Change> =
            own.into_iter().map(|one| Change::remove(article, Arc::clone(one))).collect();
        match (before.map(Arc::clone), after) {
            (Some(before), Some((span, correction))) => {
                // Where another version goes, that is the decision.
                let conflict = before.conflict.clone().filter(|_| changes.is_empty());
                let after = Annotation { span, correction: Some(correction), conflict, ..(*before).clone() };
                if after != *before {
                    let after = Annotation { modified: Some(Timestamp::now()), ..after };
                    changes.push(Change::replace(article, before, after));
                }
            }
            (Some(before), None) => changes.push(Change::remove(article, before)),
            (None, Some((span, correction))) => {
                changes.push(Change::add(article, Annotation::correcting(span, correction)));
            }
            (None, None) => {}
        }
        changes
    }

    /// Where these words stand in what has been analysed and is read, as words of their own and in no name.
    fn occurrences(&self, words: &str) -> Vec<Span> {
        let text = &*self.article.text;
        let finder = memmem::Finder::new(words);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let alone = |span: Span| {
            let before = text.get(..span.start()).and_then(|before| before.chars().next_back());
            let after = text.get(span.end()..).and_then(|after| after.chars().next());
            !is_word(before) && !is_word(after)
        };
        let chunks = self.analysis.seen().flat_map(|chunk| {
            let found = finder.find_iter(chunk.span.of(text).as_bytes());
            let spans =
                found.map(|at| Span::new(chunk.span.start() + at, chunk.span.start() + at + words.len()));
            spans.filter(|span| {
                let at = chunk.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
                let named = chunk.mentions.partition_point(|mention| mention.span.end() <= span.start());
                let read = |s: &Sentence| s.kind.is_read() && s.span.covers(*span);
                chunk.sentences.get(at).is_some_and(read)
                    && chunk.mentions.get(named).is_none_or(|mention| !mention.span.overlaps(*span))
            })
        });
        chunks.filter(|span| alone(*span)).collect()
    }
}

impl App {
    /// What is corrected together with the words in question, if the scope is this; only where annotations may be
    /// made. `known` says that all articles have been seen to their ends.
    pub(super) fn spots(&self, correct: &Correct, scope: Scope, known: bool) -> Vec<Spot> {
        let Some(open) = self.focused() else { return Vec::new() };
        let Candidate { mention, .. } = correct.candidate();
        let words = correct.candidate().span.of(&open.article.text);
        let entity = mention.map(|mention| (mention, self.entity_of(self.focus, mention)));
        let same = |article: usize, open: &Open, found: Mention| {
            entity.is_some_and(|(mention, id)| {
                let other = found.span.of(&open.article.text);
                let alike = other.split_whitespace().eq(words.split_whitespace());
                mention.kind == found.kind
                    && (alike || (scope == Scope::Entity && id.is_some()))
                    && self.entity_of(article, found) == id
            })
        };
        // Where a gathered entity is named is known then.
        let naming = entity.filter(|_| known).and_then(|(_, id)| Some(&self.entities.get(id?).articles));
        let free = self.all_open().map(|(article, _)| article).filter(|article| {
            naming.is_none_or(|naming| *article == self.focus || naming.binary_search(article).is_ok())
                && self.refusal_in(*article).is_none()
        });
        let spots =
            free.filter_map(|article| Some((article, self.open(article)?))).flat_map(|(article, open)| {
                let found: Vec<Candidate> = match mention {
                    Some(_) => read_mentions(open)
                        .filter(|found| same(article, open, *found))
                        .map(|found| Candidate { span: found.span, mention: Some(found) })
                        .collect(),
                    None => {
                        let spans = open.occurrences(words).into_iter();
                        spans.map(|span| Candidate { span, mention: None }).collect()
                    }
                };
                found.into_iter().map(move |candidate| Spot { article, candidate })
            });
        spots.collect()
    }

    /// What is corrected together, with the words that are the name there: not where other words stand at the ends.
    pub fn reached(&self, correct: &Correct) -> impl Iterator<Item = (Spot, Span)> {
        let (from, to) = (correct.candidate().span, correct.span);
        let text = self.focused().map_or("", |open| &*open.article.text);
        correct.spots.iter().filter_map(move |spot| {
            let there = &self.open(spot.article)?.article.text;
            Some((*spot, moved(spot.candidate.span, from, to, from.of(text), to.of(text), there)?))
        })
    }

    /// Says this of the words in question, as one step.
    pub(super) fn say_of(&mut self, correct: &Correct, said: &Said) {
        if let Some(adopted) = &correct.adopts {
            return self.say_instead(correct, adopted, said);
        }
        let Some(open) = self.focused() else { return };
        let (from, to) = (correct.candidate().span, correct.span);
        let words = to.of(&open.article.text);
        let changes: Vec<Vec<Change>> = self
            .reached(correct)
            .filter_map(|(Spot { article, candidate }, span)| {
                Some(self.open(article)?.correction(article, candidate, span, said))
            })
            .filter(|changes| !changes.is_empty())
            .collect();
        let places = changes.len();
        let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if places > 0 {
            let mut changes = changes.concat();
            changes.extend(self.following(&changes));
            changes.extend(self.unjudged(&changes));
            let of = if places == 1 { "a name".to_owned() } else { format!("{places} names") };
            self.make(Step { name: format!("correct {of}"), changes });
        }
        self.selection = None;
        self.choose_near(to, matches!(said, Said::Nothing | Said::AsSeen));
        let seen = correct.candidate().mention.map(|mention| mention.kind);
        let says = match said {
            Said::Name { name: Some(entity), kind: Some(kind) } if seen != Some(*kind) => {
                format!("“{name}” is {entity} {}", kind.name())
            }
            Said::Name { name: Some(entity), .. } => format!("“{name}” is {entity}"),
            Said::Name { kind: Some(kind), .. } => format!("“{name}” is {}", kind.name()),
            Said::Name { .. } if from != to => format!("“{name}” is the name"),
            Said::Name { .. } => format!("“{name}” is right"),
            Said::Nothing => format!("“{name}” is no name"),
            Said::AsSeen => format!("“{name}” is what the program sees again"),
        };
        self.say(match places {
            0 => format!("{says} already"),
            1 => says,
            _ if correct.so_far => format!("{says}, in {places} places so far; not all is read yet"),
            _ => format!("{says}, in {places} places"),
        });
    }

    /// Chooses the mention on `span`; where there is none any more, the next one of the sentence, or the last.
    fn choose_near(&mut self, span: Span, gone: bool) {
        let Some(open) = self.focused_mut() else { return };
        let Some(sentence) = open.sentence() else { return };
        let inside = || open.analysis.mentions_in(sentence.span);
        let here = inside().find(|mention| mention.span.overlaps(span));
        let next =
            || inside().find(|mention| mention.span.start() >= span.start()).or_else(|| inside().last());
        let mention = here.or_else(|| gone.then(next)?);
        open.place.mention = mention.map(|mention| mention.span.start());
    }

    /// Sees the names of these articles as they are corrected now, and the entities of the corpus soon after.
    pub(super) fn recorrect(&mut self, articles: &[usize]) {
        let mut changed = articles.to_vec();
        changed.retain(|article| self.articles.open_mut(*article).is_some_and(Open::recorrect));
        if changed.is_empty() {
            return;
        }
        // The names that the prompt speaks of may be no more.
        if let Some(Prompt::Correct(correct)) = &self.prompt
            && correct.spots.iter().any(|spot| changed.contains(&spot.article))
        {
            let says = "The names here were changed by another program".to_owned();
            self.prompt = Some(Prompt::Closed { says });
        }
        self.gather();
    }
}

/// Where words like `from`, at `spot`, are moved when those are moved to `to`; nothing if other words stand there.
fn moved(spot: Span, from: Span, to: Span, before: &str, words: &str, text: &str) -> Option<Span> {
    if from == to || spot == from {
        return Some(if spot == from { to } else { spot });
    }
    if spot.of(text) != before {
        return None;
    }
    let start = (spot.start() + to.start()).checked_sub(from.start())?;
    let span = Span::new(start, start + words.len());
    (span.of(text) == words).then_some(span)
}
