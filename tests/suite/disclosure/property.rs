//! Nothing hidden follows from anything published.

use proptest::prelude::*;

use super::reader::Knowledge;
use super::town::Town;

/// None when the town keeps its secrets; how many were looked at otherwise.
fn read(seed: u64, attributes: usize) -> Result<(usize, usize), String> {
    let Some(town) = Town::thrown(seed, attributes) else {
        return Ok((0, 0));
    };
    let knowledge = Knowledge::of(&town);
    let questions = || serde_json::to_string_pretty(town.reader.questionnaire()).unwrap();
    if let Some(shown) = knowledge.shown.first() {
        return Err(format!("seed {seed}: {shown} is shown\n{}", questions()));
    }
    let (mut open, all) = (0, knowledge.everybody());
    for secret in &knowledge.secrets {
        match knowledge.is_kept(secret, &all) {
            Some(true) => {}
            None => open += 1,
            Some(false) => {
                return Err(format!(
                    "seed {seed}, k {}: {} follows from\n{}\n{}",
                    town.k,
                    secret.name,
                    knowledge.told(),
                    questions()
                ));
            }
        }
    }
    Ok((knowledge.secrets.len(), open))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, max_shrink_iters: 0, ..ProptestConfig::default() })]

    /// Questions, follow-ups, indicators with their filters, and a second release of the same answers.
    #[test]
    fn a_town_keeps_its_secrets(seed in any::<u64>()) {
        let read = read(seed, 0);
        prop_assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, max_shrink_iters: 0, ..ProptestConfig::default() })]

    /// With an attribute: all of it crossed as well.
    #[test]
    fn a_crossed_town_keeps_its_secrets(seed in any::<u64>()) {
        let read = read(seed, 1);
        prop_assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}

/// The reader is able: in these towns he looked at many secrets and gave up on few.
#[test]
fn the_reader_is_no_fool() {
    let (mut secrets, mut open) = (0, 0);
    for seed in 0..60 {
        let (looked, tired) = read(seed, 0).unwrap();
        secrets += looked;
        open += tired;
    }
    assert!(
        secrets > 100 && open * 10 < secrets,
        "{open} of {secrets} were too hard"
    );
}
