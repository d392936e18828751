//! Where short pieces of many needles stand in one text, found in one pass.

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

/// The places of seeds in a text.
pub(super) struct Seeds {
    /// In the order of their hashes, those with equal ones in their own.
    seeds: Vec<u64>,
    /// Where the seeds of each hash begin, and where the last end.
    begin: Vec<usize>,
    /// Where each stands; one more than [`MANY`] if it stands in too many places.
    places: Vec<Vec<u32>>,
}

impl Seeds {
    /// Finds the seeds of all needles in `text`.
    pub(super) fn find<'a>(needles: impl Iterator<Item = &'a [u8]>, text: &[u8]) -> Self {
        let mut seeds: Vec<u64> = needles.flat_map(seeds_of).map(|(_, seed)| seed).collect();
        let hashes = seeds.len().next_power_of_two().max(2);
        seeds.sort_unstable_by_key(|seed| (hash(*seed, hashes), *seed));
        seeds.dedup();
        let mut begin = vec![0; hashes + 1];
        for seed in &seeds {
            if let Some(count) = begin.get_mut(hash(*seed, hashes) + 1) {
                *count += 1;
            }
        }
        let mut before = 0;
        for begin in &mut begin {
            before += *begin;
            *begin = before;
        }
        let mut found = Self { places: vec![Vec::new(); seeds.len()], seeds, begin };
        let mut window = 0;
        for (last, byte) in text.iter().enumerate() {
            window = window << u8::BITS | u64::from(*byte);
            let at = (last + 1).checked_sub(SEED).and_then(|at| u32::try_from(at).ok());
            if let (Some(at), Some(index)) = (at, found.index(window))
                && let Some(places) = found.places.get_mut(index)
                && places.len() <= MANY
            {
                places.push(at);
            }
        }
        found
    }

    fn index(&self, seed: u64) -> Option<usize> {
        let hash = hash(seed, self.begin.len() - 1);
        let (&from, &to) = (self.begin.get(hash)?, self.begin.get(hash + 1)?);
        Some(from + self.seeds.get(from..to)?.binary_search(&seed).ok()?)
    }

    /// The seeds of a needle, each with its offset there and with all its places in the text; those
    /// with too many are left out.
    pub(super) fn of<'a>(&'a self, needle: &'a [u8]) -> impl Iterator<Item = (usize, &'a [u32])> {
        seeds_of(needle).filter_map(|(offset, seed)| {
            let places = self.places.get(self.index(seed)?)?;
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

/// A number below `hashes`, a power of two: the upper bits of a product spread best (Knuth, The Art of
/// Computer Programming 3, 6.4).
fn hash(seed: u64, hashes: usize) -> usize {
    (seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - hashes.trailing_zeros())) as usize
}
