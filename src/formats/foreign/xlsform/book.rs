//! The workbook as sheets of texts: unpacked within limits, cell by cell.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use crate::formats::foreign::assemble::Found;
use crate::formats::foreign::lack::{Counted, Lack};
use crate::formats::foreign::limits::{CELLS, COLUMNS, PARTS, ROWS_OF_SHEET, UNPACKED};
use crate::formats::foreign::place::Place;

/// A sheet: its cells with something in them.
#[derive(Debug, Default)]
pub(in crate::formats::foreign) struct Sheet {
    pub name: String,
    /// By row from 1 and column from 0.
    pub rows: BTreeMap<usize, BTreeMap<usize, String>>,
}

impl Sheet {
    pub(in crate::formats::foreign) fn place(&self, row: usize, column: usize) -> Place {
        let sheet = self.name.clone();
        Place::Cell { sheet, column, row }
    }
}

/// The sheets of a workbook, in its order.
///
/// # Errors
/// Why it cannot be read at all.
pub(in crate::formats::foreign) fn sheets(
    bytes: &[u8],
    found: &mut Found,
) -> Result<Vec<Sheet>, Lack> {
    unpacks(bytes)?;
    let damaged = |error: calamine::XlsxError| Lack::Damaged(error.to_string());
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = CELLS;
    let names = book.sheet_names();
    let mut sheets = Vec::new();
    for name in names {
        let rows = BTreeMap::new();
        let mut sheet = Sheet { name, rows };
        // A sheet of charts has no cells.
        if let Ok(mut cells) = book.worksheet_cells_reader(&sheet.name.clone()) {
            while let Some(cell) = cells.next_cell().map_err(damaged)? {
                let (row, column) = cell.get_position();
                if !take(
                    &mut sheet,
                    (row, column),
                    cell.get_value(),
                    &mut left,
                    found,
                ) {
                    break;
                }
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Puts a cell where it belongs; false where there are too many.
fn take(
    sheet: &mut Sheet,
    at: (u32, u32),
    value: &DataRef<'_>,
    left: &mut usize,
    found: &mut Found,
) -> bool {
    let number = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let (row, column) = (number(at.0).saturating_add(1), number(at.1));
    let place = sheet.place(row, column);
    let text = match text(value) {
        Ok(text) if text.trim().is_empty() => return true,
        Ok(text) => text,
        Err(what) => {
            found.lack(&place, what);
            return true;
        }
    };
    let full = if column >= COLUMNS {
        Some((Counted::Columns, COLUMNS))
    } else if row > ROWS_OF_SHEET {
        Some((Counted::Lines, ROWS_OF_SHEET))
    } else if *left == 0 {
        Some((Counted::Cells, CELLS))
    } else {
        None
    };
    if let Some((what, limit)) = full {
        found.lack(&place, Lack::TooMany { what, limit });
        // The rows before it may go on behind a cell far to the right.
        return column >= COLUMNS;
    }
    *left -= 1;
    sheet.rows.entry(row).or_default().insert(column, text);
    true
}

/// What a cell shows.
fn text(value: &DataRef<'_>) -> Result<String, Lack> {
    Ok(match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // Whole numbers come as 1, not as 1.0.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::Empty => String::new(),
        DataRef::DateTimeIso(day) | DataRef::DurationIso(day) => day.clone(),
        DataRef::DateTime(day) => return Err(Lack::Value(day.as_f64().to_string())),
        DataRef::Error(error) => return Err(Lack::Value(error.to_string())),
    })
}

/// Unpacks every part once and counts what really comes out: what a packed file says of its size is only a claim.
fn unpacks(bytes: &[u8]) -> Result<(), Lack> {
    let damaged = |error: &dyn std::fmt::Display| Lack::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > PARTS {
        let (what, limit) = (Counted::Parts, PARTS);
        return Err(Lack::TooMany { what, limit });
    }
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| damaged(&error))?;
        let most = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
        let mut unpacked = Vec::new();
        part.take(most)
            .read_to_end(&mut unpacked)
            .map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(unpacked.len())
            .ok_or(Lack::UnpacksTooLarge { limit: UNPACKED })?;
        if [&b"<!DOCTYPE"[..], b"<!ENTITY"]
            .iter()
            .any(|own| holds(&unpacked, own))
        {
            return Err(Lack::Entities);
        }
    }
    Ok(())
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
