//! Plans and indicators: importing and exporting a plan, saying how an indicator is measured, giving it its values.

pub mod binding;
mod comparing;
pub mod importing;
pub mod loading;
pub mod measuring;
mod nodes;
mod revising;

pub use binding::bind;
pub use importing::import;
pub use loading::load;
pub use measuring::{move_values, record, refresh_from};
