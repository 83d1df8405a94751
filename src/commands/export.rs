//! `kocho export …`: files out. Each kind of file has its own module; here is only the list.

use super::{case, plan_files};
use crate::config::Config;

/// `kocho export`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The plans of a municipality, in the form they are imported in.
    Plan(plan_files::ExportArguments),
    /// A closed survey as a case folder, for kocho analyze and for other programs. It holds single responses, without
    /// texts, receipts and ids: give it to nobody who was not promised to have them.
    Case(case::Arguments),
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    match arguments.what {
        What::Plan(arguments) => plan_files::run_export(config, arguments).await,
        What::Case(arguments) => case::run(config, arguments).await,
    }
}
