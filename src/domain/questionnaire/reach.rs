//! Whether the conditions of a questionnaire make sense: they name what was asked before, and can hold together.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::finding::{DesignFault, Finding};
use super::item::{Accepts, Item, items};
use super::places::conditions;
use super::question::Code;
use super::routing::{Condition, Test};
use super::{Layout, Questionnaire};
use crate::domain::between::Between;
use crate::domain::time::Day;

/// The faults of all conditions.
pub(super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let items = items(questionnaire);
    let known: HashMap<&str, &Item> = items
        .iter()
        .map(|item| (item.code.as_str(), item))
        .collect();
    let mut findings = Vec::new();
    for guard in conditions(questionnaire) {
        let mut find = |fault| {
            findings.push(Finding {
                path: guard.path.clone(),
                fault,
            })
        };
        let before = |item: &&&Item| (item.section, item.question) < guard.place;
        let is_late =
            |item: &Item| guard.of_option && !is_on_page_before(questionnaire, item, guard.place.0);
        for (name, test) in guard.condition.references() {
            match known.get(name) {
                None => find(unknown(name, &items)),
                Some(item) if !before(&item) => find(DesignFault::ForwardItem(name.to_owned())),
                Some(item) if is_late(item) => find(DesignFault::OnSamePage(name.to_owned())),
                Some(item) => unfit(item, test).into_iter().for_each(&mut find),
            }
        }
    }
    // Only conditions that name things can be followed.
    if findings.is_empty() {
        let reach = Reach {
            questionnaire,
            known,
        };
        let unreachable = conditions(questionnaire)
            .into_iter()
            .filter(|guard| !guard.of_option && !reach.can_be_asked(guard.place));
        findings.extend(unreachable.map(|guard| Finding {
            path: guard.path,
            fault: DesignFault::Unreachable,
        }));
    }
    findings
}

/// What is wrong with a name that is no item: of a grid, or of what is repeated, one has to be named.
pub(super) fn unknown(name: &str, items: &[Item]) -> DesignFault {
    let row = format!("{name}.");
    let repeat = format!("{name}_1");
    let one = items.iter().find(|item| {
        let question = item.code.split('.').next();
        item.code.starts_with(&row) || question == Some(&repeat)
    });
    let name = name.to_owned();
    match one {
        Some(one) => DesignFault::SeveralItems {
            such_as: one.code.clone(),
            name,
        },
        None => DesignFault::UnknownItem(name),
    }
}

/// Whether an item is answered before the page of a section is written.
pub(super) fn is_on_page_before(
    questionnaire: &Questionnaire,
    item: &Item,
    section: usize,
) -> bool {
    questionnaire.layout == Layout::Sections && item.section < section
}

/// What of a test does not fit the item.
fn unfit(item: &Item, test: Test<'_>) -> Vec<DesignFault> {
    let name = || item.code.clone();
    let (kind, is_open) = match (test, &item.accepts) {
        (Test::Answered, _) => return Vec::new(),
        (Test::AnyOf(codes), _) if has_options(item) => return unknown_codes(item, codes),
        (Test::AnyOf(_), _) => (Some(DesignFault::WithoutOptions(name())), false),
        (Test::Number(between), Accepts::Number { .. }) => (None, between == OPEN_NUMBERS),
        (Test::Number(_), _) => (Some(DesignFault::NotANumber(name())), false),
        (Test::Day(between), Accepts::Date { .. }) => (None, between == OPEN_DAYS),
        (Test::Day(_), _) => (Some(DesignFault::NotADay(name())), false),
    };
    let open = is_open.then(|| DesignFault::WithoutLimits(name()));
    kind.into_iter().chain(open).collect()
}

const OPEN_NUMBERS: Between<Decimal> = Between {
    min: None,
    max: None,
};
const OPEN_DAYS: Between<Day> = Between {
    min: None,
    max: None,
};

/// Whether people choose between its codes: of a consent there is but one, which everybody gives who is asked.
fn has_options(item: &Item) -> bool {
    !matches!(item.accepts, Accepts::Consent(_)) && !item.accepts.codes().is_empty()
}

fn unknown_codes(item: &Item, codes: &[Code]) -> Vec<DesignFault> {
    let unknown = codes
        .iter()
        .filter(|code| !item.accepts.codes().contains(code));
    unknown
        .map(|code| DesignFault::UnknownOption {
            item: item.code.clone(),
            code: code.clone(),
        })
        .collect()
}

struct Reach<'q> {
    questionnaire: &'q Questionnaire,
    known: HashMap<&'q str, &'q Item>,
}

/// What must be answered to get somewhere.
type Needs<'q> = HashMap<&'q str, Need<'q>>;

/// What must be answered of one item.
#[derive(Clone)]
enum Need<'q> {
    /// One of these codes; of several answers only what was asked for last is known.
    OneOf(BTreeSet<&'q Code>),
    /// A number between these.
    Number(Between<Decimal>),
    /// A day between these.
    Day(Between<Day>),
    /// Anything.
    Anything,
}

impl<'q> Need<'q> {
    fn of(test: Test<'q>, accepts: &Accepts) -> Self {
        match (test, accepts) {
            (Test::AnyOf(codes), _) => Self::OneOf(codes.iter().collect()),
            (Test::Number(between), Accepts::Number { min, max, .. }) => {
                let (min, max) = (Some(*min), Some(*max));
                Self::Number(between.and(Between { min, max }))
            }
            (Test::Day(between), Accepts::Date { min, max, .. }) => {
                let (min, max) = (Some(*min), Some(*max));
                Self::Day(between.and(Between { min, max }))
            }
            _ => Self::Anything,
        }
    }

    /// What both need of an item with one answer.
    fn and(self, other: &Self) -> Self {
        match (self, other) {
            (Self::OneOf(codes), Self::OneOf(others)) => {
                Self::OneOf(codes.intersection(others).copied().collect())
            }
            (Self::Number(one), Self::Number(other)) => Self::Number(one.and(*other)),
            (Self::Day(one), Self::Day(other)) => Self::Day(one.and(*other)),
            (Self::Anything, other) => other.clone(),
            (one, _) => one,
        }
    }

    fn can_be_met(&self) -> bool {
        match self {
            Self::OneOf(codes) => !codes.is_empty(),
            Self::Number(between) => !between.is_empty(),
            Self::Day(between) => !between.is_empty(),
            Self::Anything => true,
        }
    }
}

impl<'q> Reach<'q> {
    /// Whether some answers lead here: what all its conditions, and those of the questions they name, ask together.
    fn can_be_asked(&self, place: (usize, usize)) -> bool {
        let mut needs = Needs::new();
        self.collect(place, &mut needs)
    }

    /// Adds what a question needs; false when it can never be met. Conditions look back only, so this ends.
    fn collect(&self, (section, question): (usize, usize), needs: &mut Needs<'q>) -> bool {
        let Some(section) = self.questionnaire.sections.get(section) else {
            return true;
        };
        let question = section
            .questions
            .get(question)
            .and_then(|q| q.show_if.as_ref());
        section
            .show_if
            .iter()
            .chain(question)
            .all(|condition| self.add(condition, needs))
    }

    fn add(&self, condition: &'q Condition, needs: &mut Needs<'q>) -> bool {
        match condition {
            Condition::All(all) => all.iter().all(|part| self.add(part, needs)),
            // One way is enough, and each is followed on its own.
            Condition::Any(any) => any.iter().any(|part| self.add(part, &mut needs.clone())),
            Condition::Not(_) => true,
            leaf => leaf
                .test()
                .is_none_or(|(item, test)| self.add_need(item, test, needs)),
        }
    }

    fn add_need(&self, name: &'q str, test: Test<'q>, needs: &mut Needs<'q>) -> bool {
        let Some(item) = self.known.get(name) else {
            return true;
        };
        let need = Need::of(test, &item.accepts);
        let has_several = matches!(item.accepts, Accepts::Many { .. });
        let left = match needs.get(name) {
            Some(before) if !has_several => need.and(before),
            _ => need,
        };
        let possible = left.can_be_met();
        // Followed once: what leads to the item is the same every time.
        let seen = needs.insert(name, left).is_some();
        possible && (seen || self.collect((item.section, item.question), needs))
    }
}

#[cfg(test)]
mod tests {
    use super::super::review::review;
    use super::*;

    /// Four questions with two options each; conditions of q2, q3 and q4 as JSON.
    fn faults(conditions: [&str; 3]) -> Vec<(String, DesignFault)> {
        let question = |code: &str, condition: Option<&str>| {
            let show_if = condition.map_or(String::new(), |c| format!(r#","show_if":{c}"#));
            format!(
                r#"{{"code":"{code}","text":"x","type":"single","options":[
                {{"code":"1","label":"x"}},{{"code":"2","label":"x"}}]{show_if}}}"#
            )
        };
        let [q2, q3, q4] = conditions.map(|c| (!c.is_empty()).then_some(c));
        let json = format!(
            r#"{{"code":"c","title":"t","purpose":"p","minutes":1,"languages":["ja"],"sections":[
            {{"code":"s","title":"t","questions":[{},{},{},{}]}}]}}"#,
            question("q1", None),
            question("q2", q2),
            question("q3", q3),
            question("q4", q4),
        );
        let questionnaire = serde_json::from_str(&json).unwrap();
        review(&questionnaire)
            .into_iter()
            .map(|f| (f.path, f.fault))
            .collect()
    }

    fn is(item: &str, code: &str) -> String {
        format!(r#"{{"any_of":{{"item":"{item}","codes":["{code}"]}}}}"#)
    }

    fn at(question: usize) -> String {
        format!("sections[0].questions[{question}].show_if")
    }

    #[test]
    fn conditions_name_what_was_asked_before() {
        let found = faults([&is("q9", "1"), &is("q3", "1"), &is("q1", "7")]);
        let code = Code::parse("7").unwrap();
        let expected = [
            (at(1), DesignFault::UnknownItem("q9".to_owned())),
            (at(2), DesignFault::ForwardItem("q3".to_owned())),
            (
                at(3),
                DesignFault::UnknownOption {
                    item: "q1".to_owned(),
                    code,
                },
            ),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_are_asked_for_where_numbers_are_answered() {
        let none = r#"{"number":{"item":"q1","min":"2"}}"#;
        let day = r#"{"date":{"item":"q1","min":"2025-04-01"}}"#;
        let answered = r#"{"not":{"answered":{"item":"q1"}}}"#;
        let expected = [
            (at(1), DesignFault::NotANumber("q1".to_owned())),
            (at(2), DesignFault::NotADay("q1".to_owned())),
        ];
        assert_eq!(faults([none, day, answered]), expected);
    }

    #[test]
    fn limits_that_no_answer_meets_are_found() {
        let question = |show_if: &str| {
            format!(
                r#"{{"code":"c","title":"t","purpose":"p","minutes":1,"languages":["ja"],"sections":[
                {{"code":"s","title":"t","questions":[
                {{"code":"n","text":"x","type":"number","min":"0","max":"9"}},
                {{"code":"q","text":"x","type":"text","show_if":{show_if}}}]}}]}}"#
            )
        };
        let of = |limits: &str| format!(r#"{{"number":{{"item":"n"{limits}}}}}"#);
        let (low, high) = (of(r#","max":"2""#), of(r#","min":"3""#));
        for (show_if, fault) in [
            (of(r#","min":"2""#), None),
            (of(r#","min":"10""#), Some(DesignFault::Unreachable)),
            (
                of(r#","min":"3","max":"2""#),
                Some(DesignFault::Unreachable),
            ),
            (of(""), Some(DesignFault::WithoutLimits("n".to_owned()))),
            (
                format!(r#"{{"all":[{low},{high}]}}"#),
                Some(DesignFault::Unreachable),
            ),
            (format!(r#"{{"any":[{low},{high}]}}"#), None),
        ] {
            let found = review(&serde_json::from_str(&question(&show_if)).unwrap());
            let found = found.into_iter().map(|finding| finding.fault).next();
            assert_eq!(found, fault, "{show_if}");
        }
    }

    #[test]
    fn what_can_never_be_asked_is_found() {
        assert_eq!(faults([&is("q1", "1"), &is("q2", "1"), &is("q1", "1")]), []);
        // q3 wants q1 = 2, but hangs on q2, which is asked for q1 = 1 only.
        let both = format!(r#"{{"all":[{},{}]}}"#, is("q2", "1"), is("q1", "2"));
        assert_eq!(
            faults([&is("q1", "1"), &both, ""]),
            [(at(2), DesignFault::Unreachable)]
        );
        assert_eq!(
            faults([r#"{"any":[]}"#, "", ""]),
            [(at(1), DesignFault::Unreachable)]
        );
        let either = format!(r#"{{"any":[{},{}]}}"#, is("q1", "1"), is("q1", "2"));
        assert_eq!(faults([&either, &is("q1", "2"), ""]), []);
    }
}
