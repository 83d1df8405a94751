//! What one node remembers for a moment: rows of surveys, and pages that are the same for everybody.

pub mod bank;
mod facts;
pub mod pages;
pub mod surveys;
mod trial;
