//! Searching: as it is typed, again, over all articles.

use super::hunt::Part;
use super::prompt::Before;
use super::{App, Effect, Hit, Hunt, Jump, Line, Place, Prompt};
use crate::text::Query;

/// Up to so many bytes are searched between two keys; more on another thread.
const AT_ONCE: usize = 4 << 20;

impl App {
    pub(super) fn ask_search(&mut self) {
        let place = self.focused().map(|open| open.place).unwrap_or_default();
        let before = Before { article: self.focus, place, first: self.first, visited: None };
        self.prompt = Some(Prompt::Search { line: Line::default(), before });
    }

    /// Searches for what is typed so far, from where the search began.
    pub(super) fn search_typed(&mut self) {
        let Some(Prompt::Search { line, before }) = &mut self.prompt else { return };
        let words = line.text().to_owned();
        let standing = Before { visited: before.visited.take(), ..before.clone() };
        self.query = (!words.is_empty()).then(|| Query::new(&words));
        self.go_back(&standing);
        if !words.is_empty() {
            self.hunt(standing.place.cursor, true);
        }
    }

    /// Puts everything where it stood before the search.
    fn go_back(&mut self, before: &Before) {
        let places = before.visited.into_iter().chain([(before.article, before.place)]);
        for (article, place) in places {
            if let Some(open) = self.articles.open_mut(article) {
                open.place = place;
            }
        }
        self.first = before.first;
        self.focus = before.article;
        self.show_panes();
    }

    /// Ends the typing: the place where the search began joins the jump list.
    pub(super) fn search_done(&mut self) {
        if let Some(Prompt::Search { before, line }) = self.prompt.take() {
            let Place { cursor, top, .. } = before.place;
            let from = Jump { article: before.article, cursor, top };
            if !line.is_empty() && self.here() != from {
                self.jumps.leave(from);
            }
        }
    }

    pub(super) fn search_dropped(&mut self) {
        if let Some(Prompt::Search { before, .. }) = self.prompt.take() {
            self.query = None;
            self.hunts += 1;
            self.go_back(&before);
        }
    }

    pub(super) fn search_for(&mut self, words: &str) {
        self.query = Some(Query::new(words));
        self.leave();
        let from = self.here().cursor;
        self.hunt(from, true);
    }

    /// Goes to the next hit, so many times, but not further than once round.
    pub(super) fn search_again(&mut self, forward: bool, times: usize) {
        if self.query.is_none() {
            self.say(format!("Nothing has been searched for yet; {} searches", self.key_for("search")));
            return;
        }
        let began = self.here();
        self.leave();
        for _ in 0..times {
            // The hits of a sentence are passed together: the cursor is a sentence.
            let Some(here) = self.focused().and_then(super::Open::sentence) else { return };
            self.hunt(if forward { here.span.end() } else { here.span.start() }, forward);
            let here = self.here();
            if (here.article, here.cursor) == (began.article, began.cursor) {
                return;
            }
        }
    }

    /// Searches from `from` in the article in focus to its end, through the others, and round to `from`.
    fn hunt(&mut self, from: usize, forward: bool) {
        let Some(query) = self.query.clone() else { return };
        let Some(text) = self.focused().map(|open| open.article.text.clone()) else { return };
        self.hunts += 1;
        let failed = self.articles.failed().map(|(article, _)| article).collect();
        let texts = self.all_open().map(|(article, open)| (article, open.article.text.clone())).collect();
        let (hunt, article, count) = (self.hunts, self.focus, self.articles.len());
        let mut hunt = Hunt { hunt, query, article, text, from, forward, count, failed, texts, part: 0 };
        // The nearest hit is mostly near: what can be searched at once is, up to the first large part, and the first
        // that is not in memory.
        let mut left = AT_ONCE;
        loop {
            match hunt.next_part(|_| None) {
                Part::End => return self.found(hunt.hunt, None),
                Part::Text(part) if part.span.len() <= left => {
                    left -= part.span.len();
                    if let Some(hit) = hunt.hit_in(&part, || true) {
                        return self.found(hunt.hunt, Some(hit));
                    }
                }
                Part::Text(_) | Part::Unread => {
                    // That one is searched there.
                    hunt.part -= 1;
                    self.say("Searching…");
                    return self.effects.push(Effect::Find(hunt));
                }
            }
        }
    }

    /// Goes to where the words stand, if that search is still the newest.
    pub(super) fn found(&mut self, hunt: u64, hit: Option<Hit>) {
        if hunt != self.hunts {
            return;
        }
        self.notice = None;
        let Some(Hit { article, span, round }) = hit else {
            self.say("Not found in any article");
            return;
        };
        let from = self.here();
        let place = self.open(article).map(|open| open.place).unwrap_or_default();
        if let Some(Prompt::Search { before, .. }) = &mut self.prompt {
            before.visited = (article != before.article).then_some((article, place));
        }
        self.arrive(article, span.start());
        if let Some(prompt) = &self.prompt
            && matches!(prompt, Prompt::Search { .. })
        {
            return;
        }
        if article != from.article {
            let file = self.articles.file(article);
            self.say(format!("Found in {file}"));
        } else if round {
            self.say("The search went round");
        }
    }
}
