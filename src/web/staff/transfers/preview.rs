//! What moving somebody's roles would change, said before anything is stored.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::event::people::Held;
use crate::domain::event::thing::Thing;
use crate::domain::ids::DivisionId;
use crate::domain::permission::MovePeople;
use crate::domain::time::Day;
use crate::domain::transfer::Made;
use crate::read::people::{Employee, Standing, staffing};
use crate::read::transfers as records;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::list::Hidden;
use crate::web::page::parts::{Confirmation, Fact, Step};
use crate::web::page::{self, Around, Title};
use crate::web::staff::told::Told;
use crate::web::staff::{Staff, who, words};

use super::planning::{self, Asked, Fields, NAMES};

/// Its address.
pub(super) const PATH: &str = "/staff/transfers/preview";

/// The page.
#[derive(Serialize)]
struct Show {
    steps: Vec<Step>,
    facts: Vec<Fact>,
    roles: Vec<RoleLine>,
    confirmation: Confirmation,
    is_today: bool,
    action: String,
    hidden: Vec<Hidden>,
    /// The form with what was typed.
    back: String,
    #[serde(skip)]
    switch: String,
    form: FormView,
}

/// A role that goes.
#[derive(Serialize)]
struct RoleLine {
    role: Say,
    until: Say,
    received: Say,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/transfers/preview/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("transfer-preview-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// `GET /staff/transfers/preview`: of what the address says; the form again where that is not understood.
pub async fn show(staff: Staff<MovePeople>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let form = Form::<Fields>::of_query(&request, &NAMES)?;
    let mut conn = staff.app.db.get().await?;
    let people = staffing(&mut conn, staff.desk()).await?.people;
    drop(conn);
    let today = staff.who.today;
    match form.read(|fields| fields.understood(&people, today)) {
        Ok(asked) => page(&staff, &asked, form.refused(FieldErrors::default())).await,
        Err(form) => planning::again(&staff, form).await,
    }
}

/// What would change as things are now; the form again where it could not be made.
///
/// # Errors
/// When the database fails.
pub(super) async fn page(
    staff: &Staff<MovePeople>,
    asked: &Asked<'_>,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (desk, both) = (staff.desk(), [asked.from, asked.to]);
    let there = records::planned_from(&mut conn, desk, asked.from.person.id).await?;
    let days = (asked.on, staff.who.today);
    let found = records::preview(&mut conn, desk, both, days).await?;
    drop(conn);
    let refused = match (&there, &found.made) {
        (Some(_), _) => planning::already(),
        (None, Err(why)) => planning::cannot(*why),
        (None, Ok(made)) => return staff.show(&shown(staff, asked, (&found, made), form)),
    };
    let typed = NAMES.map(|name| (name.to_owned(), form.value(name).to_owned()));
    planning::again(staff, FormView::new(typed, refused)).await
}

fn shown(
    staff: &Staff<MovePeople>,
    asked: &Asked<'_>,
    (found, made): (&records::Preview, &Made),
    form: FormView,
) -> Show {
    let typed = typed(asked);
    let back = format!("{}&{typed}", staff.path(planning::PATH));
    let is_today = asked.on == staff.who.today;
    let versions = [("from_version", asked.from), ("to_version", asked.to)];
    let versions = versions.map(|(name, one)| Hidden::new(name, &one.person.version.to_string()));
    let fields = [
        Hidden::new("from", asked.from.person.login.as_str()),
        Hidden::new("to", asked.to.person.login.as_str()),
        Hidden::new("on", &asked.on.to_string()),
    ];
    Show {
        steps: planning::steps(Some(back.clone()), 1),
        facts: facts(staff, asked, found),
        roles: made.roles.iter().map(|held| line(made, *held)).collect(),
        confirmation: Confirmation {
            happens: happens(staff, asked, found),
            back: Say::new(match is_today {
                true => "transfer-back-now",
                false => "transfer-back-planned",
            }),
        },
        is_today,
        action: staff.path(super::PATH),
        hidden: fields.into_iter().chain(versions).collect(),
        back,
        switch: format!("{PATH}?{typed}"),
        form,
    }
}

/// What was understood, as it stands in an address.
fn typed(asked: &Asked<'_>) -> String {
    let (from, to) = (&asked.from.person.login, &asked.to.person.login);
    let escaped = |login: &str| login.replace('@', "%40");
    let (from, to) = (escaped(from.as_str()), escaped(to.as_str()));
    format!("from={from}&to={to}&on={}", asked.on)
}

fn named(one: &Employee) -> Say {
    who::person(one.person.name.as_str(), one.person.login.as_str())
}

fn facts(staff: &Staff<MovePeople>, asked: &Asked<'_>, found: &records::Preview) -> Vec<Fact> {
    let told = Told::to(staff, &found.names);
    let fact = |term: &'static str, value: Wording| Fact {
        term: Say::new(term),
        value,
    };
    let division = |before: Option<DivisionId>, name: Option<&str>, after: Option<DivisionId>| {
        let none = || Say::new("division-none").into();
        let now = name.map_or_else(none, Wording::from);
        let then = after.map_or_else(none, |id| told.thing(Thing::Division(id)));
        match before == after {
            true => now,
            false => Say::new("transfer-becomes")
                .with("old", now)
                .with("new", then)
                .into(),
        }
    };
    let of =
        |one: &Employee, after| division(one.person.division_id, one.division.as_deref(), after);
    vec![
        fact("transfer-on", Datum::Date(asked.on).into()),
        fact("transfer-from", named(asked.from).into()),
        fact("transfer-to", named(asked.to).into()),
        fact(
            "transfer-from-division",
            of(asked.from, found.giver.division),
        ),
        fact(
            "transfer-to-division",
            of(asked.to, found.receiver.division),
        ),
    ]
}

/// A role with its last day, and whether whoever gets it has it already.
fn line(made: &Made, held: Held) -> RoleLine {
    let had = made.had.iter().find(|had| had.role == held.role);
    RoleLine {
        role: words::role(held.role),
        until: until(held.until),
        received: match had {
            None => Say::new("transfer-role-new"),
            Some(had) => Say::new("transfer-role-had").with("until", until(had.until)),
        },
    }
}

fn until(day: Option<Day>) -> Say {
    match day {
        Some(day) => Say::new("transfer-until").with("day", Datum::Date(day)),
        None => Say::new("transfer-no-end"),
    }
}

/// What will happen, a sentence for each thing.
fn happens(staff: &Staff<MovePeople>, asked: &Asked<'_>, found: &records::Preview) -> Vec<Say> {
    let (giver, receiver) = (named(asked.from), named(asked.to));
    let left = match found.giver.roles.is_empty() {
        true => "transfer-giver-out",
        false => "transfer-giver-other",
    };
    let mut all = vec![
        Say::new(left).with("giver", giver.clone()),
        Say::new("transfer-sessions"),
    ];
    if found.motions > 0 {
        let count = Datum::how_many(found.motions);
        let say = Say::new("transfer-motions").with("giver", giver);
        all.push(say.with("count", count));
    }
    let told = Told::to(staff, &found.deputies.names);
    let ends = found.deputies.rows.iter().map(|row| {
        Say::new("transfer-deputy-ends")
            .with("person", told.person(row.person_id))
            .with("deputy", told.person(row.deputy_id))
            .with("until", Datum::Date(row.until_day))
    });
    all.extend(ends);
    let left = Say::new("transfer-left").with("administrators", found.administrators);
    all.push(left.with("deciders", found.deciders));
    if found.deciders < 2 {
        all.push(Say::new("transfer-one-decider"));
    }
    if asked.to.standing == Standing::Uninvited {
        all.push(Say::new("transfer-uninvited").with("receiver", receiver));
    }
    all
}
