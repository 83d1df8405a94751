//! Promises through faults: what is long. `make faults` runs all of them and prints what was tried, promised and seen;
//! it fails where a promise broke, or where a control that must fail did not.
//!
//! ```text
//! make faults                         # all, about twenty minutes
//! make faults ONLY=twins,linkage      # some
//! KOCHO_SEED=42 make faults           # the same people, the same moments
//! ```
//!
//! Everything is real and ends with the run: `kocho serve` as processes, PostgreSQL as a direct child, citizens over
//! HTTP with a ledger of what they were told, which no fault reaches.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "an experiment that cannot go on ends"
)]

mod citizens;
mod cut_commit;
mod durability;
mod frame;
mod http;
mod kills;
mod ledger;
mod linkage;
mod nodes;
mod proxy;
mod server;
mod town;
mod twins;

use std::process::ExitCode;

use frame::{Experiment, Row};

const ALL: [Experiment; 6] = [
    Experiment {
        name: "twins",
        promise: "of two answers to one form, or with one key, one is recorded and just its sender is told so",
        run: twins::run,
    },
    Experiment {
        name: "kills-server",
        promise: "60 SIGKILLs of servers: nothing acknowledged is lost, nothing is doubled, nobody is told a lie",
        run: kills::servers,
    },
    Experiment {
        name: "kills-database",
        promise: "60 SIGKILLs of the database: the same",
        run: kills::database,
    },
    Experiment {
        name: "cut-commit",
        promise: "the answer to COMMIT cut and the database away for 8 s: one of three honest outcomes",
        run: cut_commit::run,
    },
    Experiment {
        name: "durability",
        promise: "synchronous_commit turned off for the role under running servers, and kills: nothing is lost",
        run: durability::run,
    },
    Experiment {
        name: "linkage",
        promise: "whoever has database or backups finds no more pairs of key and answer than chance in groups of 20",
        run: linkage::run,
    },
];

fn main() -> ExitCode {
    let seed = std::env::var("KOCHO_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| getrandom::u64().unwrap() >> 16);
    let only = std::env::var("ONLY").unwrap_or_default();
    let wanted = |name: &str| only.is_empty() || only.split(',').any(|word| word.trim() == name);
    let mut rows: Vec<(&'static str, Row)> = Vec::new();
    for experiment in ALL.iter().filter(|experiment| wanted(experiment.name)) {
        println!("{}: {} (seed {seed})", experiment.name, experiment.promise);
        for row in (experiment.run)(seed) {
            println!("  {row}");
            rows.push((experiment.name, row));
        }
    }
    println!("{}", frame::table(&rows, seed));
    match rows.iter().all(|(_, row)| row.is_kept) && !rows.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
