//! What staff do, room by room: one file for each thing they work on.

mod desk;
mod matrix;
mod sign_in;
mod surveys;
