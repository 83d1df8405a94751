//! Linkage over several fieldworks of each kind (`trust.md` AV-1): what one shows by chance, many do not.

use std::collections::BTreeMap;

use crate::frame::{Scene, Seen};
use crate::linking::attack::bound;
use crate::linking::fieldwork::{Fieldwork, Found, Plan};

const WORKS: usize = 5;
const PLANS: [Plan; 2] = [
    Plan { days: 25, a_day: 2 },
    Plan {
        days: 20,
        a_day: 12,
    },
];

/// All attacks, the found of all fieldworks of a kind together. The control is what must be found.
pub async fn run(scene: Scene) -> Seen {
    let works = scene.rounds(WORKS);
    let (mut kept, mut said) = (true, Vec::new());
    for plan in PLANS {
        let mut sums: BTreeMap<String, Found> = BTreeMap::new();
        for n in 0..works {
            let work = Fieldwork::run(plan, scene.seed + n as u64).await;
            for found in work.attacks() {
                let sum = sums.entry(found.attack.clone()).or_insert(Found {
                    right: 0,
                    chance: 0.0,
                    ..found
                });
                sum.right += found.right;
                sum.chance += found.chance;
            }
        }
        let count = plan.days * plan.a_day * works;
        for found in sums
            .values()
            .filter(|found| found.must_succeed == scene.is_control)
        {
            // What must be found and is: the control is noticed.
            kept &= found.is_as_promised() != scene.is_control;
            let (right, chance) = (found.right, found.chance);
            let usual = chance + 3.0 * chance.sqrt();
            said.push(format!(
                "{}×{}: {}: {right} of {count} (chance {chance:.0}, +3σ {usual:.0}, bound {})",
                plan.days,
                plan.a_day,
                found.attack,
                bound(chance)
            ));
        }
    }
    Seen::Tried {
        tried: format!("{works} fieldworks of 25 × 2 and of 20 × 12, a backup every night"),
        seen: said.join("<br>"),
        kept,
    }
}
