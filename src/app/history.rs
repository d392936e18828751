//! Undo and redo, over all articles and sessions.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::{App, Effect, Open, State};
use crate::model::{Change, History, Id, Item, Step, Way};
use crate::store::{Made, Mark, Note, Standing, Written};

/// A step of the history.
#[derive(Debug)]
pub(super) struct Past {
    /// Its identity in the file of the history.
    id: String,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// Its places are those of the present texts.
    Step(Step),
    /// It was made in an earlier session, or before a text was changed.
    Written(Written),
}

/// Whether the steps of earlier sessions are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Earlier {
    /// They are being read.
    #[default]
    Unread,
    /// They are, and what was asked for meanwhile is done then.
    Asked(Way, usize),
    /// They are in the history.
    Known,
}

impl App {
    /// Makes a step and notes it in the history.
    pub(super) fn make(&mut self, step: Step) {
        // Who goes on does not want to undo this as soon as something else has been read.
        self.reading.travels = None;
        if self.is_recalling() {
            self.earlier = Earlier::Unread;
        }
        let id = Id::new().as_str().to_owned();
        let made = self.standing(id.clone(), step.clone());
        self.effects.push(Effect::Note(Note::Made(made)));
        self.apply(&step);
        self.history.push(Past { id, form: Form::Step(step) });
    }

    fn apply(&mut self, step: &Step) {
        for (article, changes) in by_article(step) {
            if let Some(open) = self.articles.open_mut(article) {
                changes.iter().for_each(|change| open.apply(change));
                self.articles.is_worked(article);
                self.compare_changed(article, &changes);
                self.save(article);
            }
        }
        let corrects = |item: &Item| item.tag().is_some_and(|tag| tag.correction.is_some());
        if step.changes.iter().any(|change| change.items().any(corrects)) {
            let touched: Vec<usize> = by_article(step).into_keys().collect();
            self.recorrect(&touched);
        }
        self.refresh_changed(step);
    }

    /// Takes in the history of earlier sessions, as far as it is about articles of the corpus.
    pub(super) fn recalled(&mut self, earlier: History<Written>) {
        if !self.reading.is_found {
            // Of what has not been found yet nobody knows whether it is one of the corpus.
            self.reading.recalled = Some(Box::new(earlier));
            return;
        }
        let mut known: HashMap<String, bool> = HashMap::new();
        let mut is_here = |name: &str| match known.get(name) {
            Some(is_here) => *is_here,
            None => *known.entry(name.to_owned()).or_insert(self.article_named(name).is_some()),
        };
        let mut here = |written: &Written| written.articles().all(&mut is_here);
        let mut past = |steps: Vec<Written>| {
            let steps = steps.into_iter().filter(&mut here);
            steps.map(|step| Past { id: step.step.clone(), form: Form::Written(step) }).collect()
        };
        let earlier = History { done: past(earlier.done), undone: past(earlier.undone) };
        self.history.continue_from(earlier);
        if let Earlier::Asked(way, times) = std::mem::replace(&mut self.earlier, Earlier::Known) {
            self.travel(way, times);
            if self.quitting {
                self.quit();
            }
        }
    }

    /// Whether something is to be undone or redone when the steps of earlier sessions are known.
    pub(super) fn is_recalling(&self) -> bool {
        matches!(self.earlier, Earlier::Asked(..))
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.history.is_empty(Way::Back)
    }

    /// Undoes or redoes so many steps.
    pub(super) fn travel(&mut self, way: Way, times: usize) {
        for done in 0..times {
            if !self.step_along(way) {
                if let Some((_, left)) = &mut self.reading.travels {
                    *left = times - done;
                }
                if self.earlier != Earlier::Known && self.history.is_empty(way) {
                    self.earlier = Earlier::Asked(way, times - done);
                }
                return;
            }
        }
    }

    /// Undoes or redoes the next step. Returns whether that was done.
    fn step_along(&mut self, way: Way) -> bool {
        let (does, undone) = match way {
            Way::Back => ("undo", "Undone"),
            Way::Forth => ("redo", "Redone"),
        };
        let Some(Past { id, form }) = self.history.take(way) else {
            self.say(match self.earlier {
                Earlier::Known => format!("There is nothing to {does}"),
                _ => format!("What was done before is still being looked for; {does} waits for it"),
            });
            return false;
        };
        if let Some(reason) = self.hindrance(&form) {
            let articles: Vec<usize> = self.articles_of(&form);
            if articles.iter().any(|&article| self.articles.is_unread(article) && !self.will_be_read(article))
            {
                // It was let go of.
                self.reading.travels = Some((way, 1));
                self.read(articles);
            }
            self.history.put(way, Past { id, form });
            self.warn(reason);
            return false;
        }
        let name = form.name().to_owned();
        let step = self.in_present_texts(form);
        let Some((step, left)) = step.and_then(|step| self.what_fits(way, step)) else {
            self.effects.push(Effect::Note(Note::Mark(Mark::Dropped(id))));
            self.warn(format!("Not {}: {name}; that has been changed since", undone.to_lowercase()));
            return false;
        };
        let mark = match way {
            Way::Back => Mark::Undone(id.clone()),
            Way::Forth => Mark::Redone(id.clone()),
        };
        self.effects.push(Effect::Note(Note::Mark(mark)));
        let made = match way {
            Way::Back => step.inverse(),
            Way::Forth => step.clone(),
        };
        self.apply(&made);
        self.history.put(way.other(), Past { id, form: Form::Step(step) });
        // Of several places the one nearest to the reader.
        let here = |article: usize| article == self.focus;
        let cursor = self.focused().map_or(0, |open| open.place.cursor);
        let places = made.changes.iter().filter_map(|change| Some((change.article, change.span()?.start())));
        let place = places.min_by_key(|(article, offset)| {
            here(*article).then(|| offset.abs_diff(cursor)).map_or((true, 0), |far| (false, far))
        });
        if let Some((article, offset)) = place {
            self.arrive(article, offset);
        }
        self.show_judged(&made);
        match left.as_slice() {
            [] => self.say(format!("{undone}: {name}")),
            [first, rest @ ..] => {
                let file = self.articles.file(*first);
                let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
                self.warn(format!(
                    "{undone} in part: {name}; not in {file}{more}, where it is not, or has been changed since"
                ));
            }
        }
        true
    }

    /// What of a step can be undone or made again, and the articles in which nothing of it can be. A sidecar holds the
    /// whole of a step or nothing of it, and after a crash some may hold it and others not.
    fn what_fits(&self, way: Way, step: Step) -> Option<(Step, Vec<usize>)> {
        let fits = |changes: &[&Change]| match way {
            Way::Back => self.fit(changes.iter().rev().map(|change| change.inverse())),
            Way::Forth => self.fit(changes.iter().map(|change| (*change).clone())),
        };
        let left: Vec<usize> = by_article(&step)
            .into_iter()
            .filter(|(_, changes)| !fits(changes))
            .map(|(article, _)| article)
            .collect();
        let changes: Vec<Change> =
            step.changes.into_iter().filter(|change| !left.contains(&change.article)).collect();
        (!changes.is_empty()).then_some((Step { name: step.name, changes }, left))
    }

    /// Why a step cannot be undone or redone now, and may be later.
    fn hindrance(&self, form: &Form) -> Option<String> {
        self.articles_of(form).into_iter().find_map(|article| match self.articles.state(article) {
            State::Open(open) if open.article.complete => self.refusal_in(article),
            State::Open(_) | State::Unread => {
                Some(format!("{} is still being read", self.articles.file(article)))
            }
            State::Failed(problem) => Some(problem.to_string()),
        })
    }

    /// The articles of a step.
    fn articles_of(&self, form: &Form) -> Vec<usize> {
        match form {
            Form::Step(step) => step.changes.iter().map(|change| change.article).collect(),
            Form::Written(written) => self.indexes(written).into_values().collect(),
        }
    }

    /// The articles of a step by name.
    fn indexes(&self, written: &Written) -> HashMap<String, usize> {
        let wanted: HashSet<&str> = written.articles().collect();
        wanted.into_iter().filter_map(|name| Some((name.to_owned(), self.article_named(name)?))).collect()
    }

    fn in_present_texts(&self, form: Form) -> Option<Step> {
        match form {
            Form::Step(step) => Some(step),
            Form::Written(written) => {
                let texts = self.indexes(&written).into_iter();
                let texts = texts.filter_map(|(name, i)| Some((name, (i, self.text(i)?)))).collect();
                written.step(&texts, &self.schema)
            }
        }
    }

    /// Whether all that changes take out is there as they say, and nothing of what they put in.
    fn fit(&self, mut changes: impl Iterator<Item = Change>) -> bool {
        let mut ids: HashMap<usize, HashSet<&str>> = HashMap::new();
        changes.all(|change| {
            let Some(open) = self.open(change.article) else { return false };
            match (&change.before, &change.after) {
                (Some(before), _) => open.annotations.holds(before),
                (None, Some(after)) => {
                    !ids.entry(change.article).or_insert_with(|| open.ids()).contains(after.id())
                }
                (None, None) => true,
            }
        })
    }

    /// A step with the texts that its records stand in.
    fn standing(&self, id: String, step: Step) -> Made {
        let articles = step.changes.iter().map(|change| change.article);
        let mut texts = BTreeMap::new();
        for article in articles {
            if !texts.contains_key(&article) {
                texts.extend(self.text(article).map(|text| (article, text)));
            }
        }
        Made { id, step, texts, schema: Arc::clone(&self.schema) }
    }

    /// The text of an article, and its sidecar's first lines.
    fn text(&self, article: usize) -> Option<Standing> {
        let open = self.open(article)?;
        let header = Arc::clone(&open.sidecar.as_ref()?.header);
        Some(Standing {
            name: self.store.name(&open.article.source.place()),
            points: open.points.clone(),
            header,
        })
    }

    /// The text of an article is going to be another one: the steps made in it keep the words that they were
    /// about, and find their places again when they are undone.
    pub(super) fn uproot(&mut self, article: usize) {
        let mut history = std::mem::take(&mut self.history);
        let touches = |step: &Step| step.changes.iter().any(|change: &Change| change.article == article);
        for past in history.all_mut() {
            if let Form::Step(step) = &past.form
                && touches(step)
                && let Some(written) = self.standing(past.id.clone(), step.clone()).written()
            {
                past.form = Form::Written(written);
            }
        }
        self.history = history;
    }
}

/// The changes of a step, article by article.
fn by_article(step: &Step) -> BTreeMap<usize, Vec<&Change>> {
    let mut articles: BTreeMap<usize, Vec<&Change>> = BTreeMap::new();
    for change in &step.changes {
        articles.entry(change.article).or_default().push(change);
    }
    articles
}

impl Form {
    fn name(&self) -> &str {
        match self {
            Self::Step(step) => &step.name,
            Self::Written(written) => &written.name,
        }
    }
}

impl Open {
    /// The ids of all records.
    fn ids(&self) -> HashSet<&str> {
        let others = self.annotations.others().iter().map(|record| record.id());
        self.annotations.placed().map(|tag| tag.id.as_str()).chain(others).collect()
    }
}
