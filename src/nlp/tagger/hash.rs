//! Hashing of words and features: the same on every machine, for ever; the model file depends on it.

/// The start of a hash (FNV-1a, 64 bits).
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// Two hashes made one; their order counts.
pub fn pair(a: u64, b: u64) -> u64 {
    let mixed = (a ^ b.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// The hash of letters, one after the other.
pub fn letters(letters: impl Iterator<Item = char>) -> u64 {
    pair(letters.fold(BASIS, |hash, c| (hash ^ u64::from(u32::from(c))).wrapping_mul(PRIME)), 1)
}
