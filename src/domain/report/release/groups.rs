//! Groups whose number is x, beside the cross tables of follow-ups: there are at least as many people in a group as were
//! asked a follow-up. Where all of this together leaves no choice, the x follow.

/// What the cross table of a follow-up says of the groups of its attribute.
pub(super) struct Told {
    /// How many of each group were asked.
    pub asked: Vec<u64>,
    /// The rows that are not shown: those of which the sum is known together.
    pub hidden: Vec<Vec<usize>>,
}

impl Told {
    /// So many people of a group, at least, were asked: known from this table and from how many `all` of a group are.
    /// The other rows count as known: that is more than is, never less.
    fn least(&self, group: usize, all: &[u64]) -> u64 {
        let asked = |group: usize| self.asked.get(group).copied().unwrap_or(0);
        let together = self.hidden.iter().find(|rows| rows.contains(&group));
        // An empty row is shown.
        let Some(rows) = together.filter(|_| asked(group) > 0) else {
            return asked(group);
        };
        let sum: u64 = rows.iter().map(|row| asked(*row)).sum();
        let others = rows.iter().filter(|row| **row != group);
        let others: u64 = others.map(|row| all.get(*row).copied().unwrap_or(0)).sum();
        sum.saturating_sub(others).max(1)
    }

    /// How much it says of these groups.
    pub fn says(&self, groups: &[usize], all: &[u64]) -> u64 {
        groups.iter().map(|group| self.least(*group, all)).sum()
    }
}

/// Whether the numbers of some groups, of which the sum is known and each is x, stay open beside what is told of them.
/// The follow-ups count as asked of different people: that is more than is known, never less.
pub(super) fn are_open(groups: &[usize], all: &[u64], told: &[Told]) -> bool {
    let together: u64 = groups.iter().filter_map(|group| all.get(*group)).sum();
    let least = |group: &usize| {
        let asked: u64 = told.iter().map(|told| told.least(*group, all)).sum();
        asked.max(1)
    };
    groups.iter().map(least).sum::<u64>() < together
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four, and 1, 1 and 2 that are x; asked were the four and the two.
    #[test]
    fn who_was_asked_is_there() {
        let all = [4, 1, 1, 2];
        let x = [1, 2, 3];
        assert!(are_open(&x, &all, &[]), "4 can be 1, 1, 2 or 2, 1, 1");
        let told = |asked: [u64; 4], hidden: &[&[usize]]| Told {
            asked: asked.to_vec(),
            hidden: hidden.iter().map(|rows| rows.to_vec()).collect(),
        };
        let alone = told([4, 0, 0, 2], &[&[3]]);
        assert!(
            !are_open(&x, &all, &[alone]),
            "the hidden row has two people"
        );
        let some = || told([4, 1, 0, 1], &[&[1, 3]]);
        assert!(
            are_open(&x, &all, &[some()]),
            "it says what the attribute says"
        );
        assert!(
            !are_open(&x, &all, &[some(), some()]),
            "two could be others"
        );
        // Beside a large row of which all were asked the rest is known.
        let beside = told([4, 1, 0, 2], &[&[0, 3], &[1]]);
        assert!(!are_open(&x, &all, &[beside]));
    }
}
