//! The command line: one file a subcommand.
//!
//! A subcommand writes to the output that it is given and says how it ended. What went wrong is one sentence on
//! standard error.

mod agreement;
pub mod args;
mod articles;
mod check;
mod completions;
mod config;
mod export;
mod import;
mod inspect;
mod json;
mod keys;
mod man;
mod merge;
mod places;
mod read;
mod sidecars;
mod stats;
mod table;
mod tagged;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::model::Problem;
use crate::text::shown;
use args::{Args, Command};
use inspect::Look;

/// How a subcommand ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// Something was found wrong, and said.
    Wrong,
}

impl Outcome {
    fn of(fine: bool) -> Self {
        if fine { Self::Fine } else { Self::Wrong }
    }

    /// That of two parts of the work.
    fn and(self, other: Self) -> Self {
        Self::of(self == Self::Fine && other == Self::Fine)
    }
}

/// Why a subcommand could not do its work.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Problem(#[from] Problem),
    #[error("{0}; see abreast --help")]
    Misuse(String),
    #[error("standard output cannot be written: {0}")]
    Output(#[from] io::Error),
    #[error("it was stopped, and nothing was written")]
    Interrupted,
}

/// What the shell gives for a program that writes to a closed pipe: 128 and the number of SIGPIPE.
const BROKEN_PIPE: u8 = 141;

/// What the shell gives for a program that was stopped: 128 and the number of SIGINT.
const INTERRUPTED: u8 = 130;

/// Does what the arguments say, of which the first is the name of the program. Ends with 0, with 1 if something
/// was found wrong, with 2 if the arguments are.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help and version come here as well. A closed pipe is no reason to say anything.
            if error.use_stderr() {
                complain(&misuse(&error));
            } else {
                let _ = error.print();
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let result = match args.command {
        Some(command) => print(command),
        None => read::run(&args.reader, &mut io::stdout()),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Wrong) => ExitCode::FAILURE,
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::from(BROKEN_PIPE),
        Err(failure) => {
            complain(&failure);
            ExitCode::from(match failure {
                Failure::Misuse(_) => 2,
                Failure::Interrupted => INTERRUPTED,
                _ => 1,
            })
        }
    }
}

/// What is wrong with the arguments in one sentence: the first paragraph of what could be said of it.
fn misuse(error: &clap::Error) -> String {
    let message = error.to_string();
    let paragraph: Vec<_> = message.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    format!("{}; see abreast --help", paragraph.strip_prefix("error: ").unwrap_or(&paragraph))
}

/// The subcommands that print something and end.
fn print(command: Command) -> Result<Outcome, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let outcome = match command {
        Command::Inspect(args) => inspect::run(&args, Look::of_output(), &mut out),
        Command::Stats(args) => stats::run(&args, &mut out),
        Command::Agreement(args) => agreement::run(&args, &mut out),
        Command::Check(args) => check::run(&args, &mut out),
        Command::Config(args) => config::run(&args, &mut out),
        Command::Export(args) => export::run(&args, &mut out),
        Command::Import(args) => import::run(&args, &mut out),
        Command::Merge(args) => merge::run(&args, &mut out),
        Command::Keys(args) => keys::run(&args, &mut out),
        Command::Completions(args) => completions::run(&args, &mut out),
        Command::Man(args) => man::run(&args, &mut out),
    }?;
    out.flush()?;
    Ok(outcome)
}

/// One sentence on standard error; if that is closed, nobody wants to know.
fn complain(what: &impl Display) {
    let _ = writeln!(io::stderr(), "abreast: {}", shown(&what.to_string()));
}

/// Says what is wrong, if anything is.
fn said(faults: &[Problem]) -> Outcome {
    faults.iter().for_each(complain);
    Outcome::of(faults.is_empty())
}

/// So many of something, `1 article`, `3 articles`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
