//! `[openid.<town>]`: the provider by whose accounts the staff of a town sign in. What the words mean is not known here.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Hidden, reading};

/// `[openid.<town>]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenId {
    /// The provider's address, as it writes it itself.
    pub issuer: String,
    /// What this installation is called there.
    pub client_id: String,
    /// `None`: it has no secret there.
    #[serde(deserialize_with = "reading::optional")]
    pub client_secret: Option<Hidden>,
    /// What stands on the button, by language.
    pub name: BTreeMap<String, String>,
    /// What is asked of the provider, separated by blanks.
    pub scopes: String,
    /// How the provider asks people who they are; empty: as it likes.
    pub prompt: String,
    /// The claim with the login name.
    pub login: String,
    /// The claim with the groups.
    pub groups: String,
    /// Which group has which role.
    pub roles: BTreeMap<String, String>,
}
