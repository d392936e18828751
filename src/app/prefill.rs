//! Who says it, filled in before anybody is asked: claimants, holders, and what a tag that comes again brings.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::mention::Voice;
use super::{App, Choice, Open};
use crate::model::{
    Annotation, Attribute, AttributeKind, Attributes, Change, Label, Span, Step, Timestamp, Value,
};
use crate::nlp::{Analysis, Corrections};

/// The tag that was made last.
#[derive(Clone, Debug)]
pub(super) struct LastTag {
    /// Its article.
    pub article: usize,
    /// As it was made.
    pub tag: Annotation,
    /// Where the cursor went then: article and first byte of the sentence.
    pub left_at: Option<(usize, usize)>,
}

impl App {
    /// The attributes that a new annotation on `span` starts with.
    pub(super) fn defaults(&self, label: &Label, span: Span) -> Attributes {
        let Some(open) = self.focused() else { return Attributes::default() };
        let voice = self.voice(self.focus, &open.analysis, &self.entities, span);
        let of = |attribute: &Attribute| default(attribute, &voice);
        label.attributes.iter().filter_map(|a| Some((a.name.clone(), of(a)?))).collect()
    }

    /// The attributes of the last tag for another one on `span`: what somebody has chosen, and the rest filled in
    /// anew.
    pub(super) fn repeated(&self, last: &Annotation, span: Span) -> Attributes {
        let label = self.schema.get(last.label.as_str());
        let anew = label.map(|label| self.defaults(label, span)).unwrap_or_default();
        let anew = anew.into_iter().filter(|(_, value)| value.is_prefilled());
        let chosen = last.attributes.iter().filter(|(_, value)| !value.is_prefilled());
        // Where a name stands is known of the article that the tag is in.
        let is_here = self.focused().is_some_and(|open| open.annotations.get(&last.id).is_some());
        let brought = |value: &Value| match value {
            Value::Entity { name, .. } if !is_here => Value::chosen(name.as_str(), None),
            value => value.clone(),
        };
        anew.chain(chosen.map(|(name, value)| (name.clone(), brought(value)))).collect()
    }

    /// What these corrections of names change in the annotator's own tags: what is prefilled there follows them.
    pub(super) fn following(&self, corrections: &[Change]) -> Vec<Change> {
        let articles: BTreeSet<usize> = corrections.iter().map(|change| change.article).collect();
        let prefilled =
            |open: &Open| open.annotations.iter().any(|tag| tag.attributes.values().any(Value::is_prefilled));
        if !articles.iter().filter_map(|article| self.open(*article)).any(prefilled) {
            return Vec::new();
        }
        let analysed = self.all_open().map(|(article, open)| {
            if !articles.contains(&article) {
                return (article, Arc::clone(&open.analysis));
            }
            let mut corrected = open.annotations.clone();
            corrections.iter().filter(|c| c.article == article).for_each(|change| corrected.apply(change));
            (article, Arc::new(open.analysis.with(Corrections::new(corrected.corrections()))))
        });
        let analysed: Vec<_> = analysed.collect();
        // A corrected name may give others theirs.
        let entities = Analysis::entities(&analysed);
        let mut changes = Vec::new();
        for (article, analysis) in analysed.iter().filter(|(article, _)| articles.contains(article)) {
            let article = *article;
            let Some(open) = self.open(article) else { continue };
            for tag in open.annotations.iter() {
                let mut after = tag.clone();
                let known = self.schema.get(tag.label.as_str()).map_or(&[][..], |label| &label.attributes);
                for attribute in known.iter().filter(|attribute| tag.is_prefilled(&attribute.name)) {
                    let voice = self.voice(article, analysis, &entities, tag.span);
                    if voice == self.voice(article, &open.analysis, &self.entities, tag.span) {
                        continue;
                    }
                    match default(attribute, &voice) {
                        Some(value) => drop(after.attributes.insert(attribute.name.clone(), value)),
                        None => drop(after.attributes.remove(&attribute.name)),
                    }
                }
                if after != *tag {
                    after.modified = Some(Timestamp::now());
                    changes.push(Change::replace(article, tag.clone(), after));
                }
            }
        }
        changes
    }

    /// The tag that was made last as it is now, as it was made if it is gone.
    pub(super) fn last_tag(&self) -> Option<&Annotation> {
        let last = self.last_tag.as_ref()?;
        let now = self.open(last.article).and_then(|open| open.annotations.get(&last.tag.id));
        Some(now.unwrap_or(&last.tag))
    }

    /// Article and first byte of the sentence that the cursor is on.
    pub(super) fn place(&self) -> Option<(usize, usize)> {
        Some((self.focus, self.focused()?.sentence()?.span.start()))
    }

    /// The tag whose claimant or holder is turned, and the name of that attribute: the last one while the cursor
    /// is where that has left it, else the newest of the cursor's sentence, else that of the sentence before.
    pub fn at_hand(&self) -> Option<(usize, &Annotation, &Attribute)> {
        let who = |tag: &Annotation| {
            let attributes = &self.schema.get(tag.label.as_str())?.attributes;
            attributes.iter().find(|a| matches!(a.kind, AttributeKind::Entity { .. }))
        };
        let last = self.last_tag.as_ref().filter(|last| last.left_at == self.place());
        let just = last.and_then(|last| {
            let tag = self.open(last.article)?.annotations.get(&last.tag.id)?;
            Some((last.article, tag, who(tag)?))
        });
        just.or_else(|| {
            let open = self.focused()?;
            let here = open.sentence()?;
            let before = open.analysis.sentences_before(here.span.start()).find(|s| s.kind.is_read());
            [Some(here), before].into_iter().flatten().find_map(|sentence| {
                let tags = open.annotations_on(sentence.span).filter_map(|tag| Some((tag, who(tag)?)));
                let (tag, who) = tags.max_by(|(a, _), (b, _)| a.id.cmp(&b.id))?;
                Some((self.focus, tag, who))
            })
        })
    }

    /// Gives the tag at hand the next likely claimant or holder, which somebody has chosen then.
    pub(super) fn next_speaker(&mut self) {
        let Some((article, tag, attribute)) = self.at_hand() else {
            self.say("There is no tag here or just before that says who says it");
            return;
        };
        if let Some(reason) = self.refusal_in(article) {
            return self.warn(reason);
        }
        let choices = self.likely(article, attribute, tag.span);
        let present = tag.word(&attribute.name);
        let at = choices.iter().position(|choice| Some(&choice.word) == present.as_ref());
        let next = at.map_or(0, |at| (at + 1) % choices.len());
        let (name, before) = (attribute.name.clone(), tag.clone());
        let number = self.open(article).and_then(|open| {
            open.analysis.number_of(open.analysis.sentence_at(before.span.start())?.span.start())
        });
        let Some(Choice { word, span, .. }) = choices.get(next).cloned() else {
            self.say(format!("Nobody is named nearby who could be the {name}"));
            return;
        };
        if Some(&word) == present.as_ref() && !tag.is_prefilled(&name) {
            return self.say(format!("{word} is the only likely {name}"));
        }
        let of = number.map_or_else(String::new, |number| format!(" of {}:{number}", article + 1));
        self.say(format!("{name}{of}: {word}  ({} of {})", next + 1, choices.len()));
        let mut after = Annotation { modified: Some(Timestamp::now()), ..before.clone() };
        after.attributes.insert(name.clone(), Value::chosen(word, span));
        self.make(Step {
            name: format!("next {name}"),
            changes: vec![Change::replace(article, before, after)],
        });
    }
}

/// What an attribute starts with, if anything. An entity that has a default is whoever has said it, if somebody has;
/// nothing while it is not known who has.
fn default(attribute: &Attribute, voice: &Voice) -> Option<Value> {
    let default = attribute.default.as_deref()?;
    Some(match &attribute.kind {
        AttributeKind::Entity { .. } => {
            let (name, span) = match voice {
                Voice::Somebody(name, span) => (name.clone(), *span),
                Voice::Outlet if default != Attribute::SPEAKER => (default.to_owned(), None),
                Voice::Outlet | Voice::Unknown => return None,
            };
            Value::Entity { name, span, prefilled: true }
        }
        AttributeKind::Flag => Value::Flag(default == "true"),
        AttributeKind::Choice(_) | AttributeKind::Phrase | AttributeKind::Text => {
            Value::Word(default.to_owned())
        }
    })
}
