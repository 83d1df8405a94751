//! What lets a member of staff in: passwords, one-time codes, set-up codes, accounts elsewhere, sessions.
//!
//! What belongs here: making, reading and judging them, from given randomness and at a given time. What does not: where
//! they are stored, and who is let in.

pub mod codes;
pub mod kept;
pub mod keys;
pub mod openid;
pub mod password;
pub mod totp;

/// What keys are for; what is made for one never works for another.
mod purpose {
    pub(super) const PASSWORD: &str = "password";
    pub(super) const PEPPER_NAME: &str = "name of a password's key";
    pub(super) const TOTP: &str = "secret of one-time codes";
    pub(super) const ONE_TIME_CODE: &str = "code of a printed list";
    pub(super) const SET_UP: &str = "code to set an account up";
    pub(super) const SET_UP_LINK: &str = "link to set an account up";
    pub(super) const OPENID: &str = "sign-in at a provider";
    pub(super) const KEPT: &str = "what was typed before signing in";
}

/// Declares that something is never shown, in logs neither.
macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
use hidden;
