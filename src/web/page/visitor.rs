//! Somebody who looks at a page: where they are, and how they read. Writes the page for them.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use crate::domain::language::Language;
use crate::views::frame::Frame;
use crate::views::say::Wording;
use crate::views::style;
use crate::web::cache::pages::CachedPage;
use crate::web::error::Error;
use crate::web::state::AppState;
use crate::web::town::Town;

use super::chrome::{Chrome, DeskView};
use super::{Display, Page, asked_language};

/// A visitor of a town's pages.
#[derive(Clone)]
pub struct Visitor<'a> {
    app: &'a AppState,
    /// The town.
    pub town: &'a Town,
    /// The language of what they see.
    pub language: Language,
    /// How it is shown.
    pub display: Display,
    /// The languages they can choose from.
    pub(super) offered: Vec<Language>,
    /// The survey or town that titles name.
    pub(super) about: Wording,
    /// Whether everything shown is made up.
    pub synthetic: bool,
    /// Whether it is only tried, and nothing of it counts.
    pub(super) trial: bool,
    /// What stands before addresses of the public's pages: nothing on those themselves.
    public: String,
    /// What stands around the page of somebody who works here.
    pub(super) desk: Option<DeskView>,
}

impl<'a> Visitor<'a> {
    /// Somebody who reads in `language`, one of `offered`.
    #[must_use]
    pub fn new(
        app: &'a AppState,
        town: &'a Town,
        language: &Language,
        display: Display,
        offered: &[Language],
    ) -> Self {
        Self {
            app,
            town,
            language: language.clone(),
            display,
            offered: offered.to_vec(),
            about: town.name.get(language).into(),
            synthetic: town.synthetic,
            trial: false,
            public: String::new(),
            desk: None,
        }
    }

    /// The same on a page of staff, which may stand at another address than those of the public.
    #[must_use]
    pub fn of_staff(self) -> Self {
        let public = public_at(self.app);
        Self { public, ..self }
    }

    /// The same at their desk.
    #[must_use]
    pub fn at_desk(self, desk: DeskView) -> Self {
        Self {
            desk: Some(desk),
            ..self
        }
    }

    /// Somebody who came by an address, with the language and display they ask for.
    #[must_use]
    pub fn of_request(
        app: &'a AppState,
        request: &HttpRequest,
        town: &'a Town,
        offered: &[Language],
    ) -> Self {
        let language = asked_language(request, offered);
        Self::new(app, town, &language, Display::of_request(request), offered)
    }

    /// The same at a survey, whose name stands in the titles.
    #[must_use]
    pub fn about(self, survey: &str, is_synthetic: bool) -> Self {
        Self {
            about: survey.into(),
            synthetic: self.synthetic || is_synthetic,
            ..self
        }
    }

    /// The same where nothing that is answered counts.
    #[must_use]
    pub fn on_trial(self, trial: bool) -> Self {
        Self { trial, ..self }
    }

    /// The town's own page. The office has none but its desk.
    #[must_use]
    pub fn home(&self) -> String {
        match self.town.is_office {
            true => "/staff".to_owned(),
            false => format!("{}/{}", self.public, self.town.slug),
        }
    }

    /// Whether they are at a town: there is somebody to call, and more to see.
    #[must_use]
    pub fn is_in_town(&self) -> bool {
        !self.town.slug.is_empty() && !self.town.is_office
    }

    /// The language of the program's words, where it is not the one of the page.
    pub(super) fn foreign(&self) -> Option<String> {
        let spoken = self.app.views.locales().spoken(&self.language);
        let foreign = spoken.public_tag() != self.language.public_tag();
        foreign.then(|| spoken.public_tag().to_owned())
    }

    /// Writes a page: 200, or 422 where a form came back with faults.
    ///
    /// # Errors
    /// When the template meets a value it does not expect: a fault of the program.
    pub fn show<P: Page>(&self, page: &P) -> Result<HttpResponse, Error> {
        self.answer(HttpResponse::Ok(), page)
    }

    /// Writes a page into an answer that has a status or cookies of its own.
    ///
    /// # Errors
    /// As [`Self::show`].
    pub fn answer<P: Page>(
        &self,
        mut response: HttpResponseBuilder,
        page: &P,
    ) -> Result<HttpResponse, Error> {
        let around = page.around();
        if around.failed {
            response.status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let (html, policy) = self.write(page)?;
        Ok(response
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CONTENT_SECURITY_POLICY, policy))
            .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .body(html))
    }

    /// Writes a page that is the same for everybody; each visitor gets a copy.
    ///
    /// # Errors
    /// As [`Self::show`].
    pub fn cached<P: Page>(&self, page: &P) -> Result<CachedPage, Error> {
        let (html, policy) = self.write(page)?;
        Ok(CachedPage::new(&html, &policy)?)
    }

    /// A page with its content security policy.
    fn write<P: Page>(&self, page: &P) -> Result<(String, String), Error> {
        let around = page.around();
        let frames = (around.framed, around.frames);
        let chrome = Chrome::new(self, page.title(), around)
            .with_help(self.app.views.help().topic(&self.language, P::TEMPLATE));
        let views = &self.app.views;
        let hosts = self.app.hosts_of(self.town);
        let html = views.render(P::TEMPLATE, (&self.language, &hosts), &chrome, page)?;
        Ok((html, policy(self.app, P::FRAME, chrome.style(), frames)))
    }
}

/// What stands before addresses of the public's pages on pages of staff: the public address, where that is another one.
#[must_use]
pub fn public_at(app: &AppState) -> String {
    match app.config.has_two_sides() {
        true => app.config.public_url(),
        false => String::new(),
    }
}

/// The content security policy of a frame's pages: their own styles by hash or our own sheet, script only of ours and
/// where the frame has any, and nothing else. `own`: rules of one page alone. `framed`, `frames`: whether the page stands
/// in a frame of ours, or holds one; no page stands in a frame of anybody else.
fn policy(
    app: &AppState,
    frame: Frame,
    own: Option<&str>,
    (framed, frames): (bool, bool),
) -> String {
    let sheet = app.views.styles().get(frame);
    let styles = match sheet.filter(|_| frame.is_styled_inside()) {
        Some(sheet) => sheet.hash.as_str(),
        None => "self",
    };
    let own = own.map(|rules| format!(" '{}'", style::hash(rules)));
    let own = own.unwrap_or_default();
    // Script looks at pages of ours again.
    let script = match frame.runs_script() {
        true => "script-src 'self'; connect-src 'self'",
        false => "script-src 'none'",
    };
    let around = if framed { "'self'" } else { "'none'" };
    let within = if frames { "; frame-src 'self'" } else { "" };
    format!(
        "default-src 'none'; style-src '{styles}'{own}; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors {around}; {script}{within}"
    )
}
