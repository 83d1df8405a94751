//! How a figure stands in a table (M-7).

use crate::views::numbers;
use crate::views::say::{Say, Wording};

/// Hidden because of a small number.
pub(super) const X: &str = "x";

/// There is no such figure.
pub(super) const NONE: &str = "―";

/// People: `1,234`, and `-` for nobody.
pub(super) fn people(count: u64) -> String {
    match count {
        0 => "-".to_owned(),
        count => numbers::count(count),
    }
}

/// A percentage: `-` for nobody, `―` where the base is empty or does not admit it.
pub(super) fn percent(count: u64, printed: Option<&str>) -> String {
    match printed {
        Some(_) if count == 0 => "-".to_owned(),
        Some(printed) => printed.to_owned(),
        None => NONE.to_owned(),
    }
}

/// `n=1,234`.
pub(super) fn n(count: u64) -> String {
    format!("n={}", numbers::count(count))
}

/// A share with its sign.
pub(super) fn share(percent: impl Into<Wording>) -> Say {
    Say::new("share").with("percent", percent)
}
