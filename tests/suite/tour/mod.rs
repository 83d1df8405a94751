//! The tour: every link and every form of every page, in every language, over a town in which something of
//! everything is going on. Nothing is missing, nothing breaks, and every template is shown.

mod movers;
mod office;
mod owner;
mod visitor;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use actix_web::http::Method;
use diesel_async::AsyncConnection;
use kocho::domain::event::people::SetUp;
use kocho::domain::role::Role;
use kocho::domain::survey::{Anonymity, Schedule};
use kocho::web::{Side, routes};
use kocho::workflows::inviting;
use kocho::workflows::lifecycle::Act;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::{Layer, Registry};

use crate::closing::Bound;
use crate::support::door::{
    DEMONSTRATION, EVERYTHING, LONG_LISTS, LONGEST, ONE_PAGE, PICTURES, TestApp, address,
};
use crate::support::staff::slip;

use visitor::Visitor;

const LANGUAGES: [&str; 3] = ["ja", "ja-x-easy", "en"];

/// Hears which templates are written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<BTreeSet<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Written {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        event.record(
            &mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| {
                if field.name() == "template" {
                    let name = format!("{value:?}");
                    self.0
                        .lock()
                        .unwrap()
                        .insert(name.trim_matches('"').to_owned());
                }
            },
        );
    }
}

/// A town with a plan and a published value, and a survey in every state; the addresses no link leads to.
async fn seeded() -> (TestApp, Vec<String>) {
    let bound = Bound::new().await;
    bound.publish().await;
    let door = TestApp::over(Arc::new(bound.town), &[DEMONSTRATION])
        .await
        .with_administrator()
        .await;
    let town = &door.town;
    town.office().await;
    owner::a_value_to_come(&door).await;
    // Or whoever gives up a second factor would be led to setting up another, whatever the page.
    town.db
        .execute("update municipalities set second_factor = false")
        .await;
    let mut unlinked = vec!["/sunagawa/nothing".to_owned()];
    for (file, anonymity) in [
        (EVERYTHING, Anonymity::Open),
        (LONGEST, Anonymity::Open),
        (LONG_LISTS, Anonymity::Open),
        (PICTURES, Anonymity::Open),
        (ONE_PAGE, Anonymity::Open),
        (ONE_PAGE, Anonymity::Anonymous),
        (EVERYTHING, Anonymity::Confidential),
    ] {
        let survey = door.survey(file, anonymity).await;
        unlinked.push(address(&survey));
        if anonymity == Anonymity::Anonymous {
            let mut conn = town.db.conn().await;
            let (actor, secret, now) = (&town.operator, &town.secret, town.now().await);
            conn.transaction(async |tx| {
                inviting::issue_demonstration(tx, actor, survey.id, 60, secret, now).await
            })
            .await
            .unwrap();
        }
    }
    let closed = door.survey(EVERYTHING, Anonymity::Open).await;
    town.act(closed.id, Act::CloseWeb).await.unwrap();
    let cancelled = door.survey(EVERYTHING, Anonymity::Open).await;
    let reason = "試験".parse().unwrap();
    town.act(cancelled.id, Act::Cancel { reason })
        .await
        .unwrap();
    let version = town.freeze(EVERYTHING).await;
    let coming = town.draft_of(version, Anonymity::Open).await;
    let now = town.now().await;
    let days = |days| now + chrono::Duration::days(days);
    let times = Schedule {
        opens_at: days(1),
        web_closes_at: days(2),
        entry_closes_at: days(3),
        grace_minutes: 0,
    };
    town.act(coming.id, Act::Schedule(times)).await.unwrap();
    unlinked.extend([&closed, &cancelled, &coming].map(address));
    // One that waits for whoever looks, and one of their own.
    let others = town.employ("others", Role::Designer).await;
    town.motion(others, coming.id).await;
    let spare = door.survey(EVERYTHING, Anonymity::Open).await;
    let own = town.person("desk").await;
    town.motion(own, spare.id).await;
    town.deputy(others, own, [0, 1]).await;
    town.transfer(own, others, 30).await;
    let draft = town.draft_of_a_questionnaire().await;
    unlinked.push(format!(
        "/sunagawa/surveys/{}/notes",
        town.trial(draft).await
    ));
    let division = town.division("水道課").await;
    town.inquiry(own, draft, division).await;
    town.draft_of_a_sheet(
        "広報についてのアンケート\n問1 読んでいますか。（1つだけ○）\n1. はい\n2. いいえ\n- 3 -\n",
    )
    .await;
    // One that the sheet's question uses, and one that was thrown away.
    town.scale().await;
    town.db.execute("insert into scales select municipality_id, gen_random_uuid(), document, 0, now(), now() from scales").await;
    // A second version beside the first.
    let everything = String::from_utf8_lossy(EVERYTHING);
    let revised = everything.replace("minutes: 3", "minutes: 4");
    town.freeze(revised.as_bytes()).await;
    (door, unlinked)
}

#[actix_web::test]
async fn every_page_leads_somewhere_and_every_template_is_shown() {
    let written = Written::default();
    let listening = tracing::subscriber::set_default(Registry::default().with(written.clone()));
    let (door, unlinked) = seeded().await;
    // A place that was first reached in another test's thread would go on being heard by nobody.
    door.resident().get("/").await;
    tracing::callsite::rebuild_interest_cache();
    let mut seen = BTreeMap::new();
    let mut looked_at = BTreeSet::new();
    for language in LANGUAGES {
        let mut visitor = Visitor::new(&door, language);
        visitor.waiting.push_back(format!("/?lang={language}"));
        for path in &unlinked {
            visitor.waiting.push_back(format!("{path}?lang={language}"));
        }
        visitor.walk().await;
        answer(&door, language, &mut visitor).await;
        come_in(&door, language, &mut visitor).await;
        movers::go_and_come(&door, language, &mut visitor).await;
        // Last: whoever sits at the desk closes what citizens still look at.
        for path in [
            "/staff",
            "/staff/session",
            "/staff/parts",
            "/staff/account",
            "/staff/account/second-factor",
        ] {
            visitor.waiting.push_back(format!("{path}?lang={language}"));
        }
        visitor.walk().await;
        // What all of them look at, these see less of.
        owner::comment(&door, language, &mut visitor).await;
        office::run_the_installation(&door, language, &mut visitor).await;
        assert!(
            visitor.faults.is_empty(),
            "{language}:\n{}",
            visitor.faults.join("\n")
        );
        seen.insert(language, (visitor.seen.len(), visitor.pressed.len()));
        looked_at.append(&mut visitor.seen);
    }
    drop(listening);
    for (language, (pages, forms)) in &seen {
        assert!(
            *pages > 30 && *forms > 20,
            "{language}: {pages} pages and {forms} forms"
        );
    }
    every_template_was_shown(&door, &written.0.lock().unwrap());
    every_address_was_looked_at(&looked_at);
}

/// Whoever adds a page leads somebody to it.
fn every_address_was_looked_at(seen: &BTreeSet<String>) {
    let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let is_at = |address: &[String], path: &[String]| {
        let mut pairs = address.iter().zip(path);
        let same = pairs.all(|(wanted, part)| match wanted.split_once('}') {
            Some((_, ending)) => {
                part.ends_with(ending) && (!ending.is_empty() || !part.contains('.'))
            }
            None => wanted == part,
        });
        address.len() == path.len() && same
    };
    let seen: Vec<Vec<String>> = seen
        .iter()
        .map(|path| parts(path.split('?').next().unwrap()))
        .collect();
    let pages = routes::table(Side::Both).into_iter();
    // A provider needs one that answers: in `openid`.
    let is_page = |path: &str| {
        (path.contains("{town}") || path.starts_with("/staff/")) && !path.contains("/provider")
    };
    let pages = pages.filter(|at| at.methods.contains(&Method::GET) && is_page(at.path));
    let unseen: Vec<&str> = pages
        .map(|at| at.path)
        .filter(|path| !seen.iter().any(|seen| is_at(&parts(path), seen)))
        .collect();
    assert!(unseen.is_empty(), "nobody was led to {unseen:?}");
}

/// The doors of staff, as somebody who is not in yet.
async fn come_in(door: &TestApp, language: &str, visitor: &mut Visitor<'_>) {
    let clerk = door.clerk().sending("accept-language", language);
    let mut outside = Visitor {
        person: clerk,
        ..Visitor::new(door, language)
    };
    for path in ["/staff/sign-in", "/staff/set-up/sunagawa"] {
        outside.waiting.push_back(format!("{path}?lang={language}"));
    }
    outside.walk().await;
    let person = door
        .town
        .employ(&format!("new-{language}"), Role::Viewer)
        .await;
    let code = slip(door, person, SetUp::Invitation).await;
    let link = format!("/staff/set-up/sunagawa/{code}");
    let page = outside.person.get(&link).await;
    outside.seen.insert(link);
    let choose = outside.person.follow(page).await;
    outside.look(choose, &[200]).await;
    visitor.faults.append(&mut outside.faults);
    visitor.seen.append(&mut outside.seen);
}

/// The pages an empty form never leads to: everything answered, sent, and looked at again.
async fn answer(door: &TestApp, language: &str, visitor: &mut Visitor<'_>) {
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident().sending("accept-language", language);
    let start = format!("{}?lang={language}", address(&survey));
    let page = citizen.begin(&start).await;
    let opened = citizen.press(&page, "next", &[("livable", "2")]).await;
    visitor.look(opened, &[200]).await;
    let check = citizen
        .to_check(&survey, &[("livable", "2"), ("why.other", "遠い")])
        .await;
    visitor.seen.insert(check.path.clone());
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "");
    visitor.waiting.push_back(receipt.path.clone());
    let later = receipt.path.split("&thanks").next().unwrap().to_owned();
    visitor.waiting.push_back(later);
    // Two letters on the same device, and the former one's page sent after all.
    let letters = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let keys = door.town.keys(letters.id, 2).await;
    let shared = door.resident().sending("accept-language", language);
    shared.get(&format!("/sunagawa/a/{}", keys[0])).await;
    let page = shared.begin(&address(&letters)).await;
    shared.get(&format!("/sunagawa/a/{}", keys[1])).await;
    let two = shared.send(&page, "next", &[("livable", "2")]).await;
    visitor.look(two, &[409]).await;
    // Too late by a moment: the page that says so answers a form, and its links must lead to pages all the same.
    let check = citizen.to_check(&survey, &[]).await;
    door.town.act(survey.id, Act::CloseWeb).await.unwrap();
    let late = citizen.send(&check, "send", &[]).await;
    visitor.look(late, &[410]).await;
    visitor.walk().await;
}

/// Pages are written by name; layouts and partials through the pages that name them.
fn every_template_was_shown(door: &TestApp, written: &BTreeSet<String>) {
    let mut shown: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = written.iter().cloned().collect();
    let all: BTreeSet<String> = door.app.views.templates().map(str::to_owned).collect();
    // A form that has to come again is shown in `paces`.
    // So are those that only the right password leads to: in `staff::sign_in`; and what somebody sees who changed the
    // same as another: in `staff::drafts`.
    let letters = |name: &String| {
        let elsewhere = [
            "respond/held_back",
            "parts/draft/version",
            "staff/drafts/meeting/show",
            "staff/sign_in/index",
            "staff/sign_in/code/new",
            "staff/sign_in/provider/refused",
            "staff/sign_in/resumed/show",
        ];
        name.starts_with("mail/") || elsewhere.contains(&name.as_str())
    };
    while let Some(name) = waiting.pop() {
        let path = format!("{}/templates/{name}.hbs", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {path}"));
        if !shown.insert(name) {
            continue;
        }
        for opening in ["{{> ", "{{#> "] {
            for named in source.split(opening).skip(1) {
                // One of several, by the kind of a question: the questionnaires of the tour have all kinds.
                let chosen = named
                    .strip_prefix("(concat \"")
                    .map(|rest| rest.split('"').next().unwrap());
                let plain = named.split([' ', '}']).next().unwrap();
                waiting.extend(
                    all.iter()
                        .filter(|template| match chosen {
                            Some(beginning) => template.starts_with(beginning),
                            None => *template == plain,
                        })
                        .cloned(),
                );
            }
        }
    }
    let unseen: Vec<_> = all
        .difference(&shown)
        .filter(|name| !letters(name))
        .collect();
    assert!(unseen.is_empty(), "nobody has seen {unseen:?}");
    let kinds = "choices field grid list note number_grid ranking";
    let parts: Vec<_> = all
        .iter()
        .filter_map(|name| name.strip_prefix("parts/question/"))
        .collect();
    for kind in kinds.split(' ') {
        assert!(parts.contains(&kind), "no partial for {kind}");
    }
}
