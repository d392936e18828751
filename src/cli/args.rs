//! What can be typed after `abreast`; the texts here are what `--help`, the manual page and completions show.

mod corpus;
mod export;

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::command::Theme;
use crate::config::SCHEMAS;
use crate::exchange::FORMATS;
use crate::keys::{Key, KeyCode};
use crate::model::AnnotatorId;

pub use corpus::{Corpus, Fields};
pub use export::Export;

/// Reads the news coverage of one event side by side, and tags its claims and positions.
///
/// Articles stand side by side with their entities highlighted. j and k go from sentence to sentence, c tags
/// a claim, p a position, x says that there is nothing; ? shows all keys. Every tag is saved at once, in a
/// JSON file beside the article; the articles are never changed.
#[derive(Debug, Parser)]
#[command(
    name = "abreast",
    version,
    args_conflicts_with_subcommands = true,
    after_help = EXAMPLES,
    subcommand_help_heading = "Commands",
    disable_help_subcommand = true,
)]
pub struct Args {
    /// What to do other than reading.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The reader's arguments.
    #[command(flatten)]
    pub reader: Reader,
}

const EXAMPLES: &str = "\
Examples:
  abreast                          the articles in this folder and below
  abreast sun.txt wire.txt         these two, in this order
  abreast --annotator ada event/   as ada
  abreast inspect --json event/    what the program sees, for other programs
  abreast ./check                  a folder that has the name of a command

Ends with 0, with 1 if something was found wrong, with 2 if it was called wrongly.";

/// The arguments of the reader.
#[derive(Debug, clap::Args)]
pub struct Reader {
    /// Articles (.txt .md .html .json .jsonl), and folders that are searched for them; none: this folder; -: JSON
    /// lines from standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Who annotates: a name, of which a-z 0-9 - _ go into the names of the saved files
    #[arg(long, value_name = "NAME", value_parser = annotator)]
    pub annotator: Option<String>,

    /// How articles are read, and where their saved files lie.
    #[command(flatten)]
    pub corpus: Corpus,

    /// The labels beside claim and position: a label schema instead of abreast.json in the folder
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,

    /// Save nothing
    #[arg(long)]
    pub read_only: bool,

    /// The keys: default, arrows, less, or a keymap file that changes some of them
    #[arg(long, value_name = "NAME|FILE", value_parser = NonEmptyStringValueParser::new())]
    pub keymap: Option<String>,

    /// Colours for a dark or a light terminal; none: as the terminal says
    #[arg(long, value_parser = PossibleValuesParser::new(Theme::ALL.map(Theme::name)).try_map(theme))]
    pub theme: Option<Theme>,

    /// Press these keys at the start: "jjc", or "j j c C-d Enter"
    #[arg(long, help_heading = "For scripts and reports")]
    pub keys: Option<Typed>,

    /// Print the first screen, after --keys, and end
    #[arg(long, help_heading = "For scripts and reports")]
    pub print: bool,

    /// Write down what happens in this file
    #[arg(long, value_name = "FILE", help_heading = "For scripts and reports")]
    pub log: Option<PathBuf>,
}

/// The commands other than the reader.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Shows what the program sees: sentences, and the entities named in them
    ///
    /// With --json one object a line per article; start and end are counted in code points of the text, without
    /// byte order mark and with every line end as one.
    Inspect(Inspect),
    /// Counts articles, sentences and annotations, by annotator
    Stats(Stats),
    /// Says how far annotators agree: on labels, spans and attributes
    ///
    /// Percent agreement, Cohen's kappa, Fleiss' kappa, Krippendorff's alpha, precision, recall and F1, with 95 %
    /// intervals. Only what two have read counts, and of claimants and holders only what somebody has confirmed or
    /// chosen.
    Agreement(Agreement),
    /// Checks that saved files are whole, and every tag still where its words are
    Check(Check),
    /// Writes articles and their tags as the files of another tool
    ///
    /// What a format has no place for is said first, by count. export --list shows what each carries. Tags of
    /// sentences that nobody has read are not made up: negatives are those tagged as none.
    Export(Export),
    /// Takes in what was tagged with another tool
    ///
    /// An annotation that is there already is not doubled, and importing twice changes nothing. One whose words are
    /// not where it says is refused; one that was changed on both sides waits for a decision in the reader (Space d).
    Import(Import),
    /// Merges two versions of a saved file into OURS, record by record; a merge driver for git
    Merge(Merge),
    /// Prints the keys and what they do
    Keys(Keys),
    /// Prints the settings, and where their files lie
    Config(Config),
    /// Prints the completions for a shell, to be put where it looks for them
    Completions(Completions),
    /// Prints the manual page of the program or of a command; to read it: abreast man | man -l -
    Man(Man),
}

/// The arguments of `inspect`.
#[derive(Debug, clap::Args)]
pub struct Inspect {
    /// For programs: one JSON object a line per article
    #[arg(long)]
    pub json: bool,
    /// How articles are read, and where their saved files lie: the corrections in these hold.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Articles, and folders that are searched for them; -: JSON lines from standard input, each answered at once
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// The arguments of `stats`.
#[derive(Debug, clap::Args)]
pub struct Stats {
    /// For programs: one JSON object
    #[arg(long)]
    pub json: bool,
    /// How articles are read, and where their saved files lie.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Articles, and folders that are searched for them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// The arguments of `agreement`.
#[derive(Debug, clap::Args)]
pub struct Agreement {
    /// For programs: one JSON object with everything
    #[arg(long)]
    pub json: bool,
    /// How articles are read, and where their saved files lie.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Articles, and folders that are searched for them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// For programs: one JSON object a line per fault, and a last one with the counts
    #[arg(long)]
    pub json: bool,
    /// Mend what needs no person: offsets of words that moved, records in another order or there twice, line ends,
    /// a byte order mark, temporary files; what a file was is kept beside it as NAME.bak
    #[arg(long)]
    pub fix: bool,
    /// How articles are read, and where their saved files lie.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Articles, and folders that are searched for them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// The arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The format of the files; none: that which each plainly is
    #[arg(long, value_name = "FORMAT", value_parser = read_formats())]
    pub format: Option<String>,
    /// The articles that the annotations are about: a file, or a folder that is searched for them
    #[arg(long, value_name = "PATH", required = true)]
    pub into: Vec<PathBuf>,
    /// Whose all the annotations are, whatever the files say; without it they are whose these say, or else yours
    #[arg(long, value_name = "NAME", value_parser = annotator)]
    pub annotator: Option<String>,
    /// In articles of which names come in all names are tagged: what the program sees besides is no name
    #[arg(long)]
    pub all_names: bool,
    /// Say what would happen, and save nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How articles are read, and where their saved files lie.
    #[command(flatten)]
    pub corpus: Corpus,
    /// The files of the other tool, and folders that are searched for those of the format
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// The arguments of `merge`.
#[derive(Debug, clap::Args)]
pub struct Merge {
    /// What the file is called in what is said of it
    #[arg(long, value_name = "NAME")]
    pub name: Option<PathBuf>,
    /// The version that both began with; an empty file if there was none
    pub base: PathBuf,
    /// The version that is replaced by the merged one
    pub ours: PathBuf,
    /// The other version
    pub theirs: PathBuf,
}

/// The arguments of `keys`.
#[derive(Debug, clap::Args)]
pub struct Keys {
    /// As a keymap file to start from
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// As tables in Markdown
    #[arg(long)]
    pub markdown: bool,
    /// The keys: default, arrows, less, or a keymap file that changes some of them
    #[arg(long, value_name = "NAME|FILE", value_parser = NonEmptyStringValueParser::new())]
    pub keymap: Option<String>,
}

/// The arguments of `config`.
#[derive(Debug, clap::Args)]
pub struct Config {
    /// Print the JSON Schema of this kind of file instead
    #[arg(long, value_name = "FILE", value_parser = SCHEMAS.map(|(name, _)| name))]
    pub schema: Option<String>,
}

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The command; none: the program
    #[arg(value_parser = [
        "inspect", "stats", "agreement", "check", "export", "import", "merge", "keys", "config", "completions", "man",
    ])]
    pub command: Option<String>,
}

/// Keys one after the other: in words apart, a word that names a key is this key (`C-d`, `Enter`), and every
/// other word is typed letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed(pub Vec<Key>);

impl FromStr for Typed {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let keys = |word: &str| match word.parse() {
            Ok(key) => vec![key],
            Err(_) => word.chars().map(|c| Key::plain(KeyCode::Char(c))).collect(),
        };
        Ok(Self(text.split_whitespace().flat_map(keys).collect()))
    }
}

/// Those that are read.
fn read_formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().filter(|format| format.read.is_some()).map(|format| format.name))
}

fn theme(name: String) -> Result<Theme, String> {
    Theme::from_name(&name).ok_or(name)
}

/// A name of which something can stand in a file name.
fn annotator(name: &str) -> Result<String, String> {
    match AnnotatorId::from_name(name) {
        Some(_) => Ok(name.to_owned()),
        None => Err("at least one of the characters a-z 0-9 _ is needed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(line: &[&str]) -> Result<Args, clap::Error> {
        Args::try_parse_from(["abreast"].iter().chain(line))
    }

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_path_may_have_the_name_of_a_command_behind_another_or_with_its_folder() {
        for line in [
            &["./check"][..],
            &["a.txt", "check"],
            &["--read-only", "check"],
            &["--", "check"],
            &["checklist.txt"],
        ] {
            let args = parse(line).unwrap();
            assert!(args.command.is_none(), "{line:?}");
            assert!(args.reader.paths.last().unwrap().to_str().unwrap().contains("check"));
        }
        assert!(matches!(parse(&["check", "check"]).unwrap().command, Some(Command::Check(_))));
    }

    #[test]
    fn keys_are_typed_letter_by_letter_but_for_those_with_names() {
        let Typed(keys) = "jjc C-d p+ Enter Space".parse().unwrap();
        let written: Vec<_> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["j", "j", "c", "C-d", "p", "+", "Enter", "Space"]);
    }

    #[test]
    fn wrong_arguments_end_with_2_and_help_with_0() {
        for line in [
            &["--annotator", "…"][..],
            &["--theme", "blue"],
            &["inspect"],
            &["--no-such-thing"],
            &["stats", "--fix", "a"],
        ] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line:?}");
        }
        assert_eq!(parse(&["--help"]).unwrap_err().exit_code(), 0);
        assert_eq!(parse(&["--version"]).unwrap_err().exit_code(), 0);
    }
}
