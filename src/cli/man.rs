//! `abreast man`.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::args::{self, Args};
use super::{Failure, Outcome};

pub(super) fn run(args: &args::Man, out: &mut impl Write) -> Result<Outcome, Failure> {
    page(args.command.as_deref()).render(out)?;
    Ok(Outcome::Fine)
}

/// The page of a command; that of the program if there is no such command.
fn page(name: Option<&str>) -> Man {
    let mut program = Args::command();
    program.build();
    let command: Option<Command> = name.and_then(|name| program.find_subcommand(name)).cloned();
    Man::new(command.unwrap_or(program)).source(concat!("abreast ", env!("CARGO_PKG_VERSION")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_and_stands_on_that_of_the_program() {
        let rendered = |name| {
            let mut page_of = Vec::new();
            page(name).render(&mut page_of).unwrap();
            String::from_utf8(page_of).unwrap()
        };
        let program = rendered(None);
        for command in Args::command().get_subcommands() {
            let name = command.get_name();
            assert!(program.contains(&format!("abreast\\-{name}(1)")), "{name}");
            assert!(rendered(Some(name)).starts_with(".ie"), "{name}");
            assert!(rendered(Some(name)).contains(&format!(".TH abreast-{name} 1")), "{name}");
        }
    }
}
