//! What staff do, room by room: one file for each thing they work on.

mod bad_input;
mod deputies;
mod desk;
mod divisions;
mod frame;
mod health;
mod help;
mod logged;
mod matrix;
mod motions;
pub mod municipalities;
mod office;
mod parts;
pub mod people;
mod plans;
mod questionnaires;
mod record;
mod results;
mod settings;
mod sides;
mod sign_in;
mod surveys;
mod transfers;
mod values;
mod voices;
mod weight;
mod work;
