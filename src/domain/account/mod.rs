//! What lets a member of staff in: passwords, one-time codes, set-up codes, sessions.
//!
//! What belongs here: making, reading and judging them, from given randomness and at a given time. What does not: where
//! they are stored, and who is let in.

pub mod keys;
pub mod password;
pub mod totp;

/// What keys are for; what is made for one never works for another.
mod purpose {
    pub(super) const PASSWORD: &str = "password";
    pub(super) const PEPPER_NAME: &str = "name of a password's key";
    pub(super) const TOTP: &str = "secret of one-time codes";
}
