//! Members of staff who are signed in already, for tests about something else than signing in.

use kocho::domain::account::codes::SetUpCode;
use kocho::domain::actor::Actor;
use kocho::domain::event::people::{Held, Profile, SetUp, Way};
use kocho::domain::ids::PersonId;
use kocho::domain::person::{Login, Name};
use kocho::domain::role::Role;
use kocho::domain::session::{Device, Entry, Place};
use kocho::storage::{people, transaction};
use kocho::workflows::accounts::people::PersonError;
use kocho::workflows::accounts::{joining, people as adding, signing_in};

use super::door::TestApp;
use super::town::Town;

impl Town {
    /// Somebody with a role and what they type to sign in.
    pub async fn employ(&self, login: &str, role: Role) -> PersonId {
        self.employ_for(&self.operator, login, role).await
    }

    /// The same in the municipality of an actor.
    pub async fn employ_for(&self, actor: &Actor, login: &str, role: Role) -> PersonId {
        let profile = Profile {
            login: Login::parse(login).unwrap(),
            name: Name::parse(&format!("{}の{login}", role.word())).unwrap(),
            email: None,
            division: None,
            until: None,
            roles: vec![Held { role, until: None }],
        };
        let mut conn = self.db.conn().await;
        transaction(&mut conn, async |tx| adding::add(tx, actor, profile).await)
            .await
            .unwrap()
    }

    /// The cookie of a session of theirs, begun with everything that can be asked for.
    pub async fn session_of(&self, actor: &Actor, person: PersonId) -> String {
        let from = signing_in::From {
            device: Device::of("Firefox/140 Windows"),
            place: Place::Inside,
        };
        let mut conn = self.db.conn().await;
        let begun = transaction(&mut conn, async |tx| {
            let person = people::by_id(tx, actor.municipality, person).await?;
            let token =
                signing_in::begin(tx, actor, &person, (Entry::Totp, from), rand::random()).await?;
            Ok::<_, PersonError>(token.written())
        });
        begun.await.unwrap()
    }
}

/// Gives somebody the right to choose a password; its code.
pub async fn slip(app: &TestApp, person: PersonId, purpose: SetUp) -> String {
    let code = SetUpCode::slip(rand::random());
    let hash = code.hash(&app.app.keys, app.town.id).to_vec();
    let mut conn = app.town.db.conn().await;
    let given = transaction(&mut conn, async |tx| {
        joining::give(tx, &app.town.operator, person, (purpose, Way::Slip), hash).await
    });
    given.await.unwrap();
    code.to_string()
}
