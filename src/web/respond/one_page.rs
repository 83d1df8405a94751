//! A short questionnaire on one page: nothing is stored before it is sent, everything is sent at once and comes back when something is wrong.

use actix_web::cookie::Cookie;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::draft_answers::{Ready, Typed};
use crate::domain::questionnaire::order::OrderSeed;
use crate::domain::questionnaire::{AnswerError, DraftAnswers};
use crate::views::frame::Frame;
use crate::views::hiding;
use crate::views::say::Say;
use crate::web::cache::pages::{CachedPage, GAP, PageKey, PageKind};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::cookies::Cookies;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::page::summary::Summary;
use crate::web::page::{self, Around, Display, Title, Visitor, chosen_language};
use crate::web::state::AppState;

use super::draft::Held;
use super::fresh;
use super::jar::Jar;
use super::messages;
use super::promise::Promise;
use super::questions::{Messages, QuestionView, Writing};
use super::response::Sending;
use super::slip::{self, Slip};
use super::steps::Go;
use super::uncounted::{self, UncountedLine};
use super::{Hidden, notice, paths, section, visitor};

#[derive(Serialize)]
struct Page {
    title: String,
    purpose: String,
    facts: Say,
    until: Option<Say>,
    promise: Promise,
    sections: Vec<SectionView>,
    uncounted: Vec<UncountedLine>,
    /// Where another person of the family enters the key of another letter.
    another: Option<String>,
    summary: Summary,
    action: String,
    display: &'static str,
    hidden: Vec<Hidden>,
    /// Rules that hide what does not apply, where the browser can.
    #[serde(skip)]
    rules: Option<String>,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/one_page";

    fn title(&self) -> Title {
        Title::Plain
    }

    fn around(&self) -> Around {
        Around {
            failed: !self.summary.is_empty(),
            form: true,
            style: self.rules.clone(),
            ..Around::default()
        }
    }
}

#[derive(Serialize)]
struct SectionView {
    code: String,
    title: String,
    questions: Vec<QuestionView>,
}

/// What the browser keeps in place of the slip when the form was sent.
const SENT: &str = "sent";

/// The field that names the answers a person was told do not count.
const UNCOUNTED: &str = "_uncounted";

/// The page with nothing typed yet: a copy of the one everybody gets, with a slip of its own. `held` has the key of a
/// survey that needs one. Where it does not, the browser keeps the slip, so that going back, reloading and sending
/// again is one response; when it was sent, the browser keeps that instead.
pub(super) fn fresh(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    language: &Language,
    display: Display,
    held: Option<&Held>,
) -> Result<HttpResponse, Error> {
    let kept = Cookies::of_citizens(app).read(request, || cookie_name(live));
    if held.is_none() && kept.as_deref() == Some(SENT) {
        return notice::page(app, live, language, display, notice::Notice::SentHere);
    }
    let read = |sealed: &String| Slip::read(&live.slips, sealed);
    let before = kept.as_ref().filter(|_| held.is_none());
    let before = before.filter(|sealed| read(sealed).is_some_and(|slip| slip.key.is_none()));
    let sealed = match (held, before) {
        (Some(held), _) => held.carried(live)?,
        (None, Some(before)) => before.clone(),
        (None, None) => fresh::written(&live.slips, language, live.now()),
    };
    let showing = Showing {
        app,
        live,
        language,
        display,
        slip: &sealed,
    };
    let key = PageKey::new(PageKind::OnePage, language, display);
    let mut page = match live.reader.has_orders() {
        true => showing.write(&Typed::new(), Remarks::default())?,
        false => live
            .pages
            .get(key, || showing.cached())?
            .copy(request, &[(GAP, &sealed)]),
    };
    let news = match held {
        Some(held) => held.cookie(app, live),
        None => before.is_none().then(|| cookie(app, live, &sealed)),
    };
    if let Some(news) = news {
        page.add_cookie(&news).map_err(Error::fault)?;
    }
    Ok(page)
}

/// What the browser keeps of a survey without keys once it was answered here: nothing but that.
pub(super) fn sent(app: &AppState, live: &LiveSurvey) -> Cookie<'static> {
    cookie(app, live, SENT)
}

/// The cookie that lets the browser forget, for another person on the same device.
pub(super) fn forget(app: &AppState, live: &LiveSurvey) -> Cookie<'static> {
    Cookies::of_citizens(app).forgotten(&cookie_name(live), live.path())
}

fn cookie(app: &AppState, live: &LiveSurvey, value: &str) -> Cookie<'static> {
    Cookies::of_citizens(app).kept(&cookie_name(live), value.to_owned(), live.path())
}

fn cookie_name(live: &LiveSurvey) -> String {
    format!("form-{}", live.survey.id.0.simple())
}

/// A form that was sent: refused kindly with everything still there, or handed in.
pub(super) async fn send(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let go = Go::read(&form, live)?;
    let language = wanted(request, live, &form, &go)?;
    let display = shown_so(&form, &go)?;
    let sealed = form.one(slip::FIELD)?.unwrap_or_default().to_owned();
    let held = held(app, request, live, &sealed, (&language, display))?;
    let told = form.one(UNCOUNTED)?.unwrap_or_default().to_owned();
    let fields = form.without(&[slip::FIELD, "_go", "_lang", "_display", UNCOUNTED]);
    let showing = Showing {
        app,
        live,
        language: &language,
        display,
        slip: &sealed,
    };
    // Only a page that comes back needs it.
    let typed = || typed(live, &fields);
    if go.stays() {
        return showing.write(&typed(), Remarks::default());
    }
    let pairs = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let read = DraftAnswers::read(&live.reader, &pairs.collect(), None);
    let uncounted = uncounted::lines(live, &read, &language);
    match read.ready() {
        Ready::Faulty { faults, .. } => showing.write(&typed(), Remarks::faults(faults)),
        Ready::Blank => showing.write(&typed(), Remarks::blank()),
        Ready::NothingAsked => {
            notice::page(app, live, &language, display, notice::Notice::NothingAsked)
        }
        Ready::Send(_) if uncounted::named(&uncounted) != told => {
            showing.write(&typed(), Remarks::uncounted(uncounted))
        }
        Ready::Send(answers) => {
            let (held, again) = (&held, notice::Again::Browser);
            Sending { live, held, again }.send(app, &answers).await
        }
    }
}

/// Whoever sends a form, in the language and display of its page.
fn held(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    sealed: &str,
    (language, display): (&Language, Display),
) -> Result<Held, Error> {
    let slip = Slip::read(&live.slips, sealed);
    let mut slip = slip.ok_or(Error::BadRequest)?;
    slip.language.clone_from(language);
    display.words().clone_into(&mut slip.display);
    Ok(Held::new(slip, Jar::of_request(app, request, live)))
}

/// What a page that comes back has to say.
#[derive(Default)]
struct Remarks {
    faults: Vec<AnswerError>,
    blank: bool,
    uncounted: Vec<UncountedLine>,
}

impl Remarks {
    fn faults(faults: Vec<AnswerError>) -> Self {
        Self {
            faults,
            ..Self::default()
        }
    }

    /// Nothing was answered.
    fn blank() -> Self {
        Self {
            blank: true,
            ..Self::default()
        }
    }

    fn uncounted(uncounted: Vec<UncountedLine>) -> Self {
        Self {
            uncounted,
            ..Self::default()
        }
    }
}

/// How the page that comes back is shown: as the button says, else as the form was.
fn shown_so(form: &Pairs, go: &Go) -> Result<Display, Error> {
    Ok(match go {
        Go::Display(display) => *display,
        _ => Display::read(form.one("_display")?.unwrap_or_default()),
    })
}

/// The language of the page that comes back: the button's, else the form's, else the browser's.
fn wanted(
    request: &HttpRequest,
    live: &LiveSurvey,
    form: &Pairs,
    go: &Go,
) -> Result<Language, Error> {
    let tag = match go {
        Go::Language(tag) => tag.as_str(),
        _ => form.one("_lang")?.unwrap_or_default(),
    };
    Ok(chosen_language(
        request,
        &live.reader.questionnaire().languages,
        tag,
    ))
}

/// The fields that belong to the questionnaire, to be shown again.
fn typed(live: &LiveSurvey, fields: &[(String, String)]) -> Typed {
    let mut typed = Typed::new();
    for (name, value) in fields
        .iter()
        .filter(|(name, _)| live.reader.item(name).is_some())
    {
        typed.entry(name.clone()).or_default().push(value.clone());
    }
    typed
}

/// One page for one person.
struct Showing<'a> {
    app: &'a AppState,
    live: &'a LiveSurvey,
    language: &'a Language,
    display: Display,
    /// Sealed.
    slip: &'a str,
}

impl Showing<'_> {
    /// What all copies are made from: nothing typed, a gap for the slip.
    fn cached(&self) -> Result<CachedPage, Error> {
        let writing = Writing {
            pictures: &paths::pictures(&self.live.town),
            form: &self.live.reader,
            path: None,
            language: self.language,
            typed: &Typed::new(),
            wrong: &Messages::new(),
        };
        let page = self.page(writing, Summary::default(), GAP.to_owned());
        self.visitor().cached(&page)
    }

    /// What this person's orders are made of, where options have any.
    fn seed(&self) -> Option<OrderSeed> {
        let drawn = self.live.reader.draws();
        let slip = drawn.then(|| Slip::read(&self.live.slips, self.slip));
        slip.flatten()?.seed(&self.live.reader)
    }

    fn visitor(&self) -> Visitor<'_> {
        visitor(self.app, self.live, self.language, self.display)
    }

    fn write(&self, typed: &Typed, remarks: Remarks) -> Result<HttpResponse, Error> {
        let (wrong, mut summary) =
            messages::messages(&self.live.reader, &remarks.faults, self.language);
        if remarks.blank {
            let first = self.live.reader.items().first().map(messages::target);
            let first = first.unwrap_or_else(|| "#main".to_owned());
            summary = Summary::of(&first, "error-nothing-answered");
        }
        let writing = Writing {
            pictures: &paths::pictures(&self.live.town),
            form: &self.live.reader,
            path: None,
            language: self.language,
            typed,
            wrong: &wrong,
        };
        let mut page = self.page(writing, summary, self.slip.to_owned());
        if !remarks.uncounted.is_empty() {
            let value = uncounted::named(&remarks.uncounted);
            let name = UNCOUNTED;
            page.hidden.push(Hidden { name, value });
            page.uncounted = remarks.uncounted;
        }
        self.visitor().show(&page)
    }

    fn page(&self, writing: Writing<'_>, summary: Summary, sealed: String) -> Page {
        let (live, language) = (self.live, self.language);
        let questionnaire = live.reader.questionnaire();
        let read = DraftAnswers::of_draft(&live.reader, writing.typed, self.seed());
        let sections = questionnaire
            .sections
            .iter()
            .enumerate()
            .map(|(at, section)| SectionView {
                code: section.code.to_string(),
                title: section.title.get(language).to_owned(),
                questions: section::views(&read, at, 0..section.questions.len(), writing),
            });
        let slip = Hidden {
            name: slip::FIELD,
            value: sealed,
        };
        let language_kept = Hidden {
            name: "_lang",
            value: language.to_string(),
        };
        Page {
            title: live.survey.title.get(language).to_owned(),
            purpose: questionnaire.purpose.get(language).to_owned(),
            facts: live.facts(),
            until: live.until(),
            promise: Promise::new(live.survey.anonymity, &live.reader, None),
            sections: sections.collect(),
            uncounted: Vec::new(),
            another: live
                .survey
                .anonymity
                .needs_key()
                .then(|| paths::keys(&live.town)),
            summary,
            action: paths::responses(live),
            display: self.display.words(),
            hidden: vec![slip, language_kept],
            rules: hiding::rules(&live.reader),
        }
    }
}
