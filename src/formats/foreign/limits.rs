//! How large a foreign file, and what is in it, may be. What a questionnaire may hold is the domain's `limits`.

/// Most bytes of a file.
pub(super) const BYTES: usize = 5 << 20;
/// Most bytes of a workbook once it is unpacked, all of its parts together.
pub(super) const UNPACKED: usize = 20 << 20;
/// Most parts of a packed workbook.
pub(super) const PARTS: usize = 1_000;
/// Most cells with something in them.
pub(super) const CELLS: usize = 200_000;
/// Most rows and columns of a sheet.
pub(super) const ROWS_OF_SHEET: usize = 20_000;
/// The same of columns.
pub(super) const COLUMNS: usize = 500;
/// Deepest nesting of groups, elements, brackets.
pub(super) const DEPTH: usize = 32;
/// Most characters of a condition.
pub(super) const EXPRESSION: usize = 4_000;
/// Most bytes of options in all: a list of a workbook is used by many questions, and each has its own.
pub(super) const OPTION_BYTES: usize = 20 << 20;
/// So many lacks are told; of a file that has more something else is the matter.
pub(super) const LACKS: usize = 1_000;
/// Most characters that are told of what stands in the file.
pub(super) const TOLD: usize = 200;
