//! Two releases of one survey that differ by few people: whoever subtracts one from the other reads what these answered
//! (M-12.5). They cannot be made.

use std::collections::BTreeSet;

use kocho::domain::report::Report;
use kocho::domain::report::apart::{self, Counted, FEWEST};
use kocho::domain::report::release::Release;

use super::property::CROSSED;
use super::reader::chose;
use super::town::{Person, Town};

fn towns(count: u64) -> impl Iterator<Item = Town> {
    let seeds = (1..=count).map(|at| at.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    seeds.filter_map(|seed| Town::thrown(seed, CROSSED))
}

/// So many people: those of the town, again and again.
fn crowd(town: &Town, count: usize) -> Vec<Person> {
    let people = town.people.iter().cycle().take(count);
    people.cloned().collect()
}

fn may_stand((new, of): (&Report, &[u8]), (old, former): (&Report, &[u8])) -> bool {
    let counted = |number, report, digest| Counted {
        number,
        digest,
        report,
    };
    apart::check(counted(2, new, of), [counted(1, old, former)]).is_ok()
}

/// The options of the one person more, read off two releases: every count that is greater in the second.
fn stolen(town: &Town, (less, more): (&Release, &Release), person: &Person) -> usize {
    let mut found = 0;
    for (before, after) in less.tables.iter().zip(&more.tables) {
        let at = town.reader.item(&after.item).unwrap().0;
        let both = before
            .options
            .iter()
            .flatten()
            .zip(after.options.iter().flatten());
        for (option, (before, after)) in both.enumerate() {
            let counts = (before.figures.shown(), after.figures.shown());
            if let (Some(before), Some(after)) = counts {
                assert_eq!(after.count - before.count, chose(person[at], option));
                found += usize::from(after.count > before.count);
            }
        }
    }
    found
}

#[test]
fn releases_that_differ_by_few_people_cannot_be_made() {
    let (mut refused, mut read) = (0, 0);
    for town in towns(40) {
        let all = &town.people;
        let (report, digest, release) = town.told_of(all);
        for fewer in 1..all.len() {
            let (former, before, public) = town.told_of(&all[fewer..]);
            assert!(!may_stand((&report, &digest), (&former, &before)));
            assert!(!may_stand((&former, &before), (&report, &digest)));
            refused += 1;
            if fewer == 1 {
                read += stolen(&town, (&public, &release), &all[0]);
            }
        }
    }
    assert!(refused > 100, "{refused}");
    // The control: were they made, a single subtraction would tell what the one person answered.
    assert!(read > 20, "{read}");
}

#[test]
fn twenty_more_or_none_may_be_told() {
    for town in towns(40) {
        let people = |count| crowd(&town, count);
        let told = |count| town.told_of(&people(count));
        let (old, former, _) = told(30);
        let verdict = |count| {
            let (new, digest, _) = told(count);
            may_stand((&new, &digest), (&old, &former))
        };
        assert!(verdict(30) && verdict(50) && verdict(51));
        let between: Vec<usize> = (31..50).filter(|count| verdict(*count)).collect();
        assert_eq!(between, [0; 0]);
    }
}

/// Provisional figures leave out twenty, whichever connection reads them in whatever order; who was counted stays.
#[test]
fn who_is_held_back_does_not_depend_on_the_reading() {
    let town = towns(40).next().unwrap();
    let people = |count| crowd(&town, count);
    let mut former = BTreeSet::new();
    for count in [0, 19, 20, 21, 40, 60] {
        let all = people(count);
        let whole = town.read(&all, FEWEST).finish();
        assert_eq!(
            whole.0.summary.returned(),
            (count as u64).saturating_sub(FEWEST)
        );
        for cut in [0, count / 3, count] {
            let halves = [
                town.read(&all[..cut], FEWEST),
                town.reread(&all, cut, FEWEST),
            ];
            let [lower, upper] = halves;
            assert_eq!(upper.and(lower).finish(), whole, "{count} cut at {cut}");
        }
        former.insert(whole.1);
    }
    // None, none, none, then each time others.
    assert_eq!(former.len(), 4);
    let rest = town.read(&people(60), 0).finish();
    assert_eq!(rest.0.summary.returned(), 60, "final figures have all");
}
