//! Moving something: what is to be done, to what, and why. A second person decides it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::event::thing::Thing;
use crate::domain::ids::{ReportId, SurveyId};
use crate::domain::motion::{Act, Motion};
use crate::domain::permission::MakeMotions;
use crate::domain::reason::Reason;
use crate::domain::time::Timestamp;
use crate::read::motions as records;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::{FiguresMotionAt, SurveyMotionAt};
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::parts::Confirmation;
use crate::web::page::{self, Around, Title};
use crate::web::staff::done::Done;
use crate::web::staff::surveys::extension;
use crate::web::staff::told::Told;
use crate::web::staff::words::reason;
use crate::web::staff::{Staff, results, surveys};
use crate::workflows::deciding;

use super::{act, address, motion, refused};

/// The form.
#[derive(Serialize)]
struct New {
    act: Say,
    about: Wording,
    given: Option<motion::Values>,
    confirmation: Confirmation,
    has_decision: bool,
    has_until: bool,
    action: String,
    back: String,
    form: FormView,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/motions/making/new";

    fn title(&self) -> Title {
        Title::Before(self.act.clone().into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// What is typed.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    reason: String,
    #[serde(default)]
    #[validate(length(max = Motion::LONGEST_DECISION))]
    decision: String,
    #[serde(default)]
    #[validate(length(max = 40))]
    until: String,
}

/// What something is done to, and from which page one came.
struct Asked {
    act: Act,
    thing: Thing,
    action: String,
    back: &'static str,
}

/// `GET /staff/results/{report}/motions/{step}`
pub async fn new_of_figures(
    staff: Staff<MakeMotions>,
    at: Path<FiguresMotionAt>,
) -> Result<HttpResponse, Error> {
    show(&staff, &of_figures(&at)?, blank()).await
}

/// `POST /staff/results/{report}/motions/{step}`
pub async fn create_of_figures(
    staff: Staff<MakeMotions>,
    at: Path<FiguresMotionAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    make(&staff, &of_figures(&at)?, form).await
}

/// `GET /staff/surveys/{survey}/motions/{act}`
pub async fn new_of_survey(
    staff: Staff<MakeMotions>,
    at: Path<SurveyMotionAt>,
) -> Result<HttpResponse, Error> {
    show(&staff, &of_survey(&staff, &at).await?, blank()).await
}

/// `POST /staff/surveys/{survey}/motions/{act}`
pub async fn create_of_survey(
    staff: Staff<MakeMotions>,
    at: Path<SurveyMotionAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    make(&staff, &of_survey(&staff, &at).await?, form).await
}

fn blank() -> FormView {
    FormView::blank(&["reason", "decision", "until"])
}

fn of_figures(at: &FiguresMotionAt) -> Result<Asked, Error> {
    let act = Act::from_word(&at.step);
    let act = act.filter(|act| matches!(act, Act::Approval | Act::Publication | Act::Withdrawal));
    Ok(Asked {
        act: act.ok_or(Error::NotFound)?,
        thing: Thing::Report(at.report),
        action: format!("{}/{}/motions/{}", results::PATH, at.report, at.step),
        back: results::PATH,
    })
}

async fn of_survey(staff: &Staff<MakeMotions>, at: &SurveyMotionAt) -> Result<Asked, Error> {
    let act = Act::from_word(&at.act);
    let act = act.filter(|act| matches!(act, Act::Reopening | Act::Cancellation));
    let survey = staff.survey(&at.survey).await?.survey;
    Ok(Asked {
        act: act.ok_or(Error::NotFound)?,
        thing: Thing::Survey(survey.id),
        action: format!("{}/{}/motions/{}", surveys::PATH, survey.slug, at.act),
        back: surveys::PATH,
    })
}

async fn make(
    staff: &Staff<MakeMotions>,
    asked: &Asked,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let moved = match form.read(|fields| understood(staff, asked, fields)) {
        Ok(moved) => moved,
        Err(form) => return show(staff, asked, form).await,
    };
    let person = staff.who.person;
    let made = staff.write(async move |at| deciding::make(at.tx, at.actor, person, moved).await);
    match made.await? {
        Ok(id) => Ok(staff.see(&address(id), Done::MotionMade)),
        Err(why) => {
            let form = form.refused(refused::said(why)?);
            show(staff, asked, form.and_blank(&["decision", "until"])).await
        }
    }
}

fn understood(
    staff: &Staff<MakeMotions>,
    asked: &Asked,
    fields: &Fields,
) -> Result<(Motion, Reason), FieldErrors> {
    let reason = reason("reason", &fields.reason);
    let motion = match asked.thing {
        Thing::Report(report) => of_report(asked.act, report, fields),
        Thing::Survey(survey) => {
            let until = || extension::end_of(&fields.until, staff.town.zone);
            of_its_life(asked.act, survey, until)
        }
        _ => Err(FieldErrors::default()),
    };
    match (motion, reason) {
        (Ok(motion), Ok(reason)) => Ok((motion, reason)),
        (Err(one), Err(other)) => Err(one.with(other)),
        (Err(wrong), Ok(_)) | (Ok(_), Err(wrong)) => Err(wrong),
    }
}

fn of_report(act: Act, report: ReportId, fields: &Fields) -> Result<Motion, FieldErrors> {
    let decision = fields.decision.trim().to_owned();
    match act {
        Act::Publication => Ok(Motion::Publication { report }),
        Act::Withdrawal => Ok(Motion::Withdrawal { report }),
        _ if decision.is_empty() => {
            Err(FieldErrors::of("decision", Say::new("error-required-text")))
        }
        _ => Ok(Motion::Approval { report, decision }),
    }
}

fn of_its_life(
    act: Act,
    survey: SurveyId,
    until: impl FnOnce() -> Result<Timestamp, FieldErrors>,
) -> Result<Motion, FieldErrors> {
    match act {
        Act::Reopening => Ok(Motion::Reopening {
            survey,
            until: until()?,
        }),
        _ => Ok(Motion::Cancellation { survey }),
    }
}

async fn show(
    staff: &Staff<MakeMotions>,
    asked: &Asked,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (given, names) = records::about(&mut conn, staff.desk(), asked.thing).await?;
    drop(conn);
    let told = Told::to(staff, &names);
    staff.show(&New {
        act: act(asked.act),
        about: told.thing(asked.thing),
        given: motion::values(&told, asked.act, &given),
        confirmation: motion::confirmation(asked.act),
        has_decision: asked.act == Act::Approval,
        has_until: asked.act == Act::Reopening,
        action: staff.path(&asked.action),
        back: staff.path(asked.back),
        form,
    })
}
