//! What a published mean says of the counts it was made from, where none of these is shown.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::questionnaire::reader::Reader;

/// One option: its people and its score.
#[derive(Clone, Copy)]
struct Scored {
    people: u64,
    score: Decimal,
}

/// Whether the mean and its n leave open how many people each option with fewer than `k` has: some of one part chose
/// others of their part, and neither the sum of the scores nor the number of people changes.
pub(super) fn is_open_to_doubt(
    reader: &Reader,
    item: usize,
    parts: &[Vec<(usize, u64)>],
    k: u64,
) -> bool {
    let Some(item) = reader.items().get(item) else {
        return true;
    };
    let choices = item.choices(reader.questionnaire());
    let scored = |part: &Vec<(usize, u64)>| -> Vec<Scored> {
        let score = |(at, people): &(usize, u64)| {
            let score = choices.get(*at)?.score?;
            Some(Scored {
                people: *people,
                score,
            })
        };
        part.iter().filter_map(score).collect()
    };
    parts.iter().map(scored).all(|part| {
        let mut few = part
            .iter()
            .enumerate()
            .filter(|(_, o)| (1..k).contains(&o.people));
        few.all(|(at, few)| could_differ(*few, &rest(&part, at)))
    })
}

fn rest(part: &[Scored], without: usize) -> Vec<Scored> {
    let others = part.iter().enumerate().filter(|(at, _)| *at != without);
    others.map(|(_, option)| *option).collect()
}

/// Whether one or two people more or less could have chosen an option, and others made up for it.
fn could_differ(option: Scored, others: &[Scored]) -> bool {
    let steps = [-2, -1, 1, 2].map(Decimal::from);
    let possible =
        |option: &Scored, step: Decimal| !(Decimal::from(option.people) + step).is_sign_negative();
    let same = others
        .iter()
        .any(|other| other.score == option.score && (option.people > 0 || other.people > 0));
    let by_score: BTreeMap<Decimal, u64> = others.iter().map(|o| (o.score, o.people)).collect();
    let pairs = || {
        by_score
            .keys()
            .flat_map(|a| by_score.keys().map(move |b| (*a, *b)))
    };
    let balanced = |step: Decimal, (a, b): (Decimal, Decimal)| {
        let of_a = (step * (b - option.score)).checked_div(a - b)?;
        let of_b = -step - of_a;
        let people = |score| {
            by_score.get(&score).map(|people| Scored {
                people: *people,
                score,
            })
        };
        let fits = of_a.is_integer() && possible(&people(a)?, of_a) && possible(&people(b)?, of_b);
        Some(fits)
    };
    same || steps
        .into_iter()
        .filter(|step| possible(&option, *step))
        .any(|step| {
            pairs()
                .filter(|(a, b)| a != b)
                .any(|pair| balanced(step, pair) == Some(true))
        })
}
