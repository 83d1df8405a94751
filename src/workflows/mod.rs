//! The verbs: changes that touch more than one thing, each in one transaction, audited, with its follow-up jobs.

pub mod accounts;
pub mod agreeing;
pub mod deciding;
pub mod designing;
pub mod distributing;
pub mod exporting;
pub mod freezing;
pub mod intake;
pub mod inviting;
mod keeping_apart;
pub mod lifecycle;
pub mod municipalities;
pub mod notifying;
pub mod opening;
pub mod planning;
pub mod proposing;
pub mod publishing;
pub mod recipients;
pub mod recording;
pub mod rekeying;
pub mod sampling;
pub mod scales;
pub mod sealing;
pub mod settling;
pub mod tabulating;
pub mod texts;
pub mod working;
