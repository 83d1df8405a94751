//! The operator's door: one file a family of subcommands.
//!
//! To add a family: a file with its `Arguments` and `run`, a variant of `Command`, a line in `dispatch`.

pub mod analyze;
mod audit;
mod backup;
pub mod binding;
pub mod case;
mod client_programs;
mod demo;
pub mod doctor;
mod export;
mod files;
pub mod first_links;
mod import;
mod jobs;
mod migrate;
mod municipality;
pub mod operator;
mod plan;
pub mod plan_files;
pub mod questionnaire;
mod rehearsal;
mod restore;
mod secret;
mod serve;
mod session;
mod staff;
pub mod survey;
mod work;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use session::Session;

use crate::config::{self, Config};
use crate::telemetry;

/// 広聴 Kocho: citizen surveys that feed a municipality's plan.
#[derive(Debug, Parser)]
#[command(name = "kocho", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer citizens, the public and staff, and do the work that waits.
    Serve(serve::Arguments),
    /// Only do the work that waits: closing surveys, computing figures, sending letters.
    Work,
    /// Load the demonstration town where the database is empty, and serve it.
    Demo(demo::Arguments),
    /// The life of surveys: create, keys, schedule, open, extend, close, approve, publish …
    Survey(survey::Arguments),
    /// What staff says about a plan: which question measures an indicator, how a baseline was made.
    Plan(plan::Arguments),
    /// The municipalities of this installation.
    Municipality(municipality::Arguments),
    /// Who works in a municipality: show them, invite one.
    Staff(staff::Arguments),
    /// Bring the database to the schema this program knows.
    Migrate,
    /// Write all data into one file.
    Backup(backup::Arguments),
    /// Bring all data back from such a file: the whole of it, or nothing.
    Restore(restore::Arguments),
    /// Take in a file: a plan, a questionnaire.
    Import(import::Arguments),
    /// Write files: a plan, a closed survey.
    Export(export::Arguments),
    /// Compute the figures of a case folder, without a database.
    Analyze(analyze::Arguments),
    /// Work that was given up: show it, try it again.
    Jobs(jobs::Arguments),
    /// The installation's secret: another one from now on.
    Secret(secret::Arguments),
    /// The log of what staff, operators and the clock did: whether it is whole.
    Audit(audit::Arguments),
    /// Look at settings, database, secret, disk, mail and the work that waits, and say what is wrong.
    Doctor,
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    if let Command::Analyze(analyze) = &arguments.command {
        return ExitCode::from(analyze.run());
    }
    match settled(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            say_fault(&fault);
            ExitCode::FAILURE
        }
    }
}

fn settled(arguments: Arguments) -> anyhow::Result<()> {
    let mut config = config::load()?;
    if let Command::Serve(serve) = &arguments.command {
        serve.apply(&mut config);
    }
    let config = config.checked()?;
    telemetry::start(&config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let done = runtime.block_on(dispatch(arguments.command, config));
    // Whoever was asked to end while a server starts does not wait for that start.
    runtime.shutdown_background();
    done
}

async fn dispatch(command: Command, config: Config) -> anyhow::Result<()> {
    match command {
        Command::Serve(_) => serve::run(config).await,
        Command::Work => work::run(config).await,
        Command::Demo(arguments) => demo::run(config, arguments).await,
        Command::Survey(arguments) => survey::run(config, arguments).await,
        Command::Plan(arguments) => plan::run(config, arguments).await,
        Command::Municipality(arguments) => municipality::run(config, arguments).await,
        Command::Staff(arguments) => staff::run(config, arguments).await,
        Command::Migrate => migrate::run(config).await,
        Command::Backup(arguments) => backup::run(config, arguments).await,
        Command::Restore(arguments) => restore::run(config, arguments).await,
        Command::Secret(arguments) => secret::run(config, arguments).await,
        Command::Import(arguments) => import::run(config, arguments).await,
        Command::Export(arguments) => export::run(config, arguments).await,
        // Needs neither settings nor a database: done before they are read.
        Command::Analyze(_) => Ok(()),
        Command::Jobs(arguments) => jobs::run(config, arguments).await,
        Command::Audit(arguments) => audit::run(config, arguments).await,
        Command::Doctor => doctor::run(config).await,
    }
}

#[expect(clippy::print_stderr, reason = "the operator reads this")]
fn say_fault(fault: &anyhow::Error) {
    eprintln!("kocho: {fault:#}");
}
