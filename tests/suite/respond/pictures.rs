//! Pictures of notes: on the page with their size and their words, and at an address of their own that never changes.

use actix_http::Method;
use kocho::domain::questionnaire::picture::PictureHash;
use kocho::domain::survey::Anonymity;
use kocho::formats::questionnaire;

use crate::support::door::{PICTURES, Person, TestApp, address};
use crate::support::page::{Reply, Tag};
use crate::support::town::beside;

/// The hashes of the pictures, in the order they are shown.
fn hashes() -> Vec<PictureHash> {
    let examined = questionnaire::examine(PICTURES, beside);
    examined.images.iter().map(|image| image.hash).collect()
}

fn at(hash: impl std::fmt::Display) -> String {
    format!("/sunagawa/pictures/{hash}")
}

fn images(page: &Reply) -> Vec<Tag> {
    let mut tags = page.tags();
    tags.retain(|tag| tag.name == "img");
    tags
}

#[actix_web::test]
async fn a_note_shows_its_picture_with_its_size_and_says_what_it_shows() {
    let door = TestApp::new().await;
    let survey = door.survey(PICTURES, Anonymity::Open).await;
    let hashes = hashes();
    for (language, alt) in [
        ("ja", "山の手前に広がる草地"),
        // Readings are for the eye: who hears the page hears the word once.
        ("ja-x-easy", "山と 草"),
        ("en", "A meadow before hills"),
    ] {
        let citizen = door.resident();
        let start = format!("{}?lang={language}", address(&survey));
        let page = citizen.begin(&start).await;
        page.assert_honest();
        assert_eq!(images(&page).len(), 1);
        let page = citizen.press(&page, "next", &[("visit", "2")]).await;
        let shown = images(&page);
        let value = |name: &str| shown[0].value(name).unwrap();
        assert_eq!((shown.len(), value("alt")), (2, alt.to_owned()));
        assert_eq!(value("src"), at(hashes[1]));
        assert_eq!(
            (value("width"), value("height")),
            ("320".into(), "200".into())
        );
        let check = citizen.press(&page, "next", &[("wish", "木")]).await;
        assert!(images(&check).is_empty(), "nothing was asked there");
    }
    let one_page = [b"layout: one_page\n", PICTURES].concat();
    let survey = door.survey(&one_page, Anonymity::Open).await;
    let page = door.resident().get(&address(&survey)).await;
    assert_eq!(images(&page).len(), 3);
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("img-src 'self'")
    );
}

/// As a browser asks that shows a page.
fn browser(door: &TestApp) -> Person<'_> {
    door.resident()
        .sending("accept", "image/avif,image/webp,*/*")
}

#[actix_web::test]
async fn a_picture_is_fetched_once_and_never_asked_for_again() {
    let door = TestApp::new().await;
    door.survey(PICTURES, Anonymity::Open).await;
    let kinds = ["image/png", "image/jpeg", "image/webp"];
    for (hash, kind) in hashes().into_iter().zip(kinds) {
        let citizen = browser(&door);
        for _ in 0..2 {
            let reply = citizen.get(&at(hash)).await;
            assert_eq!(reply.status.as_u16(), 200);
            for (name, value) in [
                ("content-type", kind),
                ("x-content-type-options", "nosniff"),
                ("cache-control", "public, max-age=31536000, immutable"),
                ("etag", &format!("\"{hash}\"")),
                ("content-security-policy", "sandbox; default-src 'none'"),
            ] {
                assert_eq!(reply.header(name), Some(value), "{name}");
            }
            for absent in ["set-cookie", "vary", "content-encoding"] {
                assert_eq!(reply.header(absent), None, "{absent}");
            }
            let kept = kocho::formats::picture::take_in(&reply.body).unwrap();
            assert_eq!((kept.hash, &kept.bytes), (hash, &reply.body));
        }
        assert_eq!(citizen.cookies(), 0);
        let seen = citizen.ask(Method::HEAD, &at(hash), None, Vec::new()).await;
        assert_eq!(
            (seen.status.as_u16(), seen.header("content-type")),
            (200, Some(kind))
        );
        for (known, status) in [
            (format!("\"{hash}\""), 304),
            (format!("W/\"{hash}\""), 304),
            (format!("\"other\", \"{hash}\""), 304),
            ("*".to_owned(), 304),
            ("\"other\"".to_owned(), 200),
            ("no tag".to_owned(), 200),
        ] {
            let again = browser(&door).sending("if-none-match", &known);
            let reply = again.get(&at(hash)).await;
            assert_eq!(reply.status.as_u16(), status, "{known}");
            assert_eq!(reply.body.is_empty(), status == 304, "{known}");
            assert_eq!(reply.header("etag"), Some(format!("\"{hash}\"").as_str()));
        }
    }
}

#[actix_web::test]
async fn a_picture_is_found_in_its_own_town_only_and_by_its_hash_only() {
    let door = TestApp::new().await;
    door.survey(PICTURES, Anonymity::Open).await;
    door.town
        .db
        .execute(
            "insert into municipalities (id, slug, name, contact) select gen_random_uuid(), 'utashinai', name, contact \
             from municipalities",
        )
        .await;
    let hash = hashes()[0].to_string();
    assert_eq!(door.resident().get(&at(&hash)).await.status.as_u16(), 200);
    let known = door.resident().sending("if-none-match", "*");
    let neighbour = format!("/utashinai/pictures/{hash}");
    known.get(&neighbour).await.assert_page(404, "");
    let other = hash.replace(&hash[..1], if hash.starts_with('0') { "1" } else { "0" });
    for nothing in [
        &other,
        &hash[1..],
        &format!("{hash}0"),
        &format!("{hash}.png"),
        "none",
        "%00",
        "..%2f",
    ] {
        let reply = known.get(&at(nothing)).await;
        assert_eq!(reply.status.as_u16(), 404, "{nothing}");
        assert_ne!(
            reply.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
    }
    let posted = door.resident().post(&at(&hash), &[]).await;
    assert!(posted.status.is_client_error());
}
