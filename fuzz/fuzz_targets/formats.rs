//! Any bytes as a saved page, a JSON file or JSON lines: what of it are articles, and what is seen in these.

#![no_main]

use abreast::corpus::{Fields, Found, discover};
use abreast::nlp::Analysis;
use abreast_fuzz::{file, one_sentence};
use libfuzzer_sys::fuzz_target;

/// The first byte says which of these it is.
const NAMES: [&str; 3] = ["a.html", "a.json", "a.jsonl"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let path = file(NAMES[usize::from(*first) % NAMES.len()], rest);
    let Found { corpus, faults, .. } = match discover(&[path], &Fields::default()) {
        Ok(found) => found,
        Err(problem) => return one_sentence(&problem),
    };
    faults.iter().for_each(one_sentence);
    for source in corpus.sources() {
        match corpus.open(&source) {
            Ok(article) => {
                assert!(!article.text.contains('\r'));
                let analysis = Analysis::of(&article);
                let end = analysis.all().last().map_or(0, |chunk| chunk.span.end());
                assert_eq!(end, article.text.len());
            }
            Err(problem) => one_sentence(&problem),
        }
    }
});
