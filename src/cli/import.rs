//! `abreast import`: what was tagged with another tool, merged into the sidecars.

use std::io::Write;
use std::path::Path;

use super::args;
use super::articles::{Articles, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, complain};
use crate::config::{self, Folders, Settings};
use crate::exchange::{Counts, Kept, Target, Targets, format, note_kept, taken_in};
use crate::model::{Annotations, AnnotatorId, Article, Problem};
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
    let mut kept = Kept::new();
    for ((number, annotator), records) in &records {
        let Some((article, target)) = articles.get(*number).zip(targets.get(*number)) else { continue };
        // What is wrong with it is said when it is taken in.
        if let Ok((opened, _, incoming, _)) = both(&sidecars, article, &target.points, annotator, records) {
            note_kept(&mut kept, &opened.sidecar.annotations, &incoming, annotator);
        }
    }
    let mut total = Counts { refused: refused.len(), ..Counts::default() };
    for ((number, annotator), records) in records {
        let Some((article, target)) = articles.get(number).zip(targets.get(number)) else { continue };
        let path = sidecars.store.sidecar(&article.source.place(), &annotator);
        let taken = both(&sidecars, article, &target.points, &annotator, &records)
            .and_then(|both| take_in(args, &sidecars, &path, &target.points, &annotator, both, &kept));
        match taken {
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

/// A sidecar, as it is on disk; what comes in for it; and what of that was refused.
type Both = (Opened, Known, Annotations, Vec<Problem>);

/// Reads a sidecar, and what comes in for it.
fn both(
    sidecars: &Sidecars,
    article: &Article,
    points: &CodePoints,
    annotator: &AnnotatorId,
    records: &[Record],
) -> Result<Both, Problem> {
    let Sidecars { store, schema, .. } = sidecars;
    let place = article.source.place();
    let path = store.sidecar(&place, annotator);
    let facts = Facts::new(article, &head_of(&article.text, &article.metadata));
    let there = read(&path, &place, points, &facts, annotator, schema)?;
    let fresh = || (Opened::fresh(Sidecar::new(facts.clone(), annotator.clone(), None)), Known::default());
    let (opened, known) = there.unwrap_or_else(fresh);
    if let Some(reason) = opened.read_only {
        return Err(Problem::with(&path, reason).hint("nothing was taken into it"));
    }
    let (incoming, refused) = understood(records, points, &facts, annotator, schema)?;
    Ok((opened, known, incoming, refused))
}

/// Merges annotations into one sidecar.
fn take_in(
    args: &args::Import,
    sidecars: &Sidecars,
    path: &Path,
    points: &CodePoints,
    annotator: &AnnotatorId,
    (mut opened, mut known, incoming, refused): Both,
    kept: &Kept,
) -> Result<Counts, Problem> {
    refused.iter().for_each(complain);
    let (merged, counts) = taken_in(&opened.sidecar.annotations, &incoming, annotator, kept);
    if merged != opened.sidecar.annotations && !args.dry_run {
        opened.sidecar.annotations = merged;
        let contents = opened.sidecar.render(points, &sidecars.schema);
        sidecars.store.write(path, &contents, &mut known).map_err(WriteError::problem)?;
    }
    Ok(Counts { refused: refused.len(), ..counts })
}
