//! What follows from everything that is published of a survey together (M-12.5): small towns of random questionnaires
//! with conditions, read by somebody who tries every town that fits.

mod dice;
mod door;
mod pairs;
mod plan;
mod property;
mod questions;
mod reader;
mod search;
mod solver;
mod town;
