//! The first page of a survey: who asks, why, how long, until when, what is promised; and beginning a draft.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::app::App;
use crate::domain::ids::SubmissionId;
use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::survey::Anonymity;
use crate::domain::token::draft::DraftToken;
use crate::views::dates;
use crate::web::copies::{self, Which};
use crate::web::error::Error;
use crate::web::form::Form;
use crate::web::known::Asked;
use crate::web::page::{
    Display, asked_language, chosen_language, original, query, respond, see_other,
};
use crate::web::tenant::Surveyed;

use super::draft::{self, Draft, Held};
use super::kinds::{self, Kind};
use super::{chrome, key, one_page, steps};

const START: &str = "respond/start";

/// The first page.
#[derive(Serialize)]
struct Page {
    title: String,
    purpose: String,
    minutes: u16,
    questions: usize,
    until: Option<String>,
    grace: Option<i32>,
    anonymity: &'static str,
    action: String,
    display: &'static str,
    /// Whose draft the button goes on with.
    token: Option<String>,
    /// The last letters of its key.
    mark: Option<String>,
    resumed: bool,
    missing_key: bool,
    key_href: String,
    displays: Vec<DisplayLink>,
}

/// A way to change how pages are shown.
#[derive(Serialize)]
struct DisplayLink {
    href: String,
    label: &'static str,
}

/// `GET /{town}/surveys/{survey}`
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    asked: Surveyed,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    let language = asked_language(&request, &asked.form.questionnaire().languages);
    let display = Display::read(query(&request, "display").unwrap_or_default());
    if query(&request, "another").is_some() {
        return Ok(forgotten(asked, &another_path(asked, &language)));
    }
    let held = Held::of_request(&request, asked, None);
    if held.as_ref().is_some_and(|held| held.by_cookie) && query(&request, "t").is_some() {
        return Ok(see_other(&without_token(&request, asked)).finish());
    }
    let draft = match &held {
        Some(held) => held.load(&app, asked).await?,
        None => None,
    };
    let begun_at = draft
        .as_ref()
        .map_or_else(|| asked.now(), |draft| draft.begun_at);
    if let Err(refusal) = asked.accepts(begun_at) {
        return kinds::page(&app, asked, &language, display, Kind::Refused(refusal));
    }
    let draft = draft.as_ref();
    if asked.form.questionnaire().layout == Layout::OnePage && !missing_key(asked, draft) {
        return one_page::fresh(&app, &request, asked, &language, display, draft);
    }
    let chrome = || chrome(&app, asked, &language, display);
    let page = || Page::new(asked, &language, display, held.as_ref(), draft);
    if held.is_some() {
        return respond(&app, HttpResponse::Ok(), START, &chrome(), &page());
    }
    let which = Which {
        kind: copies::Kind::Start,
        language: language.clone(),
        display,
    };
    let write = || original(&app, START, &chrome(), &page());
    Ok(asked.copies.get(which, write)?.copy(&request, ""))
}

/// Where the next person on this device begins: this device forgets whose answers it kept.
pub(super) fn another(asked: &Asked, language: &Language) -> String {
    format!("{}?lang={language}&another=1", asked.path())
}

/// The page another person begins at: for a letter of their own, or at once.
fn another_path(asked: &Asked, language: &Language) -> String {
    if asked.survey.anonymity.needs_key() {
        key::path(&asked.town.slug)
    } else {
        format!("{}?lang={language}", asked.path())
    }
}

fn forgotten(asked: &Asked, to: &str) -> HttpResponse {
    see_other(to)
        .cookie(draft::forget(asked))
        .cookie(one_page::forget(asked))
        .finish()
}

/// The same address where the browser keeps the token: nothing of it stays in the history of a shared computer.
fn without_token(request: &HttpRequest, asked: &Asked) -> String {
    let rest = request.query_string().split('&');
    let rest: Vec<&str> = rest.filter(|pair| !pair.starts_with("t=")).collect();
    if rest.is_empty() {
        return asked.path();
    }
    format!("{}?{}", asked.path(), rest.join("&"))
}

/// Whether the survey needs a key and none has opened it yet.
fn missing_key(asked: &Asked, draft: Option<&Draft>) -> bool {
    asked.survey.anonymity.needs_key() && draft.is_none()
}

/// The fields of the start button's form.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(default, rename = "_lang")]
    lang: String,
    #[serde(default, rename = "_display")]
    display: String,
    #[validate(length(max = 64))]
    #[serde(default, rename = "_t")]
    token: String,
    /// `another`: not the person whose draft it is.
    #[validate(length(max = 64))]
    #[serde(default, rename = "_go")]
    go: String,
}

impl Fields {
    fn token(&self) -> Option<&str> {
        Some(self.token.as_str()).filter(|token| !token.is_empty())
    }
}

/// `POST /{town}/surveys/{survey}/draft`: begins a draft, or goes on with the one that is held. Another person on the
/// same device begins afresh; the former's draft stays with its key.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    asked: Surveyed,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let (asked, Form(fields)) = (&asked.0, form);
    let language = chosen_language(
        &request,
        &asked.form.questionnaire().languages,
        &fields.lang,
    );
    let display = Display::read(&fields.display);
    if fields.go == "another" {
        return Ok(forgotten(asked, &another_path(asked, &language)));
    }
    let held = Held::of_request(&request, asked, fields.token());
    let found = match &held {
        Some(held) => held.load(&app, asked).await?,
        None => None,
    };
    let (mut held, mut draft) = match (held, found) {
        (Some(held), Some(draft)) => (held, draft),
        _ if asked.survey.anonymity.needs_key() => return Ok(see_other(&asked.path()).finish()),
        _ => fresh(asked, &language),
    };
    if let Err(refusal) = asked.accepts(draft.begun_at) {
        return kinds::page(&app, asked, &language, display, Kind::Refused(refusal));
    }
    draft.language = language;
    display.words().clone_into(&mut draft.display);
    held.save(&app, asked, &draft).await?;
    held.by_cookie = false; // Until the browser has shown that it keeps it.
    let cookie = held.cookie(&app, asked);
    Ok(see_other(&held.address(&steps::next_open(asked, &draft)))
        .cookie(cookie)
        .finish())
}

/// A draft nobody has written into.
fn fresh(asked: &Asked, language: &Language) -> (Held, Draft) {
    let held = Held::new(DraftToken::from_random(rand::random()));
    let submission = SubmissionId(uuid::Uuid::new_v4());
    (held, Draft::new(submission, None, language, asked.now()))
}

/// Until when answers are taken, as people read it.
pub(in crate::web) fn until(asked: &Asked, language: &Language) -> Option<String> {
    let ends = asked.survey.web_closes_at?;
    Some(dates::until(ends, asked.town.zone, language))
}

/// The word that chooses the texts of the promise.
pub(super) fn promise(anonymity: Anonymity) -> &'static str {
    match anonymity {
        Anonymity::Anonymous => "anonymous",
        Anonymity::Confidential => "confidential",
        Anonymity::Open => "open",
    }
}

impl Page {
    fn new(
        asked: &Asked,
        language: &Language,
        display: Display,
        held: Option<&Held>,
        draft: Option<&Draft>,
    ) -> Self {
        let questionnaire = asked.form.questionnaire();
        let grace = asked.survey.grace_minutes;
        Self {
            title: asked.survey.title.get(language).to_owned(),
            purpose: questionnaire.purpose.get(language).to_owned(),
            minutes: questionnaire.minutes,
            questions: questions(asked),
            until: until(asked, language),
            grace: (grace > 0).then_some(grace),
            anonymity: promise(asked.survey.anonymity),
            action: format!("{}/draft", asked.path()),
            display: display.words(),
            token: held
                .filter(|_| draft.is_some())
                .map(|held| held.token.to_string()),
            mark: draft.and_then(Draft::mark).map(str::to_owned),
            resumed: draft.is_some_and(|draft| !draft.typed.is_empty()),
            missing_key: missing_key(asked, draft),
            key_href: key::path(&asked.town.slug),
            displays: displays(language, display, held.filter(|held| !held.by_cookie)),
        }
    }
}

/// How many questions there are.
pub(in crate::web) fn questions(asked: &Asked) -> usize {
    let sections = asked.form.questionnaire().sections.iter().enumerate();
    let each = sections
        .flat_map(|(at, section)| (0..section.questions.len()).map(move |question| (at, question)));
    each.filter(|(at, question)| !asked.form.items_of(*at, *question).is_empty())
        .count()
}

fn displays(language: &Language, display: Display, carried: Option<&Held>) -> Vec<DisplayLink> {
    let token = carried
        .map(|held| format!("&t={}", held.token))
        .unwrap_or_default();
    let link = |display: Display, label| DisplayLink {
        href: format!("?lang={language}&display={}{token}", display.words()),
        label,
    };
    let larger = Display {
        large: !display.large,
        ..display
    };
    let mut links = vec![link(
        larger,
        if display.large {
            "text-size-normal"
        } else {
            "text-size-large"
        },
    )];
    if *language == Language::easy_japanese() {
        let ruby = Display {
            noruby: !display.noruby,
            ..display
        };
        links.push(link(
            ruby,
            if display.noruby {
                "ruby-on"
            } else {
                "ruby-off"
            },
        ));
    }
    links
}
