//! `[web]`: listeners, transport security and the limits of a request.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{ConfigError, Network, reading};

/// Which pages an address answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Citizens and the public.
    Public,
    /// Staff.
    Staff,
    /// Both, where staff have no address of their own.
    Both,
    /// The monitoring system.
    Metrics,
}

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
    /// The address staff see, where it is not the one citizens see.
    #[serde(deserialize_with = "reading::base_url")]
    pub staff_url: Option<String>,
    /// Networks of the office.
    #[serde(deserialize_with = "reading::list")]
    pub office_networks: Vec<Network>,
    /// Whether staff come in from the networks of the office only.
    pub staff_from_office_only: bool,
    /// The town whose sign-in page names one made-up person of each role, as whom anybody may come in: only where all
    /// its data are made up.
    #[serde(deserialize_with = "reading::optional")]
    pub demonstration: Option<String>,
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
    /// Host names answered besides the one of `public_url`; not where staff have one of their own.
    #[serde(deserialize_with = "reading::list")]
    pub hosts: Vec<String>,
    /// Threads that answer.
    #[serde(deserialize_with = "reading::workers")]
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

    /// Whether an address belongs to the office: to a network that was named, or where none was, to a private one.
    #[must_use]
    pub fn is_office(&self, address: IpAddr) -> bool {
        match self.office_networks.is_empty() {
            false => self
                .office_networks
                .iter()
                .any(|network| network.contains(address)),
            true => is_private(address),
        }
    }

    /// Whether staff may come in from an address. Whoever sits at this machine always may; not whoever comes through a
    /// proxy on it that nobody named, and so could be anybody.
    #[must_use]
    pub fn lets_staff_in(&self, address: IpAddr, is_forwarded: bool) -> bool {
        let is_named = || !is_forwarded || !self.trusted_proxies.is_empty();
        let is_here = || address.is_loopback() && is_named();
        !self.staff_from_office_only || is_here() || self.is_office(address)
    }

    /// Whether an address of this machine is one that a side listens at.
    pub(super) fn listens_at(&self, side: Side, address: IpAddr) -> bool {
        let staff = self.staff.filter(|_| side == Side::Staff);
        staff.unwrap_or(self.public).ip() == address
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

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// The host of an address such as `https://kocho.example.jp:8443`.
pub(super) fn host(url: &str) -> Option<&str> {
    url.split('/').nth(2).map(without_port)
}

/// The host of `host:port`, `[::1]:port` or `host`.
pub(crate) fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}
