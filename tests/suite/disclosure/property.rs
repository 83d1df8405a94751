//! Nothing hidden follows from anything published.

use super::questions::Besides;
use super::reader::Knowledge;
use super::town::Town;

const PLAIN: Besides = Besides {
    attributes: 0,
    grids: 0,
    numbers: 0,
    offers: 0,
};
pub(super) const CROSSED: Besides = Besides {
    attributes: 1,
    grids: 0,
    numbers: 0,
    offers: 0,
};
const GRIDS: Besides = Besides { grids: 1, ..PLAIN };
const NUMBERS: Besides = Besides {
    numbers: 1,
    ..PLAIN
};
const CROSSED_NUMBERS: Besides = Besides {
    attributes: 1,
    ..NUMBERS
};

const OFFERS: Besides = Besides { offers: 1, ..PLAIN };
const CROSSED_OFFERS: Besides = Besides {
    attributes: 1,
    ..OFFERS
};
const NUMBERED_OFFERS: Besides = Besides {
    numbers: 1,
    ..OFFERS
};

/// None when the town keeps its secrets; how many were looked at otherwise.
pub(super) fn read(seed: u64, besides: Besides) -> Result<(usize, usize), String> {
    let Some(town) = Town::thrown(seed, besides) else {
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

/// Towns far from each other; the same ones every time, so that a run says of the code what the last one said.
fn seeds(count: u64) -> impl Iterator<Item = u64> {
    (1..=count).map(|at| at.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Questions, follow-ups, indicators with their filters, and a second release of the same answers.
#[test]
fn a_town_keeps_its_secrets() {
    for seed in seeds(600) {
        read(seed, PLAIN).unwrap_or_else(|told| panic!("{told}"));
    }
}

/// With an attribute: all of it crossed as well.
#[test]
fn a_crossed_town_keeps_its_secrets() {
    for seed in seeds(40) {
        read(seed, CROSSED).unwrap_or_else(|told| panic!("{told}"));
    }
}

/// Rows of a grid beside each other and before follow-ups of theirs.
#[test]
fn a_town_of_grids_keeps_its_secrets() {
    for seed in seeds(80) {
        read(seed, GRIDS).unwrap_or_else(|told| panic!("{told}"));
    }
}

/// Numbers, and what is asked of those who gave some of them: neither how few were asked nor how few were not.
#[test]
fn a_town_of_numbers_keeps_its_secrets() {
    for seed in seeds(300) {
        read(seed, NUMBERS).unwrap_or_else(|told| panic!("{told}"));
    }
    for seed in seeds(30) {
        read(seed, CROSSED_NUMBERS).unwrap_or_else(|told| panic!("{told}"));
    }
}

/// Options that are offered to those only who gave another answer: whoever chose one gave it.
#[test]
fn a_town_that_offers_some_things_to_some_keeps_its_secrets() {
    for seed in seeds(300) {
        read(seed, OFFERS).unwrap_or_else(|told| panic!("{told}"));
    }
    for seed in seeds(60) {
        read(seed, NUMBERED_OFFERS).unwrap_or_else(|told| panic!("{told}"));
    }
    for seed in seeds(30) {
        read(seed, CROSSED_OFFERS).unwrap_or_else(|told| panic!("{told}"));
    }
}

/// An indicator that says how many answered, after a release that did not: without it, 無回答 was in doubt.
#[test]
fn a_base_does_not_undo_what_was_hidden_before() {
    read(7_019_883_755_772_805_171, PLAIN).unwrap();
}

/// How many gave no answer says how many did, and that was what a follow-up of them was closed for.
#[test]
fn few_answers_are_not_told_by_those_who_gave_none() {
    read(8_444_810_531_305_828_471, PLAIN).unwrap();
}

/// A figure about some isolates people who are those of a follow-up that was closed for being few.
#[test]
fn the_people_of_a_closed_follow_up_do_not_follow() {
    read(2_626_352_231_052_514_045, PLAIN).unwrap();
}

/// Who was asked by one question or another says how many of a group chose what; and in a group are at least as many as
/// were asked a follow-up.
#[test]
fn groups_are_kept_beside_follow_ups() {
    for seed in [
        5_568_077_110_377_668_124,
        16_518_841_599_654_351_802,
        3_303_601_646_750_181_380,
        14_754_446_567_598_106_875,
        2_961_069_995_837_905_567,
        15_147_108_320_035_109_698,
    ] {
        read(seed, CROSSED).unwrap_or_else(|told| panic!("{told}"));
    }
}

/// The reader is able: in these towns he looked at many secrets and gave up on few.
#[test]
fn the_reader_is_no_fool() {
    let (mut secrets, mut open) = (0, 0);
    for seed in 0..60 {
        let (looked, tired) = read(seed, PLAIN).unwrap();
        secrets += looked;
        open += tired;
    }
    assert!(
        secrets > 100 && open * 10 < secrets,
        "{open} of {secrets} were too hard"
    );
}
