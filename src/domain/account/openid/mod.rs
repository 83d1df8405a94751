//! OpenID Connect: somebody comes in with the account they have with their office's provider.
//!
//! What belongs here: what is asked of the provider, and whether its answer is believed. What does not: talking to it
//! (`src/openid`).

pub mod begun;
pub mod claims;
pub mod keys;
pub mod token;

use serde::Deserialize;

use crate::domain::role::Role;

/// Who the provider says somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// What it calls them for ever: names change, this does not.
    pub subject: String,
    /// Their login name, in small letters.
    pub login: String,
    /// Their name; their login name where the provider has none.
    pub name: String,
    /// Their address for letters, where it has one.
    pub email: Option<String>,
    /// The roles their groups have, in the order of [`Role`]; never that of an administrator or operator.
    pub roles: Vec<Role>,
}

/// What the provider lets a browser bring back, as it stands in the query of the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Answer {
    /// What the ID token is fetched with.
    pub code: Option<String>,
    /// Whose answer it is.
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

/// Nobody has given them anything to do here, neither the provider nor an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody gave them a role")]
pub struct NoRole;

/// Why what a provider says is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// It is no ID token.
    #[error("the ID token cannot be read")]
    Unreadable,
    /// It is signed in a way that is not taken: with nothing, or with what everybody knows.
    #[error("the ID token is not signed by RS256, PS256 or ES256")]
    Algorithm,
    /// It is signed with a key the provider does not show (any more).
    #[error("the ID token is signed with a key that is not the provider's")]
    Key,
    /// The signature is wrong.
    #[error("the signature of the ID token is wrong")]
    Signature,
    /// Another provider made it.
    #[error("the ID token is of another issuer")]
    Issuer,
    /// It was made for another program.
    #[error("the ID token is for another audience")]
    Audience,
    /// It is over, or not valid yet.
    #[error("the ID token is not valid at this time")]
    Time,
    /// It was made for another attempt to sign in.
    #[error("the ID token has another nonce")]
    Nonce,
    /// What the provider tells besides is about somebody else.
    #[error("what the provider tells is about another subject")]
    Subject,
    /// It does not say something that is needed, or not in a form that can be used: the claim.
    #[error("a claim is missing or cannot be used: {0}")]
    Claim(&'static str),
}

impl Identity {
    /// Their roles, with those an administrator gave them here.
    ///
    /// # Errors
    /// [`NoRole`].
    pub fn roles_with(&self, own: &[Role]) -> Result<Vec<Role>, NoRole> {
        let has = |role: &Role| self.roles.contains(role) || own.contains(role);
        let roles: Vec<Role> = Role::ALL.into_iter().filter(has).collect();
        match roles.is_empty() {
            true => Err(NoRole),
            false => Ok(roles),
        }
    }
}

/// Whether roles may come from groups. Who names administrators and operators is known here and nowhere else.
#[must_use]
pub const fn may_be_mapped(role: Role) -> bool {
    !matches!(role, Role::Administrator | Role::Operator)
}

#[cfg(test)]
mod tests;
