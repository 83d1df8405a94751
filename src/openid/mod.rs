//! Signing in with the account of an OpenID provider: who it says somebody is.
//!
//! What belongs here: talking to the provider, in time and within limits. What does not: whether what it says is believed
//! (`domain::account::openid`), and what comes of it (`web`).
//!
//! [`OpenId::start`] gives an address to lead the browser to and what it keeps in a cookie meanwhile; [`OpenId::finish`]
//! makes an [`Identity`] of that cookie and of what the browser brings back. The cookie holds for one answer: whoever calls
//! takes it away.

mod provider;
mod settings;
mod wire;

use std::collections::{BTreeMap, HashMap};

use tokio::sync::Semaphore;
use url::Url;

use crate::config;
use crate::domain::account::keys::Keys;
use crate::domain::account::openid::begun::Begun;
use crate::domain::account::openid::{Answer, Identity, Untrusted};
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Timestamp;
use provider::Provider;
use wire::{Wire, WireFault};

/// Talks with providers that may be under way at once.
const AT_ONCE: usize = 16;

/// The providers of this installation: a town has one or none.
pub struct OpenId {
    providers: HashMap<String, Provider>,
    room: Semaphore,
}

/// Where the browser goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leading {
    /// The address to lead it to.
    pub address: Url,
    /// What it keeps meanwhile, at most ten minutes: the value of a cookie.
    pub kept: String,
}

/// Why somebody did not come in by their provider.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdFault {
    /// The town has no provider.
    #[error("the town has no OpenID provider")]
    NoProvider,
    /// Very many sign in at this moment.
    #[error("too many talks with OpenID providers are under way")]
    Busy,
    /// The provider cannot be reached or answers nothing of use: it is tried again later.
    #[error("the OpenID provider cannot be used: {0}")]
    Away(#[from] WireFault),
    /// What it says about itself does not fit the settings, or it lacks something: the operator must look.
    #[error("the OpenID provider is not what the settings say: {0}")]
    Misfit(&'static str),
    /// The answer belongs to no attempt of this browser, or to one of long ago: begin again.
    #[error("the answer belongs to no sign-in of this browser")]
    Stray,
    /// The provider let them not in, or they turned back: its word for it (`access_denied`).
    #[error("the OpenID provider refused: {0}")]
    Refused(String),
    /// The provider does not know the code, or not any more.
    #[error("the OpenID provider did not take the code: {0}")]
    CodeRefused(String),
    /// What came of it is not believed.
    #[error(transparent)]
    Untrusted(#[from] Untrusted),
}

impl OpenId {
    /// With the settings, which are checked.
    ///
    /// # Errors
    /// When a setting cannot be used; the text names it.
    pub fn new(settings: &BTreeMap<String, config::OpenId>) -> anyhow::Result<Self> {
        let mut providers = HashMap::new();
        if !settings.is_empty() {
            let wire = Wire::new()?;
            for (town, one) in settings {
                providers.insert(town.clone(), settings::provider(town, one, wire.clone())?);
            }
        }
        Ok(Self {
            providers,
            room: Semaphore::new(AT_ONCE),
        })
    }

    /// What stands on the button that leads to a town's provider; none where it has none.
    #[must_use]
    pub fn button(&self, town: &Slug) -> Option<&Text> {
        let provider = self.providers.get(town.as_str());
        provider.map(|provider| &provider.name)
    }

    /// Begins to sign in; `back`: the address of ours that the provider leads back to, as it is registered there.
    ///
    /// # Errors
    /// [`OpenIdFault`]: `NoProvider`, `Busy`, `Away`, `Misfit`.
    pub async fn start(
        &self,
        keys: &Keys,
        town: &Slug,
        back: &str,
        now: Timestamp,
    ) -> Result<Leading, OpenIdFault> {
        let provider = self.provider(town)?;
        let _room = self.room.try_acquire().map_err(|_| OpenIdFault::Busy)?;
        let endpoint = &provider.about().await?.authorization_endpoint;
        let begun = Begun::new(rand::random(), back);
        Ok(Leading {
            address: begun.address(endpoint, provider.asking()),
            kept: begun.seal(keys, town.as_str(), now, rand::random()),
        })
    }

    /// Who came back. `kept`: the cookie; `answer`: the query of the address.
    ///
    /// # Errors
    /// [`OpenIdFault`] says why nobody did.
    pub async fn finish(
        &self,
        keys: &Keys,
        town: &Slug,
        (kept, answer): (&str, &Answer),
        now: Timestamp,
    ) -> Result<Identity, OpenIdFault> {
        let provider = self.provider(town)?;
        let begun = Begun::open(keys, town.as_str(), now, kept).ok_or(OpenIdFault::Stray)?;
        let state = answer.state.as_deref().unwrap_or_default();
        if !begun.is_answered_by(state) {
            return Err(OpenIdFault::Stray);
        }
        let _room = self.room.try_acquire().map_err(|_| OpenIdFault::Busy)?;
        provider
            .is_answering(&*provider.about().await?, answer.iss.as_deref())
            .map_err(|()| OpenIdFault::Stray)?;
        match (&answer.error, &answer.code) {
            (Some(error), _) => Err(OpenIdFault::Refused(wire::word(error))),
            (None, Some(code)) => provider.identify(&begun, code, now).await,
            (None, None) => Err(OpenIdFault::Stray),
        }
    }

    fn provider(&self, town: &Slug) -> Result<&Provider, OpenIdFault> {
        let provider = self.providers.get(town.as_str());
        provider.ok_or(OpenIdFault::NoProvider)
    }
}
