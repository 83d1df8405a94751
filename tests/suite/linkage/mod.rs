//! The linkage attack (`trust.md` AV-1): who holds tables, and knows in which order keys were spent, tries to tell which
//! key gave which response.

pub mod attack;
pub mod dice;
pub mod fieldwork;
