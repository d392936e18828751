//! One pane: the head of an article, its gutter, its text.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::put;
use super::style::Styles;
use crate::app::{App, Geometry, Open, PaneArea, Place, Row, State};
use crate::model::{Annotation, Colour, Sentence, Span, Stance};
use crate::text::{glyphs, pieces, width};

/// What a pane shows.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// The article: its index in the corpus.
    pub(super) article: usize,
    /// Where its reader stands.
    pub(super) place: Place,
    /// Whether it is the one that keys act on.
    pub(super) focused: bool,
    /// Words that are chosen.
    pub(super) chosen: Option<Span>,
}

impl Shown {
    /// What the pane of an article shows while it is read.
    pub(super) fn in_pane(app: &App, article: usize) -> Self {
        let focused = article == app.focus;
        let chosen = app.chosen().filter(|_| focused);
        Self { article, place: app.open(article).map(|open| open.place).unwrap_or_default(), focused, chosen }
    }
}

/// One pane and what it shows.
struct Pane<'a> {
    app: &'a App,
    styles: &'a Styles,
    area: PaneArea,
    shown: Shown,
}

pub(super) fn draw(
    app: &App,
    shown: Shown,
    area: PaneArea,
    geometry: &Geometry,
    styles: &Styles,
    buffer: &mut Buffer,
) {
    let pane = Pane { app, styles, area, shown };
    let article = shown.article;
    pane.head(buffer);
    match app.articles.state(article) {
        State::Failed(problem) => pane.says(&problem.to_string(), buffer),
        State::Unread => pane.says("reading…", buffer),
        State::Open(open) => pane.body(open, geometry, buffer),
    }
}

impl Pane<'_> {
    fn says(&self, words: &str, buffer: &mut Buffer) {
        let text = self.area.text;
        put::fitted(buffer, text.x, text.y, text.right(), words, self.styles.aside);
    }

    fn body(&self, open: &Open, geometry: &Geometry, buffer: &mut Buffer) {
        let rows: Vec<Row> =
            open.rows_from(self.shown.place.top, geometry.columns()).take(geometry.rows()).collect();
        if rows.is_empty() {
            self.says("This article is empty.", buffer);
        }
        let layers = Layers::new(self.app, self.shown, open, &rows, self.styles);
        let cursor = open.analysis.sentence_at(self.shown.place.cursor).map(|s| s.span);
        let mut owner = None;
        for (y, row) in (self.area.text.y..).zip(rows) {
            let Row::Text(row) = row else { continue };
            self.text(open, row, &layers, y, buffer);
            if cursor.is_some_and(|cursor| row.overlaps(cursor)) {
                let (mark, style) =
                    if self.shown.focused { ("▌", self.styles.mark) } else { ("▏", self.styles.aside) };
                put::symbol(buffer, self.area.gutter.x, y, mark, style);
            }
            owner = self.gutter(open, row, owner, y, buffer).or(owner);
        }
    }

    fn head(&self, buffer: &mut Buffer) {
        let Self { app, styles, shown: Shown { article, focused, .. }, .. } = *self;
        let style = if focused { styles.focus } else { styles.head };
        let rect = self.area.header;
        put::fill(buffer, rect.x, rect.y, rect.right(), style);
        let open = app.open(article);
        let head = open.map(|open| open.analysis.head().clone()).unwrap_or_default();
        let name = head.outlet.unwrap_or_else(|| app.articles.file(article));
        let read =
            open.and_then(|open| open.progress).map_or_else(String::new, |p| format!("{}%", p.percent()));
        let right = rect.right().saturating_sub(read.len() as u16 + 1);
        let date = head.date.as_deref().map_or_else(String::new, |date| format!(" · {}", written(date)));
        // A long name is cut before the date is.
        let room = right.saturating_sub(1).saturating_sub(width(&date) as u16).max(rect.x + 9);
        let x = put::fitted(buffer, rect.x + 1, rect.y, room, &format!("{} {name}", article + 1), style);
        put::fitted(buffer, x, rect.y, right.saturating_sub(1), &date, style);
        put::text(buffer, right, rect.y, rect.right(), &read, style);
        if rect.height > 1 {
            let title = open.map(Open::title).unwrap_or_default();
            let style = if focused { styles.strong } else { styles.head };
            put::fitted(buffer, rect.x + 1, rect.y + 1, rect.right().saturating_sub(1), &title, style);
        }
    }

    fn text(&self, open: &Open, row: Span, layers: &Layers, y: u16, buffer: &mut Buffer) {
        let over = [near(&layers.units, row), near(&layers.names, row), near(&layers.marks, row)];
        let mut x = self.area.text.x;
        for (piece, style) in pieces(row, over, self.styles.text, Style::patch) {
            for glyph in glyphs(&open.article.text, piece) {
                x = put::glyph(buffer, x, y, self.area.text.right(), glyph, style);
            }
        }
    }

    /// The tags of the sentence that the row begins with, on the first row that does, and of those that
    /// begin and end within the row. `above` is the sentence that the row above began with, and how many
    /// of its tags have been shown; the same of this row is returned.
    fn gutter(
        &self,
        open: &Open,
        row: Span,
        above: Option<(usize, usize)>,
        y: u16,
        buffer: &mut Buffer,
    ) -> Option<(usize, usize)> {
        let mut sentences = open.analysis.sentences_in(row);
        let first = sentences.next()?.span;
        let shown = above.filter(|(start, _)| *start == first.start()).map_or(0, |(_, shown)| shown);
        let whole = sentences.filter(|s| s.span.end() <= row.end());
        let mut tags: Vec<(String, Style)> = self.tags(open, first).skip(shown).collect();
        let own = tags.len();
        tags.extend(whole.flat_map(|s| self.tags(open, s.span)));
        // Between the mark of the cursor and the blank before the text.
        let most = usize::from(self.area.gutter.width.saturating_sub(2));
        let (mut x, mut used, mut drawn) = (self.area.gutter.x + 1, 0, 0);
        for (tag, style) in &tags {
            used += width(tag);
            if used > most {
                break;
            }
            x = put::text(buffer, x, y, self.area.gutter.right(), tag, *style);
            drawn += 1;
        }
        Some((first.start(), shown + drawn.min(own)))
    }

    /// The letters of the annotations that begin in a sentence, each with its stance and its doubt; then of
    /// those that may belong here, and of those that others have made, each after the letter of its annotator.
    fn tags<'b>(&'b self, open: &'b Open, sentence: Span) -> impl Iterator<Item = (String, Style)> {
        let begins = move |a: &&Annotation| sentence.contains(a.span.start());
        let maybe = open.undecided().filter(move |undecided| {
            undecided.guess.is_some_and(|(guess, _)| sentence.contains(guess.start()))
        });
        let maybe = maybe.map(|undecided| {
            let label = self.app.schema.get(undecided.label().as_str());
            (format!("{}?", label.map_or('*', |label| label.letter)), self.styles.aside)
        });
        let letters = |annotation: &Annotation| {
            let label = self.app.schema.get(annotation.label.as_str());
            let mut tag = label.map_or('*', |label| label.letter).to_string();
            tag.extend(annotation.stance().map(Stance::sign));
            (tag, label.map_or(Colour::Grey, |label| label.colour))
        };
        let tags = open.annotations_on(sentence).filter(begins).map(move |annotation| {
            let (mut tag, colour) = letters(annotation);
            tag.extend(annotation.doubt.then_some('!'));
            (tag, self.styles.strong.patch(self.styles.colour(colour)))
        });
        let others = self.app.shown_others(open).flat_map(move |(_, sign, opened)| {
            let tags = opened.sidecar.annotations.over(sentence).filter(begins);
            tags.map(move |tag| {
                (format!("{}{}", sign.letter, letters(tag).0), self.styles.colour(sign.colour))
            })
        });
        tags.chain(maybe).chain(others)
    }
}

/// `2025-08-20` as people write it: `20 Aug 2025`.
fn written(date: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|m| MONTHS.get(m.parse::<usize>().ok()?.checked_sub(1)?));
    match (year, month, day.map(|d| d.trim_start_matches('0'))) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => date.to_owned(),
    }
}

/// What lies over the text in view, sorted: kinds of units and the cursor, names, hits and the selection.
struct Layers {
    units: Vec<(Span, Style)>,
    names: Vec<(Span, Style)>,
    marks: Vec<(Span, Style)>,
}

impl Layers {
    fn new(app: &App, of: Shown, open: &Open, rows: &[Row], styles: &Styles) -> Self {
        let Shown { article, focused, .. } = of;
        let shown = rows.iter().filter_map(|row| match row {
            Row::Text(span) => Some(*span),
            Row::Gap => None,
        });
        let shown = shown.reduce(Span::join).unwrap_or_default();
        let cursor = open.analysis.sentence_at(of.place.cursor).filter(|_| focused);
        let unit = |s: Sentence| {
            let style = styles.unit(s.kind);
            (s.span, if cursor == Some(s) { style.patch(styles.cursor) } else { style })
        };
        let marked = app.mention().and_then(|m| app.entity_of(app.focus, m));
        let chosen = app.mention().filter(|_| article == app.focus);
        let name = |m: crate::model::Mention| {
            let style = styles.mention(m.kind);
            let same = chosen == Some(m) || (marked.is_some() && app.entity_of(article, m) == marked);
            (m.span, if same { style.patch(styles.entity) } else { style })
        };
        let hits = app.query.iter().flat_map(|query| query.all(&open.article.text, shown));
        let mut marks: Vec<(Span, Style)> = hits.map(|hit| (hit, styles.hit)).collect();
        if let Some(chosen) = of.chosen {
            marks.push((chosen, styles.selection));
            marks.sort_by_key(|(span, _)| span.start());
        }
        Self {
            units: open.analysis.sentences_in(shown).map(unit).collect(),
            names: open.analysis.mentions_in(shown).map(name).collect(),
            marks,
        }
    }
}

/// The spans of a layer that can reach into a row; they do not overlap each other, but for a selection.
fn near(layer: &[(Span, Style)], row: Span) -> &[(Span, Style)] {
    let to = layer.partition_point(|(span, _)| span.start() < row.end());
    &layer[..to]
}
