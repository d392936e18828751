//! An article with what is seen in it, for people.

use std::io::{self, IsTerminal, Write};

use super::super::articles::Seen;
use super::super::counted;
use super::Names;
use crate::model::{EntityType, Kind, Mention, Metadata, Quote, QuoteKind, Sentence, Span};
use crate::runtime;
use crate::text::{shown, wrap};

/// How an article looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Look {
    pub(super) marks: Marks,
    /// Where lines end; nowhere if they are not for a terminal.
    pub(super) columns: Option<usize>,
}

/// How mentions are told from other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// By the colours of a terminal.
    Colours,
    /// `[Zoë Müller PER]`.
    Brackets,
}

impl Look {
    /// Colours for a terminal, unless the user wants none, and lines of its width.
    pub(in crate::cli) fn of_output() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let terminal = io::stdout().is_terminal();
        let marks = if terminal && !unwanted { Marks::Colours } else { Marks::Brackets };
        Self { marks, columns: terminal.then(|| runtime::size().width.into()) }
    }
}

/// The columns of the kind of a sentence, and those before its words.
const KIND: usize = "boilerplate".len();
const INDENT: usize = KIND + 2;
/// The least columns for words, however narrow a terminal is.
const LEAST: usize = 20;

/// What is too little to be what is said, in bytes.
const FEW: usize = 12;
/// How much may stand before that, in bytes: who hears it, where and when.
const HEARD: usize = 40;

/// Writes what is known of an article, then one sentence a line, with what is quoted below it.
pub(super) fn page(i: usize, seen: &Seen, names: &Names, look: Look, out: &mut impl Write) -> io::Result<()> {
    if i > 0 {
        writeln!(out)?;
    }
    let mut line = Line::new(look.marks);
    line.strong(&shown(&seen.path()));
    line.write("", 0, look, out)?;
    let Metadata { author, address, .. } = &seen.article.metadata;
    let known =
        [seen.title(), seen.head.date.clone(), seen.head.outlet.clone(), author.clone(), address.clone()];
    let known: Vec<_> = known.iter().flatten().map(|words| shown(words)).collect();
    if !known.is_empty() {
        let mut line = Line::new(look.marks);
        line.plain(&known.join(" · "));
        line.write("", 0, look, out)?;
    }
    counts(i, seen, names, look.marks).write("", 0, look, out)?;
    let mut mentions = seen.mentions.iter().peekable();
    let mut quotes = seen.quotes.iter().peekable();
    for sentence in &seen.sentences {
        let mut line = Line::new(look.marks);
        let mut from = sentence.span.start();
        let inside = |mention: &&Mention| mention.span.start() < sentence.span.end();
        while let Some(&Mention { span, kind }) = mentions.next_if(inside) {
            line.plain(&words(seen, Span::new(from, span.start())));
            line.mention(&words(seen, span), kind);
            from = span.end();
        }
        line.plain(&words(seen, Span::new(from, sentence.span.end())));
        let kind = if sentence.kind == Kind::Sentence { "" } else { sentence.kind.name() };
        line.write(kind, INDENT, look, out)?;
        // A quote is shown below the sentence that it begins in.
        let begun = |quote: &&Quote| quote.span.start() < sentence.span.end();
        while let Some(quote) = quotes.next_if(begun) {
            let who = names.speaker(i, seen, quote);
            let who = who.map_or_else(|| "?".to_owned(), |who| shown(&who).into_owned());
            let mut line = Line::new(look.marks);
            match quote.kind {
                QuoteKind::Direct => line.strong(&format!("{who}:")),
                kind => line.strong(&format!("{who} ({}):", kind.name())),
            }
            line.plain(&format!(" {}", words(seen, content(seen, quote, sentence))));
            line.write("", INDENT, look, out)?;
        }
    }
    Ok(())
}

/// What is said: the quoted words, or the longer part of the sentence, before or behind the words for the saying.
fn content(seen: &Seen, quote: &Quote, sentence: &Sentence) -> Span {
    if quote.kind == QuoteKind::Direct {
        return quote.span;
    }
    let own = |span: &Span| sentence.span.covers(*span);
    let Some(saying) = [quote.cue, quote.source].into_iter().flatten().filter(own).reduce(Span::join) else {
        return quote.span;
    };
    let before = Span::new(sentence.span.start(), saying.start());
    let behind = Span::new(saying.end(), sentence.span.end());
    let inverted = quote.source.zip(quote.cue).is_some_and(|(source, cue)| source.start() > cue.start());
    let mut part =
        if inverted && before.len() > FEW || before.len() > behind.len() { before } else { behind };
    // Told reporters that.
    if let Some((heard, _)) = behind.of(&seen.article.text).split_once("that ").filter(|_| part == behind)
        && heard.len() < HEARD
    {
        part = Span::new(behind.start() + heard.len() + "that ".len(), behind.end());
    }
    let said = part.of(&seen.article.text);
    let aside = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '-' | '–' | '—');
    let start = part.end() - said.trim_start_matches(aside).len();
    Span::new(start, (part.start() + said.trim_end_matches(aside).len()).max(start))
}

/// `21 sentences, 14 mentions of 9 entities: 6 PER 2 ORG 1 LOC`; the entities by type are also the key to the
/// colours.
fn counts(i: usize, seen: &Seen, names: &Names, marks: Marks) -> Line {
    let mut entities: Vec<_> = seen.mentions.iter().map(|m| (m.kind, names.name(i, seen, *m))).collect();
    entities.sort_unstable();
    entities.dedup();
    let sentences = counted(seen.sentences.len(), "sentence", "sentences");
    let mentions = counted(seen.mentions.len(), "mention", "mentions");
    let mut line = Line::new(marks);
    line.plain(&format!("{sentences}, {mentions} of {}", counted(entities.len(), "entity", "entities")));
    let mut between = ":";
    for kind in EntityType::ALL {
        let count = entities.iter().filter(|(other, _)| *other == kind).count();
        if count > 0 {
            line.plain(&format!("{between} {count} "));
            line.styled(kind.name(), code(kind));
            between = "";
        }
    }
    line
}

/// The words of a span as they are safe to show, in one line.
fn words(seen: &Seen, span: Span) -> String {
    shown(&span.of(&seen.article.text).replace(['\n', '\t'], " ")).into_owned()
}

/// The number of the colour of a type in the control sequence SGR.
fn code(kind: EntityType) -> u8 {
    match kind {
        EntityType::Per => 36,
        EntityType::Org => 35,
        EntityType::Loc => 32,
        EntityType::Misc => 33,
        EntityType::Date => 34,
    }
}

/// Words, and the styles of some of them.
struct Line {
    marks: Marks,
    text: String,
    /// In order, apart.
    styles: Vec<(Span, u8)>,
}

impl Line {
    fn new(marks: Marks) -> Self {
        Self { marks, text: String::new(), styles: Vec::new() }
    }

    fn plain(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// The words in the style of a number of the control sequence SGR, if there are colours.
    fn styled(&mut self, words: &str, code: u8) {
        let start = self.text.len();
        self.text.push_str(words);
        if self.marks == Marks::Colours {
            self.styles.push((Span::new(start, self.text.len()), code));
        }
    }

    fn strong(&mut self, words: &str) {
        self.styled(words, 1);
    }

    fn mention(&mut self, words: &str, kind: EntityType) {
        match self.marks {
            Marks::Colours => self.styled(words, code(kind)),
            Marks::Brackets => self.text.push_str(&format!("[{words} {}]", kind.name())),
        }
    }

    /// Writes the words behind `label`, which stands at the right of the first columns: in rows that fit, all of which
    /// begin behind these columns.
    fn write(&self, label: &str, indent: usize, look: Look, out: &mut impl Write) -> io::Result<()> {
        let whole = Span::new(0, self.text.len());
        let rows = look.columns.map_or_else(
            || vec![whole],
            |columns| wrap(&self.text, whole, columns.saturating_sub(indent).max(LEAST)),
        );
        for (number, row) in rows.into_iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            if indent > 0 {
                write!(out, "{label:>KIND$}  ")?;
            }
            let mut from = row.start();
            let first = self.styles.partition_point(|(span, _)| span.end() <= from);
            let styles = self.styles.iter().skip(first).take_while(|(span, _)| span.start() < row.end());
            for (span, code) in styles {
                let inside = span.intersect(row);
                let before = Span::new(from, inside.start());
                write!(out, "{}\x1B[{code}m{}\x1B[0m", before.of(&self.text), inside.of(&self.text))?;
                from = inside.end();
            }
            writeln!(out, "{}", Span::new(from, row.end()).of(&self.text))?;
        }
        Ok(())
    }
}
