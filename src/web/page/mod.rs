//! A page: the frame around what a handler has to say, and the headers that guard it.

pub mod notice;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use crate::domain::language::{Language, Preference};
use crate::domain::telephone;
use crate::views::say::{Say, Wording};
use crate::views::style;
use crate::web::state::AppState;

pub use crate::views::locale::shipped;
use crate::web::cache::pages::CachedPage;
use crate::web::error::Error;
use crate::web::extract::tenant::Town;

/// How a reader wants pages shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Display {
    /// Larger text.
    pub large: bool,
    /// Without furigana.
    pub noruby: bool,
}

impl Display {
    /// Reads the words `large` and `noruby`; anything else is passed over.
    #[must_use]
    pub fn read(words: &str) -> Self {
        let has = |word| words.split('-').any(|part| part == word);
        Self {
            large: has("large"),
            noruby: has("noruby"),
        }
    }

    /// The words as they stand in addresses and forms.
    #[must_use]
    pub fn words(self) -> &'static str {
        match (self.large, self.noruby) {
            (false, false) => "",
            (true, false) => "large",
            (false, true) => "noruby",
            (true, true) => "large-noruby",
        }
    }

    /// The classes of the page's root.
    fn classes(self) -> &'static str {
        match (self.large, self.noruby) {
            (true, true) => "large noruby",
            _ => self.words(),
        }
    }
}

/// Whom to call, as shown in the foot of every page.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    division: String,
    telephone: String,
    telephone_href: Option<String>,
    hours: String,
}

/// One language of the switch.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageLink {
    tag: String,
    html_lang: String,
    name: String,
    current: bool,
    href: String,
}

/// The frame around a page.
#[derive(Debug, Clone, Serialize)]
pub struct Chrome {
    html_lang: String,
    root_class: &'static str,
    /// The title of the page.
    title: Wording,
    /// The language of a title that the program says itself, where it is not the one of the page.
    title_lang: Option<String>,
    /// Whether a form came back with faults: the title says so first.
    pub failed: bool,
    /// Whether everything shown is made up.
    pub synthetic: bool,
    /// The town's own page.
    pub home: String,
    /// Whether the page belongs to a town: there is somebody to call, and more to see.
    pub in_town: bool,
    town: String,
    contact: ContactView,
    languages: Vec<LanguageLink>,
    /// Whether the language switch is a button of the form `answers`, so that nothing typed is lost.
    pub form: bool,
    /// Rules of this page alone, beside those of its audience.
    pub style: Option<String>,
    /// The language of the page.
    #[serde(skip)]
    pub language: Language,
    /// The language of the program's words on it.
    #[serde(skip)]
    spoken: Language,
}

impl Chrome {
    /// The frame of a town's page in one of `offered` languages.
    #[must_use]
    pub fn new(
        app: &AppState,
        town: &Town,
        language: &Language,
        display: Display,
        offered: &[Language],
    ) -> Self {
        let text = |text: &crate::domain::text::Text| text.get(language).to_owned();
        let contact = &town.contact;
        Self {
            html_lang: language.public_tag().to_owned(),
            root_class: display.classes(),
            title: text(&town.name).into(),
            title_lang: None,
            failed: false,
            synthetic: town.synthetic,
            home: format!("/{}", town.slug),
            in_town: !town.slug.is_empty(),
            town: text(&town.name),
            contact: ContactView {
                division: text(&contact.division),
                telephone: contact.telephone.clone(),
                telephone_href: telephone::dialled(&contact.telephone),
                hours: text(&contact.hours),
            },
            languages: offered
                .iter()
                .map(|offer| link(offer, language, display))
                .collect(),
            form: false,
            style: None,
            language: language.clone(),
            spoken: app.views.locales().spoken(language),
        }
    }

    /// The frame of a page that belongs to no town, or of an error page before one was found.
    #[must_use]
    pub fn bare(app: &AppState, request: &HttpRequest) -> Self {
        let language = asked_language(request, &shipped());
        let town = Town::of_request(request).unwrap_or_else(Town::nobody);
        Self::new(app, &town, &language, Display::default(), &[])
    }

    /// Gives the page a title in the words of the program.
    pub fn entitle(&mut self, title: Say) {
        self.title = title.into();
        let spoken = self.spoken.public_tag();
        let foreign = spoken != self.language.public_tag();
        self.title_lang = foreign.then(|| spoken.to_owned());
    }

    /// Gives the page a title in its own language.
    pub fn entitle_as(&mut self, title: &str) {
        self.title = title.into();
    }

    /// Puts what the page is about before the title it has.
    pub fn entitle_before(&mut self, what: impl Into<Wording>) {
        self.title = Wording::several([what.into(), self.title.clone()], " ");
    }

    /// Lets the language switch lead to another page: this one answers a form and has no address of its own.
    pub fn switch_at(&mut self, path: &str) {
        for link in &mut self.languages {
            link.href.insert_str(0, path);
        }
    }
}

fn link(offer: &Language, current: &Language, display: Display) -> LanguageLink {
    LanguageLink {
        tag: offer.to_string(),
        html_lang: offer.public_tag().to_owned(),
        name: offer.own_name(),
        current: offer == current,
        href: format!("?lang={offer}&display={}", display.words()),
    }
}

/// The language a request asks for: `?lang=`, else what the browser's reader prefers, else the first offered.
/// Anything not offered is passed over, never an error.
#[must_use]
pub fn asked_language(request: &HttpRequest, offered: &[Language]) -> Language {
    let named = query(request, "lang").and_then(|tag| Language::parse(tag).ok());
    let named = named.and_then(|language| language.lookup(offered).cloned());
    let preferred = || {
        let headers = request.headers().get_all(header::ACCEPT_LANGUAGE);
        let lines: Vec<&str> = headers.filter_map(|line| line.to_str().ok()).collect();
        Preference::read(&lines.join(",")).choose(offered).cloned()
    };
    named
        .or_else(preferred)
        .or_else(|| offered.first().cloned())
        .unwrap_or_else(Language::japanese)
}

/// The language a form was filled in, where it is one of those offered; else what the request asks for.
#[must_use]
pub fn chosen_language(request: &HttpRequest, offered: &[Language], tag: &str) -> Language {
    let chosen = offered.iter().find(|offer| offer.tag() == tag).cloned();
    chosen.unwrap_or_else(|| asked_language(request, offered))
}

/// One value of the address's query, as it stands there; what needs decoding is none of ours.
#[must_use]
pub fn query<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Writes a citizen's page.
///
/// # Errors
/// When the template meets a value it does not expect: a fault of the program.
pub fn respond<P: Serialize>(
    app: &AppState,
    status: HttpResponseBuilder,
    template: &str,
    chrome: &Chrome,
    page: &P,
) -> Result<HttpResponse, Error> {
    let (html, policy) = written(app, template, chrome, page)?;
    Ok(guarded(status, &policy, html))
}

/// Writes a citizen's page that is the same for everybody; each visitor gets a copy.
///
/// # Errors
/// When the template meets a value it does not expect: a fault of the program.
pub fn cached<P: Serialize>(
    app: &AppState,
    template: &str,
    chrome: &Chrome,
    page: &P,
) -> Result<CachedPage, Error> {
    let (html, policy) = written(app, template, chrome, page)?;
    Ok(CachedPage::new(&html, &policy)?)
}

/// A citizen's page and its content security policy.
fn written<P: Serialize>(
    app: &AppState,
    template: &str,
    chrome: &Chrome,
    page: &P,
) -> Result<(String, String), Error> {
    let html = app.views.render(template, &chrome.language, chrome, page)?;
    Ok((html, policy(app, "respond", chrome.style.as_deref())))
}

/// Writes a page for the public.
///
/// # Errors
/// When the template meets a value it does not expect: a fault of the program.
pub fn publish<P: Serialize>(
    app: &AppState,
    template: &str,
    chrome: &Chrome,
    page: &P,
) -> Result<HttpResponse, Error> {
    let html = app.views.render(template, &chrome.language, chrome, page)?;
    Ok(finish(app, HttpResponse::Ok(), "public", html))
}

/// Adds the headers every page of an audience carries: nothing runs, nothing is framed, nothing is cached.
#[must_use]
pub fn finish(
    app: &AppState,
    response: HttpResponseBuilder,
    audience: &str,
    html: String,
) -> HttpResponse {
    guarded(response, &policy(app, audience, None), html)
}

fn guarded(mut response: HttpResponseBuilder, policy: &str, html: String) -> HttpResponse {
    response
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(html)
}

/// The content security policy of an audience's pages: their own styles by hash, and nothing else. `style`: rules of
/// one page alone.
fn policy(app: &AppState, audience: &str, style: Option<&str>) -> String {
    let hash = app
        .views
        .styles()
        .get(audience)
        .map_or("", |sheet| sheet.hash.as_str());
    let own = style.map(|rules| format!(" '{}'", style::hash(rules)));
    let own = own.unwrap_or_default();
    format!(
        "default-src 'none'; style-src '{hash}'{own}; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; script-src 'none'"
    )
}

/// 303 to an address of our own.
#[must_use]
pub fn see_other(path: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response
        .insert_header((header::LOCATION, path))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}
