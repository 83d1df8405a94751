//! `kocho export …`: files out. Each kind of file has its own module; here is only the list.

use super::plan;
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
    Plan(plan::ExportArguments),
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    match arguments.what {
        What::Plan(arguments) => plan::run_export(config, arguments).await,
    }
}
