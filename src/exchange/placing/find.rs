//! The article and the place of an annotation that comes in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::super::{Incoming, Place, last};
use crate::model::Span;
use crate::text::CodePoints;

/// An article that annotations can go to.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its path below the folder that the articles share.
    pub name: String,
    /// Its text, counted.
    pub points: CodePoints,
}

/// Articles by what files call them: their names, the names of their files, these without an ending, their texts.
pub struct Targets {
    all: Vec<Target>,
    names: [HashMap<String, Named>; 3],
    texts: HashMap<u64, usize>,
    hasher: RandomState,
    /// The text that was looked for last, which many annotations share, and what it is of.
    last: RefCell<Option<(Arc<str>, Option<usize>)>>,
    /// The name of several that was looked for last.
    ambiguous: RefCell<Option<(String, Result<usize, String>)>>,
}

/// What has a name.
enum Named {
    One(usize),
    Several,
}

/// The name of a file without its folders and its ending.
fn stem(name: &str) -> &str {
    let file = last(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

impl Targets {
    /// All of them, each of which is known by its number.
    pub fn new(all: Vec<Target>) -> Self {
        let hasher = RandomState::new();
        let mut names = [HashMap::new(), HashMap::new(), HashMap::new()];
        let mut texts = HashMap::new();
        for (number, target) in all.iter().enumerate() {
            let called = [target.name.as_str(), last(&target.name), stem(&target.name)];
            for (names, name) in names.iter_mut().zip(called) {
                match names.entry(name.to_owned()) {
                    Entry::Occupied(mut there) => drop(there.insert(Named::Several)),
                    Entry::Vacant(place) => drop(place.insert(Named::One(number))),
                }
            }
            texts.entry(hasher.hash_one(target.points.text())).or_insert(number);
        }
        Self { all, names, texts, hasher, last: RefCell::default(), ambiguous: RefCell::default() }
    }

    /// The one of this number.
    pub fn get(&self, number: usize) -> Option<&Target> {
        self.all.get(number)
    }

    /// The one that is called so; none if there is none.
    fn called(&self, whole: &str) -> Result<Option<usize>, String> {
        for (names, name) in self.names.iter().zip([whole, last(whole), last(whole)]) {
            match names.get(name) {
                Some(Named::One(number)) => return Ok(Some(*number)),
                Some(Named::Several) => return self.at_the_end_of(whole).map(Some),
                None => {}
            }
        }
        Ok(None)
    }

    /// Of several whose files are called the same, the one whose path this name ends with.
    fn at_the_end_of(&self, whole: &str) -> Result<usize, String> {
        if let Some((before, found)) = &*self.ambiguous.borrow()
            && before == whole
        {
            return found.clone();
        }
        let ends = |name: &str| {
            let rest = whole.strip_suffix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/')).then_some(name.len())
        };
        let length = |target: &Target| ends(&target.name).or_else(|| ends(target.name.strip_suffix(".txt")?));
        let fit = self.all.iter().enumerate().filter_map(|(number, target)| Some((length(target)?, number)));
        let found = fit.max().map(|(_, number)| number);
        let found = found.ok_or_else(|| format!("more than one article is called {whole:?}"));
        self.ambiguous.replace(Some((whole.to_owned(), found.clone())));
        found
    }

    /// The first that has this text.
    fn with_text(&self, text: &Arc<str>) -> Option<usize> {
        if let Some((before, found)) = &*self.last.borrow()
            && Arc::ptr_eq(before, text)
        {
            return *found;
        }
        let found = self.texts.get(&self.hasher.hash_one(&**text)).copied();
        let found =
            found.filter(|number| self.get(*number).is_some_and(|target| target.points.text() == &**text));
        self.last.replace(Some((Arc::clone(text), found)));
        found
    }
}

/// The number of the article that it is about, also where it has no place there; none: nothing tells.
pub fn article_of(incoming: &Incoming, targets: &Targets) -> Option<usize> {
    article(incoming, quote(incoming), targets).ok()
}

/// The words that it is about.
fn quote(incoming: &Incoming) -> Option<&str> {
    incoming.quote.as_deref().filter(|quote| !quote.trim().is_empty())
}

/// The number of the article, and the span there.
///
/// # Errors
/// The annotation fits no article, or no place, or several; said without the file.
pub fn find(incoming: &Incoming, targets: &Targets) -> Result<(usize, Span), String> {
    let quote = quote(incoming);
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
            _ => told(text, quote, &incoming.around)
                .ok_or_else(|| format!("its words are in more than one place of {}", target.name))?,
        },
    };
    Ok((number, span))
}

/// The only place of words that stand between what is said to stand around them. White space may be other there, and the
/// text may begin or end earlier.
fn told(text: &str, quote: &str, around: &[String; 2]) -> Option<Span> {
    let bare = |c: &char| !c.is_whitespace();
    let goes_on = |mut here: Box<dyn Iterator<Item = char> + '_>, said: Vec<char>| {
        said.into_iter().filter(bare).all(|said| here.next().is_none_or(|here| here == said))
    };
    let fits = |at: &usize| {
        let [before, after] = [text.get(..*at), text.get(at + quote.len()..)].map(Option::unwrap_or_default);
        let [prefix, suffix] = around;
        goes_on(Box::new(before.chars().rev().filter(bare)), prefix.chars().rev().collect())
            && goes_on(Box::new(after.chars().filter(bare)), suffix.chars().collect())
    };
    let mut places = text.match_indices(quote).map(|(at, _)| at).filter(fits);
    let first = places.next()?;
    places.next().is_none().then(|| Span::new(first, first + quote.len()))
}

/// The article that the file names, or has the text of, or the only one that can be meant.
fn article(incoming: &Incoming, quote: Option<&str>, targets: &Targets) -> Result<usize, String> {
    if let Some(name) = &incoming.article
        && let Some(number) = targets.called(name)?
    {
        return Ok(number);
    }
    if let Some(number) = incoming.text.as_ref().and_then(|text| targets.with_text(text)) {
        return Ok(number);
    }
    match (&incoming.article, quote, &targets.all[..]) {
        (Some(name), ..) => Err(format!("there is no article {name:?} in --into")),
        (None, _, [_]) => Ok(0),
        (None, Some(quote), all) => {
            let mut with = all.iter().enumerate().filter(|(_, target)| target.points.text().contains(quote));
            match (with.next(), with.next()) {
                (Some((number, _)), None) => Ok(number),
                _ => Err("it does not say which article it is about, and its words do not tell".to_owned()),
            }
        }
        (None, None, _) => Err("it does not say which article it is about".to_owned()),
    }
}

/// Whether both have the same words: white space may have been changed on the way, and what some tools cannot hold
/// may be a □ for each character.
fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &'_ str| -> Vec<String> {
        let held = |c: char| if c.len_utf16() == 1 { c } else { '□' };
        text.split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|w| !w.is_empty())
            .map(|word| word.chars().map(held).collect())
            .collect()
    };
    a == b || words(a) == words(b)
}
