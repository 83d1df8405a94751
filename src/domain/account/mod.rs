//! What lets a member of staff in: passwords, one-time codes, set-up codes, sessions.
//!
//! What belongs here: making, reading and judging them, from given randomness and at a given time. What does not: where
//! they are stored, and who is let in.

pub mod password;
