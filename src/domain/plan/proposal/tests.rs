//! What is refused, all at once, and what a good proposal becomes.

use super::super::baseline::Baseline;
use super::super::definition::{Base, Measure, Source};
use super::super::indicator::{Direction, Fed, Version};
use super::super::{indicator, period, printed};
use super::{Fault, Proposal, Wanted};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::reader::Reader;

const QUESTIONNAIRE: &str = r#"{
  "code": "shimin", "title": "市民アンケート", "purpose": "計画のため", "minutes": 5, "languages": ["ja"],
  "sections": [{"code": "s1", "title": "広報広聴", "questions": [
    {"code": "before", "text": "前の質問", "type": "single", "options": [{"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}]},
    {"code": "info", "text": "情報提供は十分だと思いますか", "type": "scale", "options": [
      {"code": "1", "label": "そう思う", "score": "2"}, {"code": "2", "label": "やや思う", "score": "1"},
      {"code": "3", "label": "思わない", "score": "-1"}, {"code": "9", "label": "わからない", "meaning": "dont_know"}]},
    {"code": "media", "text": "何で知りますか", "type": "multiple", "options": [
      {"code": "web", "label": "ウェブ"}, {"code": "paper", "label": "広報紙", "other": true}]},
    {"code": "grid", "text": "満足度", "type": "grid", "rows": [{"code": "r1", "label": "道路"}, {"code": "r2", "label": "水道"}],
      "options": [{"code": "a", "label": "満足"}, {"code": "b", "label": "不満"}]},
    {"code": "years", "text": "居住年数", "type": "number", "min": "0", "max": "120"},
    {"code": "nps", "text": "すすめたいですか", "type": "scale", "options": [
      {"code": "n0", "label": "0", "score": "0"}, {"code": "n1", "label": "1", "score": "1"}, {"code": "n2", "label": "2", "score": "2"},
      {"code": "n3", "label": "3", "score": "3"}, {"code": "n4", "label": "4", "score": "4"}, {"code": "n5", "label": "5", "score": "5"},
      {"code": "n6", "label": "6", "score": "6"}, {"code": "n7", "label": "7", "score": "7"}, {"code": "n8", "label": "8", "score": "8"},
      {"code": "n9", "label": "9", "score": "9"}, {"code": "n10", "label": "10", "score": "10"}]},
    {"code": "day", "text": "いつ", "type": "date"},
    {"code": "sex", "text": "性別", "role": "attribute", "type": "single", "options": [
      {"code": "1", "label": "男性"}, {"code": "2", "label": "女性"}]},
    {"code": "why", "text": "なぜ", "role": "attribute", "show_if": {"any_of": {"item": "info", "codes": ["3"]}}, "type": "single",
      "options": [{"code": "1", "label": "ある"}, {"code": "2", "label": "ない"}]}]}]}"#;

fn reader() -> Reader {
    Reader::new(serde_json::from_str::<Questionnaire>(QUESTIONNAIRE).unwrap())
}

fn row() -> Version {
    Version {
        row_id: "SNG-02".to_owned(),
        source: indicator::Source::default(),
        path: Vec::new(),
        kind: None,
        subkind: None,
        number: None,
        name: "情報提供は十分であると思う市民の割合".to_owned(),
        name_raw: String::new(),
        unit: Some("％".to_owned()),
        baseline: Baseline {
            label: None,
            printed: printed::parse("32.3％"),
            period: period::parse(Some("令和元年度")),
            n: None,
            n_assumed: false,
            se: None,
            denominator: None,
            source: None,
            note: None,
        },
        milestones: Vec::new(),
        explanation: None,
        shared_explanation: None,
        footnotes: None,
        direction: Some(Direction::Increase),
        fed_by_survey: Some(Fed::Survey),
        survey_note: None,
        row_group: None,
        marks: Vec::new(),
        notes: None,
    }
}

fn typed(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn share(item: &str, codes: &[&str], base: Base) -> Proposal {
    Proposal {
        item: item.to_owned(),
        measure: Wanted::Share(typed(codes)),
        base,
        weighted: false,
        only: Vec::new(),
        decimals: None,
        direction: None,
    }
}

fn faults(proposal: &Proposal) -> Vec<String> {
    let found = proposal.definition(&reader(), &row()).unwrap_err();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_not_said_is_as_the_plan_prints_it() {
    let mut proposal = share("info", &["2", "1"], Base::Answered);
    proposal.only = vec![
        ("sex".to_owned(), typed(&["2"])),
        ("before".to_owned(), typed(&["1"])),
    ];
    let definition = proposal.definition(&reader(), &row()).unwrap();
    assert_eq!(
        (definition.decimals, definition.direction),
        (1, Direction::Increase)
    );
    let Source::Item(item) = &definition.source else {
        panic!()
    };
    let filter = item.filter.as_ref().unwrap().all_of().unwrap();
    assert_eq!(
        filter.keys().copied().collect::<Vec<_>>(),
        ["before", "sex"]
    );
    assert_eq!(
        (item.weighting.as_deref(), item.base),
        (None, Base::Answered)
    );
}

#[test]
fn every_fault_is_said_at_once() {
    let mut proposal = share("info", &["1", "7", "1", "9"], Base::Substantive);
    proposal.decimals = Some(9);
    proposal.direction = Some(Direction::Unclear);
    proposal.only = [
        ("info", "1"),
        ("grid.r1", "a"),
        ("nobody", "1"),
        ("sex", "3"),
        ("why", "1"),
    ]
    .map(|(item, code)| (item.to_owned(), typed(&[code])))
    .to_vec();
    let register = Version {
        fed_by_survey: Some(Fed::Register),
        ..row()
    };
    let found = proposal.definition(&reader(), &register).unwrap_err();
    let code = |code: &str| code.to_owned();
    assert_eq!(
        found,
        [
            Fault::NotOfASurvey,
            Fault::Decimals(9),
            Fault::NoDirection,
            Fault::NoSuchOption(code("info"), code("7"), typed(&["1", "2", "3", "9"])),
            Fault::Twice(code("info"), code("1")),
            Fault::OutsideTheBase(code("9")),
            Fault::FilterOnItself(code("info")),
            Fault::FilterIsLater(code("grid.r1")),
            Fault::NoSuchItem(code("nobody"), Vec::new()),
            Fault::NoSuchOption(code("sex"), code("3"), typed(&["1", "2"])),
            Fault::FilterIsLater(code("why")),
        ]
    );
    let partly = Version {
        fed_by_survey: Some(Fed::Partly),
        ..row()
    };
    let found = share("info", &["1"], Base::All).definition(&reader(), &partly);
    assert_eq!(found, Err(vec![Fault::PartlyOfASurvey]));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of what is refused")]
fn a_measure_needs_its_kind_of_question_and_its_base() {
    let with = |item: &str, measure: Wanted, base| Proposal {
        measure,
        ..share(item, &[], base)
    };
    let both = || Wanted::Net(typed(&["1", "2"]), typed(&["2", "3"]));
    for (proposal, said) in [
        (
            share("grid", &["a"], Base::All),
            "grid is no question of the questionnaire; is one of these meant: grid.r1, grid.r2?",
        ),
        (
            share("INFO", &["1"], Base::All),
            "INFO is no question of the questionnaire; is one of these meant: info?",
        ),
        (
            share("info", &[], Base::All),
            "info: say at least one option",
        ),
        (
            share("info", &["1", "2", "3"], Base::Substantive),
            "every option of the base is in the numerator: the share would always be 100 %",
        ),
        (
            share("media", &["web", "paper"], Base::All),
            "people may choose several options of media: the numerator is one option, or they would count twice",
        ),
        (
            share("media", &["web"], Base::Substantive),
            "a share of a multiple choice is computed on the base everyone, all or answered, not substantive",
        ),
        (
            share("years", &["1"], Base::All),
            "years has no share: its answers are no options",
        ),
        (
            share("media.other", &["1"], Base::All),
            "media.other has no share: its answers are no options",
        ),
        (
            with("grid.r1", Wanted::Mean, Base::Answered),
            "grid.r1 has no mean: its options have no scores",
        ),
        (
            with("info", Wanted::Mean, Base::All),
            "a mean is computed on the base answered or substantive, not all",
        ),
        (
            with("years", Wanted::Mean, Base::All),
            "a mean of numbers is computed on the base answered, not all",
        ),
        (
            with("day", Wanted::Mean, Base::Answered),
            "day has no mean: its answers are no numbers",
        ),
        (
            with("info", both(), Base::All),
            "info: option 2 is said twice",
        ),
        (
            with("media", both(), Base::All),
            "media has no net score: people may choose several options",
        ),
        (
            with("info", Wanted::Nps, Base::Answered),
            "info has no NPS: it is no scale of eleven options with the scores 0 to 10",
        ),
        (
            with("nps", Wanted::Nps, Base::All),
            "an NPS is computed on the base answered, not all",
        ),
    ] {
        assert_eq!(faults(&proposal), [said], "{proposal:?}");
    }
    for good in [
        share("info", &["1", "2", "3", "9"], Base::All),
        with("info", Wanted::Mean, Base::Substantive),
        with("years", Wanted::Mean, Base::Answered),
        share("grid.r2", &["b"], Base::Everyone),
    ] {
        assert!(good.definition(&reader(), &row()).is_ok(), "{good:?}");
    }
}

#[test]
fn an_nps_is_a_net_score_of_its_scale() {
    let proposal = Proposal {
        measure: Wanted::Nps,
        ..share("nps", &[], Base::Answered)
    };
    let Source::Item(item) = proposal.definition(&reader(), &row()).unwrap().source else {
        panic!()
    };
    let Measure::Net { positive, negative } = item.measure else {
        panic!()
    };
    let words = |codes: &std::collections::BTreeSet<_>| {
        codes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(words(&positive), ["n10", "n9"]);
    assert_eq!(words(&negative), ["n0", "n1", "n2", "n3", "n4", "n5", "n6"]);
}
