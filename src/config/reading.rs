//! How single settings are read: an empty text is "not set", a list may be one text with commas.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};

use super::Hidden;

/// An empty text is `None`.
pub(super) fn optional<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = String::deserialize(from)?;
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|why| D::Error::custom(format!("“{text}”: {why}"))),
    }
}

/// One value written as text.
pub(super) fn parsed<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    optional(from)?.ok_or_else(|| D::Error::custom("must not be empty"))
}

/// A list, or one text with commas.
pub(super) fn list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Written {
        Many(Vec<String>),
        One(String),
    }
    let items = match Written::deserialize(from)? {
        Written::Many(items) => items,
        Written::One(text) => text.split(',').map(str::to_owned).collect(),
    };
    items
        .iter()
        .map(|item| item.trim())
        .filter(|item| !item.is_empty())
        .map(|item| {
            item.parse()
                .map_err(|why| D::Error::custom(format!("“{item}”: {why}")))
        })
        .collect()
}

/// A number of things: at least one.
pub(super) fn count<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    match usize::deserialize(from)? {
        0 => Err(D::Error::custom("must be at least 1")),
        some => Ok(some),
    }
}

/// An address that begins with http, without the slash at its end.
pub(super) fn base_url<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let url: Option<String> = optional(from)?;
    match url {
        Some(url) if !url.starts_with("http://") && !url.starts_with("https://") => {
            Err(D::Error::custom("must begin with http:// or https://"))
        }
        url => Ok(url.map(|url| url.trim_end_matches('/').to_owned())),
    }
}

/// The address of a PostgreSQL server.
pub(super) fn database_url<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Hidden>, D::Error> {
    let url: Option<Hidden> = optional(from)?;
    match url {
        Some(Hidden(url))
            if !url.starts_with("postgres://") && !url.starts_with("postgresql://") =>
        {
            Err(D::Error::custom("must begin with postgres://"))
        }
        url => Ok(url),
    }
}

/// Connections of a process; 0: four for each processor, and never few, since a connection that waits for a database far
/// away costs no processor.
pub(super) fn connections<'de, D>(from: D) -> Result<usize, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(match usize::deserialize(from)? {
        0 => (4 * processors()).clamp(32, 64),
        count => count,
    })
}

/// Transactions of the door under way at once; 0: one for every two processors.
pub(super) fn batches<'de, D>(from: D) -> Result<usize, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(match usize::deserialize(from)? {
        0 => (processors() / 2).clamp(2, 8),
        count => count,
    })
}

/// Threads that answer; 0: one for each processor.
pub(super) fn workers<'de, D>(from: D) -> Result<usize, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(match usize::deserialize(from)? {
        0 => processors(),
        count => count,
    })
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
