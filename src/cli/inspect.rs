//! `abreast inspect`: what the program sees.

mod page;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::env;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use page::Look;
use page::page;
use serde::Serialize;

use super::args::Inspect;
use super::articles::{Articles, Seen, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, json, said};
use crate::corpus::{STANDARD_INPUT, Stream};
use crate::model::{Annotations, Article, Mention, Quote, Sentence, Source, Span};
use crate::nlp::{Corrections, Entities, head_of, name, speaker};
use crate::text::CodePoints;

pub(super) fn run(args: &Inspect, look: Look, out: &mut impl Write) -> Result<Outcome, Failure> {
    if let [path] = args.paths.as_slice()
        && path == Path::new(STANDARD_INPUT)
    {
        return stream(args, io::stdin().lock(), look, out);
    }
    let Articles { articles, corpus, root, mut outcome } = opened(&args.paths, &args.corpus.fields)?;
    let sidecars = Sidecars::new(&root, Some(&corpus), args.corpus.store.as_deref());
    outcome = outcome.and(sidecars.outcome);
    let places: Vec<PathBuf> = articles.iter().map(|article| article.source.place()).collect();
    let corrected = sidecars.having(&places);
    let mut all = Vec::new();
    for (article, place) in articles.into_iter().zip(&places) {
        let corrections = if corrected.contains(place.as_path()) {
            corrections(&article, &sidecars, &mut outcome)
        } else {
            Corrections::default()
        };
        all.push((article, corrections));
    }
    let seen = Seen::all(all);
    let names = Names::of(&seen);
    for (i, seen) in seen.iter().enumerate() {
        if args.json {
            json::line(&Line::new(i, seen, &names), out)?;
        } else {
            page(i, seen, &names, look, out)?;
        }
    }
    Ok(outcome)
}

/// What all annotators say of the names in an article. What cannot be read of it is said on standard error.
fn corrections(article: &Article, sidecars: &Sidecars, outcome: &mut Outcome) -> Corrections {
    let head = head_of(&article.text, &article.metadata);
    let mut annotations = Vec::new();
    for (_, _, opened) in sidecars.of(article, &head) {
        match opened {
            Ok(opened) => annotations.push(opened.sidecar.annotations),
            Err(problem) => *outcome = outcome.and(said(&[problem])),
        }
    }
    Corrections::new(annotations.iter().flat_map(Annotations::corrections))
}

/// Shows articles in JSON lines as they come, each by itself: the next one is not waited for, and nothing but their ids is kept.
/// The corrections are those in the store when it begins.
fn stream(args: &Inspect, input: impl BufRead, look: Look, out: &mut impl Write) -> Result<Outcome, Failure> {
    let path = Path::new(STANDARD_INPUT);
    let root = env::current_dir().unwrap_or_default();
    let sidecars = Sidecars::new(&root, None, args.corpus.store.as_deref());
    let corrected = sidecars.beside(&Source::folder(path).join(STANDARD_INPUT));
    let mut outcome = sidecars.outcome;
    let mut times = HashMap::new();
    for (i, article) in Stream::new(input, path, (&args.corpus.fields).into()).enumerate() {
        let article = match article {
            Ok(article) => article,
            Err(problem) => {
                outcome = outcome.and(said(&[problem]));
                continue;
            }
        };
        let article = Article { source: own(&article.source, &mut times), ..article };
        let corrections = if article.source.place().file_name().is_some_and(|name| corrected.contains(name)) {
            corrections(&article, &sidecars, &mut outcome)
        } else {
            Corrections::default()
        };
        let seen = [Seen::corrected(article, corrections)];
        let ([seen], names) = (&seen, Names::of(&seen));
        if args.json {
            json::line(&Line::new(0, seen, &names), out)?;
        } else {
            if i > 0 {
                writeln!(out)?;
            }
            page(0, seen, &names, look, out)?;
        }
        out.flush()?;
    }
    Ok(outcome)
}

/// The source of an article, with `~2` behind the id that an earlier one has, and so on, as where all are listed first.
/// `times`: how often each id was there.
fn own(source: &Source, times: &mut HashMap<Arc<str>, usize>) -> Source {
    let Some(id) = &source.id else { return source.clone() };
    let mut own = Arc::clone(id);
    while times.contains_key(&own) {
        let times = times.entry(Arc::clone(id)).or_insert(1);
        *times += 1;
        own = format!("{id}~{times}").into();
    }
    times.insert(Arc::clone(&own), 1);
    Source::of(Arc::clone(&source.path), own)
}

/// The one name of each entity, over all articles.
struct Names(Entities);

impl Names {
    fn of(seen: &[Seen]) -> Self {
        let mentions = seen.iter().enumerate().flat_map(|(i, seen)| seen.named(i));
        let roles = seen.iter().enumerate().flat_map(|(i, seen)| seen.held(i));
        Self(Entities::gather(mentions, |i| seen.get(i)?.head.date.as_deref()).with_roles(roles))
    }

    /// The name of what a mention means in the article of this number.
    fn name<'a>(&'a self, article: usize, seen: &'a Seen, mention: Mention) -> &'a str {
        name(&seen.article.text, article, mention, &self.0, &seen.corrections)
    }

    /// The name of who is quoted.
    fn speaker(&self, article: usize, seen: &Seen, quote: &Quote) -> Option<String> {
        speaker(&seen.article.text, article, quote, &self.0, &seen.corrections)
    }
}

/// A line of `inspect --json`. The order of the fields is that of the output.
#[derive(Serialize)]
struct Line<'a> {
    path: String,
    /// Of one of several articles in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    title: Option<String>,
    date: Option<&'a str>,
    outlet: Option<&'a str>,
    /// Of the canonical text, in code points, as all offsets.
    length: usize,
    sentences: Vec<LineSentence>,
    mentions: Vec<LineMention<'a>>,
    quotes: Vec<LineQuote>,
    alignments: [(); 0],
}

#[derive(Serialize)]
struct LineSentence {
    start: usize,
    end: usize,
    kind: &'static str,
}

#[derive(Serialize)]
struct LineMention<'a> {
    start: usize,
    end: usize,
    r#type: &'static str,
    entity: &'a str,
}

#[derive(Serialize)]
struct LineQuote {
    start: usize,
    end: usize,
    kind: &'static str,
    speaker: Option<String>,
    source: Option<LineSpan>,
    cue: Option<LineSpan>,
}

#[derive(Serialize)]
struct LineSpan {
    start: usize,
    end: usize,
}

impl<'a> Line<'a> {
    fn new(i: usize, seen: &'a Seen, names: &'a Names) -> Self {
        let text = &*seen.article.text;
        let points = CodePoints::new(seen.article.text.clone());
        let sentence = |&Sentence { span, kind }: &Sentence| {
            let (start, end) = points.points(span);
            LineSentence { start, end, kind: kind.name() }
        };
        let mention = |mention: &Mention| {
            let (start, end) = points.points(mention.span);
            LineMention { start, end, r#type: mention.kind.name(), entity: names.name(i, seen, *mention) }
        };
        let place = |span: Span| {
            let (start, end) = points.points(span);
            LineSpan { start, end }
        };
        let quote = |quote: &Quote| {
            let LineSpan { start, end } = place(quote.span);
            LineQuote {
                start,
                end,
                kind: quote.kind.name(),
                speaker: names.speaker(i, seen, quote),
                source: quote.source.map(place),
                cue: quote.cue.map(place),
            }
        };
        Self {
            path: seen.path(),
            id: seen.article.source.id.as_deref(),
            title: seen.title(),
            date: seen.head.date.as_deref(),
            outlet: seen.head.outlet.as_deref(),
            length: points.point(text.len()),
            sentences: seen.sentences.iter().map(sentence).collect(),
            mentions: seen.mentions.iter().map(mention).collect(),
            quotes: seen.quotes.iter().map(quote).collect(),
            alignments: [],
        }
    }
}
