//! Case folders: questionnaire, responses, population and indicators in, figures out.
//!
//! `read` turns bytes into a [`Case`] or into all faults at once, `write` computes and writes the figures in the shape
//! of `expected.json`, `compare` finds every difference between two such documents. `export` writes the folder of a
//! survey held in Kocho. Never touches files.
//!
//! One extension of the format of the reference cases: `show_if` may also ask for a number between limits or whether
//! there is an answer, and be `{all: […]}`, `{any: […]}`, `{not: {…}}` of conditions, in the three values of M-3
//! (`tests/data/cases/SCHEMA.md`), as Kocho's questionnaires have them.

pub mod compare;
mod design;
mod entry;
pub mod export;
pub mod fault;
mod json;
mod lines;
pub mod model;
pub mod read;
mod table;
pub mod write;

pub use compare::{Difference, compare};
pub use design::population;
pub use entry::judge_entry;
pub use fault::{Fault, Problem};
pub use model::Case;
pub use read::{Files, read, read_accepting};
pub use write::results;
