//! The hosts whose pages a town's texts may lead to: `city.sunagawa.hokkaido.jp` and everything below it.

use serde::{Deserialize, Serialize};

use super::marks;

/// Most hosts of one town.
pub const MOST: usize = 20;

/// Most characters of a name, and of each part of it, that the names of the Internet have.
const LONGEST: usize = 253;
const LONGEST_PART: usize = 63;

/// What anybody may have a name below, by the rules of `.jp`: whoever allowed one of them would allow strangers.
const ANYBODYS: [&str; 9] = [
    "ac.jp", "ad.jp", "co.jp", "ed.jp", "go.jp", "gr.jp", "lg.jp", "ne.jp", "or.jp",
];

/// Names, in small letters, in the order they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hosts(Vec<String>);

/// Why a list is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostsError {
    /// A line is no name of a host.
    #[error("line {line}: {why}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// Why.
        why: Unfit,
    },
    /// There are more than [`MOST`].
    #[error("{found} hosts, at most {MOST}")]
    TooMany {
        /// How many.
        found: usize,
    },
}

/// Why a line is no name of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is the address of a page: more than a name stands there.
    #[error("more than the name of a host")]
    Address,
    /// No host is called that.
    #[error("no name of a host")]
    Name,
    /// Anybody may have a name below it.
    #[error("anybody's")]
    Anybodys,
}

impl Hosts {
    /// Those that somebody typed, one a line. Empty lines and those given twice are passed over.
    ///
    /// # Errors
    /// [`HostsError`]: the first line at fault.
    pub fn parse(text: &str) -> Result<Self, HostsError> {
        let mut names: Vec<String> = Vec::new();
        let lines = text.lines().map(str::trim).enumerate();
        for (at, found) in lines.filter(|(_, line)| !line.is_empty()) {
            let unfit = |why| HostsError::Line {
                line: at + 1,
                found: found.to_owned(),
                why,
            };
            let name = name(found).map_err(unfit)?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.len() {
            found if found > MOST => Err(HostsError::TooMany { found }),
            _ => Ok(Self(names)),
        }
    }

    /// These and one more, where there is one.
    #[must_use]
    pub fn and(mut self, other: Option<&str>) -> Self {
        self.0.extend(other.map(str::to_ascii_lowercase));
        self
    }

    /// Their names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Whether an address leads to one of them.
    #[must_use]
    pub fn have(&self, address: &str) -> bool {
        let Some(host) = marks::host(address).map(str::to_ascii_lowercase) else {
            return false;
        };
        let is_below = |own: &String| {
            let above = host.strip_suffix(own.as_str());
            above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        };
        self.0.iter().any(is_below)
    }
}

/// The name of a host as addresses write it: full-width letters become plain ones, other scripts their `xn--…`.
fn name(typed: &str) -> Result<String, Unfit> {
    if typed.contains(['/', ':', '?', '#', '@', '\\']) {
        return Err(Unfit::Address);
    }
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '．' | '。' | '－' | 'ー');
    if !typed.chars().all(is_plain) {
        return Err(Unfit::Name);
    }
    let Ok(url::Host::Domain(name)) = url::Host::parse(typed) else {
        return Err(Unfit::Name);
    };
    let is_part = |part: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=LONGEST_PART).contains(&part.len())
            && part.chars().all(fits)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    match name.len() <= LONGEST && name.contains('.') && name.split('.').all(is_part) {
        true if ANYBODYS.contains(&name.as_str()) => Err(Unfit::Anybodys),
        true => Ok(name),
        false => Err(Unfit::Name),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hosts(text: &str) -> Hosts {
        Hosts::parse(text).unwrap()
    }

    #[test]
    fn only_own_hosts_are_led_to() {
        let hosts = hosts("city.sunagawa.hokkaido.jp");
        for own in [
            "https://city.sunagawa.hokkaido.jp",
            "https://WWW.City.Sunagawa.Hokkaido.jp/a",
        ] {
            assert!(hosts.have(own), "{own}");
        }
        for other in [
            "https://evilcity.sunagawa.hokkaido.jp",
            "https://city.sunagawa.hokkaido.jp.evil.example/",
            "https://evil.example/city.sunagawa.hokkaido.jp",
            "http://city.sunagawa.hokkaido.jp",
        ] {
            assert!(!hosts.have(other), "{other}");
        }
        assert!(!Hosts::default().have("https://a.jp"));
        assert!(hosts.and(Some("A.jp")).have("https://a.jp"));
    }

    #[test]
    fn names_are_read_as_they_are_meant() {
        let typed = " City.Sunagawa.Hokkaido.JP \r\n\n　\nｗｗｗ．ａ．ｊｐ\nwww.a.jp\n砂川.jp\n";
        let names = ["city.sunagawa.hokkaido.jp", "www.a.jp", "xn--9vv98l.jp"];
        let read = hosts(typed);
        assert_eq!(read.names()[..2], names[..2]);
        assert!(read.names()[2].starts_with("xn--"), "{read:?}");
        assert_eq!(read.names().len(), 3);
        assert_eq!(hosts(""), Hosts::default());
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_line() {
        let long = format!("{}.jp", "a".repeat(64));
        for (typed, unfit) in [
            ("https://city.a.jp", Unfit::Address),
            ("city.a.jp/index.html", Unfit::Address),
            ("city.a.jp:8080", Unfit::Address),
            ("me@city.a.jp", Unfit::Address),
            ("[::1]", Unfit::Address),
            ("localhost", Unfit::Name),
            ("jp", Unfit::Name),
            ("*.a.jp", Unfit::Name),
            ("192.168.0.1", Unfit::Name),
            ("0x7f.1", Unfit::Name),
            ("a..jp", Unfit::Name),
            ("a.jp.", Unfit::Name),
            ("-a.jp", Unfit::Name),
            ("a_b.jp", Unfit::Name),
            ("a b.jp", Unfit::Name),
            ("a%2e.jp", Unfit::Name),
            (&long, Unfit::Name),
            ("LG.jp", Unfit::Anybodys),
        ] {
            let why = Hosts::parse(&format!("a.jp\n{typed}")).unwrap_err();
            let expected = HostsError::Line {
                line: 2,
                found: typed.to_owned(),
                why: unfit,
            };
            assert_eq!(why, expected);
        }
        let many = |count: usize| (0..count).map(|n| format!("a{n}.jp\n")).collect::<String>();
        assert!(Hosts::parse(&many(MOST)).is_ok());
        let why = Hosts::parse(&many(MOST + 1)).unwrap_err();
        assert_eq!(why, HostsError::TooMany { found: MOST + 1 });
    }

    proptest! {
        #[test]
        fn whatever_is_taken_can_be_led_to(text in "[a-z0-9.ａ．砂-]{0,20}|\\PC{0,20}") {
            if let Ok(hosts) = Hosts::parse(&text) {
                for name in hosts.names() {
                    let address = format!("https://{name}/");
                    prop_assert!(hosts.have(&address));
                    prop_assert_eq!(Hosts::parse(name), Ok(hosts.clone()));
                }
            }
        }
    }
}
