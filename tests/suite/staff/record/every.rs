//! One of every event there is, and that it is one of every.

use std::collections::BTreeSet;

use kocho::domain::event::Event;
use kocho::domain::event::noun::TABLE;
use serde_json::{Value, json};
use uuid::Uuid;

/// What the events are about.
pub struct Ids {
    pub survey: Uuid,
    pub report: Uuid,
    pub version: Uuid,
    pub plan: Uuid,
    pub indicator: Uuid,
    pub person: Uuid,
    pub other: Uuid,
    pub division: Uuid,
    pub deputy: Uuid,
    pub transfer: Uuid,
    pub motion: Uuid,
    pub municipality: Uuid,
}

impl Ids {
    /// Of nothing that is there.
    pub fn of_nothing() -> Self {
        let id = Uuid::from_u128;
        Self {
            survey: id(1),
            report: id(2),
            version: id(3),
            plan: id(4),
            indicator: id(5),
            person: id(6),
            other: id(7),
            division: id(8),
            deputy: id(9),
            transfer: id(10),
            motion: id(11),
            municipality: id(12),
        }
    }
}

/// Where a survey stands, with times or without.
fn work(state: &str, day: Option<&str>) -> Value {
    let times = day.map(|day| {
        json!({
            "opens_at": format!("{day}T00:00:00Z"), "web_closes_at": format!("{day}T05:00:00Z"),
            "entry_closes_at": format!("{day}T06:00:00Z"), "grace_minutes": 15,
        })
    });
    json!({"state": state, "schedule": times})
}

/// How surveys move: from, to.
const MOVES: [(&str, &str); 8] = [
    ("draft", "scheduled"),
    ("scheduled", "scheduled"),
    ("scheduled", "open"),
    ("web_closed", "open"),
    ("open", "web_closed"),
    ("entry_closed", "web_closed"),
    ("web_closed", "entry_closed"),
    ("open", "cancelled"),
];

/// Every event, with every word a sentence hangs on, as documents.
pub fn documents(ids: &Ids) -> Vec<Value> {
    let mut all = of_surveys(ids);
    for (from, to) in MOVES {
        let day = (from != "draft").then_some("2026-04-01");
        all.push(json!({
            "event": "survey_moved", "survey": ids.survey, "to": to, "reason": "都合",
            "old": work(from, day), "new": work(to, Some("2026-05-01")),
        }));
    }
    for to in ["provisional", "final", "approved", "published", "withdrawn"] {
        let event =
            json!({"event": "report_moved", "report": ids.report, "to": to, "decision": "広第1号"});
        all.push(event);
    }
    all.extend(of_people(ids));
    all.extend(of_drafts(ids));
    all
}

fn of_surveys(ids: &Ids) -> Vec<Value> {
    let (survey, indicator) = (ids.survey, ids.indicator);
    vec![
        json!({"event": "municipality_created"}),
        json!({"event": "municipality_suspended", "reason": "合併"}),
        json!({"event": "municipality_resumed"}),
        json!({"event": "office_acted", "municipality": ids.municipality, "act": "created", "reason": null}),
        json!({"event": "office_acted", "municipality": ids.municipality, "act": "suspended", "reason": "合併"}),
        json!({"event": "office_acted", "municipality": ids.municipality, "act": "resumed", "reason": null}),
        json!({"event": "version_frozen", "version": ids.version}),
        json!({"event": "draft_begun", "draft": ids.version, "code": "shimin"}),
        json!({"event": "draft_removed", "draft": ids.version, "code": "shimin", "is_gone": true}),
        json!({"event": "draft_removed", "draft": ids.version, "code": "shimin", "is_gone": false}),
        json!({"event": "series_judged", "draft": ids.version, "code": "shimin", "question": "q5", "how": "continues"}),
        json!({"event": "series_judged", "draft": ids.version, "code": "shimin", "question": "q5", "how": "broken"}),
        json!({"event": "series_judged", "draft": ids.version, "code": "shimin", "question": "q5", "how": null}),
        json!({"event": "trial_begun", "draft": ids.version, "code": "shimin", "until": "2026-12-14"}),
        json!({"event": "trial_ended", "draft": ids.version, "code": "shimin"}),
        json!({"event": "scale_added", "scale": ids.version, "name": "満足度"}),
        json!({
            "event": "scale_changed", "scale": ids.version, "count": 2,
            "old": {"name": "満足度", "options": []}, "new": {"name": "満足の度合い", "options": []},
        }),
        json!({"event": "scale_removed", "scale": ids.version, "name": "満足度", "is_gone": true}),
        json!({"event": "scale_removed", "scale": ids.version, "name": "満足度", "is_gone": false}),
        json!({"event": "secret_changed"}),
        json!({"event": "survey_created", "survey": survey}),
        json!({"event": "survey_moved", "survey": survey, "to": "open", "reason": null}),
        json!({"event": "survey_corrected", "survey": survey, "old": "3", "new": "3.1"}),
        json!({"event": "keys_issued", "survey": survey, "count": 1_500}),
        json!({"event": "recipients_promised", "survey": survey, "destroy_on": "2027-03-31"}),
        json!({"event": "recipients_taken", "survey": survey, "count": 3}),
        json!({"event": "recipients_listed", "survey": survey, "count": 2}),
        json!({"event": "recipients_destroyed", "survey": survey, "count": 3, "promised": "2027-03-31"}),
        json!({"event": "texts_read", "survey": survey, "items": ["q1", "q2"], "reason": "確認"}),
        json!({
            "event": "design_changed", "survey": survey, "dimensions": ["sex*age"], "mailed": 3_000,
            "fieldwork": {"undeliverable": 12, "ineligible": 3, "refused": 1}, "k": 5, "min_base": 10,
        }),
        json!({"event": "case_exported", "survey": survey, "responses": 1_234}),
        json!({"event": "plan_imported", "plan": ids.plan, "added": 1, "changed": 2, "unchanged": 3}),
        json!({"event": "report_computed", "report": ids.report, "survey": survey}),
        json!({"event": "figures_withheld", "survey": survey, "beside": 1, "by": 2}),
        json!({"event": "indicator_defined", "indicator": indicator, "number": 2}),
        json!({"event": "baseline_documented", "indicator": indicator, "number": 3}),
        json!({"event": "value_recorded", "indicator": indicator, "report": ids.report}),
        json!({"event": "value_recorded", "indicator": indicator, "report": null}),
        json!({"event": "value_commented", "indicator": indicator, "division": ids.division, "said": "夜の相談を始めた"}),
    ]
}

/// `version` stands for a draft, `motion` for an inquiry and `deputy` for a comment: nobody looks for their names.
fn of_drafts(ids: &Ids) -> Vec<Value> {
    let (draft, inquiry, comment) = (ids.version, ids.motion, ids.deputy);
    let (code, division) = ("shimin", ids.division);
    vec![
        json!({
            "event": "inquiry_begun", "inquiry": inquiry, "draft": draft, "code": code, "until": "2026-05-01",
            "divisions": [division],
        }),
        json!({
            "event": "inquiry_extended", "inquiry": inquiry, "code": code, "old": "2026-05-01", "new": "2026-05-08",
        }),
        json!({"event": "inquiry_closed", "inquiry": inquiry, "code": code}),
        json!({"event": "inquiry_reminded", "inquiry": inquiry, "code": code, "divisions": [division]}),
        json!({
            "event": "inquiry_commented", "inquiry": inquiry, "code": code, "question": "q5", "division": division,
            "said": "所管の名前が違う",
        }),
        json!({
            "event": "inquiry_commented", "inquiry": inquiry, "code": code, "question": null, "division": null,
            "said": "異議なし",
        }),
        json!({"event": "inquiry_withdrawn", "inquiry": inquiry, "code": code, "comment": comment}),
        json!({
            "event": "inquiry_answered", "inquiry": inquiry, "code": code, "comment": comment, "answer": "直す",
        }),
        json!({
            "event": "packet_written", "draft": draft, "code": code, "number": "広第1号", "decided_on": "2026-05-09",
        }),
        json!({"event": "packet_written", "draft": draft, "code": code, "number": "", "decided_on": null}),
    ]
}

fn of_people(ids: &Ids) -> Vec<Value> {
    let (person, other, division) = (ids.person, ids.other, ids.division);
    let profile = |name: &str, until: Option<&str>| {
        json!({
            "login": "suzuki", "name": name, "email": null, "division": division, "until": until,
            "roles": [{"role": "designer", "until": until}, {"role": "viewer", "until": null}],
        })
    };
    let mut all = vec![
        json!({"event": "person_added", "person": person, "profile": profile("鈴木", None)}),
        json!({
            "event": "person_changed", "person": person, "old": profile("鈴木", None),
            "new": profile("佐々木", Some("2027-03-31")),
        }),
        json!({"event": "password_chosen", "person": person}),
        json!({"event": "sessions_ended", "person": person, "count": 2}),
        json!({"event": "hosts_named", "old": [], "new": ["city.example.jp"]}),
        json!({"event": "second_factor_decided", "was_required": false, "is_required": true, "reason": null}),
        json!({"event": "second_factor_decided", "was_required": true, "is_required": false, "reason": "移行"}),
        json!({"event": "division_added", "division": division, "name": "企画課"}),
        json!({
            "event": "division_renamed", "division": division, "old": "企画課", "new": "企画政策課",
            "from": "2026-04-01",
        }),
        json!({"event": "division_addressed", "division": division, "old": null, "new": "a@town.example"}),
        json!({
            "event": "deputy_named", "deputy": ids.deputy, "person": person, "by": other,
            "from": "2026-04-01", "until": "2026-04-30", "reason": "出張",
        }),
        json!({"event": "deputy_ended", "deputy": ids.deputy}),
        json!({"event": "transfer_planned", "transfer": ids.transfer, "from": person, "to": other, "on": "2026-04-01"}),
        json!({"event": "transfer_undone", "transfer": ids.transfer}),
        json!({
            "event": "transfer_done", "transfer": ids.transfer, "from": person, "to": other,
            "roles": ["administrator", "data_entry", "editor", "approver", "operator"],
        }),
        json!({
            "event": "motion_made",
            "motion": ids.motion,
            "what": {"act": "publication", "report": ids.report},
            "reason": "公表",
        }),
        json!({"event": "motion_decided", "motion": ids.motion, "is_accepted": true, "instead_of": person}),
        json!({"event": "motion_decided", "motion": ids.motion, "is_accepted": false, "instead_of": null}),
        json!({"event": "motion_withdrawn", "motion": ids.motion}),
        json!({"event": "record_exported", "entries": 50}),
        json!({"event": "record_verified", "entries": 50, "first_fault": null}),
        json!({"event": "record_verified", "entries": 50, "first_fault": 17}),
    ];
    for (purpose, way) in [
        ("invitation", "letter"),
        ("reset", "slip"),
        ("reset", "link"),
    ] {
        all.push(
            json!({"event": "set_up_given", "person": person, "purpose": purpose, "way": way}),
        );
    }
    for factor in ["totp", "codes", "provider"] {
        all.push(json!({"event": "factor_chosen", "person": person, "factor": factor}));
        all.push(json!({"event": "factor_removed", "person": person, "factor": factor}));
    }
    for with in ["password", "totp", "codes", "provider", "set_up"] {
        all.push(json!({"event": "signed_in", "person": person, "with": with}));
    }
    all
}

/// Every event.
pub fn events(ids: &Ids) -> Vec<Event> {
    let all = documents(ids).into_iter();
    all.map(|document| {
        let event: Event = serde_json::from_value(document.clone()).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), document);
        event
    })
    .collect()
}

/// The variants that a source declares, as words.
fn declared(source: &str, name: &str) -> BTreeSet<String> {
    let body = source.split(&format!("pub enum {name} {{")).nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let variants = lines.filter(|line| line.starts_with(char::is_uppercase));
    let named = variants.map(|line| line.split([' ', ',', '(']).next().unwrap());
    let word = |variant: &str| {
        let mut word = String::new();
        for c in variant.chars() {
            if c.is_uppercase() && !word.is_empty() {
                word.push('_');
            }
            word.extend(c.to_lowercase());
        }
        word
    };
    let inner = ["people", "draft"];
    let words = named.map(word);
    words
        .filter(|word| !inner.contains(&word.as_str()))
        .collect()
}

#[test]
fn every_event_is_found_by_one_noun_and_stands_in_these_tests() {
    let mut declared_ones = declared(include_str!("../../../../src/domain/event/mod.rs"), "Event");
    let people = include_str!("../../../../src/domain/event/people.rs");
    declared_ones.extend(declared(people, "PeopleEvent"));
    let draft = include_str!("../../../../src/domain/event/draft.rs");
    declared_ones.extend(declared(draft, "DraftEvent"));
    assert!(declared_ones.len() > 40, "{declared_ones:?}");
    let listed: Vec<&str> = TABLE
        .iter()
        .flat_map(|(_, words)| *words)
        .copied()
        .collect();
    let once: BTreeSet<String> = listed.iter().map(|word| (*word).to_owned()).collect();
    assert_eq!(once.len(), listed.len(), "a word has two nouns");
    assert_eq!(once, declared_ones);
    let tried = documents(&Ids::of_nothing()).into_iter();
    let tried: BTreeSet<String> = tried
        .map(|document| document["event"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(tried, declared_ones);
}
