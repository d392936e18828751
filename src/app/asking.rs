//! Keys while something is asked: prompts, forms, the command line, the palette.

use super::renewed::Now;
use super::{Adoption, App, Ask, Choice, CommandLine, Field, Fields, Form, Input, Line, Prompt, Screen};
use crate::command::parse;
use crate::keys::{Key, KeyCode};
use crate::model::{Annotation, Attribute, AttributeKind, Value, confirmed};

/// The fields of a form that are no attributes.
pub const NOTE: &str = "note";
/// See [`NOTE`].
pub const DOUBT: &str = "doubt";

impl App {
    pub(super) fn prompt_key(&mut self, key: Key) {
        let Some(mut prompt) = self.prompt.take() else { return };
        let cancel = key.code == KeyCode::Esc || (key.ctrl && matches!(key.code, KeyCode::Char('c' | 'g')));
        if let Prompt::Copy { article, says, discard } = prompt {
            return self.copy_key(article, says, discard, key, cancel);
        }
        if let Prompt::Compare(compare) = prompt {
            return self.compare_key(compare, key, cancel);
        }
        if let Prompt::Correct(correct) = prompt {
            return self.correct_key(correct, key, cancel);
        }
        if cancel {
            // From the form of one side back to all of them.
            if let Prompt::Form(Form { adopts: Some(Adoption::Dispute(compare)), .. }) = prompt {
                return self.show_comparison(Some(compare));
            }
            self.prompt = Some(prompt);
            self.search_dropped();
            self.prompt = None;
            return;
        }
        let enter = key.code == KeyCode::Enter;
        match &mut prompt {
            Prompt::Copy { .. } | Prompt::Compare(_) | Prompt::Correct(_) => {}
            Prompt::Closed { .. } => self.prompt = Some(prompt),
            Prompt::Quit => match key.code {
                KeyCode::Char('y') => self.leave_for_good(),
                KeyCode::Char('r') => self.save_now(),
                _ => {}
            },
            Prompt::Search { line, .. } => {
                if enter {
                    self.prompt = Some(prompt);
                    self.search_done();
                } else if key.code == KeyCode::Backspace && line.is_empty() {
                    self.prompt = Some(prompt);
                    self.search_dropped();
                } else if line.press(key) {
                    self.prompt = Some(prompt);
                    self.search_typed();
                } else {
                    self.prompt = Some(prompt);
                }
            }
            Prompt::Note { before, line } => {
                if enter {
                    let text = line.text().trim().to_owned();
                    let note = Some(text).filter(|text| !text.is_empty());
                    let after = Annotation { note, ..(**before).clone() };
                    self.revise("note", before, after);
                } else {
                    line.press(key);
                    self.prompt = Some(prompt);
                }
            }
            Prompt::Comment { article, of, shown, line } => {
                if enter {
                    let (article, of, text) = (*article, of.clone(), line.text().to_owned());
                    match self.says_now(article, &of, shown) {
                        None => self.put_comment(article, &of, &text),
                        Some(Now::Says(content)) => {
                            let changed = std::mem::replace(shown, content.clone()).changed_to(&content);
                            self.prompt = Some(prompt);
                            self.warn(format!(
                                "{} has changed it meanwhile: {changed}. Enter comments on that",
                                of.annotator
                            ));
                        }
                        Some(Now::Gone) => {
                            let says = format!("{} has removed it. Your comment was: {text}", of.annotator);
                            self.prompt = Some(Prompt::Closed { says });
                        }
                    }
                } else {
                    line.press(key);
                    self.prompt = Some(prompt);
                }
            }
            Prompt::Command(command) => {
                if enter {
                    let typed = command.line.text().trim().to_owned();
                    self.run_line(&typed);
                } else if key.code == KeyCode::Backspace && command.line.is_empty() {
                    // Back over the colon.
                } else {
                    self.edit_command(command, key);
                    self.prompt = Some(prompt);
                }
            }
            Prompt::Palette(picker) => {
                if enter {
                    if let Some(choice) = picker.chosen() {
                        self.run_line(&choice.word);
                    }
                } else {
                    picker.press(key);
                    self.prompt = Some(prompt);
                }
            }
            Prompt::Ask(ask) => {
                if enter {
                    let Ask { label, span, fields } = ask.clone();
                    self.put(&label, span, fields.values());
                } else {
                    ask.fields.press(key);
                    self.prompt = Some(prompt);
                }
            }
            Prompt::Form(form) => {
                let (place, of) = form.place;
                match key.code {
                    KeyCode::Enter => self.fill_in(&form.clone(), true),
                    KeyCode::PageDown | KeyCode::PageUp if of > 1 => {
                        let by = if key.code == KeyCode::PageDown { 1 } else { of - 1 };
                        let next = (place + by) % of;
                        match &form.adopts {
                            Some(Adoption::Dispute(compare)) => self.edit_side(compare.clone(), next),
                            _ => {
                                self.fill_in(&form.clone(), false);
                                self.edit(Some(next));
                            }
                        }
                    }
                    _ => {
                        form.fields.press(key);
                        self.prompt = Some(prompt);
                    }
                }
            }
        }
    }

    /// Runs a typed command.
    fn run_line(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        self.typed.retain(|before| before != line);
        self.typed.push(line.to_owned());
        match parse(line) {
            Ok(command) => self.run(&command, None),
            Err(reason) => self.warn(reason),
        }
    }

    /// Tab completes, Up and Down go through what was typed before, other keys edit.
    fn edit_command(&mut self, command: &mut CommandLine, key: Key) {
        match (key.code, key.ctrl) {
            (KeyCode::Tab, _) => self.complete(command, key),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.recall(command, 1),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.recall(command, -1),
            _ => {
                command.settle();
                command.line.press(key);
            }
        }
    }

    fn recall(&self, command: &mut CommandLine, by: isize) {
        let back = command.back.saturating_add_signed(by).min(self.typed.len());
        if command.back == 0 {
            command.draft = command.line.text().to_owned();
        }
        command.settle();
        command.back = back;
        let line = back.checked_sub(1).and_then(|i| self.typed.iter().rev().nth(i));
        command.line = Line::new(line.unwrap_or(&command.draft));
    }

    /// Opens the form of an annotation of the cursor's sentence, the one at this
    /// place among them, else the newest.
    pub(super) fn edit(&mut self, place: Option<usize>) {
        if matches!(self.screen, Screen::Table(_)) {
            if !self.edit_matter() {
                self.say("This works in the review and on the text");
            }
            return;
        }
        let Some(span) = self.target() else { return };
        let Some(open) = self.focused() else { return };
        let all: Vec<&Annotation> = open.annotations_on(span).collect();
        let newest =
            || all.iter().enumerate().max_by(|(_, a), (_, b)| a.id.cmp(&b.id)).map(|(place, _)| place);
        let place = place.or_else(newest).unwrap_or_default();
        let Some(annotation) = all.get(place) else {
            if !self.edit_matter() {
                self.say("There is no tag on this sentence to edit");
            }
            return;
        };
        let fields = self.fields_of(annotation);
        let place = (place, all.len());
        self.prompt =
            Some(Prompt::Form(Form { before: Box::new((*annotation).clone()), fields, place, adopts: None }));
    }

    /// The form's fields of an annotation with these choices: its attributes, its note and its doubt.
    pub(super) fn fields_with(
        &self,
        annotation: &Annotation,
        choices: impl Fn(&Attribute) -> Vec<Choice>,
    ) -> Fields {
        // A label that the schema does not know shows no attributes; those it has are kept.
        let attributes =
            self.schema.get(annotation.label.as_str()).map_or(&[][..], |label| &label.attributes);
        let mut fields = Fields::new(attributes, &annotation.attributes, choices);
        let extra = |name: &str, kind, value: Option<Value>| {
            let attribute = Attribute { name: name.to_owned(), kind, default: None };
            Field::new(&attribute, value.as_ref(), Vec::<Choice>::new())
        };
        fields.add(extra(NOTE, AttributeKind::Text, annotation.note.clone().map(Value::Word)));
        fields.add(extra(DOUBT, AttributeKind::Flag, Some(Value::Flag(annotation.doubt))));
        fields
    }

    /// Gives an annotation what its form says, which also confirms what was filled in by the program.
    fn fill_in(&mut self, form: &Form, confirms: bool) {
        let mut after = (*form.before).clone();
        let (attributes, [note, doubt]) =
            form.fields.all().split_at(form.fields.all().len().saturating_sub(2))
        else {
            return;
        };
        for field in attributes.iter().filter(|field| field.is_touched()) {
            match field.value() {
                Some(value) => drop(after.attributes.insert(field.name.clone(), value)),
                None => drop(after.attributes.remove(&field.name)),
            }
        }
        if confirms {
            after.attributes = confirmed(after.attributes);
        }
        after.note = note.value().map(|value| value.words());
        after.doubt = matches!(doubt.input, Input::Flag(true));
        match &form.adopts {
            Some(adoption) => self.adopt(adoption, &form.before, after, Some(form)),
            None => self.revise("edit", &form.before, after),
        }
    }

    pub(super) fn note(&mut self, text: Option<&str>) {
        if matches!(self.screen, Screen::Table(_)) {
            if !self.comment(text) {
                self.say("This works in the review and on the text");
            }
            return;
        }
        if self.target().is_none() {
            return;
        }
        let Some(annotation) = self.latest().cloned() else {
            if !self.comment(text) {
                self.say("There is no tag on this sentence for a note");
            }
            return;
        };
        match text {
            Some(text) => {
                let after = Annotation { note: Some(text.to_owned()), ..annotation.clone() };
                self.replace("note", annotation, after);
            }
            None => {
                let line = Line::new(annotation.note.as_deref().unwrap_or_default());
                self.prompt = Some(Prompt::Note { before: Box::new(annotation), line });
            }
        }
    }
}
