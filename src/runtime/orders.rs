//! Exports and imports that the reader asks for.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::transfer::{
    Done, Exporting, Failed, Present, Sorted, Told, Whose, Written, ids, name, sort, there, understood,
};
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
    let written = Written::begin(&path, format.is_folder(), over, &context.corpus).map_err(|problem| {
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
        let source = context.corpus.source(*index);
        let name = source.map(|source| name(&source, &context.store)).unwrap_or_default();
        Target { name, points: points.clone() }
    };
    let targets = Targets::new(articles.iter().map(target).collect());
    let me = &context.annotator.id;
    let stores: Vec<_> = context.own.beside.iter().chain([&context.store]).collect();
    let already = || {
        let articles = articles.iter().enumerate().filter_map(|(number, (index, points, facts))| {
            let place = context.corpus.source(*index)?.place();
            Some((number, place, points, Cow::Borrowed(facts)))
        });
        there(&stores, &context.schema, articles)
    };
    let mut sorted =
        sort(format, std::slice::from_ref(&file), &targets, &context.schema, Whose::Said(me), already);
    // What is of others is not taken in here; a link may lead to what they have already.
    let of_others = sorted.records.iter().filter(|((_, annotator), _)| annotator != me);
    let mut gone: HashSet<String> = of_others.flat_map(|(_, records)| ids(records)).collect();
    if !gone.is_empty() {
        let there = already();
        let there: HashSet<&str> =
            there.iter().flat_map(|(_, all)| all.placed()).map(|tag| tag.id.as_str()).collect();
        gone.retain(|id| !there.contains(id.as_str()));
    }
    sorted.refuse_links_to(&gone);
    let Sorted { records, unread, refused, left, wrong, .. } = sorted;
    let unread = unread.into_iter().next().map(|problem| {
        let hint = problem.hint.replace("name it with --format", "name it before the file");
        problem.hint(hint)
    });
    let others = BTreeMap::new();
    let mut imported =
        Imported { file, own: Vec::new(), others, refused: refused.len(), faults: left, unread };
    imported.faults.extend(wrong.into_iter().chain(refused));
    for ((number, annotator), records) in records {
        let Some((index, points, facts)) = articles.get(number) else { continue };
        if annotator != *me {
            *imported.others.entry(annotator).or_default() += records.len();
            continue;
        }
        match understood(&records, points, facts, me, &context.schema, false) {
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

/// The most paths that are found.
const PATHS: usize = 1000;

/// The paths that begin like this, in order, folders with `/` behind. Hidden ones are found if that is asked for by
/// their dot.
pub(super) fn list(start: String) -> Msg {
    if start == "~" {
        return Msg::Listed { start, found: vec!["~/".to_owned()] };
    }
    let (folder, begun) = start.split_at(start.rfind('/').map_or(0, |at| at + 1));
    let listed =
        fs::read_dir(if folder.is_empty() { PathBuf::from(".") } else { at_home(Path::new(folder)) });
    let named = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let fits = name.starts_with(begun) && (begun.starts_with('.') || !name.starts_with('.'));
        let end = if entry.path().is_dir() { "/" } else { "" };
        (fits && !name.contains(char::is_control)).then(|| format!("{folder}{name}{end}"))
    };
    let mut found: Vec<String> = listed.into_iter().flatten().flatten().filter_map(named).collect();
    found.sort();
    found.truncate(PATHS);
    Msg::Listed { start, found }
}

/// A path as a shell would take it, which is not asked here: `~/` is the home of the user.
fn at_home(path: &Path) -> PathBuf {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match (path.strip_prefix("~"), home) {
        (Ok(below), Some(home)) => home.join(below),
        _ => path.to_owned(),
    }
}
