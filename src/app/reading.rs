//! Which articles are read, and which are let go of again.
//!
//! A small corpus is read whole. Of a large one there is in memory what stands on the screen and beside it, what
//! somebody has worked on, and, up to [`MEMORY`], what was read besides. What is let go of is clean: everything in it
//! can be read again.

use std::collections::{BTreeSet, VecDeque};

use super::{App, Come, Effect, Jump, Open};
use crate::model::{History, Way};
use crate::store::Written;

/// Up to so many bytes of text everything is kept in memory; what is seen in a text takes about five times as much
/// again. It is enough for thousands of articles, so that most corpora are whole.
pub const MEMORY: usize = 12 << 20;

/// So many articles are asked for at a time.
pub(super) const AT_A_TIME: usize = 32;

/// What is still to be read, and what waits for it.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What has been asked for and has not come.
    asked: BTreeSet<usize>,
    /// Those that have a sidecar.
    worked: VecDeque<usize>,
    /// All that have ever had one, whosever it is: they are not let go of.
    tagged: BTreeSet<usize>,
    /// All before this one have been asked for once, or came while there was no room for them.
    next: usize,
    /// Whether there has been no room for more.
    is_full: bool,
    /// Whether all articles have been found.
    pub(super) is_found: bool,
    /// The most bytes of text that are kept besides what must be.
    pub(super) most: usize,
    /// Counts the screens, to tell what was seen last.
    screens: u64,
    /// Where in an article that is being read the reader wants to go.
    pub(super) leads_to: Option<Jump>,
    /// What was done in earlier sessions, as long as not all articles are found that it may be about.
    pub(super) recalled: Option<Box<History<Written>>>,
    /// What is to be undone or redone as soon as its articles are read.
    pub(super) travels: Option<(Way, usize)>,
}

impl Reading {
    /// Nothing is read yet. `most` is the most bytes of text that are kept besides what must be.
    pub(super) fn new(is_found: bool, most: usize) -> Self {
        Self { is_found, most, ..Self::default() }
    }
}

impl App {
    /// Asks for what is to be read next, if not enough has been asked for.
    pub(super) fn read_on(&mut self) {
        let mut wanted = Vec::new();
        for article in self.near() {
            self.want(article, &mut wanted);
        }
        if self.reading.asked.len() <= AT_A_TIME / 2 {
            while self.reading.asked.len() < AT_A_TIME
                && let Some(article) = self.reading.worked.pop_front()
            {
                self.want(article, &mut wanted);
            }
            while self.reading.asked.len() < AT_A_TIME && self.has_more() {
                self.want(self.reading.next, &mut wanted);
                self.reading.next += 1;
            }
        }
        if !wanted.is_empty() {
            self.effects.push(Effect::Load(wanted));
        }
    }

    /// Asks for these articles, unless they are read or asked for.
    pub(super) fn read(&mut self, articles: impl IntoIterator<Item = usize>) {
        let mut wanted = Vec::new();
        for article in articles {
            self.want(article, &mut wanted);
        }
        if !wanted.is_empty() {
            self.effects.push(Effect::Load(wanted));
        }
    }

    fn want(&mut self, article: usize, wanted: &mut Vec<usize>) {
        if self.articles.is_unread(article) && self.reading.asked.insert(article) {
            wanted.push(article);
        }
    }

    /// Whether there is something to be read for which there is room.
    fn has_more(&self) -> bool {
        self.reading.next < self.articles.len() && !self.reading.is_full
    }

    /// Whether articles are being read, or are still to come.
    pub(super) fn is_reading(&self) -> bool {
        let may_come = !self.reading.is_found && !self.reading.is_full;
        !(self.reading.asked.is_empty() && self.reading.worked.is_empty()) || self.has_more() || may_come
    }

    /// Whether an article will be read that nobody goes to.
    pub(super) fn will_be_read(&self, article: usize) -> bool {
        let Reading { asked, worked, next, .. } = &self.reading;
        asked.contains(&article) || worked.contains(&article) || (self.has_more() && article >= *next)
    }

    /// Whether all of the corpus is in memory.
    pub fn is_whole(&self) -> bool {
        self.reading.is_found && self.articles.are_all_read()
    }

    /// An article has come that was asked for, or will not come.
    pub(super) fn has_come(&mut self, article: usize) {
        self.reading.asked.remove(&article);
    }

    /// More of the corpus was found.
    pub(super) fn come(&mut self, come: Come) {
        let Come { count, worked, all } = come;
        self.articles.come(count);
        self.reading.tagged.extend(&worked);
        self.reading.worked.extend(worked);
        if !self.has_moved {
            self.go_where_session_stood();
        }
        if let Some((skipped, faults)) = all {
            self.reading.is_found = true;
            self.skipped = skipped;
            if !faults.is_empty() {
                self.at_start.extend(faults);
                self.say_faults();
            }
            if let Some(earlier) = self.reading.recalled.take() {
                self.recalled(*earlier);
            }
        }
        self.show_panes();
        self.refresh_table();
        self.do_asked();
    }

    /// Goes to the article that was in focus when the program ended last, if it has come and the reader has not gone
    /// anywhere.
    pub(super) fn go_where_session_stood(&mut self) {
        let article = |name: &Option<String>| self.article_named(name.as_deref()?);
        let focus = article(&self.session.focus);
        let first = article(&self.session.first).or(focus);
        if let Some(focus) = focus {
            self.focus = focus;
            self.has_moved = true;
        }
        if let Some(first) = first {
            self.first = self.articles.place_of(first);
        }
    }

    /// What an article is called in the files of the program.
    pub(super) fn name_of_article(&self, article: usize) -> Option<String> {
        Some(self.store.name(&self.articles.place(article)?))
    }

    /// The article that is called so in the files of the program.
    pub(super) fn article_named(&self, name: &str) -> Option<usize> {
        let named = self.articles.corpus().named(&self.store.root.join(name)).into_iter();
        let mut named = named.filter(|article| *article < self.articles.len());
        let is_called = |article: &usize| self.name_of_article(*article).as_deref() == Some(name);
        named.find(is_called).or_else(|| self.articles.corpus().oddly_named().into_iter().find(is_called))
    }

    /// Goes where the reader wanted to go in an article that has been read now.
    pub(super) fn arrive_in(&mut self, article: usize) {
        let leads_here = |jump: &Jump| jump.article == article;
        if self.focus == article
            && let Some(Jump { cursor, .. }) = self.reading.leads_to.take_if(|jump| leads_here(jump))
        {
            self.arrive(article, cursor);
        }
    }

    /// Undoes or redoes what waited for its articles.
    pub(super) fn travel_on(&mut self) {
        if self.reading.asked.is_empty()
            && let Some((way, times)) = self.reading.travels.take()
        {
            self.travel(way, times);
        }
    }

    /// The articles in the panes, then as many on both sides.
    fn near(&self) -> Vec<usize> {
        let panes = self.geometry().panes.len();
        let beside = (self.first + panes..self.first + 2 * panes).chain((0..self.first).rev().take(panes));
        let beside = beside.filter_map(|place| self.articles.nth(place));
        self.visible().into_iter().chain(beside).collect()
    }

    /// Lets go of what has not been seen for longest, while there is more in memory than there may be. What is there
    /// to be answered may be about any article.
    pub(super) fn let_go(&mut self) {
        let near: BTreeSet<usize> = self.near().into_iter().chain([self.focus]).collect();
        self.reading.screens += 1;
        let now = self.reading.screens;
        for article in &near {
            if let Some(open) = self.articles.open_mut(*article) {
                open.seen = now;
            }
        }
        if self.articles.bytes() <= self.reading.most {
            return;
        }
        self.reading.is_full = true;
        // What was read for an undo is needed for it.
        if self.prompt.is_some() || self.reading.travels.is_some() {
            return;
        }
        let mut clean: Vec<(u64, usize)> = self
            .articles
            .all_open()
            .filter(|(article, open)| !near.contains(article) && !self.must_stay(*article, open))
            .map(|(article, open)| (open.seen, article))
            .collect();
        clean.sort_unstable();
        for (_, article) in clean {
            if self.articles.bytes() <= self.reading.most {
                break;
            }
            self.drop_article(article);
        }
    }

    /// Whether an article is not let go of: somebody has done something in it, or tagged it.
    fn must_stay(&self, article: usize, open: &Open) -> bool {
        open.has_work() || self.reading.tagged.contains(&article)
    }

    fn drop_article(&mut self, article: usize) {
        let name = self.name_of_article(article);
        if let Some(open) = self.articles.take(article).filter(|open| open.seen > 0)
            && let Some(name) = name
        {
            self.session.places.insert(name, open.point());
        }
    }

    /// A file of many articles has changed: those are read anew that are near the reader or have been worked on, the
    /// others as if they had never been read.
    pub(super) fn read_anew(&mut self, articles: Vec<usize>) {
        if articles.is_empty() {
            return;
        }
        let near = self.near();
        for article in articles {
            let far = !near.contains(&article) && article != self.focus;
            match self.open(article) {
                Some(open) if far && !self.must_stay(article, open) => {
                    self.drop_article(article);
                    self.reading.next = self.reading.next.min(article);
                }
                _ => self.effects.push(Effect::Reload(article)),
            }
        }
        self.read_on();
    }

    /// There is a sidecar of this article.
    pub(super) fn is_tagged(&mut self, article: usize) {
        self.reading.tagged.insert(article);
    }
}
