//! Review: what others have made is accepted or rejected, as it is or after a change. What is said of it lies in
//! the reviewer's own sidecar.

use super::{Adoption, App, Fields, Form, Line, Matter, Prompt, Screen, TableKind, Target};
use crate::model::{Annotation, Change, Item, Reference, Step, Timestamp};

impl App {
    /// What is judged next: in the review that of the marked row; in the panes, where others are shown, the first of
    /// the cursor's sentence that has not been judged, else the one that was judged last.
    pub fn matter_here(&self) -> Option<(usize, Reference)> {
        if let Screen::Table(table) = &self.screen {
            let row = table.rows().nth(table.cursor)?;
            return match &row.target {
                Target::Matter { article, of, .. } => Some((*article, of.clone())),
                _ => None,
            };
        }
        let open = self.focused().filter(|_| self.others.shown)?;
        let mut matters = open.matters_on(open.sentence()?.span);
        let settled = |(of, matter): &(Reference, Matter<'_>)| open.is_settled(of, *matter);
        let last = || {
            let records = open.annotations.others().iter().rev().filter_map(|record| record.verdict());
            records
                .map(|verdict| &verdict.of)
                .find(|of| matters.iter().any(|(other, _)| other == *of))
                .cloned()
        };
        let matter = match matters.iter().position(|matter| !settled(matter)) {
            Some(first) => Some(matters.swap_remove(first).0),
            None => last(),
        };
        Some((self.focus, matter?))
    }

    /// Accepts or rejects what is under the cursor, and goes to what is judged next. Returns whether there was
    /// something to judge.
    pub(super) fn judge(&mut self, accepted: bool) -> bool {
        let Some((article, of)) = self.matter_here() else { return false };
        if let Some(reason) = self.refusal_in(article) {
            self.warn(reason);
            return true;
        }
        let (name, word) = if accepted { ("accept", "accepted") } else { ("reject", "rejected") };
        let Some(open) = self.open(article) else { return true };
        let said = open.said(article, &of, (Some(accepted), None), open.verdict_on(&of));
        let mut changes: Vec<Change> = said.into_iter().collect();
        changes.extend(open.overruled(article, &of));
        // What was made of it goes with it, unless it was made of something else as well that stands; and what is
        // accepted as it is needs no other words.
        let made = open.made();
        let gone = match (accepted, open.matter(&of)) {
            (false, _) => open.fallen(std::slice::from_ref(&of), &open.verdicts(), &made),
            (true, Some(matter)) => {
                let mut alone = made.get(&of).cloned().unwrap_or_default();
                let denials = open.denials(std::slice::from_ref(&of), &made);
                alone.retain(|tag| {
                    let changed = tag.sources().count() == 1 && open.is_changed(matter, tag);
                    changed || denials.iter().any(|denial| denial.id == tag.id)
                });
                alone
            }
            (true, None) => Vec::new(),
        };
        let takes_back = !gone.is_empty();
        changes.extend(gone.into_iter().map(|tag| Change::remove(article, tag.clone())));
        if changes.is_empty() {
            self.say(format!("It is {word} already"));
            return true;
        }
        self.judged(Step { name: name.to_owned(), changes });
        if takes_back {
            let undo = self.key_for("undo");
            let word = if accepted { "Accepted as it is" } else { "Rejected" };
            self.say(format!("{word}, and what you had made of it is removed; {undo} brings both back"));
        }
        true
    }

    /// Makes a step of the review, and goes to what is judged next.
    fn judged(&mut self, step: Step) {
        let is_settled = |(article, of): &(usize, Reference)| {
            let Some(open) = self.open(*article) else { return false };
            open.matter(of).is_some_and(|matter| open.is_settled(of, matter))
        };
        let again = self.matter_here().filter(is_settled).map(|(_, of)| of);
        let next = match &self.screen {
            Screen::Table(table) => again.clone().or_else(|| table.next_unjudged().cloned()),
            Screen::Reading => None,
        };
        self.make(step);
        match &mut self.screen {
            Screen::Table(table) => table.mark(next.as_ref()),
            Screen::Reading if again.is_none() => self.go_to_next_matter(),
            Screen::Reading => {}
        }
    }

    /// Goes to the next thing that has not been judged, from the cursor's sentence on.
    fn go_to_next_matter(&mut self) {
        let here = self.here();
        let after =
            self.all_open().filter(|(article, _)| *article >= here.article).find_map(|(article, open)| {
                let from = if article == here.article { here.cursor } else { 0 };
                Some((article, open.next_unjudged(from)?))
            });
        match after {
            Some((article, offset)) => self.arrive(article, offset),
            None => {
                self.say(format!("All is judged from here on; {} shows the rest", self.key_for("review")));
            }
        }
    }

    /// Asks for a comment on what is under the cursor, or takes this one. Returns whether there was something.
    pub(super) fn comment(&mut self, text: Option<&str>) -> bool {
        let Some((article, of)) = self.matter_here() else { return false };
        let Some(open) = self.open(article) else { return true };
        match (self.refusal_in(article), text) {
            (Some(reason), _) => self.warn(reason),
            (None, Some(text)) => self.put_comment(article, &of, text),
            (None, None) => {
                let line =
                    open.verdict_on(&of).map(|(_, verdict)| Line::new(&verdict.comment)).unwrap_or_default();
                if let Some(shown) = open.matter(&of).map(|matter| open.content(matter)) {
                    self.prompt = Some(Prompt::Comment { article, of, shown, line });
                }
            }
        }
        true
    }

    /// Comments on something. What has not been judged stays so, but a verdict is answered by it.
    pub(super) fn put_comment(&mut self, article: usize, of: &Reference, comment: &str) {
        let Some(open) = self.open(article) else { return };
        if let Some(change) = open.said(article, of, (None, Some(comment)), open.verdict_on(of)) {
            self.judged(Step { name: "comment".to_owned(), changes: vec![change] });
        }
    }

    /// Opens the form of what is under the cursor, to accept it after a change. Returns whether there was something.
    pub(super) fn edit_matter(&mut self) -> bool {
        let Some((article, of)) = self.matter_here() else { return false };
        if let Some(reason) = self.refusal_in(article) {
            self.warn(reason);
            return true;
        }
        self.edit_record(article, &of);
        true
    }

    /// Opens the form of what somebody else has made.
    pub(super) fn edit_record(&mut self, article: usize, of: &Reference) {
        let Some(open) = self.open(article) else { return };
        let Some(matter) = open.matter(of) else { return };
        let shown = open.content(matter);
        let before = match (open.adopted(of), matter) {
            (Some(own), _) => own.clone(),
            (None, Matter::Tag(tag)) => tag.adopted(std::slice::from_ref(of)),
            (None, Matter::Uncertain(tag)) => match tag.guess {
                Some((span, _)) => tag.on(span).adopted(std::slice::from_ref(of)),
                None => {
                    return self
                        .say("It has no place in the article; it can be accepted or rejected as it is");
                }
            },
            (None, Matter::Verdict(_)) => {
                self.comment(None);
                return;
            }
        };
        // What is chosen among is what stands near it.
        self.arrive(article, before.span.start());
        let adoption = Adoption::Review(of.clone(), shown);
        if before.correction.is_some() {
            return self.correct_adopted(adoption, vec![before], 0);
        }
        let adopts = Some(adoption);
        let fields = self.fields_of(&before);
        self.prompt = Some(Prompt::Form(Form { before: Box::new(before), fields, place: (0, 1), adopts }));
    }

    /// Takes in what the form of somebody else's annotation says: unchanged it is accepted as it is. What the annotator
    /// had made of it already is what stands for it from now on, as the form says.
    pub(super) fn accept_changed(&mut self, before: &Annotation, after: Annotation, of: &Reference) {
        let article = self.focus;
        let Some(open) = self.open(article) else { return };
        let decided = (std::slice::from_ref(of), &[][..]);
        let own = (after != *before).then_some(after);
        let present = open.annotations.get(&before.id);
        let mut changes = if let Some(present) = present {
            if present != before {
                // Somebody has changed it while the form was open.
                return self.revise("edit", before, own.unwrap_or_else(|| before.clone()));
            }
            let said = open.said(article, of, (Some(true), None), open.verdict_on(of));
            let own = own.map(|own| Annotation { modified: Some(Timestamp::now()), ..own });
            let revised = own.map(|own| Change::replace(article, before.clone(), own));
            said.into_iter().chain(revised).collect()
        } else {
            open.adoption(article, own, decided, (&open.verdicts(), &open.made()))
        };
        changes.extend(open.overruled(article, of));
        if !changes.is_empty() {
            self.judged(Step { name: "accept after a change".to_owned(), changes });
        }
    }

    /// The form's fields of an annotation: its attributes, its note and its doubt.
    pub(super) fn fields_of(&self, annotation: &Annotation) -> Fields {
        self.fields_with(annotation, |attribute| self.choices(attribute, annotation.span))
    }

    /// Goes to what a step has changed in the review: to its row there, to its sentence in the panes.
    pub(super) fn show_judged(&mut self, step: &Step) {
        let verdicts =
            step.changes.iter().flat_map(|change| change.items().map(|item| (change.article, item)));
        let judged = verdicts.filter_map(|(article, item)| match item {
            Item::Other(record) => Some((article, record.verdict()?.of.clone())),
            Item::Tag(_) => None,
        });
        let Some((article, of)) = judged.last() else { return };
        let span = self.open(article).and_then(|open| open.span_of(open.matter(&of)?));
        match &mut self.screen {
            Screen::Table(table) if table.kind == TableKind::Review => table.mark(Some(&of)),
            Screen::Table(_) => {}
            Screen::Reading => {
                if let Some(span) = span {
                    self.arrive(article, span.start());
                }
            }
        }
    }
}
