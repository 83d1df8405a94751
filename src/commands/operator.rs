//! Who acts at the command line, and for which municipality.

use anyhow::{Context, bail};

use crate::domain::actor::{Actor, Who};
use crate::domain::slug::Slug;
use crate::storage::Conn;
use crate::storage::municipalities::{self, Municipality};

/// The operator as actor for the municipality of this name in addresses; without a name, for the only one there is.
///
/// # Errors
/// There is no such municipality, or none was named and there are several.
pub async fn actor(conn: &mut Conn, municipality: Option<&str>) -> anyhow::Result<Actor> {
    let municipality = match municipality {
        Some(name) => {
            let slug = Slug::parse(name).with_context(|| name.to_owned())?;
            let found = municipalities::by_slug(conn, &slug).await;
            found.with_context(|| format!("no municipality is called {name}"))?
        }
        None => match <[_; 1]>::try_from(municipalities::list(conn).await?) {
            Ok([only]) => only,
            Err(several) if several.is_empty() => bail!("there is no municipality yet"),
            Err(several) => {
                let names: Vec<&str> = several.iter().map(|m| m.slug.as_str()).collect();
                bail!(
                    "say which municipality: --municipality {}",
                    names.join(" | ")
                )
            }
        },
    };
    Ok(of(&municipality))
}

/// The operator as actor for a municipality that is being set up.
pub fn of(municipality: &Municipality) -> Actor {
    Actor {
        municipality: municipality.id,
        who: Who::Operator(login_name()),
    }
}

/// The operator as actor for every municipality, and for the office.
///
/// # Errors
/// When the database fails.
pub async fn everywhere(conn: &mut Conn) -> anyhow::Result<Vec<Actor>> {
    let who = Who::Operator(login_name());
    let towns = municipalities::all(conn).await?.into_iter();
    let actor = |town: Municipality| Actor {
        municipality: town.id,
        who: who.clone(),
    };
    Ok(towns.map(actor).collect())
}

/// The login name of the person at the command line, from the list of accounts; its number where it has no name.
fn login_name() -> String {
    let number = rustix::process::getuid().as_raw().to_string();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = accounts.lines().find_map(|account| {
        let mut fields = account.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == number).then(|| name.to_owned())
    });
    name.unwrap_or(number)
}
