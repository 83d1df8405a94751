//! `kocho plan …`: what staff says about a plan. Here: how a printed baseline was made, once staff has found out (M-11,
//! M-11b).

use anyhow::Context;
use rust_decimal::Decimal;

use super::session::Session;
use super::{binding, operator, rehearsal};
use crate::config::Config;
use crate::domain::actor::Actor;
use crate::domain::plan::definition::Comparability;
use crate::domain::reason::Reason;
use crate::domain::slug::Slug;
use crate::storage::{Conn, clock, indicators};
use crate::workflows::planning;
use crate::workflows::planning::documenting::Found;

/// `kocho plan`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The municipality, by its name in addresses; not needed while there is only one.
    #[arg(long, global = true)]
    municipality: Option<String>,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Record how the baseline of an indicator was made: how many answered, from where this is known, and whether the
    /// survey's values compare with it. It is recorded as an amendment of the plan.
    Baseline(Baseline),
    /// Say which question measures an indicator, and how. Shown as a sentence and tried out on the last survey first; a
    /// changed definition is an amendment of the plan.
    Bind(binding::Arguments),
}

#[derive(Debug, clap::Args)]
struct Baseline {
    /// The indicator, by its name in addresses.
    indicator: Slug,
    /// How many answered.
    #[arg(long)]
    n: Option<u32>,
    /// n is an assumption; the public page says so.
    #[arg(long, requires = "n")]
    assumed: bool,
    /// The standard error, for a mean.
    #[arg(long)]
    se: Option<Decimal>,
    /// From where this is known, in words.
    #[arg(long)]
    source: Reason,
    /// How the baseline compares with the survey's values.
    #[arg(long, value_enum, default_value = "same")]
    comparability: Compared,
    /// Only say what would be.
    #[arg(long)]
    check: bool,
}

/// M-11b
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Compared {
    /// Nothing that matters changed.
    Same,
    /// Spelling or layout.
    Minor,
    /// An option, an age limit or a mode was added: shown, not judged.
    Limited,
    /// Another scale, wording or base: not compared.
    Broken,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    let actor = operator::actor(&mut conn, arguments.municipality.as_deref()).await?;
    let said = match arguments.act {
        Act::Baseline(said) => record(&mut conn, &actor, &said).await?,
        Act::Bind(said) => {
            let locales = session.app.views.locales();
            binding::run(&session.app.db, &session.app.secret, &actor, locales, &said).await?
        }
    };
    println!("{said}");
    session.note().await
}

async fn record(conn: &mut Conn, actor: &Actor, said: &Baseline) -> anyhow::Result<String> {
    let indicator = indicators::by_slug(conn, actor.municipality, &said.indicator)
        .await
        .with_context(|| format!("there is no indicator {}", said.indicator))?;
    let found = said.found();
    let number = rehearsal::transaction(conn, said.check, async |tx| {
        let now = clock::now(tx).await?;
        planning::document_baseline(tx, actor, indicator.id, &found, now).await
    })
    .await
    .with_context(|| format!("the baseline of {} was not recorded", said.indicator))?;
    let told = format!("{}: definition {number} holds from now on", said.indicator);
    Ok(rehearsal::said(said.check, told))
}

impl From<Compared> for Comparability {
    fn from(said: Compared) -> Self {
        match said {
            Compared::Same => Self::Same,
            Compared::Minor => Self::Minor,
            Compared::Limited => Self::Limited,
            Compared::Broken => Self::Broken,
        }
    }
}

impl Baseline {
    fn found(&self) -> Found {
        Found {
            n: self.n,
            n_assumed: self.assumed,
            se: self.se,
            source: self.source.clone(),
            comparability: self.comparability.into(),
        }
    }
}
