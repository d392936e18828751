//! The model file: what was learned, read where it stands.
//!
//! `names1` and two zeros; the rows of each look and the entries of the lists, counted (`u32`); the entries
//! (hashes, sorted, `u32`; then their lists, `u16`); then for each look the weights of the transitions (`i16`, from
//! each label to each) and the rows: the weights of a feature for each label but the first (`i8`). All numbers are
//! little endian.

use std::cmp::Ordering;

use super::decode::{STATES, Scores, Transitions};

const MAGIC: &[u8; 8] = b"names1\0\0";
/// How many labels a row has weights for: all but "no name".
pub const WIDTH: usize = STATES - 1;
/// How often the tagger looks at a chunk.
pub const LOOKS: usize = 2;

/// A model, borrowed from its file.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    keys: &'a [u8],
    lists: &'a [u8],
    /// The weights of the first look at a chunk, and of the second.
    pub looks: [Weights<'a>; LOOKS],
}

/// What one look has learned.
#[derive(Clone, Copy, Default)]
pub struct Weights<'a> {
    transitions: &'a [u8],
    rows: &'a [u8],
}

impl<'a> Model<'a> {
    /// The model in `file`; nothing if it is not one.
    pub fn new(file: &'a [u8]) -> Option<Self> {
        let rest = file.strip_prefix(MAGIC)?;
        let (first, rest) = number(rest)?;
        let (second, rest) = number(rest)?;
        let (entries, rest) = number(rest)?;
        let (keys, rest) = rest.split_at_checked(entries.checked_mul(4)?)?;
        let (lists, rest) = rest.split_at_checked(entries.checked_mul(2)?)?;
        let (first, rest) = Weights::new(rest, first)?;
        let (second, rest) = Weights::new(rest, second)?;
        rest.is_empty().then_some(Self { keys, lists, looks: [first, second] })
    }

    /// The lists, a bit each, that have an entry of this hash.
    pub fn lists(&self, entry: u64) -> u16 {
        let wanted = key(entry);
        let (mut low, mut high) = (0, self.keys.len() / 4);
        while low < high {
            let middle = low + (high - low) / 2;
            let Some((found, _)) = self.keys.get(middle * 4..).and_then(number) else { break };
            match found.cmp(&(wanted as usize)) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => {
                    let lists = self.lists.get(middle * 2..).and_then(<[u8]>::first_chunk);
                    return lists.map_or(0, |bytes| u16::from_le_bytes(*bytes));
                }
            }
        }
        0
    }
}

impl<'a> Weights<'a> {
    fn new(file: &'a [u8], rows: usize) -> Option<(Self, &'a [u8])> {
        let (transitions, rest) = file.split_at_checked(STATES * STATES * 2)?;
        let (rows, rest) = rest.split_at_checked(rows.checked_mul(WIDTH)?)?;
        Some((Self { transitions, rows }, rest))
    }

    /// Adds the weights of a feature.
    pub fn add(&self, feature: u64, scores: &mut Scores) {
        let at = row(feature, self.rows.len() / WIDTH) * WIDTH;
        let Some(weights) = self.rows.get(at..at + WIDTH) else { return };
        for (score, &weight) in scores[1..].iter_mut().zip(weights) {
            *score += i32::from(weight as i8);
        }
    }

    /// The weights of one label after another.
    pub fn transitions(&self) -> Transitions {
        let mut weights = self.transitions.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]]));
        std::array::from_fn(|_| std::array::from_fn(|_| weights.next().unwrap_or_default().into()))
    }
}

/// The row of a feature, of so many.
pub fn row(feature: u64, rows: usize) -> usize {
    ((feature >> 32) as usize * rows) >> 32
}

/// What stands for an entry of a list in the file.
pub fn key(entry: u64) -> u32 {
    (entry >> 32) as u32 ^ entry as u32
}

/// The file of a model: the entries of the lists, sorted, and what each look has learned.
pub fn file(entries: &[(u32, u16)], looks: &[(Transitions, Vec<[i8; WIDTH]>); LOOKS]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    let counts = [looks[0].1.len(), looks[1].1.len(), entries.len()];
    file.extend(counts.iter().flat_map(|&count| (count as u32).to_le_bytes()));
    file.extend(entries.iter().flat_map(|(key, _)| key.to_le_bytes()));
    file.extend(entries.iter().flat_map(|(_, lists)| lists.to_le_bytes()));
    for (transitions, rows) in looks {
        file.extend(transitions.iter().flatten().flat_map(|&weight| (weight as i16).to_le_bytes()));
        file.extend(rows.iter().flatten().map(|&weight| weight as u8));
    }
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
        let mut transitions = Transitions::default();
        transitions[2][6] = -300;
        let rows = vec![[1, -2, 3, -4, 5, -6, 7, -128], [0; WIDTH]];
        let looks = [(transitions, rows), (Transitions::default(), vec![[9; WIDTH]])];
        let file = file(&[(3, 1), (7, 2)], &looks);
        let model = Model::new(&file).unwrap();
        assert_eq!([3, 5, 7].map(|entry| model.lists(entry)), [1, 0, 2]);
        assert_eq!(model.looks[0].transitions(), transitions);
        let mut scores = Scores::default();
        model.looks[0].add(0, &mut scores);
        model.looks[1].add(u64::MAX, &mut scores);
        assert_eq!(scores, [0, 10, 7, 12, 5, 14, 3, 16, -119]);
    }

    proptest! {
        #[test]
        fn other_files_are_no_models(bytes in any::<Vec<u8>>()) {
            prop_assert!(Model::new(&bytes).is_none());
            prop_assert!(Model::new(&[MAGIC.as_slice(), &bytes].concat()).is_none());
        }
    }
}
