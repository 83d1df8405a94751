//! Members of staff: coming in and going out, who they are, what they may do.

pub mod factors;
pub mod hashing;
pub mod joining;
pub mod people;
pub mod signing_in;
