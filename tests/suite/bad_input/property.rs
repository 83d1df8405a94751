//! Anything at all, sent anywhere: the door never breaks (P2).

use kocho::domain::survey::Anonymity;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::open_survey;
use crate::support::door::{ONE_PAGE, address, encoded};

/// How many bodies each door gets.
const BODIES: usize = 40;

/// Bytes, and things that look like forms of ours.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        Just("livable".to_owned()),
        Just("work".to_owned()),
        Just("age".to_owned()),
        Just("since".to_owned()),
        Just("ways.2".to_owned()),
        Just("opinion".to_owned()),
        Just("key".to_owned()),
        Just("_t".to_owned()),
        Just("_go".to_owned()),
        Just("_form".to_owned()),
        Just("_lang".to_owned()),
        Just("_submission".to_owned()),
        any::<String>(),
    ];
    let value = prop_oneof![
        Just("1".to_owned()),
        Just("next".to_owned()),
        Just("lang:en".to_owned()),
        "[0-9A-Za-z.-]{0,60}",
        "[令平昭和成元年月日0-9]{0,12}",
        any::<String>(),
    ];
    let pairs = proptest::collection::vec((name, value), 0..12).prop_map(|pairs| {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        encoded(&pairs).into_bytes()
    });
    let bytes = proptest::collection::vec(any::<u8>(), 0..300);
    prop_oneof![2 => pairs, 1 => bytes]
}

#[actix_web::test]
async fn no_body_breaks_a_door() {
    let (door, survey) = open_survey().await;
    let short = door.survey(ONE_PAGE, Anonymity::Open).await;
    let mut runner = TestRunner::default();
    let citizen = door.resident();
    citizen.begin(&address(&survey)).await;
    let first = address(&survey);
    for path in [
        "/sunagawa/a".to_owned(),
        format!("{first}/draft"),
        format!("{first}/sections/1"),
        format!("{first}/sections/4"),
        format!("{first}/responses"),
        format!("{}/responses", address(&short)),
    ] {
        for _ in 0..BODIES {
            let body = body().new_tree(&mut runner).unwrap().current();
            let kind = "application/x-www-form-urlencoded";
            let reply = citizen.post_bytes(&path, kind, body.clone()).await;
            // `ask` has looked for 5xx and for words of the program's insides.
            assert!(reply.status.as_u16() < 500, "{path}: {body:?}");
        }
    }
}

#[actix_web::test]
async fn no_address_breaks_a_door() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    citizen.begin(&address(&survey)).await;
    let mut runner = TestRunner::default();
    let word = || {
        prop_oneof![
            "[a-z0-9-]{1,12}",
            "(%[0-9a-fA-F]{2}|[a-z.;+~]){1,8}",
            "%[0-9]{1,3}"
        ]
    };
    let path = (0..5_usize, word(), word());
    for _ in 0..150 {
        let (route, one, two) = path.new_tree(&mut runner).unwrap().current();
        let first = address(&survey);
        let path = match route {
            0 => format!("/{one}/{two}"),
            1 => format!("/sunagawa/a/{one}?lang={two}"),
            2 => format!("{first}/sections/{one}?t={two}"),
            3 => format!("{first}/receipts/{one}?display={two}"),
            _ => format!("/sunagawa/plans/{one}/indicators/{two}"),
        };
        if path.parse::<actix_http::Uri>().is_ok() {
            let reply = citizen.get(&path).await;
            assert!(reply.status.as_u16() < 500, "{path}");
        }
    }
}
