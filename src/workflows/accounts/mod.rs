//! Members of staff: coming in and going out, who they are, what they may do.

pub mod deputies;
pub mod divisions;
pub mod factors;
pub mod hashing;
pub mod joining;
pub mod people;
pub mod provider;
pub mod signing_in;
pub mod transfers;
