//! Learns the names model: `cargo bench --bench train -- DATA MODEL [--test] [--without GROUP]...`
//!
//! DATA is the folder of corpora and lists that `src/nlp/tagger/MODEL.md` describes; the model is written to the
//! file MODEL. The same data give the same file, byte for byte: integers alone are added, in one order. What the
//! model does on `dev/` (with `--test` on `test/`) is printed.

mod data;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use abreast::model::{Mention, Span};
use abreast::nlp::tagger::decode::{KINDS, Label, STATES, Scores, Transitions, best, labels, names};
use abreast::nlp::tagger::echoes::Echoes;
use abreast::nlp::tagger::features::{Group, Seen, entry};
use abreast::nlp::tagger::model::{LOOKS, WIDTH, file, key, row};
use abreast::nlp::tagger::{Words, by_rules};
use data::{Document, Score, documents};

/// What is learned from, below `ner/train/`.
const CORPORA: [&str; 4] = ["uner_ewt", "gum_open", "wikigold", "crossner"];
/// Lists below `lists/` and, behind them, those of the program, each with its bit.
const LISTS: [(&str, u16); 7] = [
    ("countries", 0),
    ("capitals", 1),
    ("regions", 2),
    ("cities", 3),
    ("forenames", 4),
    ("surnames", 5),
    ("companies", 6),
];
const OWN_LISTS: [(&str, u16); 10] = [
    ("given", 4),
    ("places", 7),
    ("demonyms", 8),
    ("orgs", 9),
    ("titles", 10),
    ("org_heads", 11),
    ("loc_heads", 12),
    ("misc_heads", 13),
    ("starters", 14),
    ("reporting", 15),
];
/// Rows of weights.
const ROWS: usize = 27 << 13;
/// How often each sentence is learned from.
const EPOCHS: usize = 8;
/// By how much the right labels are to be ahead of others, and ahead of none: a name that is missed costs more than
/// one too many, as there are few (Mohit et al. 2012).
const MARGIN: i32 = 30;
const MISS: i32 = 45;
/// How many orders of the sentences are averaged over.
const ORDERS: u64 = 3;
/// Into how many parts the documents are split, so that the first look of each is learned from the others.
const PARTS: usize = 4;
/// How many weights of ten thousand are too large for a byte, and cut.
const CUT: usize = 10;

/// The features of each word of a sentence, as rows of one look; and its right labels.
struct Example {
    features: Vec<Vec<u32>>,
    right: Vec<Label>,
}

/// A document with its words, the labels by rules and the right ones.
struct Known {
    document: Document,
    words: Words,
    rules: Vec<Label>,
    right: Vec<Label>,
}

/// What all documents are looked at with.
struct Setup {
    lists: BTreeMap<u32, u16>,
    without: Vec<Group>,
}

impl Setup {
    fn seen<'a>(&self, known: &'a Known) -> Seen<'a> {
        let lists = |hash| self.lists.get(&key(hash)).copied().unwrap_or_default();
        let Words { all, sentences, .. } = &known.words;
        Seen::new(&known.document.text, all, sentences, known.rules.clone(), lists)
    }

    /// The sentences for the first look or, with its labels, for the second.
    fn examples(&self, known: &Known, looked: Option<&[Label]>) -> Vec<Example> {
        let seen = self.seen(known);
        let echoes = looked.map(|labels| Echoes::new(&seen, labels));
        let example = |sentence: &std::ops::Range<usize>| {
            let word = |at| {
                let mut features = Vec::with_capacity(80);
                let mut add = |group, feature| {
                    if !self.without.contains(&group) {
                        features.push(row(feature, ROWS) as u32);
                    }
                };
                seen.features(sentence, at, &mut add);
                if let Some(echoes) = &echoes {
                    echoes.features(sentence, at, &mut add);
                }
                features
            };
            Example {
                features: sentence.clone().map(word).collect(),
                right: known.right[sentence.clone()].to_vec(),
            }
        };
        seen.sentences.iter().map(example).collect()
    }
}

/// Sums of weights over all steps of learning.
struct Sums {
    rows: Vec<[i64; WIDTH]>,
    transitions: [[i64; STATES]; STATES],
}

/// Weights as they are kept in the model.
struct Learned {
    rows: Vec<[i8; WIDTH]>,
    transitions: Transitions,
}

impl Learned {
    fn labels(&self, example: &Example) -> Vec<Label> {
        let score = |features: &Vec<u32>| Some(sum(&self.rows, features));
        best(&example.features.iter().map(score).collect::<Vec<_>>(), &self.transitions)
    }
}

fn sum<T: Copy + Into<i32>>(rows: &[[T; WIDTH]], features: &[u32]) -> Scores {
    let mut scores = Scores::default();
    for &feature in features {
        for (score, &weight) in scores[1..].iter_mut().zip(&rows[feature as usize]) {
            *score += weight.into();
        }
    }
    scores
}

/// Numbers in an order that looks like none (xorshift, Marsaglia 2003).
struct Shuffle(u64);

impl Shuffle {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// The averaged structured perceptron with a margin, over the examples in the order of `seed`.
fn learn(examples: &[Example], seed: u64, sums: &mut Sums) {
    let mut weights = vec![[0; WIDTH]; ROWS];
    let mut transitions = Transitions::default();
    let mut shuffle = Shuffle(0x9e37_79b9_7f4a_7c15 ^ seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut left = (EPOCHS * examples.len()) as i64;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            order.swap(at, shuffle.next(at + 1));
        }
        for &at in &order {
            let Example { features, right } = &examples[at];
            let score = |(features, &right): (&Vec<u32>, &Label)| {
                let scores = sum(&weights, features);
                Some(std::array::from_fn(|label| match label {
                    label if label == usize::from(right) => scores[label],
                    0 => scores[0] + MISS,
                    label => scores[label] + MARGIN,
                }))
            };
            let guess = best(&features.iter().zip(right).map(score).collect::<Vec<_>>(), &transitions);
            let mut before = (0, 0);
            for ((features, &right), guess) in features.iter().zip(right).zip(guess) {
                let here = (usize::from(right), usize::from(guess));
                for (label, step) in [(here.0, 1), (here.1, -1)] {
                    if here.0 != here.1 && label > 0 {
                        for &feature in features {
                            weights[feature as usize][label - 1] += step;
                            sums.rows[feature as usize][label - 1] += i64::from(step) * left;
                        }
                    }
                }
                for (from, to, step) in [(before.0, here.0, 1), (before.1, here.1, -1)] {
                    if (before.0, here.0) != (before.1, here.1) {
                        transitions[from][to] += step;
                        sums.transitions[from][to] += i64::from(step) * left;
                    }
                }
                before = here;
            }
            left -= 1;
        }
    }
}

/// Weights learned in so many orders, as bytes.
fn learned(examples: &[Example], orders: u64) -> Learned {
    let mut sums = Sums { rows: vec![[0; WIDTH]; ROWS], transitions: [[0; STATES]; STATES] };
    for seed in 0..orders {
        learn(examples, seed, &mut sums);
    }
    let mut sizes: Vec<i64> =
        sums.rows.iter().flatten().map(|sum| sum.abs()).filter(|&size| size > 0).collect();
    sizes.sort_unstable();
    let most = sizes.get(sizes.len() - sizes.len() * CUT / 10_000 - 1).copied().unwrap_or(1);
    let byte = |sum: i64| (sum * 127 + sum.signum() * most / 2) / most;
    Learned {
        rows: sums.rows.iter().map(|row| row.map(|sum| byte(sum).clamp(-127, 127) as i8)).collect(),
        transitions: sums.transitions.map(|row| row.map(|sum| byte(sum).clamp(-32_000, 32_000) as i32)),
    }
}

/// The entries of all lists, by their hashes.
fn lists(data: &Path) -> Result<BTreeMap<u32, u16>, String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/nlp/data");
    let all = LISTS
        .iter()
        .map(|list| (data.join("lists"), list))
        .chain(OWN_LISTS.iter().map(|list| (own.clone(), list)));
    let mut entries = BTreeMap::new();
    for (folder, (name, bit)) in all {
        let path = folder.join(name).with_extension("txt");
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for hash in text.lines().filter_map(entry) {
            *entries.entry(key(hash)).or_default() |= 1 << bit;
        }
    }
    Ok(entries)
}

fn known(document: Document) -> Known {
    let words = Words::of(&document.text, document.sentences.clone());
    let rules = labels(&words.all, &by_rules(&document.text, &words));
    let right = labels(&words.all, &document.names);
    Known { document, words, rules, right }
}

/// Both looks, learned from the documents.
fn model(setup: &Setup, all: &[Known]) -> [Learned; LOOKS] {
    let first: Vec<Vec<Example>> = all.iter().map(|known| setup.examples(known, None)).collect();
    let mut second = Vec::new();
    for part in 0..PARTS {
        let others =
            first.iter().enumerate().filter(|(at, _)| at % PARTS != part).flat_map(|(_, examples)| examples);
        let others: Vec<Example> = others
            .map(|example| Example { features: example.features.clone(), right: example.right.clone() })
            .collect();
        let weights = learned(&others, 1);
        for (known, examples) in all.iter().zip(&first).skip(part).step_by(PARTS) {
            let looked: Vec<Label> = examples.iter().flat_map(|example| weights.labels(example)).collect();
            second.extend(setup.examples(known, Some(&looked)));
        }
    }
    let first: Vec<Example> = first.into_iter().flatten().collect();
    let one = learned(&first, ORDERS);
    drop(first);
    [one, learned(&second, ORDERS)]
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
    let read = |part: &str, name: &str| -> Result<Vec<Known>, String> {
        Ok(documents(&data.join("ner").join(part).join(name).with_extension("conll"))?
            .into_iter()
            .map(known)
            .collect())
    };
    let mut all = Vec::new();
    for name in CORPORA {
        all.extend(read("train", name)?);
    }
    let looks = model(&setup, &all);
    let mut together = [[Score::default(); KINDS.len()]; LOOKS];
    for name in ["uner_ewt_misc", "gum_open"] {
        let scores = scores(&setup, &looks, &read(part, name)?);
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
