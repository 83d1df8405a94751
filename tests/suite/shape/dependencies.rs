//! Every dependency has its line in `CONTRIBUTING.md`, and every line its dependency.

use std::collections::BTreeSet;

#[test]
fn every_dependency_has_its_line() {
    let manifest = include_str!("../../../Cargo.toml");
    let (_, rest) = manifest.split_once("\n[dependencies]\n").unwrap();
    let section = rest.split("\n[").next().unwrap();
    let named = section.lines().filter_map(|line| line.split_once(" = "));
    let have: BTreeSet<&str> = named.map(|(name, _)| name).collect();
    let text = include_str!("../../../CONTRIBUTING.md");
    let (_, table) = text
        .split_once("| crate | without it we would write |\n")
        .unwrap();
    let lines = table
        .lines()
        .take_while(|line| line.starts_with('|'))
        .skip(1);
    let said: BTreeSet<&str> = lines
        .flat_map(|line| line.split('|').nth(1).unwrap().split(','))
        .map(str::trim)
        .collect();
    assert!(have.len() > 40, "the search is broken");
    assert_eq!(have, said);
}
