//! The first page of a survey: who asks, why, how long, until when, what is promised; and beginning a draft.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::language::Language;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::drafts::Trust;
use crate::web::cache::pages::{GAP, OTHER_GAP, PageKey, PageKind};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::extract::form::Form;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::{
    self, Around, Display, Title, asked_language, chosen_language, query, see_other,
};
use crate::web::state::AppState;

use super::draft::{Draft, Held};
use super::going_on::{keep, until_kept};
use super::instead::Instead;
use super::jar::{self, Jar};
use super::notice::{self, Notice};
use super::promise::Promise;
use super::slip::{self, Slip};
use super::steps::{self, Step};
use super::{one_page, paths, visitor};

/// The first page.
#[derive(Serialize)]
struct Page {
    title: String,
    purpose: String,
    facts: Say,
    until: Option<Say>,
    promise: Promise,
    action: String,
    display: &'static str,
    /// Whose draft the button goes on with.
    slip: Option<String>,
    /// The last letters of its key.
    mark: Option<Say>,
    resumed: bool,
    missing_key: bool,
    /// A key was presented, and the browser did not keep it.
    key_lost: bool,
    key_href: String,
    /// Whether the draft travels in the form, and the language switch with it.
    #[serde(skip)]
    travels: bool,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/start";

    fn title(&self) -> Title {
        Title::Plain
    }

    fn around(&self) -> Around {
        Around {
            form: self.travels,
            ..Around::default()
        }
    }
}

/// `GET /{town}/surveys/{survey}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
) -> Result<HttpResponse, Error> {
    let live = &live.0;
    if query(&request, "another").is_some() {
        let (language, display) = spoken(&request, live, None);
        let afresh = paths::afresh(live, &language, display);
        return Ok(forgotten(&app, live, &afresh));
    }
    let held = held(&app, &request, live, None, Trust::Moment).await?;
    let (language, display) = spoken(&request, live, held.as_ref().map(|(_, draft)| draft));
    let begun_at = held.as_ref().map(|(_, draft)| draft.begun_at);
    if let Err(refusal) = live.accepts(begun_at.unwrap_or_else(|| live.now())) {
        return notice::page(&app, live, &language, display, Notice::Refused(refusal));
    }
    match held {
        Some((held, draft)) => again(&app, &request, live, (&language, display), &held, &draft),
        None => fresh(&app, &request, live, &language, display),
    }
}

/// The language and display of the page: whoever goes on is spoken to as before, unless the address says otherwise.
fn spoken(request: &HttpRequest, live: &LiveSurvey, draft: Option<&Draft>) -> (Language, Display) {
    match draft.filter(|_| query(request, "lang").is_none()) {
        Some(draft) => (draft.language.clone(), draft.display()),
        None => (
            asked_language(request, &live.reader.questionnaire().languages),
            Display::of_request(request),
        ),
    }
}

/// The page of somebody who has a draft.
fn again(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    (language, display): (&Language, Display),
    held: &Held,
    draft: &Draft,
) -> Result<HttpResponse, Error> {
    if live.is_one_page() {
        return one_page::fresh(app, request, live, language, display, Some(held));
    }
    if held.travels() {
        let page = Page::new(live, language, display);
        let page = page.held_by(draft, held.carried(live)?);
        return visitor(app, live, language, display).show(&page);
    }
    let (slip, mark) = (held.carried(live)?, draft.mark().unwrap_or_default());
    let kind = PageKind::Begun {
        resumed: draft.is_begun(),
        marked: draft.mark().is_some(),
    };
    let key = PageKey::new(kind, language, display);
    let write = || {
        let page = Page::new(live, language, display).held_by(draft, GAP.to_owned());
        let mark = draft.mark().map(|_| marked(OTHER_GAP));
        visitor(app, live, language, display).cached(&Page { mark, ..page })
    };
    let page = live.pages.get(key, write)?;
    Ok(page.copy(request, &[(GAP, &slip), (OTHER_GAP, mark)]))
}

/// The page of somebody who has none.
fn fresh(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    language: &Language,
    display: Display,
) -> Result<HttpResponse, Error> {
    let missing_key = live.survey.anonymity.needs_key();
    if live.is_one_page() && !missing_key {
        return one_page::fresh(app, request, live, language, display, None);
    }
    if missing_key && request.query_string().ends_with(paths::TRIED) {
        let page = Page {
            key_lost: true,
            ..Page::new(live, language, display)
        };
        return visitor(app, live, language, display).show(&page);
    }
    let key = PageKey::new(PageKind::Start, language, display);
    // Most get a copy: for them nobody writes.
    let write =
        || visitor(app, live, language, display).cached(&Page::new(live, language, display));
    Ok(live.pages.get(key, write)?.copy(request, &[]))
}

/// The draft somebody comes with, if it can be gone on with.
async fn held(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    in_form: Option<&str>,
    trust: Trust,
) -> Result<Option<(Held, Draft)>, Error> {
    let Some(mut held) = Held::of_request(app, request, live, in_form) else {
        return Ok(None);
    };
    let draft = held.load(app, live, trust).await?;
    Ok(draft.map(|draft| (held, draft)))
}

/// The first page of a draft that travels in the forms: its links are buttons.
pub(super) fn write(
    app: &AppState,
    live: &LiveSurvey,
    held: &Held,
    draft: &Draft,
) -> Result<HttpResponse, Error> {
    let (language, display) = (&draft.language, draft.display());
    let page = Page::new(live, language, display).held_by(draft, held.carried(live)?);
    visitor(app, live, language, display).show(&Page {
        travels: held.travels(),
        ..page
    })
}

fn forgotten(app: &AppState, live: &LiveSurvey, to: &str) -> HttpResponse {
    see_other(to)
        .cookie(jar::forget(app, live))
        .cookie(one_page::forget(app, live))
        .finish()
}

/// The fields of the start button's form.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(default, rename = "_lang")]
    lang: String,
    #[serde(default, rename = "_display")]
    display: String,
    #[validate(length(max = 196_608))]
    #[serde(default, rename = "_t")]
    slip: String,
    /// `another`: not the person whose draft it is; `check`: to the check page; `lang:en`, `display:large`: the same
    /// page in another way.
    #[validate(length(max = 64))]
    #[serde(default, rename = "_go")]
    go: String,
}

const _: () = assert!(slip::MOST == 196_608);

impl Fields {
    fn slip(&self) -> Option<&str> {
        Some(self.slip.as_str()).filter(|slip| !slip.is_empty())
    }

    /// What a button of the page asks for: a language, another way of showing it.
    fn chosen(&self, what: &str) -> Option<&str> {
        self.go.strip_prefix(what)?.strip_prefix(':')
    }
}

/// `POST /{town}/surveys/{survey}/draft`: begins a draft, or goes on with the one that is held. Another person on the
/// same device begins afresh; the former's draft stays with its key.
///
/// Where nothing is answered yet the browser gets a slip of its own, whatever it kept before: who put that there
/// (somebody at this device before, a page of another site) cannot read along.
pub async fn create(
    app: Data<AppState>,
    request: HttpRequest,
    client: ClientAddress,
    live: Surveyed,
    form: Form<Fields>,
) -> Result<HttpResponse, Instead> {
    let (live, fields) = (&live.0, form.untyped()?);
    until_kept(Trust::Nothing, async |_| {
        started(&app, (&request, client), live, &fields).await
    })
    .await
}

async fn started(
    app: &AppState,
    (request, client): (&HttpRequest, ClientAddress),
    live: &LiveSurvey,
    fields: &Fields,
) -> Result<HttpResponse, Instead> {
    let tag = fields.chosen("lang").unwrap_or(&fields.lang);
    let language = chosen_language(request, &live.reader.questionnaire().languages, tag);
    let display = Display::read(fields.chosen("display").unwrap_or(&fields.display));
    if fields.go == "another" {
        return Ok(forgotten(
            app,
            live,
            &paths::afresh(live, &language, display),
        ));
    }
    let held = held(app, request, live, fields.slip(), Trust::Nothing).await?;
    let needs_key = live.survey.anonymity.needs_key();
    let goes_on = |(held, draft): &(Held, Draft)| needs_key || draft.is_begun() || held.travels();
    let Some((held, mut draft)) = held.filter(goes_on) else {
        return Ok(begin(app, request, live, &language, display)?);
    };
    draft.language = language;
    display.words().clone_into(&mut draft.display);
    go_on(app, live, client, fields, held, &draft).await
}

/// Somebody begins at an open survey: the browser keeps a slip from now on, nothing else does. The address tells a
/// browser that keeps none in which language. Where a key is needed, the first page asks for it.
fn begin(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    language: &Language,
    display: Display,
) -> Result<HttpResponse, Error> {
    if live.survey.anonymity.needs_key() {
        return Ok(see_other(&live.path()).finish());
    }
    if let Err(refusal) = live.accepts(live.now()) {
        return notice::page(app, live, language, display, Notice::Refused(refusal));
    }
    let mut slip = Slip::fresh(language, live.now());
    display.words().clone_into(&mut slip.display);
    let mut held = Held::new(slip, Jar::of_request(app, request, live));
    held.hand_out();
    let first = Step::Section(0).path(live);
    let to = display.shown(&first, language);
    Ok(steps::redirect(app, live, &held, &to))
}

/// On with a draft, where the button leads; while the survey takes its answers.
async fn go_on(
    app: &AppState,
    live: &LiveSurvey,
    client: ClientAddress,
    fields: &Fields,
    mut held: Held,
    draft: &Draft,
) -> Result<HttpResponse, Instead> {
    if let Err(refusal) = live.accepts(draft.begun_at) {
        let (language, display) = (&draft.language, draft.display());
        let refused = Notice::Refused(refusal);
        return Ok(notice::page(app, live, language, display, refused)?);
    }
    if held.is_kept() {
        held.hand_out();
    }
    keep(app, live, client, &mut held, draft).await?;
    let same = fields.chosen("lang").or(fields.chosen("display")).is_some();
    let to = match fields.go.as_str() {
        _ if same => Step::Start,
        "check" => Step::Check,
        _ => steps::next_open(live, draft),
    };
    Ok(to.lead(app, live, &held, draft)?)
}

/// Whose draft it is: the last letters of its key.
pub(super) fn mark(draft: &Draft) -> Option<Say> {
    draft.mark().map(marked)
}

fn marked(mark: &str) -> Say {
    Say::new("whose").with("mark", mark)
}

impl Page {
    /// The page of somebody who has no draft yet.
    fn new(live: &LiveSurvey, language: &Language, display: Display) -> Self {
        let questionnaire = live.reader.questionnaire();
        let grace = live.survey.grace_minutes;
        Self {
            title: live.survey.title.get(language).to_owned(),
            purpose: questionnaire.purpose.get(language).to_owned(),
            facts: live.facts(),
            until: live.until(),
            promise: Promise::new(
                live.survey.anonymity,
                &live.reader,
                (grace > 0).then_some(grace),
            ),
            action: paths::draft(live),
            display: display.words(),
            slip: None,
            mark: None,
            resumed: false,
            missing_key: live.survey.anonymity.needs_key(),
            key_lost: false,
            key_href: paths::keys(&live.town),
            travels: false,
        }
    }

    /// The same for whoever has one.
    fn held_by(mut self, draft: &Draft, slip: String) -> Self {
        self.slip = Some(slip);
        self.mark = mark(draft);
        self.resumed = draft.is_begun();
        self.missing_key = false;
        self
    }
}
