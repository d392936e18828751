//! Intervals of figures, by resampling the items that they are computed from.

use serde::Serialize;

/// The seed of every interval, so that the same annotations always give the same ones.
pub const SEED: u64 = 1;

/// How many resamples an interval is made of.
pub const RESAMPLES: usize = 1000;

/// A figure, and how far it would vary with other items of the same kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure; none if it is not defined.
    pub value: Option<f64>,
    /// The 95 % bootstrap interval: between the percentiles 2.5 and 97.5 of the figure over [`RESAMPLES`] resamples,
    /// those left out in which it is not defined. None for fewer than two items.
    pub interval: Option<[f64; 2]>,
}

/// Computes figures of items, and their intervals by the percentile method (Efron & Tibshirani 1993, *An
/// Introduction to the Bootstrap*, chapter 13): as many items as there are, drawn with replacement.
///
/// `items` gives the kind of each item, below `kinds`; `measure` computes the figures of how often each kind occurs.
/// All figures of one call are computed of the same resamples.
pub(super) fn estimates(
    items: &[usize],
    kinds: usize,
    measure: impl Fn(&[f64]) -> Vec<Option<f64>>,
) -> Vec<Estimate> {
    let values = measure(&counts(items, kinds));
    let mut resampled: Vec<Vec<f64>> = vec![Vec::new(); values.len()];
    if items.len() > 1 {
        let mut random = SplitMix64(SEED);
        for _ in 0..RESAMPLES {
            let drawn = items.iter().filter_map(|_| items.get(random.below(items.len())));
            for (all, value) in resampled.iter_mut().zip(measure(&counts(drawn, kinds))) {
                all.extend(value);
            }
        }
    }
    let interval = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        Some([percentile(&all, 0.025)?, percentile(&all, 0.975)?])
    };
    let estimate = |(value, all): (Option<f64>, _)| Estimate { value, interval: value.and(interval(all)) };
    values.into_iter().zip(resampled).map(estimate).collect()
}

/// How often each kind occurs.
pub(super) fn counts<'a>(items: impl IntoIterator<Item = &'a usize>, kinds: usize) -> Vec<f64> {
    let mut counts = vec![0.0; kinds];
    for kind in items {
        if let Some(count) = counts.get_mut(*kind) {
            *count += 1.0;
        }
    }
    counts
}

/// The value below which this share of sorted values lies, linear between two of them (definition 7 of Hyndman & Fan
/// 1996, "Sample quantiles in statistical packages").
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let at = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted.get(at.floor() as usize)?, sorted.get(at.ceil() as usize)?);
    Some(below + (above - below) * at.fract())
}

/// Numbers that are random enough, the same for the same seed: `SplitMix64` (Steele, Lea & Flood 2014, "Fast splittable
/// pseudorandom number generators").
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`: the high half of a product. Its bias is below `bound` / 2⁶⁴.
    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the reference implementation (Vigna, `splitmix64.c`) for this seed.
    #[test]
    fn the_numbers_are_those_of_the_reference_implementation() {
        let mut random = SplitMix64(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn percentiles_lie_between_values() {
        let values: Vec<f64> = (0..=10).map(f64::from).collect();
        assert_eq!(percentile(&values, 0.5), Some(5.0));
        assert_eq!(percentile(&values, 0.025), Some(0.25));
        assert_eq!(percentile(&[], 0.5), None);
    }

    /// Of n draws of a coin that is right with p, the normal approximation of the interval is p ± 1.96 √(p(1-p)/n).
    #[test]
    fn the_interval_of_a_share_is_about_that_of_the_normal_approximation() {
        let items: Vec<usize> = (0..1000).map(|i| usize::from(i % 10 < 7)).collect();
        let share = estimates(&items, 2, |counts| vec![Some(counts[1] / (counts[0] + counts[1]))]);
        let Estimate { value: Some(value), interval: Some([low, high]) } = share[0] else { panic!() };
        let half = 1.96 * (value * (1.0 - value) / 1000.0).sqrt();
        assert!(
            (low - (value - half)).abs() < 0.006 && (high - (value + half)).abs() < 0.006,
            "{low} {high}"
        );
        assert_eq!(share, estimates(&items, 2, |counts| vec![Some(counts[1] / (counts[0] + counts[1]))]));
    }

    #[test]
    fn one_item_and_what_is_not_defined_have_no_interval() {
        assert_eq!(estimates(&[0], 1, |_| vec![Some(1.0)])[0], Estimate { value: Some(1.0), interval: None });
        assert_eq!(estimates(&[0, 0], 1, |_| vec![None])[0], Estimate::default());
        assert_eq!(estimates(&[], 0, |_| vec![None])[0], Estimate::default());
    }
}
