//! What can be taken back and done again, read off the revisions of a draft.

use crate::domain::words::words;

words! {
    /// How a revision came about.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Way {
        /// Somebody did something new.
        Done = "done",
        /// Something was taken back.
        Undone = "undone",
        /// What was taken back was done again.
        Redone = "redone",
    }
}

/// A revision: its number, and the one that was first done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// 1, 2, 3 … without gaps.
    pub number: i32,
    /// How it came about.
    pub way: Way,
    /// The revision that it takes back or does again; itself where it is new.
    pub of: i32,
}

/// What the next step back and the next one forward are about, by the number of the revision that was first done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// What would be taken back.
    pub back: Option<i32>,
    /// What would be done again.
    pub forward: Option<i32>,
}

/// Where a draft stands after these revisions, in their order. Something new makes an end of what could be done again.
#[must_use]
pub fn standing(steps: &[Step]) -> Standing {
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for step in steps {
        match step.way {
            Way::Done => {
                done.push(step.of);
                undone.clear();
            }
            Way::Undone => undone.extend(done.pop()),
            Way::Redone => done.extend(undone.pop()),
        }
    }
    Standing {
        back: done.last().copied(),
        forward: undone.last().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ways: &[(Way, i32)]) -> (Option<i32>, Option<i32>) {
        let steps: Vec<Step> = ways
            .iter()
            .zip(1..)
            .map(|(&(way, of), number)| Step { number, way, of })
            .collect();
        let standing = standing(&steps);
        (standing.back, standing.forward)
    }

    #[test]
    fn one_goes_back_and_forward_as_far_as_there_is_something() {
        use Way::{Done, Redone, Undone};
        assert_eq!(at(&[]), (None, None));
        assert_eq!(at(&[(Done, 1), (Done, 2)]), (Some(2), None));
        assert_eq!(at(&[(Done, 1), (Done, 2), (Undone, 2)]), (Some(1), Some(2)));
        let both = [(Done, 1), (Done, 2), (Undone, 2), (Undone, 1)];
        assert_eq!(at(&both), (None, Some(1)));
        let again = [&both[..], &[(Redone, 1)]].concat();
        assert_eq!(at(&again), (Some(1), Some(2)));
        let new = [&again[..], &[(Done, 6)]].concat();
        assert_eq!(at(&new), (Some(6), None), "what was undone stays so");
        let back = [&new[..], &[(Undone, 6)]].concat();
        assert_eq!(at(&back), (Some(1), Some(6)));
    }
}
