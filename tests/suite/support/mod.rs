//! What the tests stand on: a database of their own, a town in it.

pub mod alone;
pub mod counted;
pub mod db;
pub mod door;
pub mod drafts;
pub mod files;
mod form;
pub mod letters;
pub mod page;
pub mod published;
pub mod rows;
pub mod staff;
pub mod stored;
pub mod town;
