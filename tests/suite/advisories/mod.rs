//! What went wrong in comparable systems with access, tokens, sessions and forms of other sites: each advisory has a test
//! with its number, here or where the behaviour is tested.

mod sessions;
mod sites;
mod towns;

use crate::shape::files;

/// The advisories, by the numbers they are known by: CVE, of LimeSurvey its issues and pull requests.
const ADVISORIES: [&str; 36] = [
    // Who may do what.
    "CVE-2026-40870",
    "CVE-2026-40869",
    "CVE-2023-36465",
    "CVE-2026-45086",
    "CVE-2026-45415",
    "CVE-2026-45330",
    "CVE-2024-27090",
    "CVE-2023-34090",
    "CVE-2026-45376",
    "#20707",
    "#19864",
    "#19870",
    "#19869",
    "#19872",
    "#19905",
    "#19252",
    "#19118",
    "#19093",
    "#19169",
    // Tokens, links and sessions.
    "CVE-2026-45414",
    "CVE-2026-45377",
    "CVE-2026-45378",
    "CVE-2025-65017",
    "CVE-2023-48220",
    "CVE-2025-59934",
    "CVE-2024-42903",
    "CVE-2019-16187",
    "#19095",
    "#19117",
    "PR 914",
    // Forms of other sites, and what a look changes.
    "CVE-2023-47635",
    "#19139",
    "#19211",
    "PR 4727",
    // Twice at once.
    "CVE-2023-47634",
    "kobocat #470",
];

#[test]
fn every_advisory_has_a_test_with_its_number() {
    let tests = files("tests/suite", "rs");
    let here = |path: &str| path.ends_with("advisories/mod.rs");
    let said: String = tests
        .iter()
        .filter(|(path, _)| !here(path))
        .flat_map(|(_, text)| text.lines())
        .filter(|line| line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let missing = ADVISORIES.iter().filter(|number| !said.contains(*number));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
}
