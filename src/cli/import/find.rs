//! The article and the place of an annotation that comes in.

use crate::exchange::{Incoming, Place};
use crate::model::{Article, Span};
use crate::store::Facts;
use crate::text::CodePoints;

/// An article that annotations can go to.
pub(super) struct Target {
    /// Its path below the folder that the articles share.
    pub(super) name: String,
    pub(super) article: Article,
    pub(super) points: CodePoints,
    pub(super) facts: Facts,
}

/// The number of the article, and the span there.
///
/// # Errors
/// The annotation fits no article, or no place, or several; said without the file.
pub(super) fn find(incoming: &Incoming, targets: &[Target]) -> Result<(usize, Span), String> {
    let quote = incoming.quote.as_deref().filter(|quote| !quote.trim().is_empty());
    let number = article(incoming, quote, targets)?;
    let target = targets.get(number).ok_or("its article is gone")?;
    let text = target.points.text();
    let span = match (incoming.place, quote) {
        (Place::Points(start, end), _) if start >= end => {
            return Err(format!("its span {start}..{end} holds nothing"));
        }
        (Place::Points(start, end), quote) => {
            let span = target.points.span(start, end);
            let span =
                span.ok_or_else(|| format!("its span {start}..{end} is outside of {}", target.name))?;
            if quote.is_some_and(|quote| !same_words(quote, span.of(text))) {
                return Err(format!("its span {start}..{end} does not hold its words in {}", target.name));
            }
            span
        }
        (Place::Quote, None) => return Err("it has neither offsets nor words".to_owned()),
        (Place::Quote, Some(quote)) => match text.match_indices(quote).take(2).collect::<Vec<_>>()[..] {
            [(at, _)] => Span::new(at, at + quote.len()),
            [] => return Err(format!("its words are not in {}", target.name)),
            _ => return Err(format!("its words are in more than one place of {}", target.name)),
        },
    };
    Ok((number, span))
}

/// The article that the file names, or has the text of, or the only one that can be meant.
fn article(incoming: &Incoming, quote: Option<&str>, targets: &[Target]) -> Result<usize, String> {
    if let Some(name) = &incoming.article {
        let file = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
        let stem =
            |name: &str| file(name).rsplit_once('.').map_or_else(|| file(name), |(stem, _)| stem.to_owned());
        let is_it: [&dyn Fn(&Target) -> bool; 3] =
            [&|target| target.name == *name, &|target| file(&target.name) == file(name), &|target| {
                stem(&target.name) == file(name)
            }];
        for is_it in is_it {
            let mut found = targets.iter().enumerate().filter(|(_, target)| is_it(target));
            match (found.next(), found.next()) {
                (Some((number, _)), None) => return Ok(number),
                (Some(_), Some(_)) => return Err(format!("more than one article is called {name:?}")),
                (None, _) => {}
            }
        }
    }
    let by_text = incoming.text.as_deref().and_then(|text| {
        let is_it = |target: &Target| target.points.text() == text;
        targets.iter().position(is_it)
    });
    if let Some(number) = by_text {
        return Ok(number);
    }
    match (&incoming.article, quote, targets) {
        (Some(name), ..) => Err(format!("there is no article {name:?} in --into")),
        (None, _, [_]) => Ok(0),
        (None, Some(quote), _) => {
            let mut with =
                targets.iter().enumerate().filter(|(_, target)| target.points.text().contains(quote));
            match (with.next(), with.next()) {
                (Some((number, _)), None) => Ok(number),
                _ => Err("it does not say which article it is about, and its words do not tell".to_owned()),
            }
        }
        (None, None, _) => Err("it does not say which article it is about".to_owned()),
    }
}

/// Whether both have the same words: white space may have been changed on the way.
fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &'_ str| -> Vec<String> {
        text.split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    a == b || words(a) == words(b)
}
