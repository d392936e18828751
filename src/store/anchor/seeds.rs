//! Where short pieces of many needles stand in one text, found in one pass.

use std::collections::HashMap;

/// The bytes of a seed. Shorter ones stand everywhere, longer ones survive fewer edits.
pub(super) const SEED: usize = 8;
/// From one seed of a needle to the next, in bytes, if the needle is not long: every run of
/// `SEED + STRIDE - 1` bytes holds a whole one.
const STRIDE: usize = 4;
/// Longer needles have no more seeds than this.
const SEEDS: usize = 128;
/// A seed that stands in more places says nothing, and is not followed: so the work is bounded in a text
/// that says the same again and again.
pub(super) const MANY: usize = 64;
/// Bits of the filter before the table, as a power of two; it fits the cache.
const FILTER: u32 = 20;

/// The places of seeds in a text.
pub(super) struct Seeds {
    /// Whether a seed may be in the table, by its hash.
    filter: Vec<bool>,
    /// Where each stands; one more than [`MANY`] if it stands in too many places.
    places: HashMap<u64, Vec<u32>>,
}

impl Seeds {
    /// Finds the seeds of all needles in `text`.
    pub(super) fn find<'a>(needles: impl Iterator<Item = &'a [u8]>, text: &[u8]) -> Self {
        let mut seeds = Self { filter: vec![false; 1 << FILTER], places: HashMap::new() };
        for needle in needles {
            for (_, seed) in seeds_of(needle) {
                seeds.places.entry(seed).or_default();
                if let Some(bit) = seeds.filter.get_mut(hash(seed)) {
                    *bit = true;
                }
            }
        }
        for (at, window) in text.windows(SEED).enumerate() {
            let seed = number(window);
            if seeds.filter.get(hash(seed)) == Some(&true)
                && let Some(places) = seeds.places.get_mut(&seed)
                && places.len() <= MANY
            {
                places.extend(u32::try_from(at));
            }
        }
        seeds
    }

    /// The seeds of a needle, each with its offset there and with all its places in the text; those
    /// with too many are left out.
    pub(super) fn of<'a>(&'a self, needle: &'a [u8]) -> impl Iterator<Item = (usize, &'a [u32])> {
        seeds_of(needle).filter_map(|(offset, seed)| {
            let places = self.places.get(&seed)?;
            (places.len() <= MANY).then_some((offset, places.as_slice()))
        })
    }
}

fn seeds_of(needle: &[u8]) -> impl Iterator<Item = (usize, u64)> {
    let stride = STRIDE.max(needle.len().div_ceil(SEEDS));
    needle.windows(SEED).enumerate().step_by(stride).map(|(at, window)| (at, number(window)))
}

fn number(window: &[u8]) -> u64 {
    window.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The upper bits of a product spread best (Knuth, The Art of Computer Programming 3, 6.4).
fn hash(seed: u64) -> usize {
    (seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - FILTER)) as usize
}
