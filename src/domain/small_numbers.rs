//! When a number is small: what is below never becomes public (M-12).

use serde::{Deserialize, Serialize};

/// Below what a figure is too small for the public (M-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallNumbers {
    /// Least people in a numerator, or outside it.
    pub k: u64,
    /// Least people in a base.
    pub min_base: u64,
}

impl Default for SmallNumbers {
    fn default() -> Self {
        Self { k: 3, min_base: 10 }
    }
}
