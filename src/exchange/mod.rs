//! Annotations to the files of other tools, and back.
//!
//! A [`Bundle`] goes out as the files of a [`Format`], and what another tool has made comes in as
//! [`Incoming`] annotations, which are still to be compared with their articles. Each format is one file
//! here and one row of [`FORMATS`]. Nothing here reads or writes a disk.

mod brat;
mod bundle;
mod cas;
mod cas_json;
mod conll;
mod csv;
mod dna;
mod doccano;
mod hf;
mod incoming;
mod labelstudio;
mod lost;
mod network;
mod parquet;
mod prodigy;
mod report;
mod spacy;
#[cfg(test)]
mod tests;
mod tokens;
mod training;
mod units;
mod w3c;
mod xlsx;
mod xmi;
mod xml;

pub use bundle::{Bundle, Exported, Link, Version};
pub use incoming::{Import, Incoming, IncomingLink, Place};
pub use lost::Lost;
pub use training::{Agreed, Choice, Judged, Part, Shares, Untagged, What, card, split};
pub use units::{Offsets, Unit};

use std::path::Path;

use serde_json::Value as Json;

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the folder of the export, with `/`; of no meaning where the format is one file.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl File {
    fn new(name: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: text.into() }
    }

    /// JSON lines.
    fn lines<'a>(name: &str, rows: impl IntoIterator<Item = &'a Json>) -> Self {
        let lines: String = rows.into_iter().map(|row| format!("{row}\n")).collect();
        Self::new(name, lines)
    }
}

/// What an export is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The files; exactly one, where the format is one file.
    pub files: Vec<File>,
    /// What the format has no place for.
    pub lost: Lost,
}

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
    /// Whether it is a folder of files, and not one file.
    pub folder: bool,
    /// Makes the files.
    pub write: fn(&Bundle) -> Export,
    /// Takes a file apart, of which the path says how it is called; none: the format is not read.
    pub read: Option<fn(&Path, &str) -> Import>,
}

/// All formats.
pub const FORMATS: &[Format] = &[
    csv::CSV,
    csv::TSV,
    csv::SHEET,
    csv::LINKS,
    xlsx::XLSX,
    parquet::PARQUET,
    hf::HF,
    spacy::SPACY,
    doccano::DOCCANO,
    labelstudio::LABEL_STUDIO,
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
