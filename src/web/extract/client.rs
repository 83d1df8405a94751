//! Whose address a request comes from: what the connection says, and a forwarded address only from a proxy the
//! operator named (`trust.md` H6). Used to limit how often something is tried; never stored, never logged.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::web::Data;
use actix_web::{Error, FromRequest, HttpRequest};

use crate::config::Network;
use crate::web::listening::household;
use crate::web::state::AppState;

/// Where proxies write whom they ask for.
pub const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// The address a request comes from.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let peer = request
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let trusted = request
            .app_data::<Data<AppState>>()
            .map_or(&[][..], |app| &app.config.web.trusted_proxies);
        Self(seen(peer, request.headers(), trusted))
    }

    /// The address itself.
    #[must_use]
    pub fn ip(self) -> IpAddr {
        self.0.to_canonical()
    }

    /// Whether it is this machine's own.
    #[must_use]
    pub fn is_loopback(self) -> bool {
        self.ip().is_loopback()
    }

    /// What one visitor can hardly change: the whole IPv4 address, or the first half of an IPv6 address.
    #[must_use]
    pub fn household(self) -> IpAddr {
        household(self.0)
    }
}

impl FromRequest for ClientAddress {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// Walks from the connection towards the visitor as long as the speaker is a proxy we trust.
fn seen(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let trusts = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut forwarded: Vec<&str> = headers
        .get_all(FORWARDED)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut address = peer;
    while trusts(address) {
        let Some(Ok(before)) = forwarded.pop().map(|text| text.trim().parse()) else {
            break;
        };
        address = before;
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn asked(peer: &str, forwarded: &[&'static str], trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, HeaderValue::from_static(value));
        }
        let trusted: Vec<Network> = trusted
            .split_whitespace()
            .map(|text| text.parse().unwrap())
            .collect();
        seen(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(asked("203.0.113.9", &["1.2.3.4"], ""), "203.0.113.9");
        assert_eq!(
            asked("203.0.113.9", &["1.2.3.4"], "10.0.0.0/8"),
            "203.0.113.9"
        );
    }

    #[test]
    fn a_trusted_proxy_is_believed_but_not_what_the_visitor_told_it() {
        let behind = |forwarded| asked("10.0.0.5", forwarded, "10.0.0.0/8");
        assert_eq!(behind(&["203.0.113.9"]), "203.0.113.9");
        assert_eq!(behind(&["6.6.6.6, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(behind(&["6.6.6.6", "203.0.113.9, 10.0.0.4"]), "203.0.113.9");
        assert_eq!(behind(&[]), "10.0.0.5");
        assert_eq!(behind(&["unknown"]), "10.0.0.5");
    }

    #[test]
    fn one_household_has_one_ipv6_network() {
        let address = ClientAddress("2001:db8:1:2:3:4:5:6".parse().unwrap());
        assert_eq!(address.household().to_string(), "2001:db8:1:2::");
    }
}
