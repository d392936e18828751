//! Articles that are nearly one text: `MinHash` with banding (Broder 1997, *On the resemblance and containment of
//! documents*; Leskovec, Rajaraman, Ullman 2020, *Mining of Massive Datasets*, 3.4); and articles of which one holds most
//! of another, by the shingles whose hashes divide by a number (`FracMinHash`: Irber et al. 2022, *Lightweight
//! compositional analysis of metagenomes*).

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

/// How many words stand in a shingle.
const WORDS: usize = 5;
/// How many hashes stand for a text.
const HASHES: usize = 64;
/// How many of them two texts must have in common in one place to be compared.
const BAND: usize = 2;
/// From which share of common shingles on two texts are one. Articles on one event that were written apart share
/// hardly any; a text of which every tenth word was changed shares a third with the first.
const SAME: f64 = 0.25;

/// One of so many shingles is in the sample of a text.
const SAMPLED: u64 = 8;
/// A text with fewer of them, of some forty words, is too short to be sought in others.
const FEWEST: usize = 4;
/// From which share of a text's shingles that stand in a longer one on the two are one.
const HELD: f64 = 0.5;

/// What stands for a text when it is compared.
#[derive(Debug)]
pub struct Sketch {
    /// The least hash of all shingles, under each of several functions.
    least: Box<[u64; HASHES]>,
    /// Some shingles, the same ones in all texts that have them; in order.
    sample: Vec<u64>,
}

/// Pairs of texts that are nearly the same, by their numbers. Takes time linear in the texts: of a group some pairs
/// are left out, through which others connect.
pub fn near<'a>(sketches: impl Iterator<Item = Option<&'a Sketch>>) -> Vec<(usize, usize)> {
    let all: Vec<Option<&Sketch>> = sketches.collect();
    let sketches: Vec<Option<&[u64; HASHES]>> = all.iter().map(|sketch| Some(&*(*sketch)?.least)).collect();
    let (mut first, mut pairs) = (HashMap::new(), Vec::new());
    for (number, sketch) in sketches.iter().enumerate() {
        let Some(sketch) = sketch else { continue };
        for (band, hashes) in sketch.chunks(BAND).enumerate() {
            let other = *first.entry((band, hashes)).or_insert(number);
            let Some(Some(there)) = sketches.get(other).filter(|_| other != number) else { continue };
            let common = sketch.iter().zip(there.iter()).filter(|(a, b)| a == b).count();
            if common as f64 >= SAME * HASHES as f64 {
                pairs.push((other, number));
            }
        }
    }
    pairs.extend(held(&all));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Pairs of which the longer text holds much of the shorter one.
fn held(sketches: &[Option<&Sketch>]) -> Vec<(usize, usize)> {
    let samples = sketches.iter().enumerate();
    let mut samples: Vec<(usize, &[u64])> =
        samples.filter_map(|(number, sketch)| Some((number, &*(*sketch)?.sample))).collect();
    // A shingle belongs to the shortest text that has it, which longer ones then find.
    samples.sort_by_key(|(_, sample)| sample.len());
    let (mut owners, mut pairs) = (HashMap::new(), Vec::new());
    for (number, sample) in samples {
        let mut common: HashMap<usize, (usize, usize)> = HashMap::new();
        for shingle in sample {
            let (owner, of) = *owners.entry(shingle).or_insert((number, sample.len()));
            if owner != number {
                common.entry(owner).or_insert((0, of)).0 += 1;
            }
        }
        let much = |(count, of): &(usize, usize)| *of >= FEWEST && *count as f64 >= HELD * *of as f64;
        let held = common.into_iter().filter(|(_, common)| much(common));
        pairs.extend(held.map(|(owner, _)| (owner.min(number), owner.max(number))));
    }
    pairs
}

impl Sketch {
    /// That of a text; none without words.
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<u64> = text.unicode_words().map(|word| hash(&word.to_lowercase())).collect();
        let (mut sketch, mut sample) = (Box::new([u64::MAX; HASHES]), Vec::new());
        for shingle in words.windows(WORDS.min(words.len().max(1))) {
            let shingle = shingle.iter().fold(0, |all, word| mix(all ^ word));
            if mix(!shingle).is_multiple_of(SAMPLED) {
                sample.push(shingle);
            }
            for (function, least) in sketch.iter_mut().enumerate() {
                *least = mix(shingle ^ mix(function as u64)).min(*least);
            }
        }
        sample.sort_unstable();
        sample.dedup();
        (!words.is_empty()).then_some(Self { least: sketch, sample })
    }
}

/// A number of a text: FNV-1a.
pub fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Another number for each: `SplitMix64` (Steele, Lea, Flood 2014, *Fast splittable pseudorandom number generators*).
pub fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of so many words; every `changed`th is another one.
    fn text(of: u64, words: u64, changed: u64) -> String {
        let word = |n: u64| {
            let other = changed > 0 && n.is_multiple_of(changed);
            format!("w{:x} ", mix(of ^ mix(n + if other { 1_000_000 } else { 0 })) % 3000)
        };
        (0..words).map(word).collect()
    }

    #[test]
    fn edited_texts_are_found_and_others_are_not() {
        let texts = [
            text(1, 300, 0),
            text(2, 300, 0),
            text(1, 300, 10),
            text(2, 200, 0),
            String::new(),
            String::new(),
        ];
        let sketches: Vec<_> = texts.iter().map(|text| Sketch::of(text)).collect();
        assert_eq!(near(sketches.iter().map(Option::as_ref)), [(0, 2), (1, 3)]);
    }

    #[test]
    fn a_text_within_longer_ones_is_found() {
        let short = text(1, 120, 0);
        let texts = [
            format!("{}{short}{}", text(2, 800, 0), text(3, 800, 0)),
            text(4, 1500, 0),
            short.clone(),
            format!("{short}{}", text(5, 2000, 0)),
        ];
        let sketches: Vec<_> = texts.iter().map(|text| Sketch::of(text)).collect();
        assert_eq!(near(sketches.iter().map(Option::as_ref)), [(0, 2), (2, 3)]);
    }
}
