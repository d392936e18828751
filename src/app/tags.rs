//! Making, repeating and removing tags.

use std::sync::Arc;

use super::prefill::LastTag;
use super::{App, Ask, Fields, Prompt, Writing};
use crate::model::{Annotation, Attributes, Change, LabelName, Span, Step, Timestamp};

impl App {
    /// Why nothing can be annotated in the article in focus, if so.
    pub(super) fn refusal(&self) -> Option<String> {
        self.refusal_in(self.focus)
    }

    /// Why nothing can be annotated in an article, if so.
    pub(super) fn refusal_in(&self, article: usize) -> Option<String> {
        if let Some(reason) = &self.read_only {
            return Some(reason.clone());
        }
        let open = self.open(article)?;
        match &open.writing {
            Writing::Allowed => open.waits_for_copy(),
            Writing::Waiting => Some("The annotations of this article are still being read".to_owned()),
            Writing::Refused(reason) => Some(reason.clone()),
        }
    }

    /// The span that a tag is put on: the selection, else the cursor's sentence.
    pub(super) fn target(&mut self) -> Option<Span> {
        if let Some(reason) = self.refusal() {
            self.warn(reason);
            return None;
        }
        let sentence = self.focused()?.sentence()?;
        if self.selection.is_none() && !sentence.kind.is_read() {
            self.say("This is not part of the article, and is not tagged");
            return None;
        }
        Some(self.selection.as_ref().map_or(sentence.span, |selection| selection.span))
    }

    /// Tags so many sentences, or asks for the attributes of one tag.
    pub(super) fn tag(&mut self, name: &LabelName, times: usize) {
        let Some(label) = self.schema.get(name.as_str()).cloned() else {
            let known: Vec<&str> = self.schema.labels().iter().map(|l| l.name.as_str()).collect();
            self.warn(format!("There is no label {name}; there are {}", known.join(", ")));
            return;
        };
        if !label.asks {
            for _ in 0..times {
                let Some(span) = self.target() else { return };
                self.put(&label.name, span, self.defaults(&label, span));
            }
        } else if let Some(span) = self.target() {
            let defaults = self.defaults(&label, span);
            let fields = Fields::new(&label.attributes, &defaults, |attribute| self.choices(attribute, span));
            self.prompt = Some(Prompt::Ask(Ask { label: label.name, span, fields }));
        }
    }

    pub(super) fn repeat_tag(&mut self) {
        let Some(last) = self.last_tag().cloned() else {
            self.say("Nothing has been tagged yet");
            return;
        };
        if let Some(span) = self.target() {
            let attributes = self.repeated(&last, span);
            self.put(&last.label, span, attributes);
        }
    }

    /// Puts a tag on a span and goes to the next sentence.
    pub(super) fn put(&mut self, label: &LabelName, span: Span, attributes: Attributes) {
        let Some(open) = self.focused() else { return };
        let there: Vec<Arc<Annotation>> = open.annotations_on(span).cloned().map(Arc::new).collect();
        let new = Annotation::new(label.clone(), span, attributes);
        let same = there.iter().find(|other| other.says_same(&new)).map(|same| Annotation::clone(same));
        if label.is_none() && there.iter().any(|a| !a.label.is_none()) {
            self.say(format!("This sentence has tags; {} removes them", self.key_for("remove-tags")));
            return;
        }
        let article = self.focus;
        if let Some(tag) = same {
            self.advance(span);
            self.last_tag = Some(LastTag { article, tag, left_at: self.place() });
            self.say(format!("It is tagged as {label} already"));
            return;
        }
        let out = there.into_iter().filter(|a| a.label.is_none() && a.span.overlaps(span));
        let mut changes: Vec<Change> = out.map(|before| Change::remove(article, before)).collect();
        changes.push(Change::add(article, new.clone()));
        self.make(Step { name: format!("tag {label}"), changes });
        self.advance(span);
        self.last_tag = Some(LastTag { article, tag: new, left_at: self.place() });
    }

    /// Goes on: to the next sentence, or from the article's end to the next article.
    fn advance(&mut self, tagged: Span) {
        self.selection = None;
        let Some(open) = self.focused() else { return };
        let Some(here) = open.sentence() else { return };
        // A part of the sentence is left to be gone over; of what follows, what the tag covers is done.
        let next = open.analysis.sentences_from(here.span.end().max(tagged.end())).find(|s| s.kind.is_read());
        match next {
            Some(sentence) => self.move_to(sentence.span.start()),
            None => self.next_article(),
        }
    }

    fn next_article(&mut self) {
        let next = self.articles.nth(self.articles.place_of(self.focus + 1));
        match next.filter(|next| *next > self.focus) {
            Some(next) => self.focus_on(next),
            None => self.say("This is the end of the last article"),
        }
    }

    pub(super) fn nothing_more(&mut self) {
        if let Some(reason) = self.refusal() {
            self.warn(reason);
            return;
        }
        let Some(open) = self.focused() else { return };
        let untagged = open.analysis.all().flat_map(|chunk| &chunk.sentences);
        let changes: Vec<Change> = untagged
            .filter(|s| s.kind.is_read() && !open.is_tagged(**s))
            .map(|s| Annotation::new(LabelName::new(LabelName::NONE), s.span, Attributes::new()))
            .map(|new| Change::add(self.focus, new))
            .collect();
        let count = changes.len();
        if count > 0 {
            self.make(Step { name: "nothing more".to_owned(), changes });
        }
        self.next_article();
        self.say(match count {
            0 => "Every sentence of the article had a tag already".to_owned(),
            1 => "1 sentence marked: nothing here".to_owned(),
            _ => format!("{count} sentences marked: nothing here"),
        });
    }

    pub(super) fn remove_tags(&mut self) {
        let Some(span) = self.target() else { return };
        let Some(open) = self.focused() else { return };
        let mut changes: Vec<Change> =
            open.annotations_on(span).map(|a| Change::remove(self.focus, a.clone())).collect();
        match changes.len() {
            0 => self.say("There is no tag on this sentence"),
            count => {
                changes.extend(self.unjudged(&changes));
                self.make(Step { name: "remove tags".to_owned(), changes });
                self.say(if count == 1 {
                    "1 tag removed".to_owned()
                } else {
                    format!("{count} tags removed")
                });
            }
        }
        self.selection = None;
    }

    /// The annotation made last on the cursor's sentence.
    pub(super) fn latest(&self) -> Option<&Annotation> {
        let open = self.focused()?;
        let span = open.sentence()?.span;
        open.annotations_on(span).max_by(|a, b| a.id.cmp(&b.id))
    }

    pub(super) fn doubt(&mut self) {
        if self.target().is_none() {
            return;
        }
        let Some(before) = self.latest().cloned() else {
            self.say("There is no tag on this sentence to doubt");
            return;
        };
        let after = Annotation { doubt: !before.doubt, ..before.clone() };
        self.replace("doubt", before, after);
    }

    /// Changes an annotation, as one step.
    pub(super) fn replace(&mut self, name: &str, before: Annotation, after: Annotation) {
        if before == after {
            return;
        }
        let after = Annotation { modified: Some(Timestamp::now()), ..after };
        let changes = vec![Change::replace(self.focus, before, after)];
        self.make(Step { name: name.to_owned(), changes });
    }

    /// Whether there is a tag to repeat.
    pub fn can_repeat(&self) -> bool {
        self.last_tag.is_some()
    }
}
