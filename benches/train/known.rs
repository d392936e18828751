//! What is learned from: documents with their words, and what the lists and the rules say of them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use abreast::nlp::tagger::decode::{Label, labels};
use abreast::nlp::tagger::echoes::Echoes;
use abreast::nlp::tagger::features::{Group, Seen, entry};
use abreast::nlp::tagger::model::{key, row};
use abreast::nlp::tagger::{Words, by_rules};

use crate::data::{Document, documents};
use crate::learn::{Example, ROWS};

/// A corpus below `ner/train/`.
pub struct Corpus {
    name: &'static str,
    /// What a mistake in it costs.
    weight: i32,
    /// Whether it says which names are `MISC`.
    misc: bool,
    /// Whether every other document is learned from in small letters, as people write who take no care.
    small: bool,
}

/// What is learned from, in this order.
pub const CORPORA: [Corpus; 8] = [
    Corpus { name: "uner_ewt", weight: 3, misc: true, small: false },
    Corpus { name: "gum_open", weight: 3, misc: true, small: false },
    Corpus { name: "wikigold", weight: 3, misc: true, small: false },
    Corpus { name: "crossner", weight: 3, misc: true, small: false },
    Corpus { name: "uner_ewt", weight: 1, misc: true, small: true },
    Corpus { name: "gum_open", weight: 1, misc: true, small: true },
    Corpus { name: "btc", weight: 1, misc: false, small: false },
    Corpus { name: "wnut17", weight: 1, misc: true, small: false },
];
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

/// A document with its words, the labels by rules and the right ones.
pub struct Known {
    pub document: Document,
    pub words: Words,
    rules: Vec<Label>,
    right: Vec<Label>,
    weight: i32,
    misc: bool,
}

/// What all documents are looked at with.
pub struct Setup {
    pub lists: BTreeMap<u32, u16>,
    pub without: Vec<Group>,
}

impl Setup {
    fn seen<'a>(&self, known: &'a Known) -> Seen<'a> {
        let lists = |hash| self.lists.get(&key(hash)).copied().unwrap_or_default();
        let Words { all, sentences, .. } = &known.words;
        Seen::new(&known.document.text, all, sentences, known.rules.clone(), lists)
    }

    /// The sentences for the first look or, with its labels, for the second.
    pub fn examples(&self, known: &Known, looked: Option<&[Label]>) -> Vec<Example> {
        let seen = self.seen(known);
        let echoes = looked.map(|labels| Echoes::new(&seen, labels));
        let example = |sentence: &Range<usize>| {
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
                weight: known.weight,
                misc: known.misc,
            }
        };
        seen.sentences.iter().map(example).collect()
    }
}

/// The entries of all lists, by their hashes.
pub fn lists(data: &Path) -> Result<BTreeMap<u32, u16>, String> {
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

impl Known {
    /// A document by itself, to measure on.
    pub fn new(document: Document) -> Self {
        let words = Words::of(&document.text, document.sentences.clone());
        let rules = labels(&words.all, &by_rules(&document.text, &words));
        let right = labels(&words.all, &document.names);
        Self { document, words, rules, right, weight: 1, misc: true }
    }
}

impl Corpus {
    /// Its documents, in the folder `train`.
    pub fn learned(&self, train: &Path) -> Result<Vec<Known>, String> {
        let documents = documents(&train.join(self.name).with_extension("conll"))?;
        let read = |mut document: Document| {
            if self.small {
                document.text.make_ascii_lowercase();
            }
            Known { weight: self.weight, misc: self.misc, ..Known::new(document) }
        };
        Ok(documents.into_iter().step_by(if self.small { 2 } else { 1 }).map(read).collect())
    }
}
