//! What the public meets: the towns, a town's own page, its plans and indicators, the results of its surveys.
//!
//! Nothing here may name single responses: the public sees what was released, never what was sent in.

mod amended;
pub mod data;
mod defined;
mod drawn;
mod file_words;
pub mod home;
mod how;
pub mod indicator;
mod material;
pub mod plan;
mod printed;
pub mod results;
mod state;
mod tabled;
mod targets;
mod tree;
mod verdict;
mod when;
mod wording;
