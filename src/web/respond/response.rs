//! Sending: from a draft or from a one-page form to the intake, and from its outcome to the page that says it.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::envelope::Length;
use crate::domain::ids::SubmissionId;
use crate::domain::questionnaire::Answers;
use crate::domain::questionnaire::draft_answers::Ready;
use crate::domain::submission::{AnswersJson, Duration, Form, Submission};
use crate::domain::survey::Mode;
use crate::domain::time::Timestamp;
use crate::domain::token::{Key, Receipt};
use crate::storage::receipts;
use crate::web::cache::drafts::Trust;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::extract::form::Pairs;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::{Display, see_other};
use crate::web::state::AppState;
use crate::workflows::intake::Outcome;

use super::draft::{Draft, Held};
use super::instead::Instead;
use super::notice::{self, Again, Notice};
use super::slip::OF_DRAFT;
use super::steps::{Go, Step};
use super::{check, going_on, held_back, one_page, paths, trial, two_drafts};

/// What is sent, whichever page it comes from.
pub(super) struct Sending<'a> {
    pub live: &'a LiveSurvey,
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
    live: Surveyed,
    form: Pairs,
) -> Result<HttpResponse, Instead> {
    let live = &live.0;
    held_back::admit(&app, &request, client, live, &form).await?;
    if live.is_one_page() {
        return Ok(one_page::send(&app, &request, live, form).await?);
    }
    going_on::until_kept(Trust::Nothing, async |_| {
        of_sections(&app, (&request, client), live, &form).await
    })
    .await
}

/// What a draft of several pages sends.
async fn of_sections(
    app: &AppState,
    (request, client): (&HttpRequest, ClientAddress),
    live: &LiveSurvey,
    form: &Pairs,
) -> Result<HttpResponse, Instead> {
    let mut held = Held::of_request(app, request, live, form.one(OF_DRAFT)?);
    let draft = match &mut held {
        Some(held) => held.load(app, live, Trust::Nothing).await?,
        None => None,
    };
    match (held, draft) {
        (Some(held), Some(draft)) => from_draft(app, live, client, form, held, draft).await,
        (held, _) => Ok(sent_before(app, request, live, form, held).await?),
    }
}

async fn from_draft(
    app: &AppState,
    live: &LiveSurvey,
    client: ClientAddress,
    form: &Pairs,
    held: Held,
    draft: Draft,
) -> Result<HttpResponse, Instead> {
    let go = Go::read(form, live)?;
    if !matches!(go, Go::Next | Go::Send) {
        return away(app, live, client, held, draft, go).await;
    }
    let held = &held;
    let answers = match draft.answers(live).ready() {
        Ready::Send(answers) => answers,
        Ready::Faulty { .. } => return Ok(check::write(app, live, held, &draft, false)?),
        Ready::Blank => return Ok(check::write(app, live, held, &draft, true)?),
        Ready::NothingAsked => {
            let (language, display) = (&draft.language, draft.display());
            return Ok(notice::page(
                app,
                live,
                language,
                display,
                Notice::NothingAsked,
            )?);
        }
    };
    let again = match held.travels() {
        true => Again::Slip(held.carried(live)?),
        false => Again::Page(Step::Check.path(live)),
    };
    Ok(Sending { live, held, again }.send(app, &answers).await?)
}

/// Not sending yet: the page in another way, or back to a section.
async fn away(
    app: &AppState,
    live: &LiveSurvey,
    client: ClientAddress,
    mut held: Held,
    mut draft: Draft,
    go: Go,
) -> Result<HttpResponse, Instead> {
    if go.stays() {
        go.put_into(&mut draft, live);
        going_on::keep(app, live, client, &mut held, &draft).await?;
    } else {
        two_drafts::ask(app, live, &held, &draft).await?;
    }
    let last = draft.answers(live).path().sections().next_back();
    let to = match go {
        Go::Language(_) | Go::Display(_) => Step::Check,
        Go::Change(section) => Step::Section(section),
        _ => Step::Section(last.unwrap_or_default()),
    };
    Ok(to.lead(app, live, &held, &draft)?)
}

/// There is no draft, so the form may have been sent before: then its receipt is shown again.
async fn sent_before(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    form: &Pairs,
    held: Option<Held>,
) -> Result<HttpResponse, Error> {
    let language =
        crate::web::page::asked_language(request, &live.reader.questionnaire().languages);
    // A form of a former version named the id itself.
    let named = form.one("_submission")?.map(uuid::Uuid::try_parse);
    let named = named.and_then(|id| id.ok()).map(SubmissionId);
    let slip = held.as_ref().map(|held| &held.slip);
    if let (Some(trial), Some(slip)) = (live.trial, slip)
        && let Some(sent) = trial::sent_before(app, live, trial, slip).await?
    {
        return Ok(sent);
    }
    let named = named.or_else(|| Some(slip?.submission(live.survey.id)));
    if let Some(submission) = named {
        let receipt = Receipt::of(&app.secret, live.survey.id, submission);
        let mut conn = app.db.get().await?;
        if receipts::is_recorded(
            &mut conn,
            live.town.id,
            live.survey.id,
            receipt.hash(&app.secret, live.survey.id),
        )
        .await?
        {
            let (secret, display) = (&app.secret, Display::default());
            let receipt = paths::receipt(secret, live, &receipt, &language, display);
            return Ok(see_other(&receipt).finish());
        }
    }
    going_on::gone(app, request, live, held.as_ref()).await
}

impl Sending<'_> {
    /// Hands the answers in and writes the page that says what became of them.
    pub(super) async fn send(
        self,
        app: &AppState,
        answers: &Answers,
    ) -> Result<HttpResponse, Error> {
        let (live, slip) = (self.live, &self.held.slip);
        if let Some(trial) = live.trial {
            return trial::hand_in(app, live, self.held, (trial, answers)).await;
        }
        let display = Display::read(&slip.display);
        let say = |notice| notice::page(app, live, &slip.language, display, notice);
        let Some(submission) = self.submission(app, answers) else {
            return say(Notice::AlreadyAnswered);
        };
        say(match app.intake.submit(submission).await {
            Outcome::Accepted(receipt) => {
                let survey = live.survey.id;
                app.receipts.keep(survey, receipt.hash(&app.secret, survey));
                app.drafts.forget(survey, slip.token.hash(survey));
                return Ok(self.thanks(app, &receipt));
            }
            Outcome::AlreadyReceived(receipt) => Notice::AlreadySent(receipt.to_string()),
            Outcome::KeyUsed => Notice::AlreadyAnswered,
            Outcome::KeyUnknown => Notice::UnknownKey,
            Outcome::Refused(refusal) => Notice::Refused(refusal),
            Outcome::Busy | Outcome::NotRecorded => Notice::Busy(self.again),
            Outcome::Unknown => Notice::Unsure(self.again),
        })
    }

    /// The form as the intake takes it; none where its key is no key.
    fn submission(&self, app: &AppState, answers: &Answers) -> Option<Submission> {
        let (live, slip) = (self.live, &self.held.slip);
        let (municipality, survey) = (live.town.id, live.survey.id);
        let form = Form {
            id: slip.submission(survey),
            begun_at: slip.begun_at,
            mode: Mode::Web,
            language: slip.language.clone(),
            duration: Some(duration(live, slip.begun_at)),
            answers: AnswersJson::new(answers.document()),
            length: Length::of(live.reader.items()),
        };
        let Some(key) = slip.key.as_deref() else {
            let draft = (!live.is_one_page()).then(|| slip.token.hash(survey));
            return Some(Submission::open(municipality, survey, draft, form));
        };
        let key = Key::read(key).ok()?;
        let secret = &app.secret;
        Some(Submission::with_key(
            secret,
            municipality,
            survey,
            &key,
            form,
        ))
    }

    /// To the receipt. The browser forgets what was sent, and nothing else it keeps of this survey.
    fn thanks(&self, app: &AppState, receipt: &Receipt) -> HttpResponse {
        let (live, slip) = (self.live, &self.held.slip);
        let display = Display::read(&slip.display);
        let to = paths::receipt(&app.secret, live, receipt, &slip.language, display);
        let mut response = see_other(&to);
        if let Some(cookie) = self.held.farewell(app, live) {
            response.cookie(cookie);
        }
        if live.is_one_page() && slip.key.is_none() {
            response.cookie(one_page::sent(app, live));
        }
        response.finish()
    }
}

/// M-15: how long it took, in three classes around the time the questionnaire says it takes.
fn duration(live: &LiveSurvey, begun_at: Timestamp) -> Duration {
    let expected = i64::from(live.reader.questionnaire().minutes) * 60;
    let took = (live.now() - begun_at).num_seconds();
    if took * 3 < expected {
        Duration::Short
    } else if took > expected * 3 {
        Duration::Long
    } else {
        Duration::Usual
    }
}
