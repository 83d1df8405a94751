//! One provider: what it says about itself, the keys it shows, and whom a code stands for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::body::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::Mutex;
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::OpenIdFault;
use super::wire::{self, Question, Wire, WireFault};
use crate::config::Hidden;
use crate::domain::account::openid::begun::{Asking, Begun};
use crate::domain::account::openid::claims::{Claims, Expected, Mapping};
use crate::domain::account::openid::keys::ProviderKeys;
use crate::domain::account::openid::token::IdToken;
use crate::domain::account::openid::{Identity, Untrusted};
use crate::domain::text::Text;
use crate::domain::time::Timestamp;

/// How long what it says about itself holds, and how long its keys do: one that was withdrawn is believed no longer.
const ABOUT: Duration = Duration::from_secs(3600);
const KEYS: Duration = Duration::from_secs(600);

/// For an unknown key they are asked for again, but not more often than this.
const AGAIN: Duration = Duration::from_secs(60);

/// So long after it did not answer nobody waits for it again.
const REST: Duration = Duration::from_secs(5);

/// A provider as the settings name it.
pub(super) struct Provider {
    pub(super) name: Text,
    pub(super) issuer: String,
    pub(super) client: String,
    pub(super) secret: Option<Hidden>,
    pub(super) scopes: String,
    pub(super) prompt: String,
    pub(super) mapping: Mapping,
    pub(super) wire: Wire,
    pub(super) known: Mutex<Known>,
}

/// What was heard of it, and when. Whoever asks meanwhile waits for the one who is asking.
#[derive(Default)]
pub(super) struct Known {
    about: Option<(Instant, Arc<About>)>,
    keys: Option<(Instant, Arc<ProviderKeys>)>,
    again: Option<Instant>,
    failed: Option<Instant>,
}

/// What a provider says about itself (OpenID Connect Discovery), as far as it is needed.
#[derive(Debug, Deserialize)]
pub(super) struct About {
    issuer: String,
    pub(super) authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    userinfo_endpoint: Option<Url>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// What is given for a code.
#[derive(Deserialize)]
struct Given {
    id_token: String,
    access_token: Option<String>,
}

/// Why nothing is given.
#[derive(Default, Deserialize)]
struct Refusal {
    error: String,
}

impl Provider {
    /// What we say to it about ourselves.
    pub(super) fn asking(&self) -> Asking<'_> {
        Asking {
            client: &self.client,
            scopes: &self.scopes,
            prompt: &self.prompt,
        }
    }

    /// What it says about itself.
    pub(super) async fn about(&self) -> Result<Arc<About>, OpenIdFault> {
        let mut known = self.known.lock().await;
        if let Some((_, about)) = known.about.as_ref().filter(|(at, _)| at.elapsed() < ABOUT) {
            return Ok(Arc::clone(about));
        }
        let at = format!(
            "{}/.well-known/openid-configuration",
            self.issuer.trim_end_matches('/')
        );
        let at = at
            .parse()
            .map_err(|_| OpenIdFault::Misfit("issuer is no address"))?;
        let about: About = parsed(&self.document(&mut known, &at).await?)?;
        about.fits(&self.issuer)?;
        let about = Arc::new(about);
        known.about = Some((Instant::now(), Arc::clone(&about)));
        Ok(about)
    }

    /// Its keys.
    async fn keys(&self, about: &About) -> Result<Arc<ProviderKeys>, OpenIdFault> {
        let mut known = self.known.lock().await;
        if let Some((_, keys)) = known.keys.as_ref().filter(|(at, _)| at.elapsed() < KEYS) {
            return Ok(Arc::clone(keys));
        }
        self.fetch_keys(&mut known, about).await
    }

    /// Its keys once more, because one is not among them; none where this was done a moment ago.
    async fn keys_again(&self, about: &About) -> Result<Option<Arc<ProviderKeys>>, OpenIdFault> {
        let mut known = self.known.lock().await;
        if known.again.is_some_and(|again| again.elapsed() < AGAIN) {
            return Ok(None);
        }
        known.again = Some(Instant::now());
        self.fetch_keys(&mut known, about).await.map(Some)
    }

    async fn fetch_keys(
        &self,
        known: &mut Known,
        about: &About,
    ) -> Result<Arc<ProviderKeys>, OpenIdFault> {
        let keys = self.document(known, &about.jwks_uri).await?;
        let keys = ProviderKeys::read(&keys).map_err(|_| WireFault::Unreadable)?;
        let keys = Arc::new(keys);
        known.keys = Some((Instant::now(), Arc::clone(&keys)));
        Ok(keys)
    }

    /// Whether the answer a browser brought is its: the word of RFC 9207 is right where it is said, and is said where the
    /// provider promises it.
    pub(super) fn is_answering(&self, about: &About, said: Option<&str>) -> Result<(), ()> {
        match said {
            Some(said) if said != self.issuer => Err(()),
            None if about.authorization_response_iss_parameter_supported => Err(()),
            _ => Ok(()),
        }
    }

    /// Whom a code stands for.
    pub(super) async fn identify(
        &self,
        begun: &Begun,
        code: &str,
        now: Timestamp,
    ) -> Result<Identity, OpenIdFault> {
        let about = self.about().await?;
        let given = self.redeem(&about, begun, code).await?;
        let claims = self.verified(&about, &given.id_token).await?;
        claims.check(Expected {
            issuer: &self.issuer,
            client: &self.client,
            nonce: begun.nonce(),
            now,
        })?;
        let claims = self.told(&about, &given, claims).await?;
        Ok(claims.identity(&self.mapping)?)
    }

    /// Gives the code for an ID token.
    async fn redeem(&self, about: &About, begun: &Begun, code: &str) -> Result<Given, OpenIdFault> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", begun.back()),
            ("code_verifier", begun.verifier()),
        ];
        let basic = self.secret.as_ref().filter(|_| about.takes_basic());
        if basic.is_none() {
            fields.push(("client_id", &self.client));
            let secret = self.secret.as_ref();
            fields.extend(secret.map(|secret| ("client_secret", secret.0.as_str())));
        }
        let question = Question::form(&fields);
        let question = match basic {
            Some(secret) => question.by(self.basic(secret)),
            None => question,
        };
        let (status, body) = self.wire.ask(&about.token_endpoint, question).await?;
        match status {
            StatusCode::OK => Ok(parsed(&body)?),
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => {
                let refusal: Refusal = parsed(&body).unwrap_or_default();
                Err(OpenIdFault::CodeRefused(wire::word(&refusal.error)))
            }
            other => Err(WireFault::Status(other).into()),
        }
    }

    /// What an ID token claims, if one of its keys signed it. Keys change: an unknown one is asked for.
    async fn verified(&self, about: &About, token: &str) -> Result<Claims, OpenIdFault> {
        let token = IdToken::read(token)?;
        let mut keys = self.keys(about).await?;
        if token.verified(&keys) == Err(Untrusted::Key)
            && let Some(again) = self.keys_again(about).await?
        {
            keys = again;
        }
        Ok(token.verified(&keys)?.clone())
    }

    /// With what it tells only when it is asked: some say in the ID token no more than they must.
    async fn told(
        &self,
        about: &About,
        given: &Given,
        claims: Claims,
    ) -> Result<Claims, OpenIdFault> {
        let has_groups = self.mapping.roles.is_empty() || claims.has(&self.mapping.groups);
        let is_whole = has_groups && claims.has(&self.mapping.login);
        let asked = about.userinfo_endpoint.as_ref();
        let asked = asked.zip(given.access_token.as_ref());
        let Some((at, access)) = asked.filter(|_| !is_whole) else {
            return Ok(claims);
        };
        let question = Question::get().by(format!("Bearer {access}"));
        let (status, body) = self.wire.ask(at, question).await?;
        if status != StatusCode::OK {
            return Err(WireFault::Status(status).into());
        }
        let told: Map<String, Value> = parsed(&body)?;
        Ok(claims.with(told)?)
    }

    /// A document of its own. When there is none, nobody asks again for a moment.
    async fn document(&self, known: &mut Known, at: &Url) -> Result<Bytes, WireFault> {
        if known.failed.is_some_and(|failed| failed.elapsed() < REST) {
            return Err(WireFault::Lately);
        }
        let read = match self.wire.ask(at, Question::get()).await {
            Ok((StatusCode::OK, body)) => Ok(body),
            Ok((status, _)) => Err(WireFault::Status(status)),
            Err(why) => Err(why),
        };
        known.failed = read.is_err().then(Instant::now);
        read
    }

    /// Name and secret, escaped as forms are (RFC 6749, 2.3.1).
    fn basic(&self, secret: &Hidden) -> String {
        let escaped = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let both = format!("{}:{}", escaped(&self.client), escaped(&secret.0));
        format!("Basic {}", STANDARD.encode(both))
    }
}

impl About {
    /// Whether it is of the provider the settings name, can do what is needed, and where it leads is safe.
    fn fits(&self, issuer: &str) -> Result<(), OpenIdFault> {
        let mut places = vec![
            &self.authorization_endpoint,
            &self.token_endpoint,
            &self.jwks_uri,
        ];
        places.extend(&self.userinfo_endpoint);
        let challenges = self.code_challenge_methods_supported.as_ref();
        // Some say nothing of it and can do it.
        let has_pkce = challenges.is_none_or(|all| all.iter().any(|one| one == "S256"));
        if self.issuer != issuer {
            Err(OpenIdFault::Misfit("it calls itself another issuer"))
        } else if !has_pkce {
            Err(OpenIdFault::Misfit("it has no PKCE with S256"))
        } else if !places.into_iter().all(wire::is_safe) {
            Err(OpenIdFault::Misfit("one of its addresses is not https"))
        } else {
            Ok(())
        }
    }

    /// Whether it takes our secret in the head, as it must where it says nothing.
    fn takes_basic(&self) -> bool {
        let ways = self.token_endpoint_auth_methods_supported.as_ref();
        ways.is_none_or(|ways| ways.iter().any(|way| way == "client_secret_basic"))
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, WireFault> {
    serde_json::from_slice(body).map_err(|_| WireFault::Unreadable)
}
