//! Sending: from a draft or from a one-page form to the intake, and from its outcome to the page that says it.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::domain::ids::SubmissionId;
use crate::domain::language::Language;
use crate::domain::questionnaire::Answers;
use crate::domain::questionnaire::Layout;
use crate::domain::submission::{AnswersJson, Duration, Submission};
use crate::domain::survey::Mode;
use crate::domain::time::Timestamp;
use crate::domain::token::{DraftHash, Key, Receipt};
use crate::storage::responses;
use crate::web::error::Error;
use crate::web::form::Pairs;
use crate::web::known::Asked;
use crate::web::page::{Display, see_other};
use crate::web::tenant::Surveyed;
use crate::workflows::intake::Outcome;

use super::draft::{Draft, Held, forget};
use super::kinds::{self, Kind};
use super::steps::{self, Go};
use super::{check, filling, one_page, receipt};

/// What is sent, whichever page it comes from.
pub(super) struct Sending<'a> {
    pub asked: &'a Asked,
    pub submission: SubmissionId,
    pub key: Option<&'a str>,
    pub draft: Option<DraftHash>,
    /// The page it can be sent from again with everything still there; none where only the browser has it.
    pub again: Option<String>,
    pub begun_at: Timestamp,
    pub language: &'a Language,
    pub display: Display,
}

/// `POST /{town}/surveys/{survey}/responses`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    asked: Surveyed,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    if asked.form.questionnaire().layout == Layout::OnePage {
        return one_page::send(&app, &request, asked, form).await;
    }
    let held = Held::of_request(&request, asked, form.one("_t")?);
    let draft = match &held {
        Some(held) => held.load(&app, asked).await?,
        None => None,
    };
    match (held, draft) {
        (Some(held), Some(draft)) => from_draft(&app, asked, &form, &held, draft).await,
        _ => sent_before(&app, &request, asked, &form).await,
    }
}

async fn from_draft(
    app: &App,
    asked: &Asked,
    form: &Pairs,
    held: &Held,
    mut draft: Draft,
) -> Result<HttpResponse, Error> {
    match Go::read(form)? {
        Go::Language(tag) => {
            filling::choose(asked, &mut draft, &tag);
            held.save(app, asked, &draft).await?;
            return Ok(see_other(&held.address(&format!("{}/check", asked.path()))).finish());
        }
        Go::Back => {
            let last = filling::readable(asked, &draft)
                .path()
                .sections()
                .next_back()
                .unwrap_or_default();
            return Ok(see_other(&held.address(&steps::path(asked, last))).finish());
        }
        Go::Next | Go::Send => {}
    }
    let Ok(answers) = filling::readable(asked, &draft).complete() else {
        return check::write(app, asked, held, &draft, false);
    };
    if filling::has_faults(asked, &draft) {
        return check::write(app, asked, held, &draft, false);
    }
    if answers.is_blank() {
        return check::write(app, asked, held, &draft, true);
    }
    let sending = Sending {
        asked,
        submission: draft.submission,
        key: draft.key.as_deref(),
        draft: Some(held.token.hash(asked.survey.id)),
        again: Some(held.address(&format!("{}/check", asked.path()))),
        begun_at: draft.begun_at,
        language: &draft.language,
        display: draft.display(),
    };
    sending.send(app, &answers).await
}

/// There is no draft, so the form may have been sent before: then its receipt is shown again.
async fn sent_before(
    app: &App,
    request: &HttpRequest,
    asked: &Asked,
    form: &Pairs,
) -> Result<HttpResponse, Error> {
    let language = crate::web::page::asked_language(request, &asked.form.questionnaire().languages);
    let named = form
        .one("_submission")?
        .and_then(|text| uuid::Uuid::try_parse(text).ok())
        .map(SubmissionId);
    if let Some(submission) = named {
        let receipt = Receipt::of(&app.secret, asked.survey.id, submission);
        let mut conn = app.db.get().await?;
        if responses::is_recorded(
            &mut conn,
            asked.town.id,
            asked.survey.id,
            receipt.hash(&app.secret),
        )
        .await?
        {
            return Ok(thanks(asked, &receipt, &language, Display::default()));
        }
    }
    kinds::page(app, asked, &language, Display::default(), Kind::Lost)
}

impl Sending<'_> {
    /// Hands the answers in and writes the page that says what became of them.
    pub(super) async fn send(self, app: &App, answers: &Answers) -> Result<HttpResponse, Error> {
        let asked = self.asked;
        let key = match self.key.map(Key::read).transpose() {
            Ok(key) => key.map(|key| key.hash(&app.secret, asked.town.id, asked.survey.id)),
            Err(_) => {
                return kinds::page(
                    app,
                    asked,
                    self.language,
                    self.display,
                    Kind::AlreadyAnswered,
                );
            }
        };
        let submission = Submission {
            municipality: asked.town.id,
            survey: asked.survey.id,
            id: self.submission,
            key,
            draft: self.draft,
            begun_at: self.begun_at,
            mode: Mode::Web,
            language: self.language.clone(),
            duration: Some(duration(asked, self.begun_at)),
            answers: AnswersJson::new(answers.document()),
        };
        let kind = match app.intake.submit(submission).await {
            Outcome::Accepted(receipt) => {
                return Ok(thanks(asked, &receipt, self.language, self.display));
            }
            Outcome::AlreadyReceived(receipt) => Kind::AlreadySent(receipt.to_string()),
            Outcome::KeyUsed => Kind::AlreadyAnswered,
            Outcome::KeyUnknown => Kind::UnknownKey,
            Outcome::Refused(refusal) => Kind::Refused(refusal),
            Outcome::Busy | Outcome::NotRecorded => Kind::Busy(self.again),
            Outcome::Unknown => Kind::Unsure(self.again),
        };
        kinds::page(app, asked, self.language, self.display, kind)
    }
}

/// M-15: how long it took, in three classes around the time the questionnaire says it takes.
fn duration(asked: &Asked, begun_at: Timestamp) -> Duration {
    let expected = i64::from(asked.form.questionnaire().minutes) * 60;
    let took = (asked.now() - begun_at).num_seconds();
    if took * 3 < expected {
        Duration::Short
    } else if took > expected * 3 {
        Duration::Long
    } else {
        Duration::Usual
    }
}

/// To the receipt; the browser forgets the draft.
fn thanks(asked: &Asked, receipt: &Receipt, language: &Language, display: Display) -> HttpResponse {
    see_other(&receipt::path(asked, receipt, language, display))
        .cookie(forget(asked))
        .finish()
}
