//! Quotes and their speakers.

use std::collections::{BTreeMap, BTreeSet};

use crate::alike::{Place, meet, overlap, same};
use crate::data::Score;
use crate::gold::{Gold, Quoted, Said, Seen};

/// How much of two direct quotes must be the same.
const ALIKE: f64 = 0.8;

/// Prints the rows.
pub fn print(both: &[(Gold, Seen)], names: &BTreeMap<String, BTreeSet<String>>) {
    let none = BTreeSet::new();
    let speaks = |found: &Quoted, right: &Said| {
        let known = right.speaker.as_ref().and_then(|speaker| names.get(speaker)).unwrap_or(&none);
        same(found.speaker.as_deref(), right.speaker.as_deref(), known)
    };
    let mut direct = Score::default();
    // Of all quotes that are there, and of all that were found.
    let (mut speakers, mut recalled, mut indirect, mut precise, mut others) = (0, 0, 0, 0, 0);
    for (gold, seen) in both {
        let (right, reported): (Vec<&Said>, Vec<&Said>) =
            gold.quotes.iter().partition(|quote| quote.kind == "direct");
        let mut found: Vec<&Quoted> = seen.quotes.iter().filter(|quote| quote.kind != "indirect").collect();
        direct.there += right.len();
        direct.found += found.iter().filter(|quote| quote.kind == "direct").count();
        for quote in &right {
            let alike = |found: &&Quoted| overlap(place(quote), found.place) >= ALIKE;
            let Some(at) = found.iter().position(alike) else { continue };
            let found = found.remove(at);
            direct.right += 1;
            let nobody = quote.speaker.is_none() && found.speaker.is_none();
            speakers += usize::from(speaks(found, quote) || nobody);
        }
        for quote in &reported {
            let mut inside = seen.quotes.iter().filter(|found| meet(found.place, place(quote)));
            recalled += usize::from(inside.any(|found| speaks(found, quote)));
        }
        indirect += reported.len();
        let attributed = |sentence: &Place| right.iter().any(|quote| meet(*sentence, place(quote)));
        let sentences = gold.sentences.iter().map(|unit| (unit.start, unit.end)).filter(attributed);
        let places: Vec<Place> = reported.into_iter().map(place).chain(sentences).collect();
        for quote in seen.quotes.iter().filter(|quote| quote.kind != "direct") {
            others += 1;
            precise += usize::from(places.iter().any(|other| meet(quote.place, *other)));
        }
    }
    direct.found = direct.found.max(direct.right);
    let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
    println!("| direct quotes, F1 | {:.4} |", direct.f1());
    println!("| speakers of these | {:.4} |", share(speakers, direct.there));
    println!("| indirect speakers, recall | {:.4} |", share(recalled, indirect));
    println!("| indirect quotes, precision | {:.4} |", share(precise, others));
}

fn place(quote: &Said) -> Place {
    (quote.start, quote.end)
}
