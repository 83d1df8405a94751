//! What all kinds of questions have in common: options, rows, whether people answer them.

use super::question::{Choice, Kind, Row};

impl Kind {
    /// The options offered; for a dual grid those of one axis (0 or 1).
    #[must_use]
    pub fn choices(&self, axis: usize) -> &[Choice] {
        match self {
            Self::Single { options }
            | Self::Multiple { options, .. }
            | Self::Scale { options }
            | Self::Grid { options, .. }
            | Self::MultipleGrid { options, .. }
            | Self::Ranking { options, .. } => options,
            Self::DualGrid { axes, .. } => axes.get(axis).map_or(&[], |axis| &axis.options),
            Self::Drawn { options } | Self::Place { options } => options,
            Self::NumberGrid { .. } | Self::Number { .. } | Self::Date { .. } => &[],
            Self::Text { .. } | Self::Time { .. } | Self::Consent { .. } | Self::Note { .. } => &[],
        }
    }

    /// The list of options, to be changed; none where there is none, or one for each axis.
    pub fn options_mut(&mut self) -> Option<&mut Vec<Choice>> {
        match self {
            Self::Single { options }
            | Self::Multiple { options, .. }
            | Self::Scale { options }
            | Self::Grid { options, .. }
            | Self::MultipleGrid { options, .. }
            | Self::Drawn { options }
            | Self::Place { options }
            | Self::Ranking { options, .. } => Some(options),
            _ => None,
        }
    }

    /// Every option, of both axes where there are two, to be changed.
    pub(super) fn choices_mut(&mut self) -> Vec<&mut Choice> {
        match self {
            Self::DualGrid { axes, .. } => axes.iter_mut().flat_map(|a| &mut a.options).collect(),
            kind => kind.options_mut().into_iter().flatten().collect(),
        }
    }

    /// The rows, to be changed.
    pub fn rows_mut(&mut self) -> Option<&mut Vec<Row>> {
        match self {
            Self::Grid { rows, .. }
            | Self::DualGrid { rows, .. }
            | Self::MultipleGrid { rows, .. }
            | Self::NumberGrid { rows, .. } => Some(rows),
            _ => None,
        }
    }

    /// Whether people answer it: a note asks nothing, and a part is drawn for them.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !matches!(self, Self::Note { .. } | Self::Drawn { .. })
    }

    /// Whether it stands on a page.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        !matches!(self, Self::Drawn { .. })
    }

    /// The rows of a grid; none of a kind that has no rows.
    #[must_use]
    pub fn rows(&self) -> Option<&[Row]> {
        match self {
            Self::Grid { rows, .. }
            | Self::DualGrid { rows, .. }
            | Self::MultipleGrid { rows, .. }
            | Self::NumberGrid { rows, .. } => Some(rows),
            _ => None,
        }
    }
}
