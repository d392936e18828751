//! Annotations to the files of other tools, and back.
//!
//! What goes out are the [`Articles`] of a corpus, read one after the other, as the files of a [`Format`]; what another
//! tool has made comes in as [`Incoming`] annotations, which are still to be compared with their articles. Each format is
//! one file here and one row of [`FORMATS`]. Nothing here reads a corpus; files are written through [`Files`].

mod article;
mod brat;
mod bundle;
mod cas;
mod cas_json;
mod clue;
mod conll;
mod csv;
mod dna;
mod doccano;
mod formulas;
mod hf;
mod incoming;
mod labelstudio;
mod links;
mod lost;
mod merging;
mod network;
mod outgoing;
mod output;
mod parquet;
mod placing;
mod prodigy;
mod report;
mod spacy;
mod survey;
#[cfg(test)]
mod tests;
mod tokens;
mod training;
mod units;
mod w3c;
mod xlsx;
mod xmi;
mod xml;

pub use article::{Exported, Link, Version, last};
pub use bundle::Bundle;
pub use clue::{detect, fits};
pub use incoming::{Import, Incoming, IncomingLink, Place};
pub use lost::Lost;
pub use merging::{Coming, Counts, Kept, note_kept, taken_in};
pub use outgoing::{Articles, Outgoing, Stage};
pub use output::{Files, Sink};
pub use placing::{Found, Goal, Placed, Refusal, Target, Targets, place};
pub use survey::{End, Survey};
pub use training::{
    Agreed, AgreedSpans, Choice, Confused, Figure, Further, Judged, Part, Shares, Tally, Untagged, What,
};
pub use units::{Offsets, Unit};

use std::io::{self, Write};
use std::path::Path;

use crate::model::Problem;
use clue::Clue;
use output::Below;
use training::card;

/// A format of another tool.
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What reads it.
    pub readers: &'static str,
    /// What it carries.
    pub carries: &'static str,
    /// What it loses; empty: nothing that a sidecar holds of tags.
    pub loses: &'static str,
    /// What the name of its file ends with; empty: it is a folder of files.
    pub ending: &'static str,
    /// Whether it holds what the program sees: sentences and names.
    pub seen: bool,
    /// Writes the files, exactly one where the format is one file, and says what it has no place for.
    pub write: fn(&Outgoing, &dyn Files) -> io::Result<Lost>,
    /// Takes a file apart; none: the format is not read.
    pub read: Option<Reader>,
}

/// How the files of a format are read, and known; the path says how a file is called. The error is that it is no file
/// of the format at all.
#[derive(Clone, Copy)]
pub enum Reader {
    /// As a text.
    Text {
        /// Takes it apart.
        read: fn(&Path, &str) -> Result<Import, Problem>,
        /// Whether a file plainly is of the format.
        is: fn(&Clue) -> bool,
    },
    /// As a database, in which a statement's number is its line.
    Bytes {
        /// Takes it apart.
        read: fn(&Path, &[u8]) -> Result<Import, Problem>,
        /// Whether a file plainly is of the format.
        is: fn(&Clue) -> bool,
    },
}

impl Reader {
    /// Takes a file apart that holds these bytes.
    ///
    /// # Errors
    /// It is no file of the format.
    pub fn read(self, path: &Path, bytes: &[u8]) -> Result<Import, Problem> {
        let import = match self {
            Self::Bytes { read, .. } => read(path, bytes),
            Self::Text { read, .. } => match std::str::from_utf8(bytes) {
                Ok(text) => read(path, text),
                Err(_) => Err(Problem::new("this is not UTF-8").hint("save it as UTF-8")),
            },
        };
        import.map_err(|problem| problem.of(path))
    }

    /// Whether a file plainly is of the format.
    fn is(self, clue: &Clue) -> bool {
        match self {
            Self::Text { is, .. } | Self::Bytes { is, .. } => is(clue),
        }
    }

    /// What is wrong at this line, or with the statement of this number.
    pub fn problem(self, path: &Path, line: usize, reason: &str) -> Problem {
        match self {
            Self::Text { .. } => Problem::with(path, reason).at(line),
            Self::Bytes { .. } => Problem::with(path, format!("statement {line}: {reason}")),
        }
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Format {
    /// Whether it is a folder of files, and not one file.
    pub fn is_folder(&self) -> bool {
        self.ending.is_empty()
    }

    /// Whether an export is a folder of files: that of a format of several, or one for each part of a split.
    pub fn in_folder(&self, choice: &Choice) -> bool {
        self.is_folder() || self.in_parts(choice)
    }

    /// Whether each part of a split has a folder: that of a format that knows no parts.
    pub fn in_parts(&self, choice: &Choice) -> bool {
        choice.split.is_some() && self.name != TRAINING_SETS
    }

    /// Whether it tells how far annotators agree.
    pub fn tells_agreement(&self, choice: &Choice) -> bool {
        [TRAINING_SETS, REPORT].contains(&self.name) || self.in_parts(choice)
    }

    /// Whether it leaves out what a reviewer has rejected: what is learnt from, and networks. All else carries it like
    /// any tag.
    pub fn leaves_out_rejected(&self, choice: &Choice) -> bool {
        let networks = [network::GRAPHML.name, network::GEXF.name, dna::DNA.name];
        self.name == TRAINING_SETS || choice.split.is_some() || networks.contains(&self.name)
    }

    /// Writes an export, and says what it has no place for.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn export(&self, outgoing: Outgoing, files: &dyn Files) -> io::Result<Lost> {
        let mut lost = Lost::default();
        lost.add("rejected tag", outgoing.survey.rejected);
        if !self.in_parts(&outgoing.choice) {
            lost.add_all(self.written(&outgoing, files)?);
            return Ok(lost);
        }
        let tally = outgoing.tally();
        files.create("README.md")?.write_all(card(&outgoing, &tally).as_bytes())?;
        let mut outgoing = outgoing;
        for part in Part::ALL.into_iter().filter(|part| tally.articles(*part) > 0) {
            outgoing = outgoing.of_part(part);
            lost.add_all(self.written(&outgoing, &Below { files, folder: part.name() })?);
        }
        Ok(lost)
    }

    /// The same of one part. Where names stand as people have corrected them, only that they have is left out.
    fn written(&self, outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
        let mut lost = (self.write)(outgoing, files)?;
        if self.seen && ![dna::DNA.name, prodigy::PRODIGY.name, TRAINING_SETS].contains(&self.name) {
            lost.call(article::CORRECTION, "mark of how a name was checked or is called");
        }
        Ok(lost)
    }
}

/// All formats.
pub const FORMATS: &[Format] = &[
    csv::CSV,
    csv::TSV,
    csv::SHEET,
    links::LINKS,
    xlsx::XLSX,
    parquet::PARQUET,
    hf::HF,
    spacy::SPACY,
    doccano::DOCCANO,
    labelstudio::LABEL_STUDIO,
    labelstudio::BUNDLES,
    brat::BRAT,
    conll::CONLL,
    conll::CONLLU_PLUS,
    prodigy::PRODIGY,
    cas_json::CAS_JSON,
    xmi::XMI,
    w3c::W3C,
    dna::DNA,
    network::GRAPHML,
    network::GEXF,
    report::HTML,
];

/// The format that holds training sets, by its name: it knows parts and rows of a kind.
pub const TRAINING_SETS: &str = hf::HF.name;

/// The format that tells how far annotators agree, by its name.
pub const REPORT: &str = report::HTML.name;

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
