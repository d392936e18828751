//! Names, and the entities that they are mentions of.

use std::collections::{BTreeMap, BTreeSet};

use abreast::model::EntityType;

use crate::alike::{Place, meet};
use crate::data::Score;
use crate::gold::{Gold, Named, Seen};

/// Prints the rows.
pub fn print(both: &[(Gold, Seen)]) {
    let mut names = Score::default();
    // The entity of each name that stands where one is: the right one, and the one that was found.
    let mut clusters: Vec<(&str, &str)> = Vec::new();
    for (gold, seen) in both {
        let right: BTreeMap<Place, &Named> =
            gold.entities.iter().map(|name| ((name.start, name.end), name)).collect();
        let optional =
            |place| gold.entities_optional.iter().any(|other| meet(place, (other.start, other.end)));
        let counts = |place: &Place| right.contains_key(place) || !optional(*place);
        let found: Vec<_> = seen.mentions.iter().filter(|(place, ..)| counts(place)).collect();
        let date = EntityType::Date;
        let there: BTreeSet<(Place, &str)> = right
            .iter()
            .filter(|(_, name)| name.r#type != date.name())
            .map(|(place, name)| (*place, name.r#type.as_str()))
            .collect();
        let found_names: BTreeSet<(Place, &str)> = found
            .iter()
            .filter(|(_, kind, _)| *kind != date)
            .map(|(place, kind, _)| (*place, kind.name()))
            .collect();
        names.add(&found_names, &there);
        for (place, _, entity) in found {
            let name = right.get(place).filter(|name| name.r#type != date.name());
            clusters.extend(name.map(|name| (name.canonical.as_str(), entity.as_str())));
        }
    }
    println!("| names, span and type exact, F1 | {:.4} |", names.f1());
    println!("| entities, B-cubed F1 | {:.4} |", b_cubed(&clusters));
}

/// The F1 of clusters (Bagga and Baldwin 1998), of pairs of the right cluster and the one that was found.
fn b_cubed(pairs: &[(&str, &str)]) -> f64 {
    let mut right: BTreeMap<&str, f64> = BTreeMap::new();
    let mut found: BTreeMap<&str, f64> = BTreeMap::new();
    let mut joint: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for pair in pairs {
        *right.entry(pair.0).or_default() += 1.0;
        *found.entry(pair.1).or_default() += 1.0;
        *joint.entry(*pair).or_default() += 1.0;
    }
    let share =
        |of: &dyn Fn(&(&str, &str)) -> f64| joint.iter().map(|(pair, n)| n * n / of(pair)).sum::<f64>();
    let (precision, recall) = (share(&|pair| found[pair.1]), share(&|pair| right[pair.0]));
    2.0 * precision * recall / (precision + recall) / pairs.len().max(1) as f64
}
