//! Units, their kinds, titles and dates.

use std::collections::{BTreeMap, BTreeSet};

use crate::alike::plain;
use crate::data::Score;
use crate::gold::{Gold, Seen};

/// Prints the rows.
pub fn print(both: &[(Gold, Seen)]) {
    let mut units = Score::default();
    let (mut kinds, mut titles, mut dates) = (0, 0, 0);
    for (gold, seen) in both {
        let right: BTreeMap<_, _> =
            gold.sentences.iter().map(|unit| ((unit.start, unit.end), unit.kind.as_str())).collect();
        let found: BTreeMap<_, _> = seen.sentences.iter().copied().collect();
        let places = |of: &BTreeMap<_, _>| of.keys().copied().collect::<BTreeSet<_>>();
        units.add(&places(&found), &places(&right));
        kinds += found.iter().filter(|(place, kind)| right.get(*place) == Some(kind)).count();
        let title = |title: &Option<String>| plain(title.as_deref().unwrap_or_default());
        titles += usize::from(title(&seen.title) == title(&gold.meta.title));
        dates += usize::from(seen.date == gold.meta.date);
    }
    println!("| units exactly right, F1 | {:.4} |", units.f1());
    println!("| kinds of these | {:.4} |", kinds as f64 / units.right.max(1) as f64);
    println!("| titles | {titles}/{} |", both.len());
    println!("| dates | {dates}/{} |", both.len());
}
