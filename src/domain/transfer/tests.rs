//! What comes of the moves of a day.

use uuid::Uuid;

use super::*;
use crate::domain::role::Role::{Administrator, Approver, Designer, Viewer};

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn held(role: Role, until: Option<&str>) -> Held {
    let until = until.map(day);
    Held { role, until }
}

fn post(roles: &[Held]) -> Post {
    Post {
        division: None,
        until: None,
        roles: roles.to_vec(),
    }
}

/// Person n with their role, each without an end.
fn posts(roles: &[Role]) -> Posts {
    let all = (1..).zip(roles);
    all.map(|(number, role)| (person(number), post(&[held(*role, None)])))
        .collect()
}

fn planned(id: u128, (from, to): (u128, u128), on: &str) -> Planned {
    Planned {
        id: TransferId(Uuid::from_u128(id)),
        from: person(from),
        to: person(to),
        on: day(on),
    }
}

fn roles(posts: &Posts, number: u128) -> Vec<Role> {
    let held = posts[&person(number)].roles.iter();
    held.map(|held| held.role).collect()
}

const TODAY: &str = "2027-04-01";

fn carry(posts: &mut Posts, planned: &[Planned]) -> Outcome {
    super::carry(posts, planned, day(TODAY), Administrator)
}

#[test]
fn a_chain_and_a_ring_move_everybody_by_one_place_in_any_order() {
    for order in [[1, 2], [2, 1]] {
        let all = posts(&[Administrator, Approver, Viewer]);
        let chain = order.map(|n| planned(n, (n, n + 1), TODAY));
        let mut moved = all.clone();
        assert_eq!(carry(&mut moved, &chain).made.len(), 2);
        assert_eq!(roles(&moved, 1), []);
        assert_eq!(roles(&moved, 2), [Administrator]);
        assert_eq!(roles(&moved, 3), [Approver, Viewer]);
        let ring = order.map(|n| planned(n, (n, 3 - n), TODAY));
        let mut moved = all;
        carry(&mut moved, &ring);
        assert_eq!(roles(&moved, 1), [Approver]);
        assert_eq!(roles(&moved, 2), [Administrator]);
    }
}

#[test]
fn of_a_role_that_both_have_the_longer_lasts_and_what_is_over_stays_behind() {
    let mut all = posts(&[Viewer, Viewer]);
    let (soon, late) = (Some("2027-05-01"), Some("2028-05-01"));
    let before = [
        held(Administrator, soon),
        held(Approver, Some("2027-03-31")),
        held(Viewer, None),
    ];
    all.insert(person(1), post(&before));
    let own = [held(Administrator, late), held(Viewer, soon)];
    all.insert(person(2), post(&own));
    let division = DivisionId(Uuid::from_u128(9));
    all.get_mut(&person(1)).unwrap().division = Some(division);
    let outcome = carry(&mut all, &[planned(1, (1, 2), TODAY)]);
    let made = &outcome.made[0];
    assert_eq!(made.roles, [before[0], before[2]]);
    assert_eq!(made.had, own);
    let after = &all[&person(2)];
    assert_eq!(after.roles, [held(Administrator, late), held(Viewer, None)]);
    assert_eq!(after.division, Some(division));
    assert_eq!(all[&person(1)], post(&[]));
}

#[test]
fn who_has_left_gets_nothing_and_whoever_comes_after_them_waits() {
    let mut all = posts(&[Administrator, Approver, Viewer, Designer]);
    all.get_mut(&person(3)).unwrap().until = Some(day("2027-03-31"));
    // 1 → 2 would add to what 2 could not hand on; 4 → 2 of a later day likewise.
    let wanted = [
        planned(1, (1, 2), TODAY),
        planned(2, (2, 3), TODAY),
        planned(4, (4, 2), "2027-04-02"),
    ];
    let before = all.clone();
    let outcome = carry(&mut all, &wanted);
    let why = |id| outcome.hindered[&TransferId(Uuid::from_u128(id))];
    assert_eq!(why(2), Hindrance::ReceiverLeft);
    assert_eq!(why(1), Hindrance::OtherFirst);
    assert_eq!(why(4), Hindrance::OtherFirst);
    assert_eq!((outcome.made.len(), all), (0, before));
}

#[test]
fn somebody_is_left_who_gives_roles_without_an_end() {
    let mut all = posts(&[Administrator, Viewer, Designer, Approver]);
    all.get_mut(&person(2)).unwrap().until = Some(day("2027-12-31"));
    let wanted = [planned(1, (1, 2), TODAY), planned(2, (3, 4), TODAY)];
    let outcome = carry(&mut all, &wanted);
    let why = outcome.hindered.values().copied().collect::<Vec<_>>();
    assert_eq!(why, [Hindrance::LastAdministrator]);
    assert_eq!(roles(&all, 4), [Designer, Approver], "the other is made");
    // Beside another administrator it may be somebody who leaves.
    all.insert(person(5), post(&[held(Administrator, None)]));
    let outcome = carry(&mut all, &wanted[..1]);
    assert_eq!(outcome.made.len(), 1);
    assert_eq!(how_many_may(&all, Permission::EditPeople, day(TODAY)), 2);
    assert_eq!(
        how_many_may(&all, Permission::EditPeople, day("2028-01-01")),
        1
    );
}

#[test]
fn without_a_role_there_is_nothing_to_move() {
    let mut all = posts(&[Designer, Viewer]);
    all.insert(person(1), post(&[held(Designer, Some("2027-03-31"))]));
    let outcome = carry(&mut all, &[planned(1, (1, 2), "2027-03-01")]);
    let why = outcome.hindered.values().next();
    assert_eq!(why, Some(&Hindrance::NoRole));
    let missing = carry(&mut all, &[planned(1, (1, 7), TODAY)]);
    let why = missing.hindered.values().next();
    assert_eq!(why, Some(&Hindrance::ReceiverLeft));
}

#[test]
fn one_is_planned_for_another_person_within_a_year() {
    let (one, other) = (person(1), person(2));
    let on = |text| check((one, other), day(text), day(TODAY));
    assert_eq!(on(TODAY), Ok(()));
    assert_eq!(on("2028-04-01"), Ok(()));
    assert_eq!(on("2028-04-02"), Err(Fault::TooFar));
    assert_eq!(on("2027-03-31"), Err(Fault::Past));
    let same = check((one, one), day(TODAY), day(TODAY));
    assert_eq!(same, Err(Fault::Same));
}
