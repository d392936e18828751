//! Learns the names model: `cargo bench --bench train -- DATA MODEL [--test] [--without GROUP]...`
//!
//! DATA is the folder of corpora and lists that `src/nlp/tagger/MODEL.md` describes; the model is written to the
//! file MODEL. The same data give the same file, byte for byte: integers alone are added, in one order. What the
//! model does on `dev/` (with `--test` on `test/`) is printed.

#[path = "../data/mod.rs"]
mod data;
mod known;
mod learn;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use abreast::model::{Mention, Span};
use abreast::nlp::tagger::decode::{KINDS, Label, names};
use abreast::nlp::tagger::features::Group;
use abreast::nlp::tagger::model::{LOOKS, file};
use data::{Score, documents};
use known::{CORPORA, Known, Setup, lists};
use learn::{Example, Learned, ORDERS, learned};

/// Into how many parts the documents are split, so that the first look of each is learned from the others.
const PARTS: usize = 4;

/// Both looks, learned from the documents.
fn model(setup: &Setup, all: &[Known]) -> [Learned; LOOKS] {
    let first: Vec<Vec<Example>> = all.iter().map(|known| setup.examples(known, None)).collect();
    let mut second = Vec::new();
    for part in 0..PARTS {
        let others = first.iter().enumerate().filter(|(at, _)| at % PARTS != part);
        let weights = learned(&others.flat_map(|(_, examples)| examples).collect::<Vec<_>>(), 1);
        for (known, examples) in all.iter().zip(&first).skip(part).step_by(PARTS) {
            let looked: Vec<Label> = examples.iter().flat_map(|example| weights.labels(example)).collect();
            second.extend(setup.examples(known, Some(&looked)));
        }
    }
    let one = learned(&first.iter().flatten().collect::<Vec<_>>(), ORDERS);
    drop(first);
    [one, learned(&second.iter().collect::<Vec<_>>(), ORDERS)]
}

/// What the model finds in a corpus, each look.
fn scores(setup: &Setup, [first, second]: &[Learned; LOOKS], all: &[Known]) -> [[Score; KINDS.len()]; LOOKS] {
    let mut scores = [[Score::default(); KINDS.len()]; LOOKS];
    for known in all {
        let one: Vec<Label> =
            setup.examples(known, None).iter().flat_map(|example| first.labels(example)).collect();
        let two: Vec<Label> =
            setup.examples(known, Some(&one)).iter().flat_map(|example| second.labels(example)).collect();
        for (scores, looked) in scores.iter_mut().zip([one, two]) {
            let found = names(&known.words.all, &looked);
            for (score, kind) in scores.iter_mut().zip(KINDS) {
                let of = |names: &[Mention]| {
                    names
                        .iter()
                        .filter(|name| name.kind == kind)
                        .map(|name| name.span)
                        .collect::<BTreeSet<Span>>()
                };
                score.add(&of(&found), &of(&known.document.names));
            }
        }
    }
    scores
}

fn run(arguments: &[String]) -> Result<(), String> {
    let [data, model_file, options @ ..] = arguments else {
        return Err(
            "Give the folder of the data and the file for the model: cargo bench --bench train -- DATA MODEL"
                .to_owned(),
        );
    };
    let data = PathBuf::from(data);
    let mut setup = Setup { lists: lists(&data)?, without: Vec::new() };
    let mut part = "dev";
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match (option.as_str(), options.as_slice().first()) {
            ("--test", _) => part = "test",
            ("--without", Some(name)) => {
                let group =
                    Group::ALL.into_iter().find(|group| format!("{group:?}").eq_ignore_ascii_case(name));
                setup.without.push(
                    group.ok_or_else(|| format!("There is no group {name}; there are {:?}", Group::ALL))?,
                );
                options.next();
            }
            _ => return Err(format!("{option} is no option of this.")),
        }
    }
    let mut all = Vec::new();
    for corpus in CORPORA {
        all.extend(corpus.learned(&data.join("ner/train"))?);
    }
    let looks = model(&setup, &all);
    let mut together = [[Score::default(); KINDS.len()]; LOOKS];
    for name in ["uner_ewt_misc", "gum_open"] {
        let documents = documents(&data.join("ner").join(part).join(name).with_extension("conll"))?;
        let scores = scores(&setup, &looks, &documents.into_iter().map(Known::new).collect::<Vec<_>>());
        print(name, &scores);
        for (sum, score) in together.iter_mut().flatten().zip(scores.iter().flatten()) {
            *sum = sum.plus(*score);
        }
    }
    print("together", &together);
    let entries: Vec<(u32, u16)> = setup.lists.into_iter().collect();
    let [first, second] = &looks;
    let file = file(&entries, &[first.transitions, second.transitions], [&first.rows, &second.rows]);
    fs::write(model_file, file).map_err(|error| format!("{model_file}: {error}"))
}

fn print(name: &str, scores: &[[Score; KINDS.len()]; LOOKS]) {
    for (look, [per, org, loc, misc]) in scores.iter().enumerate() {
        let three = per.plus(*org).plus(*loc);
        let four = three.plus(*misc);
        println!(
            "{name:14} look {}: F1 {:.4} (P {:.3} R {:.3}), without MISC {:.4}; PER {:.3} ORG {:.3} LOC {:.3} MISC {:.3}",
            look + 1,
            four.f1(),
            four.precision(),
            four.recall(),
            three.f1(),
            per.f1(),
            org.f1(),
            loc.f1(),
            misc.f1()
        );
    }
}

fn main() -> ExitCode {
    data::ended(run)
}
