//! Distributions of numbers, days and times: median, quartiles and classes, for questions without options (M-5, M-12).
//!
//! Values are whole units: days of a date, minutes of a time, or numbers as they are. A smallest or largest value is somebody's own answer
//! and is never part of it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;

/// About so many classes are made.
const CLASSES: u32 = 10;

/// How the answers to one variable are spread. Unweighted.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution<T> {
    /// How many answered.
    pub n: u64,
    /// The middle value; the lower one where two are in the middle of days or times.
    pub median: Option<T>,
    /// A quarter of the answers are not above the first, a quarter not below the second.
    pub quartiles: Option<(T, T)>,
    /// Neighbouring classes from the lowest to the highest; together they hold everybody.
    pub classes: Vec<Class<T>>,
}

/// Answers from one value to another, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub struct Class<T> {
    /// Lowest value it is for.
    pub from: T,
    /// Highest value it is for.
    pub to: T,
    /// People.
    pub count: u64,
}

/// The distribution of numbers with at most so many digits after the point.
#[must_use]
pub fn of_numbers(mut numbers: Vec<Decimal>, decimals: u32) -> Distribution<Decimal> {
    numbers.sort_unstable();
    let step = Decimal::new(1, decimals.min(28));
    let width = numbers
        .first()
        .zip(numbers.last())
        .map(|(low, high)| width(*high - *low + step, step));
    let classes = width.map_or_else(Vec::new, |width| {
        let start = |number: Decimal| (number / width).floor() * width;
        classed(
            &numbers,
            |number| (start(*number), start(*number) + width - step),
            |from| (from + width, from + width + width - step),
        )
    });
    Distribution {
        n: count(numbers.len()),
        median: middle(&numbers).map(|(low, high)| ((low + high) / Decimal::TWO).normalize()),
        quartiles: quartiles(&numbers),
        classes,
    }
}

/// The distribution of days: by month where they lie within two years, by year otherwise.
#[must_use]
pub fn of_days(mut days: Vec<Day>) -> Distribution<Day> {
    days.sort_unstable();
    let is_short = days
        .first()
        .zip(days.last())
        .is_some_and(|(low, high)| (*high - *low).num_days() <= 731);
    let whole = move |day: Day| span(day, is_short);
    Distribution {
        n: count(days.len()),
        median: middle(&days).map(|(low, _)| low),
        quartiles: quartiles(&days),
        classes: classed(
            &days,
            |day| whole(*day),
            |from| {
                let (_, to) = whole(from);
                whole(to.succ_opt().unwrap_or(to))
            },
        ),
    }
}

/// The distribution of times of day, by hour.
#[must_use]
pub fn of_times(mut times: Vec<TimeOfDay>) -> Distribution<TimeOfDay> {
    times.sort_unstable();
    let hour = |hour: u16| {
        let at = |minute| TimeOfDay::new(hour, minute).unwrap_or(TimeOfDay::LAST);
        (at(0), at(59))
    };
    Distribution {
        n: count(times.len()),
        median: middle(&times).map(|(low, _)| low),
        quartiles: quartiles(&times),
        classes: classed(
            &times,
            |time| hour(time.hour()),
            |from| hour(from.hour() + 1),
        ),
    }
}

/// The month, or the year, of a day.
fn span(day: Day, by_month: bool) -> (Day, Day) {
    use chrono::{Datelike, Months};
    let (month, months) = if by_month { (day.month(), 1) } else { (1, 12) };
    let from = Day::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    let next = from.checked_add_months(Months::new(months));
    (from, next.and_then(|next| next.pred_opt()).unwrap_or(day))
}

/// The width of about [`CLASSES`] classes over a span: 1, 2 or 5 with zeros, never less than the step of the numbers.
fn width(span: Decimal, step: Decimal) -> Decimal {
    let least = span / Decimal::from(CLASSES);
    let mut ten = step;
    loop {
        for nice in [1_u32, 2, 5] {
            let width = ten * Decimal::from(nice);
            if width >= least {
                return width;
            }
        }
        match ten.checked_mul(Decimal::TEN) {
            Some(next) => ten = next,
            None => return span,
        }
    }
}

/// Counts sorted values into neighbouring classes, empty ones between them included.
fn classed<T: PartialOrd + Copy>(
    sorted: &[T],
    class_of: impl Fn(&T) -> (T, T),
    after: impl Fn(T) -> (T, T),
) -> Vec<Class<T>> {
    let mut classes: Vec<Class<T>> = Vec::new();
    for value in sorted {
        let (own, _) = class_of(value);
        while classes.last().is_some_and(|last| last.from < own) && classes.len() < 10_000 {
            let (from, to) = classes
                .last()
                .map_or_else(|| class_of(value), |last| after(last.from));
            classes.push(Class { from, to, count: 0 });
        }
        match classes.last_mut() {
            Some(last) => last.count += 1,
            None => {
                let (from, to) = class_of(value);
                classes.push(Class { from, to, count: 1 });
            }
        }
    }
    classes
}

fn middle<T: Copy>(sorted: &[T]) -> Option<(T, T)> {
    let last = sorted.len().checked_sub(1)?;
    Some((*sorted.get(last / 2)?, *sorted.get(sorted.len() / 2)?))
}

/// The values with a quarter of the others below and above: by counting inwards from both ends alike.
fn quartiles<T: Copy>(sorted: &[T]) -> Option<(T, T)> {
    let last = sorted.len().checked_sub(1)?;
    let inward = sorted.len() / 4;
    Some((
        *sorted.get(inward.min(last))?,
        *sorted.get(last - inward.min(last))?,
    ))
}

fn count(people: usize) -> u64 {
    u64::try_from(people).unwrap_or(u64::MAX)
}

impl<T: Copy> Distribution<T> {
    /// What may be published of it (M-12): nothing of fewer than `min_base` people; no class of fewer than `k`, they
    /// are joined with their neighbours; quartiles only with at least `k` people outside each.
    #[must_use]
    pub fn published(&self, k: u64, min_base: u64) -> Option<Self> {
        if self.n < min_base {
            return None;
        }
        Some(Self {
            n: self.n,
            median: self.median.filter(|_| self.n / 2 >= k),
            quartiles: self.quartiles.filter(|_| self.n / 4 >= k),
            classes: joined(&self.classes, k),
        })
    }
}

/// Neighbouring classes joined until each has at least `k` people. Empty ones are joined too: how far the outermost
/// answer lies from the others would be somebody's own.
fn joined<T: Copy>(classes: &[Class<T>], k: u64) -> Vec<Class<T>> {
    let mut joined: Vec<Class<T>> = Vec::new();
    for class in classes {
        match joined.last_mut() {
            Some(last) if last.count < k => {
                last.to = class.to;
                last.count += class.count;
            }
            _ => joined.push(class.clone()),
        }
    }
    // What is left over at the upper end goes to the class below it.
    while joined.len() > 1 && joined.last().is_some_and(|last| last.count < k) {
        let rest = joined.pop();
        if let (Some(last), Some(rest)) = (joined.last_mut(), rest) {
            last.to = rest.to;
            last.count += rest.count;
        }
    }
    joined
}

/// The mean of numbers as printed with so many decimals; none of nobody.
#[must_use]
pub fn mean(numbers: &[Decimal], decimals: u32) -> Option<String> {
    let sum = numbers
        .iter()
        .try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number))?;
    let mean = sum.checked_div(Decimal::from(numbers.len()))?;
    mean.to_f64()
        .map(|mean| super::rounding::float(mean, decimals))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbers(of: &[i64]) -> Vec<Decimal> {
        of.iter().map(|n| Decimal::from(*n)).collect()
    }

    fn told<T: Copy + ToString>(classes: &[Class<T>]) -> Vec<String> {
        let one = |class: &Class<T>| {
            format!(
                "{}..{} {}",
                class.from.to_string(),
                class.to.to_string(),
                class.count
            )
        };
        classes.iter().map(one).collect()
    }

    #[test]
    fn numbers_fall_into_sensible_classes() {
        let ages: Vec<i64> = (18..98).collect();
        let spread = of_numbers(numbers(&ages), 0);
        assert_eq!((spread.n, spread.median), (80, Some(Decimal::new(575, 1))));
        assert_eq!(
            spread.quartiles,
            Some((Decimal::from(38), Decimal::from(77)))
        );
        assert_eq!(
            told(&spread.classes)[..3],
            ["10..19 2", "20..29 10", "30..39 10"]
        );
        assert_eq!(spread.classes.last().map(|last| last.count), Some(8));
        // Two people of 18 and 19 are not shown by themselves.
        let shown = spread.published(3, 10).unwrap();
        assert_eq!(told(&shown.classes)[..2], ["10..29 12", "30..39 10"]);
        let halves = of_numbers(
            vec![Decimal::new(5, 1), Decimal::new(-15, 1), Decimal::new(5, 1)],
            1,
        );
        assert_eq!(
            told(&halves.classes).first().map(String::as_str),
            Some("-1.5..-1.1 1")
        );
        assert_eq!(of_numbers(Vec::new(), 0).published(3, 1), None);
        assert_eq!(mean(&numbers(&[1, 2]), 1).as_deref(), Some("1.5"));
    }

    #[test]
    fn days_fall_into_months_or_years() {
        let day = |y, m, d| Day::from_ymd_opt(y, m, d).unwrap();
        let months = of_days(vec![
            day(2026, 3, 31),
            day(2026, 1, 5),
            day(2026, 1, 31),
            day(2026, 12, 1),
        ]);
        assert_eq!(
            told(&months.classes)[..3],
            [
                "2026-01-01..2026-01-31 2",
                "2026-02-01..2026-02-28 0",
                "2026-03-01..2026-03-31 1"
            ]
        );
        assert_eq!(months.classes.len(), 12);
        assert_eq!(months.median, Some(day(2026, 1, 31)));
        let years = of_days(vec![day(1951, 2, 1), day(1953, 7, 7)]);
        assert_eq!(
            told(&years.classes),
            [
                "1951-01-01..1951-12-31 1",
                "1952-01-01..1952-12-31 0",
                "1953-01-01..1953-12-31 1"
            ]
        );
    }

    #[test]
    fn times_fall_into_hours() {
        let time = |hour, minute| TimeOfDay::new(hour, minute).unwrap();
        let spread = of_times(vec![time(11, 30), time(9, 0), time(9, 59), time(11, 0)]);
        assert_eq!(
            told(&spread.classes),
            ["09:00..09:59 2", "10:00..10:59 0", "11:00..11:59 2"]
        );
        assert_eq!(spread.median, Some(time(9, 59)));
        let day = of_times(vec![TimeOfDay::LAST, TimeOfDay::FIRST]);
        assert_eq!(day.classes.len(), 24);
    }

    proptest! {
        /// Nobody is lost, classes are neighbours, and nothing published tells of fewer than k people.
        #[test]
        fn what_is_published_tells_of_nobody(of in proptest::collection::vec(-500_i64..5_000, 0..60), k in 3_u64..6, base in 10_u64..20) {
            let spread = of_numbers(numbers(&of), 0);
            prop_assert_eq!(spread.classes.iter().map(|c| c.count).sum::<u64>(), spread.n);
            for pair in spread.classes.windows(2) {
                prop_assert_eq!(pair[0].to + Decimal::ONE, pair[1].from);
            }
            for (value, class) in of.iter().flat_map(|v| spread.classes.iter().map(move |c| (Decimal::from(*v), c))) {
                prop_assert!(class.from <= class.to && (value < class.from || value > class.to || class.count > 0));
            }
            match spread.published(k, base) {
                None => prop_assert!(spread.n < base),
                Some(shown) => {
                    prop_assert_eq!(shown.classes.iter().map(|c| c.count).sum::<u64>(), spread.n);
                    prop_assert!(shown.classes.iter().all(|class| class.count >= k));
                    if let Some((low, high)) = shown.quartiles {
                        let outside = |is: &dyn Fn(Decimal) -> bool| of.iter().filter(|v| is(Decimal::from(**v))).count() as u64;
                        prop_assert!(outside(&|v| v <= low) >= k && outside(&|v| v >= high) >= k);
                    }
                }
            }
        }
    }
}
