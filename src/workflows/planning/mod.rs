//! Plans and indicators: importing and exporting a plan, saying how an indicator is measured and
//! how its baseline was made, giving it its values and judging them.

pub mod binding;
pub mod commenting;
pub mod documenting;
mod import_run;
mod import_summary;
pub mod importing;
pub mod judging;
pub mod loading;
pub mod measuring;
mod nodes;
mod revising;

pub use binding::{bind, redefine};
pub use documenting::document_baseline;
pub use importing::import;
pub use loading::load;
pub use measuring::{record, refresh_from};
