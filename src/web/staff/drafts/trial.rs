//! 試行: the draft as it stands for whoever has the link, and what came back of it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::answers::Document;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::trial::{MOST_DAYS, Tried, tried};
use crate::domain::questionnaire::{Answers, Questionnaire, Reader};
use crate::domain::slug::Slug;
use crate::domain::time::Day;
use crate::storage::trials::{self, NoteRow, TrialRow};
use crate::views::datum::Datum;
use crate::views::designing;
use crate::views::frame::Frame;
use crate::views::qr;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title, public_at};
use crate::web::staff::done::Done;
use crate::web::staff::words::day;
use crate::web::staff::{Staff, moment};
use crate::workflows::trying::{self, TrialError};

use super::editor::At;
use super::fields::Fields;
use super::{Opened, address};

/// For how many days a link is proposed.
const DAYS: i64 = 14;

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    action: String,
    seen: i32,
    running: Option<Running>,
    /// Why none can be begun now.
    hindered: Option<Say>,
    review: String,
    begin: Say,
    form: FormView,
    result: Option<Outcome>,
}

/// A trial that can be answered.
#[derive(Serialize)]
struct Running {
    href: String,
    /// What is handed out: its whole address.
    link: String,
    svg: String,
    until: Say,
    /// Whether the draft has changed since.
    moved: bool,
    action: String,
    seen: i32,
}

/// What came of it.
#[derive(Serialize)]
struct Outcome {
    counted: Say,
    took: Option<Say>,
    /// What was said of the whole.
    notes: Vec<Note>,
    questions: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    href: Option<String>,
    name: Say,
    answered: Say,
    notes: Vec<Note>,
}

#[derive(Serialize)]
struct Note {
    said: String,
    at: Wording,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/trial/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("trial-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// `GET /staff/drafts/{draft}/trial`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let until = staff.who.today + chrono::Duration::days(DAYS);
    let form = FormView::filled([("until", until.to_string())]);
    write(&staff, &opened, form).await
}

async fn write(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (town, draft) = (staff.town.id, opened.row.id);
    let last = trials::of_draft(&mut conn, town, draft).await?;
    let last = last.into_iter().next();
    let result = match &last {
        Some(trial) => {
            let responses = trials::responses(&mut conn, town, trial.id).await?;
            let notes = trials::notes(&mut conn, town, draft).await?;
            Some(
                Telling {
                    staff,
                    opened,
                    trial,
                    notes,
                }
                .outcome(responses)?,
            )
        }
        None => None,
    };
    let running = last.filter(|trial| staff.who.now < trial.ends_at);
    let running = running.map(|trial| Running::of(staff, opened, &trial));
    let running = running.transpose()?;
    staff.show(&Show {
        title: opened.row.document.title.get(staff.language()).to_owned(),
        back: opened.path(staff, ""),
        action: opened.path(staff, "/trial"),
        seen: opened.row.revision,
        begin: Say::new(match running {
            Some(_) => "trial-begin-anew",
            None => "trial-begin",
        }),
        running,
        hindered: hindered(opened),
        review: opened.path(staff, "/review"),
        form,
        result,
    })
}

fn hindered(opened: &Opened) -> Option<Say> {
    let faults = opened.faults_of_design();
    match (opened.is_open(), faults) {
        (false, _) => Some(Say::new("trial-closed")),
        (true, 0) => None,
        (true, _) => Some(Say::new("trial-faulty").with("count", Datum::how_many(faults))),
    }
}

impl Running {
    fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
        trial: &TrialRow,
    ) -> Result<Self, Error> {
        let name = Slug::of_trial(trial.id);
        let path = format!("/{}/surveys/{name}", staff.town.slug);
        let link = format!("{}{path}", staff.app.config.public_url());
        let locales = staff.app.views.locales();
        let title = locales.say(staff.language(), &Say::new("trial-picture"))?;
        let until = Datum::until(trial.ends_at, staff.town.zone);
        Ok(Self {
            svg: qr::svg(&link, &title).map_err(anyhow::Error::from)?,
            href: format!("{}{path}", public_at(&staff.app)),
            link,
            until: Say::new("trial-until").with("day", until),
            moved: trial.revision != opened.row.revision,
            action: opened.path(staff, "/trial/end"),
            seen: opened.row.revision,
        })
    }
}

fn counted(responses: usize) -> Say {
    match responses {
        0 => Say::new("trial-nobody"),
        _ => Say::new("trial-counted").with("count", Datum::how_many(responses)),
    }
}

/// What is told of a trial.
struct Telling<'t> {
    staff: &'t Staff<EditQuestionnaires>,
    opened: &'t Opened,
    trial: &'t TrialRow,
    notes: Vec<NoteRow>,
}

impl Telling<'_> {
    fn outcome(&self, responses: Vec<(i32, serde_json::Value)>) -> Result<Outcome, Error> {
        let reader = Reader::new(self.trial.document.clone());
        let responses = responses.into_iter().map(|(seconds, document)| {
            let document: Document = serde_json::from_value(document).map_err(Error::fault)?;
            let answers = Answers::stored(&reader, document).map_err(Error::fault)?;
            Ok((u32::try_from(seconds).unwrap_or_default(), answers))
        });
        let responses = responses.collect::<Result<Vec<_>, Error>>()?;
        let tried = tried(&reader, &responses);
        let rows = tried.questions.iter();
        Ok(Outcome {
            counted: counted(tried.responses),
            took: self.took(&tried),
            notes: self
                .notes_of(|code| code.is_none_or(|code| self.document().question(code).is_none())),
            questions: rows
                .filter(|_| tried.responses > 0 || !self.notes.is_empty())
                .filter_map(|(code, answered)| self.row(code, *answered, tried.responses))
                .collect(),
        })
    }

    fn document(&self) -> &Questionnaire {
        &self.trial.document
    }

    /// How long it took, beside what the questionnaire promises.
    fn took(&self, tried: &Tried) -> Option<Say> {
        let say = Say::new("trial-took").with("minutes", Datum::how_many(tried.minutes?));
        Some(say.with("said", Datum::how_many(self.document().minutes)))
    }

    fn row(&self, code: &Code, answered: usize, of: usize) -> Option<Row> {
        let opened = self.opened;
        let now = opened.row.document.question(code).is_some();
        let at = At::Question(code.clone()).query();
        let href = || format!("{}{at}", opened.path(self.staff, ""));
        Some(Row {
            name: designing::question(code, self.document(), self.staff.language())?,
            href: now.then(href),
            answered: Say::new("trial-answered")
                .with("count", Datum::how_many(answered))
                .with("of", Datum::how_many(of)),
            notes: self.notes_of(|noted| noted == Some(code)),
        })
    }

    fn notes_of(&self, which: impl Fn(Option<&Code>) -> bool) -> Vec<Note> {
        let notes = self.notes.iter();
        let notes = notes.filter(|note| which(note.question.as_ref()));
        let zone = self.staff.town.zone;
        let view = |note: &NoteRow| Note {
            said: note.said.clone(),
            at: moment::said(note.at, zone),
        };
        notes.map(view).collect()
    }
}

/// `POST /staff/drafts/{draft}/trial`: puts it on trial as it stands.
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let (fields, draft) = (Fields::of(form)?, at.draft);
    let begun = match day("until", &fields.text("until")) {
        Ok(until) => begin(&staff, draft, until).await?,
        Err(wrong) => Err(wrong),
    };
    match begun {
        Ok(done) => Ok(staff.see(&format!("{}/trial", address(draft)), done)),
        Err(wrong) => {
            let opened = Opened::of(&staff, draft).await?;
            write(&staff, &opened, fields.refused(wrong)).await
        }
    }
}

/// What is said of it; the inner error: at the day that was typed.
async fn begin(
    staff: &Staff<EditQuestionnaires>,
    draft: QuestionnaireDraftId,
    until: Day,
) -> Result<Result<Done, FieldErrors>, Error> {
    let begun = staff
        .write(async move |at| trying::begin(at.tx, at.actor, draft, until).await)
        .await?;
    let wrong = match begun {
        Ok(_) => return Ok(Ok(Done::TrialBegun)),
        Err(TrialError::Faulty | TrialError::Draft(_)) => return Ok(Ok(Done::DraftMoved)),
        Err(TrialError::Database(error)) => return Err(error.into()),
        Err(TrialError::Over) => Say::new("trial-over"),
        Err(TrialError::TooLong) => Say::new("trial-too-long").with("days", MOST_DAYS),
    };
    Ok(Err(FieldErrors::of("until", wrong)))
}

/// `POST /staff/drafts/{draft}/trial/end`
pub async fn end(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    _form: Pairs,
) -> Result<HttpResponse, Error> {
    let draft = at.draft;
    let ended = staff
        .write(async move |at| trying::end(at.tx, at.actor, draft).await)
        .await?;
    ended.map_err(Error::fault)?;
    Ok(staff.see(&format!("{}/trial", address(draft)), Done::TrialEnded))
}
