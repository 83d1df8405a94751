//! `kocho import …`: files in. Each kind of file has its own module; here is only the list.

use super::{plan_files, questionnaire};
use crate::config::Config;

/// `kocho import`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A plan with its indicators, as CSV or JSON. Importing it again changes only what differs.
    Plan(plan_files::ImportArguments),
    /// A questionnaire, as YAML or JSON: becomes a version that is never changed. The same file again changes nothing.
    Questionnaire(questionnaire::Arguments),
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    match arguments.what {
        What::Plan(arguments) => plan_files::run_import(config, arguments).await,
        What::Questionnaire(arguments) => questionnaire::run(config, arguments).await,
    }
}
