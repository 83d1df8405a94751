//! The program's own door in this process, and people who come to it. Pages are read as a person reads them
//! (`page`); what is behind the door is in `town`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use actix_http::{Request, StatusCode};
use actix_web::body::to_bytes;
use actix_web::http::Method;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::web::Data;
use futures_util::future::LocalBoxFuture;
use kocho::app::App;
use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;
use kocho::web::state::AppState;
use kocho::web::{self, Side};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::page::{Form, Reply};
use super::town::Town;

type Service = Box<dyn Fn(Request) -> LocalBoxFuture<'static, Reply>>;

/// The questionnaire with every kind of question.
pub const EVERYTHING: &[u8] = include_bytes!("../../data/questionnaires/everything.yaml");
/// The demo's short questionnaire on one page.
pub const ONE_PAGE: &[u8] = include_bytes!("../../../config/demo/questionnaires/machi-no-koe.yaml");
/// The demo's longest questionnaire.
pub const LONGEST: &[u8] = include_bytes!("../../../config/demo/questionnaires/shimin-2025.yaml");

/// Single, multiple and grid questions with very many options.
pub const LONG_LISTS: &[u8] = include_bytes!("../../data/questionnaires/long_lists.yaml");
/// Notes with pictures.
pub const PICTURES: &[u8] = include_bytes!("../../data/questionnaires/pictures.yaml");

/// The setting that makes the town a demonstration.
pub const DEMONSTRATION: (&str, &str) = ("KOCHO__WEB__DEMONSTRATION", "sunagawa");

/// One node of the program over a town's database.
pub struct TestApp {
    /// What is behind the door.
    pub town: Arc<Town>,
    /// The program.
    pub app: Data<App>,
    /// What its handlers see.
    pub state: Data<AppState>,
    service: Service,
    /// The cookie of the administrator's session.
    pub(super) desk: Option<String>,
}

impl TestApp {
    /// A new town and one node.
    pub async fn new() -> Self {
        Self::over(Arc::new(Town::new().await), &[]).await
    }

    /// A node over a town that may have others, with settings of its own. It remembers nothing the others do.
    pub async fn over(town: Arc<Town>, settings: &[(&str, &str)]) -> Self {
        Self::of_side(town, settings, Side::Both).await
    }

    /// The same, of which one side is asked.
    pub async fn of_side(town: Arc<Town>, settings: &[(&str, &str)], side: Side) -> Self {
        let app = Data::new(town.app_with(settings).await.0);
        let state = Data::new(AppState::new(app.clone()).unwrap());
        let inner = Rc::new(init_service(web::service(state.clone(), side)).await);
        let service: Service = Box::new(move |request| {
            let inner = Rc::clone(&inner);
            Box::pin(async move {
                let response = match try_call_service(&*inner, request).await {
                    Ok(response) => response.into_parts().1.map_into_boxed_body(),
                    Err(error) => error.error_response(),
                };
                let (status, headers) = (response.status(), response.headers().clone());
                let body = to_bytes(response.into_body()).await.unwrap().to_vec();
                Reply::new(status, headers, body)
            })
        });
        Self {
            town,
            app,
            state,
            service,
            desk: None,
        }
    }

    /// Another node over the same town.
    pub async fn node(&self) -> Self {
        Self::over(Arc::clone(&self.town), &[]).await
    }

    /// Waits until the node has seen what was done past it.
    pub async fn next_edition(&self) {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }

    /// An open survey that asks what a questionnaire file says.
    pub async fn survey(&self, file: &[u8], anonymity: Anonymity) -> Survey {
        let version = self.town.freeze(file).await;
        let draft = self.town.draft_of(version, anonymity).await;
        self.town.open_now(draft.id).await
    }

    /// Somebody with a phone of today.
    pub fn resident(&self) -> Person<'_> {
        Person {
            door: self,
            keeps_cookies: true,
            address: "203.0.113.7:4711".parse().unwrap(),
            headers: vec![("accept", "text/html".to_owned())],
            cookies: RefCell::default(),
        }
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request) -> Reply {
        (self.service)(request).await
    }

    /// Nothing was stored: no response, and no key spent.
    pub async fn assert_nothing_stored(&self) {
        let stored = "select (select count(*) from receipts) + (select count(*) from responses) \
                      + (select count(*) from envelopes) + (select count(*) from invitations where used)";
        assert_eq!(self.town.db.number(stored).await, 0, "something was stored");
    }

    /// The only stored answers.
    pub async fn stored(&self) -> serde_json::Value {
        let mut all = self.town.documents().await;
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }
}

/// A person with a browser: what it sends by itself, and what it has kept.
pub struct Person<'a> {
    door: &'a TestApp,
    keeps_cookies: bool,
    address: SocketAddr,
    headers: Vec<(&'static str, String)>,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl Person<'_> {
    /// Whose browser refuses cookies.
    pub fn without_cookies(mut self) -> Self {
        self.keeps_cookies = false;
        self
    }

    /// Who comes from another address.
    pub fn from(mut self, address: &str) -> Self {
        self.address = address.parse().unwrap();
        self
    }

    /// Whose browser sends one more header, or another value of one.
    pub fn sending(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(sent, _)| *sent != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same person at another node.
    pub fn at(self, door: &TestApp) -> Person<'_> {
        Person {
            door,
            keeps_cookies: self.keeps_cookies,
            address: self.address,
            headers: self.headers,
            cookies: self.cookies,
        }
    }

    /// The same person on another device.
    pub fn elsewhere(&self) -> Self {
        Self {
            door: self.door,
            keeps_cookies: self.keeps_cookies,
            address: self.address,
            headers: self.headers.clone(),
            cookies: RefCell::default(),
        }
    }

    /// The same browser once more, to look at the same pages in another way.
    pub fn beside(&self) -> Self {
        Self {
            cookies: self.cookies.clone(),
            ..self.elsewhere()
        }
    }

    /// Somebody put a cookie there before.
    pub fn with_cookie(self, name: &str, value: &str) -> Self {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.cookies.borrow_mut().insert(name, value);
        self
    }

    /// What the browser keeps: names and values.
    pub fn kept(&self) -> Vec<(String, String)> {
        let cookies = self.cookies.borrow();
        let owned = |(name, value): (&String, &String)| (name.clone(), value.clone());
        cookies.iter().map(owned).collect()
    }

    /// How many cookies the browser keeps.
    pub fn cookies(&self) -> usize {
        self.cookies.borrow().len()
    }

    /// Opens an address.
    pub async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.post_bytes(path, "application/x-www-form-urlencoded", encoded(fields))
            .await
    }

    /// Sends any bytes.
    pub async fn post_bytes(&self, path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Reply {
        self.ask(Method::POST, path, Some(kind), body.into()).await
    }

    /// Sends a form with a file, its name and its bytes, as browsers do; a nameless, empty one where none was chosen.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Reply {
        let part = "--cut\r\ncontent-disposition: form-data; name=";
        let mut body = Vec::new();
        let typed = fields.iter().filter(|(name, _)| *name != "file");
        for (name, value) in typed {
            body.extend(format!("{part}\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        let (name, bytes) = file.unwrap_or_default();
        let kind = "content-type: application/octet-stream";
        body.extend(format!("{part}\"file\"; filename=\"{name}\"\r\n{kind}\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(b"\r\n--cut--\r\n");
        self.post_bytes(path, "multipart/form-data; boundary=cut", body)
            .await
    }

    /// Uses any method.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        kind: Option<&str>,
        body: Vec<u8>,
    ) -> Reply {
        let mut request = TestRequest::with_uri(path)
            .method(method)
            .peer_addr(self.address);
        if let Some(kind) = kind {
            request = request.insert_header(("content-type", kind));
            request = request.set_payload(body);
        }
        let reply = self.door.send(self.dressed(request)).await;
        if self.keeps_cookies {
            self.keep(&reply);
        }
        let reply = reply.at(path);
        reply.assert_honest();
        reply.assert_no_slip_in_addresses();
        reply
    }

    /// The request with what the browser adds.
    pub fn dressed(&self, mut request: TestRequest) -> Request {
        for (name, value) in &self.headers {
            request = request.insert_header((*name, value.as_str()));
        }
        let cookies: Vec<String> = self
            .cookies
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.insert_header(("cookie", cookies.join("; ")));
        }
        request.to_request()
    }

    fn keep(&self, reply: &Reply) {
        for cookie in reply.headers.get_all("set-cookie") {
            let cookie = actix_web::cookie::Cookie::parse(cookie.to_str().unwrap()).unwrap();
            let mut kept = self.cookies.borrow_mut();
            if cookie.max_age().is_some_and(|age| age.is_zero()) {
                kept.remove(cookie.name());
            } else {
                kept.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
    }

    /// Goes where a 303 leads, until a page is there.
    pub async fn follow(&self, mut reply: Reply) -> Reply {
        for _ in 0..5 {
            let Some(to) = reply.location() else {
                return reply;
            };
            assert_eq!(reply.status, StatusCode::SEE_OTHER);
            reply = self.get(&to).await;
        }
        panic!("a circle of redirects at {}", reply.path);
    }

    /// Fills in the form of a page and presses a button; the answer to the form itself.
    pub async fn send(&self, page: &Reply, button: &str, answers: &[(&str, &str)]) -> Reply {
        let mut form = page.form();
        form.fill(answers);
        self.submit(&form, button).await
    }

    /// Sends a form as it stands.
    pub async fn submit(&self, form: &Form, button: &str) -> Reply {
        let mut fields: Vec<(&str, &str)> = form.pairs();
        if !button.is_empty() {
            fields.push(("_go", button));
        }
        if form.how == "get" {
            let path = form.action.split('?').next().unwrap();
            return self.get(&format!("{path}?{}", encoded(&fields))).await;
        }
        if form.how.starts_with("multipart") {
            return self.upload(&form.action, &fields, None).await;
        }
        self.post(&form.action, &fields).await
    }

    /// Fills in the form of a page, presses a button and goes where that leads.
    pub async fn press(&self, page: &Reply, button: &str, answers: &[(&str, &str)]) -> Reply {
        let reply = self.send(page, button, answers).await;
        self.follow(reply).await
    }

    /// From the first page to the first section.
    pub async fn begin(&self, first: &str) -> Reply {
        let page = self.get(first).await;
        page.assert_page(200, "");
        let reply = self.post(&page.form().action, &page.form().pairs()).await;
        self.follow(reply).await
    }

    /// Goes from the first section to the check page, writing these answers on the way.
    pub async fn to_check(&self, survey: &Survey, answers: &[(&str, &str)]) -> Reply {
        let mut page = self.begin(&address(survey)).await;
        if self.keeps_cookies {
            page = self.get(&format!("{}/sections/1", address(survey))).await;
        }
        let mut given = vec![("livable", "1")];
        given.retain(|(name, _)| !answers.iter().any(|(answered, _)| answered == name));
        given.extend(answers);
        for _ in 0..20 {
            let form = page.form();
            if form.action.ends_with("/responses") {
                return page;
            }
            let here = given.iter().copied().filter(|(name, _)| form.has(name));
            page = self.press(&page, "next", &here.collect::<Vec<_>>()).await;
            page.assert_page(200, "");
        }
        panic!("the check page does not come: {}", page.path);
    }

    /// Answers and sends; the receipt.
    pub async fn answer(&self, survey: &Survey, answers: &[(&str, &str)]) -> Reply {
        let check = self.to_check(survey, answers).await;
        self.press(&check, "send", &[]).await
    }
}

/// The address of a survey's first page.
pub fn address(survey: &Survey) -> String {
    format!("/sunagawa/surveys/{}", survey.slug)
}

/// Fields as a browser writes them.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let part = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", part(name), part(value)));
    pairs.collect::<Vec<_>>().join("&")
}
