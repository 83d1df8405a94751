//! Which bases of a table may be shown beside its x.

use super::Cell;
use crate::domain::report::Bases;

/// Which bases may be shown beside a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ShownBases {
    pub answered: bool,
    pub substantive: bool,
}

impl ShownBases {
    pub(super) const ALL: Self = Self {
        answered: true,
        substantive: true,
    };
    pub(super) const NONE: Self = Self {
        answered: false,
        substantive: false,
    };

    pub(super) fn n(self, n: &Bases<u64>) -> Bases<Cell<u64>> {
        let cell = |shown, n| match shown {
            true => Cell::Shown(n),
            false => Cell::X,
        };
        Bases {
            everyone: Cell::Shown(n.everyone),
            all: Cell::Shown(n.all),
            answered: cell(self.answered, n.answered),
            substantive: cell(self.substantive, n.substantive),
        }
    }

    pub(super) fn of<T: Clone>(self, figures: &Bases<Option<T>>) -> Bases<Option<T>> {
        let kept = |shown: bool, figure: &Option<T>| figure.clone().filter(|_| shown);
        Bases {
            everyone: figures.everyone.clone(),
            all: figures.all.clone(),
            answered: kept(self.answered, &figures.answered),
            substantive: kept(self.substantive, &figures.substantive),
        }
    }
}
