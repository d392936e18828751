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
    /// Whether types have the colours of a terminal, too.
    pub(super) coloured: bool,
    /// Where lines end; nowhere if they are not for a terminal.
    pub(super) columns: Option<usize>,
}

impl Look {
    /// Colours for a terminal, unless the user wants none, and lines of its width.
    pub(in crate::cli) fn of_output() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let terminal = io::stdout().is_terminal();
        Self { coloured: terminal && !unwanted, columns: terminal.then(|| runtime::size().width.into()) }
    }
}

/// The columns of the kind of a sentence, and those before its words.
const KIND: usize = "boilerplate".len();
const INDENT: usize = KIND + 2;
/// The least columns for words, however narrow a terminal is.
const LEAST: usize = 20;

/// What is too little to be what is said or when, in bytes.
const FEW: usize = 12;
/// How much may stand before that, in bytes: who hears it, where and when.
const HEARD: usize = 40;

/// Writes what is known of an article, then one sentence a line, with what is quoted below it.
pub(super) fn page(i: usize, seen: &Seen, names: &Names, look: Look, out: &mut impl Write) -> io::Result<()> {
    if i > 0 {
        writeln!(out)?;
    }
    let mut line = Line::new(look.coloured);
    line.strong(&shown(&seen.path()));
    line.write("", 0, look, out)?;
    let Metadata { author, address, .. } = &seen.article.metadata;
    let known =
        [seen.title(), seen.head.date.clone(), seen.head.outlet.clone(), author.clone(), address.clone()];
    let known: Vec<_> = known.iter().flatten().map(|words| shown(words)).collect();
    if !known.is_empty() {
        let mut line = Line::new(look.coloured);
        line.plain(&known.join(" · "));
        line.write("", 0, look, out)?;
    }
    counts(i, seen, names, look.coloured).write("", 0, look, out)?;
    let mut mentions = seen.mentions.iter().peekable();
    let mut quotes = seen.quotes.iter().peekable();
    for (number, sentence) in seen.sentences.iter().enumerate() {
        let mut line = Line::new(look.coloured);
        let mut from = sentence.span.start();
        let inside = |mention: &&Mention| mention.span.start() < sentence.span.end();
        while let Some(&Mention { span, kind }) = mentions.next_if(inside) {
            line.plain(&words(seen, Span::new(from, span.start())));
            line.mention(&words(seen, span), kind);
            from = span.end();
        }
        line.plain(&words(seen, Span::new(from, sentence.span.end())));
        let label = match sentence.kind {
            Kind::Sentence => (number + 1).to_string(),
            kind => kind.name().to_owned(),
        };
        line.write(&label, INDENT, look, out)?;
        // A quote is shown below the sentence that it begins in.
        let begun = |quote: &&Quote| quote.span.start() < sentence.span.end();
        while let Some(quote) = quotes.next_if(begun) {
            let who = names.speaker(i, seen, quote);
            let who = who.map_or_else(|| "?".to_owned(), |who| shown(&who).into_owned());
            let mut line = Line::new(look.coloured);
            match quote.kind {
                QuoteKind::Direct => line.strong(&who),
                kind => line.strong(&format!("{who} ({})", kind.name())),
            }
            if let Some(said) = content(seen, quote, sentence) {
                line.plain(&format!(": {}", words(seen, said)));
            }
            line.write("quote", INDENT, look, out)?;
        }
    }
    Ok(())
}

/// What is said, where that can be told: the quoted words, or what stands behind `that`, or else the part of the
/// sentence before or behind the words for the saying, if these stand at the other end.
fn content(seen: &Seen, quote: &Quote, sentence: &Sentence) -> Option<Span> {
    if quote.kind == QuoteKind::Direct {
        return Some(quote.span);
    }
    let text = &seen.article.text;
    let own = |span: &Span| sentence.span.covers(*span);
    let saying = [quote.cue, quote.source].into_iter().flatten().filter(own).reduce(Span::join)?;
    // Within quoted words somebody may say what another says.
    let around =
        seen.quotes.iter().find(|other| other.kind == QuoteKind::Direct && other.span.covers(saying));
    let whole = around.map_or(sentence.span, |other| other.span.intersect(sentence.span));
    let before = Span::new(whole.start(), saying.start());
    let behind = Span::new(saying.end(), whole.end());
    // Told reporters that.
    let that = behind.of(text).split_once("that ").filter(|(heard, _)| heard.len() < HEARD);
    let part = match that {
        Some((_, said)) => Span::new(behind.end() - said.len(), behind.end()),
        None if behind.len() <= FEW => before,
        None if before.len() <= FEW && !is_heard(seen, behind) => behind,
        None => return None,
    };
    let said = part.of(text);
    let aside = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '-' | '–' | '—');
    let start = part.end() - said.trim_start_matches(aside).len();
    let end = part.start() + said.trim_end_matches(aside).len();
    (start < end).then(|| Span::new(start, end))
}

/// Whether these words begin with a name, which may be that of who hears it: told the Wire the plan was dead.
fn is_heard(seen: &Seen, words: Span) -> bool {
    let first = words.end() - words.of(&seen.article.text).trim_start().len();
    let next = seen.mentions.iter().find(|mention| mention.span.end() > first);
    next.is_some_and(|mention| {
        mention.span.start() <= first && matches!(mention.kind, EntityType::Org | EntityType::Per)
    })
}

/// `21 sentences, 14 mentions of 9 entities: 6 PER 2 ORG 1 LOC`; the entities by type are also the key to the
/// colours.
fn counts(i: usize, seen: &Seen, names: &Names, coloured: bool) -> Line {
    let mut entities: Vec<_> = seen.mentions.iter().map(|m| (m.kind, names.name(i, seen, *m))).collect();
    entities.sort_unstable();
    entities.dedup();
    let sentences = counted(seen.sentences.len(), "sentence", "sentences");
    let mentions = counted(seen.mentions.len(), "mention", "mentions");
    let mut line = Line::new(coloured);
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
    coloured: bool,
    text: String,
    /// In order, apart.
    styles: Vec<(Span, u8)>,
}

impl Line {
    fn new(coloured: bool) -> Self {
        Self { coloured, text: String::new(), styles: Vec::new() }
    }

    fn plain(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// The words in the style of a number of the control sequence SGR, if there are colours.
    fn styled(&mut self, words: &str, code: u8) {
        let start = self.text.len();
        self.text.push_str(words);
        if self.coloured {
            self.styles.push((Span::new(start, self.text.len()), code));
        }
    }

    fn strong(&mut self, words: &str) {
        self.styled(words, 1);
    }

    /// `[Zoë Müller PER]`.
    fn mention(&mut self, words: &str, kind: EntityType) {
        self.styled(&format!("[{words} {}]", kind.name()), code(kind));
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
