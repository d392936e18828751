//! The tags of the sample articles after random edits; `cargo bench --bench anchors` does the same at length.

#![allow(clippy::unwrap_used)]

#[path = "../benches/anchors/cases.rs"]
mod cases;
#[path = "../benches/anchors/edits.rs"]
mod edits;

use std::fs;

use abreast::store::anchor::{Found, find};
use abreast::text::CodePoints;
use cases::{Kind, Tally};
use fastrand::Rng;

/// Of all tags, so many must be put in their place unasked, in percent: a little less than are.
const RIGHT: usize = 88;
/// The same with those that are shown there for a decision.
const FOUND: usize = 98;

#[test]
fn tags_of_edited_articles_are_found_again_and_none_is_put_where_it_is_not() {
    let (mut rng, mut tally) = (Rng::with_seed(7), Tally::default());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    for kind in Kind::all() {
        for path in &paths {
            let case = kind.case(&fs::read_to_string(path).unwrap(), &mut rng);
            let anchors: Vec<_> = case.tags.iter().map(|(_, anchor)| anchor.clone()).collect();
            let found = find(&anchors, &CodePoints::new(&*case.new.text), case.old == case.new.text);
            for (number, (found, anchor)) in found.into_iter().zip(&anchors).enumerate() {
                let truth = case.new.truths(number, &anchor.prefix, &anchor.suffix);
                match found {
                    Found::Exact(place) | Found::Moved(place) => {
                        tally.count(&truth, Some(place.span.range()), true, true);
                    }
                    Found::Uncertain { span, .. } => tally.count(&truth, Some(span.range()), false, false),
                    Found::Lost => tally.count(&truth, None, false, false),
                }
            }
        }
        assert_eq!(tally.wrong, 0, "{}", kind.name());
    }
    let there = tally.spans - tally.gone;
    assert!(tally.right * 100 >= RIGHT * there, "{} of {there}", tally.right);
    assert!(
        (tally.right + tally.offered) * 100 >= FOUND * there,
        "{} of {there}",
        tally.right + tally.offered
    );
}
