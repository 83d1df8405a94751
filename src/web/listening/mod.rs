//! Listening at an address: who is let in, over http or https, and how long one may be silent or not read.
//!
//! The server library limits how long the head of a first request may take and nothing else: not how long an answer
//! waits to be read, nor a later head, nor what is thrown away of a body; and once all its connections or all files of
//! the process are taken, nobody gets in, the health check neither. So what it serves here are our own connections
//! ([`Watched`]), each with a place in the [`Crowd`] of its door, and given one request after the other ([`ahead`]).

mod ahead;
mod crowd;
mod limits;
mod reserve;
mod watched;

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::{HttpService, Protocol};
use actix_service::{Service as _, ServiceFactory, fn_factory, fn_service, map_config};
use actix_web::dev::{AppConfig, Extensions, Server};
use actix_web::rt::net::TcpStream;
use actix_web::web::Data;
use tokio_rustls::TlsAcceptor;

use crate::web::state::AppState;

pub use crowd::{Crowd, Seat};
pub(super) use limits::household;
pub use limits::{METRICS_CONNECTIONS, RESERVE};
pub(super) use reserve::guard;
pub(super) use watched::paced;
use watched::{Line, Watched};

use super::{Side, tls};

/// Seconds for the handshake of https.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// How long a connection may rest between two requests. Browsers of today ask again within it.
const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// How long the head of a first request may take.
const HEAD: Duration = Duration::from_secs(5);

/// How long a connection that ends is still read from, so that its last answer arrives.
const GOODBYE: Duration = Duration::from_secs(1);

/// A server at an address, not yet running: it runs when it is awaited.
///
/// # Errors
/// When the address is taken or certificate and key cannot be used.
pub fn listen(app: &Data<AppState>, address: SocketAddr, side: Side) -> anyhow::Result<Server> {
    let tls = acceptor(app, side)?;
    let seconds = app.config.web.shutdown_seconds;
    let server = Server::build()
        .disable_signals()
        .workers(threads(app, side))
        .shutdown_timeout(seconds.into());
    let stopping = server.graceful_shutdown_signal();
    let crowd = Arc::new(Crowd::of(app, side));
    let app = app.clone();
    let answering = move || {
        let stopping = stopping.clone();
        let stop = move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        };
        if matches!(side, Side::Public | Side::Both) {
            app.db.drive_here();
        }
        let pages = map_config(super::service(app.clone(), side), |()| AppConfig::default());
        let http = HttpService::build()
            .graceful_shutdown_signal(stop)
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(HEAD)
            .client_disconnect_timeout(GOODBYE)
            .local_addr(address)
            .on_connect_ext(|connection: &Watched, known: &mut Extensions| {
                known.insert(connection.seat());
            })
            .finish(pages);
        listener_of(http, Arc::clone(&crowd), tls.clone())
    };
    Ok(server.bind("kocho", address, answering)?.run())
}

/// What speaks https at a door; none where http is spoken.
fn acceptor(app: &AppState, side: Side) -> anyhow::Result<Option<TlsAcceptor>> {
    let files = app.config.web.tls().filter(|_| side != Side::Metrics);
    let Some((certificate, key)) = files else {
        return Ok(None);
    };
    let settings = tls::settings(certificate, key)?;
    Ok(Some(TlsAcceptor::from(Arc::new(settings))))
}

/// The threads of a door.
fn threads(app: &AppState, side: Side) -> usize {
    match side {
        Side::Metrics => 1,
        _ => app.config.web.workers,
    }
}

/// Lets connections in, one by one, and serves them.
fn listener_of<H>(
    http: H,
    crowd: Arc<Crowd>,
    tls: Option<TlsAcceptor>,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = Infallible, InitError = ()>
where
    H: ServiceFactory<(Watched, Protocol, Option<SocketAddr>), Config = (), Response = ()>
        + 'static,
    H::InitError: fmt::Debug,
{
    let http = Rc::new(http);
    fn_factory(move || {
        let (http, crowd, tls) = (Rc::clone(&http), Arc::clone(&crowd), tls.clone());
        async move {
            let http = http.new_service(()).await.map_err(|_| ())?;
            let http = Rc::new(http);
            Ok::<_, ()>(fn_service(move |stream: TcpStream| {
                let (http, crowd, tls) = (Rc::clone(&http), Arc::clone(&crowd), tls.clone());
                async move {
                    if let Some((connection, peer)) = enter(stream, &crowd, tls).await {
                        // Why a connection ended is the visitor's business.
                        let _ = http.call((connection, Protocol::Http1, Some(peer))).await;
                    }
                    Ok::<_, Infallible>(())
                }
            }))
        }
    })
}

/// A place at the door and, where https is spoken, the handshake; nobody where there is no place.
async fn enter(
    stream: TcpStream,
    crowd: &Arc<Crowd>,
    tls: Option<TlsAcceptor>,
) -> Option<(Watched, SocketAddr)> {
    let peer = stream.peer_addr().ok()?;
    let seat = crowd.admit(peer.ip())?;
    // Not to be told is no reason to turn somebody away.
    let _ = stream.set_nodelay(true);
    let line: Box<dyn Line> = match tls {
        None => Box::new(stream),
        Some(tls) => Box::new(handshake(tls, stream).await.ok()?),
    };
    Some((Watched::new(line, seat), peer))
}

async fn handshake(tls: TlsAcceptor, stream: TcpStream) -> io::Result<impl Line> {
    tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await?
}
