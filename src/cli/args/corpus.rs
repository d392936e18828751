//! What most commands want to know about the articles that they are given.

use std::path::PathBuf;

use crate::corpus;

/// How articles are read, and where their saved files lie.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Corpus {
    /// Where saved files lie, if not beside the articles
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// The names of fields.
    #[command(flatten)]
    pub fields: Fields,
}

/// The heading of these options in `--help`.
const HEADING: &str = "For articles in JSON";

/// The names of the fields of articles in JSON, where they are not the usual ones.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Fields {
    /// The field that holds the text, if not text, body or content
    #[arg(long = "text-field", value_name = "NAME", help_heading = HEADING)]
    pub text: Option<String>,
    /// The field of the headline, if not title or headline
    #[arg(long = "title-field", value_name = "NAME", help_heading = HEADING)]
    pub title: Option<String>,
    /// The field of the day of publication, if not date, published or the like
    #[arg(long = "date-field", value_name = "NAME", help_heading = HEADING)]
    pub date: Option<String>,
    /// The field of who published it, if not source, outlet or publisher
    #[arg(long = "outlet-field", value_name = "NAME", help_heading = HEADING)]
    pub outlet: Option<String>,
    /// The field that tells an article from the others, if not id or guid; without any: its line
    #[arg(long = "id-field", value_name = "NAME", help_heading = HEADING)]
    pub id: Option<String>,
}

impl From<&Fields> for corpus::Fields {
    fn from(fields: &Fields) -> Self {
        let Fields { text, title, date, outlet, id } = fields.clone();
        Self { text, title, date, outlet, id }
    }
}
