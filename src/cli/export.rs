//! `abreast export`: articles and their tags as the files of another tool.

use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::sidecars::Sidecars;
use super::{Failure, Outcome, args, complain, counted, said};
use crate::corpus::{Found, discover};
use crate::exchange::{Choice, FORMATS, Format, TRAINING_SETS, format};
use crate::model::{AnnotatorId, LabelName, Span};
use crate::runtime::transfer::{Done, Exporting, Failed, StandardOutput, Told, Written};
use crate::text::{shown, wrap};

pub(super) fn run(args: &args::Export, out: &mut impl Write) -> Result<Outcome, Failure> {
    let Some(format) = args.format.as_deref().and_then(format) else {
        list(out)?;
        return Ok(Outcome::Fine);
    };
    let choice = choice(args, format)?;
    let folder = format.in_folder(&choice);
    let output = args.output.as_deref().filter(|output| *output != Path::new("-"));
    if folder && output.is_none() {
        let what = if format.is_folder() { format.name } else { "what is split" };
        return Err(Failure::Misuse(format!("{what} is a folder of files: name it with -o")));
    }
    let Found { root, corpus, faults, .. } = discover(&args.paths, &(&args.corpus.fields).into())?;
    let written = output.map(|output| Written::begin(output, folder, args.force, &corpus)).transpose()?;
    let sidecars = Sidecars::new(&root, Some(&corpus), args.corpus.store.as_deref());
    let outcome = Cell::new(said(&faults).and(sidecars.outcome));
    let (bar, stop) = (bar(output.is_some()), Arc::new(AtomicBool::new(false)));
    for signal in [SIGINT, SIGTERM] {
        // What has been written so far is then taken away.
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let tell = |told| match told {
        Told::Progress { stage, done, all } => {
            bar.set_length(all as u64);
            bar.set_message(stage.name());
            bar.set_position(done as u64);
        }
        Told::Fault(problem) => {
            bar.suspend(|| complain(&problem));
            outcome.set(Outcome::Wrong);
        }
    };
    let exporting = Exporting {
        corpus: &corpus,
        stores: &sidecars.places.stores().collect::<Vec<_>>(),
        schema: &sidecars.schema,
        format,
        choice,
        present: None,
        stop: &stop,
    };
    let done = carried_out(exporting, written.as_ref(), &tell);
    bar.finish_and_clear();
    let Done { articles, tags, lost } = done?;
    if !lost.is_nothing() {
        complain(&format!("{} has no place for {lost}: left out", format.name));
    }
    if let Some(contradictions) = lost.contradictions() {
        complain(&contradictions);
    }
    if let (Some(written), Some(output)) = (written, output) {
        written.finish()?;
        let (tags, articles) = (counted(tags, "tag", "tags"), counted(articles, "article", "articles"));
        writeln!(out, "{}: {tags} in {articles}", shown(&output.display().to_string()))?;
    }
    Ok(outcome.get())
}

/// Exports to where it is written, or to standard output.
fn carried_out(
    exporting: Exporting<'_>,
    written: Option<&Written>,
    tell: &impl Fn(Told),
) -> Result<Done, Failure> {
    let done = match written {
        Some(written) => exporting.run(written, tell),
        None => {
            let output = StandardOutput::default();
            let done = exporting.run(&output, tell);
            done.and_then(|done| output.finish().map(|()| done).map_err(Failed::Output))
        }
    };
    done.map_err(|failed| match (failed, written) {
        (Failed::Problem(problem), _) => problem.into(),
        (Failed::Output(error), None) => Failure::Output(error),
        (Failed::Output(error), Some(_)) if error.kind() == ErrorKind::Interrupted => Failure::Interrupted,
        (Failed::Output(error), Some(written)) => written.problem(&error).into(),
    })
}

/// How far it is, on a terminal; nowhere else, and not where the export itself is shown.
fn bar(to_file: bool) -> ProgressBar {
    let shown = to_file || !io::stdout().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    match ProgressStyle::with_template("{msg} {bar:40} {pos} of {len} articles, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// What was asked for, if the format can give it.
fn choice(args: &args::Export, format: &Format) -> Result<Choice, Failure> {
    let asked = args.what.is_some() || args.context > 0 || args.assume_read;
    if asked && format.name != TRAINING_SETS {
        let only = format!("--what, --context and --assume-read are for --format {TRAINING_SETS}");
        return Err(Failure::Misuse(only));
    }
    if args.accepted_only && args.assume_read {
        let why = "--accepted-only leaves out what nobody has judged, which --assume-read takes for read: give one of them";
        return Err(Failure::Misuse(why.to_owned()));
    }
    let split = args.split.map(|shares| (shares, args.seed));
    let asked = Choice { split, ..Choice::default() };
    if args.with_rejected && !format.leaves_out_rejected(&asked) {
        let why = format!("{} carries rejected tags like all others without --with-rejected", format.name);
        return Err(Failure::Misuse(why));
    }
    let id = |name: &String| name.parse().ok().or_else(|| AnnotatorId::from_name(name));
    Ok(Choice {
        what: args.what,
        annotators: args.annotator.iter().filter_map(id).collect(),
        labels: args.labels.iter().map(LabelName::new).collect(),
        accepted_only: args.accepted_only,
        with_rejected: args.with_rejected,
        min_agreement: args.min_agreement,
        assume_read: args.assume_read,
        context: args.context,
        split,
        command: args.command(),
        agreement: Vec::new(),
        further: Default::default(),
    })
}

/// The formats, each with what it carries and loses, as wide as a small terminal.
fn list(out: &mut impl Write) -> io::Result<()> {
    for format in FORMATS {
        let files = if format.is_folder() { "folder" } else { "one file" };
        let import = if format.read.is_some() { ", import" } else { "" };
        writeln!(out, "{} ({files}{import})", format.name)?;
        let parts = [("for", format.readers), ("carries", format.carries), ("loses", format.loses)];
        for (name, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
            for (number, row) in wrap(text, Span::new(0, text.len()), 68).into_iter().enumerate() {
                writeln!(out, "  {:9}{}", if number == 0 { name } else { "" }, row.of(text))?;
            }
        }
    }
    Ok(())
}
