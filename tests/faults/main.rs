//! Breaks things on purpose and looks whether the promises hold: long, against the real program in processes of its own.
//!
//! `make faults` runs all; `make faults ONLY=kills` those whose name has the word; `KOCHO_SEED=7` repeats a run and
//! `KOCHO_ROUNDS=5` makes each as short as that. A row is said for each: tried, promised, seen, seed. Each has a control:
//! the same with something broken, which must be noticed, or the experiment proves nothing. Ends with a failure when a
//! promise broke or a control was not noticed.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "an experiment that cannot go on ends"
)]

mod at_once;
mod bodies;
mod citizens;
mod clock;
mod cut_commit;
mod cut_off;
mod disk_full;
mod durability;
mod flips;
mod flood;
mod flooders;
mod frame;
mod guesses;
mod http;
mod kills;
mod ledger;
mod linkage;
mod log_cuts;
mod methods;
mod nodes;
mod postgres;
mod proxy;
mod readers;
mod saves;
mod starting;
mod takeover;
mod town;
mod twins;
mod walk;
mod wire;

/// The attack and the fieldwork it is tried on are those of the short tests.
#[expect(clippy::too_many_lines, reason = "a test may be as long as it is")]
#[path = "../suite/linkage/mod.rs"]
mod linking;
/// The towns of the short tests; the long ones need a part of them.
#[expect(dead_code, reason = "the short tests use all of it")]
#[path = "../suite/support/mod.rs"]
mod support;

use std::process::ExitCode;

use frame::{Experiment, Report};

/// All there is. One more is one line here and one file.
const EXPERIMENTS: [Experiment; 20] = [
    Experiment {
        name: "kills-server",
        promise: "LOST = DUP = GHOST = 0, the same receipt on every retry",
        run: |scene| Box::pin(kills::server(scene)),
    },
    Experiment {
        name: "kills-database",
        promise: "LOST = DUP = GHOST = 0, the same receipt on every retry",
        run: |scene| Box::pin(kills::database(scene)),
    },
    Experiment {
        name: "twins-form",
        promise: "of two with other answers one is told “recorded”, and its answers are stored",
        run: |scene| Box::pin(twins::form(scene)),
    },
    Experiment {
        name: "twins-key",
        promise: "of two devices with one key one is told “recorded”, and its answers are stored",
        run: |scene| Box::pin(twins::key(scene)),
    },
    Experiment {
        name: "cut-commit",
        promise: "never “not recorded” of what is recorded, never “recorded” of what is not",
        run: |scene| Box::pin(cut_commit::run(scene)),
    },
    Experiment {
        name: "cut-off",
        promise: "no node shows what was published before for longer than a second, one that is cut off says so",
        run: |scene| Box::pin(cut_off::run(scene)),
    },
    Experiment {
        name: "kills-save",
        promise: "LOST = 0 of what was acknowledged before, one response of each",
        run: |scene| Box::pin(saves::run(scene)),
    },
    Experiment {
        name: "durability",
        promise: "LOST = 0 with synchronous_commit of the role off",
        run: |scene| Box::pin(durability::run(scene)),
    },
    Experiment {
        name: "disk-full",
        promise: "LOST = DUP = GHOST = 0, and it goes on by itself when there is room",
        run: |scene| Box::pin(disk_full::run(scene)),
    },
    Experiment {
        name: "linkage",
        promise: "no attack finds more keys' answers than its bound",
        run: |scene| Box::pin(linkage::run(scene)),
    },
    Experiment {
        name: "clock-steps",
        promise: "LOST = DUP = GHOST = 0, the same receipt on every retry",
        run: |scene| Box::pin(clock::run(scene)),
    },
    Experiment {
        name: "starting",
        promise: "no node ends because its database comes later",
        run: |scene| Box::pin(starting::run(scene)),
    },
    Experiment {
        name: "takeover",
        promise: "within 30 s another node has the job, and it is done once",
        run: |scene| Box::pin(takeover::run(scene)),
    },
    Experiment {
        name: "guesses",
        promise: "guesses keep one pace over all nodes, right keys enter and get their receipt",
        run: |scene| Box::pin(guesses::run(scene)),
    },
    Experiment {
        name: "backup-flips",
        promise: "no backup with a flipped bit is restored",
        run: |scene| Box::pin(flips::run(scene)),
    },
    Experiment {
        name: "log-cuts",
        promise: "every change of the audit log is noticed",
        run: |scene| Box::pin(log_cuts::run(scene)),
    },
    Experiment {
        name: "readers",
        promise: "the health check answers all the while, intake goes on, LOST = 0",
        run: |scene| Box::pin(readers::run(scene)),
    },
    Experiment {
        name: "bodies",
        promise: "memory stays below the budget and what each has for itself, a small form is taken, all is free again",
        run: |scene| Box::pin(bodies::run(scene)),
    },
    Experiment {
        name: "methods",
        promise: "less than 30 MB more of memory, no new label, a bounded log",
        run: |scene| Box::pin(methods::run(scene)),
    },
    Experiment {
        name: "flood",
        promise: "drafts within their bounds, nobody refused, no draft of a sent response, each stored once",
        run: |scene| Box::pin(flood::run(scene)),
    },
];

fn main() -> ExitCode {
    let seed = frame::seed();
    let only = std::env::var("KOCHO_FAULTS_ONLY").unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut report = Report::default();
    for experiment in EXPERIMENTS.iter().filter(|e| e.name.contains(&only)) {
        runtime.block_on(frame::try_out(experiment, seed, &mut report));
    }
    print!("{}", report.table());
    if report.kept() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
