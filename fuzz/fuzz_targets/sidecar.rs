//! Any bytes as the sidecar of one article: what is read comes back, and what is not understood is kept.

#![no_main]

use std::sync::LazyLock;

use abreast::model::{AnnotatorId, Article, Problem, Schema};
use abreast::nlp::head;
use abreast::store::{Facts, Opened, parse, sha256};
use abreast::text::CodePoints;
use abreast_fuzz::{TEXT, one_sentence};
use libfuzzer_sys::fuzz_target;

/// The article as it is counted, what is said of it, who annotates it, and the labels.
static KNOWN: LazyLock<(CodePoints, Facts, AnnotatorId, Schema)> = LazyLock::new(|| {
    let article = Article::new("a.txt", TEXT);
    let facts = Facts::new(&article, &head(TEXT));
    (CodePoints::new(TEXT), facts, "ada".parse().expect("an annotator"), Schema::default())
});

fn open(json: &str) -> Result<Opened, Problem> {
    let (points, facts, ada, schema) = &*KNOWN;
    parse(json, points, facts, ada, schema)
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(json) = std::str::from_utf8(bytes) else { return };
    // So that the seeds can be read, and mutated to those of another text.
    let json = json.replacen("SHA", &sha256(TEXT), 1);
    let first = match open(&json) {
        Ok(opened) => opened,
        Err(problem) => return one_sentence(&problem),
    };
    first.faults.iter().for_each(one_sentence);
    let (points, _, _, schema) = &*KNOWN;
    for tag in first.sidecar.annotations.iter() {
        assert!(!tag.span.of(TEXT).is_empty(), "{tag:?}");
    }
    let written = first.sidecar.render(points, schema);
    let again = open(&written).expect("what is written can be read");
    assert!(again.sidecar.annotations.iter().eq(first.sidecar.annotations.iter()));
    assert_eq!(again.sidecar.header, first.sidecar.header);
    assert_eq!(again.moved, 0, "what is written stands where it says");
    assert_eq!(again.sidecar.render(points, schema), written);
    // Every record is there, word for word where it is none that is understood.
    let kept = |opened: &Opened| {
        let mut kept: Vec<String> =
            opened.sidecar.annotations.others().iter().map(|record| record.json().to_owned()).collect();
        kept.sort();
        kept
    };
    assert_eq!(kept(&again), kept(&first));
});
