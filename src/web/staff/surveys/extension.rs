//! Giving citizens longer: the deadline moves, and a survey past it opens again.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::MoveSurveys;
use crate::domain::time::{Day, Deadline, Timestamp, Zone};
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

use super::moving::{self, Moving};

/// The end of its address.
pub(super) const ACT: &str = "extension";

/// The form.
#[derive(Serialize)]
#[serde(transparent)]
struct New(Moving);

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/surveys/extension/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("extension-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.0.form)
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
    let counted = staff.survey(&at.survey).await?;
    let closes = counted.survey.web_closes_at;
    let last = closes.map_or_else(String::new, |at| staff.town.zone.last_day(at).to_string());
    let form = FormView::filled([("until", last)]);
    staff.show(&New(Moving::of(&staff, &counted, ACT, form)))
}

/// `POST /staff/surveys/{survey}/extension`
pub async fn create(
    staff: Staff<MoveSurveys>,
    at: Path<SurveyAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let id = staff.survey(&at.survey).await?.survey.id;
    let seen = moving::seen_in(&form.fields.seen)?;
    let until = match form.read(|fields| end_of(&fields.until, staff.town.zone)) {
        Ok(until) => until,
        Err(form) => return again(&staff, &at, form).await,
    };
    let extended = staff.write(async move |at| {
        lifecycle::act_as_seen(at.tx, at.actor, (id, seen), &Act::Extend(until)).await
    });
    match extended.await? {
        Ok(_) => Ok(staff.see_row(super::PATH, &at.survey, Done::Extended)),
        Err(why) => {
            let form = form.refused(moving::refused("until", why)?);
            again(&staff, &at, form).await
        }
    }
}

/// The form as it came back, below the survey as it is now.
async fn again(
    staff: &Staff<MoveSurveys>,
    at: &SurveyAt,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let counted = staff.survey(&at.survey).await?;
    staff.show(&New(Moving::of(staff, &counted, ACT, form)))
}

/// The moment after the typed day.
pub(in crate::web::staff) fn end_of(typed: &str, zone: Zone) -> Result<Timestamp, FieldErrors> {
    let day = typed.trim().parse::<Day>().ok();
    let end = day.and_then(|day| zone.end_at(Deadline::Day(day)));
    end.ok_or_else(|| FieldErrors::of("until", Say::new("extension-no-day")))
}
