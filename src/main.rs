//! The `abreast` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    abreast::cli::run(std::env::args_os())
}
