//! Versions of the computation rules. Every report says by which it was computed and can be computed again by it.

/// A version of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Simple tables and indicators, unweighted.
    V1,
    /// Also weights (M-9), cross tables (M-8), intervals of every percentage (M-10) and quality flags (M-15).
    V2,
}

impl Method {
    /// The version reports are computed by unless somebody asks for another.
    pub const CURRENT: Method = Method::V2;

    /// All of them, oldest first.
    pub const ALL: [Method; 2] = [Method::V1, Method::V2];

    /// The name stored with every figure.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Method::V1 => "kocho-statistics/1",
            Method::V2 => "kocho-statistics/2",
        }
    }

    /// The version of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Method> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Method;

    #[test]
    fn a_name_finds_its_version() {
        for method in Method::ALL {
            assert_eq!(Method::named(method.name()), Some(method));
        }
        assert_eq!(Method::named("kocho-statistics/0"), None);
        assert_eq!(Some(&Method::CURRENT), Method::ALL.last());
    }
}
