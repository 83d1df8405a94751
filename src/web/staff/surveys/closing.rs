//! Closing a survey before its time: citizens cannot send any more. Extending its deadline takes it back.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::MoveSurveys;
use crate::storage::surveys::Survey;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::SurveyAt;
use crate::web::page::form::FormView;
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::lifecycle::{self, Act};

use super::heading::Heading;
use super::moving;

/// The question whether to.
#[derive(Serialize)]
struct New {
    survey: Heading,
    action: String,
    back: String,
    form: FormView,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/surveys/closing/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("closing-title").into())
    }

    fn around(&self) -> Around {
        Around {
            failed: self.form.failed(),
            ..Around::default()
        }
    }
}

/// What the button sends.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// The deadline the page was made from.
    seen: String,
}

/// `GET /staff/surveys/{survey}/closing`
pub async fn new(staff: Staff<MoveSurveys>, at: Path<SurveyAt>) -> Result<HttpResponse, Error> {
    let survey = staff.survey(&at.survey).await?;
    let form = FormView::filled([("seen", moving::seen(&survey))]);
    show(&staff, &survey, form).await
}

/// `POST /staff/surveys/{survey}/closing`
pub async fn create(
    staff: Staff<MoveSurveys>,
    at: Path<SurveyAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let survey = staff.survey(&at.survey).await?;
    let (id, seen) = (survey.id, moving::seen_in(&form.fields.seen)?);
    let closed = staff.write(async move |at| {
        lifecycle::act_as_seen(at.tx, at.actor, (id, seen), &Act::CloseWeb).await
    });
    match closed.await? {
        Ok(_) => Ok(staff.see_row(super::PATH, &survey.slug, Done::Closed)),
        Err(why) => {
            let again = form.refused(moving::refused("submit", why)?);
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
        action: staff.path(&format!("{}/{}/closing", super::PATH, survey.slug)),
        back: staff.path(super::PATH),
        form,
    })
}
