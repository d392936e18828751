//! What is known of the cursor's sentence: its annotations, and the entity under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::put;
use super::style::Styles;
use crate::app::{App, Decision, Matter, Open};
use crate::model::{Annotation, AnnotatorId, Id, Reference, Sentence, Span, Verdict};
use crate::text::width;

/// What stands behind a value that the program has filled in, and that nobody has confirmed or changed.
pub(super) const PREFILLED: &str = " (prefilled)";

/// Answers to answers are shown so far.
const ANSWERS: usize = 4;

/// A piece of a line.
pub(super) struct Piece {
    words: String,
    style: Style,
    /// Whether it is the name of an attribute.
    name: bool,
}

impl Piece {
    fn new(words: impl Into<String>, style: Style) -> Self {
        Self { words: words.into(), style, name: false }
    }
}

pub(super) fn draw(app: &App, styles: &Styles, buffer: &mut Buffer, area: Rect) {
    let Some(open) = app.focused() else { return };
    let Some(sentence) = open.sentence() else { return };
    let lines = lines(app, open, sentence, styles);
    let entity = entity(app);
    let end = area.right().saturating_sub(1);
    let x = put::text(
        buffer,
        area.x + 1,
        area.y,
        end,
        &format!("{}  ", place(app, open, sentence)),
        styles.strong,
    );
    let rows = usize::from(area.height);
    let mut last = x;
    for (row, line) in (area.y..).zip(lines.iter().take(rows)) {
        last = put_line(buffer, x, row, end, line);
    }
    if lines.len() > rows {
        let more = format!("+{} more ", lines.len() - rows);
        let at = end.saturating_sub(width(&more) as u16);
        put::text(buffer, at, area.bottom() - 1, end, &more, styles.key);
        return;
    }
    // The entity stands to the right of the last line where there is room, else below it.
    let wide = width(&entity) as u16;
    let row = area.y + (lines.len() as u16).saturating_sub(1);
    if last + 3 + wide <= end {
        put::text(buffer, end - wide, row, end, &entity, styles.aside);
    } else if row + 1 < area.bottom() {
        put::fitted(buffer, x, row + 1, end, &entity, styles.aside);
    }
}

/// Puts the pieces of a line. Returns the column after them.
pub(super) fn put_line(buffer: &mut Buffer, x: u16, y: u16, end: u16, line: &[Piece]) -> u16 {
    // Where the names of the attributes do not fit, their values alone are worth more.
    let room = usize::from(end.saturating_sub(x));
    let tight = line.iter().map(|piece| width(&piece.words)).sum::<usize>() > room;
    let shown = line.iter().filter(|piece| !(tight && piece.name));
    shown.fold(x, |at, Piece { words, style, .. }| put::fitted(buffer, at, y, end, words, *style))
}

/// Article and sentence by their numbers: `2:7`.
fn place(app: &App, open: &Open, sentence: Sentence) -> String {
    match open.analysis.number_of(sentence.span.start()) {
        Some(number) => format!("{}:{number}", app.focus + 1),
        None => {
            let percent = sentence.span.start() * 100 / open.article.text.len().max(1);
            format!("{}:{percent}%", app.focus + 1)
        }
    }
}

fn lines(app: &App, open: &Open, sentence: Sentence, styles: &Styles) -> Vec<Vec<Piece>> {
    if let Some(selection) = &app.selection {
        let words = selection.span.of(&open.article.text).split_whitespace().collect::<Vec<_>>();
        let count = format!("{} words chosen  ", words.len());
        return vec![vec![Piece::new(count, styles.strong), Piece::new(words.join(" "), styles.aside)]];
    }
    let speaker = app.speaker_of(app.focus, sentence.span).filter(|_| sentence.kind.is_read());
    let mut annotations: Vec<Vec<Piece>> = waiting(app, open, sentence, styles).into_iter().collect();
    let own = |tag: &Annotation| {
        let mut line = annotation(app, open, tag, styles);
        if app.shows_others() {
            let of = Reference { annotator: app.annotator.id.clone(), id: tag.id.clone() };
            line.extend(verdicts(app, open, &of, styles));
        }
        line
    };
    annotations.extend(open.annotations_on(sentence.span).map(own));
    let others = of_others(app, open, sentence.span, styles);
    if let Some(first) = annotations.first_mut() {
        // An annotation that names the speaker has said it.
        let named = speaker.as_ref().is_none_or(|(name, _)| first.iter().any(|piece| piece.words == *name));
        first.extend(said_by(speaker.clone().filter(|_| !named), styles));
    }
    annotations.extend(others);
    if !annotations.is_empty() {
        return annotations;
    }
    let says = if sentence.kind.is_read() { "not tagged" } else { "not part of the article" };
    let kind = match sentence.kind {
        crate::model::Kind::Sentence => String::new(),
        kind => format!("{}  ", kind.name()),
    };
    let mut line = vec![Piece::new(kind, styles.text), Piece::new(says, styles.aside)];
    line.extend(said_by(speaker, styles));
    vec![line]
}

/// The speaker of the sentence.
fn said_by(speaker: Option<(String, Option<Span>)>, styles: &Styles) -> Vec<Piece> {
    let Some((name, _)) = speaker else { return Vec::new() };
    let label = Piece { name: true, ..Piece::new("speaker ", styles.aside) };
    vec![Piece::new("  ", styles.text), label, Piece::new(name, styles.text)]
}

/// What waits for a decision here, or which tag is being put somewhere.
fn waiting(app: &App, open: &Open, sentence: Sentence, styles: &Styles) -> Option<Vec<Piece>> {
    let (accept, reject) = (app.key_for("accept"), app.key_for("reject"));
    let decision = app.placing().map(Decision::Place).or_else(|| open.decision_at(sentence.span))?;
    let (says, words, keys) = match decision {
        Decision::Version { this, other } => {
            let other = other.map_or_else(|| "its removal".to_owned(), |other| app.says(other));
            let keys = format!("{accept} keeps {}, {reject} keeps {other}", app.says(this));
            ("changed twice".to_owned(), String::new(), keys)
        }
        Decision::Place(undecided) => {
            let says = match undecided.guess {
                Some((_, score)) => format!("uncertain {:.0}%  {}", score * 100.0, undecided.label()),
                None => format!("lost  {}", undecided.label()),
            };
            let words = undecided.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            (says, format!("  “{words}”"), format!("{accept} puts it here, {reject} lets it go"))
        }
    };
    Some(vec![
        Piece::new(says, styles.wrong),
        Piece::new(format!("  {keys}"), styles.key),
        Piece::new(words, styles.text),
    ])
}

fn annotation(app: &App, open: &Open, annotation: &Annotation, styles: &Styles) -> Vec<Piece> {
    let label = app.schema.get(annotation.label.as_str());
    let style = label.map_or(styles.text, |label| styles.colour(label.colour));
    let mut pieces = vec![Piece::new(annotation.label.to_string(), styles.strong.patch(style))];
    if let Some(found) = open.found_as(annotation) {
        let words = annotation.span.of(&open.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            pieces.push(Piece::new(format!("  “{words}”"), styles.text));
        }
        let said = annotation.correction.iter().map(|said| Piece::new(format!("  {said}"), styles.strong));
        pieces.extend(said);
        pieces.push(Piece::new(format!("  {found}"), styles.aside));
    }
    for name in app.schema.order_of(annotation) {
        let words = annotation.word(name).unwrap_or_default();
        pieces.push(Piece::new("  ", styles.text));
        pieces.push(Piece { name: true, ..Piece::new(format!("{name} "), styles.aside) });
        pieces.push(Piece::new(words, styles.text));
        if annotation.is_prefilled(name) {
            pieces.push(Piece::new(PREFILLED, styles.aside));
        }
    }
    if annotation.doubt {
        pieces.push(Piece::new("  ! in doubt", styles.wrong));
    }
    if let Some(note) = &annotation.note {
        pieces.push(Piece::new(format!("  “{note}”"), styles.text));
    }
    pieces
}

/// What others have made here, if that is shown; what would be judged is marked.
pub(super) fn of_others(app: &App, open: &Open, here: Span, styles: &Styles) -> Vec<Vec<Piece>> {
    if !app.shows_others() {
        return Vec::new();
    }
    let next = app.matter_here();
    let matters = open.matters_on(here);
    let lines = app.shown_others(open).flat_map(|(by, ..)| {
        let next = next.as_ref();
        let on = matters.iter().filter(move |(of, _)| of.annotator == *by);
        on.map(move |(of, matter)| {
            let is_next = next.is_some_and(|(_, next)| next == of);
            let mut line = vec![Piece::new(if is_next { "▸" } else { " " }, styles.key)];
            line.extend(self::matter(app, open, of, *matter, styles));
            line.extend(verdicts(app, open, of, styles));
            line
        })
    });
    lines.collect()
}

/// What somebody else has made.
pub(super) fn matter(
    app: &App,
    open: &Open,
    of: &Reference,
    matter: Matter<'_>,
    styles: &Styles,
) -> Vec<Piece> {
    let mut line = vec![by(app, &of.annotator, styles)];
    match matter {
        Matter::Tag(tag) => line.extend(annotation(app, open, tag, styles)),
        Matter::Uncertain(tag) => {
            let words = tag.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            let state = if tag.guess.is_some() { "uncertain " } else { "lost " };
            line.push(Piece::new(state, styles.wrong));
            line.extend(annotation(app, open, &tag.on(Span::default()), styles));
            line.push(Piece::new(format!("  “{words}”"), styles.aside));
        }
        Matter::Verdict(verdict) => line.extend(said(verdict, styles)),
    }
    line
}

/// The verdicts on a record, each with its answers.
pub(super) fn verdicts(app: &App, open: &Open, of: &Reference, styles: &Styles) -> Vec<Piece> {
    answers(app, open, of, styles, ANSWERS)
}

fn answers(app: &App, open: &Open, of: &Reference, styles: &Styles, most: usize) -> Vec<Piece> {
    let mut line = Vec::new();
    for (who, record, verdict) in open.all_verdicts().filter(|(.., verdict)| verdict.of == *of) {
        line.push(Piece::new("  → ", styles.aside));
        line.extend((*who != app.annotator.id).then(|| by(app, who, styles)));
        line.extend(said(verdict, styles));
        if !open.still_says(verdict) {
            line.push(Piece::new(", changed since", styles.wrong));
        }
        let answered = Reference { annotator: who.clone(), id: Id::from(record.id().to_owned()) };
        if let Some(most) = most.checked_sub(1) {
            line.extend(answers(app, open, &answered, styles, most));
        }
    }
    line
}

/// An annotator by letter, name and colour.
fn by(app: &App, annotator: &AnnotatorId, styles: &Styles) -> Piece {
    let sign = app.others.signs.get(annotator);
    let style = sign.map_or(styles.strong, |sign| styles.strong.patch(styles.colour(sign.colour)));
    let letter = sign.map(|sign| format!("{} ", sign.letter)).unwrap_or_default();
    Piece::new(format!("{letter}{annotator}  "), style)
}

/// A verdict and its comment.
fn said(verdict: &Verdict, styles: &Styles) -> Vec<Piece> {
    let style = match verdict.accepted {
        Some(true) => styles.key,
        Some(false) => styles.wrong,
        None => styles.strong,
    };
    let comment = (!verdict.comment.is_empty()).then(|| format!(" “{}”", verdict.comment));
    std::iter::once(Piece::new(verdict.word(), style))
        .chain(comment.map(|comment| Piece::new(comment, styles.text)))
        .collect()
}

/// The entity under the cursor, and how often it is named where.
fn entity(app: &App) -> String {
    let Some(mention) = app.mention() else { return String::new() };
    let name = app.name_of(app.focus, mention);
    match app.entity_of(app.focus, mention).map(|id| app.entities.get(id)) {
        Some(entity) => {
            let status = app.focused().and_then(|open| open.analysis.corrections().of(mention));
            let status = status.and_then(|said| Some(said.correction.as_ref()?.status.name()));
            let status = status.map(|status| format!(" {status}")).unwrap_or_default();
            let articles: Vec<String> = entity.articles.iter().take(9).map(|a| (a + 1).to_string()).collect();
            format!("{name} {}{status}  {}× in {}", mention.kind.name(), entity.mentions, articles.join(" "))
        }
        None => format!("{name} {}", mention.kind.name()),
    }
}
