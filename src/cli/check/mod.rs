//! `abreast check`: whether every sidecar is whole, and every tag where its words are.

mod folders;
mod mend;
mod report;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::Check;
use super::articles::{Articles, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, counted};
use crate::model::{Annotations, AnnotatorId, Article, Problem, Reference, Span, Verdict};
use crate::nlp::{Analysis, head_of};
use crate::review::judged;
use crate::store::{Facts, Form, Opened, parse, read, whole_records};
use crate::text::CodePoints;
use report::{Finding, Kind, Mended, Report};

/// So many words of a name tell which one it is.
const WORDS: usize = 9;

pub(super) fn run(args: &Check, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Articles { articles, corpus, root, outcome } = opened(&args.paths, &args.corpus.fields)?;
    let sidecars = Sidecars::new(&root, Some(&corpus), args.corpus.store.as_deref());
    let outcome = outcome.and(sidecars.outcome);
    let mut annotators = BTreeSet::new();
    let mut report = Report::new(args.json, out);
    for article in &articles {
        let all = sidecars.files(&article.source.place());
        if all.is_empty() {
            continue;
        }
        let known = Known::new(article, &sidecars);
        let mut by = BTreeMap::new();
        for (annotator, path) in all {
            let (findings, annotations) = known.check(&path, &annotator, args.fix);
            report.write(findings)?;
            report.counts.annotations += annotations.placed().count();
            report.counts.sidecars += 1;
            annotators.insert(annotator.clone());
            by.insert(annotator, (path, annotations));
        }
        report.write(contradictions(&by, &article.text))?;
    }
    for store in sidecars.places.stores() {
        let folders = folders::of_sidecars(&args.paths, &articles, store);
        report.write(folders::leftovers_in(&folders, args.fix))?;
        report.write(folders::orphans_in(&folders, store, &articles))?;
    }
    report.counts.articles = articles.len();
    report.counts.annotators = annotators.len();
    report.end(outcome)
}

/// What is known of an article, to read its sidecars by.
struct Known<'a> {
    place: PathBuf,
    points: CodePoints,
    facts: Facts,
    article: &'a Article,
    analysis: Analysis,
    sidecars: &'a Sidecars,
}

impl<'a> Known<'a> {
    fn new(article: &'a Article, sidecars: &'a Sidecars) -> Self {
        let points = CodePoints::new(article.text.clone());
        let facts = Facts::new(article, &head_of(&article.text, &article.metadata));
        let analysis = Analysis::of(article);
        Self { place: article.source.place(), points, facts, article, analysis, sidecars }
    }

    /// What is wrong with a sidecar, and what it holds. With `fix`, what can safely be mended is.
    fn check(&self, path: &Path, annotator: &AnnotatorId, fix: bool) -> (Vec<Finding>, Annotations) {
        let schema = &self.sidecars.schema;
        let opened = match read(path, &self.place, &self.points, &self.facts, annotator, schema) {
            Ok(Some((opened, _))) => opened,
            Ok(None) => return (Vec::new(), Annotations::default()),
            Err(problem) => {
                let problem = counted_as_whole(problem, path);
                return (vec![Finding::new(Kind::Unreadable, problem)], Annotations::default());
            }
        };
        let contents = match std::fs::read_to_string(path) {
            Ok(contents) => contents,
            Err(error) => {
                let problem = Problem::with(path, error.to_string());
                return (vec![Finding::new(Kind::Unreadable, problem)], Annotations::default());
            }
        };
        let form = Form::of(&contents);
        let opened = match &form.json {
            Cow::Borrowed(_) => opened,
            Cow::Owned(json) => parse(json, &self.points, &self.facts, annotator, schema).unwrap_or(opened),
        };
        let mut findings = faults(&opened, path);
        findings.extend(self.across_sentences(&opened, path));
        let mendable = mendable(form.flaws, opened.moved, path);
        let mended = (fix && !mendable.is_empty()).then(|| match opened.read_only {
            Some(_) => Err(Problem::with(path, "a file of a newer version is not mended")),
            None => mend::replace(self, path, &contents, &opened),
        });
        match mended {
            Some(Ok(backup)) => {
                findings.extend(mendable.into_iter().map(|f| f.mended(Mended::BackedUp(backup.clone()))));
            }
            Some(Err(problem)) => {
                findings.extend(mendable);
                findings.push(Finding::new(Kind::NotMended, problem));
            }
            None => findings.extend(mendable),
        }
        (findings, opened.sidecar.annotations)
    }

    /// What is said of names that run over several sentences, where none is seen.
    fn across_sentences(&self, opened: &Opened, path: &Path) -> Vec<Finding> {
        let sentence = |span: Span| self.analysis.sentence_at(span.start());
        let spans = opened.sidecar.annotations.corrections().map(|one| one.span);
        let across = spans.filter(|span| !sentence(*span).is_some_and(|one| one.span.covers(*span)));
        let finding = |span: Span| {
            let words: Vec<&str> = span.of(&self.article.text).split_whitespace().take(WORDS).collect();
            let reason = format!("the name “{}” runs over several sentences", words.join(" "));
            let hint = "the record is kept as it is, and not shown";
            Finding::new(Kind::Record, Problem::with(path, reason).hint(hint))
        };
        across.map(finding).collect()
    }
}

/// What a person has to see to, in a sidecar that could be read.
fn faults(opened: &Opened, path: &Path) -> Vec<Finding> {
    let about = |problem: Problem| Problem { path: Some(path.to_owned()), ..problem };
    let records = opened.faults.iter().map(|fault| Finding::new(Kind::Record, about(fault.clone())));
    let undecided =
        opened.undecided.iter().map(|tag| Finding::new(Kind::Undecided, about(tag.problem.clone())));
    let newer = opened.read_only.iter().map(|reason| Finding::new(Kind::Newer, Problem::with(path, reason)));
    records.chain(undecided).chain(newer).collect()
}

/// What was both accepted and rejected, by one reviewer or by two: each with where it was said last.
fn contradictions(by: &BTreeMap<AnnotatorId, (PathBuf, Annotations)>, text: &str) -> Vec<Finding> {
    let annotations = by.iter().map(|(annotator, (_, annotations))| (annotator, annotations)).collect();
    let judged = judged(&annotations, text);
    // Of a tag only what was said of it as it is now counts.
    let is_tag =
        |of: &Reference| annotations.get(&of.annotator).is_some_and(|tags| tags.get(&of.id).is_some());
    let records = annotations.values().flat_map(|annotations| annotations.others());
    let contrary = Verdict::contradicted(records)
        .into_iter()
        .filter(|of| judged.get(of).map_or_else(|| !is_tag(of), |is_settled| !is_settled));
    let finding = |of: &Reference| {
        let mut said: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut last = None;
        for (reviewer, (path, annotations)) in by {
            let verdicts = annotations.others().iter().filter_map(|record| record.verdict());
            for verdict in verdicts.filter(|verdict| verdict.of == *of && verdict.accepted.is_some()) {
                said.entry(verdict.word()).or_default().insert(reviewer.as_str());
                last = last.max(Some((&verdict.at, path)));
            }
        }
        let said = said
            .into_iter()
            .map(|(word, who)| format!("{word} by {}", who.into_iter().collect::<Vec<_>>().join(", ")));
        let reason = format!(
            "{}'s annotation {:?} is contradicted: {}; it is not settled",
            of.annotator,
            of.id.as_str(),
            said.collect::<Vec<_>>().join(", ")
        );
        let (_, path) = last?;
        let problem = Problem::with(path, reason).hint("judge it again in the review");
        Some(Finding::new(Kind::Contradiction, problem))
    };
    contrary.filter_map(finding).collect()
}

/// What can be mended without a person.
fn mendable(flaws: Vec<Problem>, moved: usize, path: &Path) -> Vec<Finding> {
    let about = |flaw: Problem| Problem { path: Some(path.to_owned()), ..flaw };
    let form = |flaw| Finding::new(Kind::Form, about(flaw).hint("--fix writes it as the program does"));
    let mut findings: Vec<_> = flaws.into_iter().map(form).collect();
    if moved > 0 {
        let moved = counted(moved, "annotation", "annotations");
        let reason = format!("the article has changed, and {moved} moved with its words");
        let hint = "--fix saves the new places, as does the next change in the reader";
        findings.push(Finding::new(Kind::Moved, Problem::with(path, reason).hint(hint)));
    }
    findings
}

/// The same, with how far the file can be read.
fn counted_as_whole(problem: Problem, path: &Path) -> Problem {
    // Only what is wrong somewhere in the JSON has a line.
    let contents = problem.line.and_then(|_| std::fs::read(path).ok()).unwrap_or_default();
    match whole_records(&String::from_utf8_lossy(&contents)) {
        0 => problem,
        count => {
            let reason =
                format!("{}, after {}", problem.reason, counted(count, "whole record", "whole records"));
            Problem { reason, ..problem }
        }
    }
}
