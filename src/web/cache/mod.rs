//! What one node remembers: rows of surveys for a moment, rows of drafts while somebody answers, pages that are the same
//! for everybody, and what is published as long as its edition.

pub mod bank;
pub mod beginnings;
pub mod drafts;
pub mod editions;
mod facts;
mod memory;
pub mod pages;
mod printed;
pub mod publications;
pub mod receipts;
pub mod surveys;
mod trial;
