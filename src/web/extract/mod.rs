//! What a handler takes from a request: whose address it is, what was sent, from where.

pub mod choice;
pub mod client;
pub mod form;
pub mod path;
pub mod tenant;
pub mod upload;
