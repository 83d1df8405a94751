//! Giving citizens longer: the deadline moves, and a survey past it opens again.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::MoveSurveys;
use crate::domain::time::{Day, Deadline, Timestamp, Zone};
use crate::storage::surveys::Survey;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::SurveyAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::lifecycle::{self, Act};

use super::heading::Heading;
use super::moving;

/// The form.
#[derive(Serialize)]
struct New {
    survey: Heading,
    action: String,
    back: String,
    form: FormView,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/surveys/extension/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("extension-title").into())
    }

    fn around(&self) -> Around {
        Around {
            failed: self.form.failed(),
            ..Around::default()
        }
    }
}

/// What is typed.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// The new last day.
    #[validate(length(min = 1, max = 40))]
    until: String,
    /// The deadline the form was made from.
    seen: String,
}

/// `GET /staff/surveys/{survey}/extension`
pub async fn new(staff: Staff<MoveSurveys>, at: Path<SurveyAt>) -> Result<HttpResponse, Error> {
    let survey = staff.survey(&at.survey).await?;
    let last = survey.web_closes_at.map(|at| staff.town.zone.last_day(at));
    let last = last.map_or_else(String::new, |day| day.to_string());
    let form = FormView::filled([("until", last), ("seen", moving::seen(&survey))]);
    show(&staff, &survey, form).await
}

/// `POST /staff/surveys/{survey}/extension`
pub async fn create(
    staff: Staff<MoveSurveys>,
    at: Path<SurveyAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let survey = staff.survey(&at.survey).await?;
    let (id, seen) = (survey.id, moving::seen_in(&form.fields.seen)?);
    let until = match form.read(|fields| end_of(&fields.until, staff.town.zone)) {
        Ok(until) => until,
        Err(again) => return show(&staff, &survey, again).await,
    };
    let extended = staff.write(async move |at| {
        lifecycle::act_as_seen(at.tx, at.actor, (id, seen), &Act::Extend(until)).await
    });
    match extended.await? {
        Ok(_) => Ok(staff.see_row(super::PATH, &survey.slug, Done::Extended)),
        Err(why) => {
            let again = form.refused(moving::refused("until", why)?);
            show(&staff, &survey, again).await
        }
    }
}

async fn show(
    staff: &Staff<MoveSurveys>,
    survey: &Survey,
    form: FormView,
) -> Result<HttpResponse, Error> {
    staff.show(&New {
        survey: moving::heading(staff, survey).await?,
        action: staff.path(&format!("{}/{}/extension", super::PATH, survey.slug)),
        back: staff.path(super::PATH),
        form,
    })
}

/// The moment after the typed day.
fn end_of(typed: &str, zone: Zone) -> Result<Timestamp, FieldErrors> {
    let day = typed.trim().parse::<Day>().ok();
    let end = day.and_then(|day| zone.end_at(Deadline::Day(day)));
    end.ok_or_else(|| FieldErrors::of("until", Say::new("extension-no-day")))
}
