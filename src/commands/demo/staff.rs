//! The made-up members of staff: one of each role. They have no password, so that nobody can come in as one of them where
//! the program is not told that it shows a demonstration.

use diesel_async::AsyncConnection;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::people::{Held, Profile};
use crate::domain::ids::DivisionId;
use crate::domain::person::{Login, Name};
use crate::domain::role::Role;
use crate::storage::divisions::{self, Division};
use crate::storage::{Conn, people};
use crate::workflows::accounts::people as adding;

/// Login name, name, division, role.
const STAFF: [(&str, &str, &str, Role); 6] = [
    ("sato", "佐藤 花子", "総務課", Role::Administrator),
    ("suzuki", "鈴木 一郎", "政策調整課", Role::Designer),
    ("takahashi", "高橋 みどり", "政策調整課", Role::DataEntry),
    ("tanaka", "田中 健", "広報広聴課", Role::Editor),
    ("ito", "伊藤 誠", "政策調整課", Role::Approver),
    ("watanabe", "渡辺 さくら", "議会事務局", Role::Viewer),
];

/// Adds those who are missing.
pub(super) async fn load(conn: &mut Conn, actor: &Actor) -> anyhow::Result<()> {
    for (login, name, division, role) in STAFF {
        let login = Login::parse(login)?;
        let there = people::by_login(conn, actor.municipality, &login).await;
        if there.is_ok() {
            continue;
        }
        let division = Division {
            municipality_id: actor.municipality,
            id: DivisionId(Uuid::now_v7()),
            name: division.to_owned(),
            email: None,
        };
        let name = Name::parse(name)?;
        conn.transaction(async |tx| {
            let division = divisions::by_name_or_insert(tx, &division).await?;
            let profile = Profile {
                login,
                name,
                email: None,
                division: Some(division.id),
                until: None,
                roles: vec![Held { role, until: None }],
            };
            adding::add(tx, actor, profile).await?;
            Ok::<_, anyhow::Error>(())
        })
        .await?;
    }
    Ok(())
}
