//! Nobody gets stuck: what was typed decides what is asked, whatever else is wrong with it.

use proptest::prelude::*;

use super::super::item::{Accepts, Item};
use super::super::review::review;
use super::super::tests::every_kind;
use super::dice_tests::Dice;
use super::*;

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    fields.iter().map(owned).collect()
}

/// A person at the pages of a questionnaire.
struct Person {
    reader: Reader,
    typed: Typed,
    seed: Option<OrderSeed>,
}

impl Person {
    fn at(reader: &Reader) -> Self {
        Self {
            reader: reader.clone(),
            typed: Typed::new(),
            seed: None,
        }
    }

    fn read(&self) -> DraftAnswers {
        DraftAnswers::of_draft(&self.reader, &self.typed, self.seed)
    }

    /// Types into the page of a section and goes on.
    fn next(&mut self, section: usize, fields: &[(&str, &str)]) -> Forward {
        let shown = self.read().shown(section);
        replace(
            &mut self.typed,
            &self.reader,
            section,
            &shown,
            &pairs(fields),
        );
        self.read().forward(section, &shown)
    }

    fn sent(&self) -> String {
        match self.read().ready() {
            Ready::Send(answers) => answers.document(),
            other => panic!("{other:?}"),
        }
    }
}

fn items(faults: &[AnswerError]) -> Vec<&str> {
    faults.iter().map(|fault| fault.item.as_str()).collect()
}

#[test]
fn a_required_follow_up_is_shown_before_it_is_missed() {
    let mut person = Person::at(&every_kind());
    assert_eq!(person.next(0, &[("q1", "1")]), Forward::Opened(1));
    let Forward::Faulty(faults) = person.next(0, &[("q1", "1")]) else {
        panic!("nothing is missing");
    };
    assert_eq!(items(&faults), ["q2"]);
    assert_eq!(faults[0].kind, Refused::Required);
    assert_eq!(
        person.next(0, &[("q1", "1"), ("q2", "a")]),
        Forward::Section(1)
    );
}

#[test]
fn a_fault_beside_it_neither_hides_nor_empties_a_follow_up() {
    let mut person = Person::at(&every_kind());
    person.next(0, &[("q1", "1")]);
    let Forward::Faulty(faults) =
        person.next(0, &[("q1", "1"), ("q2", "a"), ("q2", "b"), ("q2", "c")])
    else {
        panic!("three of two");
    };
    assert_eq!(items(&faults), ["q2"]);
    assert!(person.read().shown(0).has(1));
    assert_eq!(person.typed["q2"], ["a", "b", "c"]);
    // The number is unreadable; what hangs on q2 is asked all the same.
    person.next(0, &[("q1", "1"), ("q2", "a")]);
    let Forward::Faulty(faults) = person.next(1, &[("q6", "週三日")]) else {
        panic!("a number");
    };
    assert_eq!(items(&faults), ["q6"]);
    assert!(
        person.read().path().shows(2),
        "the third section hangs on q2"
    );
    assert_eq!(person.read().instead_of(2), None);
}

#[test]
fn a_filter_changed_and_changed_back_loses_nothing() {
    let mut person = Person::at(&every_kind());
    person.next(0, &[("q1", "1")]);
    person.next(0, &[("q1", "1"), ("q2", "a")]);
    let toggled = person.next(0, &[("q1", "2"), ("q2", "a")]);
    assert_eq!(toggled, Forward::Section(1));
    assert_eq!(person.read().uncounted(), [(0, 1)]);
    person.next(1, &[("q6", "5")]);
    assert_eq!(person.sent(), r#"{"q1": "2", "q6": 5}"#);
    // The page did not show q2, so it cannot have emptied it.
    assert_eq!(person.next(0, &[("q1", "1")]), Forward::Opened(1));
    assert_eq!(person.read().uncounted(), []);
    assert_eq!(person.sent(), r#"{"q1": "1", "q2": ["a"], "q6": 5}"#);
}

#[test]
fn a_page_replaces_its_own_answers_only() {
    let mut person = Person::at(&every_kind());
    person.next(1, &[("q6", "5"), ("q1", "1")]);
    assert_eq!(person.typed.keys().collect::<Vec<_>>(), ["q6"]);
    person.next(0, &[("q1", "2")]);
    let path = person.read().path().clone();
    assert_eq!(path.sections().collect::<Vec<_>>(), [0, 1, 3]);
    assert_eq!((path.after(1), path.before(0)), (Some(3), None));
    assert_eq!(person.next(1, &[]), Forward::Section(3));
    assert_eq!(person.sent(), r#"{"q1": "2"}"#);
}

#[test]
fn what_is_open_holds_back_what_comes_after_it() {
    let mut person = Person::at(&every_kind());
    person.next(0, &[("q1", "1")]);
    assert_eq!(person.read().instead_of(3), Some(0));
    assert_eq!(person.read().instead_of(0), None);
    let Ready::Faulty { section, faults } = person.read().ready() else {
        panic!("q2 is open");
    };
    assert_eq!((section, items(&faults)), (0, vec!["q2"]));
}

#[test]
fn nothing_is_sent_where_nothing_is_answered() {
    let mut person = Person::at(&every_kind());
    assert_eq!(person.read().ready(), Ready::Blank);
    person.next(3, &[("sex", "f")]);
    assert_eq!(person.read().ready(), Ready::Blank);
}

/// Going on with what stands on a page as it is: every fault is one of a question that the page shows.
fn faults_are_visible(person: &Person, section: usize, shown: &Shown) -> Result<(), String> {
    let Forward::Faulty(faults) = person.read().forward(section, shown) else {
        return Ok(());
    };
    for fault in faults {
        let (_, item) = person
            .reader
            .item(&fault.item)
            .ok_or("a fault of nothing")?;
        if item.section != section || !shown.has(item.question) {
            return Err(format!("{} is not on the page", fault.item));
        }
    }
    Ok(())
}

/// An item with the options that are offered.
fn offered(read: &DraftAnswers, item: &Item) -> Item {
    let mut item = item.clone();
    let question = read.question(item.section, item.question).unwrap();
    if let Accepts::One(codes) | Accepts::Many { codes, .. } = &mut item.accepts {
        let options = question.kind.choices(0).iter();
        *codes = options.map(|option| option.code.clone()).collect();
    }
    item
}

/// Answers every question that the page of a section shows, as it wants to be answered.
fn answer(person: &mut Person, dice: &mut Dice, section: usize, shown: &Shown) {
    let read = person.read();
    let items = person.reader.items().iter();
    let asked = items.filter(|item| item.section == section && shown.has(item.question));
    let fields: Vec<(String, String)> = asked
        .flat_map(|item| {
            dice.answer(&offered(&read, item))
                .into_iter()
                .map(|value| (item.code.clone(), value))
        })
        .collect();
    replace(&mut person.typed, &person.reader, section, shown, &fields);
}

/// Answers everything that the pages show, from one section on, until nothing is left to do.
fn walk(person: &mut Person, dice: &mut Dice, from: usize) -> Result<Ready, String> {
    let mut section = from;
    for _ in 0..200 {
        let read = person.read();
        if let Some(instead) = read.instead_of(section) {
            section = instead;
            continue;
        }
        let shown = read.shown(section);
        faults_are_visible(person, section, &shown)?;
        answer(person, dice, section, &shown);
        let read = person.read();
        section = match read.forward(section, &shown) {
            Forward::Faulty(faults) => return Err(format!("{faults:?}")),
            Forward::Opened(_) => section,
            Forward::Section(next) => next,
            Forward::Check => match read.clone().ready() {
                Ready::Faulty { section, .. } => section,
                Ready::Blank => read.path().sections().next().ok_or("nothing asked")?,
                done => return Ok(done),
            },
        };
    }
    Err("no end".to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 40_000, ..ProptestConfig::default() })]

    #[test]
    fn from_any_state_answering_what_is_shown_leads_to_the_receipt(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let questionnaire = dice.questionnaire();
        prop_assume!(review(&questionnaire).is_empty());
        let reader = Reader::new(questionnaire);
        let mut person = Person::at(&reader);
        person.seed = Some(OrderSeed([dice.roll(256).to_le_bytes()[0]; 16]));
        for item in reader.items() {
            if dice.one_in(2) {
                person.typed.insert(item.code.clone(), dice.anything(item));
            }
        }
        let from = dice.roll(reader.questionnaire().sections.len());
        match walk(&mut person, &mut dice, from) {
            Ok(Ready::Send(answers)) => {
                let again = Answers::stored(&reader, serde_json::from_str(&answers.document()).unwrap());
                prop_assert_eq!(again.as_ref(), Ok(&answers));
                // What a form says of it is read as the same, drawn parts too.
                let pairs = answers.pairs().into_iter().collect();
                prop_assert_eq!(Answers::read(&reader, &pairs), Ok(answers));
            }
            Ok(Ready::NothingAsked) => {}
            stuck => prop_assert!(false, "{:?} with {:?}", stuck, person.typed),
        }
    }
}
