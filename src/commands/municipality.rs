//! `kocho municipality …`: the tenants of this installation.

use anyhow::Context;

use super::operator;
use super::session::Session;
use super::staff;
use crate::app::App;
use crate::config::Config;
use crate::domain::account::codes::SetUpCode;
use crate::domain::event::people::Way;
use crate::domain::language::Language;
use crate::domain::person::Name;
use crate::domain::reason::Reason;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Zone;
use crate::storage::municipalities::{self, Contact, Municipality};
use crate::storage::{Conn, transaction};
use crate::workflows::municipalities as keeping;
use crate::workflows::municipalities::First;

/// `kocho municipality`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    act: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show all municipalities.
    List,
    /// Set one up, and print a link with which its first administrator chooses a password.
    Create(New),
    /// Serve one no longer: neither its citizens nor its staff. Nothing is deleted.
    Suspend {
        /// Its name in addresses.
        slug: Slug,
        /// Why.
        #[arg(long)]
        reason: Reason,
    },
    /// Serve one again.
    Resume {
        /// Its name in addresses.
        slug: Slug,
    },
}

/// A new municipality.
#[derive(Debug, clap::Args)]
struct New {
    /// Its name in addresses, e.g. `sunagawa`.
    slug: Slug,
    /// Its name, e.g. 砂川市.
    #[arg(long)]
    name: Name,
    /// Its name in English, e.g. Sunagawa City.
    #[arg(long)]
    name_en: Option<Name>,
    /// The division citizens ask.
    #[arg(long)]
    division: Name,
    /// The telephone number that stands on every page.
    #[arg(long)]
    telephone: Name,
    /// When somebody answers it.
    #[arg(long, default_value = "平日 8:30〜17:15")]
    hours: Name,
    /// Where its days begin and end.
    #[arg(long, default_value = "Asia/Tokyo")]
    time_zone: String,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    match arguments.act {
        Command::List => {
            for town in municipalities::list(&mut conn).await? {
                println!("{}", line(&town));
            }
        }
        Command::Create(new) => println!("{}", create(&session.app, &mut conn, new).await?),
        Command::Suspend { slug, reason } => {
            let by = operator::actor(&mut conn, Some(slug.as_str())).await?;
            let town = by.municipality;
            transaction(&mut conn, async |tx| {
                keeping::suspend(tx, &by, town, reason).await
            })
            .await?;
            println!("{slug} is suspended");
        }
        Command::Resume { slug } => {
            let by = operator::actor(&mut conn, Some(slug.as_str())).await?;
            let town = by.municipality;
            transaction(&mut conn, async |tx| keeping::resume(tx, &by, town).await).await?;
            println!("{slug} is served again");
        }
    }
    session.note().await
}

fn line(town: &Municipality) -> String {
    let name = town.name.get(&Language::japanese());
    let since = town
        .suspended_at
        .map(|at| at.format(" (suspended since %F)"));
    let since = since.map_or_else(String::new, |since| since.to_string());
    format!("{}: {name}{since}", town.slug)
}

/// What is printed of a new one.
async fn create(app: &App, conn: &mut Conn, new: New) -> anyhow::Result<String> {
    let town = new.municipality()?;
    let code = SetUpCode::link(rand::random());
    let first = First {
        profile: staff::first_profile()?,
        way: Way::Link,
        hash: code.hash(&app.keys, town.id).to_vec(),
    };
    let by = operator::of(&town);
    transaction(conn, async |tx| keeping::open(tx, &by, &town, first).await)
        .await
        .with_context(|| format!("creating {}", town.slug))?;
    let link = staff::address(app, &town, &code);
    Ok(format!(
        "{} was created\nIts first administrator chooses a password once, within a week: {link}",
        town.slug
    ))
}

impl New {
    fn municipality(self) -> anyhow::Result<Municipality> {
        let japanese = |name: Name| Text::japanese(String::from(name));
        let english = self.name_en.map(|name| (Language::english(), name));
        let names = std::iter::once((Language::japanese(), self.name)).chain(english);
        let contact = Contact {
            division: japanese(self.division),
            telephone: self.telephone.into(),
            hours: japanese(self.hours),
        };
        let name = names.map(|(language, name)| (language, name.into()));
        let zone = Zone::parse(&self.time_zone)?;
        Ok(Municipality::new(self.slug, name.collect(), contact, zone))
    }
}
