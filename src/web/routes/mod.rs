//! Every URL of the program, one table for each side: the table of contents. Each address is one resource, so that a
//! wrong method is told the right ones. What is served is read from the same table as what is tested.

mod drafts;
mod public;
mod respond;
mod staff;

use std::collections::BTreeSet;

use actix_web::http::Method;
use actix_web::web::{ServiceConfig, resource, scope};
use actix_web::{FromRequest, Handler, Resource, Responder, Scope, web};

use super::{Side, health, metrics};

/// What the addresses of staff begin with.
const STAFF: &str = "/staff";

/// A table while it is written, in the order in which addresses are tried.
#[derive(Default)]
pub(super) struct Routes(Vec<(&'static str, Methods)>);

/// What an address answers.
#[derive(Default)]
pub(super) struct Methods(Vec<(Method, actix_web::Route)>);

/// An address and the methods it answers, as tests and descriptions read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// `/{town}/surveys/{survey}`
    pub path: &'static str,
    /// Its methods.
    pub methods: Vec<Method>,
}

/// The table of a side.
#[must_use]
pub fn table(side: Side) -> Vec<Address> {
    let of = |(path, methods): &(&'static str, Methods)| Address {
        path,
        methods: methods.0.iter().map(|(method, _)| method.clone()).collect(),
    };
    routes(side).0.iter().map(of).collect()
}

/// Serves the table of a side. The many addresses of staff stand in a scope: whoever answers a survey is not compared with
/// each of them first.
pub(super) fn configure(config: &mut ServiceConfig, side: Side) {
    let (rooms, others): (Vec<_>, Vec<_>) = routes(side)
        .0
        .into_iter()
        .partition(|(path, _)| path.starts_with(STAFF));
    let within = |rooms: Scope, (path, methods): (&str, Methods)| {
        let path = path.strip_prefix(STAFF).unwrap_or(path);
        rooms.service(methods.on(resource(path)))
    };
    // Before the towns, whose addresses begin with a name: `staff` and `assets` are none (`domain::slug`).
    if !rooms.is_empty() {
        config.service(rooms.into_iter().fold(scope(STAFF), within));
    }
    for (path, methods) in others {
        config.service(methods.on(resource(path)));
    }
}

fn routes(side: Side) -> Routes {
    let mut at = Routes::default();
    at.path("/healthz", get(health::alive));
    at.path("/readyz", get(health::ready));
    if side == Side::Metrics {
        at.path("/metrics", get(metrics::show));
    }
    if side == Side::Staff {
        staff::door(&mut at);
    }
    if matches!(side, Side::Staff | Side::Both) {
        staff::doors(&mut at);
        staff::today(&mut at);
        staff::account(&mut at);
        staff::people(&mut at);
        staff::movers(&mut at);
        staff::surveys(&mut at);
        staff::lists(&mut at);
        staff::scales(&mut at);
        drafts::all(&mut at);
        staff::values(&mut at);
        staff::motions(&mut at);
        staff::parts(&mut at);
        staff::record(&mut at);
        staff::work(&mut at);
        staff::office(&mut at);
        staff::assets(&mut at);
    }
    if matches!(side, Side::Public | Side::Both) {
        respond::surveys(&mut at);
        respond::keys(&mut at);
        respond::pictures(&mut at);
        public::towns(&mut at);
        public::results(&mut at);
        public::plans(&mut at);
    }
    debug_assert!(at.is_unambiguous(), "an address stands in the table twice");
    at
}

impl Routes {
    /// An address with its methods.
    pub(super) fn path(&mut self, path: &'static str, methods: Methods) {
        self.0.push((path, methods));
    }

    fn is_unambiguous(&self) -> bool {
        let paths: BTreeSet<_> = self.0.iter().map(|(path, _)| path).collect();
        paths.len() == self.0.len()
    }
}

/// A page that is looked at.
pub(super) fn get<F, Args>(handler: F) -> Methods
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Methods::default().and(Method::GET, handler)
}

/// A form that is sent to an address which shows nothing.
pub(super) fn post<F, Args>(handler: F) -> Methods
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Methods::default().and(Method::POST, handler)
}

impl Methods {
    /// And the form that is sent there.
    pub(super) fn post<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.and(Method::POST, handler)
    }

    fn and<F, Args>(mut self, method: Method, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let route = web::method(method.clone()).to(handler);
        self.0.push((method, route));
        self
    }

    fn on(self, resource: Resource) -> Resource {
        let routes = self.0.into_iter().map(|(_, route)| route);
        routes.fold(resource, Resource::route)
    }
}
