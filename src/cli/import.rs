//! `abreast import`: what was tagged with another tool, merged into the sidecars.

use std::io::Write;

use super::args;
use super::articles::{Articles, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, complain};
use crate::config::{self, Folders, Settings};
use crate::exchange::{Counts, Target, Targets, format, taken_in};
use crate::model::{AnnotatorId, Article, Problem};
use crate::nlp::head_of;
use crate::runtime::transfer::{Record, Sorted, name, sort, understood};
use crate::store::{Facts, Known, Opened, Sidecar, WriteError, read};
use crate::text::{CodePoints, shown};

pub(super) fn run(args: &args::Import, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Some(format) = format(&args.format).filter(|format| format.read.is_some()) else {
        return Err(Failure::Misuse(format!("the format {} is not read", args.format)));
    };
    let Articles { articles, root, mut outcome } = opened(&args.into, &args.corpus.fields)?;
    let sidecars = Sidecars::new(&root, args.corpus.store.as_deref());
    outcome = outcome.and(sidecars.outcome);
    let (settings, _) = Settings::load(Folders::find().as_ref());
    let default = config::annotator(args.annotator.as_deref(), &settings, |name| std::env::var(name).ok())?;
    let target = |article: &Article| Target {
        name: name(&article.source, &sidecars.store),
        points: CodePoints::new(article.text.clone()),
    };
    let targets = Targets::new(articles.iter().map(target).collect());
    let Sorted { records, refused, left } =
        sort(format, &args.files, &targets, &sidecars.schema, &default.id);
    left.iter().chain(&refused).for_each(complain);
    let mut total = Counts { refused: refused.len(), ..Counts::default() };
    for ((number, annotator), records) in records {
        let Some((article, target)) = articles.get(number).zip(targets.get(number)) else { continue };
        let path = sidecars.store.sidecar(&article.source.place(), &annotator);
        match take_in(args, &sidecars, article, &target.points, &annotator, &records) {
            Ok(counts) => {
                writeln!(out, "{}: {}", shown(&path.display().to_string()), counts.words(args.dry_run))?;
                total.add(&counts);
            }
            Err(problem) => {
                complain(&problem);
                total.refused += records.len();
            }
        }
    }
    writeln!(out, "in all: {}", total.words(args.dry_run))?;
    Ok(outcome.and(Outcome::of(total.refused == 0)))
}

/// Merges annotations into one sidecar.
fn take_in(
    args: &args::Import,
    sidecars: &Sidecars,
    article: &Article,
    points: &CodePoints,
    annotator: &AnnotatorId,
    records: &[Record],
) -> Result<Counts, Problem> {
    let Sidecars { store, schema, .. } = sidecars;
    let place = article.source.place();
    let path = store.sidecar(&place, annotator);
    let facts = Facts::new(article, &head_of(&article.text, &article.metadata));
    let there = read(&path, &place, points, &facts, annotator, schema)?;
    let fresh = || (Opened::fresh(Sidecar::new(facts.clone(), annotator.clone(), None)), Known::default());
    let (mut opened, mut known) = there.unwrap_or_else(fresh);
    if let Some(reason) = opened.read_only {
        return Err(Problem::with(&path, reason).hint("nothing was taken into it"));
    }
    let (incoming, refused) = understood(records, points, &facts, annotator, schema)?;
    refused.iter().for_each(complain);
    let (merged, counts) = taken_in(&opened.sidecar.annotations, &incoming);
    if merged != opened.sidecar.annotations && !args.dry_run {
        opened.sidecar.annotations = merged;
        let contents = opened.sidecar.render(points, schema);
        store.write(&path, &contents, &mut known).map_err(WriteError::problem)?;
    }
    Ok(Counts { refused: refused.len(), ..counts })
}
