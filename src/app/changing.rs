//! What others have said of a name is accepted after a change, or decides between them: by the keys that correct names.

use super::corrected::Said;
use super::prompt::Adopted;
use super::renewed::Now;
use super::{Adoption, App, Candidate, Compare, Correct, Form, Prompt};
use crate::model::{Annotation, Correction, Mention, Status};

impl App {
    /// Asks what the name is instead of what these say of it, in the article in focus.
    pub(super) fn correct_adopted(&mut self, adoption: Adoption, said: Vec<Annotation>, at: usize) {
        let candidate = |said: &Annotation| {
            let named = said.correction.as_ref().filter(|said| said.status != Status::Removed);
            let mention = named.map(|named| Mention { span: said.span, kind: named.kind });
            Candidate { span: said.span, mention }
        };
        let candidates = said.iter().map(candidate).collect();
        if let Some(mut correct) = Correct::new(self.focus, candidates, at) {
            correct.adopts = Some(Adopted { adoption, said });
            self.prompt = Some(Prompt::Correct(Box::new(correct)));
            self.keep_in_view();
        }
    }

    /// Takes in what is said of a name instead of what others have said of it.
    pub(super) fn say_instead(&mut self, correct: &Correct, adopted: &Adopted, said: &Said) {
        let Some(before) = adopted.said.get(correct.place().0) else { return };
        let (Some(open), Some(theirs)) = (self.focused(), &before.correction) else { return };
        let seen = open.analysis.seen_in(correct.span.join(before.span));
        let seen = seen.max_by_key(|seen| seen.span.intersect(correct.span).len());
        let (span, correction) = match said {
            Said::Name { kind, name } => {
                let mention = Mention { span: correct.span, kind: kind.unwrap_or(theirs.kind) };
                (correct.span, Correction::of(mention, name.clone().or(theirs.name.clone()), seen))
            }
            Said::Nothing | Said::AsSeen => {
                (before.span, Correction { name: None, status: Status::Removed, ..theirs.clone() })
            }
        };
        let changed = Annotation { span, correction: Some(correction), ..before.clone() };
        // How it was found may be seen otherwise here.
        let after = if changed.says_all_of(before) { before.clone() } else { changed };
        self.adopt(&adopted.adoption, before, after, None);
    }

    /// Takes in what is to stand instead of what others have said. If they say something else by now, what was typed in
    /// a form stays in it.
    pub(super) fn adopt(
        &mut self,
        adoption: &Adoption,
        before: &Annotation,
        after: Annotation,
        form: Option<&Form>,
    ) {
        match adoption {
            Adoption::Review(of, shown) => match self.says_now(self.focus, of, shown) {
                None => self.accept_changed(before, after, of),
                Some(Now::Says(now)) => {
                    self.edit_record(self.focus, of);
                    let kept = self.keep_typed(form);
                    let changed = shown.changed_to(&now);
                    self.warn(format!("{} has changed it meanwhile: {changed}{kept}", of.annotator));
                }
                Some(Now::Gone) => {
                    let says = format!("{} has removed it: nothing is judged", of.annotator);
                    match form.and_then(|form| form.fields.typed()) {
                        Some(typed) => {
                            self.prompt =
                                Some(Prompt::Closed { says: format!("{says}. You had typed: {typed}") });
                        }
                        None => self.warn(says),
                    }
                }
            },
            Adoption::Dispute(compare) => match form.filter(|_| !self.still_says(compare)) {
                Some(form) => self.dispute_anew(compare, form),
                None => self.merge_sides(compare, after),
            },
        }
    }

    /// Goes on with a form on what annotators differ in, where they say something else by now.
    fn dispute_anew(&mut self, compare: &Compare, form: &Form) {
        self.show_anew(compare.clone());
        match self.prompt.take() {
            Some(Prompt::Compare(now)) if self.still_says(&now) => {
                self.edit_side(now, form.place.0);
                let kept = self.keep_typed(Some(form));
                self.warn(format!("What is compared here has changed, and stands here as it is now{kept}"));
            }
            // It is being compared anew.
            Some(Prompt::Compare(_)) => self.prompt = Some(Prompt::Form(form.clone())),
            Some(Prompt::Closed { says }) => {
                let typed = form.fields.typed().map(|typed| format!(". You had typed: {typed}"));
                self.prompt = Some(Prompt::Closed { says: says + &typed.unwrap_or_default() });
            }
            other => self.prompt = other,
        }
    }

    /// Puts what was typed in one form into the one that is open now. Returns what is said of it.
    fn keep_typed(&mut self, typed: Option<&Form>) -> &'static str {
        match (&mut self.prompt, typed) {
            (Some(Prompt::Form(form)), Some(typed)) if typed.fields.typed().is_some() => {
                form.fields.keep(&typed.fields);
                "; what you have typed is kept"
            }
            _ => "",
        }
    }

    /// Leaves the correction of what others have said: from one side back to all of them.
    pub(super) fn leave_adopted(&mut self, adopted: Adopted) {
        if let Adoption::Dispute(compare) = adopted.adoption {
            self.show_comparison(Some(compare));
        }
    }

    /// Asks what the name is instead of what annotators say of it who differ, beginning with one of them.
    pub(super) fn correct_side(&mut self, compare: Compare, at: usize) {
        let tags = compare.comparison.sides.iter().filter_map(|side| side.tag.as_ref());
        let said = tags.map(|tag| tag.adopted(&[])).collect();
        self.arrive(compare.article, compare.comparison.sentence.start());
        self.correct_adopted(Adoption::Dispute(compare), said, at);
    }
}
