//! Values between two limits, and the segments into which several of them divide all values.

/// From a smallest to a largest value, ends included; without a limit where it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between<T> {
    /// Smallest.
    pub min: Option<T>,
    /// Largest.
    pub max: Option<T>,
}

impl<T: Copy + PartialOrd> Between<T> {
    /// Whether a value is between them.
    #[must_use]
    pub fn contains(&self, value: T) -> bool {
        self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max)
    }

    /// What is between the limits of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let later = |one: T, other: T| if other > one { other } else { one };
        let sooner = |one: T, other: T| if other < one { other } else { one };
        Self {
            min: both(self.min, other.min, later),
            max: both(self.max, other.max, sooner),
        }
    }

    /// Whether nothing can be between them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.min.zip(self.max).is_some_and(|(min, max)| min > max)
    }
}

fn both<T>(one: Option<T>, other: Option<T>, choose: impl Fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(choose(one, other)),
        (one, other) => one.or(other),
    }
}

/// The segments into which conditions divide the values of one item, in ascending order: nothing that hangs on these
/// conditions tells two values of one segment from each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Segments<T> {
    /// Where a segment ends and the next begins: whether the next one begins with this value, or behind it.
    marks: Vec<(T, Begins)>,
}

/// How the next segment begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Begins {
    With,
    Behind,
}

impl<T: Copy + PartialOrd> Segments<T> {
    /// The segments that these make.
    pub fn of(all: impl IntoIterator<Item = Between<T>>) -> Self {
        let marks = all.into_iter().flat_map(|between| {
            let min = between.min.map(|min| (min, Begins::With));
            let max = between.max.map(|max| (max, Begins::Behind));
            min.into_iter().chain(max)
        });
        let mut marks: Vec<(T, Begins)> = marks.collect();
        marks.sort_by(|one, other| {
            let values = one.0.partial_cmp(&other.0);
            let values = values.unwrap_or(std::cmp::Ordering::Equal);
            values.then(one.1.cmp(&other.1))
        });
        marks.dedup();
        Self { marks }
    }

    /// How many there are: at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.marks.len() + 1
    }

    /// The segment a value is in, from 0.
    #[must_use]
    pub fn position_of(&self, value: T) -> usize {
        let passed = |mark: &&(T, Begins)| match mark.1 {
            Begins::With => value >= mark.0,
            Begins::Behind => value > mark.0,
        };
        self.marks.iter().take_while(passed).count()
    }

    /// The segments between two limits that are among those they were made of.
    #[must_use]
    pub fn within(&self, between: Between<T>) -> std::ops::Range<usize> {
        let place = |limit: T, begins| {
            let mut marks = self.marks.iter();
            marks.position(|mark| *mark == (limit, begins))
        };
        let first = between.min.and_then(|min| place(min, Begins::With));
        let last = between.max.and_then(|max| place(max, Begins::Behind));
        let end = last.map_or(self.count(), |mark| mark + 1);
        first.map_or(0, |mark| mark + 1).min(end)..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(min: Option<i32>, max: Option<i32>) -> Between<i32> {
        Between { min, max }
    }

    #[test]
    fn limits_are_included_and_meet_in_what_both_allow() {
        let some = between(Some(2), Some(4));
        let inside = |at: i32| some.contains(at);
        assert_eq!([1, 2, 4, 5].map(inside), [false, true, true, false]);
        let other = between(Some(3), None);
        assert_eq!(some.and(other), between(Some(3), Some(4)));
        assert!(some.and(between(Some(5), None)).is_empty());
        assert!(!between(Some(2), Some(2)).is_empty());
    }

    #[test]
    fn two_conditions_make_three_parts() {
        let segments = Segments::of([between(Some(2), None), between(Some(3), None)]);
        assert_eq!(segments.count(), 3);
        assert_eq!([1, 2, 3, 9].map(|n| segments.position_of(n)), [0, 1, 2, 2]);
        assert_eq!(segments.within(between(Some(2), None)), 1..3);
        assert_eq!(segments.within(between(None, None)), 0..3);
    }

    proptest! {
        #[test]
        fn values_of_one_part_are_alike_in_every_condition(
            limits in proptest::collection::vec((0..9_i32, 0..9_i32, 0..3_u8), 1..5),
        ) {
            let all: Vec<Between<i32>> = limits.iter().map(|(one, other, kind)| match kind {
                0 => between(Some(*one), None),
                1 => between(None, Some(*other)),
                _ => between(Some(*one.min(other)), Some(*one.max(other))),
            }).collect();
            let segments = Segments::of(all.iter().copied());
            for value in -1..10 {
                for condition in &all {
                    let is_within = segments.within(*condition).contains(&segments.position_of(value));
                    prop_assert_eq!(is_within, condition.contains(value), "{} {:?}", value, condition);
                }
            }
        }
    }
}
