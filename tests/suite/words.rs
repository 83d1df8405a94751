//! The words that rows and documents are stored with. They are for ever: a renamed variant keeps its word.

use std::fmt::Debug;

use kocho::domain::letter::LetterState;
use kocho::domain::plan::definition::Comparability;
use kocho::domain::plan::direction::Direction as Good;
use kocho::domain::plan::figure::Arrow;
use kocho::domain::plan::indicator::Fed;
use kocho::domain::plan::progress::Reason as Unjudged;
use kocho::domain::plan::{period, value};
use kocho::domain::questionnaire::Layout;
use kocho::domain::questionnaire::question::{Exactness, Meaning, Role};
use kocho::domain::questionnaire::source::{self, fate, lack};
use kocho::domain::report::{Reason, Stage};
use kocho::domain::statistics::achievement::{
    Direction, Grade, LevelReason, ProgressReason, State as Standing, VerdictBy,
};
use kocho::domain::statistics::base::Base;
use kocho::domain::statistics::change::{Unavailable, Verdict};
use kocho::domain::statistics::intake::Exclusion;
use kocho::domain::statistics::margin::MarginReason;
use kocho::domain::statistics::mean::MeanBase;
use kocho::domain::statistics::portfolio::Quadrant;
use kocho::domain::statistics::suppression::HiddenReason;
use kocho::domain::submission::Duration;
use kocho::domain::survey::{Anonymity, Mode, State};
use kocho::domain::transfer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Each word, separated by spaces, is read and written again; another is refused.
fn are_stored<T: Serialize + DeserializeOwned + Debug>(words: &str) {
    for word in words.split(' ') {
        let stored = Value::from(word);
        let read: T = serde_json::from_value(stored.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), stored, "{read:?}");
    }
    let other: Result<T, _> = serde_json::from_value(Value::from("another"));
    assert!(other.is_err(), "{other:?}");
}

/// The list has every variant, in order, and each is stored as its word.
macro_rules! are_all {
    ($type:ty, $words:literal) => {
        assert_eq!(<$type>::ALL.map(<$type>::word).join(" "), $words);
        are_stored::<$type>($words);
    };
}

#[test]
fn words_of_sources_are_stored_as_ever() {
    are_all!(
        source::Kind,
        "pasted text word own xlsform lss tsv surveyjs"
    );
    are_all!(
        fate::Reason,
        "rule page-number answer-box mark arrow filling-in contact letterhead closing table-heading \
         too-many not-understood"
    );
    are_all!(
        lack::Counted,
        "sections questions options rows cells columns lines parts option-bytes"
    );
    are_all!(
        lack::FileIs,
        "workbook old-or-locked lss tsv surveyjs json xml archive picture pdf text empty unknown"
    );
    are_all!(
        lack::Instead,
        "day list marks exchanged fields any-text tick"
    );
    are_all!(
        lack::Detail,
        "pattern number-grid dual-grid only-option drawn picture place ranking turned section-code \
         copied short option-shown minutes repeats grid-order decimals digits tick-words code condition \
         times note row-marks purpose kana unit order role answer-in-text"
    );
}

#[test]
fn words_of_surveys_are_stored_as_ever() {
    are_all!(LetterState, "queued sent given_up");
    are_all!(
        State,
        "draft scheduled open web_closed entry_closed cancelled"
    );
    are_stored::<Anonymity>("anonymous confidential open");
    are_all!(Mode, "web paper kiosk phone");
    are_all!(Duration, "short usual long");
    are_stored::<Layout>("sections one_page");
    are_stored::<Role>("subject attribute");
    are_stored::<Exactness>("day month");
    are_stored::<Meaning>("substantive dont_know not_applicable");
}

#[test]
fn words_of_people_who_move_are_stored_as_ever() {
    are_all!(transfer::State, "planned done undone");
    are_all!(
        transfer::Hindrance,
        "receiver_left no_role last_administrator other_first"
    );
}

#[test]
fn words_of_plans_are_stored_as_ever() {
    are_all!(
        value::State,
        "provisional final approved published withdrawn"
    );
    are_all!(Comparability, "same minor limited broken unknown");
    are_stored::<Arrow>("up down level");
    are_stored::<Fed>("survey partly register");
    are_stored::<period::Kind>(
        "unstated year fiscal_year calendar_year point span sum average running_total each_year words",
    );
    are_stored::<Good>(
        "increase decrease maintain range keep_below keep_above relative status composite unclear none",
    );
    are_stored::<Unjudged>(
        "no_value no_target operator_not_said words parts no_rule periods_differ interval_unknown \
         units_differ",
    );
}

#[test]
fn words_of_figures_are_stored_as_ever() {
    are_stored::<Stage>("provisional final");
    are_stored::<Reason>(
        "no_such_item no_such_option no_such_measure no_weights disproportionate formula empty_base",
    );
    are_all!(Base, "everyone all answered substantive");
    are_all!(
        MarginReason,
        "bounds no_spread census census_low_return n_too_small no_base not_a_sample"
    );
    are_all!(Verdict, "up down same not_confirmed");
    are_all!(
        Unavailable,
        "current_undefined previous_method_unknown previous_missing previous_n_unknown \
         previous_se_unknown current_se_unknown comparability_limited comparability_broken"
    );
    are_stored::<Standing>("achieved not_achieved improved flat worsened within_margin");
    are_all!(Direction, "up flat down");
    are_all!(VerdictBy, "interval test census");
    are_stored::<Grade>("A B C D None");
}

#[test]
fn words_of_case_files_are_written_as_ever() {
    are_all!(Exclusion, "late blank duplicate");
    are_all!(MeanBase, "answered substantive blank_as_zero");
    are_all!(HiddenReason, "disclosed too_many nothing_left");
    are_all!(Quadrant, "重点維持 重点改善 維持 改善");
    are_all!(
        LevelReason,
        "actual_missing baseline_missing baseline_method_unknown direction_only not_numeric \
         scale_has_no_zero target_zero"
    );
    are_all!(
        ProgressReason,
        "actual_missing baseline_already_meets baseline_equals_target baseline_method_unknown \
         baseline_missing direction_only maintain not_numeric overshoot"
    );
}
