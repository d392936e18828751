//! Names in the corpora whose span and kind are right.

use std::collections::BTreeSet;
use std::path::Path;

use abreast::model::{EntityType, Mention, Text};
use abreast::nlp::Analysis;

use crate::data::{Score, documents};
use crate::{corpus, files};

const NAMES: [EntityType; 4] = [EntityType::Per, EntityType::Org, EntityType::Loc, EntityType::Misc];

/// What a linear-chain CRF (`CRFsuite`) with the usual features and lists finds in `test`, with `MISC` and without,
/// as the README of the data gives it.
const CRF: [(&str, &str, &str); 2] = [("uner_ewt_misc", "0.68", "0.72"), ("gum_open", "0.65", "–")];

/// Prints the table. Corpora without `MISC` have no figure with it.
pub fn print(folder: &Path, part: &str) -> Result<(), String> {
    println!(
        "| names, {part} | there | F1 | a CRF | F1 without MISC | a CRF | PER | ORG | LOC | MISC |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    );
    for path in files(&folder.join(part), ".conll")? {
        let mut scores = [Score::default(); NAMES.len()];
        for document in documents(&path)? {
            let analysis = Analysis::new(Text::from(document.text.as_str()));
            let found: Vec<Mention> =
                analysis.all().flat_map(|chunk| chunk.mentions.iter().copied()).collect();
            for (score, kind) in scores.iter_mut().zip(NAMES) {
                let of = |names: &[Mention]| {
                    let names = names.iter().filter(|name| name.kind == kind);
                    names.map(|name| name.span).collect::<BTreeSet<_>>()
                };
                score.add(&of(&found), &of(&document.names));
            }
        }
        let [per, org, loc, misc] = scores;
        let three = per.plus(org).plus(loc);
        let four = three.plus(misc);
        let with =
            |score: Score| if misc.there > 0 { format!("{:.3}", score.f1()) } else { "–".to_owned() };
        let known = CRF.iter().find(|(name, ..)| part == "test" && *name == corpus(&path));
        let (_, crf, crf_without) = known.unwrap_or(&("", "–", "–"));
        println!(
            "| {} | {} | {} | {crf} | {:.3} | {crf_without} | {:.3} | {:.3} | {:.3} | {} |",
            corpus(&path),
            four.there,
            with(four),
            three.f1(),
            per.f1(),
            org.f1(),
            loc.f1(),
            with(misc)
        );
    }
    println!();
    Ok(())
}
