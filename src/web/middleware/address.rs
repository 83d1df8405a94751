//! Addresses typed or printed a little differently: with a slash at the end, or in capital letters (which make smaller
//! QR codes). They lead to the address as it is written, so that everything has one.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

/// The middleware: 308 for those who only look. What is sent by a form comes from our own pages.
///
/// # Errors
/// Passes on what the service inside fails with.
pub(in crate::web) async fn lead<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let written = (request.method() == Method::GET).then(|| as_written(request.path()));
    let Some(path) = written.flatten() else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let query = request.query_string();
    let mark = if query.is_empty() { "" } else { "?" };
    let leading = HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, format!("{path}{mark}{query}")))
        // The address may hold a key: a shared computer need not remember it.
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish();
    Ok(request.into_response(leading).map_into_right_body())
}

/// How an address is written here; none where it is written so already, or is none of ours. Codes keep their case:
/// keys, receipts, questions, set-up codes.
fn as_written(path: &str) -> Option<String> {
    if !path.ends_with('/') && !path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let inside = path.strip_prefix('/')?.trim_end_matches('/');
    let parts: Vec<&str> = inside.split('/').collect();
    if !parts.iter().all(|part| is_plain(part)) {
        return None;
    }
    let word = |at: usize, word: &str| parts.get(at).is_some_and(|p| p.eq_ignore_ascii_case(word));
    let code = if word(1, "a") {
        2
    } else if word(1, "surveys") && (word(3, "receipts") || word(3, "results")) {
        4
    } else if word(0, "staff") && word(1, "set-up") {
        3
    } else {
        usize::MAX
    };
    let cased = parts.iter().enumerate().map(|(at, part)| match at {
        at if at == code => (*part).to_owned(),
        _ => part.to_ascii_lowercase(),
    });
    let written = format!("/{}", cased.collect::<Vec<_>>().join("/"));
    (written != path).then_some(written)
}

/// A part of an address of ours: nothing encoded, no dots alone, not empty.
fn is_plain(part: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !part.is_empty() && part.chars().all(allowed) && part.chars().any(|c| c != '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_lead_to_how_they_are_written() {
        for (asked, written) in [
            ("/sunagawa/", "/sunagawa"),
            ("/SUNAGAWA", "/sunagawa"),
            ("/Sunagawa/A/7K3M-9QXP-4TV", "/sunagawa/a/7K3M-9QXP-4TV"),
            ("/sunagawa/a/7K3M-9QXP-4TV/", "/sunagawa/a/7K3M-9QXP-4TV"),
            ("/s/Surveys/R7/Sections/1/", "/s/surveys/r7/sections/1"),
            (
                "/s/surveys/r7/RECEIPTS/AB-Cd/",
                "/s/surveys/r7/receipts/AB-Cd",
            ),
            ("/s/surveys/r7/Results/Q1a", "/s/surveys/r7/results/Q1a"),
            ("/s/surveys/r7/results.CSV", "/s/surveys/r7/results.csv"),
            (
                "/S/plans/SNG/indicators/SNG-02.json",
                "/s/plans/sng/indicators/sng-02.json",
            ),
            ("/sunagawa///", "/sunagawa"),
        ] {
            assert_eq!(as_written(asked).as_deref(), Some(written), "{asked}");
        }
        for left in [
            "/",
            "",
            "//",
            "/sunagawa",
            "//sunagawa",
            "//Evil.example/",
            "/s//Surveys",
            "/s/./Surveys",
            "/../X",
            "/%2e%2e/X",
            "/X\\y",
            "/砂川/",
            "/s/a/7K3M-9QXP-4TV",
            "/s/surveys/r7/receipts/AB-CD",
        ] {
            assert_eq!(as_written(left), None, "{left}");
        }
    }

    proptest! {
        #[test]
        fn nobody_is_led_elsewhere_or_in_a_circle(path in "/[a-zA-Z./%-]{0,30}|\\PC{0,30}") {
            if let Some(written) = as_written(&path) {
                prop_assert!(written.starts_with('/') && !written.starts_with("//"));
                prop_assert!(written.bytes().all(|b| b.is_ascii_graphic() && b != b'\\'));
                prop_assert_eq!(as_written(&written), None);
            }
        }
    }
}
