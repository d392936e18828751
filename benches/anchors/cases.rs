//! Articles with tags, edited.

use std::ops::Range;

use abreast::model::{Annotation, AnnotatorId, Article, Attributes, Head, LabelName, Schema, Span, Text};
use abreast::nlp::Analysis;
use abreast::store::anchor::Anchor;
use abreast::store::{Facts, Sidecar};
use abreast::text::CodePoints;
use fastrand::Rng;

use super::edits::{EDITS, Edited, sentence_doubled};

/// A text with tags, and the same after some edits.
pub struct Case {
    pub old: String,
    /// Where each tag was, in bytes, and what its record says.
    pub tags: Vec<(Range<usize>, Anchor)>,
    pub new: Edited,
}

/// Of which edits a case is.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Up to five of this one of [`EDITS`].
    One(usize),
    /// Up to ten of all of them.
    Mix,
}

impl Kind {
    pub fn all() -> impl Iterator<Item = Kind> {
        (0..EDITS.len()).map(Kind::One).chain([Kind::Mix])
    }

    pub fn name(self) -> &'static str {
        match self {
            Kind::One(edit) => EDITS[edit].0,
            Kind::Mix => "1 to 10 of all these",
        }
    }

    /// An article's text with tags, edited.
    pub fn case(self, article: &str, rng: &mut Rng) -> Case {
        let equal = matches!(self, Kind::One(edit) if EDITS[edit].0 == "one of equal sentences cut");
        let mut first = Edited::new(article, spans(article, rng));
        // Some say the same twice before anybody tags them.
        if equal || rng.u8(0..4) == 0 {
            (0..rng.u8(1..5)).for_each(|_| sentence_doubled(&mut first, rng));
        }
        let old = first.text;
        let spans = spans(&old, rng);
        let anchors = anchors(&old, &spans);
        let mut new = Edited::new(&old, spans);
        let tags = new.spans.iter().flatten().cloned().zip(anchors).collect();
        let edits = match self {
            Kind::One(_) => rng.usize(1..=5),
            Kind::Mix => rng.usize(1..=10),
        };
        for _ in 0..edits {
            let edit = match self {
                Kind::One(edit) => edit,
                Kind::Mix => rng.usize(0..EDITS.len()),
            };
            EDITS[edit].1(&mut new, rng);
        }
        Case { old, tags, new }
    }
}

/// The sentences of a text, and here and there some words.
fn spans(text: &str, rng: &mut Rng) -> Vec<Option<Range<usize>>> {
    let mut spans = Vec::new();
    for sentence in Analysis::new(Text::from(text)).all().flat_map(|chunk| &chunk.sentences) {
        spans.push((sentence.span.start(), sentence.span.end()));
        let words: Vec<_> = sentence.span.of(text).split(' ').filter(|word| !word.is_empty()).collect();
        if rng.u8(0..4) == 0 && !words.is_empty() {
            let first = rng.usize(0..words.len());
            let last = rng.usize(first..words.len().min(first + 6));
            let start = words[first].as_ptr() as usize - text.as_ptr() as usize;
            let end = words[last].as_ptr() as usize + words[last].len() - text.as_ptr() as usize;
            spans.push((start, end));
        }
    }
    spans.sort_unstable();
    spans.dedup();
    spans.into_iter().map(|(start, end)| Some(start..end)).collect()
}

/// What the sidecar of these spans says of them.
fn anchors(text: &str, spans: &[Option<Range<usize>>]) -> Vec<Anchor> {
    let article = Article::new("a.txt", text);
    let annotator: AnnotatorId = "ada".parse().unwrap();
    let mut sidecar = Sidecar::new(Facts::new(&article, &Head::default()), annotator, None);
    let tag = |span: &Range<usize>| {
        Annotation::new(LabelName::new("claim"), Span::from(span.clone()), Attributes::new())
    };
    sidecar.annotations = spans.iter().flatten().map(tag).collect();
    let file = sidecar.render(&CodePoints::new(text), &Schema::default());
    let file: serde_json::Value = serde_json::from_str(&file).unwrap();
    let record = |record: &serde_json::Value| {
        let offset = |name: &str| record[name].as_u64().unwrap() as usize;
        let words = |name: &str| record[name].as_str().unwrap().to_owned();
        Anchor {
            range: (offset("start"), offset("end")),
            quote: Some(words("quote")),
            prefix: words("prefix"),
            suffix: words("suffix"),
        }
    };
    file["annotations"].as_array().unwrap().iter().map(record).collect()
}

/// What became of tags.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub spans: usize,
    /// Those that are no more in the text.
    pub gone: usize,
    /// Put in the right place, unasked.
    pub right: usize,
    /// Offered for a decision, in the right place.
    pub offered: usize,
    /// The same in a wrong one.
    pub misled: usize,
    pub lost: usize,
    /// Put in a wrong place, unasked.
    pub wrong: usize,
}

impl Tally {
    /// Counts a span that is at `truth` and was put at `found`, `silently` or for a decision.
    pub fn count(
        &mut self,
        truth: &[Range<usize>],
        found: Option<Range<usize>>,
        silently: bool,
        strict: bool,
    ) {
        self.spans += 1;
        self.gone += usize::from(truth.is_empty());
        let count = match found {
            None => &mut self.lost,
            Some(found) => {
                let right =
                    truth.iter().any(|truth| if strict { *truth == found } else { alike(truth, &found) });
                match (right, silently) {
                    (true, true) => &mut self.right,
                    (false, true) => &mut self.wrong,
                    (true, false) => &mut self.offered,
                    (false, false) => &mut self.misled,
                }
            }
        };
        *count += 1;
    }
}

/// Whether two ranges share at least half of what they cover together.
fn alike(a: &Range<usize>, b: &Range<usize>) -> bool {
    let both = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    2 * both >= a.end.max(b.end) - a.start.min(b.start)
}
