//! What the operator decides: one struct for each section of `config/default.toml`, read and checked at the start.
//!
//! The defaults are in that file, never here. What does not belong here: anything a municipality decides.

mod network;
mod openid;
mod reading;
mod web;

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use network::Network;
pub use openid::OpenId;
pub use web::{Side, Web};

const DEFAULTS: &str = include_str!("../../config/default.toml");

/// All settings of the program.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    #[serde(deserialize_with = "reading::base_url")]
    public_url: Option<String>,
    /// Where the program keeps what it makes.
    pub var: PathBuf,
    /// The installation's secret as 64 hexadecimal digits, unless it is in `var/secret`.
    #[serde(deserialize_with = "reading::optional")]
    pub secret: Option<Hidden>,
    /// Listeners and their limits.
    pub web: Web,
    /// The server that holds all data.
    pub database: Database,
    /// Where letters go.
    pub mail: Mail,
    /// How answers are gathered.
    pub intake: Intake,
    /// How many drafts of open surveys are kept.
    pub drafts: Drafts,
    /// How often one address may do a thing.
    pub limits: Limits,
    /// Providers by whose accounts staff sign in: the town's name in addresses, its provider.
    pub openid: BTreeMap<String, OpenId>,
    /// How backups are made.
    pub backup: Backup,
    /// What the program says about itself.
    pub log: Log,
}

/// A setting that must never be printed.
#[derive(Clone)]
pub struct Hidden(pub String);

/// `[database]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `None`: the private PostgreSQL.
    #[serde(deserialize_with = "reading::database_url")]
    pub url: Option<Hidden>,
    /// Connections of this process.
    #[serde(deserialize_with = "reading::connections")]
    pub pool: usize,
    /// Seconds a request waits for a connection.
    pub wait_seconds: u32,
    /// Seconds that a starting program waits for a database that does not answer yet.
    pub start_seconds: u32,
    /// Seconds after which the server ends a statement.
    pub statement_seconds: u32,
    /// Seconds after which the server ends a wait for a lock.
    pub lock_seconds: u32,
    /// Seconds after which the server ends an idle transaction.
    pub idle_in_transaction_seconds: u32,
}

/// `[mail]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `None`: letters become files under `var/mail`.
    #[serde(deserialize_with = "reading::optional")]
    pub smtp: Option<Hidden>,
    /// The sender of every letter.
    pub from: String,
    /// Who hears of work that was given up.
    #[serde(deserialize_with = "reading::optional")]
    operator: Option<String>,
}

impl Mail {
    /// Who hears of work that was given up: the sender, where nobody is named.
    #[must_use]
    pub fn operator(&self) -> &str {
        self.operator.as_deref().unwrap_or(&self.from)
    }
}

/// `[intake]`
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// Answers that may wait.
    #[serde(deserialize_with = "reading::count")]
    pub queue: usize,
    /// Answers stored in one transaction at most.
    #[serde(deserialize_with = "reading::count")]
    pub batch: usize,
    /// Transactions under way at the same time.
    #[serde(deserialize_with = "reading::batches")]
    pub batches: usize,
}

/// `[drafts]`: of open surveys, which anybody may begin. Beyond them the way goes on, the answers travelling in the form.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drafts {
    /// Drafts of one survey that one network may begin on one day.
    pub per_network: u32,
    /// Megabytes they may occupy in all.
    pub megabytes: u32,
}

/// `[limits]`
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Wrong keys and receipts that one network may try in a minute; whoever tries more waits for their turn.
    pub wrong_keys_per_minute: std::num::NonZeroU32,
    /// Forms of one open survey that one network may send in a minute, and after a rest twice as many at once.
    pub open_forms_per_minute: std::num::NonZeroU32,
    /// Connections to each door; the address of the metrics and a reserve are apart.
    #[serde(deserialize_with = "reading::count")]
    pub connections: usize,
    /// Connections to each door from one network.
    #[serde(deserialize_with = "reading::count")]
    pub connections_per_network: usize,
    /// Mebibytes that the bodies of all unanswered requests may hold together.
    #[serde(deserialize_with = "reading::count")]
    pub bodies_mebibytes: usize,
}

/// `[backup]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// The age recipients every backup is encrypted for; none: it is not.
    #[serde(deserialize_with = "reading::list")]
    pub recipients: Vec<String>,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// A level or directives of `tracing-subscriber`.
    pub level: String,
    /// How a line looks.
    pub format: LogFormat,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// A setting that cannot be used; its text names the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value of the wrong kind, or a key nobody knows.
    #[error("settings: {0}")]
    Unreadable(#[from] config::ConfigError),
    /// Values that do not go together.
    #[error("settings: {key}: {why}")]
    Refused {
        /// The key at fault.
        key: &'static str,
        /// What to do.
        why: &'static str,
    },
}

/// The settings of this process: embedded defaults, `config/local.toml` where it was started, environment.
///
/// # Errors
/// When a value cannot be used.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads settings"
)]
pub fn load() -> Result<Config, ConfigError> {
    read(Path::new("config/local.toml"), std::env::vars().collect())
}

/// The settings made of a local file (which may be absent) and an environment.
///
/// # Errors
/// When a value cannot be used.
pub fn read(local: &Path, environment: HashMap<String, String>) -> Result<Config, ConfigError> {
    let usual_name = environment.get("DATABASE_URL").cloned();
    Ok(config::Config::builder()
        .add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml))
        .add_source(config::File::from(local).required(false))
        .set_override_option(
            "database.url",
            usual_name.filter(|_| !environment.contains_key("KOCHO__DATABASE__URL")),
        )?
        .add_source(
            config::Environment::with_prefix("KOCHO")
                .prefix_separator("__")
                .separator("__")
                .source(Some(environment)),
        )
        .build()?
        .try_deserialize()?)
}

impl Config {
    /// The same settings, when they go together.
    ///
    /// # Errors
    /// When they do not.
    pub fn checked(self) -> Result<Self, ConfigError> {
        self.web.checked()?;
        Ok(self)
    }

    /// The address citizens see, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| {
            let scheme = if self.web.tls().is_some() {
                "https"
            } else {
                "http"
            };
            format!("{scheme}://{}", self.web.public)
        })
    }

    /// The address staff see: links in letters to them are made from it.
    #[must_use]
    pub fn staff_url(&self) -> String {
        let own = self.web.staff_url.clone();
        own.unwrap_or_else(|| self.public_url())
    }

    /// Whether staff have an address that is not the one of citizens, so that a link from one side to the other names it.
    #[must_use]
    pub fn has_two_sides(&self) -> bool {
        self.web.staff.is_some() || self.staff_url() != self.public_url()
    }

    /// The host where citizens answer.
    #[must_use]
    pub fn public_host(&self) -> Option<String> {
        let own = self.public_url();
        let (_, behind) = own.split_once("://")?;
        behind.split([':', '/']).next().map(str::to_owned)
    }

    /// The addresses under which the pages of a side are seen.
    #[must_use]
    pub fn urls(&self, side: Side) -> Vec<String> {
        match side {
            Side::Staff => vec![self.staff_url()],
            Side::Public | Side::Metrics => vec![self.public_url()],
            Side::Both => vec![self.public_url(), self.staff_url()],
        }
    }

    /// Whether a side is reached by https.
    #[must_use]
    pub fn is_secure(&self, side: Side) -> bool {
        let by_https = |url: &String| url.starts_with("https://");
        self.web.tls().is_some() || self.urls(side).iter().all(by_https)
    }

    /// Whether a host name (with or without a port) is one of a side: that of its address, this machine's own, or, where
    /// citizens are and where staff have no name of their own, one of `web.hosts`.
    #[must_use]
    pub fn answers_to(&self, side: Side, host: &str) -> bool {
        let host = web::without_port(host);
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let is_here = |address: IpAddr| address.is_loopback() || self.web.listens_at(side, address);
        let is_apart = side == Side::Staff && self.web.staff_url.is_some();
        let others = self.web.hosts.iter().filter(|_| !is_apart);
        let urls = self.urls(side);
        let mut names = ["localhost"]
            .into_iter()
            .chain(urls.iter().filter_map(|url| web::host(url)))
            .chain(others.map(String::as_str));
        address.is_some_and(is_here) || names.any(|own| own.eq_ignore_ascii_case(host))
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl std::str::FromStr for Hidden {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests;
