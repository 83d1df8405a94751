//! Closing a survey before its time: citizens cannot send any more. Extending its deadline takes it back.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::MoveSurveys;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::SurveyAt;
use crate::web::page::form::FormView;
use crate::web::page::parts::Confirmation;
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::lifecycle::{self, Act};

use super::moving::{self, Moving};

/// The end of its address.
pub(super) const ACT: &str = "closing";

/// The question whether to.
#[derive(Serialize)]
struct New {
    #[serde(flatten)]
    moving: Moving,
    confirmation: Confirmation,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/surveys/closing/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("closing-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.moving.form)
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
    show(&staff, &at, FormView::blank(&[])).await
}

/// `POST /staff/surveys/{survey}/closing`
pub async fn create(
    staff: Staff<MoveSurveys>,
    at: Path<SurveyAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let id = staff.survey(&at.survey).await?.survey.id;
    let seen = moving::seen_in(&form.fields.seen)?;
    let closed = staff.write(async move |at| {
        lifecycle::act_as_seen(at.tx, at.actor, (id, seen), &Act::CloseWeb).await
    });
    match closed.await? {
        Ok(_) => Ok(staff.see_row(super::PATH, &at.survey, Done::Closed)),
        Err(why) => {
            let form = form.refused(moving::refused("submit", why)?);
            show(&staff, &at, form).await
        }
    }
}

async fn show(
    staff: &Staff<MoveSurveys>,
    at: &SurveyAt,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let counted = staff.survey(&at.survey).await?;
    staff.show(&New {
        moving: Moving::of(staff, &counted, ACT, form),
        confirmation: Confirmation {
            happens: vec![Say::new("closing-now"), Say::new("closing-stays")],
            back: Say::new("closing-back"),
        },
    })
}
