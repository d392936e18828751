//! Adjudication: where other annotators differ, what they say stands side by side, and one key decides. The
//! result is an annotation of the reviewer's own, and nobody's annotation is changed.

use super::adopting::takes_away;
use super::suggest::distinct;
use super::{Adoption, App, Choice, Compare, Form, Matter, Open, Prompt, Screen, Target};
use crate::command::Command;
use crate::keys::{Found, Key, KeyCode, Mode};
use crate::model::{
    Annotation, Attribute, Attributes, Correction, LabelName, Reference, Schema, Step, Value, Way,
};
use crate::review::{Comparison, Side};

/// What the sides say of one part of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name: `label`, `span`, that of an attribute, or `note`.
    pub name: String,
    /// What each side says, in the order of the sides; empty if it says nothing.
    pub said: Vec<String>,
    /// Whether they differ in it.
    pub differs: bool,
}

impl Compare {
    /// The parts that any side says something of: the label, those that differ, the others, each in the order of forms;
    /// `span` only where spans differ, and what each side says of it is its number of the words.
    pub fn rows(&self, schema: &Schema) -> Vec<Part> {
        let Comparison { sides, differing, .. } = &self.comparison;
        let part = |name: &str, said: &dyn Fn(&Annotation) -> Option<String>| Part {
            name: name.to_owned(),
            said: sides.iter().map(|side| side.tag.as_deref().and_then(said).unwrap_or_default()).collect(),
            differs: differing.iter().any(|differing| differing == name),
        };
        let mut parts = vec![part("label", &|tag| Some(tag.label.to_string()))];
        if differing.iter().any(|name| name == "span") {
            parts.push(part("span", &|_| None));
        }
        let mut names: Vec<&str> = Vec::new();
        for name in sides.iter().filter_map(|side| side.tag.as_deref()).flat_map(|tag| parts_of(schema, tag))
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        parts.extend(names.into_iter().map(|name| part(name, &|tag| tag.word(name))));
        let remarks = |tag: &Annotation| {
            let doubt = tag.doubt.then(|| "! in doubt".to_owned());
            let words: Vec<String> = doubt.into_iter().chain(tag.note.clone()).collect();
            (!words.is_empty()).then(|| words.join(" "))
        };
        parts.extend(
            Some(part("note", &remarks)).filter(|part| part.said.iter().any(|said| !said.is_empty())),
        );
        parts.sort_by_key(|part| (part.name != "label", !part.differs));
        parts
    }
}

/// What an annotation says, by name, in the order of forms.
fn parts_of<'a>(schema: &'a Schema, tag: &'a Annotation) -> Vec<&'a str> {
    match &tag.correction {
        Some(_) => Correction::PARTS.into(),
        None => schema.order_of(tag),
    }
}

impl Open {
    /// What annotators differ in and nobody has decided, in the order of the text, by its place among all
    /// comparisons.
    pub(super) fn disputes(&self) -> impl Iterator<Item = (usize, &Comparison)> {
        let verdicts = self.verdicts();
        let all = self.comparisons.iter().enumerate();
        let is_judged = move |side: &Side| match (&side.tag, side.reference()) {
            (Some(tag), Some(of)) => {
                verdicts.get(&of).is_some_and(|(_, verdict)| self.settles(Matter::Tag(tag), verdict))
            }
            _ => true,
        };
        all.filter(move |(_, comparison)| comparison.is_dispute() && !comparison.sides.iter().all(&is_judged))
    }

    /// What says that nothing is in a sentence, if all that was found there is rejected once this is. Where one of the
    /// sides says so itself, to reject it says that there is something.
    fn nothing_after(&self, rejected: &Comparison) -> Option<Annotation> {
        let verdicts = self.verdicts();
        let here: Vec<Reference> = rejected.references().collect();
        let is_rejected = |side: &Side| {
            let before = |of| verdicts.get(&of).is_some_and(|(_, verdict)| verdict.accepted == Some(false));
            side.reference().is_none_or(|of| here.contains(&of) || before(of))
                && !side.tag.as_ref().is_some_and(|tag| tag.label.is_none())
        };
        let all = self.comparisons_in(rejected.sentence).iter();
        let all: Vec<&Comparison> = all.filter(|comparison| !comparison.is_of_name()).collect();
        let nothing = all.iter().flat_map(|comparison| &comparison.sides).all(is_rejected);
        let from: Vec<Reference> = all.iter().flat_map(|comparison| comparison.references()).collect();
        let label = LabelName::new(LabelName::NONE);
        (nothing && !rejected.is_of_name())
            .then(|| Annotation::new(label, rejected.sentence, Attributes::new()).made_of(&from))
    }
}

impl App {
    /// Goes to where annotators differ next, once it is known what they say; in a table from its marked row on.
    pub(super) fn next_dispute(&mut self, way: Way) {
        if let Screen::Table(table) = &self.screen
            && let Some(&(Target::Matter { article, offset, .. } | Target::Place(article, offset))) =
                table.row().map(|row| &row.target)
        {
            self.leave();
            self.arrive(article, offset);
        }
        let command = match way {
            Way::Forth => Command::NextDispute,
            Way::Back => Command::PreviousDispute,
        };
        if self.knows_others(command) {
            self.go_to_dispute(way);
        }
    }

    /// Goes to the dispute after or before the one on the screen or the cursor; from the end to the beginning.
    pub(super) fn go_to_dispute(&mut self, way: Way) {
        let disputes = self.all_open().flat_map(|(article, open)| {
            open.disputes().map(move |(place, of)| (article, of.sentence.start(), place))
        });
        let all: Vec<(usize, usize, usize)> = disputes.collect();
        let present = match &self.prompt {
            Some(Prompt::Compare(Compare { article, comparison })) => {
                let open = self.open(*article);
                let place =
                    open.and_then(|open| open.comparisons.iter().position(|other| other == comparison));
                Some((*article, comparison.sentence.start(), place.unwrap_or_default()))
            }
            _ => None,
        };
        let here = self.here();
        let next = match (way, present) {
            (Way::Forth, Some(present)) => all.iter().find(|dispute| **dispute > present),
            (Way::Forth, None) => {
                all.iter().find(|(article, start, _)| (*article, *start) >= (here.article, here.cursor))
            }
            (Way::Back, Some(present)) => all.iter().rev().find(|dispute| **dispute < present),
            (Way::Back, None) => {
                all.iter().rev().find(|(article, start, _)| (*article, *start) < (here.article, here.cursor))
            }
        };
        let round = match way {
            Way::Forth => all.first(),
            Way::Back => all.last(),
        };
        let compare = next.or(round).and_then(|(article, _, place)| {
            let comparison = self.open(*article)?.comparisons.get(*place)?.clone();
            Some(Compare { article: *article, comparison })
        });
        let unread = self.unread_says();
        match &compare {
            Some(Compare { article, comparison }) => {
                let (article, start) = (*article, comparison.sentence.start());
                self.screen = Screen::Reading;
                if (article, start) != (here.article, here.cursor) {
                    self.leave();
                }
                self.arrive(article, start);
                if present.is_none() && unread.is_some() {
                    self.say_unread();
                } else if next.is_none() {
                    self.say("From the other end again");
                }
            }
            None => {
                let says = "Where annotators differ, all is decided";
                match unread {
                    Some(unread) => self.warn(format!("{says}; but {unread}")),
                    None => self.say(says),
                }
            }
        }
        self.show_comparison(compare);
    }

    /// Puts a comparison on the screen, or takes it away, the cursor's sentence in view.
    pub(super) fn show_comparison(&mut self, compare: Option<Compare>) {
        self.prompt = compare.map(Prompt::Compare);
        self.keep_in_view();
    }

    /// A key while a comparison is on the screen.
    pub(super) fn compare_key(&mut self, compare: Compare, key: Key, cancel: bool) {
        if cancel || key == Key::plain(KeyCode::Char('q')) {
            return self.show_comparison(None);
        }
        match key.code {
            KeyCode::Char(digit @ '1'..='9') => self.take_side(compare, digit as usize - '1' as usize),
            KeyCode::Char('0') => {
                let all: Vec<Reference> = compare.comparison.references().collect();
                let own = self.open(compare.article).and_then(|open| open.nothing_after(&compare.comparison));
                self.decide_between(compare, "take neither", own, (&[], &all));
            }
            KeyCode::Enter => self.edit_side(compare, 0),
            _ => {
                let bound = match self.keymap.lookup(Mode::Reading, &[key]) {
                    Found::Command(binding) => Some(binding.command.clone()),
                    Found::Pending(_) | Found::None => None,
                };
                self.prompt = Some(Prompt::Compare(compare));
                match bound {
                    Some(Command::NextDispute) => self.go_to_dispute(Way::Forth),
                    Some(Command::PreviousDispute) => self.go_to_dispute(Way::Back),
                    Some(Command::Undo) => self.travel_between(Way::Back),
                    Some(Command::Redo) => self.travel_between(Way::Forth),
                    _ => {}
                }
            }
        }
    }

    /// Undoes or redoes a decision, and shows what is to be decided then.
    fn travel_between(&mut self, way: Way) {
        self.show_comparison(None);
        self.travel(way, 1);
        let said = self.notice.take();
        self.go_to_dispute(Way::Forth);
        self.notice = said.or(self.notice.take());
    }

    /// Takes what one side says, and all that say the same.
    fn take_side(&mut self, compare: Compare, side: usize) {
        let sides = &compare.comparison.sides;
        let Some(taken) = sides.get(side) else {
            self.say(format!("There are {} annotators here", sides.len()));
            return self.show_comparison(Some(compare));
        };
        let (same, others): (Vec<&Side>, Vec<&Side>) =
            sides.iter().partition(|side| side.same_as == taken.same_as);
        let references =
            |sides: Vec<&Side>| -> Vec<Reference> { sides.into_iter().filter_map(Side::reference).collect() };
        let (from, against) = (references(same), references(others));
        let own = taken.tag.as_ref().map(|tag| tag.adopted(&from));
        let name = format!("take {}'s", taken.annotator);
        self.decide_between(compare, &name, own, (&from, &against));
    }

    /// Opens the form of one of the annotations, its fields to be filled from all sides.
    pub(super) fn edit_side(&mut self, compare: Compare, place: usize) {
        if !self.still_says(&compare) {
            return self.show_anew(compare);
        }
        if let Some(reason) = self.refusal_in(compare.article) {
            self.warn(reason);
            return self.show_comparison(Some(compare));
        }
        if compare.comparison.is_of_name() {
            return self.correct_side(compare, place);
        }
        let mut tags: Vec<&Side> =
            compare.comparison.sides.iter().filter(|side| side.tag.is_some()).collect();
        // What says that nothing is there has no fields.
        tags.sort_by_key(|side| side.tag.as_ref().is_some_and(|tag| tag.label.is_none()));
        let Some(tag) = tags.get(place).and_then(|side| side.tag.as_deref()) else { return };
        let before = Box::new(tag.adopted(&[]));
        let said = |attribute: &Attribute| -> Vec<Choice> {
            let choice = |side: &&Side| match side.tag.as_ref()?.attributes.get(&attribute.name)? {
                Value::Entity { name, span, .. } => {
                    Some(Choice { span: *span, ..Choice::new(name, side.annotator.as_str()) })
                }
                Value::Word(word) => Some(Choice::new(word, side.annotator.as_str())),
                Value::Flag(_) | Value::Other(_) => None,
            };
            let said = tags.iter().filter_map(choice);
            distinct(said.chain(self.choices(attribute, tag.span)).collect())
        };
        let fields = self.fields_with(&before, said);
        let place = (place, tags.len());
        self.prompt =
            Some(Prompt::Form(Form { before, fields, place, adopts: Some(Adoption::Dispute(compare)) }));
        self.keep_in_view();
    }

    /// Takes what a form says that was filled from all sides. What is just what some of them say is theirs.
    pub(super) fn merge_sides(&mut self, compare: &Compare, merged: Annotation) {
        let sides = &compare.comparison.sides;
        let says = |tag: &Annotation| tag.says_all_of(&merged);
        let just = sides.iter().find(|side| side.tag.as_deref().is_some_and(says)).map(|side| side.same_as);
        let (from, against): (Vec<&Side>, Vec<&Side>) = sides.iter().partition(|side| match just {
            Some(same) => side.same_as == same,
            None => side.tag.as_ref().is_some_and(|tag| !tag.label.is_none()),
        });
        let references =
            |sides: Vec<&Side>| -> Vec<Reference> { sides.into_iter().filter_map(Side::reference).collect() };
        let (from, against) = (references(from), references(against));
        let own = merged.made_of(&from);
        self.decide_between(compare.clone(), "merge", Some(own), (&from, &against));
    }

    /// Makes the decision, and goes to the next one.
    fn decide_between(
        &mut self,
        compare: Compare,
        name: &str,
        own: Option<Annotation>,
        of: (&[Reference], &[Reference]),
    ) {
        let article = compare.article;
        if let Some(reason) = self.refusal_in(article) {
            self.warn(reason);
            return self.show_comparison(Some(compare));
        }
        if !self.still_says(&compare) {
            return self.show_anew(compare);
        }
        let Some(open) = self.open(article) else { return };
        let mut changes = open.adoption(article, own, of, (&open.verdicts(), &open.made()));
        let (accepted, rejected) = of;
        changes.extend(accepted.iter().chain(rejected).flat_map(|of| open.overruled(article, of)));
        let takes_away = takes_away(&changes);
        if !changes.is_empty() {
            self.make(Step { name: name.to_owned(), changes });
        }
        self.prompt = Some(Prompt::Compare(compare));
        self.go_to_dispute(Way::Forth);
        if takes_away {
            let undo = self.key_for("undo");
            self.say(format!("What you had made of it before is removed; {undo} brings it back"));
        }
    }
}
