//! Sending: from a draft or from a one-page form to the intake, and from its outcome to the page that says it.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::domain::envelope::Room;
use crate::domain::ids::SubmissionId;
use crate::domain::language::Language;
use crate::domain::questionnaire::draft_answers::Ready;
use crate::domain::questionnaire::{Answers, Layout};
use crate::domain::submission::{AnswersJson, Duration, Submission};
use crate::domain::survey::Mode;
use crate::domain::time::Timestamp;
use crate::domain::token::{Key, Receipt};
use crate::storage::receipts;
use crate::web::client::ClientAddress;
use crate::web::error::Error;
use crate::web::form::Pairs;
use crate::web::known::Asked;
use crate::web::page::{Display, see_other};
use crate::web::tenant::Surveyed;
use crate::workflows::intake::Outcome;

use super::draft::{Draft, Held};
use super::kinds::{self, Kind};
use super::steps::{self, Go};
use super::{check, draft, held_back, one_page, receipt, two_drafts};

/// What is sent, whichever page it comes from.
pub(super) struct Sending<'a> {
    pub asked: &'a Asked,
    pub submission: SubmissionId,
    pub key: Option<&'a str>,
    /// The draft they were written in: it goes with the sending.
    pub draft: Option<&'a Held>,
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
    client: ClientAddress,
    asked: Surveyed,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    if let Some(page) = held_back::page(&app, &request, client, asked, &form).await? {
        return Ok(page);
    }
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
    draft: Draft,
) -> Result<HttpResponse, Error> {
    let go = Go::read(form)?;
    if !matches!(go, Go::Next | Go::Send) {
        return away(app, asked, held, draft, go).await;
    }
    let answers = match draft.answers(asked).ready() {
        Ready::Send(answers) => answers,
        Ready::Faulty { .. } => return check::write(app, asked, held, &draft, false),
        Ready::Blank => return check::write(app, asked, held, &draft, true),
        Ready::NothingAsked => {
            let (language, display) = (&draft.language, draft.display());
            return kinds::page(app, asked, language, display, Kind::NothingAsked);
        }
    };
    let sending = Sending {
        asked,
        submission: draft.submission,
        key: draft.key.as_deref(),
        draft: Some(held),
        again: Some(held.address(&steps::check(asked))),
        begun_at: draft.begun_at,
        language: &draft.language,
        display: draft.display(),
    };
    sending.send(app, &answers).await
}

/// Not sending yet: another language, or back to the last section.
async fn away(
    app: &App,
    asked: &Asked,
    held: &Held,
    mut draft: Draft,
    go: Go,
) -> Result<HttpResponse, Error> {
    if let Some(page) = two_drafts::page(app, asked, held, &draft).await? {
        return Ok(page);
    }
    let to = if let Go::Language(tag) = go {
        draft.speak(asked, &tag);
        held.save(app, asked, &draft).await?;
        steps::check(asked)
    } else {
        let read = draft.answers(asked);
        let last = read.path().sections().next_back();
        steps::path(asked, last.unwrap_or_default())
    };
    Ok(see_other(&held.address(&to)).finish())
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
        if receipts::is_recorded(
            &mut conn,
            asked.town.id,
            asked.survey.id,
            receipt.hash(&app.secret, asked.survey.id),
        )
        .await?
        {
            let receipt = receipt::path(app, asked, &receipt, &language, Display::default());
            return Ok(see_other(&receipt).finish());
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
            draft: self.draft.map(|held| held.token.hash(asked.survey.id)),
            begun_at: self.begun_at,
            mode: Mode::Web,
            language: self.language.clone(),
            duration: Some(duration(asked, self.begun_at)),
            answers: AnswersJson::new(answers.document()),
            room: Room::of(asked.form.items()),
        };
        let kind = match app.intake.submit(submission).await {
            Outcome::Accepted(receipt) => {
                return Ok(self.thanks(app, &receipt));
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

    /// To the receipt. The browser forgets what was sent, and nothing else it keeps of this survey.
    fn thanks(&self, app: &App, receipt: &Receipt) -> HttpResponse {
        let to = receipt::path(app, self.asked, receipt, self.language, self.display);
        let mut response = see_other(&to);
        match self.draft {
            Some(held) if held.by_cookie => response.cookie(draft::forget(self.asked)),
            Some(_) => &mut response,
            None if self.key.is_none() => response.cookie(one_page::sent(app, self.asked)),
            None => response.cookie(draft::forget(self.asked)),
        };
        response.finish()
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
