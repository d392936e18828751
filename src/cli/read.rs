//! The reader: reading and annotating in the terminal.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::args::Reader;
use super::places::{Places, bundle_name};
use super::{Failure, Outcome, complain};
use crate::app::{Away, MEMORY, Setup};
use crate::command::Theme;
use crate::config::{self, Annotator, Folders, Settings};
use crate::corpus::{Discovery, Skipped};
use crate::keys::Key;
use crate::model::Problem;
use crate::runtime::{self, Context, Looking, Options, Own};
use crate::store::{Emergency, Log, Session, key};

pub(super) fn run(args: &Reader, out: &mut impl Write) -> Result<Outcome, Failure> {
    if let Some(path) = &args.log {
        log_to(path)?;
    }
    let folders = Folders::find();
    let (settings, mut faults) = Settings::load(folders.as_ref());
    let discovery = Discovery::new(&args.paths, &(&args.corpus.fields).into());
    let (root, corpus) = (discovery.root.clone(), Arc::clone(&discovery.corpus));
    let from_input = discovery.reads_input();
    let found = if args.print { Ok(discovery.run(|| ())?) } else { Looking::begin(discovery).wait()? };
    let (skipped, looking) = match found {
        Ok(found) => {
            faults.extend(found.faults);
            (found.skipped, None)
        }
        Err(looking) => (Skipped::default(), Some(looking)),
    };
    let (mut keymap, wrong) = config::keymap(args.keymap.as_deref(), &settings, folders.as_ref());
    faults.extend(wrong);
    let (schema, wrong) = config::labels(args.labels.as_deref(), Some(&root), &settings, &mut keymap);
    faults.extend(wrong);
    let annotator = config::annotator(args.annotator.as_deref(), &settings, |name| std::env::var(name).ok())?;
    let session = folders.as_ref().map(|f| f.state.join("sessions").join(Session::file(&root)));
    let theme = args.theme.or(settings.theme);
    let chosen = args.corpus.store.clone().or_else(|| settings.store.clone());
    let read_only = if args.read_only {
        Some("The program was started with --read-only")
    } else if from_input && chosen.is_none() {
        Some("Nothing lies beside articles from standard input: --store DIR says where tags are saved")
    } else {
        None
    };
    let saving = folders.as_ref().filter(|_| read_only.is_none());
    let own = own(chosen.as_deref(), saving, &root, &annotator);
    let Places { store, beside, earlier, why, .. } =
        Places::of(chosen, folders.as_ref(), Some(&*corpus).filter(|_| !from_input), &root);
    let away = why.filter(|_| read_only.is_none()).map(|why| {
        let dir = config::shown(store.dir.as_deref().unwrap_or(&root));
        Away { why: why.in_short(), dir }
    });
    // What is not yet in the corpus is offered where it can be taken in.
    let own = Own { beside, earlier: earlier.filter(|_| read_only.is_none()), ..own };
    let setup = Setup {
        corpus: Arc::clone(&corpus),
        is_found: looking.is_none(),
        memory: MEMORY,
        skipped,
        name: bundle_name(&root),
        store: store.clone(),
        annotator: annotator.clone(),
        read_only: read_only.map(str::to_owned),
        away,
        schema: schema.clone(),
        keymap,
        theme: theme.unwrap_or(Theme::Dark),
        size: runtime::size(),
        session: session.as_deref().map(Session::read).unwrap_or_default(),
        faults: faults.clone(),
    };
    let context = Context { corpus, store, annotator, schema: Arc::new(schema), own };
    let keys: Vec<Key> = args.keys.as_ref().map(|typed| typed.0.clone()).unwrap_or_default();
    faults.iter().for_each(|fault| log::warn!("{fault}"));
    if args.print {
        return printed(setup, context, &keys, out);
    }
    // Keys come from the terminal itself where articles come from standard input.
    let keys_come = if from_input { File::open("/dev/tty").is_ok() } else { io::stdin().is_terminal() };
    let ends = [("input", keys_come), ("output", io::stdout().is_terminal())];
    if let Some((end, _)) = ends.iter().find(|(_, is_terminal)| !is_terminal) {
        let problem = Problem::new(format!("the reader needs a terminal, and standard {end} is none"));
        return Err(problem.hint("--print prints one screen, and inspect what the program sees").into());
    }
    let options = Options { keys, mouse: settings.mouse, themed: theme.is_some(), session };
    let unsaved = runtime::run(setup, context, looking, &options)
        .map_err(|error| Problem::new(format!("the terminal cannot be used: {error}")))?;
    // The user knows, or has gone; so that is no failure.
    unsaved.iter().for_each(complain);
    Ok(Outcome::Fine)
}

/// What the program keeps of a corpus in the user's own folders; nothing where nothing is saved. `chosen` is the
/// folder that the user wants sidecars in.
fn own(chosen: Option<&Path>, folders: Option<&Folders>, root: &Path, annotator: &Annotator) -> Own {
    let Some(folders) = folders else { return Own::default() };
    // What was done to the sidecars in one place is none of those in another.
    let of = chosen.map_or_else(|| root.to_owned(), |store| root.join("with").join(steps_of(store)));
    Own {
        history: Some(folders.state.join("history").join(Log::file(&of, &annotator.id))),
        emergency: Some(Emergency {
            all: folders.state.join("emergency"),
            corpus: key(&of),
            root: root.to_owned(),
            store: chosen.and_then(|store| std::path::absolute(store).ok()),
        }),
        ..Own::default()
    }
}

/// A path without its beginning, to be put below another one.
fn steps_of(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.components().filter(|step| matches!(step, Component::Normal(_))).collect()
}

fn printed(setup: Setup, context: Context, keys: &[Key], out: &mut impl Write) -> Result<Outcome, Failure> {
    let (app, buffer) = runtime::print(setup, context, keys);
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks(width) {
        let mut line = String::new();
        let mut skip = 0;
        for cell in row {
            if skip == 0 {
                line.push_str(cell.symbol());
                skip = crate::text::width(cell.symbol());
            }
            skip = skip.saturating_sub(1);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    // What was wrong at the start is among them; what was tagged may not have been saved.
    app.faults().for_each(complain);
    app.not_on_disk().for_each(|problem| complain(&problem));
    Ok(Outcome::of(app.saving().unsaved == 0))
}

fn log_to(path: &Path) -> Result<(), Problem> {
    let failed = |error| Problem::with(path, format!("the log cannot be written: {error}"));
    let file = File::options().create(true).append(true).open(path).map_err(failed)?;
    let target = env_logger::Target::Pipe(Box::new(file));
    let logging = env_logger::Builder::new().filter_level(log::LevelFilter::Info).target(target).try_init();
    logging.map_err(|error| Problem::new(error.to_string()))
}
