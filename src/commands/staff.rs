//! `kocho staff …`: who works here, for those who have a shell: above all, the first one.

use anyhow::{Context, bail};

use super::operator;
use super::session::Session;
use crate::app::App;
use crate::config::Config;
use crate::domain::account::codes::SetUpCode;
use crate::domain::actor::Actor;
use crate::domain::event::people::{Held, Profile, SetUp, Way};
use crate::domain::ids::PersonId;
use crate::domain::language::Language;
use crate::domain::person::{Login, Name};
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Zone;
use crate::storage::municipalities::{self, Contact, Municipality};
use crate::storage::{self, Conn, people, transaction};
use crate::workflows::accounts::joining;
use crate::workflows::accounts::people as adding;
use crate::workflows::municipalities as keeping;

/// `kocho staff`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Whose staff; not needed where there is one municipality.
    #[arg(long, global = true)]
    municipality: Option<String>,
    /// Those who run the installation, at their own desk; an invitation makes it where it is missing.
    #[arg(long, global = true, conflicts_with = "municipality")]
    office: bool,
    #[command(subcommand)]
    act: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show everybody.
    List,
    /// Print a link with which a person chooses a password, once; whoever is not there yet is added.
    Invite(Invite),
}

/// Somebody who is invited.
#[derive(Debug, clap::Args)]
struct Invite {
    /// What they will type to sign in.
    login: Login,
    /// Their name, where they are added.
    #[arg(long)]
    name: Option<Name>,
    /// What they are there for, where they are added: administrator (unless said otherwise), designer, data_entry, editor,
    /// approver, viewer. At the office everybody is an operator.
    #[arg(long, value_parser = role)]
    role: Option<Role>,
}

fn role(word: &str) -> Result<Role, String> {
    let known = || Role::ALL.map(Role::word).join(", ");
    Role::from_word(word).ok_or_else(|| format!("roles are {}", known()))
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    let app = &session.app;
    let mut conn = app.db.get().await?;
    let actor = match arguments.office {
        true => at_the_office(&mut conn, &arguments.act).await?,
        false => operator::actor(&mut conn, arguments.municipality.as_deref()).await?,
    };
    match arguments.act {
        Command::List => {
            for person in people::list(&mut conn, actor.municipality).await? {
                let roles = people::roles(&mut conn, actor.municipality, person.id).await?;
                let roles: Vec<&str> = roles.iter().map(|held| held.role.word()).collect();
                println!("{}: {} ({})", person.login, person.name, roles.join(", "));
            }
        }
        Command::Invite(invite) => println!("{}", invited(app, &mut conn, &actor, invite).await?),
    }
    session.note().await
}

/// The operator as actor for the office.
async fn at_the_office(conn: &mut Conn, act: &Command) -> anyhow::Result<Actor> {
    if let Some(office) = municipalities::office(conn).await? {
        return Ok(operator::of(&office));
    }
    if matches!(act, Command::List) {
        bail!("there is no office yet: kocho staff invite --office makes it");
    }
    let office = office();
    let by = operator::of(&office);
    transaction(conn, async |tx| keeping::create(tx, &by, &office).await)
        .await
        .context("making the office")?;
    Ok(by)
}

/// The desk of those who run the installation.
fn office() -> Municipality {
    let name = [
        (Language::japanese(), "運営事務局".to_owned()),
        (Language::english(), "Operator's office".to_owned()),
    ];
    let name = Text::from_iter(name);
    let contact = Contact {
        division: name.clone(),
        telephone: String::new(),
        hours: Text::default(),
    };
    Municipality {
        is_office: true,
        ..Municipality::new(Slug::office(), name, contact, Zone::TOKYO)
    }
}

async fn invited(
    app: &App,
    conn: &mut Conn,
    actor: &Actor,
    invite: Invite,
) -> anyhow::Result<String> {
    let town = municipalities::by_id(conn, actor.municipality).await?;
    let there = people::by_login(conn, actor.municipality, &invite.login).await;
    let (person, purpose) = match there {
        Ok(person) => (person.id, SetUp::Reset),
        Err(error) if !storage::is_missing(&error) => return Err(error.into()),
        Err(_) => {
            let Some(name) = invite.name else {
                bail!("{} is not there yet: say --name", invite.login);
            };
            let role = invite.role.unwrap_or_else(|| town.ruled_by());
            let profile = profile(invite.login, name, role);
            let added = transaction(conn, async |tx| adding::add(tx, actor, profile).await);
            (added.await?, SetUp::Invitation)
        }
    };
    link(app, conn, actor, (&town, person, purpose)).await
}

/// Somebody of whom no more is known than this.
pub(super) fn profile(login: Login, name: Name, role: Role) -> Profile {
    Profile {
        login,
        name,
        email: None,
        division: None,
        until: None,
        roles: vec![Held { role, until: None }],
    }
}

/// A link with which somebody chooses a password, once.
pub(super) async fn link(
    app: &App,
    conn: &mut Conn,
    actor: &Actor,
    (town, person, purpose): (&Municipality, PersonId, SetUp),
) -> anyhow::Result<String> {
    let code = SetUpCode::link(rand::random());
    let hash = code.hash(&app.keys, town.id).to_vec();
    let given = transaction(conn, async |tx| {
        joining::give(tx, actor, person, (purpose, Way::Link), hash).await
    });
    given.await?;
    Ok(address(app, town, &code))
}

/// Where a code is used.
pub(super) fn address(app: &App, town: &Municipality, code: &SetUpCode) -> String {
    format!(
        "{}/staff/set-up/{}/{code}",
        app.config.staff_url(),
        town.slug
    )
}

/// The first administrator, until somebody says who it is.
pub(super) fn first_profile() -> anyhow::Result<Profile> {
    let name = Name::parse("管理者")?;
    Ok(profile(Login::parse("admin")?, name, Role::Administrator))
}
