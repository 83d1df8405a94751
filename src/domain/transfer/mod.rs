//! 人事異動: on a day all roles of one person become another's. What comes of those of a day is computed here, for the page
//! that says it before and for the clock that does it.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Months;

use super::event::people::Held;
use super::ids::{DivisionId, PersonId, TransferId};
use super::permission::Permission;
use super::role::Role;
use super::time::Day;
use super::words::words;

/// How far ahead one is planned at most.
pub const AHEAD: Months = Months::new(12);

words! {
    /// Where one stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum State {
        /// It waits for its day.
        Planned = "planned",
        /// It was made.
        Done = "done",
        /// It was given up.
        Undone = "undone",
    }
}

words! {
    /// Why one cannot be made on a day.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Hindrance {
        /// Whoever gets the roles has left.
        ReceiverLeft = "receiver_left",
        /// There is no role to move.
        NoRole = "no_role",
        /// Nobody would be left who gives roles without an end.
        LastAdministrator = "last_administrator",
        /// Whoever gets the roles has not handed on their own yet, as is planned: theirs would go with those.
        OtherFirst = "other_first",
    }
}

/// Why one cannot be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Whoever gives the roles and whoever gets them is the same person.
    #[error("it is the same person")]
    Same,
    /// The day is over.
    #[error("the day is over")]
    Past,
    /// The day is further ahead than [`AHEAD`].
    #[error("the day is more than a year ahead")]
    TooFar,
}

/// One that is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// Which.
    pub id: TransferId,
    /// Whose roles.
    pub from: PersonId,
    /// Who gets them.
    pub to: PersonId,
    /// On which day.
    pub on: Day,
}

/// What a person is there for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Post {
    /// Their division.
    pub division: Option<DivisionId>,
    /// Their last day.
    pub until: Option<Day>,
    /// Their roles, over or not.
    pub roles: Vec<Held>,
}

/// One that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Which.
    pub transfer: Planned,
    /// The roles that were moved.
    pub roles: Vec<Held>,
    /// Those of them that whoever got them had already.
    pub had: Vec<Held>,
}

/// What comes of several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Those that were made.
    pub made: Vec<Made>,
    /// Those that cannot be.
    pub hindered: BTreeMap<TransferId, Hindrance>,
}

/// Everybody's posts.
pub type Posts = BTreeMap<PersonId, Post>;

/// Whether one can be planned on a day.
///
/// # Errors
/// [`Fault`]
pub fn check((from, to): (PersonId, PersonId), on: Day, today: Day) -> Result<(), Fault> {
    let last = today.checked_add_months(AHEAD);
    match () {
        () if from == to => Err(Fault::Same),
        () if on < today => Err(Fault::Past),
        () if last.is_none_or(|last| on > last) => Err(Fault::TooFar),
        () => Ok(()),
    }
}

/// Makes all of them that are planned, in the order of their days; `today`: before it nothing is made any more, those that
/// are late are made now. Those of one day are made at once, so that everybody hands on what they had before: a chain or
/// a ring of successors moves each by one place, in whatever order it was written down. `ruling`: the role that gives roles.
pub fn carry(posts: &mut Posts, planned: &[Planned], today: Day, ruling: Role) -> Outcome {
    let mut outcome = Outcome::default();
    let days: BTreeSet<Day> = planned.iter().map(|one| one.on).collect();
    for day in days {
        let of_day: Vec<Planned> = planned
            .iter()
            .filter(|one| one.on == day)
            .copied()
            .collect();
        carry_day(
            posts,
            &of_day,
            planned,
            (day.max(today), ruling),
            &mut outcome,
        );
    }
    outcome
}

fn carry_day(
    posts: &mut Posts,
    of_day: &[Planned],
    planned: &[Planned],
    (day, ruling): (Day, Role),
    outcome: &mut Outcome,
) {
    loop {
        let able: Vec<Planned> = of_day
            .iter()
            .filter(|one| !outcome.hindered.contains_key(&one.id))
            .copied()
            .collect();
        let why = |one: &Planned| hindrance(posts, *one, day, (planned, outcome));
        let found = able.iter().find_map(|one| Some((one.id, why(one)?)));
        if let Some((id, why)) = found {
            outcome.hindered.insert(id, why);
            continue;
        }
        let (after, made) = hand_on(posts, &able, day);
        let rules = |held: &Held| held.role == ruling && held.until.is_none();
        let last = made.iter().find(|made| made.roles.iter().any(rules));
        match last {
            Some(made) if endless(posts, ruling) > 0 && endless(&after, ruling) == 0 => {
                outcome
                    .hindered
                    .insert(made.transfer.id, Hindrance::LastAdministrator);
            }
            _ => {
                *posts = after;
                outcome.made.extend(made);
                return;
            }
        }
    }
}

/// Why one cannot be made, as the posts are.
fn hindrance(
    posts: &Posts,
    one: Planned,
    day: Day,
    (planned, outcome): (&[Planned], &Outcome),
) -> Option<Hindrance> {
    let hindered = |other: &&Planned| outcome.hindered.contains_key(&other.id);
    let is_there = |post: &Post| lasts(post.until, day);
    let has_role = |post: &Post| post.roles.iter().any(|held| lasts(held.until, day));
    match (posts.get(&one.from), posts.get(&one.to)) {
        (_, to) if !to.is_some_and(is_there) => Some(Hindrance::ReceiverLeft),
        (from, _) if !from.is_some_and(has_role) => Some(Hindrance::NoRole),
        _ => {
            let mut waiting = planned.iter().filter(hindered);
            waiting
                .any(|other| other.from == one.to)
                .then_some(Hindrance::OtherFirst)
        }
    }
}

/// Moves the roles of all of these at once, and the divisions with them.
fn hand_on(before: &Posts, all: &[Planned], day: Day) -> (Posts, Vec<Made>) {
    let gives = |id: PersonId| all.iter().any(|one| one.from == id);
    let lasting = |post: &Post| {
        let roles = post.roles.iter().filter(|held| lasts(held.until, day));
        roles.copied().collect::<Vec<_>>()
    };
    let mut after = before.clone();
    for one in all {
        if let Some(giver) = after.get_mut(&one.from) {
            giver.roles.clear();
            giver.division = None;
        }
    }
    let mut made = Vec::new();
    for transfer in all.iter().copied() {
        let giver = before.get(&transfer.from);
        let roles = giver.map(lasting).unwrap_or_default();
        let own = before.get(&transfer.to).filter(|_| !gives(transfer.to));
        let is_moved = |held: &&Held| roles.iter().any(|role| role.role == held.role);
        let had = own.map(|post| post.roles.iter().filter(is_moved).copied().collect());
        if let Some(receiver) = after.get_mut(&transfer.to) {
            receiver.roles = joined(&receiver.roles, &roles);
            receiver.division = giver.and_then(|post| post.division).or(receiver.division);
        }
        made.push(Made {
            transfer,
            roles,
            had: had.unwrap_or_default(),
        });
    }
    (after, made)
}

/// These and those; of a role that stands in both, whichever lasts longer.
fn joined(ones: &[Held], others: &[Held]) -> Vec<Held> {
    let mut all: BTreeMap<Role, Option<Day>> = BTreeMap::new();
    for held in ones.iter().chain(others) {
        let longer = |until: Option<Day>| until.zip(held.until).map(|(one, other)| one.max(other));
        all.entry(held.role)
            .and_modify(|until| *until = longer(*until))
            .or_insert(held.until);
    }
    let held = |(role, until)| Held { role, until };
    all.into_iter().map(held).collect()
}

/// How many have a role without an end and stay without one.
fn endless(posts: &Posts, role: Role) -> usize {
    let has = |post: &&Post| {
        let mut roles = post.roles.iter();
        post.until.is_none() && roles.any(|held| held.role == role && held.until.is_none())
    };
    posts.values().filter(has).count()
}

/// How many may do something on a day.
#[must_use]
pub fn how_many_may(posts: &Posts, permission: Permission, day: Day) -> usize {
    let may = |post: &&Post| {
        let mut roles = post.roles.iter();
        let is_there = lasts(post.until, day);
        is_there && roles.any(|held| held.role.gives(permission) && lasts(held.until, day))
    };
    posts.values().filter(may).count()
}

fn lasts(until: Option<Day>, day: Day) -> bool {
    until.is_none_or(|until| until >= day)
}
