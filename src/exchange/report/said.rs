//! What is said of tags: verdicts and comments, and what is answered to them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::super::xml::escaped;
use super::super::{Exported, Judged};
use crate::model::{Annotation, AnnotatorId, Content, Id, Record, Reference, Verdict};

/// Answers to answers are shown so far.
const ANSWERS: usize = 8;

/// The word for what nobody has accepted or rejected as it is now.
pub const NOT_JUDGED: &str = "not judged";

/// The verdict that a tag has, in a word. What a reviewer has taken over from others is accepted by that.
pub fn verdict(article: &Exported, by: &AnnotatorId, tag: &Annotation) -> &'static str {
    let judged = article.judged(by, tag).and_then(|judged| judged.verdict.as_ref());
    judged.map_or(NOT_JUDGED, |(word, _)| word)
}

/// What is said of the records of an article.
pub struct Said<'a> {
    article: &'a Exported,
    verdicts: HashMap<&'a Reference, Vec<(&'a AnnotatorId, &'a Record, &'a Verdict)>>,
    /// What copies were made of that nobody has rejected: these stand for them.
    copied: HashSet<Reference>,
}

impl<'a> Said<'a> {
    /// What is said of the records of this article.
    pub fn of(article: &'a Exported) -> Self {
        let mut verdicts: HashMap<_, Vec<_>> = HashMap::new();
        for (by, all) in &article.annotations {
            for record in all.others() {
                if let Some(verdict) = record.verdict() {
                    verdicts.entry(&verdict.of).or_default().push((by, record.as_ref(), verdict));
                }
            }
        }
        let mut said = Self { article, verdicts, copied: HashSet::new() };
        let copies = article.placed().filter(|(by, tag)| said.accepted(by, tag) != Some(false));
        said.copied = copies.flat_map(|(_, tag)| tag.sources()).collect();
        said
    }

    /// Whether a tag is accepted or rejected, as it is now; none: nobody has judged it, or it is not settled.
    pub fn accepted(&self, by: &AnnotatorId, tag: &Annotation) -> Option<bool> {
        match verdict(self.article, by, tag) {
            Judged::ACCEPTED | Judged::CHANGED => Some(true),
            Judged::REJECTED => Some(false),
            _ => None,
        }
    }

    /// Whether a tag counts: nobody has rejected it, and no copy of it stands for it.
    pub fn counts(&self, by: &AnnotatorId, tag: &Annotation) -> bool {
        let of = Reference { annotator: by.clone(), id: tag.id.clone() };
        self.accepted(by, tag) != Some(false) && !self.copied.contains(&of)
    }

    /// All that is said of a tag.
    pub fn on(&self, by: &AnnotatorId, tag: &Annotation) -> String {
        let content = Content::of(tag, tag.span.of(self.article.text()));
        let of = Reference { annotator: by.clone(), id: tag.id.clone() };
        let is_of = |verdict: &Verdict| verdict.is_of(&content, tag.modified.as_ref());
        let judged = self.article.judged(by, tag).and_then(|judged| judged.verdict.as_ref());
        let said = self.about(&of, &is_of, judged, ANSWERS);
        match judged {
            // Whoever has said it is not among the annotators that are shown.
            Some((word, reviewer)) if said.is_empty() => format!(" · {word} by {reviewer}"),
            Some((Judged::CONTRADICTED, _)) => format!(" · {}{said}", Judged::CONTRADICTED),
            _ => said,
        }
    }

    fn about(
        &self,
        of: &Reference,
        is_of: &dyn Fn(&Verdict) -> bool,
        judged: Option<&(&str, AnnotatorId)>,
        most: usize,
    ) -> String {
        let mut html = String::new();
        for (by, record, verdict) in self.verdicts.get(of).into_iter().flatten() {
            let word = match judged {
                Some((Judged::CHANGED, reviewer)) if reviewer == *by && verdict.accepted == Some(true) => {
                    Judged::CHANGED
                }
                _ => verdict.word(),
            };
            let _ = write!(html, " · {word} by {by}");
            if !is_of(verdict) {
                html += ", and changed since";
            }
            if !verdict.comment.is_empty() {
                let _ = write!(html, ": “{}”", escaped(&verdict.comment));
            }
            let of = Reference { annotator: (*by).clone(), id: Id::from(record.id().to_owned()) };
            if let Some(most) = most.checked_sub(1) {
                html += &self.about(&of, &|answer| answer.is_of(&Content::from(*verdict), None), None, most);
            }
        }
        html
    }
}
