//! The model file: what was learned, read where it stands.
//!
//! `names2` and two zeros; how many rows the weights have and how many slots the lists (`u32`); the rows: the weights
//! of a feature for each label but the first, of both looks, side by side in one line of the cache (`i8`); for each
//! look the weights of the transitions (`i16`, from each label to each); then the slots: the key of an entry (`u32`)
//! and its lists (`u16`), all zero if it is free. All numbers are little endian.
//!
//! An entry has its slot where its key, a hash, falls among all keys, or soon behind: so it is found at once.

use super::decode::{STATES, Scores, Transitions};

const MAGIC: &[u8; 8] = b"names2\0\0";
/// How many labels a feature has weights for: all but "no name".
pub const WIDTH: usize = STATES - 1;
/// How often the tagger looks at a chunk.
pub const LOOKS: usize = 2;
/// The weights of a feature in all looks.
const ROW: usize = LOOKS * WIDTH;
/// The key of an entry and its lists.
const SLOT: usize = 6;
/// Slots behind the last place, for entries whose own one is taken.
const SPARE: usize = 64;
const MATRIX: usize = STATES * STATES * 2;

/// Weights of a feature, or sums of them: those of the first look, then those of the second. The weights of two
/// hundred features fit.
#[derive(Clone, Copy, Default)]
pub struct Sums([i16; ROW]);

impl Sums {
    /// What speaks for each label in a look; nothing for "no name".
    pub fn scores(&self, look: usize) -> Scores {
        let sums = self.0.get(look * WIDTH..).unwrap_or_default();
        let mut scores = Scores::default();
        for (score, &sum) in scores[1..].iter_mut().zip(sums) {
            *score = sum.into();
        }
        scores
    }
}

/// A model, borrowed from its file.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    rows: &'a [[u8; ROW]],
    transitions: [&'a [u8; MATRIX]; LOOKS],
    slots: &'a [[u8; SLOT]],
}

impl<'a> Model<'a> {
    /// The model in `file`; nothing if it is not one.
    pub fn new(file: &'a [u8]) -> Option<Self> {
        let rest = file.strip_prefix(MAGIC)?;
        let (rows, rest) = number(rest)?;
        let (slots, rest) = number(rest)?;
        let (weights, rest) = rest.split_at_checked(rows.checked_mul(ROW)?)?;
        let (first, rest) = rest.split_first_chunk()?;
        let (second, rest) = rest.split_first_chunk()?;
        let (rows, transitions) = (weights.as_chunks().0, [first, second]);
        (rest.len() == slots.checked_mul(SLOT)?).then_some(Self {
            rows,
            transitions,
            slots: rest.as_chunks().0,
        })
    }

    /// The lists, a bit each, that have an entry of this hash.
    pub fn lists(&self, entry: u64) -> u16 {
        let wanted = key(entry);
        let behind =
            self.slots.get(place(wanted, self.slots.len().saturating_sub(SPARE))..).unwrap_or_default();
        let slots = behind.iter().map(|&[a, b, c, d, low, high]| {
            (u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([low, high]))
        });
        let mut run = slots.take_while(|&(key, lists)| lists != 0 && key <= wanted);
        run.find(|&(key, _)| key == wanted).map_or(0, |(_, lists)| lists)
    }

    /// Adds the weights of features.
    pub fn add(&self, features: &[u64], sums: &mut Sums) {
        // All sums stay in registers, and many rows are on their way at once.
        let mut all = sums.0;
        for weights in features.iter().filter_map(|&feature| self.rows.get(row(feature, self.rows.len()))) {
            for (sum, &weight) in all.iter_mut().zip(weights) {
                *sum = sum.wrapping_add(i16::from(weight as i8));
            }
        }
        sums.0 = all;
    }

    /// What a look learned of one label after another.
    pub fn transitions(&self, look: usize) -> Transitions {
        let pairs = self.transitions.get(look).map_or(&[][..], |matrix| matrix.as_chunks().0);
        let mut weights = pairs.iter().map(|pair| i16::from_le_bytes(*pair));
        std::array::from_fn(|_| std::array::from_fn(|_| weights.next().unwrap_or_default().into()))
    }
}

/// The row of a feature, of so many.
pub fn row(feature: u64, rows: usize) -> usize {
    place((feature >> 32) as u32, rows)
}

/// What stands for an entry of a list in the file.
pub fn key(entry: u64) -> u32 {
    (entry >> 32) as u32 ^ entry as u32
}

/// Where a hash falls among so many places.
fn place(hash: u32, places: usize) -> usize {
    ((u64::from(hash) * places as u64) >> 32) as usize
}

/// The file of a model: the entries of the lists, sorted, the transitions, and the rows of each look, as many.
pub fn file(
    entries: &[(u32, u16)],
    transitions: &[Transitions; LOOKS],
    rows: [&[[i8; WIDTH]]; LOOKS],
) -> Vec<u8> {
    let places = entries.len() * 5 / 4;
    let mut slots: Vec<[u8; SLOT]> = Vec::with_capacity(places + SPARE);
    for (key, lists) in entries {
        slots.resize(slots.len().max(place(*key, places)), [0; SLOT]);
        let ([a, b, c, d], [low, high]) = (key.to_le_bytes(), lists.to_le_bytes());
        slots.push([a, b, c, d, low, high]);
    }
    slots.resize(places + SPARE, [0; SLOT]);
    let mut file = MAGIC.to_vec();
    file.extend([rows[0].len(), slots.len()].iter().flat_map(|&count| (count as u32).to_le_bytes()));
    let both = rows[0].iter().zip(rows[1]).flat_map(|(first, second)| first.iter().chain(second));
    file.extend(both.map(|&weight| weight as u8));
    let weights = transitions.iter().flatten().flatten();
    file.extend(weights.flat_map(|&weight| (weight as i16).to_le_bytes()));
    file.extend(slots.iter().flatten());
    file
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number) as usize, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let mut transitions = [Transitions::default(); LOOKS];
        transitions[0][2][6] = -300;
        let first = [[1, -2, 3, -4, 5, -6, 7, -128], [0; WIDTH]];
        let second = [[0; WIDTH], [9; WIDTH]];
        let keys = [3, 7, 8, u32::MAX - 1, u32::MAX];
        let file = file(&keys.map(|key| (key, key as u16)), &transitions, [&first, &second]);
        let model = Model::new(&file).unwrap();
        for key in keys {
            assert_eq!(model.lists(key.into()), key as u16);
        }
        assert_eq!([0, 5, 9, 1 << 31].map(|entry| model.lists(entry)), [0; 4]);
        assert_eq!([model.transitions(0), model.transitions(1)], transitions);
        let mut sums = Sums::default();
        model.add(&[0, 0, u64::MAX], &mut sums);
        assert_eq!(sums.scores(0), [0, 2, -4, 6, -8, 10, -12, 14, -256]);
        assert_eq!(sums.scores(1), [0, 9, 9, 9, 9, 9, 9, 9, 9]);
    }

    proptest! {
        #[test]
        fn other_files_are_no_models(bytes in any::<Vec<u8>>()) {
            prop_assert!(Model::new(&bytes).is_none());
            prop_assert!(Model::new(&[MAGIC.as_slice(), &bytes].concat()).is_none());
        }
    }
}
