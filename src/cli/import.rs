//! `abreast import`: what was tagged with another tool, merged into the sidecars.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::args;
use super::articles::{Articles, name, opened};
use super::sidecars::Sidecars;
use super::{Failure, Outcome, complain, counted};
use crate::config::{self, Folders, Settings};
use crate::exchange::{Import, Incoming, format};
use crate::model::{
    Annotation, Annotations, AnnotatorId, Article, AttributeKind, Id, Item, Problem, Schema, Timestamp,
    Value, merge,
};
use crate::nlp::head_of;
use crate::store::{Facts, Known, Opened, RESERVED_LABELS, Sidecar, Store, WriteError, parse, read};
use crate::text::CodePoints;

mod find;
mod links;

use find::{Target, find};
use links::{ends, link_record, text};

/// An annotation that has found its article: its record, and where it came from.
struct Placed<'a> {
    file: &'a Path,
    line: usize,
    record: Map<String, Json>,
}

/// Whose sidecar for which article, given by its number, an annotation belongs to.
type Goal = (usize, AnnotatorId);

/// What came of the annotations of one sidecar.
#[derive(Default)]
struct Counts {
    new: usize,
    there: usize,
    /// Changed on both sides.
    changed: usize,
    refused: usize,
}

pub(super) fn run(args: &args::Import, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Some(read) = format(&args.format).and_then(|format| format.read) else {
        return Err(Failure::Misuse(format!("the format {} is not read", args.format)));
    };
    let Articles { articles, root, mut outcome } = opened(&args.into, &args.corpus.fields)?;
    let sidecars = Sidecars::new(&root, args.corpus.store.as_deref());
    outcome = outcome.and(sidecars.outcome);
    let (settings, _) = Settings::load(Folders::find().as_ref());
    let default = config::annotator(args.annotator.as_deref(), &settings, |name| std::env::var(name).ok())?;
    let targets: Vec<Target> = articles.into_iter().map(|article| target(&sidecars.store, article)).collect();

    let mut all: BTreeMap<Goal, Vec<Placed>> = BTreeMap::new();
    let mut refused = 0;
    for file in &args.files {
        let contents = match contents(file) {
            Ok(contents) => contents,
            Err(problem) => {
                complain(&problem);
                refused += 1;
                continue;
            }
        };
        let Import { incoming, links, faults, left } = read(file, &contents);
        if !left.is_nothing() {
            complain(&Problem::with(file, format!("not taken in: {left}")));
        }
        for fault in faults {
            complain(&Problem { path: Some(file.clone()), ..fault });
            refused += 1;
        }
        let mut homes: HashMap<String, Goal> = HashMap::new();
        let found = incoming.into_iter().map(|incoming| {
            let placed = placed(&incoming, &targets, &sidecars.schema, &default.id);
            if let Ok((goal, record)) = &placed {
                homes.extend(text(record, "id").map(|id| (id.to_owned(), goal.clone())));
            }
            (incoming.line, placed)
        });
        let found: Vec<_> = found.collect();
        let links = links.into_iter().map(|link| (link.line, link_record(&link, &homes, &targets)));
        for (line, placed) in found.into_iter().chain(links) {
            match placed {
                Ok((goal, record)) => all.entry(goal).or_default().push(Placed { file, line, record }),
                Err(reason) => {
                    complain(&refusal(file, line, reason));
                    refused += 1;
                }
            }
        }
    }
    let mut total = Counts { refused, ..Counts::default() };
    for ((target, annotator), placed) in all {
        let Some(target) = targets.get(target) else { continue };
        let path = sidecars.store.sidecar(&target.article.source.place(), &annotator);
        match take_in(args, &sidecars, target, &annotator, &placed) {
            Ok(counts) => {
                writeln!(
                    out,
                    "{}: {}",
                    crate::text::shown(&path.display().to_string()),
                    counts.words(args.dry_run)
                )?;
                total.add(&counts);
            }
            Err(problem) => {
                complain(&problem);
                total.refused += placed.len();
            }
        }
    }
    writeln!(out, "in all: {}", total.words(args.dry_run))?;
    Ok(outcome.and(Outcome::of(total.refused == 0)))
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.there += other.there;
        self.changed += other.changed;
        self.refused += other.refused;
    }

    fn words(&self, dry_run: bool) -> String {
        let would = if dry_run { "would be " } else { "" };
        let mut words = format!("{} {would}new, {} there already", self.new, self.there);
        if self.changed > 0 {
            words += &format!(
                ", {} changed on both sides, which {} for a decision",
                self.changed,
                if dry_run { "would wait" } else { "wait" }
            );
        }
        if self.refused > 0 {
            words += &format!(", {} refused", counted(self.refused, "annotation", "annotations"));
        }
        words
    }
}

fn target(store: &Store, article: Article) -> Target {
    let head = head_of(&article.text, &article.metadata);
    let facts = Facts::new(&article, &head);
    let points = CodePoints::new(article.text.clone());
    Target { name: name(&article.source, store), article, points, facts }
}

fn contents(file: &Path) -> Result<String, Problem> {
    let bytes = fs::read(file).map_err(|error| Problem::with(file, format!("it cannot be read: {error}")))?;
    String::from_utf8(bytes).map_err(|_| Problem::with(file, "this is not UTF-8").hint("save it as UTF-8"))
}

fn refusal(file: &Path, line: usize, reason: impl Into<String>) -> Problem {
    Problem::with(file, reason).at(line).hint("the annotation was not taken in")
}

/// The record of an annotation, and the sidecar that it belongs to.
fn placed(
    incoming: &Incoming,
    targets: &[Target],
    schema: &Schema,
    default: &AnnotatorId,
) -> Result<(Goal, Map<String, Json>), String> {
    if RESERVED_LABELS.contains(&incoming.label.as_str()) {
        return Err(format!("no tag can have the label {:?}", incoming.label));
    }
    let (number, span) = find(incoming, targets)?;
    let target = targets.get(number).ok_or("its article is gone")?;
    let annotator = match incoming.annotator.as_deref() {
        None => default.clone(),
        Some(name) => {
            name.parse().ok().or_else(|| AnnotatorId::from_name(name)).unwrap_or_else(|| default.clone())
        }
    };
    let (start, end) = target.points.points(span);
    let quote = span.of(target.points.text());
    let mut fields = incoming.fields.clone();
    let id = fields.shift_remove("id").filter(Json::is_string);
    let mut record = Map::from_iter([
        ("id".to_owned(), id.unwrap_or_else(|| json!(Id::new().as_str()))),
        ("label".to_owned(), json!(incoming.label)),
        ("start".to_owned(), json!(start)),
        ("end".to_owned(), json!(end)),
        ("quote".to_owned(), json!(quote)),
        ("created".to_owned(), json!(Timestamp::now().as_str())),
    ]);
    for (name, value) in fields {
        if !["label", "start", "end", "quote", "prefix", "suffix"].contains(&name.as_str())
            && !value.is_null()
        {
            let value = of_kind(schema, &incoming.label, &name, value);
            record.insert(name, value);
        }
    }
    Ok(((number, annotator), record))
}

/// A value that is words only, in the form that the schema gives its attribute.
fn of_kind(schema: &Schema, label: &str, name: &str, value: Json) -> Json {
    let attribute = schema.get(label).and_then(|label| label.attributes.iter().find(|a| a.name == name));
    match (attribute.map(|attribute| &attribute.kind), value) {
        (Some(AttributeKind::Entity { .. }), Json::String(name)) => json!({ "name": name }),
        (Some(AttributeKind::Flag), Json::String(word)) => match word.as_str() {
            "yes" | "true" => json!(true),
            "no" | "false" => json!(false),
            _ => json!(word),
        },
        (_, value) => value,
    }
}

/// Merges annotations into one sidecar.
fn take_in(
    args: &args::Import,
    sidecars: &Sidecars,
    target: &Target,
    annotator: &AnnotatorId,
    placed: &[Placed],
) -> Result<Counts, Problem> {
    let place = target.article.source.place();
    let path = sidecars.store.sidecar(&place, annotator);
    let Target { points, facts, .. } = target;
    let there = read(&path, &place, points, facts, annotator, &sidecars.schema)?;
    let fresh = || (Opened::fresh(Sidecar::new(facts.clone(), annotator.clone(), None)), Known::default());
    let (mut opened, mut known) = there.unwrap_or_else(fresh);
    if let Some(reason) = opened.read_only {
        return Err(Problem::with(&path, reason).hint("nothing was taken into it"));
    }
    let records: Vec<String> =
        placed.iter().map(|placed| Json::Object(placed.record.clone()).to_string()).collect();
    // Read like any sidecar, so that all that is asked of a record is asked of these.
    let document = format!(
        "{{\"format\":\"abreast\",\"version\":\"1.0\",\"article\":{},\"annotator\":{},\"annotations\":[\n{}\n]}}",
        json!({"sha256": facts.sha256}),
        json!({"id": annotator.as_str()}),
        records.join(",\n")
    );
    let incoming = parse(&document, points, facts, annotator, &sidecars.schema)?;
    let mut counts = Counts::default();
    for fault in
        incoming.faults.into_iter().chain(incoming.undecided.into_iter().map(|undecided| undecided.problem))
    {
        // The first record stands on the second line.
        if let Some(placed) = fault.line.and_then(|line| placed.get(line.checked_sub(2)?)) {
            complain(&refusal(placed.file, placed.line, fault.reason));
        }
        counts.refused += 1;
    }
    let old = &opened.sidecar.annotations;
    let mut theirs: Vec<Annotation> = Vec::new();
    for tag in incoming.sidecar.annotations.iter() {
        // Tags of one place follow each other.
        let just_taken = theirs.iter().rev().take_while(|other| other.span == tag.span);
        if old.over(tag.span).chain(just_taken).any(|other| says(other, tag)) {
            counts.there += 1;
        } else {
            theirs.push(tag.clone());
        }
    }
    let there: HashSet<_> = old.others().iter().filter_map(|record| ends(record)).collect();
    let mut links: Vec<Item> = Vec::new();
    for record in incoming.sidecar.annotations.others() {
        match ends(record) {
            Some(link) if there.contains(&link) => counts.there += 1,
            Some(_) => links.push(Item::Other(Arc::clone(record))),
            None => {}
        }
    }
    let mine: HashSet<&str> = old.iter().map(|tag| tag.id.as_str()).collect();
    let both: Vec<&Annotation> = theirs.iter().filter(|tag| mine.contains(tag.id.as_str())).collect();
    counts.changed = both.len();
    counts.new = theirs.len() - both.len() + links.len();
    let theirs = theirs.into_iter().map(Item::from).chain(links).collect();
    let merged = merge(&Annotations::default(), old, &theirs).annotations;
    if merged != *old && !args.dry_run {
        opened.sidecar.annotations = merged;
        let contents = opened.sidecar.render(points, &sidecars.schema);
        sidecars.store.write(&path, &contents, &mut known).map_err(WriteError::problem)?;
    }
    Ok(counts)
}

/// Whether a tag says all that another one says: the formats of other tools do not carry everything.
fn says(tag: &Annotation, other: &Annotation) -> bool {
    let value = |value: &Value, other: &Value| match (value, other) {
        (Value::Entity { name, .. }, Value::Entity { name: same, span: None, .. }) => name == same,
        _ => value == other,
    };
    tag.label == other.label
        && tag.span == other.span
        && other
            .attributes
            .iter()
            .all(|(name, said)| tag.attributes.get(name).is_some_and(|own| value(own, said)))
        && other.note.as_ref().is_none_or(|note| tag.note.as_ref() == Some(note))
        && (tag.doubt || !other.doubt)
        && other.unknown.iter().all(|(name, said)| tag.unknown.get(name) == Some(said))
}
