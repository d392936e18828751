//! A table of links: one row a link between two tags (RFC 4180, UTF-8), which csv and its like have no place for.

use std::io;

use csv::ReaderBuilder;

use super::csv::{Lines, UNEVEN, Writer, header_with};
use super::incoming::Import;
use super::output::Files;
use super::{Exported, Format, Lost, Outgoing, Reader};
use crate::model::Problem;

pub(super) const LINKS: Format = Format {
    name: "links",
    readers: "pandas, R, DuckDB, Spark",
    carries: "links between annotations, one a row, with each text as it is, also for spreadsheets",
    loses: "all else",
    ending: "csv",
    seen: false,
    write: links,
    read: Some(Reader::Text { read: |_, contents| read(contents), is: |clue| clue.has_columns(',', &ENDS) }),
};

/// What a table of links must have.
const ENDS: [&str; 3] = ["relation", "from", "to"];

fn links(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let mut writer = Writer::new(files.create("links.csv")?, b',', false)?;
    writer.row(&LINK_COLUMNS)?;
    let mut lost = Lost::default();
    for article in outgoing.articles() {
        lost.add_all(article.other_records(true));
        lost.add("tag", article.tags().count());
        link_rows(outgoing, &article).try_for_each(|row| writer.row(&row))?;
    }
    writer.end()?;
    Ok(lost)
}

/// The columns of a table of links.
pub const LINK_COLUMNS: [&str; 9] =
    ["id", "relation", "from_doc", "from_annotator", "from", "to_doc", "to_annotator", "to", "created"];

/// Each link of an article in a row of cells.
pub fn link_rows(outgoing: &Outgoing, article: &Exported) -> impl Iterator<Item = [String; 9]> {
    article.links().map(|(annotator, link)| {
        let to_doc = outgoing.target(article, annotator, &link).map(|end| end.doc.to_owned());
        let to_doc = to_doc.or_else(|| link.to_file.clone()).unwrap_or_else(|| article.name.clone());
        let to_annotator = link.to_annotator.clone().unwrap_or_else(|| annotator.to_string());
        let (doc, annotator) = (article.name.clone(), annotator.to_string());
        let created = link.created.unwrap_or_default();
        [link.id, link.relation, doc, annotator, link.from, to_doc, to_annotator, link.to, created]
    })
}

fn read(contents: &str) -> Result<Import, Problem> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let mut reader = ReaderBuilder::new().from_reader(contents.as_bytes());
    let header = header_with(&mut reader, &ENDS)?;
    let mut lines = Lines::of(contents);
    let mut import = Import::default();
    for row in reader.records() {
        match row {
            Ok(row) => {
                let cell = |name: &str| row.get(header.iter().position(|column| column == name)?);
                let [relation, from, to] = ENDS.map(cell);
                if let Some(link) = import.link(lines.at(row.position()), relation, from, to) {
                    [link.id, link.created] = ["id", "created"].map(|name| cell(name).map(str::to_owned));
                }
            }
            Err(error) => {
                import.take(lines.at(error.position()), Err(UNEVEN.to_owned()));
            }
        }
    }
    Ok(import)
}
