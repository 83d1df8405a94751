//! `[web]`: listeners, transport security and the limits of a request.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{ConfigError, Network, reading};

/// `[web]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Web {
    /// The pages of citizens and the public.
    #[serde(deserialize_with = "reading::parsed")]
    pub public: SocketAddr,
    /// The pages of staff, when they have an address of their own.
    #[serde(deserialize_with = "reading::optional")]
    pub staff: Option<SocketAddr>,
    /// The town whose desk anybody may sit down at, until people sign in: only where all its data are made up.
    #[serde(deserialize_with = "reading::optional")]
    pub open_desk: Option<String>,
    /// `/metrics`, when it is served.
    #[serde(deserialize_with = "reading::optional")]
    pub metrics: Option<SocketAddr>,
    /// Plain http may be answered on addresses other machines can reach.
    pub insecure: bool,
    #[serde(deserialize_with = "reading::optional")]
    tls_certificate: Option<PathBuf>,
    #[serde(deserialize_with = "reading::optional")]
    tls_key: Option<PathBuf>,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "reading::list")]
    pub trusted_proxies: Vec<Network>,
    /// Host names answered besides the one of `public_url`.
    #[serde(deserialize_with = "reading::list")]
    pub hosts: Vec<String>,
    /// Threads that answer; 0: one for each processor.
    pub workers: usize,
    /// Seconds until a request's body must have arrived.
    pub body_seconds: u32,
    /// Seconds that requests under way may take to end.
    pub shutdown_seconds: u32,
}

impl Web {
    /// Certificate and key in PEM format, when https is wanted.
    #[must_use]
    pub fn tls(&self) -> Option<(&Path, &Path)> {
        self.tls_certificate.as_deref().zip(self.tls_key.as_deref())
    }

    pub(super) fn checked(&self) -> Result<(), ConfigError> {
        let refused = |key, why| Err(ConfigError::Refused { key, why });
        if self.tls_certificate.is_some() != self.tls_key.is_some() {
            return refused("web.tls_certificate", "give it together with web.tls_key");
        }
        let reachable = |address: &SocketAddr| !address.ip().is_loopback();
        let pages_reachable = reachable(&self.public) || self.staff.as_ref().is_some_and(reachable);
        if pages_reachable && self.tls().is_none() && !self.insecure {
            return refused(
                "web.insecure",
                "plain http is answered to this machine only. Give web.tls_certificate and web.tls_key, or put a \
                 proxy that speaks https in front and start with --insecure",
            );
        }
        Ok(())
    }
}

/// The host of `host:port`, `[::1]:port` or `host`.
pub(crate) fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}
