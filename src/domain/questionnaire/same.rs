//! 「同上」: a question that may be answered with the answer to an earlier one.
//!
//! What is kept of a draft is that it is the same, and not what: whoever changes the earlier answer changes this one.
//! What is stored is the code that both have, so that whoever counts need not know.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::Questionnaire;
use super::answers::{Answer, Answers};
use super::code::Code;
use super::finding::{DesignFault, Finding};
use super::item::{Accepts, Item, items};
use super::question::Kind;
use super::reading::Fault;
use super::refusal::{AnswerError, AnswerErrorKind as Refused};
use super::routing::Path;

/// What a form sends in place of a code; no code begins so.
pub const SAME: &str = "_same";

/// An item that is answered with the answer to another one, by positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Same {
    /// The item.
    pub(super) item: usize,
    /// The one before it.
    pub(super) source: usize,
}

impl Answers {
    /// Answers those of some items that are the same as others, with what the others have now.
    pub(super) fn take_over(&mut self, same: &[Same], items: Range<usize>) {
        for one in same.iter().filter(|one| items.contains(&one.item)) {
            let taken = self.taken(*one);
            if let Some(value) = self.values.get_mut(one.item) {
                *value = taken;
            }
        }
    }

    /// The answer to the source as one of the item: positions of options may differ, codes do not.
    fn taken(&self, same: Same) -> Option<Answer> {
        let accepts = |at: usize| self.reader.items().get(at).map(|item| &item.accepts);
        let Some(Answer::One(option)) = self.at(same.source) else {
            return None;
        };
        let code = accepts(same.source)?.codes().get(*option)?;
        accepts(same.item)?.option(code.as_str()).map(Answer::One)
    }

    /// The fault of an item that is the same as one that is asked and has no answer. As one that is not asked it does not
    /// count: no page would show what to answer first.
    pub(super) fn fault_of(&self, same: Same, path: &Path) -> Option<Fault> {
        let item = |at: usize| self.reader.items().get(at);
        let (one, source) = (item(same.item)?, item(same.source)?);
        let is_open = self.at(same.source).is_none() && path.asks(source.section, source.question);
        let kind = Refused::SameUnanswered {
            source: source.code.clone(),
        };
        let item = one.code.clone();
        is_open.then_some((Some(same.item), AnswerError { item, kind }))
    }
}

/// The questions that cannot be the same as what they name.
pub(super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let items = items(questionnaire);
    let named: HashMap<&str, &Item> = items
        .iter()
        .map(|item| (item.code.as_str(), item))
        .collect();
    let asking = items.iter().filter(|item| item.same_as.is_some());
    let mut findings: Vec<Finding> = asking
        .filter_map(|item| {
            let source = item.same_as.as_deref()?;
            let fault = unfit(item, source, named.get(source).copied())?;
            Some(finding(item.section, item.question, fault))
        })
        .collect();
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let questions = section.questions.iter().enumerate();
        let others = questions.filter(|(_, q)| q.same_as.is_some() && !can_be_the_same(&q.kind));
        findings.extend(others.map(|(position, _)| finding(at, position, DesignFault::SameKind)));
    }
    findings
}

fn finding(section: usize, question: usize, fault: DesignFault) -> Finding {
    let path = format!("sections[{section}].questions[{question}].same_as");
    Finding { path, fault }
}

/// Whether a question of this kind has one answer that another can have as well.
pub(super) fn can_be_the_same(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Place { .. }
    )
}

/// The items whose answer a question may take over: those before it with the same codes.
#[must_use]
pub fn sources(questionnaire: &Questionnaire, question: &Code) -> Vec<Item> {
    let asked = questionnaire.question(question);
    if !asked.is_some_and(|asked| can_be_the_same(&asked.kind)) {
        return Vec::new();
    }
    let mut all = items(questionnaire);
    let own = all
        .iter()
        .find(|item| item.code == question.as_str())
        .cloned();
    all.retain(|one| {
        own.as_ref()
            .is_some_and(|own| unfit(own, &one.code, Some(one)).is_none())
    });
    all
}

/// What is wrong with the source of an item.
fn unfit(item: &Item, name: &str, source: Option<&Item>) -> Option<DesignFault> {
    let at = |item: &Item| (item.section, item.question);
    let Some(source) = source.filter(|source| at(source) < at(item)) else {
        return Some(DesignFault::SameNotBefore(name.to_owned()));
    };
    let alike = matches!(source.accepts, Accepts::One(_)) && codes(source) == codes(item);
    (!alike).then(|| DesignFault::SameCodes(name.to_owned()))
}

fn codes(item: &Item) -> BTreeSet<&Code> {
    item.accepts.codes().iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::review::review;
    use super::super::{DraftAnswers, Raw, Reader};
    use super::*;

    /// Where one lives (asked of those who live in town), works and shops; the last has the codes in another order.
    fn document() -> Value {
        let place = |code: &str, label: &str, kana: &str| json!({"code": code, "label": label, "kana": kana});
        let places = json!([
            place("1", "東町", "ひがしまち"),
            place("2", "西町", "にしまち"),
            place("3", "南町", "みなみまち")
        ]);
        let options = |codes: &[&str]| -> Value {
            let option = |code: &&str| json!({"code": code, "label": code, "other": *code == "3"});
            codes.iter().map(option).collect()
        };
        json!({
            "code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"],
            "sections": [{"code": "s1", "title": "1", "questions": [
                {"code": "town", "text": "x", "type": "scale", "options": [{"code": "1", "label": "x"}, {"code": "2", "label": "y"}]},
                {"code": "home", "text": "x", "type": "place", "options": places,
                    "show_if": {"any_of": {"item": "town", "codes": ["1"]}}},
                {"code": "work", "text": "x", "type": "place", "same_as": "home", "options": places},
                {"code": "shop", "text": "x", "type": "single", "same_as": "work", "options": options(&["3", "2", "1"])},
                {"code": "east", "text": "x", "type": "text", "show_if": {"any_of": {"item": "shop", "codes": ["1"]}}},
            ]}],
        })
    }

    fn reader() -> Reader {
        let questionnaire = serde_json::from_value(document()).unwrap();
        assert_eq!(review(&questionnaire), []);
        Reader::new(questionnaire)
    }

    fn read(pairs: &[(&str, &str)]) -> Result<String, Vec<AnswerError>> {
        let read = Answers::read(&reader(), &pairs.iter().copied().collect())?;
        let pairs: Vec<(String, String)> = read
            .pairs()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into_owned()))
            .collect();
        let again: Raw<'_> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(Answers::read(&reader(), &again), Ok(read.clone()));
        Ok(read.document())
    }

    fn refused(pairs: &[(&str, &str)]) -> Vec<(String, Refused)> {
        let faults = read(pairs).unwrap_err().into_iter();
        faults.map(|fault| (fault.item, fault.kind)).collect()
    }

    fn open(item: &str, source: &str) -> (String, Refused) {
        let source = source.to_owned();
        (item.to_owned(), Refused::SameUnanswered { source })
    }

    #[test]
    fn what_is_the_same_is_stored_as_the_code_of_both() {
        let same = [("work", SAME), ("shop", SAME)];
        let with = |home| [&[("town", "1"), ("home", home)][..], &same].concat();
        let stored = |code: &str| {
            format!(r#"{{"home": "{code}", "shop": "{code}", "town": "1", "work": "{code}"}}"#)
        };
        assert_eq!(read(&with("2")).as_deref(), Ok(stored("2").as_str()));
        // The earlier answer is changed, in another form of it; what hangs on the later one follows.
        assert_eq!(read(&with("みなみ")).as_deref(), Ok(stored("3").as_str()));
        let east = [with("1"), vec![("east", "はい")]].concat();
        assert!(read(&east).unwrap().contains(r#""east": "はい""#));
    }

    #[test]
    fn what_is_the_same_as_nothing_is_told() {
        let same = [("work", SAME), ("shop", SAME)];
        let expected = [open("work", "home"), open("shop", "work")];
        assert_eq!(refused(&[&[("town", "1")], &same[..]].concat()), expected);
        // Where one lives is not asked: nobody is led to a question that no page shows. Where one works is.
        let shop = [open("shop", "work")];
        assert_eq!(refused(&same), shop);
        let typed = [("town", "2"), ("home", "1")];
        assert_eq!(refused(&[&typed, &same[..]].concat()), shop);
        let draft = DraftAnswers::read(
            &reader(),
            &[&typed, &same[..]].concat().into_iter().collect(),
            None,
        );
        assert_eq!(draft.uncounted(), [(0, 1), (0, 2)]);
    }

    #[test]
    fn where_it_is_not_offered_it_is_no_answer() {
        assert_eq!(
            refused(&[("town", SAME)]),
            [("town".to_owned(), Refused::UnknownOption)]
        );
        let typed = SAME.to_owned();
        assert_eq!(
            refused(&[("town", "1"), ("home", SAME)]),
            [("home".to_owned(), Refused::NoSuchPlace { typed })]
        );
        let base = [("town", "1"), ("home", "1"), ("work", "1")];
        let beside = [&base[..], &[("shop", SAME), ("shop.other", "駅")]].concat();
        assert_eq!(
            refused(&beside),
            [("shop.other".to_owned(), Refused::OtherNotChosen)]
        );
        let twice = [&base[..], &[("shop", SAME), ("shop", "1")]].concat();
        assert_eq!(refused(&twice), [("shop".to_owned(), Refused::Repeated)]);
    }

    #[test]
    fn a_text_takes_the_place_of_a_mark_that_only_stood_there() {
        let with = |work: &[&'static str]| {
            let work = work.iter().map(|value| ("work", *value));
            let pairs: Vec<(&str, &str)> = [("town", "1"), ("home", "1")]
                .into_iter()
                .chain(work)
                .collect();
            read(&pairs).map(|document| document.contains(r#""work": "1""#))
        };
        assert_eq!(with(&[SAME, "", "_before::"]), Ok(true));
        assert_eq!(with(&[SAME, "西町", "_before:_same:"]), Ok(false));
        assert_eq!(with(&[SAME, "西町", "_before:2:西町"]), Ok(true));
        assert!(with(&[SAME, "西町", "_before::"]).is_err());
        assert_eq!(with(&["西町", "_before:_same:"]), Ok(false));
    }

    #[test]
    fn it_names_an_item_before_it_with_the_same_codes() {
        let found = |question: usize, key: &str, value: Value| {
            let mut document = document();
            document["sections"][0]["questions"][question][key] = value;
            let questionnaire = serde_json::from_value(document).unwrap();
            let found = review(&questionnaire).into_iter();
            found
                .map(|found| (found.path, found.fault))
                .collect::<Vec<_>>()
        };
        let at = |question: usize, fault| {
            [(format!("sections[0].questions[{question}].same_as"), fault)]
        };
        for unknown in ["nothing", "work", "shop"] {
            let fault = DesignFault::SameNotBefore(unknown.to_owned());
            assert_eq!(found(2, "same_as", json!(unknown)), at(2, fault));
        }
        let fault = DesignFault::SameCodes("town".to_owned());
        assert_eq!(found(2, "same_as", json!("town")), at(2, fault));
        assert_eq!(
            found(4, "same_as", json!("home")),
            at(4, DesignFault::SameKind)
        );
    }

    proptest! {
        /// Saying that it is the same is saying the same.
        #[test]
        fn the_same_is_what_the_other_is(town in "[12]?", home in "[123]?", more in prop::option::of("[123]")) {
            let work = more.as_deref().unwrap_or(SAME);
            let pairs = |shop: &'static str| [("town", town.clone()), ("home", home.clone()), ("work", work.to_owned()), ("shop", shop.to_owned())];
            let asked = if town == "1" { home.as_str() } else { "" };
            let code = more.as_deref().unwrap_or(asked).to_owned();
            let read = Answers::read(&reader(), &pairs(SAME).into_iter().collect());
            prop_assert_eq!(read.is_ok(), !code.is_empty());
            if let Ok(read) = read {
                let said = pairs("").map(|(name, value)| (name, if matches!(name, "work" | "shop") { code.clone() } else { value }));
                prop_assert_eq!(Answers::read(&reader(), &said.into_iter().collect()), Ok(read));
            }
        }
    }
}
