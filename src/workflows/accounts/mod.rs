//! Accounts of members of staff: what takes more than a moment to decide.

pub mod hashing;
