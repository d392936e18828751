//! A line such as `tag claim` to its command.

use super::{Argument, Command, SPECS, Spec, did_you_mean};
use crate::model::LabelName;

/// The command that a line names, as it is typed after `:`.
///
/// # Errors
/// One sentence: what is wrong, and what is near to an unknown name.
pub fn parse(line: &str) -> Result<Command, String> {
    let line = match Spec::typed(line.trim()) {
        Some(spec) => spec.name,
        None => line,
    };
    resolve(line).map(|(_, _, command)| command)
}

/// The same with the row of the table, and the argument without white space around it; the command has its
/// full name, as in files.
///
/// # Errors
/// As [`parse`].
pub fn resolve(line: &str) -> Result<(&'static Spec, &str, Command), String> {
    let line = line.trim();
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let argument = argument.trim_start();
    if name.is_empty() {
        return Err("no command is named".to_owned());
    }
    let Some(spec) = SPECS.iter().find(|spec| spec.name == name) else {
        let near = did_you_mean(name, SPECS.iter().map(|spec| spec.name));
        return Err(match near {
            Some(question) => format!("there is no command {name:?}; {question}"),
            None => format!("there is no command {name:?}"),
        });
    };
    match spec.argument {
        Argument::None if !argument.is_empty() => Err(format!("the command {name:?} takes no argument")),
        Argument::Label | Argument::Article | Argument::Export | Argument::Import if argument.is_empty() => {
            Err(format!("the command {name:?} needs an argument: {name} {}", spec.argument))
        }
        Argument::OneOf(words) if !words.contains(&argument) => {
            Err(format!("the command {name:?} needs one of these words: {}", words.join(", ")))
        }
        _ => (spec.make)(argument).map(|command| (spec, argument, command)),
    }
}

/// A name that a label can have, in the schema or not: `a-z 0-9 -`, and it begins with a letter.
///
/// # Errors
/// One sentence.
pub fn label_name(name: &str) -> Result<LabelName, String> {
    let fits = name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if fits && name.starts_with(|c: char| c.is_ascii_lowercase()) {
        Ok(LabelName::new(name))
    } else {
        Err(format!(
            "a label is called by the characters a-z 0-9 - and begins with a letter, and {name:?} is not"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_and_its_argument() {
        assert_eq!(parse("next-sentence"), Ok(Command::NextSentence));
        assert_eq!(parse("  tag   claim "), Ok(Command::Tag(LabelName::new("claim"))));
        assert_eq!(parse("search peace deal"), Ok(Command::Search(Some("peace deal".to_owned()))));
        assert_eq!(parse("search"), Ok(Command::Search(None)));
        assert_eq!(parse("article 3"), Ok(Command::Article("3".to_owned())));
        assert_eq!(parse("mouse off"), Ok(Command::Mouse(false)));
    }

    #[test]
    fn fingers_that_know_vi_save_and_quit() {
        for (line, command) in [("q", Command::Quit), ("wq", Command::Quit), ("w", Command::Save)] {
            assert_eq!(parse(line), Ok(command), "{line}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_one_sentence() {
        for (line, message) in [
            ("", "no command is named"),
            ("nextsentence", r#"there is no command "nextsentence"; did you mean "next-sentence"?"#),
            ("art", r#"there is no command "art"; did you mean "article"?"#),
            ("zzzzzz", r#"there is no command "zzzzzz""#),
            ("quit now", r#"the command "quit" takes no argument"#),
            ("tag", r#"the command "tag" needs an argument: tag LABEL"#),
            (
                "tag Big Claim",
                r#"a label is called by the characters a-z 0-9 - and begins with a letter, and "Big Claim" is not"#,
            ),
            ("theme blue", r#"the command "theme" needs one of these words: dark, light"#),
            ("theme", r#"the command "theme" needs one of these words: dark, light"#),
        ] {
            assert_eq!(parse(line), Err(message.to_owned()), "{line}");
        }
    }

    #[test]
    fn every_command_can_be_typed() {
        for spec in SPECS {
            let argument = match spec.argument {
                Argument::None | Argument::Text => "",
                Argument::Label => "claim",
                Argument::Article => "1",
                Argument::Export => "csv",
                Argument::Import => "csv a.csv",
                Argument::OneOf(words) => words[0],
            };
            let line = format!("{} {argument}", spec.name);
            let (found, _, _) = resolve(&line).unwrap_or_else(|reason| panic!("{line}: {reason}"));
            assert_eq!(found.name, spec.name, "two commands have one name");
            for short in spec.short {
                assert_eq!(Spec::typed(short).map(|found| found.name), Some(spec.name), "{short}");
                assert!(spec.doc.contains(&format!(":{short}")), "help does not show {short}");
            }
        }
    }

    #[test]
    fn the_words_of_an_argument_are_all_understood() {
        for spec in SPECS {
            if let Argument::OneOf(words) = spec.argument {
                for word in words {
                    assert!((spec.make)(word).is_ok(), "{} {word}", spec.name);
                }
            }
        }
    }
}
