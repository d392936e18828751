//! A workbook for Excel (ECMA-376): a sheet of annotations, and one of links. Every cell is a text or a number, never a
//! formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::csv::{Rows, annotations, link_rows};
use super::{Bundle, Export, File, Format, Lost};

pub(super) const XLSX: Format = Format {
    name: "xlsx",
    readers: "Excel, LibreOffice, openpyxl: no cell is a formula",
    carries: "every tag with its words, attributes, note, doubt, times, annotator; links, in a sheet of their own",
    loses: "fields of other programs, and what is beyond a sheet's bounds",
    folder: false,
    write,
    read: None,
};

/// The rows of a sheet, the first of which names the columns.
const ROWS: usize = 1_048_576;
/// The code units of UTF-16 of a cell.
const UNITS: usize = 32_767;

fn write(bundle: &Bundle) -> Export {
    let (rows, mut lost) = annotations(bundle);
    lost.forget("link");
    let bytes = workbook(&rows, &link_rows(bundle), &mut lost);
    // Writing to memory fails for nothing that these sheets hold: both bounds are kept.
    Export { files: vec![File::new("annotations.xlsx", bytes.unwrap_or_default())], lost }
}

fn workbook(annotations: &Rows, links: &Rows, lost: &mut Lost) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same annotations make the same file.
    let then = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&then));
    fill(workbook.add_worksheet().set_name("annotations")?, annotations, lost)?;
    fill(workbook.add_worksheet().set_name("links")?, links, lost)?;
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, rows: &Rows, lost: &mut Lost) -> Result<(), XlsxError> {
    let columns = rows.first().map(Vec::as_slice).unwrap_or_default();
    for (row, cells) in (0_u32..).zip(rows.iter().take(ROWS)) {
        for ((column, name), cell) in (0_u16..).zip(columns).zip(cells) {
            match cell.parse::<u32>() {
                _ if cell.is_empty() => {}
                Ok(number) if ["start", "end"].contains(&name.as_str()) => {
                    sheet.write_number(row, column, number)?;
                }
                _ => {
                    sheet.write_string(row, column, within(cell, lost))?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    lost.add("row beyond the end of a sheet", rows.len().saturating_sub(ROWS));
    Ok(())
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
