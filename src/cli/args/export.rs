//! The arguments of `export`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Corpus, annotator};
use crate::exchange::{FORMATS, Shares, What};

/// The arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The format, one of those of --list
    #[arg(long, value_name = "FORMAT", value_parser = formats(), required_unless_present = "list")]
    pub format: Option<String>,
    /// List the formats, with what each carries and loses
    #[arg(long, exclusive = true)]
    pub list: bool,
    /// The file, or the folder of a format of several files; none or -: standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Write over a file that exists, or into a folder that holds something
    #[arg(long)]
    pub force: bool,
    /// Only what this annotator has tagged; can be given several times
    #[arg(long, value_name = "NAME", value_parser = annotator)]
    pub annotator: Vec<String>,
    /// Only tags with these labels
    #[arg(long, alias = "label", value_name = "LABEL,…", value_delimiter = ',')]
    pub labels: Vec<String>,
    /// Only tags that a reviewer has accepted
    #[arg(long)]
    pub accepted_only: bool,
    /// Also tags that a reviewer has rejected, which training sets and networks (graphml, gexf, dna) leave out
    #[arg(long, conflicts_with = "accepted_only")]
    pub with_rejected: bool,
    /// Only tags in what two or more have read, of whom at least this share (0.5, 1) has given the label
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub min_agreement: Option<f64>,
    /// What a row of a training set is (--format hf): sentences, spans, entities, links
    #[arg(long, value_name = "WHAT", value_parser = PossibleValuesParser::new(What::ALL.map(What::name)).try_map(what),
        help_heading = "Training sets")]
    pub what: Option<What>,
    /// Take sentences that nobody has tagged for read, and so for negatives, by those who have tagged others of the article
    #[arg(long, help_heading = "Training sets")]
    pub assume_read: bool,
    /// So many sentences before and after go along with each row
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Training sets")]
    pub context: usize,
    /// Split into train, validation and test, as 80/10/10, so that no event stands on two sides: the articles of a
    /// folder, linked ones, and nearly equal texts stay together
    #[arg(long, value_name = "SHARES", help_heading = "Training sets")]
    pub split: Option<Shares>,
    /// What the split is drawn by
    #[arg(long, value_name = "NUMBER", default_value_t = 1, help_heading = "Training sets")]
    pub seed: u64,
    /// How articles are read, and where their saved files lie.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Articles, and folders that are searched for them
    #[arg(value_name = "PATH", required_unless_present = "list")]
    pub paths: Vec<PathBuf>,
}

impl Export {
    /// The command that these are the arguments of, for a shell, but for where it writes to.
    pub fn command(&self) -> String {
        let mut words = vec!["abreast".to_owned(), "export".to_owned()];
        let mut option = |name: &str, value: Option<String>| {
            words.extend(value.into_iter().flat_map(|value| [format!("--{name}"), quoted(&value)]));
        };
        option("format", self.format.clone());
        option("what", self.what.map(|what| what.name().to_owned()));
        self.annotator.iter().for_each(|name| option("annotator", Some(name.clone())));
        option("labels", (!self.labels.is_empty()).then(|| self.labels.join(",")));
        option("min-agreement", self.min_agreement.map(|share| share.to_string()));
        option("context", (self.context > 0).then(|| self.context.to_string()));
        if let Some(shares) = self.split {
            option("split", Some(shares.to_string()));
            option("seed", Some(self.seed.to_string()));
        }
        words.extend(self.accepted_only.then(|| "--accepted-only".to_owned()));
        words.extend(self.with_rejected.then(|| "--with-rejected".to_owned()));
        words.extend(self.assume_read.then(|| "--assume-read".to_owned()));
        words.extend(self.paths.iter().map(|path| quoted(&path.to_string_lossy())));
        words.join(" ")
    }
}

/// A word of a command, in quotes if the shell would read more than a word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,:=@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|format| format.name))
}

fn what(name: String) -> Result<What, String> {
    What::from_name(&name).ok_or(name)
}

/// A share between 0 and 1.
fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a number from 0 to 1 is needed".to_owned())
}
