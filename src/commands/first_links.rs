//! What `kocho serve` says at its start while nobody can sign in: a link with which a first administrator chooses a
//! password. It goes to whoever reads the program's output, who has the database anyway.

use anyhow::Context;

use super::{operator, staff};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::event::people::SetUp;
use crate::domain::ids::PersonId;
use crate::domain::person::{Login, Name};
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::storage::municipalities::{self, Municipality};
use crate::storage::people::{self, Person};
use crate::storage::{self, Conn, clock, set_ups, transaction};
use crate::workflows::accounts::people as adding;

/// One line for each municipality where nobody can sign in. Demonstrations need none, those that are suspended let nobody
/// in, and where somebody who works there holds a code it stays good.
///
/// # Errors
/// When the database fails.
pub async fn first_links(app: &App) -> anyhow::Result<Vec<String>> {
    let mut conn = app.db.get().await?;
    let mut links = Vec::new();
    for town in municipalities::list(&mut conn).await? {
        let is_served = town.suspended_at.is_none();
        if is_served && !town.synthetic {
            links.extend(of_town(app, &mut conn, &town).await?);
        }
    }
    Ok(links)
}

async fn of_town(
    app: &App,
    conn: &mut Conn,
    town: &Municipality,
) -> anyhow::Result<Option<String>> {
    let now = clock::now(conn).await?;
    let today = town.time_zone.day(now);
    let has_provider = app.openid.button(&town.slug).is_some();
    if people::anybody(conn, town.id, today, has_provider).await? {
        return Ok(None);
    }
    let employed = people::employed(conn, town.id, today).await?;
    if set_ups::is_any_out(conn, town.id, &employed, now).await? {
        return Ok(Some(format!(
            "{of}: nobody can sign in yet, and a set-up code is out. For another one: \
             kocho staff --municipality {of} invite LOGIN",
            of = town.slug
        )));
    }
    let actor = operator::of(town);
    let person = administrator(conn, &actor, today).await?;
    let right = (town, person, SetUp::Invitation);
    let link = staff::link(app, conn, &actor, right).await?;
    Ok(Some(format!(
        "{}: nobody can sign in yet. Once, within a week: {link}",
        town.slug
    )))
}

/// The first administrator: whoever is one today, or somebody new called `admin`.
async fn administrator(conn: &mut Conn, actor: &Actor, today: Day) -> anyhow::Result<PersonId> {
    let there = people::list(conn, actor.municipality).await?;
    let roles = people::all_roles(conn, actor.municipality).await?;
    let lasts = |until: Option<Day>| until.is_none_or(|until| until >= today);
    let rules = |person: &&Person| {
        let mut own = roles.iter().filter(|(of, ..)| *of == person.id);
        let rules = |(_, role, until): &_| *role == Role::Administrator && lasts(*until);
        lasts(person.until) && own.any(rules)
    };
    if let Some(person) = there.iter().find(rules) {
        return Ok(person.id);
    }
    let profile = staff::profile(
        free(conn, actor).await?,
        Name::parse("管理者")?,
        Role::Administrator,
    );
    let added = transaction(conn, async |tx| adding::add(tx, actor, profile).await);
    added.await.context("adding the first administrator")
}

/// `admin`, or where somebody was called so who has left, `admin-2` and so on: no login name is given to another.
async fn free(conn: &mut Conn, actor: &Actor) -> anyhow::Result<Login> {
    let mut number = 1_u32;
    loop {
        let login = match number {
            1 => "admin".to_owned(),
            later => format!("admin-{later}"),
        };
        let login = Login::parse(&login)?;
        match people::by_login(conn, actor.municipality, &login).await {
            Ok(_) => number += 1,
            Err(error) if storage::is_missing(&error) => return Ok(login),
            Err(error) => return Err(error.into()),
        }
    }
}
