//! Municipalities at the command line: set up with a link for the first administrator, suspended, resumed; and the office
//! of those who do it with pages.

use crate::operations::installation::Installation;

const CREATE: [&str; 9] = [
    "municipality",
    "create",
    "sunagawa",
    "--name",
    "砂川市",
    "--division",
    "企画課",
    "--telephone",
    "0125-54-2121",
];

#[test]
fn a_municipality_is_set_up_suspended_and_resumed() {
    let town = Installation::new();
    let serving = town.serve();
    let created = town.succeeded(&CREATE);
    assert!(created.starts_with("sunagawa was created\n"), "{created}");
    let link = created.split_once("/staff/set-up/").unwrap().1.trim();
    let page = serving.get(&format!("/staff/set-up/{link}"));
    assert!(page.starts_with("HTTP/1.1 303"), "{page}");
    assert!(town.refused(&CREATE).contains("in use"));
    for (slug, why) in [
        ("office", "reserved"),
        ("staff", "reserved"),
        ("a b", "hyphens"),
    ] {
        let mut other = CREATE;
        other[2] = slug;
        assert!(town.refused(&other).contains(why), "{slug}");
    }
    let mut hidden = CREATE;
    (hidden[2], hidden[4]) = ("other", "\u{202e}砂川市");
    assert!(town.refused(&hidden).contains("cannot be seen"));
    let suspend = [
        "municipality",
        "suspend",
        "sunagawa",
        "--reason",
        "契約の終了",
    ];
    town.succeeded(&suspend);
    assert!(town.refused(&suspend).contains("already"));
    assert!(
        town.succeeded(&["municipality", "list"])
            .contains("suspended since")
    );
    town.succeeded(&["municipality", "resume", "sunagawa"]);
    assert!(
        town.refused(&["municipality", "resume", "sunagawa"])
            .contains("already")
    );
    assert!(
        !town
            .succeeded(&["municipality", "list"])
            .contains("suspended")
    );
    assert!(town.succeeded(&["audit", "verify"]).contains("chain"));
}

#[test]
fn the_office_is_made_by_its_first_invitation() {
    let town = Installation::new();
    let serving = town.serve();
    let list = ["staff", "--office", "list"];
    assert!(town.refused(&list).contains("no office yet"));
    let invite = [
        "staff",
        "invite",
        "keeper",
        "--name",
        "運営 太郎",
        "--office",
    ];
    let link = town.succeeded(&invite);
    assert!(link.contains("/staff/set-up/office/"), "{link}");
    assert!(
        town.succeeded(&list)
            .contains("keeper: 運営 太郎 (operator)")
    );
    // Nobody at the office has a role of a town, and nobody in a town that of an operator.
    let other = [
        "staff", "invite", "x", "--name", "x", "--office", "--role", "viewer",
    ];
    assert!(
        town.refused(&other)
            .contains("operators work at the office")
    );
    town.succeeded(&CREATE);
    let operator = ["staff", "invite", "x", "--name", "x", "--role", "operator"];
    assert!(
        town.refused(&operator)
            .contains("operators work at the office")
    );
    assert!(!town.succeeded(&["municipality", "list"]).contains("office"));
    assert!(town.succeeded(&["audit", "verify"]).contains("chain"));
    drop(serving);
}
