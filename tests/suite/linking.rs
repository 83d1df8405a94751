//! The linkage attack on a short fieldwork of each kind; `make faults` runs longer ones. The attacks themselves are tried
//! on rows of which it is known what they tell.

use serde_json::json;

use crate::linkage::attack::{
    self, By, Row, Tables, bound, by_nights, by_opened, by_rank, by_shared_value, by_shared_writer,
};
use crate::linkage::fieldwork::{Fieldwork, Plan};

fn row(xmin: u64, line: u64, columns: serde_json::Value) -> Row {
    let serde_json::Value::Object(columns) = columns else {
        panic!("no row");
    };
    Row {
        xmin,
        ctid: (0, line),
        columns,
    }
}

fn response(xmin: u64, line: u64, answer: &str) -> Row {
    row(
        xmin,
        line,
        json!({"id": format!("id-{line}"), "answers": {"q1": answer}}),
    )
}

fn tables(named: &[(&str, &[Row])]) -> Tables {
    let owned = |(name, rows): &(&str, &[Row])| ((*name).to_owned(), rows.to_vec());
    named.iter().map(owned).collect()
}

fn truth() -> Vec<String> {
    ["c", "a", "b"].map(str::to_owned).to_vec()
}

#[test]
fn an_order_that_is_that_of_the_keys_is_found() {
    let rows = [
        response(9, 2, "a"),
        response(8, 3, "c"),
        response(9, 4, "b"),
    ];
    let seen = tables(&[("responses", &rows)]);
    let right = |by| attack::right(&by_rank(&seen, by), &truth());
    assert_eq!(right(By::Writer), 3);
    assert_eq!(right(By::Place), 1);
    assert_eq!(right(By::Content), 0);
}

#[test]
fn who_wrote_a_key_and_a_response_is_found() {
    let rows = [
        response(7, 1, "b"),
        response(5, 2, "c"),
        response(6, 3, "a"),
    ];
    let keys = [5, 6, 7].map(|n| row(n, n, json!({"key_hash": format!("k{n}")})));
    let seen = tables(&[("responses", &rows), ("invitations", &keys)]);
    let spent = ["k5", "k6", "k7"].map(str::to_owned);
    let belief = by_shared_writer(&seen, &spent, By::Place);
    assert_eq!(attack::right(&belief, &truth()), 3);
}

#[test]
fn what_is_new_in_a_night_is_found() {
    let first = [response(1, 1, "c")];
    let second = [
        response(2, 5, "c"),
        response(2, 6, "a"),
        response(2, 7, "b"),
    ];
    let nights = [
        tables(&[("responses", &first)]),
        tables(&[("responses", &second)]),
    ];
    let belief = by_nights(&nights, By::Place);
    assert_eq!(attack::right(&belief, &truth()), 3);
}

#[test]
fn what_is_opened_and_what_shares_a_value_is_found() {
    let envelope = |n: u64, says: &str| {
        let id = format!("name-of-an-envelope-{n}");
        row(n, n, json!({"id": id, "content": says}))
    };
    let nights = [
        tables(&[("envelopes", &[envelope(1, "c")])]),
        tables(&[("envelopes", &[envelope(1, "c"), envelope(2, "a")])]),
    ];
    let belief = by_opened(&nights, |row| row.text("content"));
    assert_eq!(attack::right(&belief, &truth()), 2);

    let mut kept = response(9, 9, "c");
    kept.columns
        .insert("came_from".to_owned(), json!("name-of-an-envelope-1"));
    let later = tables(&[("responses", &[kept, response(9, 8, "a")])]);
    let belief = by_shared_value(&[nights[0].clone(), nights[1].clone(), later]);
    assert_eq!(attack::right(&belief, &truth()), 1);
}

#[test]
fn bounds_are_above_chance() {
    assert_eq!(bound(1.0), 9);
    let of_twelve = bound(12.0);
    assert!((28..=34).contains(&of_twelve), "{of_twelve}");
}

async fn no_attack_finds_more_than_chance(plan: Plan, seed: u64) {
    println!("seed {seed}");
    let work = Fieldwork::run(plan, seed).await;
    assert_eq!(
        attack::rows(&work.after, "responses").len(),
        plan.days * plan.a_day
    );
    for found in work.attacks() {
        println!(
            "{}: {} (chance {})",
            found.attack, found.right, found.chance
        );
        assert!(found.is_as_promised(), "{}: {}", found.attack, found.right);
    }
}

/// Two answers a day: every night's backup has something new.
#[tokio::test(flavor = "multi_thread")]
async fn slow_fieldwork_is_not_linked() {
    let plan = Plan { days: 25, a_day: 2 };
    no_attack_finds_more_than_chance(plan, u64::from(getrandom::u32().unwrap())).await;
}

/// Days inside groups of twenty.
#[tokio::test(flavor = "multi_thread")]
async fn fieldwork_of_several_days_a_group_is_not_linked() {
    let plan = Plan {
        days: 20,
        a_day: 12,
    };
    no_attack_finds_more_than_chance(plan, u64::from(getrandom::u32().unwrap())).await;
}
