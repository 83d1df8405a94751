//! The largest form a person could send: every option marked, every text as long as its field takes.
//!
//! Percent-encoded a byte is three, so ten opinions of 4,000 kanji are more than a third of a megabyte. What the door
//! would not take is a fault of the design, told before anybody writes.

use super::finding::{DesignFault, Finding};
use super::item::{Accepts, Item, items};
use super::limits::{
    self, BODY_BYTES, DRAFT_BYTES, ITEMS, LONGEST_WRITTEN, PAGE_BYTES, PAGE_FIELDS,
};
use super::question::Code;
use super::same::SAME;
use super::{Layout, Questionnaire, place};

/// Bytes that stand for one byte in the body of a form, at most: `%E3`.
const ENCODED: usize = 3;

/// The size of a form, or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Names and values, percent-encoded.
    pub bytes: usize,
    /// Pairs of name and value.
    pub fields: usize,
}

impl Size {
    fn plus(self, other: Self) -> Self {
        Self {
            bytes: self.bytes + other.bytes,
            fields: self.fields + other.fields,
        }
    }

    /// The largest form of these items.
    fn of<'i>(items: impl Iterator<Item = &'i Item>) -> Self {
        items.map(of_item).fold(Self::default(), Self::plus)
    }
}

/// What one item can need of a form.
fn of_item(item: &Item) -> Size {
    // Names and codes are letters, digits, `_`, `-` and `.`: what a form never encodes.
    let pair = |bytes: usize| item.code.len() + bytes + "=&".len();
    let one = |bytes| Size {
        bytes: pair(bytes),
        fields: 1,
    };
    match &item.accepts {
        Accepts::One(_) if item.names.is_some() => {
            let text = one(ENCODED * limits::written_bytes(limits::PLACE));
            (1..place::VALUES).fold(text, |sum, _| sum.plus(text))
        }
        Accepts::One(codes) => one(longest(codes).max(SAME.len())),
        Accepts::Consent(code) => one(code.as_str().len()),
        Accepts::Many { codes, .. } => Size {
            bytes: codes.iter().map(|code| pair(code.as_str().len())).sum(),
            fields: codes.len(),
        },
        Accepts::Number { .. } | Accepts::Date { .. } | Accepts::Time { .. } => {
            one(ENCODED * limits::TYPED_BYTES)
        }
        Accepts::Text { max_length, .. } => {
            // A limit beyond the largest is a fault of its own.
            let max = (*max_length).min(LONGEST_WRITTEN);
            one(ENCODED * limits::written_bytes(max))
        }
    }
}

/// The largest form of each page: one for each section, or one.
#[must_use]
pub fn pages(questionnaire: &Questionnaire) -> Vec<Size> {
    let items = items(questionnaire);
    match questionnaire.layout {
        Layout::OnePage => vec![Size::of(items.iter())],
        Layout::Sections => (0..questionnaire.sections.len())
            .map(|section| Size::of(items.iter().filter(|item| item.section == section)))
            .collect(),
    }
}

/// How many bytes the stored document of a response with these items takes at most. A text percent-encoded is longer than the same in
/// JSON, and the quotes and colons of JSON are less than eight bytes a field.
#[must_use]
pub fn document_bytes(items: &[Item]) -> usize {
    let whole = items.iter().map(stored).fold(Size::default(), Size::plus);
    whole.bytes + 8 * whole.fields
}

/// What one item can need of a stored document: of a place that was typed it holds the code.
fn stored(item: &Item) -> Size {
    match (&item.names, &item.accepts) {
        (Some(_), Accepts::One(codes)) => Size {
            bytes: item.code.len() + longest(codes),
            fields: 1,
        },
        _ => of_item(item),
    }
}

fn longest(codes: &[Code]) -> usize {
    codes
        .iter()
        .map(|code| code.as_str().len())
        .max()
        .unwrap_or(0)
}

/// Pages, and drafts, that the door would not take.
pub(super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |path: String, fault| findings.push(Finding { path, fault });
    let pages = pages(questionnaire);
    for (at, page) in pages.iter().enumerate() {
        let path = match questionnaire.layout {
            Layout::OnePage => "sections".to_owned(),
            Layout::Sections => format!("sections[{at}].questions"),
        };
        if page.bytes > PAGE_BYTES {
            let (bytes, most) = (page.bytes, PAGE_BYTES);
            find(path.clone(), DesignFault::PageTooLarge { bytes, most });
        }
        if page.fields > PAGE_FIELDS {
            find(
                path,
                too_many("fields on one page", page.fields, PAGE_FIELDS),
            );
        }
    }
    let whole = pages.into_iter().fold(Size::default(), Size::plus);
    let path = || "sections".to_owned();
    if whole.bytes > DRAFT_BYTES {
        let (bytes, most) = (whole.bytes, DRAFT_BYTES);
        find(path(), DesignFault::DraftTooLarge { bytes, most });
    }
    let count = items(questionnaire).len();
    if count > ITEMS {
        let what = "items (rows of grids and places of rankings count)";
        find(path(), too_many(what, count, ITEMS));
    }
    findings
}

fn too_many(what: &'static str, count: usize, most: usize) -> DesignFault {
    DesignFault::TooMany { what, count, most }
}

// A page that passes leaves room for the form's own fields.
const _: () = assert!(BODY_BYTES - PAGE_BYTES > 64 * 1024);
