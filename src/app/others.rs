//! What other annotators have made of the articles: read once it is asked for, hidden until then, and never
//! changed here.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Adoption, App, Effect, Form, Look, Open, Prompt, Screen, TableKind, TheirWork};
use crate::command::Command;
use crate::model::{AnnotatorId, Colour, Problem};
use crate::store::Opened;

/// The other annotators of the corpus.
#[derive(Debug, Default)]
pub struct Others {
    /// Whether their annotations are to be shown with the articles.
    pub shown: bool,
    /// Whether they have been read.
    read: bool,
    /// The articles of which they are being read.
    reading: BTreeSet<usize>,
    /// What was asked for before that, and is done then.
    asked: Option<Command>,
    /// Whether their sidecars are wanted, and read again whenever they change.
    wanted: bool,
    /// Counts what was given to be compared.
    pub(super) compared: u64,
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

impl App {
    /// What others have made of an article, if that is shown.
    pub fn shown_others<'a>(
        &'a self,
        open: &'a Open,
    ) -> impl Iterator<Item = (&'a AnnotatorId, Sign, &'a Opened)> {
        let others = open.others().filter(|_| self.shows_others());
        others.filter_map(|(id, opened)| Some((id, *self.others.signs.get(id)?, opened)))
    }

    /// Whether what others have made is shown: always, or because what stands on the screen is about it.
    pub fn shows_others(&self) -> bool {
        let about_it = match (&self.screen, &self.prompt) {
            (_, Some(Prompt::Compare(_))) => true,
            (_, Some(Prompt::Form(Form { adopts: Some(Adoption::Dispute(_)), .. }))) => true,
            (Screen::Table(table), _) => table.kind.is_about_others(),
            _ => false,
        };
        self.others.shown || about_it
    }

    /// Shows what others have made, or hides it.
    pub(super) fn toggle_others(&mut self) {
        if self.others.shown {
            self.others.shown = false;
            self.keep_in_view();
            self.refresh_table();
            self.say("The annotations of others are hidden");
        } else {
            self.show_others();
            match self.others.read {
                true => self.say_others(),
                false => self.say("The annotations of others are being read"),
            }
        }
    }

    /// Shows what others have made.
    pub(super) fn show_others(&mut self) {
        self.others.shown = true;
        self.keep_in_view();
        self.refresh_table();
        self.want_others();
    }

    /// Asks for what others have made, if that has not been done.
    fn want_others(&mut self) {
        if !self.others.wanted {
            self.others.wanted = true;
            let all: Vec<usize> = self.all_open().map(|(article, _)| article).collect();
            self.read_others(&all);
        }
    }

    /// Whether it is known what others have made; if not, the command is run as soon as it is.
    pub(super) fn knows_others(&mut self, command: Command) -> bool {
        self.want_others();
        let known = self.are_others_known();
        if !known {
            self.others.asked = Some(command);
            self.say("The annotations of others are being read");
        }
        known
    }

    /// Whether what others have made has been read and compared.
    fn are_others_known(&self) -> bool {
        let compared = |(_, open): (usize, &Open)| open.compared == open.comparing;
        self.others.wanted && !self.is_reading_others() && self.all_open().all(compared)
    }

    /// Does what was asked for before it was known what others have made.
    pub(super) fn do_asked(&mut self) {
        if self.are_others_known()
            && let Some(command) = self.others.asked.take()
        {
            self.notice = None;
            self.run(&command, None);
        }
    }

    /// Whether there may be more of what others have made than has been read.
    pub fn is_reading_others(&self) -> bool {
        self.others.wanted && (!self.others.reading.is_empty() || self.is_reading())
    }

    /// Whether nothing is known for a while of what others have made in an article, since its text is another one now.
    pub(super) fn is_rereading_others(&self, article: usize) -> bool {
        self.others.reading.contains(&article)
            && self.open(article).is_some_and(|open| open.others.is_empty())
    }

    /// Opens the review.
    pub(super) fn open_review(&mut self) {
        self.want_others();
        self.open_table(TableKind::Review);
        self.say_unread();
    }

    /// Asks for the sidecars of others of these articles, if they are wanted.
    pub(super) fn read_others(&mut self, articles: &[usize]) {
        let look = |&article: &usize| self.look_of(article);
        let looks: Vec<Look> = articles.iter().filter(|_| self.others.wanted).filter_map(look).collect();
        self.others.reading.extend(looks.iter().map(|look| look.article));
        if !looks.is_empty() {
            self.effects.push(Effect::Others(looks));
        }
    }

    /// Takes in what others have made.
    pub(super) fn others_read(&mut self, read: Vec<TheirWork>) {
        let mut changed = Vec::new();
        for TheirWork { article, sha256, others } in read {
            self.others.reading.remove(&article);
            let open = self.articles.open_mut(article);
            if let Some(open) = open.filter(|open| open.is_of(&sha256)) {
                open.others = others;
                changed.push(article);
                self.articles.is_worked(article);
            }
        }
        let signs = signs(&self.all_open().flat_map(|(_, open)| open.others()).map(|(by, _)| by).collect());
        let news = signs != self.others.signs;
        self.others.signs = signs;
        let first = !std::mem::replace(&mut self.others.read, true);
        if news {
            self.keep_in_view();
        }
        if (news || first) && self.others.shown && self.others.asked.is_none() && self.prompt.is_none() {
            self.say_others();
        }
        self.compare(changed);
        self.renew_comparison();
        self.refresh_table();
        if matches!(&self.screen, Screen::Table(table) if table.kind.is_about_others()) {
            self.say_unread();
        }
        self.do_asked();
    }

    /// Whose sidecars of which articles cannot be read.
    pub(super) fn unread_others(&self) -> impl Iterator<Item = (usize, &AnnotatorId, &Problem)> {
        self.all_open().flat_map(|(article, open)| {
            let unread = open.others.iter().filter_map(|(by, opened)| Some((by, opened.as_ref().err()?)));
            unread.map(move |(by, problem)| (article, by, problem))
        })
    }

    /// What is said of others' sidecars that cannot be read; nothing if there are none.
    pub(super) fn unread_says(&self) -> Option<String> {
        let (_, _, first) = self.unread_others().next()?;
        let file = first.path.as_deref().and_then(|path| path.file_name()).unwrap_or_default();
        let (file, key) = (file.to_string_lossy(), self.key_for("faults"));
        Some(match self.unread_others().count() {
            1 => format!("{file} cannot be read and is left out; {key} says why"),
            count => {
                format!("{count} sidecars cannot be read and are left out, {file} first; {key} shows them")
            }
        })
    }

    /// Warns of others' sidecars that cannot be read.
    pub(super) fn say_unread(&mut self) {
        if let Some(says) = self.unread_says() {
            self.warn(says);
        }
    }

    /// Says who the others are, and how they are told apart.
    fn say_others(&mut self) {
        let all: Vec<String> =
            self.others.signs.iter().map(|(id, sign)| format!("{} {id}", sign.letter)).collect();
        let says = match all.is_empty() {
            true => "Nobody else has annotated these articles".to_owned(),
            false => format!("Shown: {}; {} hides them", all.join(", "), self.key_for("others")),
        };
        match self.unread_says() {
            // What is wrong first, since the line may be longer than the screen is wide.
            Some(unread) if all.is_empty() => self.warn(unread),
            Some(unread) => self.warn(format!("{unread}. {says}")),
            None => self.say(says),
        }
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
