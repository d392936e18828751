//! What is kept of the text of an article besides the article, and what is shown of others' records, when these are read
//! anew: it goes along with them, or it is closed.

use super::{Adoption, App, Ask, Compare, Fields, Form, Matter, Open, Place, Prompt};
use crate::model::{Content, Reference};
use crate::review::Side;

impl App {
    /// An article was read in another text than this `old` one. All that is kept of places in texts is named here, but
    /// for the history, which keeps words, and the rows of tables, which are made anew.
    pub(super) fn text_changed(&mut self, index: usize, old: &Open) {
        let source = self.articles.source(index);
        let name = source.map(|source| self.store.name(&source.path.with_file_name(source.file())));
        let name = name.unwrap_or_default();
        let says = format!("{name} has changed on disk and was read again");
        self.close_prompt_of(index, &says);
        self.say(says);
        if index == self.focus {
            (self.selection, self.dragged) = (None, None);
        }
        if self.placing().is_none() {
            self.placing = None;
        }
        // A hit may be on its way.
        self.hunts += 1;
        let Some(open) = self.articles.open(index) else { return };
        let place = |cursor| open.place_of(old, Place { cursor, top: cursor, mention: None });
        for jump in self.jumps.all_mut().filter(|jump| jump.article == index) {
            Place { cursor: jump.cursor, top: jump.top, .. } = place(jump.cursor);
        }
        if let Some(last) = &mut self.last_tag {
            let left_at = last.left_at.as_mut().filter(|(article, _)| *article == index);
            left_at.into_iter().for_each(|(_, start)| *start = place(*start).cursor);
        }
        if let Some(Prompt::Search { before, .. }) = &mut self.prompt {
            let visited = before.visited.iter_mut().map(|(article, place)| (*article, place));
            for (_, stood) in
                visited.chain([(before.article, &mut before.place)]).filter(|(of, _)| *of == index)
            {
                *stood = open.place_of(old, *stood);
            }
        }
    }

    /// Closes what is asked of an article whose text is another one now. Whoever is typing goes on for a while: that must
    /// not run commands.
    fn close_prompt_of(&mut self, index: usize, says: &str) {
        let is_in_focus = index == self.focus;
        let (is_of_it, typed) = match &self.prompt {
            Some(Prompt::Note { line, .. }) => (is_in_focus, Some(format!("Your note was: {}", line.text()))),
            Some(Prompt::Compare(compare)) => (compare.article == index, None),
            Some(Prompt::Form(Form { adopts: Some(Adoption::Dispute(compare)), fields, .. })) => {
                (compare.article == index, typed_in(fields))
            }
            Some(Prompt::Ask(Ask { fields, .. }) | Prompt::Form(Form { fields, .. })) => {
                (is_in_focus, typed_in(fields))
            }
            Some(Prompt::Correct(correct)) => {
                (is_in_focus || correct.spots.iter().any(|spot| spot.article == index), None)
            }
            // They speak of no place, or of one that goes along.
            Some(
                Prompt::Command(_)
                | Prompt::Search { .. }
                | Prompt::Palette(_)
                | Prompt::Comment { .. }
                | Prompt::Copy { .. }
                | Prompt::Closed { .. }
                | Prompt::Quit,
            )
            | None => (false, None),
        };
        let typed = typed.map(|typed| format!(". {typed}")).unwrap_or_default();
        if is_of_it {
            self.prompt = Some(Prompt::Closed { says: format!("{says}{typed}") });
        }
    }

    /// Whether annotators still say what stands side by side: only what was shown is decided on.
    pub(super) fn still_says(&self, Compare { article, comparison }: &Compare) -> bool {
        let Some(open) = self.open(*article) else { return false };
        let stands = |side: &Side| match (&side.tag, side.reference()) {
            (Some(tag), Some(of)) => {
                matches!(open.matter(&of), Some(Matter::Tag(now)) if now == tag.as_ref())
            }
            _ => true,
        };
        open.comparisons.contains(comparison) && comparison.sides.iter().all(stands)
    }

    /// Shows what stands side by side as it is by now.
    pub(super) fn show_anew(&mut self, compare: Compare) {
        let Compare { article, comparison: before } = &compare;
        let Some(open) = self.open(*article) else { return self.show_comparison(None) };
        if open.compared != open.comparing {
            self.warn("What is compared here has changed, and is being compared anew");
            return self.show_comparison(Some(compare));
        }
        let is_of_it = |of: Reference| before.references().any(|other| other == of);
        let mut disputes = open.comparisons_in(before.sentence).iter().filter(|now| now.is_dispute());
        match disputes.find(|now| now.references().any(is_of_it)).cloned() {
            Some(comparison) => {
                self.warn("What is compared here has changed, and stands here as it is now");
                self.show_comparison(Some(Compare { article: *article, comparison }));
            }
            None => {
                let says = "What was compared here has changed, and is no dispute any more".to_owned();
                self.show_comparison(None);
                self.prompt = Some(Prompt::Closed { says });
            }
        }
    }

    /// Shows a comparison on the screen anew that others have made another one.
    pub(super) fn renew_comparison(&mut self) {
        if let Some(Prompt::Compare(compare)) = &self.prompt
            && self.open(compare.article).is_some_and(|open| open.compared == open.comparing)
            && !self.still_says(compare)
        {
            self.show_anew(compare.clone());
        }
    }

    /// What somebody else's record says now, where that is no longer what was shown; nothing if it is the same.
    pub(super) fn says_now(&self, article: usize, of: &Reference, shown: &Content) -> Option<Now> {
        let open = self.open(article)?;
        match open.matter(of).map(|matter| open.content(matter)) {
            None => Some(Now::Gone),
            Some(content) => (content != *shown).then_some(Now::Says(content)),
        }
    }
}

/// What has been typed in the fields of a form, for the sentence that closes it.
fn typed_in(fields: &Fields) -> Option<String> {
    Some(format!("You had typed: {}", fields.typed()?))
}

/// What has become of a record.
pub(super) enum Now {
    /// It is not there.
    Gone,
    /// It says this.
    Says(Content),
}

impl Open {
    /// A place in the `old` text of the article, in its new one: at the same sentence if it is still there.
    pub(super) fn place_of(&self, old: &Self, place: Place) -> Place {
        let (text, sentence) = (&self.article.text, old.analysis.sentence_at(place.cursor));
        let words = sentence.map(|sentence| sentence.span.of(&old.article.text));
        let cursor = words.and_then(|words| text.find(words)).unwrap_or(place.cursor);
        let sentence = self.analysis.sentence_at(cursor.min(text.len()));
        let cursor = sentence.map(|sentence| sentence.span.start()).unwrap_or_default();
        Place { cursor, top: cursor, mention: None }
    }
}
