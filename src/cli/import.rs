//! `abreast import`: what was tagged with another tool, merged into the sidecars.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

use super::args;
use super::articles::{Articles, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, complain};
use crate::config::{self, Folders, Settings};
use crate::exchange::{Coming, Counts, Kept, Target, Targets, format, note_kept, taken_in};
use crate::model::{AnnotatorId, Article, Problem};
use crate::nlp::head_of;
use crate::runtime::transfer::{Record, Sorted, Whose, ids, name, sort, there, understood};
use crate::store::{Facts, Known, Opened, Sidecar, WriteError, base_of, bytes, read};
use crate::text::{CodePoints, shown};

pub(super) fn run(args: &args::Import, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Articles { articles, corpus, root, mut outcome } = opened(&args.into, &args.corpus.fields)?;
    let sidecars = Sidecars::new(&root, Some(&corpus), args.corpus.store.as_deref());
    outcome = outcome.and(sidecars.outcome);
    let (settings, _) = Settings::load(Folders::find().as_ref());
    let default = config::annotator(args.annotator.as_deref(), &settings, |name| std::env::var(name).ok())?;
    let target = |article: &Article| Target {
        name: name(&article.source, &sidecars.places.store),
        points: CodePoints::new(article.text.clone()),
    };
    let targets = Targets::new(articles.iter().map(target).collect());
    let stores: Vec<_> = sidecars.places.stores().collect();
    let already = || {
        let articles = articles.iter().enumerate().filter_map(|(number, article)| {
            let facts = Facts::new(article, &head_of(&article.text, &article.metadata));
            Some((number, article.source.place(), &targets.get(number)?.points, Cow::Owned(facts)))
        });
        there(&stores, &sidecars.schema, articles)
    };
    let format = args.format.as_deref().and_then(format);
    let whose = match args.annotator {
        Some(_) => Whose::All(&default.id),
        None => Whose::Said(&default.id),
    };
    let mut sorted = sort(format, &args.files, &targets, &sidecars.schema, whose, already);
    let (mut kept, mut gone) = (Kept::new(), HashSet::new());
    for ((number, annotator), records) in &sorted.records {
        let Some((article, target)) = articles.get(*number).zip(targets.get(*number)) else { continue };
        // What is wrong with it is said when it is taken in.
        match both(&sidecars, article, &target.points, annotator, records, args.all_names) {
            Ok((opened, _, incoming, _)) => {
                note_kept(&mut kept, &opened.sidecar.annotations, &incoming, annotator);
            }
            Err(_) => gone.extend(ids(records)),
        }
    }
    sorted.refuse_links_to(&gone);
    let Sorted { records, unread, refused, incomplete, left, wrong } = sorted;
    unread.iter().chain(&left).chain(&wrong).chain(&refused).for_each(complain);
    let mut total = Counts { refused: refused.len(), unread: unread.len(), ..Counts::default() };
    for ((number, annotator), records) in records {
        let Some((article, target)) = articles.get(number).zip(targets.get(number)) else { continue };
        let path = sidecars.places.store.sidecar(&article.source.place(), &annotator);
        let all_names = args.all_names && !incomplete.contains(&number);
        let both = both(&sidecars, article, &target.points, &annotator, &records, all_names);
        if args.all_names && (!all_names || both.as_ref().is_ok_and(|(.., refused)| !refused.is_empty())) {
            let reason = "since annotations of it were refused, no words in it are said to be no name";
            complain(&Problem::with(&article.source.place(), reason));
        }
        let taken =
            both.and_then(|both| take_in(args, &sidecars, &path, &target.points, &annotator, both, &kept));
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
    Ok(outcome.and(Outcome::of(total.refused + total.unread + wrong.len() == 0)))
}

/// A sidecar, as it is on disk; what comes in for it; and what of that was refused.
type Both = (Opened, Known, Coming, Vec<Problem>);

/// Reads a sidecar, and what comes in for it.
fn both(
    sidecars: &Sidecars,
    article: &Article,
    points: &CodePoints,
    annotator: &AnnotatorId,
    records: &[Record],
    all_names: bool,
) -> Result<Both, Problem> {
    let Sidecars { places, schema, .. } = sidecars;
    let place = article.source.place();
    let facts = Facts::new(article, &head_of(&article.text, &article.metadata));
    let (mut opened, mut known) =
        (Opened::fresh(Sidecar::new(facts.clone(), annotator.clone(), None)), Known::default());
    for store in places.stores() {
        let path = store.sidecar(&place, annotator);
        let Some((there, as_known)) = read(&path, &place, points, &facts, annotator, schema)? else {
            continue;
        };
        if let Some(reason) = there.read_only {
            return Err(Problem::with(&path, reason).hint("nothing was taken into it"));
        }
        // What lies beside the articles is begun with, and not written.
        known = if *store == places.store { as_known } else { Known::default() };
        opened = there;
    }
    let (incoming, refused) = understood(records, points, &facts, annotator, schema, all_names)?;
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
        if sidecars.places.beside.is_some() && !path.exists() {
            // It is the first one in the place of that which cannot be written: what that one holds is remembered.
            let (base, before) = (base_of(path), opened.sidecar.render(points, &sidecars.schema));
            let mut known = bytes(&base)?.map_or_else(Known::default, |bytes| Known::of(&bytes));
            sidecars.places.store.write(&base, &before, &mut known).map_err(WriteError::problem)?;
        }
        opened.sidecar.annotations = merged;
        let contents = opened.sidecar.render(points, &sidecars.schema);
        sidecars.places.store.write(path, &contents, &mut known).map_err(WriteError::problem)?;
    }
    Ok(Counts { refused: refused.len(), ..counts })
}
