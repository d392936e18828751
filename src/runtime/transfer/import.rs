//! What another tool has made, sorted by where it belongs.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::names::{beside_seen, names_trimmed, outermost};
use crate::exchange::{Coming, Format, Goal, Import, Placed, Reader, Refusal, Targets, detect, fits, place};
use crate::model::{Annotations, AnnotatorId, Problem, Schema};
use crate::nlp::Analysis;
use crate::store::{ENDING, Facts, RESERVED_LABELS, Store, parse, read};
use crate::text::CodePoints;

/// An annotation that belongs into a sidecar, and where it came from.
#[derive(Clone)]
pub struct Record {
    file: PathBuf,
    reader: Reader,
    placed: Placed,
}

impl Record {
    fn id(&self) -> Option<&str> {
        self.placed.record.get("id")?.as_str()
    }

    fn refused(&self, reason: &str) -> Problem {
        refusal(self.reader, &self.file, self.placed.line, reason)
    }
}

/// The annotations of files of other tools.
#[derive(Default)]
pub struct Sorted {
    /// By the sidecar that they belong into.
    pub records: BTreeMap<Goal, Vec<Record>>,
    /// The files that could not be read at all, each with why.
    pub unread: Vec<Problem>,
    /// What was refused, each with why.
    pub refused: Vec<Problem>,
    /// The numbers of the articles of which annotations were refused, or may have been.
    pub incomplete: HashSet<usize>,
    /// What was left out of annotations that were taken in, each with why.
    pub wrong: Vec<Problem>,
    /// What is understood, and has no place in a sidecar.
    pub left: Vec<Problem>,
}

/// Whose annotations come in.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// Whose the files say, or else this annotator's.
    Said(&'a AnnotatorId),
    /// All are this annotator's.
    All(&'a AnnotatorId),
}

/// Reads files of another tool, and those in folders, of this format or of that which each plainly is, and finds the articles of what is in
/// them. `there` gives what is in the sidecars already, if a link may lead to it.
pub fn sort(
    format: Option<&Format>,
    files: &[PathBuf],
    targets: &Targets,
    schema: &Schema,
    whose: Whose,
    there: impl FnOnce() -> Vec<(Goal, Annotations)>,
) -> Sorted {
    let mut sorted = Sorted::default();
    let mut imports = Vec::new();
    let files = with_folders(format, files, &mut sorted.unread);
    for file in &files {
        match taken_apart(format, file) {
            Ok((reader, import)) => imports.push((file, reader, import)),
            Err(problem) => sorted.unread.push(problem),
        }
    }
    let default = match whose {
        Whose::Said(annotator) => annotator,
        Whose::All(annotator) => {
            let all = imports.iter_mut().flat_map(|(.., import)| &mut import.incoming);
            all.for_each(|incoming| incoming.annotator = None);
            annotator
        }
    };
    let all: Vec<&Import> = imports.iter().map(|(.., import)| import).collect();
    let found = place(&all, targets, schema, default, &RESERVED_LABELS, there);
    for ((file, reader, import), found) in imports.into_iter().zip(found) {
        let Import { incoming, faults, left, .. } = import;
        // The links come behind the annotations.
        sorted.incomplete.extend(incomplete(&faults, found.get(..incoming.len()).unwrap_or(&found)));
        if !left.is_nothing() {
            sorted.left.push(Problem::with(file, format!("not taken in: {left}")));
        }
        sorted.refused.extend(faults.into_iter().map(|fault| match fault.line {
            Some(line) => Problem { hint: fault.hint, ..reader.problem(file, line, &fault.reason) },
            None => fault.of(file),
        }));
        for found in found {
            match found {
                Ok((goal, placed)) => {
                    sorted.wrong.extend(placed.wrong.iter().map(|reason| {
                        let problem = reader.problem(file, placed.line, reason);
                        problem.hint("the annotation was taken in without it")
                    }));
                    let record = Record { file: file.clone(), reader, placed };
                    sorted.records.entry(goal).or_default().push(record);
                }
                Err(Refusal(line, reason, _)) => sorted.refused.push(refusal(reader, file, line, &reason)),
            }
        }
    }
    sorted
}

/// The numbers of the articles of which a file has annotations that are refused. Where one does not say its article, it
/// is one of those of its line, or else of the file.
fn incomplete(faults: &[Problem], found: &[Result<(Goal, Placed), Refusal>]) -> HashSet<usize> {
    let mut lines = HashMap::<usize, HashSet<usize>>::new();
    for ((number, _), placed) in found.iter().flatten() {
        lines.entry(placed.line).or_default().insert(*number);
    }
    let refused = found.iter().filter_map(|found| found.as_ref().err());
    let (known, unknown): (Vec<_>, Vec<_>) =
        refused.map(|Refusal(line, _, number)| (*line, *number)).partition(|(_, number)| number.is_some());
    let mut all: HashSet<usize> = known.into_iter().filter_map(|(_, number)| number).collect();
    let at =
        faults.iter().map(|fault| fault.line.unwrap_or(0)).chain(unknown.into_iter().map(|(line, _)| line));
    for line in at.collect::<HashSet<_>>() {
        match lines.get(&line) {
            Some(numbers) => all.extend(numbers),
            None => return lines.into_values().flatten().chain(all).collect(),
        }
    }
    all
}

impl Sorted {
    /// Refuses the links that lead to annotations with these ids, which are not taken in.
    pub fn refuse_links_to(&mut self, gone: &HashSet<String>) {
        for records in self.records.values_mut() {
            records.retain(|Record { file, reader, placed }| {
                let to = placed.record.get("to").and_then(|to| to.get("id")).and_then(Json::as_str);
                let Some(to) = to.filter(|to| gone.contains(*to)) else { return true };
                let reason = format!("a link leads to {to:?}, which is not taken in");
                self.refused.push(refusal(*reader, file, placed.line, &reason));
                false
            });
        }
    }
}

/// The ids of annotations that come in.
pub fn ids(records: &[Record]) -> impl Iterator<Item = String> {
    records.iter().filter_map(|record| record.id().map(str::to_owned))
}

/// What is in the sidecars of articles already, each given by its number, place, text and what is said of it. Those
/// that cannot be read hold nothing; what lies in a later store counts.
pub fn there<'a>(
    stores: &[&Store],
    schema: &Schema,
    articles: impl IntoIterator<Item = (usize, PathBuf, &'a CodePoints, Cow<'a, Facts>)>,
) -> Vec<(Goal, Annotations)> {
    let mut all = Vec::new();
    for (number, place, points, facts) in articles {
        let paths: BTreeMap<_, _> = stores.iter().flat_map(|store| store.all(&place)).collect();
        for (annotator, path) in paths {
            if let Ok(Some((opened, _))) = read(&path, &place, points, &facts, &annotator, schema) {
                all.push(((number, annotator), opened.sidecar.annotations));
            }
        }
    }
    all
}

/// These files, and for each folder those of the format in it and below, in natural order. Hidden files and sidecars are
/// none of them.
fn with_folders(format: Option<&Format>, paths: &[PathBuf], unread: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut below = Vec::new();
        if let Err(error) = collect(path, &mut below) {
            unread.push(Problem::with(path, format!("it cannot be read: {error}")));
        }
        below.retain(|file| fs::read(file).is_ok_and(|bytes| fits(format, file, &bytes)));
        if below.is_empty() {
            let reason = match format {
                Some(format) => format!("no file of the format {} is in this folder", format.name),
                None => "no file is in this folder of which it is plain of which format it is".to_owned(),
            };
            unread.push(Problem::with(path, reason));
        }
        files.extend(below);
    }
    files
}

/// The files in a folder and below.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let name = |entry: &DirEntry| entry.file_name().to_string_lossy().into_owned();
    entries.retain(|entry| !name(entry).starts_with('.') && !name(entry).ends_with(ENDING));
    entries.sort_by(|a, b| natord::compare(&name(a).to_lowercase(), &name(b).to_lowercase()));
    for entry in entries {
        // A link may lead back here.
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// What a file holds, and how it was read.
fn taken_apart(format: Option<&Format>, file: &Path) -> Result<(Reader, Import), Problem> {
    let bytes = fs::read(file).map_err(|error| Problem::with(file, format!("it cannot be read: {error}")))?;
    let format = format.map_or_else(|| detect(file, &bytes), Ok)?;
    let reader =
        format.read.ok_or_else(|| Problem::with(file, format!("the format {} is not read", format.name)))?;
    Ok((reader, reader.read(file, &bytes)?))
}

fn refusal(reader: Reader, file: &Path, line: usize, reason: &str) -> Problem {
    reader.problem(file, line, reason).hint("the annotation was not taken in")
}

/// The annotations of one sidecar, as it would hold them; and what was refused. They are read like any sidecar, so that
/// all that is asked of a record is asked of these. With `all_names` those names that the program sees and nobody has
/// tagged are said to be none, if any are tagged and nothing is refused.
///
/// # Errors
/// They cannot be understood at all.
pub fn understood(
    records: &[Record],
    points: &CodePoints,
    facts: &Facts,
    annotator: &AnnotatorId,
    schema: &Schema,
    all_names: bool,
) -> Result<(Coming, Vec<Problem>), Problem> {
    let lines: Vec<String> =
        records.iter().map(|record| Json::Object(record.placed.record.clone()).to_string()).collect();
    let document = format!(
        "{{\"format\":\"abreast\",\"version\":\"1.0\",\"article\":{},\"annotator\":{},\"annotations\":[\n{}\n]}}",
        json!({"sha256": facts.sha256}),
        json!({"id": annotator.as_str()}),
        lines.join(",\n")
    );
    let analysis = Analysis::new(points.text().into());
    let incoming = parse(&document, points, facts, annotator, schema)?;
    let undecided = incoming.undecided.into_iter().map(|undecided| undecided.problem);
    // The first record stands on the second line.
    let by_line = |fault: &Problem| records.get(fault.line?.checked_sub(2)?);
    let refused = incoming.faults.into_iter().chain(undecided).map(|fault| match by_line(&fault) {
        Some(record) => record.refused(&fault.reason),
        None => fault,
    });
    let mut refused: Vec<Problem> = refused.collect();
    let (annotations, no_names) = names_trimmed(&incoming.sidecar.annotations, &analysis);
    let (annotations, inside) = outermost(&annotations);
    refused.extend(records.iter().filter_map(|record| Some(record.refused(no_names.get(record.id()?)?))));
    let cleared = records.iter().filter(|record| !record.placed.cleared.is_empty());
    let cleared = cleared.filter_map(|record| Some((record.id()?.to_owned(), record.placed.cleared.clone())));
    let annotations = beside_seen(&annotations, &analysis, all_names && refused.is_empty());
    Ok((Coming { annotations, cleared: cleared.collect(), inside }, refused))
}
