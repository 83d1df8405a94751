//! Turns problem documents into pages where a person reads them.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::domain::questionnaire::limits::UPLOAD_BYTES;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::page::notice::NoticePage;
use crate::web::page::{Display, Visitor, asked_language, shipped};
use crate::web::state::AppState;
use crate::web::town::Town;
use crate::web::{Side, side_of};

use super::reads_html;

/// Turns the problem document into a page where the client reads pages. A middleware, because an error does not know
/// the request it ended. Never keeps the request itself: routing needs it undivided.
///
/// # Errors
/// Passes on what the service inside fails with.
pub(in crate::web) async fn show<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let reads_pages = reads_html(request.headers());
    let response = other_methods(next.call(request).await?);
    Ok(if response.response().error().is_some() && reads_pages {
        as_page(response)
    } else {
        response
    })
}

/// An address that is asked with a method it does not have: the routing says so by itself and names those it has.
fn other_methods<B>(response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let unsaid = response.response().error().is_none();
    if !unsaid || response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response.map_into_left_body();
    }
    let allowed = response.headers().get(header::ALLOW).cloned();
    let (request, _) = response.into_parts();
    let mut refusal = ServiceResponse::from_err(Error::MethodNotAllowed, request);
    if let Some(allowed) = allowed {
        refusal.headers_mut().insert(header::ALLOW, allowed);
    }
    refusal.map_into_right_body()
}

fn as_page<B>(
    response: ServiceResponse<EitherBody<B, BoxBody>>,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let request = response.request().clone();
    let Some(app) = request.app_data::<Data<AppState>>() else {
        return response;
    };
    let Some(error) = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Error>())
    else {
        return response;
    };
    let town = Town::of_request(&request).unwrap_or_else(Town::nobody);
    let visitor = Visitor::new(
        app,
        &town,
        &asked_language(&request, &shipped()),
        Display::of_request(&request),
        &shipped(),
    );
    let visitor = match side_of(&request) {
        Side::Staff => visitor.of_staff(),
        _ => visitor,
    };
    let mut fresh = HttpResponse::build(response.status());
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            fresh.append_header((name.clone(), value.clone()));
        }
    }
    match visitor.answer(fresh, &notice(error, &visitor, request.path())) {
        Ok(page) => ServiceResponse::new(request, page).map_into_right_body(),
        Err(_) => response,
    }
}

/// What is said of an error.
fn notice(error: &Error, visitor: &Visitor<'_>, path: &str) -> NoticePage {
    let minutes = error.retry_after().unwrap_or(0).div_ceil(60).max(1);
    let minutes = Say::new("minutes").with("count", minutes);
    if path.starts_with(DESK) {
        return at_the_desk(error, minutes, path);
    }
    let page = NoticePage::new(error.key(), minutes);
    if !visitor.is_in_town() {
        return page.leading_to_towns();
    }
    let mut page = page.leading_to(action(error, &visitor.home(), path));
    let keys = || format!("{}/a", visitor.home());
    page.keys = (error.key() == "not-found").then(keys);
    page
}

/// The rooms of staff.
const DESK: &str = "/staff/";

/// What is said of an error at the desk: the way on leads to the day, or to the list that was asked for something.
fn at_the_desk(error: &Error, minutes: Say, path: &str) -> NoticePage {
    let key = match error {
        Error::NotFound | Error::MethodNotAllowed => "nothing-here",
        Error::TooLarge => "upload-too-large",
        _ => error.key(),
    };
    let said = match error {
        Error::TooLarge => Wording::from(Datum::how_many(UPLOAD_BYTES / 1_000_000)),
        _ => minutes.into(),
    };
    let way = match error {
        Error::UnknownChoice => path,
        _ => "/staff",
    };
    NoticePage::new(key, said).leading_to(way.to_owned())
}

/// Where the page's button leads.
fn action(error: &Error, home: &str, path: &str) -> String {
    match error {
        Error::UnknownChoice => path.to_owned(),
        Error::TooMany(_) if home.len() > 1 => format!("{home}/a"),
        _ => home.to_owned(),
    }
}
