//! Figures of one survey beside each other (M-12.5): whoever subtracts one report from another must not meet one
//! person. Two of them were counted from the same responses, or one of them has at least [`FEWEST`] more.

use super::Report;

/// By so many responses two reports of a survey differ, where they differ.
pub const FEWEST: u64 = 20;

/// What figures were counted from.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// Number of the report.
    pub number: i32,
    /// Which responses, whatever their order.
    pub digest: &'a [u8],
    /// What was counted.
    pub report: &'a Report,
}

/// Why figures are not made, or not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "these figures and those of report {beside} differ by {by} answers: whoever subtracts one from the other reads what \
     so few people answered. At least {FEWEST} lie between two sets of figures of one survey, or none: wait until \
     {missing} more have come, or give the former figures again (kocho survey recompute, then approve and publish)"
)]
pub struct TooClose {
    /// Number of the report they are too close to.
    pub beside: i32,
    /// How many responses one has more; 0 where they are as many, but not the same.
    pub by: u64,
    /// How many more would be enough.
    pub missing: u64,
}

/// Whether `new` figures may stand beside those that are `known`: to staff, or to the public.
///
/// # Errors
/// [`TooClose`].
pub fn check<'a>(
    new: Counted<'_>,
    known: impl IntoIterator<Item = Counted<'a>>,
) -> Result<(), TooClose> {
    let known: Vec<Counted<'a>> = known.into_iter().collect();
    // Whoever knows the figures of these very responses learns nothing new.
    if known.iter().any(|known| new.is_of_the_same(known)) {
        return Ok(());
    }
    let close = known.iter().filter_map(|known| new.too_close(known));
    close.max_by_key(|close| close.missing).map_or(Ok(()), Err)
}

impl Counted<'_> {
    /// Of the same responses, or of such that nothing tells from them: sealing gives them other ids.
    fn is_of_the_same(&self, other: &Counted<'_>) -> bool {
        self.digest == other.digest || self.report.same_people(other.report)
    }

    fn too_close(&self, known: &Counted<'_>) -> Option<TooClose> {
        TooClose::between(self.report.returned, (known.number, known.report.returned))
    }
}

impl TooClose {
    /// What keeps `new` responses from being counted beside a report of so many.
    #[must_use]
    pub fn between(new: u64, (number, old): (i32, u64)) -> Option<Self> {
        let by = new.abs_diff(old);
        (by < FEWEST).then(|| Self {
            beside: number,
            by,
            missing: old.saturating_add(FEWEST).saturating_sub(new),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::same::tests::report;

    fn of(returned: u64) -> Report {
        let mut report = report();
        report.returned = returned;
        report.tables[0].options[0].count = returned;
        report
    }

    fn verdict(new: u64, known: &[u64]) -> Option<(i32, u64, u64)> {
        let (new, known): (Report, Vec<Report>) = (of(new), known.iter().map(|n| of(*n)).collect());
        let counted = |number, report| Counted {
            number,
            digest: if number == 0 { b"new" } else { b"old" },
            report,
        };
        let known = (1..)
            .zip(&known)
            .map(|(number, report)| counted(number, report));
        let verdict = check(counted(0, &new), known);
        verdict
            .err()
            .map(|close| (close.beside, close.by, close.missing))
    }

    #[test]
    fn between_two_reports_are_twenty_people_or_none() {
        assert_eq!(verdict(100, &[]), None);
        for by in 1..FEWEST {
            assert_eq!(verdict(100 + by, &[100]), Some((1, by, 20 - by)));
            assert_eq!(verdict(100 - by, &[100]), Some((1, by, 20 + by)));
        }
        assert_eq!(verdict(120, &[100]), None);
        assert_eq!(verdict(80, &[100]), None);
        assert_eq!(
            verdict(100, &[100]),
            None,
            "the same people under other ids"
        );
    }

    #[test]
    fn every_report_counts_and_the_same_one_is_no_news() {
        assert_eq!(verdict(125, &[100, 110]), Some((2, 15, 5)));
        assert_eq!(verdict(110, &[100, 110]), None);
    }

    #[test]
    fn as_many_others_are_not_the_same() {
        let (one, mut other) = (of(100), of(100));
        other.tables[0].options[0].count -= 1;
        let old = Counted {
            number: 1,
            digest: b"old",
            report: &one,
        };
        let new = Counted {
            number: 2,
            digest: b"new",
            report: &other,
        };
        let close = check(new, [old]).unwrap_err();
        assert_eq!((close.by, close.missing), (0, 20));
        let same = Counted {
            digest: b"old",
            ..new
        };
        assert_eq!(check(same, [old]), Ok(()));
    }
}
