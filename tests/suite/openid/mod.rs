//! Signing in by OpenID Connect: at a real provider (`oidc-provider`, started by Node), and at one that lies.

mod at_a_liar;
mod at_a_provider;
mod at_the_door;
mod liar;
mod provider;
mod settings;

use std::collections::BTreeMap;

use kocho::clock;
use kocho::config;
use kocho::domain::account::keys::Keys;
use kocho::domain::account::openid::{Answer, Identity};
use kocho::domain::secret::Secret;
use kocho::domain::slug::Slug;
use kocho::openid::{Leading, OpenId, OpenIdFault};
use url::Url;

/// Where a provider leads back to.
const BACK: &str = "http://127.0.0.1:8080/staff/sign-in/sunagawa/provider/return";

/// The settings of a town whose provider has this address.
fn settings(issuer: &str) -> config::OpenId {
    let map = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter();
        pairs
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    };
    config::OpenId {
        issuer: issuer.to_owned(),
        client_id: "kocho".to_owned(),
        client_secret: Some(config::Hidden("told to: nobody & never".to_owned())),
        name: map(&[
            ("ja", "職員アカウントでログイン"),
            ("en", "Sign in with your staff account"),
        ]),
        scopes: "openid profile email".to_owned(),
        prompt: "login".to_owned(),
        login: "preferred_username".to_owned(),
        groups: "groups".to_owned(),
        roles: map(&[("g-survey", "designer")]),
    }
}

/// A town with a provider.
struct Office {
    openid: OpenId,
    keys: Keys,
    town: Slug,
}

impl Office {
    fn new(settings: config::OpenId) -> Self {
        let settings = BTreeMap::from([("sunagawa".to_owned(), settings)]);
        Self {
            openid: OpenId::new(&settings).unwrap(),
            keys: Keys::new(&Secret::new([7; 32]), &[]),
            town: Slug::parse("sunagawa").unwrap(),
        }
    }

    async fn start(&self) -> Result<Leading, OpenIdFault> {
        let start = self
            .openid
            .start(&self.keys, &self.town, BACK, clock::now());
        start.await
    }

    async fn finish(&self, kept: &str, answer: &Answer) -> Result<Identity, OpenIdFault> {
        let came = (kept, answer);
        let finish = self
            .openid
            .finish(&self.keys, &self.town, came, clock::now());
        finish.await
    }
}

/// One value of an address's query.
fn said(address: &Url, name: &str) -> Option<String> {
    let mut pairs = address.query_pairs().into_owned();
    pairs.find(|(said, _)| said == name).map(|(_, value)| value)
}

/// What stands in an address that was led back to.
fn answer(address: &Url) -> Answer {
    Answer {
        code: said(address, "code"),
        state: said(address, "state"),
        iss: said(address, "iss"),
        error: said(address, "error"),
    }
}
