//! Which articles stand side by side, and which of them is in focus.

use std::borrow::Cow;

use super::{App, Geometry, Open, Prompt, State};
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
        Geometry::new(self.size, self.order().len(), others, compared)
    }

    /// The articles that can be read, in order: indexes into the corpus.
    pub fn order(&self) -> Vec<usize> {
        let readable = |index: &usize| !matches!(self.articles[*index].state, State::Failed(_));
        (0..self.articles.len()).filter(readable).collect()
    }

    /// The articles in the panes, left to right.
    pub fn visible(&self) -> Vec<usize> {
        let count = self.geometry().panes.len();
        self.order().into_iter().skip(self.first).take(count).collect()
    }

    /// The article in focus, if it is open.
    pub fn focused(&self) -> Option<&Open> {
        self.articles.get(self.focus)?.open()
    }

    pub(super) fn focused_mut(&mut self) -> Option<&mut Open> {
        self.articles.get_mut(self.focus)?.open_mut()
    }

    /// All open articles, in order, with their indexes.
    pub fn all_open(&self) -> impl DoubleEndedIterator<Item = (usize, &Open)> {
        self.articles.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.open()?)))
    }

    /// The open article of this index.
    pub fn open(&self, article: usize) -> Option<&Open> {
        self.articles.get(article)?.open()
    }

    /// Slides the window of panes so far that the article in focus is in it.
    pub(super) fn show_focus(&mut self) {
        let order = self.order();
        let count = self.geometry().panes.len();
        let Some(place) = order.iter().position(|&index| index >= self.focus).or(order.len().checked_sub(1))
        else {
            return;
        };
        self.focus = order[place];
        let most = order.len().saturating_sub(count);
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
        let unread: Vec<usize> =
            self.visible().into_iter().filter(|&i| matches!(self.articles[i].state, State::Unread)).collect();
        if !unread.is_empty() {
            self.effects.push(super::Effect::Load(unread));
        }
        self.keep_in_view();
    }

    pub(super) fn by_panes(&mut self, by: isize) {
        let order = self.order();
        if let Some(place) = order.iter().position(|&index| index == self.focus) {
            self.focus_on(order[(place as isize + by).rem_euclid(order.len() as isize) as usize]);
        }
    }

    pub(super) fn slide(&mut self, by: isize) {
        let (order, count) = (self.order(), self.geometry().panes.len());
        let most = order.len().saturating_sub(count);
        let first = self.first.saturating_add_signed(by).min(most);
        if first == self.first {
            self.say(if by > 0 { "The last article is in view" } else { "The first article is in view" });
            return;
        }
        self.first = first;
        let place = order.iter().position(|&index| index == self.focus).unwrap_or(first);
        self.focus_on(order[place.clamp(first, first + count - 1)]);
    }

    pub(super) fn go_to_article(&mut self, name: &str) {
        let order = self.order();
        let by_number =
            name.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|i| order.contains(i));
        let by_name = || {
            let name = name.to_lowercase();
            order.iter().copied().find(|&i| self.title_of(i).to_lowercase().contains(&name))
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
        let Some(entry) = self.articles.get(article) else { return String::new() };
        let title = entry.open().map(Open::title).unwrap_or_default();
        format!("{} {title}", entry.file())
    }

    pub(super) fn unreadable(&mut self, article: usize, problem: Problem) {
        let Some(entry) = self.articles.get_mut(article) else { return };
        if entry.open().is_some_and(|open| open.article.complete) {
            // What has been read and done stays.
            self.warn(format!("{}; it stands here as it was read", problem.in_short()));
        } else {
            entry.state = State::Failed(problem);
            self.say_faults();
            self.show_focus();
            self.refresh_table();
            // Nothing of others is known of it that could be waited for.
            self.do_asked();
        }
    }
}

impl Open {
    /// The headline in one line, or nothing.
    pub fn title(&self) -> Cow<'_, str> {
        self.analysis.head().title_in(&self.article.text).unwrap_or_default()
    }
}
