//! What a division (課) was called when. Names change with every 機構改革; what was measured or done under one name goes on
//! bearing it.

use super::time::Day;

/// The names of one division: the one of now, and from which day on it had which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Called {
    /// What it is called now.
    pub now: String,
    /// The names that are known, each from its first day on, the oldest first. Empty where it never had another.
    since: Vec<(Day, String)>,
}

/// A name that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// The name.
    pub name: String,
    /// Its first day; none of the oldest: since when it was called so, nobody has said.
    pub from: Option<Day>,
    /// Its last day.
    pub until: Day,
}

impl Called {
    /// By the name of now and the names from their days on, in whatever order.
    #[must_use]
    pub fn new(now: String, mut since: Vec<(Day, String)>) -> Self {
        since.sort();
        Self { now, since }
    }

    /// What it was called on a day; before the first day that is known, the oldest name that is.
    #[must_use]
    pub fn on(&self, day: Day) -> &str {
        let mut begun = self.since.iter().rev().filter(|(from, _)| *from <= day);
        let named = begun.next().or_else(|| self.since.first());
        named.map_or(&self.now, |(_, name)| name)
    }

    /// Whether somebody has said what it was called on a day.
    #[must_use]
    pub fn is_known_on(&self, day: Day) -> bool {
        self.since.first().is_some_and(|(from, _)| *from <= day)
    }

    /// The names that are over, the newest first.
    #[must_use]
    pub fn former(&self) -> Vec<Former> {
        let next = self.since.iter().skip(1);
        let pairs = self.since.iter().zip(next).enumerate();
        let former = pairs.filter_map(|(place, ((from, name), (next, _)))| {
            Some(Former {
                name: name.clone(),
                from: (place > 0).then_some(*from),
                until: next.pred_opt()?,
            })
        });
        let mut former: Vec<Former> = former.collect();
        former.reverse();
        former
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn called() -> Called {
        let since = [
            ("2026-04-01", "企画政策課"),
            ("2019-04-01", "企画課"),
            ("2022-10-01", "政策課"),
        ];
        let since = since.map(|(from, name)| (day(from), name.to_owned()));
        Called::new("企画政策課".to_owned(), since.into())
    }

    #[test]
    fn a_day_has_the_name_that_began_last_before_it() {
        let called = called();
        for (on, name) in [
            ("2026-04-01", "企画政策課"),
            ("2099-01-01", "企画政策課"),
            ("2026-03-31", "政策課"),
            ("2022-10-01", "政策課"),
            ("2022-09-30", "企画課"),
            ("1999-01-01", "企画課"),
        ] {
            assert_eq!(called.on(day(on)), name, "{on}");
        }
        let never = Called::new("総務課".to_owned(), Vec::new());
        assert_eq!(never.on(day("2026-04-01")), "総務課");
        assert!(never.former().is_empty());
    }

    #[test]
    fn a_former_name_ends_on_the_day_before_the_next() {
        let former = called().former();
        let said: Vec<_> = former
            .iter()
            .map(|one| (one.name.as_str(), one.from, one.until))
            .collect();
        let first = day("2022-10-01");
        assert_eq!(
            said,
            [
                ("政策課", Some(first), day("2026-03-31")),
                ("企画課", None, day("2022-09-30")),
            ]
        );
    }
}
