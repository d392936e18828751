//! `abreast completions SHELL`.

use std::io::Write;

use clap::CommandFactory;

use super::args::{Args, Completions};
use super::{Failure, Outcome};

pub(super) fn run(args: &Completions, out: &mut impl Write) -> Result<Outcome, Failure> {
    // The generator panics when it cannot write: it gets a buffer.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "abreast", &mut script);
    out.write_all(&script)?;
    Ok(Outcome::Fine)
}
