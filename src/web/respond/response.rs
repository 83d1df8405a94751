//! Sending: from a draft or from a one-page form to the intake, and from its outcome to the page that says it.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::envelope::Length;
use crate::domain::ids::SubmissionId;
use crate::domain::questionnaire::draft_answers::Ready;
use crate::domain::questionnaire::{Answers, Layout};
use crate::domain::submission::{AnswersJson, Duration, Form, Submission};
use crate::domain::survey::Mode;
use crate::domain::time::Timestamp;
use crate::domain::token::{Key, Receipt};
use crate::storage::receipts;
use crate::web::client::ClientAddress;
use crate::web::error::Error;
use crate::web::form::Pairs;
use crate::web::known::Asked;
use crate::web::page::{Display, see_other};
use crate::web::state::AppState;
use crate::web::tenant::Surveyed;
use crate::workflows::intake::Outcome;

use super::draft::{Draft, Held};
use super::kinds::{self, Again, Kind};
use super::slip::OF_DRAFT;
use super::steps::{Go, Step};
use super::{check, held_back, one_page, receipt, section, two_drafts};

/// What is sent, whichever page it comes from.
pub(super) struct Sending<'a> {
    pub asked: &'a Asked,
    /// Who sends it, with what the browser keeps.
    pub held: &'a Held,
    /// Where it can be sent from again with everything still there.
    pub again: Again,
}

/// `POST /{town}/surveys/{survey}/responses`
pub async fn create(
    app: Data<AppState>,
    request: HttpRequest,
    client: ClientAddress,
    asked: Surveyed,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    if let Some(page) = held_back::page(&app, &request, client, asked, &form).await? {
        return Ok(page);
    }
    if is_one_page(asked) {
        return one_page::send(&app, &request, asked, form).await;
    }
    let mut held = Held::of_request(&app, &request, asked, form.one(OF_DRAFT)?);
    let draft = match &mut held {
        Some(held) => held.load(&app, asked).await?,
        None => None,
    };
    match (held, draft) {
        (Some(held), Some(draft)) => from_draft(&app, asked, client, &form, held, draft).await,
        (held, _) => sent_before(&app, &request, asked, &form, held).await,
    }
}

async fn from_draft(
    app: &AppState,
    asked: &Asked,
    client: ClientAddress,
    form: &Pairs,
    held: Held,
    draft: Draft,
) -> Result<HttpResponse, Error> {
    let go = Go::read(form, asked)?;
    if !matches!(go, Go::Next | Go::Send) {
        return away(app, asked, client, held, draft, go).await;
    }
    let held = &held;
    let answers = match draft.answers(asked).ready() {
        Ready::Send(answers) => answers,
        Ready::Faulty { .. } => return check::write(app, asked, held, &draft, false),
        Ready::Blank => return check::write(app, asked, held, &draft, true),
        Ready::NothingAsked => {
            let (language, display) = (&draft.language, draft.display());
            return kinds::page(app, asked, language, display, Kind::NothingAsked);
        }
    };
    let again = match held.travels() {
        true => Again::Slip(held.carried(asked)?),
        false => Again::Page(Step::Check.path(asked)),
    };
    Sending { asked, held, again }.send(app, &answers).await
}

/// Not sending yet: another language, or back to a section.
async fn away(
    app: &AppState,
    asked: &Asked,
    client: ClientAddress,
    mut held: Held,
    mut draft: Draft,
    go: Go,
) -> Result<HttpResponse, Error> {
    let page = if let Go::Language(tag) = &go {
        draft.speak(asked, tag);
        section::keep(app, asked, client, &mut held, &draft).await?
    } else {
        two_drafts::page(app, asked, &held, &draft).await?
    };
    if let Some(page) = page {
        return Ok(page);
    }
    let last = draft.answers(asked).path().sections().next_back();
    let to = match go {
        Go::Language(_) => Step::Check,
        Go::Change(section) => Step::Section(section),
        _ => Step::Section(last.unwrap_or_default()),
    };
    to.lead(app, asked, &held, &draft)
}

/// There is no draft, so the form may have been sent before: then its receipt is shown again.
async fn sent_before(
    app: &AppState,
    request: &HttpRequest,
    asked: &Asked,
    form: &Pairs,
    held: Option<Held>,
) -> Result<HttpResponse, Error> {
    let language = crate::web::page::asked_language(request, &asked.form.questionnaire().languages);
    // A form of a former version named the id itself.
    let named = form.one("_submission")?.map(uuid::Uuid::try_parse);
    let named = named.and_then(|id| id.ok()).map(SubmissionId);
    let slip = held.as_ref().map(|held| &held.slip);
    let named = named.or_else(|| Some(slip?.submission(asked.survey.id)));
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
    section::gone(app, request, asked, held.as_ref()).await
}

impl Sending<'_> {
    /// Hands the answers in and writes the page that says what became of them.
    pub(super) async fn send(
        self,
        app: &AppState,
        answers: &Answers,
    ) -> Result<HttpResponse, Error> {
        let (asked, slip) = (self.asked, &self.held.slip);
        let display = Display::read(&slip.display);
        let said = |kind| kinds::page(app, asked, &slip.language, display, kind);
        let Some(submission) = self.submission(app, answers) else {
            return said(Kind::AlreadyAnswered);
        };
        said(match app.intake.submit(submission).await {
            Outcome::Accepted(receipt) => {
                return Ok(self.thanks(app, &receipt));
            }
            Outcome::AlreadyReceived(receipt) => Kind::AlreadySent(receipt.to_string()),
            Outcome::KeyUsed => Kind::AlreadyAnswered,
            Outcome::KeyUnknown => Kind::UnknownKey,
            Outcome::Refused(refusal) => Kind::Refused(refusal),
            Outcome::Busy | Outcome::NotRecorded => Kind::Busy(self.again),
            Outcome::Unknown => Kind::Unsure(self.again),
        })
    }

    /// The form as the intake takes it; none where its key is no key.
    fn submission(&self, app: &AppState, answers: &Answers) -> Option<Submission> {
        let (asked, slip) = (self.asked, &self.held.slip);
        let (of, survey) = (asked.town.id, asked.survey.id);
        let form = Form {
            id: slip.submission(survey),
            begun_at: slip.begun_at,
            mode: Mode::Web,
            language: slip.language.clone(),
            duration: Some(duration(asked, slip.begun_at)),
            answers: AnswersJson::new(answers.document()),
            length: Length::of(asked.form.items()),
        };
        let Some(key) = slip.key.as_deref() else {
            let draft = (!is_one_page(asked)).then(|| slip.token.hash(survey));
            return Some(Submission::open(of, survey, draft, form));
        };
        let key = Key::read(key).ok()?;
        let secret = &app.secret;
        Some(Submission::with_key(secret, of, survey, &key, form))
    }

    /// To the receipt. The browser forgets what was sent, and nothing else it keeps of this survey.
    fn thanks(&self, app: &AppState, receipt: &Receipt) -> HttpResponse {
        let (asked, slip) = (self.asked, &self.held.slip);
        let display = Display::read(&slip.display);
        let mut response = see_other(&receipt::path(app, asked, receipt, &slip.language, display));
        if let Some(cookie) = self.held.farewell(app, asked) {
            response.cookie(cookie);
        }
        if is_one_page(asked) && slip.key.is_none() {
            response.cookie(one_page::sent(app, asked));
        }
        response.finish()
    }
}

fn is_one_page(asked: &Asked) -> bool {
    asked.form.questionnaire().layout == Layout::OnePage
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
