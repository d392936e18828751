//! Commands to what they do.

use super::{App, Effect, Prompt, Screen, Table, TableKind};
use crate::command::Command;
use crate::model::Way;

/// The most often that one count repeats a command.
const MOST: usize = 9999;

impl App {
    /// Does what a command says, as often as the count says.
    pub(super) fn run(&mut self, command: &Command, count: Option<usize>) {
        let times = count.unwrap_or(1).clamp(1, MOST);
        match command {
            Command::NextSentence => self.by_sentences(times as isize),
            Command::PreviousSentence => self.by_sentences(-(times as isize)),
            Command::NextParagraph => self.by_paragraphs(times as isize),
            Command::PreviousParagraph => self.by_paragraphs(-(times as isize)),
            Command::FirstSentence => self.go_to_first(),
            Command::LastSentence => self.go_to_last(),
            Command::HalfPageDown => self.by_pages(times as isize, 2),
            Command::HalfPageUp => self.by_pages(-(times as isize), 2),
            Command::PageDown => self.by_pages(times as isize, 1),
            Command::PageUp => self.by_pages(-(times as isize), 1),
            Command::NextMention => self.by_mentions(times as isize),
            Command::PreviousMention => self.by_mentions(-(times as isize)),
            Command::NextOfEntity => self.along_entity(times as isize),
            Command::PreviousOfEntity => self.along_entity(-(times as isize)),
            Command::NextPane => self.by_panes(times as isize),
            Command::PreviousPane => self.by_panes(-(times as isize)),
            Command::SlideRight => self.slide(times as isize),
            Command::SlideLeft => self.slide(-(times as isize)),
            Command::Article(name) => self.go_to_article(name),
            Command::Search(None) => self.ask_search(),
            Command::Search(Some(words)) => self.search_for(words),
            Command::SearchNext => self.search_again(true, times),
            Command::SearchPrevious => self.search_again(false, times),
            Command::JumpBack => (0..times).for_each(|_| self.jump_back()),
            Command::JumpForward => (0..times).for_each(|_| self.jump_forward()),
            Command::Tag(label) => self.tag(label, times),
            Command::NothingMore => self.nothing_more(),
            Command::RepeatTag => (0..times).for_each(|_| self.repeat_tag()),
            Command::NextSpeaker => (0..times).for_each(|_| self.next_speaker()),
            Command::RemoveTags => self.remove_tags(),
            Command::Edit => self.edit(None),
            Command::Note(text) => self.note(text.as_deref()),
            Command::Doubt => self.doubt(),
            Command::Correct => self.correct(),
            Command::Undo => self.travel(Way::Back, times),
            Command::Redo => self.travel(Way::Forth, times),
            Command::Copy => self.copy(),
            Command::Span => self.select(),
            Command::GrowWord => self.select_words(times as isize),
            Command::ShrinkWord => self.select_words(-(times as isize)),
            Command::GrowSentence => self.select_sentences(times as isize),
            Command::ShrinkSentence => self.select_sentences(-(times as isize)),
            Command::OtherEnd => self.select_other_end(),
            Command::Confirm => self.confirm_span(),
            Command::Cancel => self.cancel(),
            Command::Articles => self.open_table(TableKind::Articles),
            Command::Entities => self.open_table(TableKind::Entities),
            Command::Annotations => self.open_table(TableKind::Annotations),
            Command::NextDispute => self.next_dispute(Way::Forth),
            Command::PreviousDispute => self.next_dispute(Way::Back),
            Command::AcceptAgreed => self.accept_agreed(),
            Command::Agreement => self.open_agreement(),
            Command::Review => self.open_review(),
            Command::Others => self.toggle_others(),
            Command::Decisions => self.open_table(TableKind::Decisions),
            Command::Accept => self.accept(),
            Command::Reject => self.reject(),
            Command::Faults => self.open_table(TableKind::Faults),
            Command::Help => self.open_table(TableKind::Help(self.mode())),
            Command::Palette => self.prompt = Some(Prompt::Palette(self.palette())),
            Command::CommandLine => self.prompt = Some(Prompt::Command(super::CommandLine::default())),
            Command::Read => self.screen = Screen::Reading,
            Command::Close => self.close_table(),
            Command::NextRow => self.in_table(|table| table.step(times as isize)),
            Command::PreviousRow => self.in_table(|table| table.step(-(times as isize))),
            Command::FirstRow => self.go_to_row(isize::MIN / 2),
            Command::LastRow => self.go_to_row(isize::MAX / 2),
            Command::OpenRow => self.open_row(),
            Command::Filter(words) => self.in_table(|table| table.filter_by(words.as_deref())),
            Command::Sort => self.in_table(Table::sort_next),
            Command::ReverseSort => self.in_table(Table::sort_reversed),
            Command::Theme(theme) => self.theme = *theme,
            Command::Mouse(on) => self.effects.push(Effect::Mouse(*on)),
            Command::Export { format, path, over } => self.export(format, path.as_deref(), *over),
            Command::Import(argument) => self.import(argument),
            Command::Save => self.save_now(),
            Command::Suspend => self.effects.push(Effect::Suspend),
            Command::Redraw => self.effects.push(Effect::Redraw),
            Command::Quit => self.quit(),
        }
    }

    /// Leaves the span as it was; where none is being chosen, drops the marks of the search.
    fn cancel(&mut self) {
        if self.selection.take().is_none() && self.placing.take().is_none() {
            self.query = None;
        }
    }

    fn go_to_row(&mut self, by: isize) {
        self.list_edge(by > 0);
        self.in_table(|table| table.step(by));
    }

    fn in_table(&mut self, act: impl FnOnce(&mut Table)) {
        match &mut self.screen {
            Screen::Table(table) => {
                act(table);
                self.list_anew();
            }
            Screen::Reading => self.say("This works in the tables: articles, entities, annotations, help"),
        }
    }

    fn copy(&mut self) {
        let Some(open) = self.focused() else { return };
        let span =
            self.selection.as_ref().map(|selection| selection.span).or(open.sentence().map(|s| s.span));
        if let Some(words) = span.map(|span| span.of(&open.article.text).to_owned()) {
            self.effects.push(Effect::Copy(words));
            self.say("Copied");
        }
    }
}
