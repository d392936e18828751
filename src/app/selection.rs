//! The span that a tag is put on, grown and shrunk by sentences and by words.

use unicode_segmentation::UnicodeSegmentation;

use super::{App, Open, Prompt};
use crate::model::{Annotation, Id, Span};

/// How far in bytes from the moved end its next place is looked for.
const REACH: usize = 4 << 10;

/// A span being chosen in the article in focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What is chosen; never empty.
    pub span: Span,
    /// Whether the start is moved, and not the end.
    pub moves_start: bool,
    /// The annotation whose span it was at first; confirming changes that one.
    pub of: Option<Id>,
}

impl App {
    /// Begins with the span of the annotation made last on the cursor's sentence, else with the sentence.
    pub(super) fn select(&mut self) {
        if self.selection.is_some() {
            self.selection = None;
            return;
        }
        // Words can be chosen to be copied where nothing can be tagged.
        let Some(sentence) = self.focused().and_then(Open::sentence).map(|s| s.span) else { return };
        let annotation = self.latest().filter(|a| !a.label.is_none());
        let (span, of) = annotation.map_or((sentence, None), |a| (a.span, Some(a.id.clone())));
        self.selection = Some(Selection { span, moves_start: false, of });
    }

    /// The words that are marked: those being corrected, else those being chosen.
    pub fn chosen(&self) -> Option<Span> {
        match &self.prompt {
            Some(Prompt::Correct(correct)) => Some(correct.span),
            _ => self.selection.as_ref().map(|selection| selection.span),
        }
    }

    pub(super) fn select_other_end(&mut self) {
        if let Some(selection) = &mut self.selection {
            selection.moves_start = !selection.moves_start;
        }
    }

    pub(super) fn select_sentences(&mut self, by: isize) {
        self.grow(by, |open, near| open.analysis.sentences_in(near).map(|s| s.span).collect());
    }

    pub(super) fn select_words(&mut self, by: isize) {
        self.grow(by, words);
    }

    /// Moves the end that moves outwards by so many units, or inwards if `by` is negative.
    fn grow(&mut self, by: isize, units: impl Fn(&Open, Span) -> Vec<Span>) {
        let Some(open) = self.focused() else { return };
        let Some(Selection { span, moves_start, .. }) = self.selection else { return };
        let grown = open.grown(span, moves_start, by, units);
        if let (Some(selection), Some(grown)) = (&mut self.selection, grown) {
            selection.span = grown;
        }
    }

    /// Gives the chosen span to the annotation that it began with, or to the one that is being placed.
    pub(super) fn confirm_span(&mut self) {
        if self.placing().is_some() {
            return self.accept();
        }
        let Some(selection) = self.selection.take() else { return };
        let annotation = selection.of.and_then(|id| self.focused()?.annotations.get(&id).cloned());
        match annotation {
            Some(before) => {
                let after = Annotation { span: selection.span, ..before.clone() };
                self.replace("change of span", before, after);
            }
            None => {
                self.selection =
                    Some(Selection { span: selection.span, moves_start: selection.moves_start, of: None });
                self.say("Tag the chosen words with the key of a label");
            }
        }
    }
}

impl Open {
    /// A span of which one end is moved outwards by so many units, or inwards if `by` is negative; nothing if it
    /// would hold none of them then, or there are no more.
    pub(super) fn grown(
        &self,
        span: Span,
        moves_start: bool,
        by: isize,
        units: impl Fn(&Self, Span) -> Vec<Span>,
    ) -> Option<Span> {
        let edge = if moves_start { span.start() } else { span.end() };
        let text = &self.article.text;
        let reach = REACH * by.unsigned_abs();
        let near = Span::new(
            text.floor_char_boundary(edge.saturating_sub(reach)),
            text.ceil_char_boundary((edge + reach).min(text.len())),
        );
        let units = units(self, near);
        let count = by.unsigned_abs();
        let starts = units.iter().map(|u| u.start());
        let ends = units.iter().map(|u| u.end());
        let moved = match (moves_start, by > 0) {
            (false, true) => ends.filter(|&e| e > span.end()).take(count).last(),
            (false, false) => ends.rev().filter(|&e| e < span.end() && e > span.start()).take(count).last(),
            (true, true) => starts.rev().filter(|&s| s < span.start()).take(count).last(),
            (true, false) => starts.filter(|&s| s > span.start() && s < span.end()).take(count).last(),
        };
        moved.map(|moved| match moves_start {
            true => Span::new(moved, span.end()),
            false => Span::new(span.start(), moved),
        })
    }
}

/// The words in a part of the text.
pub(super) fn words(open: &Open, near: Span) -> Vec<Span> {
    near.of(&open.article.text)
        .unicode_word_indices()
        .map(|(at, word)| Span::new(near.start() + at, near.start() + at + word.len()))
        .collect()
}
