//! Which articles stand side by side, and which of them is in focus.

use std::borrow::Cow;

use super::{App, Geometry, Open, Prompt};
use crate::model::Problem;

impl App {
    /// Where everything stands on the screen now.
    pub fn geometry(&self) -> Geometry {
        let others = if self.shows_others() { self.others.signs.len() } else { 0 };
        let compared = match &self.prompt {
            Some(Prompt::Compare(compare)) => {
                Some(compare.rows(&self.schema).len().max(compare.comparison.sides.len()) + 1)
            }
            Some(Prompt::Correct(_)) => Some(2),
            _ => None,
        };
        Geometry::new(self.size, self.articles.readable(), others, compared)
    }

    /// The articles in the panes, left to right.
    pub fn visible(&self) -> Vec<usize> {
        let count = self.geometry().panes.len();
        (self.first..self.first + count).map_while(|place| self.articles.nth(place)).collect()
    }

    /// The article in focus, if it is open.
    pub fn focused(&self) -> Option<&Open> {
        self.articles.open(self.focus)
    }

    pub(super) fn focused_mut(&mut self) -> Option<&mut Open> {
        self.articles.open_mut(self.focus)
    }

    /// All open articles, in order, with their indexes.
    pub fn all_open(&self) -> impl DoubleEndedIterator<Item = (usize, &Open)> {
        self.articles.all_open()
    }

    /// The open article of this index.
    pub fn open(&self, article: usize) -> Option<&Open> {
        self.articles.open(article)
    }

    /// Slides the window of panes so far that the article in focus is in it.
    pub(super) fn show_focus(&mut self) {
        let (readable, count) = (self.articles.readable(), self.geometry().panes.len());
        let Some(last) = readable.checked_sub(1) else { return };
        let place = self.articles.place_of(self.focus).min(last);
        self.focus = self.articles.nth(place).unwrap_or_default();
        let most = readable.saturating_sub(count);
        self.first = self.first.clamp((place + 1).saturating_sub(count), place).min(most);
    }

    pub(super) fn focus_on(&mut self, article: usize) {
        self.focus = article;
        self.selection = None;
        self.show_panes();
    }

    /// Sees that the article in focus is in a pane, what the panes show is read, and their cursors are in view.
    pub(super) fn show_panes(&mut self) {
        self.show_focus();
        self.let_go();
        self.read_on();
        self.keep_in_view();
        self.gather_shown();
    }

    pub(super) fn by_panes(&mut self, by: isize) {
        let (place, readable) = (self.articles.place_of(self.focus), self.articles.readable());
        let place = (place as isize + by).checked_rem_euclid(readable as isize);
        if let Some(article) = place.and_then(|place| self.articles.nth(place as usize)) {
            self.focus_on(article);
        }
    }

    pub(super) fn slide(&mut self, by: isize) {
        let (readable, count) = (self.articles.readable(), self.geometry().panes.len());
        let most = readable.saturating_sub(count);
        let first = self.first.saturating_add_signed(by).min(most);
        if first == self.first {
            self.say(if by > 0 { "The last article is in view" } else { "The first article is in view" });
            return;
        }
        self.first = first;
        let place = self.articles.place_of(self.focus).clamp(first, first + count - 1);
        if let Some(article) = self.articles.nth(place) {
            self.focus_on(article);
        }
    }

    pub(super) fn go_to_article(&mut self, name: &str) {
        let is_readable = |i: &usize| *i < self.articles.len() && !self.articles.has_failed(*i);
        let by_number = name.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(is_readable);
        let by_name = || {
            let of_file =
                self.articles.corpus().called(name, self.articles.len()).into_iter().find(is_readable);
            let name = name.to_lowercase();
            let open = self.all_open().map(|(i, _)| i);
            let of_title = open.take_while(|i| of_file.is_none_or(|of_file| *i < of_file));
            let mut of_title = of_title.filter(|i| self.title_of(*i).to_lowercase().contains(&name));
            of_title.next().or(of_file)
        };
        match by_number.or_else(by_name) {
            Some(article) => {
                self.leave();
                self.focus_on(article);
            }
            None => self.warn(format!("There is no article {name}; {} lists them", self.key_for("articles"))),
        }
    }

    /// What an article is called: its file and its title.
    fn title_of(&self, article: usize) -> String {
        let title = self.open(article).map(Open::title).unwrap_or_default();
        format!("{} {title}", self.articles.file(article))
    }

    pub(super) fn unreadable(&mut self, article: usize, problem: Problem) {
        self.has_come(article);
        if self.open(article).is_some_and(|open| open.article.complete) {
            // What has been read and done stays.
            self.warn(format!("{}; it stands here as it was read", problem.in_short()));
        } else {
            self.articles.fail(article, problem);
            self.say_faults();
            self.show_focus();
            self.refresh_table();
            // Nothing of others is known of it that could be waited for.
            self.do_asked();
            self.read_on();
        }
        self.travel_on();
    }
}

impl Open {
    /// The headline in one line, or nothing.
    pub fn title(&self) -> Cow<'_, str> {
        self.analysis.head().title_in(&self.article.text).unwrap_or_default()
    }
}
