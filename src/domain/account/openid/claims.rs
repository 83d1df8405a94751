//! What a provider claims of somebody: whether it is for us and of now, and who it makes of them.

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use super::{Identity, Untrusted};
use crate::domain::role::Role;
use crate::domain::text::is_unseen;
use crate::domain::time::Timestamp;

/// Seconds by which the provider's clock and ours may differ.
const LEEWAY: i64 = 60;

/// Most characters of a login name, as the database has it; of a name, the rest is cut.
const LOGIN: usize = 60;
const NAME: usize = 100;

/// Most characters of an address for letters (RFC 5321).
const EMAIL: usize = 254;

/// Claims by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Map<String, Value>);

/// What an ID token must say to be for us.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// Our name there.
    pub client: &'a str,
    /// Of the attempt to sign in.
    pub nonce: &'a str,
    /// What time it is.
    pub now: Timestamp,
}

/// Which claims are used, and what groups make of people.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The claim with the login name.
    pub login: String,
    /// The claim with the groups.
    pub groups: String,
    /// Which group has which role.
    pub roles: Vec<(String, Role)>,
}

impl Claims {
    /// Of a JSON object.
    #[must_use]
    pub fn new(claims: Map<String, Value>) -> Self {
        Self(claims)
    }

    /// Whether they are of the provider, for us, of now and of this attempt (OpenID Connect Core, 3.1.3.7).
    ///
    /// # Errors
    /// [`Untrusted`] says what they are not.
    pub fn check(&self, expected: Expected<'_>) -> Result<(), Untrusted> {
        if self.text("iss") != Some(expected.issuer) {
            return Err(Untrusted::Issuer);
        }
        if !self.is_for(expected.client) {
            return Err(Untrusted::Audience);
        }
        let now = expected.now.timestamp();
        let is_over = self.seconds("exp")?.is_none_or(|end| end <= now - LEEWAY);
        let mut begins = [self.seconds("iat")?, self.seconds("nbf")?].into_iter();
        if is_over || begins.any(|begin| begin.is_some_and(|begin| begin > now + LEEWAY)) {
            return Err(Untrusted::Time);
        }
        if self.text("nonce") != Some(expected.nonce) {
            return Err(Untrusted::Nonce);
        }
        self.subject().map(|_| ())
    }

    /// What the provider calls them for ever: at most 255 characters.
    ///
    /// # Errors
    /// [`Untrusted::Claim`].
    pub fn subject(&self) -> Result<&str, Untrusted> {
        let subject = self.text("sub").filter(|sub| is_plain(sub, 255));
        subject.ok_or(Untrusted::Claim("sub"))
    }

    /// Whether a claim is made at all.
    #[must_use]
    pub fn has(&self, claim: &str) -> bool {
        self.0.contains_key(claim)
    }

    /// With what the provider tells besides (its `userinfo`); what was signed is not changed by it.
    ///
    /// # Errors
    /// [`Untrusted::Subject`] when it tells it of somebody else.
    pub fn with(&self, told: Map<String, Value>) -> Result<Self, Untrusted> {
        if told.get("sub").and_then(Value::as_str) != Some(self.subject()?) {
            return Err(Untrusted::Subject);
        }
        let mut all = told;
        all.extend(self.0.clone());
        Ok(Self(all))
    }

    /// Who they make of somebody.
    ///
    /// # Errors
    /// [`Untrusted::Claim`] without a login name that can be one.
    pub fn identity(&self, mapping: &Mapping) -> Result<Identity, Untrusted> {
        let login: Option<String> = self.text(&mapping.login).map(small);
        let login = login.filter(|login| is_plain(login, LOGIN));
        let login = login.ok_or(Untrusted::Claim("login"))?;
        let name = self.text("name").map(shown).filter(|name| !name.is_empty());
        let email = self.text("email").filter(|email| is_plain(email, EMAIL));
        Ok(Identity {
            issuer: self.text("iss").unwrap_or_default().to_owned(),
            subject: self.subject()?.to_owned(),
            name: name.unwrap_or_else(|| login.clone()),
            login,
            email: email.map(str::to_owned),
            roles: self.roles(mapping),
        })
    }

    fn roles(&self, mapping: &Mapping) -> Vec<Role> {
        let groups = self.0.get(&mapping.groups);
        let is_in = |group: &str| match groups {
            Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(group)),
            Some(Value::String(one)) => one == group,
            _ => false,
        };
        let given = |role: &Role| {
            let mut of = mapping.roles.iter();
            super::may_be_mapped(*role) && of.any(|(group, to)| to == role && is_in(group))
        };
        Role::ALL.into_iter().filter(given).collect()
    }

    /// Whether we are the audience: the only one, or the one of several for whom it was made.
    fn is_for(&self, client: &str) -> bool {
        let party = self.0.get("azp").map(Value::as_str);
        let alone = match self.0.get("aud") {
            Some(Value::String(one)) => one == client,
            Some(Value::Array(all)) => match &all[..] {
                [one] => one.as_str() == Some(client),
                several => {
                    let named = several.iter().any(|one| one.as_str() == Some(client));
                    return named && party == Some(Some(client));
                }
            },
            _ => false,
        };
        alone && party.is_none_or(|party| party == Some(client))
    }

    fn text(&self, claim: &str) -> Option<&str> {
        self.0.get(claim)?.as_str()
    }

    /// A moment in seconds since 1970, which may have a fraction.
    fn seconds(&self, claim: &'static str) -> Result<Option<i64>, Untrusted> {
        let Some(said) = self.0.get(claim) else {
            return Ok(None);
        };
        let whole = said.as_i64();
        #[expect(clippy::cast_possible_truncation, reason = "saturates, far from now")]
        let part = || said.as_f64().map(|seconds| seconds.floor() as i64);
        whole.or_else(part).map(Some).ok_or(Untrusted::Time)
    }
}

/// Whether a text of so many characters at most can be compared: nothing blank or unseen in it.
fn is_plain(text: &str, most: usize) -> bool {
    let length = text.chars().take(most + 1).count();
    (1..=most).contains(&length) && !text.contains(|c: char| c.is_whitespace() || is_unseen(c))
}

/// A login name in the form in which names are compared.
fn small(text: &str) -> String {
    let narrow: String = text.nfkc().take(LOGIN + 1).collect();
    narrow.to_lowercase()
}

/// A name as it may stand on a page.
fn shown(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !is_unseen(*c)).take(NAME).collect();
    plain.trim().to_owned()
}
