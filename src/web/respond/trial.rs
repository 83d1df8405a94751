//! 試行: what is handed in by the link of a draft, and the page on which its readers say what they noticed.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::ids::TrialId;
use crate::domain::language::Language;
use crate::domain::questionnaire::Answers;
use crate::domain::questionnaire::question::Code;
use crate::domain::reason::{Reason, ReasonError};
use crate::domain::survey::Refusal;
use crate::storage::{self, Conn, QueryResult, trials};
use crate::views::frame::Frame;
use crate::views::ruby;
use crate::views::say::{Say, question_number};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{
    self, Around, Display, Title, asked_language, chosen_language, query, see_other,
};
use crate::web::state::AppState;
use crate::workflows::trying::{self, Handed, Taken};

use super::draft::Held;
use super::notice::{self, Notice};
use super::slip::Slip;
use super::{paths, visitor};

/// The page after it was sent.
#[derive(Serialize)]
struct Page {
    /// Whether something was just written down.
    noted: bool,
    action: String,
    display: &'static str,
    questions: Vec<QuestionView>,
    form: FormView,
    again: String,
}

/// A question that something can be said of.
#[derive(Serialize)]
struct QuestionView {
    code: String,
    number: Option<Say>,
    text: String,
    chosen: bool,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/trial";

    fn title(&self) -> Title {
        Title::Alone(Say::new("trial-thanks"))
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// Stores what was answered, and leads to the page that asks what was noticed.
pub(super) async fn hand_in(
    app: &AppState,
    live: &LiveSurvey,
    held: &Held,
    (trial, answers): (TrialId, &Answers),
) -> Result<HttpResponse, Error> {
    let (town, slip) = (live.town.id, &held.slip);
    let handed = Handed {
        id: slip.submission(live.survey.id),
        draft: slip.token.hash(live.survey.id),
        begun_at: slip.begun_at,
        answers: answers.clone(),
    };
    let taken = unit(app, async move |tx| {
        trying::answer(tx, (town, trial), &handed).await
    });
    let display = Display::read(&slip.display);
    if let Some(refused) = refused(live, taken.await?) {
        return notice::page(app, live, &slip.language, display, refused);
    }
    let mut response = see_other(&sent(live, &slip.language, display));
    if let Some(cookie) = held.farewell(app, live) {
        response.cookie(cookie);
    }
    Ok(response.finish())
}

/// Where it leads once it is sent.
fn sent(live: &LiveSurvey, language: &Language, display: Display) -> String {
    display.shown(&paths::notes(live), language)
}

/// Where a form leads that was sent before; none: it was not.
pub(super) async fn sent_before(
    app: &AppState,
    live: &LiveSurvey,
    trial: TrialId,
    slip: &Slip,
) -> Result<Option<HttpResponse>, Error> {
    let mut conn = app.db.get().await?;
    let form = slip.submission(live.survey.id);
    let is_sent = trials::is_answered(&mut conn, (live.town.id, trial), form).await?;
    let to = || sent(live, &slip.language, Display::read(&slip.display));
    Ok(is_sent.then(|| see_other(&to()).finish()))
}

/// A unit of work that goes on where the connection is lost.
async fn unit<T: 'static>(
    app: &AppState,
    work: impl AsyncFnOnce(&mut Conn) -> QueryResult<T> + 'static,
) -> Result<T, Error> {
    let db = app.db.clone();
    let working = actix_web::rt::spawn(async move {
        let mut conn = db.get().await?;
        Ok(storage::transaction(&mut conn, work).await?)
    });
    working.await.map_err(Error::fault)?
}

/// Why nothing was taken; none: it was.
fn refused(live: &LiveSurvey, taken: Taken) -> Option<Notice> {
    match taken {
        Taken::Yes => None,
        Taken::Enough => Some(Notice::TrialFull),
        Taken::Over => Some(Notice::Refused(Refusal::Closed {
            closed_at: live.survey.web_closes_at.unwrap_or_else(|| live.now()),
        })),
    }
}

/// `GET /{town}/surveys/{survey}/notes`, of a trial alone.
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
) -> Result<HttpResponse, Error> {
    let live = &live.0;
    live.trial.ok_or(Error::NotFound)?;
    let language = asked_language(&request, &live.reader.questionnaire().languages);
    let seen = (&language, Display::of_request(&request));
    let noted = query(&request, "noted").is_some();
    write(
        &app,
        live,
        seen,
        FormView::blank(&["question", "said"]),
        noted,
    )
}

fn write(
    app: &AppState,
    live: &LiveSurvey,
    (language, display): (&Language, Display),
    form: FormView,
    noted: bool,
) -> Result<HttpResponse, Error> {
    let chosen = form.value("question");
    let sections = live.reader.questionnaire().sections.iter().enumerate();
    let questions = sections.flat_map(|(section, one)| {
        let questions = one.questions.iter().enumerate();
        questions.map(move |(at, question)| QuestionView {
            code: question.code.to_string(),
            number: live.reader.number(section, at).map(question_number),
            text: ruby::plain(question.text.get(language)),
            chosen: question.code.as_str() == chosen,
        })
    });
    let questions = questions.collect();
    let page = Page {
        noted,
        action: paths::notes(live),
        display: display.words(),
        questions,
        form,
        again: paths::another(live),
    };
    visitor(app, live, language, display).show(&page)
}

/// What somebody noticed.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    question: String,
    said: String,
    #[serde(default, rename = "_lang")]
    lang: String,
    #[serde(default, rename = "_display")]
    display: String,
}

/// `POST /{town}/surveys/{survey}/notes`
pub async fn update(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let live = &live.0;
    let trial = live.trial.ok_or(Error::NotFound)?;
    let fields = &form.fields;
    let language = chosen_language(
        &request,
        &live.reader.questionnaire().languages,
        &fields.lang,
    );
    let display = Display::read(&fields.display);
    let (question, said) = match form.read(|fields| read(live, fields)) {
        Ok(read) => read,
        Err(again) => return write(&app, live, (&language, display), again, false),
    };
    let taken = keep(&app, live, trial, question, said).await?;
    if let Some(refused) = refused(live, taken) {
        return notice::page(&app, live, &language, display, refused);
    }
    Ok(see_other(&paths::noted(live, &language, display)).finish())
}

async fn keep(
    app: &AppState,
    live: &LiveSurvey,
    trial: TrialId,
    question: Option<Code>,
    said: Reason,
) -> Result<Taken, Error> {
    let town = live.town.id;
    let note = async move |tx: &mut Conn| trying::note(tx, (town, trial), (question, &said)).await;
    unit(app, note).await
}

/// Of which question, and the words. A question that is not there was not chosen on our page: it is said of the whole.
fn read(live: &LiveSurvey, fields: &Fields) -> Result<(Option<Code>, Reason), FieldErrors> {
    let draft = live.reader.questionnaire();
    let mut questions = draft.questions();
    let question = questions.find(|one| one.code.as_str() == fields.question);
    let said = Reason::parse(&fields.said).map_err(|why| FieldErrors::of("said", lacking(why)))?;
    Ok((question.map(|one| one.code.clone()), said))
}

fn lacking(why: ReasonError) -> Say {
    match why {
        ReasonError::Empty => Say::new("error-required-text"),
        ReasonError::TooLong { found } => Say::new("error-too-long")
            .with("max", Reason::LONGEST)
            .with("length", found),
        ReasonError::Control(_) => Say::new("trial-unseen"),
    }
}
