//! The table of commands.

use super::Command::*;
use super::Group::{Find, Move, Panes, Program, Span as Spans, Table, Tag as Tags, View};
use super::{Argument, Command, Group, Spec, Theme, label_name};

type Make = fn(&str) -> Result<Command, String>;

const fn spec(group: Group, name: &'static str, hint: &'static str, doc: &'static str, make: Make) -> Spec {
    Spec { name, short: &[], doc, hint, group, argument: Argument::None, counts: false, make }
}

impl Spec {
    const fn counted(self) -> Self {
        Self { counts: true, ..self }
    }

    const fn short(self, short: &'static [&'static str]) -> Self {
        Self { short, ..self }
    }

    const fn takes(self, argument: Argument) -> Self {
        Self { argument, ..self }
    }
}

/// Nothing typed is nothing given.
fn text(argument: &str) -> Option<String> {
    (!argument.is_empty()).then(|| argument.to_owned())
}

/// An export: a format, and perhaps a path, which may hold blanks.
fn export(argument: &str, over: bool) -> Command {
    let (format, path) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
    Export { format: format.to_owned(), path: text(path.trim()), over }
}

/// Every command, in the order of help.
pub static SPECS: &[Spec] = &[
    spec(Move, "next-sentence", "sentence", "go to the next sentence", |_| Ok(NextSentence)).counted(),
    spec(Move, "previous-sentence", "sentence", "go to the previous sentence", |_| Ok(PreviousSentence))
        .counted(),
    spec(Move, "next-paragraph", "paragraph", "go to the next paragraph", |_| Ok(NextParagraph)).counted(),
    spec(Move, "previous-paragraph", "paragraph", "go to the previous paragraph", |_| Ok(PreviousParagraph))
        .counted(),
    spec(Move, "first-sentence", "start", "go to the start of the article", |_| Ok(FirstSentence)),
    spec(Move, "last-sentence", "end", "go to the end of the article", |_| Ok(LastSentence)),
    spec(Move, "half-page-down", "half page", "go down by half a page", |_| Ok(HalfPageDown)).counted(),
    spec(Move, "half-page-up", "half page", "go up by half a page", |_| Ok(HalfPageUp)).counted(),
    spec(Move, "page-down", "page", "go down by a page", |_| Ok(PageDown)).counted(),
    spec(Move, "page-up", "page", "go up by a page", |_| Ok(PageUp)).counted(),
    spec(Move, "next-mention", "name", "go to the next name in the text", |_| Ok(NextMention)).counted(),
    spec(Move, "previous-mention", "name", "go to the previous name in the text", |_| Ok(PreviousMention))
        .counted(),
    spec(
        Move,
        "next-of-entity",
        "where else",
        "go to the next mention of the entity under the cursor, in any article",
        |_| Ok(NextOfEntity),
    )
    .counted(),
    spec(
        Move,
        "previous-of-entity",
        "where else",
        "go to the previous mention of the entity under the cursor, in any article",
        |_| Ok(PreviousOfEntity),
    )
    .counted(),
    spec(Panes, "next-pane", "pane", "go to the next pane", |_| Ok(NextPane)).counted(),
    spec(Panes, "previous-pane", "pane", "go to the previous pane", |_| Ok(PreviousPane)).counted(),
    spec(Panes, "slide-right", "slide", "slide the window of panes to later articles", |_| Ok(SlideRight))
        .counted(),
    spec(Panes, "slide-left", "slide", "slide the window of panes to earlier articles", |_| Ok(SlideLeft))
        .counted(),
    spec(Panes, "article", "go to", "go to an article, by its number or name", |name| {
        Ok(Article(name.to_owned()))
    })
    .takes(Argument::Article),
    spec(Find, "search", "search", "search in all articles", |words| Ok(Search(text(words))))
        .takes(Argument::Text),
    spec(Find, "search-next", "next hit", "go to the next hit of the search", |_| Ok(SearchNext)).counted(),
    spec(Find, "search-previous", "next hit", "go to the previous hit of the search", |_| Ok(SearchPrevious))
        .counted(),
    spec(Find, "jump-back", "back", "go back to where the cursor was before a jump", |_| Ok(JumpBack))
        .counted(),
    spec(Find, "jump-forward", "back", "go forward again after going back", |_| Ok(JumpForward)).counted(),
    spec(Tags, "tag", "tag", "tag the sentence or span with a label, and go to the next sentence", |label| {
        label_name(label).map(Tag)
    })
    .takes(Argument::Label)
    .counted(),
    spec(
        Tags,
        "nothing-more",
        "nothing more",
        "tag what is left untagged in the article as holding nothing",
        |_| Ok(NothingMore),
    ),
    spec(Tags, "repeat-tag", "again", "tag with the last tag again, with its attributes", |_| Ok(RepeatTag))
        .counted(),
    spec(
        Tags,
        "next-speaker",
        "who",
        "give the tag made last, or the one here, the next likely claimant or holder",
        |_| Ok(NextSpeaker),
    )
    .counted(),
    spec(Tags, "remove-tags", "remove", "remove the tags of the sentence", |_| Ok(RemoveTags)),
    spec(
        Tags,
        "edit",
        "edit",
        "edit the annotation in a form; that of another annotator is accepted with what is changed",
        |_| Ok(Edit),
    ),
    spec(
        Tags,
        "note",
        "note",
        "write a note on the annotation, a comment on that of another annotator",
        |words| Ok(Note(text(words))),
    )
    .takes(Argument::Text),
    spec(Tags, "doubt", "doubt", "mark the annotation as doubtful, or no longer", |_| Ok(Doubt)),
    spec(
        Tags,
        "correct",
        "name",
        "correct the name under the cursor, or make one of the chosen words: type, words, entity",
        |_| Ok(Correct),
    ),
    spec(
        Tags,
        "accept",
        "accept",
        "accept what another annotator has made, or the version or place that is proposed",
        |_| Ok(Accept),
    ),
    spec(
        Tags,
        "reject",
        "reject",
        "reject what another annotator has made, or take the other version, or let a tag go",
        |_| Ok(Reject),
    ),
    spec(
        Tags,
        "next-dispute",
        "dispute",
        "go to the next sentence where annotators differ, and decide between them",
        |_| Ok(NextDispute),
    ),
    spec(Tags, "previous-dispute", "dispute", "go to the previous sentence where annotators differ", |_| {
        Ok(PreviousDispute)
    }),
    spec(
        Tags,
        "accept-agreed",
        "all agreed",
        "accept everything on which all other annotators agree",
        |_| Ok(AcceptAgreed),
    ),
    spec(Tags, "undo", "undo", "undo the last change", |_| Ok(Undo)).counted(),
    spec(Tags, "redo", "redo", "make the change again that was undone last", |_| Ok(Redo)).counted(),
    spec(Tags, "copy", "copy", "copy the sentence or span to the clipboard", |_| Ok(Copy)),
    spec(Spans, "span", "span", "choose the words to tag, beginning with the sentence", |_| Ok(Span)),
    spec(Spans, "grow-word", "word", "take a word more into the span", |_| Ok(GrowWord)).counted(),
    spec(Spans, "shrink-word", "word", "leave a word out of the span", |_| Ok(ShrinkWord)).counted(),
    spec(Spans, "grow-sentence", "sentence", "take a sentence more into the span", |_| Ok(GrowSentence))
        .counted(),
    spec(Spans, "shrink-sentence", "sentence", "leave a sentence out of the span", |_| Ok(ShrinkSentence))
        .counted(),
    spec(Spans, "other-end", "other end", "change the other end of the span", |_| Ok(OtherEnd)),
    spec(Spans, "confirm", "take it", "give the span to the annotation", |_| Ok(Confirm)),
    spec(Spans, "cancel", "cancel", "leave the span as it was; drop the marks of the search", |_| Ok(Cancel)),
    spec(View, "articles", "articles", "show all articles, with their progress", |_| Ok(Articles)),
    spec(View, "entities", "entities", "show all entities", |_| Ok(Entities)),
    spec(View, "annotations", "annotations", "show all annotations", |_| Ok(Annotations)),
    spec(
        View,
        "decisions",
        "decisions",
        "show what waits for a decision: changed by two, or without a place",
        |_| Ok(Decisions),
    ),
    spec(View, "others", "others", "show what other annotators have made, or hide it", |_| Ok(Others)),
    spec(View, "review", "review", "show what others have made, to accept or reject it", |_| Ok(Review)),
    spec(View, "agreement", "agreement", "show how far annotators agree, and where they differ", |_| {
        Ok(Agreement)
    }),
    spec(View, "faults", "faults", "show what is wrong with files, and what to do", |_| Ok(Faults)),
    spec(View, "palette", "commands", "find a command by a part of its name", |_| Ok(Palette)),
    spec(View, "help", "help", "show the keys and what they do", |_| Ok(Help)),
    spec(View, "command-line", "command", "type a command", |_| Ok(CommandLine)),
    spec(View, "read", "read", "go back to reading", |_| Ok(Read)),
    spec(Table, "next-row", "row", "go to the next row", |_| Ok(NextRow)).counted(),
    spec(Table, "previous-row", "row", "go to the previous row", |_| Ok(PreviousRow)).counted(),
    spec(Table, "first-row", "first", "go to the first row", |_| Ok(FirstRow)),
    spec(Table, "last-row", "last", "go to the last row", |_| Ok(LastRow)),
    spec(Table, "open-row", "go there", "go to what the row is about", |_| Ok(OpenRow)),
    spec(
        Table,
        "filter",
        "filter",
        "show only rows with words that begin so, or with a word in a column: label:claim",
        |words| Ok(Filter(text(words))),
    )
    .takes(Argument::Text),
    spec(Table, "sort", "sort", "sort by the next column", |_| Ok(Sort)),
    spec(Table, "reverse-sort", "reverse", "turn the order of the rows round", |_| Ok(ReverseSort)),
    spec(Table, "close", "close", "close the table", |_| Ok(Close)),
    spec(Program, "theme", "theme", "use the colours for a dark or a light ground", |word| {
        Theme::from_name(word).map(Theme).ok_or_else(|| format!("there is no theme {word:?}"))
    })
    .takes(Argument::OneOf(&["dark", "light"])),
    spec(Program, "mouse", "mouse", "use the mouse, or leave it to the terminal", |word| {
        Ok(Mouse(word == "on"))
    })
    .takes(Argument::OneOf(&["on", "off"])),
    spec(Program, "export", "export", "write all tags as the files of another tool", |argument| {
        Ok(export(argument, false))
    })
    .takes(Argument::Export),
    spec(Program, "export-over", "export", "the same, over what is there already", |argument| {
        Ok(export(argument, true))
    })
    .takes(Argument::Export),
    spec(Program, "import", "import", "take in what was tagged with another tool", |argument| {
        Ok(Import(argument.to_owned()))
    })
    .takes(Argument::Import),
    spec(Program, "save", "save", "try at once to save (:w) what is not saved yet", |_| Ok(Save))
        .short(&["w"]),
    spec(Program, "suspend", "suspend", "go to the shell; fg comes back", |_| Ok(Suspend)),
    spec(Program, "redraw", "redraw", "draw the screen anew", |_| Ok(Redraw)),
    spec(Program, "quit", "quit", "quit (:q, :wq); everything is saved already", |_| Ok(Quit))
        .short(&["q", "wq"]),
];
