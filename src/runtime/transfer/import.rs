//! What another tool has made, sorted by where it belongs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::exchange::{Format, Goal, Import, Placed, Reader, Targets, place};
use crate::model::{Annotations, AnnotatorId, Problem, Schema};
use crate::store::{Facts, RESERVED_LABELS, parse};
use crate::text::CodePoints;

/// An annotation that belongs into a sidecar, and where it came from.
#[derive(Clone, Debug)]
pub struct Record {
    file: PathBuf,
    reader: Reader,
    placed: Placed,
}

/// The annotations of files of other tools.
#[derive(Default)]
pub struct Sorted {
    /// By the sidecar that they belong into.
    pub records: BTreeMap<Goal, Vec<Record>>,
    /// What was refused, each with why.
    pub refused: Vec<Problem>,
    /// What is understood, and has no place in a sidecar.
    pub left: Vec<Problem>,
}

/// Reads files of another tool, and finds the articles of what is in them.
pub fn sort(
    format: &Format,
    files: &[PathBuf],
    targets: &Targets,
    schema: &Schema,
    default: &AnnotatorId,
) -> Sorted {
    let mut sorted = Sorted::default();
    let Some(reader) = format.read else { return sorted };
    for file in files {
        let bytes =
            fs::read(file).map_err(|error| Problem::with(file, format!("it cannot be read: {error}")));
        let import = match bytes.and_then(|bytes| reader.read(file, &bytes)) {
            Ok(import) => import,
            Err(problem) => {
                sorted.refused.push(problem);
                continue;
            }
        };
        let found = place(&import, targets, schema, default, &RESERVED_LABELS);
        let Import { faults, left, .. } = import;
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
                    let record = Record { file: file.clone(), reader, placed };
                    sorted.records.entry(goal).or_default().push(record);
                }
                Err((line, reason)) => sorted.refused.push(refusal(reader, file, line, &reason)),
            }
        }
    }
    sorted
}

fn refusal(reader: Reader, file: &Path, line: usize, reason: &str) -> Problem {
    reader.problem(file, line, reason).hint("the annotation was not taken in")
}

/// The annotations of one sidecar, as it would hold them; and what was refused. They are read like any sidecar, so that
/// all that is asked of a record is asked of these.
///
/// # Errors
/// They cannot be understood at all.
pub fn understood(
    records: &[Record],
    points: &CodePoints,
    facts: &Facts,
    annotator: &AnnotatorId,
    schema: &Schema,
) -> Result<(Annotations, Vec<Problem>), Problem> {
    let lines: Vec<String> =
        records.iter().map(|record| Json::Object(record.placed.record.clone()).to_string()).collect();
    let document = format!(
        "{{\"format\":\"abreast\",\"version\":\"1.0\",\"article\":{},\"annotator\":{},\"annotations\":[\n{}\n]}}",
        json!({"sha256": facts.sha256}),
        json!({"id": annotator.as_str()}),
        lines.join(",\n")
    );
    let incoming = parse(&document, points, facts, annotator, schema)?;
    let undecided = incoming.undecided.into_iter().map(|undecided| undecided.problem);
    let refused = incoming.faults.into_iter().chain(undecided).map(|fault| {
        // The first record stands on the second line.
        match fault.line.and_then(|line| records.get(line.checked_sub(2)?)) {
            Some(Record { file, reader, placed }) => refusal(*reader, file, placed.line, &fault.reason),
            None => fault,
        }
    });
    Ok((incoming.sidecar.annotations, refused.collect()))
}
