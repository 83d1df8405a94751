//! Providers as the operator names them: `[openid.<town>]`, checked at the start.

use anyhow::{Context, bail, ensure};
use url::Url;

use super::provider::{Known, Provider};
use super::wire::{self, Wire};
use crate::config;
use crate::domain::account::openid::claims::Mapping;
use crate::domain::account::openid::may_be_mapped;
use crate::domain::language::Language;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

/// The provider of a town; an error names the setting.
pub(super) fn provider(
    town: &str,
    settings: &config::OpenId,
    wire: Wire,
) -> anyhow::Result<Provider> {
    let key = |name: &str| format!("settings: openid.{town}.{name}");
    Slug::parse(town).with_context(|| format!("settings: openid.{town}"))?;
    let issuer: Url = settings.issuer.parse().with_context(|| key("issuer"))?;
    let is_plain = issuer.query().is_none() && issuer.fragment().is_none();
    ensure!(
        is_plain && wire::is_safe(&issuer),
        "{}: an address with https, without ? and #",
        key("issuer")
    );
    ensure!(
        !settings.client_id.is_empty(),
        "{}: empty",
        key("client_id")
    );
    let scopes = settings.scopes.as_str();
    ensure!(
        scopes.split(' ').any(|scope| scope == "openid"),
        "{}: openid is one of them",
        key("scopes")
    );
    Ok(Provider {
        name: name(settings).with_context(|| key("name"))?,
        issuer: settings.issuer.clone(),
        client: settings.client_id.clone(),
        secret: settings.client_secret.clone(),
        scopes: scopes.to_owned(),
        prompt: settings.prompt.clone(),
        mapping: Mapping {
            login: settings.login.clone(),
            groups: settings.groups.clone(),
            roles: roles(settings).with_context(|| key("roles"))?,
        },
        wire,
        known: tokio::sync::Mutex::new(Known::default()),
    })
}

fn name(settings: &config::OpenId) -> anyhow::Result<Text> {
    let named = settings.name.iter();
    let named = named.map(|(tag, text)| Ok((Language::parse(tag)?, text.clone())));
    let name: Text = named.collect::<anyhow::Result<_>>()?;
    ensure!(
        name.exact(&Language::japanese()).is_some(),
        "it has one in Japanese (ja)"
    );
    Ok(name)
}

fn roles(settings: &config::OpenId) -> anyhow::Result<Vec<(String, Role)>> {
    let read = |(group, word): (&String, &String)| {
        let role = Role::from_word(word).with_context(|| format!("{word} is no role"))?;
        if !may_be_mapped(role) {
            bail!("{word}: a group makes nobody {word}; an administrator names them here");
        }
        Ok((group.clone(), role))
    };
    settings.roles.iter().map(read).collect()
}
