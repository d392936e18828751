//! The reader: reading and annotating in the terminal.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use super::args::Reader;
use super::{Failure, Outcome, complain};
use crate::app::Setup;
use crate::command::Theme;
use crate::config::{self, Folders, Settings};
use crate::corpus::{self, Found};
use crate::keys::Key;
use crate::model::Problem;
use crate::runtime::{self, Context, Options, Own};
use crate::store::{Log, Session, Store};

pub(super) fn run(args: &Reader, out: &mut impl Write) -> Result<Outcome, Failure> {
    if let Some(path) = &args.log {
        log_to(path)?;
    }
    let folders = Folders::find();
    let (settings, mut faults) = Settings::load(folders.as_ref());
    let found = corpus::discover(&args.paths)?;
    faults.extend(found.faults.iter().cloned());
    let (mut keymap, wrong) = config::keymap(args.keymap.as_deref(), &settings, folders.as_ref());
    faults.extend(wrong);
    let (schema, wrong) = config::labels(args.labels.as_deref(), Some(&found.root), &settings, &mut keymap);
    faults.extend(wrong);
    let annotator = config::annotator(args.annotator.as_deref(), &settings, |name| std::env::var(name).ok())?;
    let session = folders.as_ref().map(|f| f.state.join("sessions").join(Session::file(&found.root)));
    let theme = args.theme.or(settings.theme);
    let store =
        Store { dir: args.store.clone().or_else(|| settings.store.clone()), root: found.root.clone() };
    let Found { root, files, skipped, .. } = found;
    let setup = Setup {
        files: files.clone(),
        skipped,
        name: bundle_name(&root),
        store: store.clone(),
        annotator: annotator.clone(),
        read_only: args.read_only.then(|| "The program was started with --read-only".to_owned()),
        schema: schema.clone(),
        keymap,
        theme: theme.unwrap_or(Theme::Dark),
        size: runtime::size(),
        session: session.as_deref().map(Session::read).unwrap_or_default(),
        faults: faults.clone(),
    };
    let own = folders.as_ref().filter(|_| !args.read_only).map(|folders| Own {
        history: Some(folders.state.join("history").join(Log::file(&root, &annotator.id))),
    });
    let own = own.unwrap_or_default();
    let context = Context { files, store, annotator, schema: Arc::new(schema), own };
    let keys: Vec<Key> = args.keys.as_ref().map(|typed| typed.0.clone()).unwrap_or_default();
    faults.iter().for_each(|fault| log::warn!("{fault}"));
    if args.print {
        return printed(setup, context, &keys, out);
    }
    if !io::stdout().is_terminal() {
        let problem = Problem::new("the reader needs a terminal, and standard output is none");
        return Err(problem.hint("--print prints one screen, and inspect what the program sees").into());
    }
    let options = Options { keys, mouse: settings.mouse, themed: theme.is_some(), session };
    runtime::run(setup, context, &options)
        .map_err(|error| Problem::new(format!("the terminal cannot be used: {error}")))?;
    Ok(Outcome::Fine)
}

/// The last folder of the root: what the corpus is called.
fn bundle_name(root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    absolute.file_name().map_or_else(|| "/".to_owned(), |name| name.to_string_lossy().into_owned())
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
    let saving = app.saving();
    saving.failed.into_iter().for_each(complain);
    Ok(Outcome::of(saving.unsaved == 0))
}

fn log_to(path: &Path) -> Result<(), Problem> {
    let failed = |error| Problem::with(path, format!("the log cannot be written: {error}"));
    let file = File::options().create(true).append(true).open(path).map_err(failed)?;
    let target = env_logger::Target::Pipe(Box::new(file));
    let logging = env_logger::Builder::new().filter_level(log::LevelFilter::Info).target(target).try_init();
    logging.map_err(|error| Problem::new(error.to_string()))
}
