//! What was found, for people and for programs.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::cli::{Failure, Outcome, counted, json};
use crate::model::Problem;
use crate::text::shown;

/// What kind of fault something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A file that cannot be understood as a whole.
    Unreadable,
    /// A record that is not shown: it is none, or another with its id was changed later.
    Record,
    /// A tag whose words have no certain place in the text any more.
    Undecided,
    /// A record that was both accepted and rejected, by one reviewer or by two.
    Contradiction,
    /// A file of a newer version, which is only read.
    Newer,
    /// A file that says all it should in another form than the program writes.
    Form,
    /// Annotations that stand at other offsets than their file says.
    Moved,
    /// A temporary file of a run that was killed.
    Leftover,
    /// A sidecar whose article is not there.
    Orphan,
    /// Why something that could be mended was not.
    NotMended,
}

/// What was done about a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mended {
    /// The file was written anew, and what it was is here.
    BackedUp(PathBuf),
    /// The file is gone.
    Removed,
}

/// A fault, and whether it is one still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    kind: Kind,
    problem: Problem,
    mended: Option<Mended>,
}

impl Finding {
    pub(super) fn new(kind: Kind, problem: Problem) -> Self {
        Self { kind, problem, mended: None }
    }

    /// The same, mended: there is nothing more to do.
    pub(super) fn mended(self, mended: Mended) -> Self {
        Self { problem: self.problem.hint(""), mended: Some(mended), ..self }
    }
}

/// What `check` has looked at and found. The order of the fields is that of the output.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Counts {
    pub(super) articles: usize,
    pub(super) sidecars: usize,
    pub(super) annotators: usize,
    pub(super) annotations: usize,
    findings: usize,
    mended: usize,
}

/// A line of `check --json`. The order of the fields is that of the output.
#[derive(Serialize)]
struct Line<'a> {
    file: Option<String>,
    line: Option<usize>,
    kind: Kind,
    reason: &'a str,
    hint: &'a str,
    mended: bool,
    backup: Option<String>,
}

/// The output.
pub(super) struct Report<'o, W> {
    json: bool,
    out: &'o mut W,
    pub(super) counts: Counts,
}

impl<'o, W: Write> Report<'o, W> {
    pub(super) fn new(json: bool, out: &'o mut W) -> Self {
        Self { json, out, counts: Counts::default() }
    }

    pub(super) fn write(&mut self, findings: Vec<Finding>) -> io::Result<()> {
        for finding in findings {
            self.counts.findings += 1;
            self.counts.mended += usize::from(finding.mended.is_some());
            if self.json {
                json::line(&line(&finding), self.out)?;
            } else {
                writeln!(self.out, "{}", shown(&sentence(&finding)))?;
            }
        }
        Ok(())
    }

    /// The last line, and how it all ends: well, if everything that was found is mended.
    pub(super) fn end(self, outcome: Outcome) -> Result<Outcome, Failure> {
        let Counts { articles, sidecars, annotators, annotations, findings, mended } = self.counts;
        let outcome = outcome.and(Outcome::of(findings == mended));
        if self.json {
            json::line(&self.counts, self.out)?;
            return Ok(outcome);
        }
        let state = match (outcome, mended) {
            (Outcome::Fine, 0) => ", all in their place".to_owned(),
            (_, 0) => String::new(),
            _ => format!(", {mended} of {} mended", counted(findings, "fault", "faults")),
        };
        writeln!(
            self.out,
            "{}, {} of {}, {}{state}",
            counted(articles, "article", "articles"),
            counted(sidecars, "sidecar", "sidecars"),
            counted(annotators, "annotator", "annotators"),
            counted(annotations, "annotation", "annotations"),
        )?;
        Ok(outcome)
    }
}

fn sentence(Finding { problem, mended, .. }: &Finding) -> String {
    match mended {
        None => problem.to_string(),
        Some(Mended::Removed) => format!("{problem}; it is removed"),
        Some(Mended::BackedUp(backup)) => {
            let name = backup.file_name().unwrap_or_default().to_string_lossy();
            format!("{problem}; it is mended, and what it was is in {name}")
        }
    }
}

fn line(Finding { kind, problem, mended }: &Finding) -> Line<'_> {
    Line {
        file: problem.path.as_deref().map(|path| path.to_string_lossy().into_owned()),
        line: problem.line,
        kind: *kind,
        reason: &problem.reason,
        hint: &problem.hint,
        mended: mended.is_some(),
        backup: match mended {
            Some(Mended::BackedUp(backup)) => Some(backup.to_string_lossy().into_owned()),
            _ => None,
        },
    }
}
