//! `kocho municipality …`: the tenants of this installation.

use anyhow::Context;
use diesel_async::AsyncConnection;

use super::operator;
use super::session::Session;
use crate::config::Config;
use crate::domain::event::Event;
use crate::domain::language::Language;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Zone;
use crate::storage::municipalities::{self, Contact, Municipality};
use crate::storage::{Conn, audit, clock};

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
    /// Set one up.
    Create(New),
}

/// A new municipality.
#[derive(Debug, clap::Args)]
struct New {
    /// Its name in addresses, e.g. `sunagawa`.
    slug: Slug,
    /// Its name, e.g. 砂川市.
    #[arg(long)]
    name: String,
    /// The division citizens ask.
    #[arg(long)]
    division: String,
    /// The telephone number that stands on every page.
    #[arg(long)]
    telephone: String,
    /// When somebody answers it.
    #[arg(long, default_value = "平日 8:30〜17:15")]
    hours: String,
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
                println!("{}: {}", town.slug, town.name.get(&Language::japanese()));
            }
        }
        Command::Create(new) => println!("{} was created", create(&mut conn, new).await?),
    }
    session.note().await
}

async fn create(conn: &mut Conn, new: New) -> anyhow::Result<Slug> {
    let contact = Contact {
        division: Text::japanese(new.division),
        telephone: new.telephone,
        hours: Text::japanese(new.hours),
    };
    let (name, zone) = (Text::japanese(new.name), Zone::parse(&new.time_zone)?);
    let town = Municipality::new(new.slug, name, contact, zone);
    conn.transaction(async |tx| {
        municipalities::insert(tx, &town).await?;
        let actor = operator::actor(tx, Some(town.slug.as_str())).await?;
        let now = clock::now(tx).await?;
        audit::record(tx, &actor, &Event::MunicipalityCreated, now).await?;
        Ok::<_, anyhow::Error>(())
    })
    .await
    .with_context(|| format!("creating {}", town.slug))?;
    Ok(town.slug)
}
