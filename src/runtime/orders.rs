//! Exports and imports that the reader asks for.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::transfer::{Done, Exporting, Failed, Present, Sorted, Told, Written, name, sort, understood};
use super::work::Context;
use crate::app::{Export, ExportOrder, ImportOrder, Imported, Msg};
use crate::exchange::{Choice, Target, Targets};
use crate::model::Problem;
use crate::text::CodePoints;

/// How often is told how far an export is.
const EVERY: Duration = Duration::from_millis(100);

/// Makes an export. Tells how far it is, and what came of it.
pub(super) fn export(context: &Context, order: ExportOrder, stop: &AtomicBool, tell: &dyn Fn(Msg)) {
    let ExportOrder { format, path, over, present } = order;
    let (path, faults, told) = (at_home(&path), RefCell::new(Vec::new()), Cell::new(Instant::now()));
    let hear = |said| match said {
        Told::Progress { stage, done, all } if told.get().elapsed() >= EVERY => {
            told.set(Instant::now());
            tell(Msg::Transferred { stage, done, all });
        }
        Told::Progress { .. } => {}
        Told::Fault(problem) => faults.borrow_mut().push(problem),
    };
    let stores: Vec<_> = context.own.beside.iter().chain([&context.store]).collect();
    let present = Present { annotator: context.annotator.id.clone(), annotations: present };
    let command = format!("abreast export --format {} {}", format.name, context.store.root.display());
    let exporting = Exporting {
        corpus: &context.corpus,
        stores: &stores,
        schema: &context.schema,
        format,
        choice: Choice { command, ..Choice::default() },
        present: Some(&present),
        stop,
    };
    let written =
        Written::begin(&path, format.is_folder(), over, &context.corpus.sources).map_err(|problem| {
            let hint = problem.hint.replace("--force to", ":export-over to");
            problem.hint(hint)
        });
    let done = written.and_then(|written| {
        let Done { articles, tags, lost } =
            exporting.run(&written, &hear).map_err(|failed| match failed {
                Failed::Output(error) if error.kind() == ErrorKind::Interrupted => {
                    Problem::with(&path, "it was stopped")
                }
                Failed::Output(error) => written.problem(&error),
                Failed::Problem(problem) => problem,
            })?;
        written.finish()?;
        Ok((articles, tags, lost))
    });
    tell(Msg::Exported(Box::new(Export { format: format.name, path, done, faults: faults.into_inner() })));
}

/// Reads a file of another tool for an import.
pub(super) fn import(context: &Context, order: ImportOrder) -> Msg {
    let ImportOrder { format, file, articles } = order;
    let file = at_home(&file);
    let target = |(index, points, _): &(usize, CodePoints, _)| {
        let source = context.corpus.sources.get(*index);
        let name = source.map(|source| name(source, &context.store)).unwrap_or_default();
        Target { name, points: points.clone() }
    };
    let targets = Targets::new(articles.iter().map(target).collect());
    let me = &context.annotator.id;
    let Sorted { records, refused, left } =
        sort(format, std::slice::from_ref(&file), &targets, &context.schema, me);
    let mut imported =
        Imported { file, own: Vec::new(), others: BTreeMap::new(), refused: refused.len(), faults: left };
    imported.faults.extend(refused);
    for ((number, annotator), records) in records {
        let Some((index, points, facts)) = articles.get(number) else { continue };
        if annotator != *me {
            *imported.others.entry(annotator).or_default() += records.len();
            continue;
        }
        match understood(&records, points, facts, me, &context.schema) {
            Ok((annotations, refused)) => {
                imported.refused += refused.len();
                imported.faults.extend(refused);
                imported.own.push((*index, facts.sha256.clone(), annotations));
            }
            Err(problem) => {
                imported.refused += records.len();
                imported.faults.push(problem);
            }
        }
    }
    Msg::Imported(Box::new(imported))
}

/// A path as a shell would take it, which is not asked here: `~/` is the home of the user.
fn at_home(path: &Path) -> PathBuf {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match (path.strip_prefix("~"), home) {
        (Ok(below), Some(home)) => home.join(below),
        _ => path.to_owned(),
    }
}
