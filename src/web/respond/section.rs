//! One section on the screen: showing it, and keeping what was typed before it is left (`sent`).

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::draft_answers::Typed;
use crate::domain::questionnaire::{AnswerError, DraftAnswers, Reader, Section};
use crate::domain::text::Text;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::drafts::Trust;
use crate::web::cache::pages::{CachedPage, GAP, PageKey, PageKind};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::SectionAt;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::summary::Summary;
use crate::web::page::{self, Around, Display, Title, asked_language, query, see_other};
use crate::web::state::AppState;

use super::draft::{Draft, Held};
use super::going_on::{keep, opened, resumed, until_kept};
use super::instead::Instead;
use super::jar::Jar;
use super::messages;
use super::questions::{QuestionView, Writing};
use super::sent::{SHOWN, Sent};
use super::slip::{OF_DRAFT, Slip};
use super::steps::{Go, Step, place, typed_in};
use super::{Hidden, paths, visitor};

/// A section's page.
#[derive(Serialize)]
struct Page {
    progress: Progress,
    section: Heading,
    questions: Vec<QuestionView>,
    summary: Summary,
    action: String,
    display: &'static str,
    hidden: Vec<Hidden>,
    pause: Say,
    /// Whether it stands in a frame of those who make the questionnaire.
    #[serde(skip)]
    is_preview: bool,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/section";

    fn title(&self) -> Title {
        Title::Before(self.section.title.as_str().into())
    }

    fn around(&self) -> Around {
        Around {
            failed: !self.summary.is_empty() && !self.is_preview,
            form: true,
            framed: self.is_preview,
            ..Around::default()
        }
    }
}

/// How far the person is, in pages.
#[derive(Serialize)]
struct Progress {
    current: usize,
    total: usize,
    said: Say,
}

#[derive(Serialize)]
struct Heading {
    title: String,
    note: Option<String>,
}

/// `GET /{town}/surveys/{survey}/sections/{section}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
    at: Path<SectionAt>,
) -> Result<HttpResponse, Instead> {
    let live = &live.0;
    let section = place(live, &at.section)?;
    until_kept(Trust::Moment, async |trust| {
        page_of(&app, &request, live, section, trust).await
    })
    .await
}

async fn page_of(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    section: usize,
    trust: Trust,
) -> Result<HttpResponse, Instead> {
    let (held, draft) = shown(app, request, live, section, trust).await?;
    if held.is_kept() && !request.query_string().is_empty() {
        return Ok(see_other(&paths::section(live, section)).finish());
    }
    let read = draft.answers(live);
    if let Some(instead) = read.instead_of(section) {
        return match trust {
            Trust::Nothing => Ok(Step::Section(instead).lead(app, live, &held, &draft)?),
            // Another node may know that nothing comes before.
            _ => Err(Instead::SavedMeanwhile),
        };
    }
    let reader = &live.reader;
    let own = held.travels() || reader.has_orders() || reader.has_personal(section);
    if own || typed_in(live, &draft, section) {
        return Ok(write(app, live, &held, &draft, section, &[])?);
    }
    let copy = untouched(app, live, &draft, &read, section)?;
    Ok(copy.copy(request, &[(GAP, &held.carried(live)?)]))
}

/// The page of a section in which this person has typed nothing: the same for all whose way here is the same.
fn untouched(
    app: &AppState,
    live: &LiveSurvey,
    draft: &Draft,
    read: &DraftAnswers,
    section: usize,
) -> Result<Arc<CachedPage>, Error> {
    let kind = PageKind::Section(section, read.path().clone());
    let key = PageKey::new(kind, &draft.language, draft.display());
    live.pages.get(key, || {
        let page = Page::new(live, GAP, draft, read, section, &[])?;
        visitor(app, live, &draft.language, draft.display()).cached(&page)
    })
}

/// The draft of a section that is looked at. Somebody who has just begun and whose browser keeps no cookie stands at
/// the first one with nothing: they begin there, in the language the address still says.
async fn shown(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    section: usize,
    trust: Trust,
) -> Result<(Held, Draft), Instead> {
    let begins = section == 0 && !live.survey.anonymity.needs_key();
    let held = Held::of_request(app, request, live, None);
    if !begins || query(request, "lang").is_none() || held.is_some() {
        return resumed(app, request, live, (held, trust)).await;
    }
    let language = asked_language(request, &live.reader.questionnaire().languages);
    let mut slip = Slip::fresh(&language, live.now());
    let display = Display::read(query(request, "display").unwrap_or_default());
    display.words().clone_into(&mut slip.display);
    let held = Held::new(slip, Jar::default());
    resumed(app, request, live, (Some(held), trust)).await
}

/// `POST /{town}/surveys/{survey}/sections/{section}`: keeps what was typed, whatever it is, and goes where the
/// button says. Faults hold the person on the page only on the way forward.
pub async fn update(
    app: Data<AppState>,
    request: HttpRequest,
    client: ClientAddress,
    live: Surveyed,
    at: Path<SectionAt>,
    form: Pairs,
) -> Result<HttpResponse, Instead> {
    let live = &live.0;
    let section = place(live, &at.section)?;
    let go = Go::read(&form, live)?;
    until_kept(Trust::Compared, async |trust| {
        let sent = (section, &form, &go);
        save(&app, (&request, client), live, sent, trust).await
    })
    .await
}

async fn save(
    app: &AppState,
    (request, client): (&HttpRequest, ClientAddress),
    live: &LiveSurvey,
    (section, form, go): (usize, &Pairs, &Go),
    trust: Trust,
) -> Result<HttpResponse, Instead> {
    let (mut held, mut draft) = opened(app, request, live, form.one(OF_DRAFT)?, trust).await?;
    let before = draft.answers(live);
    if let Some(instead) = before.instead_of(section) {
        return match trust {
            Trust::Nothing => Ok(Step::Section(instead).lead(app, live, &held, &draft)?),
            // Another node may know that nothing comes before.
            _ => Err(Instead::SavedMeanwhile),
        };
    }
    let sent = Sent::read(form, live, section, &before)?;
    sent.put_into(&mut draft, live);
    go.put_into(&mut draft, live);
    keep(app, live, client, &mut held, &draft).await?;
    Ok(sent.lead(app, live, &held, &draft, go)?)
}

/// Writes the page of a section, with its faults if it has any.
pub(super) fn write(
    app: &AppState,
    live: &LiveSurvey,
    held: &Held,
    draft: &Draft,
    section: usize,
    faults: &[AnswerError],
) -> Result<HttpResponse, Error> {
    let slip = held.carried(live)?;
    let mut page = Page::new(live, &slip, draft, &draft.answers(live), section, faults)?;
    if held.travels() {
        page.pause = Say::new("pause-form");
    }
    let mut status = HttpResponse::Ok();
    if let Some(cookie) = held.cookie(app, live) {
        status.cookie(cookie);
    }
    visitor(app, live, &draft.language, draft.display()).answer(status, &page)
}

impl Heading {
    fn new(section: &Section, read: &DraftAnswers, language: &Language) -> Self {
        let text = |text: &Text| read.text(text).get(language).to_owned();
        Self {
            title: text(&section.title),
            note: section.note.as_ref().map(text),
        }
    }
}

impl Progress {
    fn new(current: usize, total: usize) -> Self {
        let said = Say::new("progress").with("current", current);
        Self {
            said: said.with("total", total),
            current,
            total,
        }
    }
}

impl Page {
    /// `slip`: the draft's, or the gap where copies get it.
    fn new(
        live: &LiveSurvey,
        slip: &str,
        draft: &Draft,
        read: &DraftAnswers,
        section: usize,
        faults: &[AnswerError],
    ) -> Result<Self, Error> {
        let language = &draft.language;
        let shown = read.section(section).ok_or(Error::NotFound)?;
        let (wrong, summary) = messages::messages(&live.reader, faults, language);
        let writing = Writing {
            pictures: &paths::pictures(&live.town),
            form: &live.reader,
            path: Some(read.path()),
            language,
            typed: &draft.typed,
            wrong: &wrong,
        };
        let route = read.path();
        let on_it = read.shown(section);
        let asked = on_it.questions().filter_map(|at| shown.questions.get(at));
        let codes: Vec<&str> = asked.map(|question| question.code.as_str()).collect();
        let current = route.sections().filter(|before| *before <= section).count();
        Ok(Self {
            progress: Progress::new(current, route.sections().count()),
            section: Heading::new(shown, read, language),
            questions: views(read, section, on_it.questions(), writing),
            summary,
            action: paths::section(live, section),
            display: draft.display().words(),
            hidden: vec![whose(slip.to_owned()), on_page(&codes)],
            pause: Say::new(match draft.key {
                Some(_) => "pause-key",
                None => "pause-open",
            }),
            is_preview: false,
        })
    }
}

/// A section of a questionnaire that is being made, as citizens will see it, with everything that may be asked there.
/// Nothing is kept of what is typed. `pictures` is where they are.
///
/// # Errors
/// [`Error::NotFound`] for a section that there is not.
pub fn preview(
    pictures: &str,
    form: &Reader,
    section: usize,
    (language, typed, faults): (&Language, &Typed, &[AnswerError]),
) -> Result<impl page::Page, Error> {
    let sections = &form.questionnaire().sections;
    let shown = sections.get(section).ok_or(Error::NotFound)?;
    let (wrong, summary) = messages::messages(form, faults, language);
    let writing = Writing {
        pictures,
        form,
        path: None,
        language,
        typed,
        wrong: &wrong,
    };
    let seen = shown.questions.iter().enumerate();
    let seen = seen.filter(|(_, question)| question.kind.is_seen());
    let text = |text: &Text| text.get(language).to_owned();
    Ok(Page {
        progress: Progress::new(section + 1, sections.len()),
        section: Heading {
            title: text(&shown.title),
            note: shown.note.as_ref().map(text),
        },
        questions: seen
            .map(|(at, question)| QuestionView::new(question, form.number(section, at), writing))
            .collect(),
        summary,
        action: String::new(),
        display: Display::default().words(),
        hidden: Vec::new(),
        pause: Say::new("pause-open"),
        is_preview: true,
    })
}

/// Questions of a section as one person sees them, with their printed numbers.
pub(super) fn views(
    read: &DraftAnswers,
    section: usize,
    questions: impl Iterator<Item = usize>,
    writing: Writing<'_>,
) -> Vec<QuestionView> {
    let number = |at| read.answers().reader().number(section, at);
    questions
        .filter_map(|at| Some((at, read.question(section, at)?)))
        .map(|(at, question)| QuestionView::new(&question, number(at), writing))
        .collect()
}

/// The questions that stand on the page of a form.
fn on_page(codes: &[&str]) -> Hidden {
    Hidden {
        name: SHOWN,
        value: codes.join(" "),
    }
}

/// Whose draft a form belongs to, whatever the browser keeps by then.
pub(super) fn whose(slip: String) -> Hidden {
    Hidden {
        name: OF_DRAFT,
        value: slip,
    }
}
