//! A demonstration: its sign-in page names one made-up person of each role, as whom anybody may come in. Only where the
//! program is told so and all data of the town are made up.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::person::Login;
use crate::domain::role::Role;
use crate::domain::session::Entry;
use crate::storage::people;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::staff::words;

use super::{Door, Onward};

/// Somebody one can be.
#[derive(Serialize)]
pub(super) struct Part {
    action: String,
    login: String,
    name: String,
    roles: Vec<Say>,
}

/// What the button sends.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(min = 1, max = 60))]
    login: String,
    #[serde(default)]
    to: String,
}

/// Everybody one can be; nobody where it is no demonstration.
pub(super) async fn parts(door: &Door) -> Result<Vec<Part>, Error> {
    if !is_open(door) {
        return Ok(Vec::new());
    }
    let mut conn = door.app.db.get().await?;
    let roles = people::all_roles(&mut conn, door.town.id).await?;
    let everybody = people::list(&mut conn, door.town.id).await?.into_iter();
    let mut parts: Vec<(Role, Part)> = Vec::new();
    for person in everybody {
        let theirs = roles.iter().filter(|(of, ..)| *of == person.id);
        let theirs: Vec<Role> = theirs.map(|(_, role, _)| *role).collect();
        let Some(first) = theirs.iter().min().copied() else {
            continue;
        };
        let part = Part {
            action: door.path("/demonstration"),
            login: person.login.to_string(),
            name: person.name.to_string(),
            roles: theirs.into_iter().map(words::role).collect(),
        };
        parts.push((first, part));
    }
    parts.sort_by_key(|(first, _)| *first);
    Ok(parts.into_iter().map(|(_, part)| part).collect())
}

fn is_open(door: &Door) -> bool {
    let town = door.app.config.web.demonstration.as_deref();
    door.town.synthetic && town == Some(door.town.slug.as_str())
}

/// `POST /staff/sign-in/{town}/demonstration`
pub async fn create(door: Door, form: Form<Fields>) -> Result<HttpResponse, Error> {
    if !is_open(&door) {
        return Err(Error::NotFound);
    }
    let fields = form.untyped()?;
    let login = Login::parse(&fields.login).map_err(|_| Error::NotFound)?;
    let mut conn = door.app.db.get().await?;
    let person = people::by_login(&mut conn, door.town.id, &login).await?;
    drop(conn);
    let onward = Onward::new(&fields.to, "");
    door.let_in(person, Entry::Demonstration, onward).await
}
