//! What is counted and written of a request once it is answered: its method, its route, its status, how long it took.
//! How such a line looks, and how many there may be, is said in `web::log`, where errors are written too.

use std::time::Instant;

use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;

use crate::metrics::Word;
use crate::web::log;
use crate::web::state::AppState;

/// One request, from the moment it came in.
pub(super) struct Access {
    method: Method,
    began: Instant,
}

impl Access {
    /// A request comes in.
    pub(super) fn begin(request: &ServiceRequest) -> Self {
        Self {
            method: request.method().clone(),
            began: Instant::now(),
        }
    }

    /// How it was asked, before anything was changed about it.
    pub(super) fn method(&self) -> &Method {
        &self.method
    }

    /// It is answered. Without the program's state, only the line is left.
    pub(super) fn end(&self, app: Option<&Data<AppState>>, route: &Word, status: StatusCode) {
        let (method, took) = (Word::method(&self.method), self.began.elapsed());
        let Some(app) = app else {
            return log::answered(&method, route, status, took);
        };
        let refused = status.is_client_error() || status.is_server_error();
        if refused && !log::room_in_the_log() {
            app.metrics.unwritten.inc();
        } else {
            log::answered(&method, route, status, took);
        }
        app.metrics.answered(&method, route, status.as_u16(), took);
    }
}
