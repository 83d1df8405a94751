//! Setting a municipality up, with the first person who works there. They choose their password by a code that is shown
//! here once: on a slip to be printed, or as a link to be sent. Where letters can be sent, the program writes to them.

mod fields;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::account::codes::SetUpCode;
use crate::domain::event::people::Way;
use crate::domain::permission::EditMunicipalities;
use crate::domain::time::{Timestamp, Zone};
use crate::storage::municipalities::Municipality;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::municipalities::{self, First, MunicipalityError};

pub use fields::Fields;
use fields::{BLANK, New as Typed};

use super::PATH;

/// The end of the address of the form.
const NEW: &str = "/staff/municipalities/new";

/// The form.
#[derive(Serialize)]
struct New {
    action: String,
    back: String,
    ways: Vec<Choice>,
    form: FormView,
}

/// A way to hand a code over.
#[derive(Serialize)]
struct Choice {
    value: &'static str,
    text: Say,
    is_chosen: bool,
}

/// What is handed over, shown once.
#[derive(Serialize)]
struct Show {
    lead: Say,
    town: String,
    whose: Say,
    /// The code on a slip; none where the address holds it.
    code: Option<String>,
    address: String,
    until: Say,
    back: String,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/municipalities/creation/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("creation-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/municipalities/creation/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("creation-done-title").into())
    }

    /// The answer to a form: another language shows the list.
    fn around(&self) -> Around {
        Around {
            switch: Some(PATH.to_owned()),
            ..Around::default()
        }
    }
}

/// `GET /staff/municipalities/new`
pub async fn new(staff: Staff<EditMunicipalities>) -> Result<HttpResponse, Error> {
    let zone = Zone::TOKYO.to_string();
    let form = FormView::blank(&BLANK).with("time_zone", zone);
    again(&staff, form, Way::Slip)
}

/// `POST /staff/municipalities/new`
pub async fn create(
    staff: Staff<EditMunicipalities>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let way = form.fields.way(has_mail(&staff));
    let way = way.ok_or(Error::BadRequest)?;
    let typed = match form.read(Fields::read) {
        Ok(typed) => typed,
        Err(form) => return again(&staff, form, way),
    };
    let answer = match way {
        Way::Letter => written(&staff, typed).await?,
        Way::Slip | Way::Link => handed_over(&staff, typed, way).await?,
    };
    match answer {
        Ok(answer) => Ok(answer),
        Err(why) => again(&staff, form.refused(said(why)?), way),
    }
}

/// Whether letters go to a mail server: into files nobody looks who waits for one.
fn has_mail(staff: &Staff<EditMunicipalities>) -> bool {
    staff.app.config.mail.smtp.is_some()
}

/// Sets it up and writes to whoever works there first.
async fn written(
    staff: &Staff<EditMunicipalities>,
    Typed { town, profile }: Typed,
) -> Result<Result<HttpResponse, MunicipalityError>, Error> {
    let (app, slug) = (staff.app.clone(), town.slug.clone());
    let opened = staff.write(async move |at| {
        municipalities::open_by_letter(at.tx, at.actor, &town, profile, &app.keys).await
    });
    let opened = opened.await?;
    Ok(opened.map(|()| staff.see_row(PATH, &slug, Done::MunicipalityOpened)))
}

/// Sets it up; what is handed over to whoever works there first.
async fn handed_over(
    staff: &Staff<EditMunicipalities>,
    Typed { town, profile }: Typed,
    way: Way,
) -> Result<Result<HttpResponse, MunicipalityError>, Error> {
    let code = match way {
        Way::Slip => SetUpCode::slip(rand::random()),
        Way::Letter | Way::Link => SetUpCode::link(rand::random()),
    };
    let whose = Say::new("creation-whose")
        .with("name", profile.name.as_str())
        .with("login", profile.login.as_str());
    let first = First {
        hash: code.hash(&staff.app.keys, town.id).to_vec(),
        profile,
        way,
    };
    let new = town.clone();
    let opened =
        staff.write(async move |at| municipalities::open(at.tx, at.actor, &new, first).await);
    let right = match opened.await? {
        Ok(right) => right,
        Err(why) => return Ok(Err(why)),
    };
    let page = shown_once(staff, &town, (whose, way, code), right.expires_at);
    Ok(Ok(staff.show(&page)?))
}

fn shown_once(
    staff: &Staff<EditMunicipalities>,
    town: &Municipality,
    (whose, way, code): (Say, Way, SetUpCode),
    until: Timestamp,
) -> Show {
    let door = format!(
        "{}/staff/set-up/{}",
        staff.app.config.staff_url(),
        town.slug
    );
    let (code, address) = match way {
        Way::Slip => (Some(code.to_string()), door),
        Way::Letter | Way::Link => (None, format!("{door}/{code}")),
    };
    Show {
        lead: Say::new(match code {
            Some(_) => "creation-slip-lead",
            None => "creation-link-lead",
        }),
        town: town.name.get(staff.language()).to_owned(),
        whose,
        code,
        address,
        until: Say::new("creation-until").with("until", Datum::moment(until, staff.town.zone)),
        back: staff.path(PATH),
    }
}

/// The form, as it was typed.
fn again(
    staff: &Staff<EditMunicipalities>,
    form: FormView,
    chosen: Way,
) -> Result<HttpResponse, Error> {
    let choice = |(way, text): (Way, &'static str)| Choice {
        value: way.word(),
        text: Say::new(text),
        is_chosen: way == chosen,
    };
    let ways = [
        (Way::Slip, "creation-way-slip"),
        (Way::Letter, "creation-way-letter"),
        (Way::Link, "creation-way-link"),
    ];
    let offered = |(way, _): &(Way, _)| has_mail(staff) || *way != Way::Letter;
    staff.show(&New {
        action: staff.path(NEW),
        back: staff.path(PATH),
        ways: ways.into_iter().filter(offered).map(choice).collect(),
        form,
    })
}

/// Why it was not set up, at its field.
///
/// # Errors
/// Where no rule refused it.
fn said(why: MunicipalityError) -> Result<FieldErrors, Error> {
    match why {
        MunicipalityError::SlugTaken => Ok(FieldErrors::of("slug", Say::new("slug-taken"))),
        MunicipalityError::NoAddress => {
            Ok(FieldErrors::of("email", Say::new("creation-email-missing")))
        }
        MunicipalityError::SlugReserved => Ok(FieldErrors::of("slug", Say::new("slug-reserved"))),
        MunicipalityError::Database(error) => Err(error.into()),
        other => Err(Error::fault(other)),
    }
}
