//! Tags of edited articles: how many are found again, where; prints a Markdown table.
//!
//! `cargo bench --bench anchors -- [FOLDER [SEED]]`: the texts (`*.txt`) of this folder, or of `sample-data`. The edits
//! are random, with a seed that is printed, and know where each tag is afterwards. A place that is taken silently is
//! right if it is that of the tag to the byte. With the peer it is enough, and so it is for what is offered for a decision,
//! if half is the same.

#![allow(clippy::unwrap_used)]

mod cases;
mod edits;
mod peer;

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use abreast::store::anchor::{Anchor, Found, find};
use abreast::text::CodePoints;
use cases::{Kind, Tally};
use fastrand::Rng;

const SEED: u64 = 20_250_820;
/// So many spans of each kind, at least.
const SPANS: usize = 10_000;
/// What the peer keeps of what stands around a quote, in code points.
const PEERS_SURROUNDINGS: usize = 32;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let sample = || concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data").to_owned();
    let folder = PathBuf::from(arguments.next().unwrap_or_else(sample));
    let seed = arguments.next().map_or(SEED, |seed| seed.parse().unwrap());
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let articles: Vec<_> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();

    println!(
        "| edits | spans | gone | right | offered, right | offered, wrong | lost | SILENTLY WRONG | peer: right | lost | SILENTLY WRONG |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let mut rng = Rng::with_seed(seed);
    let (mut ours, mut peers) = (Tally::default(), Tally::default());
    for kind in Kind::all() {
        let (mut our, mut peer) = (Tally::default(), Tally::default());
        while our.spans < SPANS {
            for article in &articles {
                measure(kind, article, &mut rng, &mut our, &mut peer);
            }
        }
        row(kind.name(), our, peer);
        (ours, peers) = (ours + our, peers + peer);
    }
    row("all", ours, peers);
    println!("\n{} spans in {} articles, seed {seed}.", ours.spans, articles.len());
}

fn measure(kind: Kind, article: &str, rng: &mut Rng, ours: &mut Tally, peers: &mut Tally) {
    let case = kind.case(article, rng);
    let points = CodePoints::new(&*case.new.text);
    let anchors: Vec<Anchor> = case.tags.iter().map(|(_, anchor)| anchor.clone()).collect();
    let found = find(&anchors, &points, case.old == case.new.text);
    for (number, ((span, anchor), found)) in case.tags.iter().zip(found).enumerate() {
        let mut truth = case.new.truths(number, &anchor.prefix, &anchor.suffix);
        if is_untouched(&case.old, &case.new.text, span, anchor) {
            truth.push(span.clone());
        }
        match found {
            Found::Exact(place) | Found::Moved(place) => {
                let place = place.span.range();
                if !truth.contains(&place) {
                    eprintln!("{}: {anchor:?} is put at {place:?}, and is at {truth:?}", kind.name());
                }
                ours.count(&truth, Some(place), true, true);
            }
            Found::Uncertain { span, .. } => ours.count(&truth, Some(span.range()), false, false),
            Found::Lost => ours.count(&truth, None, false, false),
        }
        let quote = peer::Quote {
            words: anchor.quote.as_deref().unwrap_or_default(),
            before: beside(&case.old, span).0,
            after: beside(&case.old, span).1,
            at: span.start,
        };
        peers.count(&truth, peer::find(&case.new.text, &quote), true, false);
    }
}

/// Whether the words stand there where they were, with all that the record says of what stands around them to the letter:
/// where edits have put one of two equal lines in the place of the other, nobody can tell.
fn is_untouched(old: &str, new: &str, span: &Range<usize>, anchor: &Anchor) -> bool {
    let stretch = span.start - anchor.prefix.len()..span.end + anchor.suffix.len();
    new.get(stretch.clone()).is_some_and(|now| old.get(stretch) == Some(now))
}

/// What the peer keeps of what stands around a span.
fn beside<'t>(text: &'t str, span: &Range<usize>) -> (&'t str, &'t str) {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let start = before.char_indices().rev().take(PEERS_SURROUNDINGS).last().map_or(span.start, |(at, _)| at);
    let end = after.char_indices().nth(PEERS_SURROUNDINGS).map_or(after.len(), |(at, _)| at);
    (&before[start..], &after[..end])
}

fn row(name: &str, our: Tally, peer: Tally) {
    let share = |part: usize| format!("{:.1} %", 100.0 * part as f64 / our.spans as f64);
    let Tally { spans, gone, right, offered, misled, lost, wrong } = our;
    let [right, offered, misled, lost] = [right, offered, misled, lost].map(share);
    println!(
        "| {name} | {spans} | {} | {right} | {offered} | {misled} | {lost} | **{wrong}** | {} | {} | {} ({}) |",
        share(gone),
        share(peer.right),
        share(peer.lost),
        peer.wrong,
        share(peer.wrong),
    );
}

impl std::ops::Add for Tally {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            spans: self.spans + other.spans,
            gone: self.gone + other.gone,
            right: self.right + other.right,
            offered: self.offered + other.offered,
            misled: self.misled + other.misled,
            lost: self.lost + other.lost,
            wrong: self.wrong + other.wrong,
        }
    }
}
