//! The made-up register (住民基本台帳) of the demonstration town: adults by sex, age and district, as shares of all.

use crate::domain::survey::design::{Category, Design, Dimension};

/// Option codes in order, and people in a thousand.
const REGISTER: [(&str, &[u64]); 3] = [
    ("sex", &[460, 540]),
    ("age", &[107, 102, 140, 153, 157, 189, 152]),
    ("district", &[335, 220, 184, 142, 119]),
];

/// The design of a survey in a town of so many adults.
pub(super) fn design(population: i32) -> Design {
    let adults = u64::try_from(population).unwrap_or(0);
    Design {
        population: REGISTER
            .iter()
            .map(|(item, shares)| dimension(item, shares, adults))
            .collect(),
        ..Design::default()
    }
}

/// What whole people leave over lives in the first category.
fn dimension(item: &str, shares: &[u64], adults: u64) -> Dimension {
    let people = |share: &u64| adults * share / 1000;
    let rest = adults.saturating_sub(shares.iter().map(people).sum());
    let category = |(code, share): (u64, &u64)| Category {
        codes: vec![code.to_string()],
        people: people(share) + if code == 1 { rest } else { 0 },
        mailed: None,
    };
    Dimension {
        items: vec![item.to_owned()],
        categories: (1..).zip(shares).map(category).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::design;

    #[test]
    fn nobody_of_the_town_is_left_out() {
        for dimension in design(13_900).population {
            let all: u64 = dimension.categories.iter().map(|c| c.people).sum();
            assert_eq!(all, 13_900, "{}", dimension.name());
        }
    }
}
