//! Lists: what each respondent chose of a multiple-choice variable with many options, option by option.
//!
//! Where a variable has few options a word of bits is smaller ([`super::columns::Column::Sets`]).

use super::variable::Index;

/// The marks of many respondents, one after another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lists {
    marks: Vec<Index>,
    /// Where the marks of each respondent end.
    ends: Vec<usize>,
}

impl Lists {
    /// Appends one respondent.
    pub fn push(&mut self, marks: impl IntoIterator<Item = Index>) {
        self.marks.extend(marks);
        self.ends.push(self.marks.len());
    }

    /// Number of respondents.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The marks of a respondent; `None` behind the last.
    pub fn get(&self, at: usize) -> Option<&[Index]> {
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.marks.get(start..*self.ends.get(at)?)
    }

    /// The marks of everybody, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[Index]> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Appends the respondents of another.
    pub fn append(&mut self, other: &Lists) {
        for marks in other.iter() {
            self.push(marks.iter().copied());
        }
    }

    /// The respondents at these places, in this order.
    #[must_use]
    pub fn in_order(&self, order: &[u32]) -> Lists {
        let mut lists = Lists::default();
        let at = |at: &u32| self.get(usize::try_from(*at).ok()?);
        for marks in order.iter().filter_map(at) {
            lists.push(marks.iter().copied());
        }
        lists
    }
}
