//! Why no draft begins from a file: a sentence at its field, and each fault with its place.

use serde::Serialize;

use crate::domain::questionnaire::source::Unmapped;
use crate::formats::begun::Refused;
use crate::formats::questionnaire::Fault;
use crate::formats::sheet::{self, FILE_BYTES, LINES, UNPACKED_BYTES};
use crate::views::datum::Datum;
use crate::views::designing;
use crate::views::say::Say;
use crate::web::page::form::FieldErrors;

use super::fault;

/// What is wrong with what was sent.
pub(super) struct Wrong {
    pub(super) errors: FieldErrors,
    pub(super) faults: Vec<FaultView>,
}

/// One fault of a file.
#[derive(Serialize)]
pub(super) struct FaultView {
    at: Say,
    said: Say,
}

impl Wrong {
    /// At one field.
    pub(super) fn field(field: &'static str, why: Say) -> Self {
        Self {
            errors: FieldErrors::of(field, why),
            faults: Vec::new(),
        }
    }
}

/// Why nothing begins from what was sent in a field.
pub(super) fn wrong(field: &'static str, why: &Refused) -> Wrong {
    match why {
        Refused::Sheet(why) => Wrong::field(field, of_sheet(why)),
        Refused::Own(faults) => Wrong {
            errors: FieldErrors::of(field, counted(faults.len())),
            faults: faults.iter().map(own).collect(),
        },
        Refused::Foreign(unmapped) => of_foreign(field, unmapped),
    }
}

fn counted(count: usize) -> Say {
    Say::new("source-faults").with("count", Datum::how_many(count))
}

fn own(one: &Fault) -> FaultView {
    let at = Say::new("source-at-column")
        .with("line", one.line.to_string())
        .with("column", one.column.to_string());
    FaultView {
        at,
        said: fault::said(&one.kind),
    }
}

fn of_foreign(field: &'static str, unmapped: &[Unmapped]) -> Wrong {
    match unmapped {
        [only] => Wrong::field(field, designing::lack(&only.what)),
        all => Wrong {
            errors: FieldErrors::of(field, counted(all.len())),
            faults: all.iter().map(foreign).collect(),
        },
    }
}

fn foreign(one: &Unmapped) -> FaultView {
    FaultView {
        at: designing::stands(&one.place),
        said: designing::lack(&one.what),
    }
}

fn of_sheet(why: &sheet::Refused) -> Say {
    use sheet::Refused as R;
    let limited =
        |key: &'static str, limit: usize| Say::new(key).with("limit", Datum::how_many(limit));
    match why {
        R::Empty => Say::new("sheet-empty"),
        R::TooLarge => limited("lack-too-large", FILE_BYTES / 1_000_000),
        R::Unpacked => limited("lack-unpacks", UNPACKED_BYTES / 1_000_000),
        R::TooManyLines => limited("source-many-lines", LINES),
        R::Is(_) => Say::new("sheet-other-kind"),
        R::Locked => Say::new("sheet-locked"),
        R::Damaged => Say::new("sheet-damaged"),
        R::Xml { place, .. } => Say::new("source-damaged-part")
            .with("part", place.part.as_str())
            .with("line", place.line.to_string()),
        R::Letters(lines) => {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            Say::new("source-letters").with("lines", lines.join(", "))
        }
    }
}
