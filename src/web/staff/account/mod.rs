//! One's own account: who one is here, one's password and second factor, where one is signed in.

pub mod binding;
pub mod codes;
pub mod password;
mod renewal;
pub mod sessions;
pub mod totp;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::{Grant, KeepOwnAccount};
use crate::domain::slug::Slug;
use crate::domain::time::Timestamp;
use crate::storage::people::Person;
use crate::storage::sessions::Session;
use crate::storage::{Conn, QueryResult, credentials, divisions, people, sessions as stored};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::page::{self, Title};

use super::{Staff, words};

/// Where it is.
pub(super) const PATH: &str = "/staff/account";

/// Where a second factor is set up: whoever needs one and has none is led there.
pub(super) const FACTOR: &str = "/staff/account/second-factor";

/// The page.
#[derive(Serialize)]
struct Show {
    name: String,
    login: String,
    division: Option<String>,
    roles: Vec<RoleView>,
    until: Option<Datum>,
    password: String,
    /// The way to bind the account of the office's provider, where there is one.
    provider: Option<String>,
    /// Where the button leads that gives the account of a provider up; none where none is bound, or no other way in left.
    unbind: Option<String>,
    factor: FactorView,
    sessions: Vec<SessionView>,
    end_others: Option<String>,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/account/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("account-title").into())
    }
}

/// The ways to a second factor.
#[derive(Serialize)]
struct Factor {
    /// Whether nothing else can be done before.
    is_needed: bool,
    factor: FactorView,
}

impl page::Page for Factor {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/account/factor";

    fn title(&self) -> Title {
        Title::Before(Say::new("factor-title").into())
    }
}

/// A role with its last day.
#[derive(Serialize)]
struct RoleView {
    role: Say,
    until: Option<Say>,
}

/// What one proves oneself with besides the password.
#[derive(Serialize)]
struct FactorView {
    has_totp: bool,
    totp: String,
    end_totp: String,
    codes: Vec<CodeView>,
    make_codes: String,
    end_codes: String,
}

/// A code of the printed list, by its number: the code itself nobody has but the paper.
#[derive(Serialize)]
struct CodeView {
    number: Say,
    used: Option<Say>,
}

/// Where one is signed in.
#[derive(Serialize)]
struct SessionView {
    device: Wording,
    place: Say,
    times: Say,
    is_here: bool,
    end: String,
}

/// `GET /staff/account`
pub async fn show(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (town, who) = (staff.town.id, &staff.who);
    let person = people::by_id(&mut conn, town, who.person).await?;
    let roles = people::roles(&mut conn, town, who.person).await?;
    let open = stored::list(&mut conn, town, who.person, who.now).await?;
    let role = |held: &crate::domain::event::people::Held| RoleView {
        role: words::role(held.role),
        until: held.until.map(words::until),
    };
    let page = Show {
        division: division(&mut conn, &person).await?,
        roles: roles.iter().map(role).collect(),
        until: person.until.map(Datum::Date),
        password: staff.path("/staff/account/password"),
        provider: provider(&staff),
        unbind: binding::removal(&mut conn, &staff).await?,
        factor: factor(&mut conn, &staff).await?,
        end_others: (open.len() > 1).then(|| staff.path("/staff/account/sessions")),
        sessions: open.iter().map(|session| view(&staff, session)).collect(),
        name: person.name.to_string(),
        login: person.login.to_string(),
    };
    staff.show(&page)
}

/// `GET /staff/account/second-factor`
pub async fn choose(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let page = Factor {
        is_needed: super::lacks_factor(&staff.who),
        factor: factor(&mut conn, &staff).await?,
    };
    staff.show(&page)
}

/// The way to the provider of the town, where it has one.
fn provider<P: Grant>(staff: &Staff<P>) -> Option<String> {
    let slug = Slug::parse(&staff.town.slug).ok()?;
    staff.app.openid.button(&slug)?;
    Some(staff.path(&format!("/staff/sign-in/{slug}/provider")))
}

async fn division(conn: &mut Conn, person: &Person) -> QueryResult<Option<String>> {
    let Some(id) = person.division_id else {
        return Ok(None);
    };
    let division = divisions::by_id(conn, person.municipality_id, id).await?;
    Ok(Some(division.name))
}

async fn factor<P: Grant>(conn: &mut Conn, staff: &Staff<P>) -> QueryResult<FactorView> {
    let (town, person) = (staff.town.id, staff.who.person);
    let codes = credentials::codes(conn, town, person).await?;
    let moment = |at: Timestamp| Datum::moment(at, staff.town.zone);
    let used = |at| Say::new("code-used").with("at", moment(at));
    Ok(FactorView {
        has_totp: credentials::of(conn, town, person).await?.totp.is_some(),
        totp: staff.path("/staff/account/totp"),
        end_totp: staff.path("/staff/account/totp/removal"),
        codes: codes
            .iter()
            .map(|code| CodeView {
                number: Say::new("code-number").with("number", code.number.to_string()),
                used: code.used_at.map(used),
            })
            .collect(),
        make_codes: staff.path("/staff/account/codes"),
        end_codes: staff.path("/staff/account/codes/removal"),
    })
}

fn view<P: Grant>(staff: &Staff<P>, session: &Session) -> SessionView {
    let moment = |at| Datum::moment(at, staff.town.zone);
    SessionView {
        device: match session.device.as_str() {
            "" => Say::new("device-unknown").into(),
            device => device.into(),
        },
        place: words::place(session.place),
        times: Say::new("session-times")
            .with("began", moment(session.began_at))
            .with("seen", moment(session.seen_at)),
        is_here: session.id == staff.who.session,
        end: staff.path(&format!("/staff/account/sessions/{}", session.id)),
    }
}
