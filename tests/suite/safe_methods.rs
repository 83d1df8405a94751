//! Safe methods change nothing: GET and HEAD of every address leave every row of every table as it was. Mail scanners,
//! previews and prefetching browsers follow links too.

use actix_http::Method;
use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;
use kocho::web::{Side, routes};

use crate::support::door::{EVERYTHING, ONE_PAGE, PICTURES, TestApp, address};
use crate::support::rows::rows;

/// The addresses of the program that answer GET.
fn routes() -> Vec<&'static str> {
    let table = routes::table(Side::Both).into_iter();
    let looked_at = table.filter(|address| address.methods.contains(&Method::GET));
    looked_at.map(|address| address.path).collect()
}

/// A path whose parts lead to nothing.
fn nowhere(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "none",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// What stands in place of the parts of a route.
struct Parts {
    surveys: Vec<Survey>,
    keys: Vec<String>,
    receipt: String,
    hashes: Vec<String>,
}

impl Parts {
    /// Every address of a route, also those that lead nowhere.
    fn addresses(&self, route: &str) -> Vec<String> {
        let slugs: Vec<String> = self
            .surveys
            .iter()
            .map(|survey| survey.slug.to_string())
            .collect();
        let one = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        // A hash in the address of the door would be taken for a secret.
        let route = match route.starts_with("/staff") {
            true => route.replace("{hash}", "none"),
            false => route.to_owned(),
        };
        let mut paths = vec![route.clone()];
        let parts: [(&str, Vec<String>); 11] = [
            ("{town}", one(&["sunagawa"])),
            ("{survey}", slugs),
            ("{key}", self.keys.clone()),
            ("{section}", one(&["1", "3"])),
            ("{receipt}", vec![self.receipt.clone()]),
            ("{question}", one(&["1"])),
            ("{hash}", self.hashes.clone()),
            ("{name}", one(&["staff.css"])),
            ("{plan}", one(&["none"])),
            ("{indicator}", one(&["none"])),
            ("{municipality}", one(&["sunagawa"])),
        ];
        for (part, values) in parts {
            let of = |path: String| match path.contains(part) {
                true => values
                    .iter()
                    .map(|value| path.replace(part, value))
                    .collect(),
                false => vec![path],
            };
            paths = paths.into_iter().flat_map(of).collect();
        }
        if route.starts_with("/staff") {
            // Whoever is not signed in comes to none of their things.
            paths = paths.iter().map(|path| nowhere(path)).collect();
        }
        assert!(
            paths.iter().all(|path| !path.contains('{')),
            "{route}: what stands there?"
        );
        paths
    }
}

#[actix_web::test]
async fn looking_changes_nothing() {
    let door = TestApp::new().await;
    let open = door.survey(EVERYTHING, Anonymity::Open).await;
    let keyed = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let short = door.survey(ONE_PAGE, Anonymity::Anonymous).await;
    let voices = door.survey(ONE_PAGE, Anonymity::Open).await;
    door.town.freeze(PICTURES).await;
    let picture = "select encode(hash, 'hex') from pictures limit 1";
    let picture = door.town.db.text(picture).await;
    let mut keys = Vec::new();
    for survey in [&keyed, &short] {
        let issued = door.town.keys(survey.id, 2).await;
        keys.extend(issued.iter().map(ToString::to_string));
    }
    keys.push("0000-0000-000".to_owned());
    // Somebody in the middle of it, somebody who has sent, somebody who has nothing.
    let writer = door.resident();
    let page = writer.begin(&address(&open)).await;
    writer.press(&page, "next", &[("livable", "1")]).await;
    let sender = door.resident();
    let receipt = sender.answer(&open, &[]).await.receipt();
    let fresh = door.resident();
    let parts = Parts {
        surveys: vec![open, keyed, short, voices],
        keys,
        receipt,
        hashes: vec![picture, "none".to_owned()],
    };
    let routes = routes();
    assert!(routes.len() > 15, "{routes:?}");
    assert!(routes.contains(&"/{town}/a/{key}"));
    let before = rows(&door.town).await;
    assert!(before.len() > 20);
    for route in &routes {
        for path in parts.addresses(route) {
            for person in [&writer, &sender, &fresh] {
                for method in [Method::GET, Method::HEAD] {
                    for query in ["", "?lang=en&display=large", "?another=1"] {
                        let person = person.beside();
                        let path = format!("{path}{query}");
                        let reply = person.ask(method.clone(), &path, None, Vec::new()).await;
                        if reply.location().is_some() && method == Method::GET {
                            person.follow(reply).await;
                        }
                    }
                }
            }
            let after = rows(&door.town).await;
            assert_eq!(before, after, "{path}");
        }
    }
    // The control: an answer to a question does change something.
    let page = fresh.begin(&address(&parts.surveys[0])).await;
    fresh.press(&page, "next", &[("livable", "1")]).await;
    assert_ne!(before, rows(&door.town).await);
}
