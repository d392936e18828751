//! What other annotators have made of the articles: read once it is asked for, hidden until then, and never
//! changed here.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{App, Effect, Entry, Look, Open, Screen, TableKind, TheirWork};
use crate::command::Command;
use crate::model::{Annotations, AnnotatorId, Colour, Reference, Schema};
use crate::nlp::Entities;
use crate::review::{Comparison, compare};
use crate::store::Opened;

/// The other annotators of the corpus.
#[derive(Debug, Default)]
pub struct Others {
    /// Whether their annotations are shown.
    pub shown: bool,
    /// Whether they have been read.
    pub(super) read: bool,
    /// What was asked for before that, and is done then.
    pub(super) asked: Option<Command>,
    /// Whether their sidecars are wanted, and read again whenever they change.
    wanted: bool,
    /// Those who have a sidecar that was read, and how they are told apart.
    pub signs: BTreeMap<AnnotatorId, Sign>,
}

/// What tells an annotator from the others, with colours and without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// A letter that no other one has, if there are enough.
    pub letter: char,
    /// A colour, which several may have.
    pub colour: Colour,
}

const COLOURS: [Colour; 6] =
    [Colour::Cyan, Colour::Green, Colour::Blue, Colour::Red, Colour::Magenta, Colour::Yellow];

impl Open {
    /// What other annotators have made of the article, as far as it could be read.
    pub fn others(&self) -> impl Iterator<Item = (&AnnotatorId, &Opened)> {
        self.others.iter().filter_map(|(annotator, opened)| Some((annotator, opened.as_ref().ok()?)))
    }
}

impl Open {
    /// Compares what others have made.
    fn compare(&mut self, article: usize, schema: &Schema, entities: &Entities) {
        let own = self.others().map(|(by, opened)| (by.clone(), opened.sidecar.annotations.independent()));
        let own: BTreeMap<AnnotatorId, Annotations> = own.collect();
        let sentence_at = |at| self.analysis.sentence_at(at).map(|sentence| sentence.span);
        self.comparisons = compare(&own, sentence_at, article, schema, entities);
    }

    /// The annotations of others that another one contradicts.
    pub fn disputed(&self) -> HashSet<Reference> {
        let disputes = self.comparisons.iter().filter(|comparison| !comparison.differing.is_empty());
        disputes.flat_map(Comparison::references).collect()
    }
}

impl App {
    /// What others have made of an article, if that is shown.
    pub fn shown_others<'a>(
        &'a self,
        open: &'a Open,
    ) -> impl Iterator<Item = (&'a AnnotatorId, Sign, &'a Opened)> {
        let others = open.others().filter(|_| self.others.shown);
        others.filter_map(|(id, opened)| Some((id, *self.others.signs.get(id)?, opened)))
    }

    /// Shows what others have made, or hides it.
    pub(super) fn toggle_others(&mut self) {
        if self.others.shown {
            self.others.shown = false;
            self.keep_in_view();
            self.say("The annotations of others are hidden");
        } else {
            self.show_others();
            self.say_others();
        }
    }

    /// Shows what others have made, and asks for it if that has not been done.
    pub(super) fn show_others(&mut self) {
        self.others.shown = true;
        self.keep_in_view();
        if !self.others.wanted {
            self.others.wanted = true;
            let all: Vec<usize> = (0..self.articles.len()).collect();
            self.read_others(&all);
        }
    }

    /// Shows what others have made. Returns whether that is known; if not, the command is run as soon as it is.
    pub(super) fn knows_others(&mut self, command: Command) -> bool {
        self.show_others();
        if !self.others.read {
            self.others.asked = Some(command);
            self.say("The annotations of others are being read");
        }
        self.others.read
    }

    /// Opens the review, which shows what others have made.
    pub(super) fn open_review(&mut self) {
        self.show_others();
        self.open_table(TableKind::Review);
    }

    /// Asks for the sidecars of others of these articles, if they are wanted.
    pub(super) fn read_others(&mut self, articles: &[usize]) {
        let look = |&article: &usize| self.look_of(article);
        let looks: Vec<Look> = articles.iter().filter(|_| self.others.wanted).filter_map(look).collect();
        if !looks.is_empty() {
            self.effects.push(Effect::Others(looks));
        }
    }

    /// Takes in what others have made.
    pub(super) fn others_read(&mut self, read: Vec<TheirWork>) {
        for TheirWork { article, sha256, others } in read {
            let open = self.articles.get_mut(article).and_then(Entry::open_mut);
            if let Some(open) = open.filter(|open| open.is_of(&sha256)) {
                open.others = others;
                open.compare(article, &self.schema, &self.entities);
            }
        }
        let open = self.articles.iter().filter_map(Entry::open);
        let signs = signs(&open.flat_map(Open::others).map(|(annotator, _)| annotator).collect());
        let news = signs != self.others.signs;
        self.others.signs = signs;
        if self.others.shown && news {
            self.keep_in_view();
            if self.others.asked.is_none() && self.prompt.is_none() && matches!(self.screen, Screen::Reading)
            {
                self.say_others();
            }
        }
        self.refresh_table();
        self.others.read = true;
        if let Some(command) = self.others.asked.take() {
            self.notice = None;
            self.run(&command, None);
        }
    }

    /// Compares anew what others have made, since names may mean other things now.
    pub(super) fn compare_others(&mut self) {
        for (article, entry) in self.articles.iter_mut().enumerate() {
            if let Some(open) = entry.open_mut().filter(|open| !open.others.is_empty()) {
                open.compare(article, &self.schema, &self.entities);
            }
        }
    }

    /// Says who the others are, and how they are told apart.
    fn say_others(&mut self) {
        let all: Vec<String> =
            self.others.signs.iter().map(|(id, sign)| format!("{} {id}", sign.letter)).collect();
        self.say(match all.is_empty() {
            true => "Nobody else has annotated these articles".to_owned(),
            false => format!("Shown: {}; {} hides them", all.join(", "), self.key_for("others")),
        });
    }
}

/// A letter of the name of each, or another one; and a colour.
fn signs(annotators: &BTreeSet<&AnnotatorId>) -> BTreeMap<AnnotatorId, Sign> {
    let mut taken = HashSet::new();
    let sign = |(annotator, colour): (&&AnnotatorId, Colour)| {
        let mut letters = annotator.as_str().chars().chain('a'..='z').chain('0'..='9');
        let letter = letters.find(|letter| letter.is_alphanumeric() && taken.insert(*letter)).unwrap_or('*');
        ((*annotator).clone(), Sign { letter, colour })
    };
    annotators.iter().zip(COLOURS.into_iter().cycle()).map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_annotator_has_a_letter_of_its_own() {
        let ids: Vec<AnnotatorId> =
            ["ada", "ann", "an", "-", "x"].iter().map(|id| id.parse().unwrap()).collect();
        let signs = signs(&ids.iter().collect());
        let letters: Vec<String> = signs.iter().map(|(id, sign)| format!("{id} {}", sign.letter)).collect();
        assert_eq!(letters, ["- a", "ada d", "an n", "ann b", "x x"]);
        assert!(signs.values().map(|sign| sign.colour.name()).collect::<BTreeSet<_>>().len() == 5);
    }
}
