//! Nobody reads along: whatever somebody sends a citizen (an address, a page that posts a form, a cookie put there
//! before), what the citizen types is not readable by the sender.

use actix_http::Method;
use kocho::domain::survey::Anonymity;
use kocho::domain::token::Key;
use kocho::domain::token::draft::DraftToken;
use kocho::storage::surveys::Survey;

use crate::support::door::{EVERYTHING, Person, TestApp, address, encoded};
use crate::support::page::Reply;

const SECRET: &str = "ひみつの意見";

/// Somebody who begins a draft and keeps everything that could open it.
struct Sender<'a> {
    person: Person<'a>,
    page: Reply,
}

impl<'a> Sender<'a> {
    /// At an open survey, or with a key of their own; the first section answered where they keep cookies.
    async fn new(person: Person<'a>, survey: &Survey, key: Option<Key>) -> Self {
        if let Some(key) = key {
            let scanned = person.get(&format!("/sunagawa/a/{key}")).await;
            person.follow(scanned).await;
        }
        let page = person.begin(&address(survey)).await;
        person.send(&page, "next", &[("livable", "1")]).await;
        Self { person, page }
    }

    /// Everything that might open the draft: what forms and cookies hold, and the bare token of former versions.
    fn tokens(&self) -> Vec<String> {
        let field = self.page.form().value("_t").unwrap().to_owned();
        let cookies = self.person.kept().into_iter().map(|(_, value)| value);
        std::iter::once(field).chain(cookies).collect()
    }

    /// Looks at every page of the survey in every way.
    async fn reads(&self, survey: &Survey, key: Option<Key>) -> String {
        let mut seen = String::new();
        let first = address(survey);
        let mut paths: Vec<String> = (1..=4).map(|at| format!("{first}/sections/{at}")).collect();
        paths.extend([format!("{first}/check"), first.clone()]);
        if let Some(key) = key {
            paths.insert(0, format!("/sunagawa/a/{key}"));
        }
        for token in self.tokens() {
            paths.extend(["", "/sections/1", "/check"].map(|at| format!("{first}{at}?t={token}")));
        }
        // First only looking: a form that begins afresh leaves the draft.
        for path in &paths {
            let reply = self.person.get(path).await;
            let reply = self.person.follow(reply).await;
            seen.push_str(&String::from_utf8_lossy(&reply.body));
        }
        for token in self.tokens() {
            for (action, go) in [("draft", ""), ("sections/1", "back"), ("responses", "back")] {
                let mut fields = vec![("_t", token.as_str()), ("_go", go)];
                if action == "sections/1" {
                    fields.push(("livable", "1"));
                }
                let path = format!("{first}/{action}");
                let reply = self.person.post(&path, &fields).await;
                let reply = self.person.follow(reply).await;
                seen.push_str(&String::from_utf8_lossy(&reply.body));
            }
        }
        seen
    }
}

/// Types into whatever page stands there, up to the check page, and does not send.
async fn writes(victim: &Person<'_>, mut page: Reply) -> bool {
    for _ in 0..10 {
        let Some(form) = page.forms().into_iter().next() else {
            return false;
        };
        if form.action.ends_with("/responses") {
            return page.main_text().contains(SECRET);
        }
        let given = [("livable", "1"), ("nickname", SECRET), ("opinion", SECRET)];
        let here = given.into_iter().filter(|(name, _)| form.has(name));
        let button = if form.action.ends_with("/draft") {
            ""
        } else {
            "next"
        };
        page = victim.press(&page, button, &here.collect::<Vec<_>>()).await;
    }
    false
}

/// Addresses with every token in every place one might be looked for.
fn links(survey: &Survey, tokens: &[String]) -> Vec<String> {
    let first = address(survey);
    let mut links = Vec::new();
    for token in tokens {
        for page in ["", "/sections/1", "/sections/3", "/check"] {
            for name in ["t", "_t", "_form", "draft", "lang=ja&t"] {
                links.push(format!("{first}{page}?{name}={token}"));
            }
        }
    }
    links
}

/// A draft as a former version left it, with the bare token that opens it.
async fn left_by_a_former_version(door: &TestApp, survey: &Survey) -> String {
    let token = DraftToken::from_random([7; 32]);
    let content = serde_json::json!({
        "submission": uuid::Uuid::from_u128(5), "key": null, "language": "ja", "display": "",
        "begun_at": door.town.now().await, "typed": {"livable": ["1"]}
    });
    let sealed = token.seal(survey.id, [1; 24], content.to_string().as_bytes());
    let place = token.hash(survey.id);
    door.town.leave_draft(survey.id, place, &sealed).await;
    token.to_string()
}

#[actix_web::test]
async fn a_strangers_link_at_an_open_survey_opens_nothing() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let old = left_by_a_former_version(&door, &survey).await;
    for sender in [door.resident(), door.resident().without_cookies()] {
        let sender = Sender::new(sender, &survey, None).await;
        let mut tokens = sender.tokens();
        tokens.push(old.clone());
        let mut wrote = 0;
        for link in links(&survey, &tokens) {
            for victim in [door.resident(), door.resident().without_cookies()] {
                let opened = victim.get(&link).await;
                let opened = victim.follow(opened).await;
                for (_, value) in victim.kept() {
                    assert!(!tokens.contains(&value), "{link}: a token became a cookie");
                }
                wrote += usize::from(writes(&victim, opened).await);
            }
        }
        assert!(wrote > 0, "no link led to a page where one can write");
        let read = sender.reads(&survey, None).await;
        assert!(!read.contains(SECRET), "the sender reads along");
        let reader = Sender {
            person: door.resident().with_cookie(&cookie(&survey), &old),
            page: sender.page.clone(),
        };
        let read = reader.reads(&survey, None).await;
        assert!(
            !read.contains(SECRET),
            "the sender reads along in an old draft"
        );
    }
}

fn cookie(survey: &Survey) -> String {
    format!("draft-{}", survey.id.0.simple())
}

/// The control: whoever holds the cookie itself reads what was typed with it.
#[actix_web::test]
async fn who_types_in_the_same_browser_is_read_there() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let sender = Sender::new(door.resident(), &survey, None).await;
    let beside = sender.person.beside();
    let page = beside
        .get(&format!("{}/sections/1", address(&survey)))
        .await;
    assert!(writes(&beside, page).await);
    assert!(sender.reads(&survey, None).await.contains(SECRET));
}

#[actix_web::test]
async fn a_strangers_link_at_a_survey_with_keys_opens_nothing() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let keys = door.town.keys(survey.id, 2).await;
    let sender = Sender::new(door.resident(), &survey, Some(keys[0])).await;
    let bare = DraftToken::of_key(&door.town.secret, survey.id, &keys[0]).to_string();
    let mut tokens = sender.tokens();
    tokens.push(bare);
    for link in links(&survey, &tokens) {
        for victim in [door.resident(), door.resident().without_cookies()] {
            let opened = victim.get(&link).await;
            let opened = victim.follow(opened).await;
            assert!(
                !writes(&victim, opened).await,
                "{link}: nobody asked for a key"
            );
        }
    }
    // With the link still open, the key of the victim's own letter.
    let victim = door.resident();
    victim.get(&links(&survey, &tokens)[0]).await;
    let page = victim.get("/sunagawa/a").await;
    let first = victim
        .press(&page, "", &[("key", &keys[1].to_string())])
        .await;
    assert!(writes(&victim, first).await);
    let read = sender.reads(&survey, Some(keys[0])).await;
    assert!(!read.contains(SECRET), "the sender reads along");
}

// The key itself in a link on a page of another site: the letter's own key is asked for.
#[actix_web::test]
async fn a_link_on_another_sites_page_is_no_letter() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let path = format!("/sunagawa/a/{key}");
    for site in ["cross-site", "same-site"] {
        let victim = door.resident().sending("sec-fetch-site", site);
        let page = victim.get(&path).await;
        page.assert_page(200, "回答コードを入力してください");
        assert_eq!(page.form().value("key"), Some(""));
        assert!(
            victim
                .kept()
                .iter()
                .all(|(name, _)| !name.starts_with("draft-"))
        );
    }
    // Scanned, typed into the address field, or an old browser.
    let scanning = [
        door.resident().sending("sec-fetch-site", "none"),
        door.resident(),
    ];
    for letter in scanning {
        letter.get(&path).await.assert_redirect(&address(&survey));
    }
}

// A page of another site that posts a form of the sender's: browsers of today are refused by their own word, and one
// that says nothing about where it comes from types into the form only.
#[actix_web::test]
async fn a_form_made_elsewhere_is_not_read_by_who_made_it() {
    let door = TestApp::new().await;
    for (anonymity, keyed) in [(Anonymity::Open, false), (Anonymity::Anonymous, true)] {
        let survey = door.survey(EVERYTHING, anonymity).await;
        let key = match keyed {
            true => Some(door.town.keys(survey.id, 1).await[0]),
            false => None,
        };
        let sender = Sender::new(door.resident(), &survey, key).await;
        for (action, go) in [
            ("draft", ""),
            ("draft", "check"),
            ("sections/1", "next"),
            ("sections/1", "lang:ja"),
        ] {
            let path = format!("{}/{action}", address(&survey));
            for token in sender.tokens() {
                let fields = [("_t", token.as_str()), ("_go", go), ("livable", "1")];
                let fields = match action {
                    "draft" => &fields[..2],
                    _ => &fields[..],
                };
                let modern = door.resident().sending("sec-fetch-site", "cross-site");
                modern.post(&path, fields).await.assert_page(403, "");
                let old = door.resident();
                let kind = Some("application/x-www-form-urlencoded");
                let body = encoded(fields).into_bytes();
                let page = old.ask(Method::POST, &path, kind, body).await;
                let page = old.follow(page).await;
                writes(&old, page).await;
            }
        }
        let read = sender.reads(&survey, key).await;
        assert!(!read.contains(SECRET), "the sender reads along");
    }
}

// B56: a cookie that somebody put there before, without an answer in it: who begins gets one of their own.
#[actix_web::test]
async fn who_begins_gets_a_draft_of_their_own() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let sender = door.resident();
    let page = sender.begin(&address(&survey)).await;
    let victim = sender.beside();
    let first = victim.get(&address(&survey)).await;
    first.assert_page(200, "回答を始める");
    assert!(writes(&victim, first).await);
    let sender = Sender {
        person: sender,
        page,
    };
    assert!(!sender.reads(&survey, None).await.contains(SECRET));
}

// 17, B56: over https no other host and no plain connection sets it.
#[actix_web::test]
async fn over_https_nobody_else_can_set_the_cookie() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let https = [
        ("KOCHO__PUBLIC_URL", "https://survey.example.jp"),
        ("KOCHO__WEB__INSECURE", "true"),
    ];
    let https = TestApp::over(door.town.clone(), &https).await;
    let origin = "https://survey.example.jp";
    let sender = https.resident().sending("origin", origin);
    let sender = Sender::new(sender, &survey, None).await;
    let kept = sender.person.kept();
    assert!(!kept.is_empty());
    for (name, value) in &kept {
        let plain = name
            .strip_prefix("__Host-")
            .expect("a name of this host alone");
        let victim = https
            .resident()
            .sending("origin", origin)
            .with_cookie(plain, value);
        let page = victim
            .get(&format!("{}/sections/1", address(&survey)))
            .await;
        page.assert_page(410, "途中の回答が見つかりません");
    }
    let begun = https.resident().sending("origin", origin);
    let begun = begun
        .post(&format!("{}/draft", address(&survey)), &[])
        .await;
    let cookie = begun.header("set-cookie").unwrap();
    for attribute in ["__Host-draft-", "Path=/;", "Secure", "HttpOnly"] {
        assert!(format!("{cookie};").contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}
