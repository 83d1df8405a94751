//! The table of one item, which is one line: the whole town (M-12).
//!
//! Its sum is published, and so are sums of some of its options: numerators of indicators, the opinions without
//! わからない. Options that are in the same published sums form an atom. The sum of an atom may follow from what is
//! published, its options must not: an atom has no x, or two and more of which not all are 1 (an x is at least 1).

use super::blocks::parts;

/// Which options of a line are x.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Parallel to the counts.
    pub hidden: Vec<bool>,
    /// Indexes of the x of each atom that has any.
    pub groups: Vec<Vec<usize>>,
}

impl Line {
    /// Whether an option is x.
    pub fn hides(&self, option: usize) -> bool {
        self.hidden.get(option) == Some(&true)
    }

    /// Whether anything is x.
    pub fn hides_any(&self) -> bool {
        !self.groups.is_empty()
    }
}

/// Hides the options with 0 < count < k, those of `forced` with anybody, and the smallest other ones until nobody can
/// subtract. `sums` are the option sets whose sums are published beside the sum of all. `exempt` is an option that
/// is no secret for itself and only helps others.
///
/// `None` when the options cannot be protected: then none of them may be shown.
pub fn hide_options(
    counts: &[u64],
    k: u64,
    sums: &[Vec<usize>],
    forced: &[usize],
    exempt: Option<usize>,
) -> Option<Line> {
    let mut hidden: Vec<bool> = counts
        .iter()
        .enumerate()
        .map(|(at, count)| {
            let small = *count < k && exempt != Some(at);
            *count > 0 && (small || forced.contains(&at))
        })
        .collect();
    let mut groups = Vec::new();
    for atom in atoms(counts.len(), sums) {
        let group = protect(&atom, counts, &mut hidden)?;
        if !group.is_empty() {
            groups.push(group);
        }
    }
    Some(Line { hidden, groups })
}

/// Options that are in the same sums.
fn atoms(options: usize, sums: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut atoms: Vec<Vec<usize>> = Vec::new();
    for (option, part) in parts(options, sums).into_iter().enumerate() {
        match atoms.get_mut(part) {
            Some(atom) => atom.push(option),
            None => atoms.push(vec![option]),
        }
    }
    atoms
}

/// The same with the people of each option.
pub fn parts_of(counts: &[u64], sums: &[Vec<usize>]) -> Vec<Vec<(usize, u64)>> {
    let count = |at: usize| (at, counts.get(at).copied().unwrap_or(0));
    let atoms = atoms(counts.len(), sums).into_iter();
    atoms
        .map(|atom| atom.into_iter().map(count).collect())
        .collect()
}

/// Hides the smallest options of an atom, ties: first, until its x are safe. Returns all its x.
fn protect(atom: &[usize], counts: &[u64], hidden: &mut [bool]) -> Option<Vec<usize>> {
    let count = |at: &usize| counts.get(*at).copied().unwrap_or(0);
    let is_x = |hidden: &[bool], at: &usize| hidden.get(*at) == Some(&true);
    loop {
        let mut group: Vec<usize> = atom.iter().copied().filter(|at| is_x(hidden, at)).collect();
        let more_than_ones = group.iter().any(|at| count(at) > 1);
        if group.is_empty() || (group.len() > 1 && more_than_ones) {
            group.sort_unstable();
            return Some(group);
        }
        let open = atom.iter().filter(|at| count(at) > 0 && !is_x(hidden, at));
        let next = *open.min_by_key(|at| (count(at), **at))?;
        if let Some(hidden) = hidden.get_mut(next) {
            *hidden = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(counts: &[u64], k: u64, sums: &[Vec<usize>]) -> Option<String> {
        let line = hide_options(counts, k, sums, &[], None)?;
        let cell = |(at, count): (usize, &u64)| match line.hides(at) {
            true => "x".to_owned(),
            false => count.to_string(),
        };
        let cells: Vec<String> = counts.iter().enumerate().map(cell).collect();
        Some(cells.join(" "))
    }

    #[test]
    fn a_single_x_takes_the_smallest_with_it() {
        assert_eq!(shown(&[40, 2, 7, 0, 7], 3, &[]).unwrap(), "40 x x 0 7");
        assert_eq!(shown(&[40, 5, 7], 3, &[]).unwrap(), "40 5 7");
        assert_eq!(shown(&[40, 2, 1], 3, &[]).unwrap(), "40 x x");
    }

    #[test]
    fn x_that_can_only_be_1_are_not_enough() {
        assert_eq!(shown(&[40, 1, 1, 9], 3, &[]).unwrap(), "40 x x x");
        assert_eq!(shown(&[0, 1, 1], 3, &[]), None);
        assert_eq!(shown(&[2], 3, &[]), None);
    }

    #[test]
    fn a_published_sum_divides_the_line() {
        // The numerator of an indicator is options 0 and 1: 7 would not help 2.
        assert_eq!(shown(&[40, 2, 7, 9], 3, &[vec![0, 1]]).unwrap(), "x x 7 9");
        assert_eq!(shown(&[40, 2, 7], 3, &[vec![1]]), None);
    }

    #[test]
    fn what_was_x_stays_x_and_an_exempt_option_only_helps() {
        let line = hide_options(&[40, 12, 7], 3, &[], &[1], None).unwrap();
        assert_eq!(line.hidden, [false, true, true]);
        let line = hide_options(&[40, 12, 1], 3, &[], &[], Some(2)).unwrap();
        assert!(!line.hides_any());
        let line = hide_options(&[40, 2, 1], 3, &[], &[], Some(2)).unwrap();
        assert_eq!(line.groups, [vec![1, 2]]);
    }
}
