//! A workbook for Excel (ECMA-376): a sheet of annotations, and one of links. Every cell is a text or a number, never a
//! formula.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::csv::{columns, lost_of, rows};
use super::links::{LINK_COLUMNS, link_rows};
use super::output::{Files, Until, in_between};
use super::{Format, Lost, Outgoing};

pub(super) const XLSX: Format = Format {
    name: "xlsx",
    readers: "Excel, LibreOffice, openpyxl: no cell is a formula",
    carries: "every tag with its words, attributes, note, doubt, times, annotator; links, in a sheet of their own",
    loses: "fields of other programs, and what is beyond a sheet's bounds",
    ending: "xlsx",
    seen: false,
    write,
    read: None,
};

/// The rows of a sheet, the first of which names the columns.
const ROWS: u32 = 1_048_576;
/// The code units of UTF-16 of a cell.
const UNITS: usize = 32_767;

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let mut lost = Lost::default();
    // A workbook is an archive, whose directory is written last and whose heads are mended.
    let stop = outgoing.stop();
    in_between(files.create("annotations.xlsx")?, stop, |file| {
        let mut workbook = workbook(outgoing, &mut lost).map_err(io::Error::other)?;
        workbook.save_to_writer(Until::new(file, stop)).map_err(io::Error::other)
    })?;
    lost.forget("link");
    Ok(lost)
}

fn workbook(outgoing: &Outgoing, lost: &mut Lost) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // The same annotations make the same file.
    let then = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&then));
    let columns = columns(outgoing);
    let mut annotations = Sheet::new(&mut workbook, "annotations", &columns)?;
    for article in outgoing.articles() {
        lost.add_all(lost_of(&article));
        rows(&columns, &article).try_for_each(|row| annotations.row(&row, lost))?;
    }
    let columns = LINK_COLUMNS.map(str::to_owned);
    let mut links = Sheet::new(&mut workbook, "links", &columns)?;
    if !outgoing.survey.relations.is_empty() {
        for article in outgoing.articles() {
            link_rows(outgoing, &article).try_for_each(|row| links.row(&row, lost))?;
        }
    }
    Ok(workbook)
}

/// A sheet as it is written, row by row: the rows before are on disk.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    columns: &'a [String],
    rows: u32,
}

impl<'a> Sheet<'a> {
    fn new(workbook: &'a mut Workbook, name: &str, columns: &'a [String]) -> Result<Self, XlsxError> {
        let sheet = workbook.add_worksheet_with_constant_memory()?.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        let mut sheet = Self { sheet, columns, rows: 0 };
        sheet.row(columns, &mut Lost::default())?;
        Ok(sheet)
    }

    fn row(&mut self, cells: &[String], lost: &mut Lost) -> Result<(), XlsxError> {
        if self.rows >= ROWS {
            lost.add("row beyond the end of a sheet", 1);
            return Ok(());
        }
        for ((column, name), cell) in (0_u16..).zip(self.columns).zip(cells) {
            match cell.parse::<u32>() {
                _ if cell.is_empty() => {}
                Ok(number) if ["start", "end"].contains(&name.as_str()) => {
                    self.sheet.write_number(self.rows, column, number)?;
                }
                _ => {
                    self.sheet.write_string(self.rows, column, within(cell, lost))?;
                }
            }
        }
        self.rows += 1;
        Ok(())
    }
}

/// As much of a text as a cell holds.
fn within<'a>(cell: &'a str, lost: &mut Lost) -> &'a str {
    let mut units = 0;
    let beyond = |&(_, c): &(usize, char)| {
        units += c.len_utf16();
        units > UNITS
    };
    match cell.char_indices().find(beyond) {
        None => cell,
        Some((end, _)) => {
            lost.add("end of a text too long for a cell", 1);
            cell.get(..end).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_with_its_cell() {
        let mut lost = Lost::default();
        assert_eq!(within(&"🙂".repeat(20_000), &mut lost).chars().count(), UNITS / 2);
        assert_eq!(lost.to_string(), "1 end of a text too long for a cell");
        assert_eq!(within("a", &mut lost), "a");
    }
}
