//! A small town with a random questionnaire, its answers, its indicators, and what is released of them.

use std::collections::BTreeSet;

use kocho::domain::ids::{IndicatorId, ResponseId};
use kocho::domain::plan::definition::{self, Base, Definition, Measure, Source};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::item::{Accepts, Item};
use kocho::domain::questionnaire::question::Code;
use kocho::domain::questionnaire::routing::Condition;
use kocho::domain::report::Report;
use kocho::domain::report::release::{Before, Release, Sum};
use kocho::domain::survey::Mode;
use kocho::domain::survey::design::Design;
use kocho::domain::tabulation::Layout;
use kocho::domain::tabulation::measuring::Measured;
use kocho::domain::tabulation::method::Method;
use kocho::domain::tabulation::reading::{Reading, Stored};
use kocho::domain::tabulation::report::{Counting, Facts};
use kocho::formats::questionnaire;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::dice::Dice;
use super::questions::{self, Besides};

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    NotAsked,
    Nothing,
    Option(usize),
    Options(u32),
    Number(u64),
}

/// The answers of one person, parallel to the items.
pub type Person = Vec<Answer>;

/// An indicator with its value.
#[derive(Debug, Clone)]
pub struct Bound {
    pub item: definition::Measurand,
    pub sum: Sum,
    pub measured: Measured,
}

const FACTS: Facts = Facts {
    population: None,
    sample_size: None,
    census: false,
    is_sample: true,
};

/// A town that is asked and told.
pub struct Town {
    pub reader: Reader,
    pub people: Vec<Person>,
    pub bound: Vec<Bound>,
    /// Oldest first, each with the indicators that were published with it.
    pub releases: Vec<(Release, Vec<Bound>)>,
    pub k: u64,
}

impl Town {
    /// None where the dice made a questionnaire that no review lets pass, or too few people for any figure.
    pub fn thrown(seed: u64, besides: Besides) -> Option<Self> {
        let mut dice = Dice::new(seed);
        let asked = questions::thrown(&mut dice, besides);
        let read = questionnaire::read(asked.to_string().as_bytes()).ok()?;
        let reader = Reader::new(read);
        let count = dice.between(3, 10);
        let people: Vec<Person> = (0..count)
            .map(|_| person(&reader, &mut dice))
            .filter(|person| !is_blank(&reader, person))
            .collect();
        let k = dice.between(2, 3);
        if people.len() < 4 {
            return None;
        }
        let mut town = Self {
            reader,
            people,
            bound: Vec::new(),
            releases: Vec::new(),
            k,
        };
        town.tell(&mut dice);
        Some(town)
    }

    /// One release, or two that know of each other.
    fn tell(&mut self, dice: &mut Dice) {
        let times = 1 + usize::from(dice.chance(25));
        for _ in 0..times {
            let design = Design {
                k: self.k,
                min_base: self.k + dice.below(2),
                ..Design::default()
            };
            let (report, bound) = self.report(&design, dice);
            let sums: Vec<Sum> = bound.iter().map(|bound| bound.sum.clone()).collect();
            let earlier: Vec<Release> = self.releases.iter().map(|(r, _)| r.clone()).collect();
            let known: Vec<Sum> = self
                .releases
                .iter()
                .flat_map(|(_, bound)| bound.iter().map(|bound| bound.sum.clone()))
                .collect();
            let before = Before {
                releases: &earlier,
                sums: &known,
            };
            let release = Release::of(&report, &self.reader, &design, &sums, before);
            let is_seen = |bound: &Bound| {
                let indicator = bound.sum.indicator.unwrap();
                !release.withheld.contains(&indicator)
            };
            let seen = bound
                .iter()
                .filter(|bound| is_seen(bound))
                .cloned()
                .collect();
            self.bound.extend(bound);
            self.releases.push((release, seen));
        }
    }

    /// These people's answers, read as they are counted.
    pub fn read(&self, people: &[Person], holds: u64) -> Reading {
        self.reread(people, 0, holds)
    }

    /// The same from one of them on.
    pub fn reread(&self, people: &[Person], from: usize, holds: u64) -> Reading {
        let layout = Layout::new(&self.reader).unwrap();
        let mut reading = Reading::new(&layout).holding_back(holds);
        for (at, person) in people.iter().enumerate().skip(from) {
            let stored = Stored {
                id: ResponseId(Uuid::from_u64_pair(0, at as u64)),
                mode: Mode::Web,
                duration: None,
                document: &document(&self.reader, person),
            };
            reading.add(stored).unwrap();
        }
        reading
    }

    /// What would be told of some people.
    pub fn told_of(&self, people: &[Person]) -> (Report, Vec<u8>, Release) {
        let layout = Layout::new(&self.reader).unwrap();
        let design = Design {
            k: self.k,
            min_base: self.k,
            ..Design::default()
        };
        let (responses, digest) = self.read(people, 0).finish();
        let counting = Counting::new(&layout, &responses, &design, FACTS, Method::CURRENT);
        let report = counting.report(Vec::new());
        let release = Release::of(&report, &self.reader, &design, &[], Before::default());
        (report, digest, release)
    }

    /// The report, and the values of indicators that are not small by themselves.
    fn report(&self, design: &Design, dice: &mut Dice) -> (Report, Vec<Bound>) {
        let layout = Layout::new(&self.reader).unwrap();
        let (responses, _) = self.read(&self.people, 0).finish();
        let counting = Counting::new(&layout, &responses, design, FACTS, Method::CURRENT);
        let bound = (0..dice.below(3)).filter_map(|_| {
            let item = indicator(&self.reader, dice);
            let definition = Definition {
                source: Source::Item(item.clone()),
                decimals: 1,
                direction: Direction::Increase,
                baseline: None,
            };
            let measured = counting.measure(&definition).ok()?;
            let indicator = IndicatorId(Uuid::now_v7());
            let sum = Sum::of(Some(indicator), &item).remove(0);
            Some(Bound {
                item,
                sum,
                measured,
            })
        });
        let large = |bound: &Bound| !is_small(&bound.measured);
        let bound: Vec<Bound> = bound.filter(large).collect();
        (counting.report(Vec::new()), bound)
    }
}

/// As the page of an indicator judges its own numbers.
fn is_small(measured: &Measured) -> bool {
    let figure = &measured.figure;
    let few = |people: u64| (1..figure.limits.k).contains(&people);
    let share = figure.numerator.map(|inside| (inside, figure.n - inside));
    figure.n < figure.limits.min_base
        || share.is_some_and(|(inside, outside)| few(inside) || few(outside))
}

/// The states an item can be in where it is asked, of those who have answered so before.
pub fn possible(reader: &Reader, item: &Item, before: &[Answer]) -> Vec<Answer> {
    let choices = item.choices(reader.questionnaire());
    let offered = |at: usize| {
        let condition = choices[at].show_if.as_ref();
        condition.is_none_or(|condition| holds(reader, condition, before) == Some(true))
    };
    let mut answers = answers(item);
    answers.retain(|answer| match answer {
        Answer::Option(at) => offered(*at),
        Answer::Options(set) => (0..choices.len()).all(|at| set & (1 << at) == 0 || offered(at)),
        _ => true,
    });
    answers
}

/// The states an item can be in where it is asked and everything is offered.
fn answers(item: &Item) -> Vec<Answer> {
    let given: Vec<Answer> = match &item.accepts {
        Accepts::One(codes) => (0..codes.len()).map(Answer::Option).collect(),
        Accepts::Many { codes, .. } => (1..1u32 << codes.len()).map(Answer::Options).collect(),
        Accepts::Number { .. } => (0..=2).map(Answer::Number).collect(),
        Accepts::Consent(_) | Accepts::Date { .. } => Vec::new(),
        Accepts::Time { .. } | Accepts::Text { .. } => Vec::new(),
    };
    std::iter::once(Answer::Nothing).chain(given).collect()
}

fn person(reader: &Reader, dice: &mut Dice) -> Person {
    let mut person = Person::new();
    for item in reader.items() {
        let possible = possible(reader, item, &person);
        let count = possible.len() - 1;
        // The first ones are liked more, so that the others are few.
        let liked = dice.place(count).min(dice.place(count));
        person.push(match (is_asked(reader, item, &person), dice.chance(12)) {
            (false, _) => Answer::NotAsked,
            (true, true) => Answer::Nothing,
            (true, false) => possible[1 + liked],
        });
    }
    person
}

/// Whether an item is asked after those answers.
pub fn is_asked(reader: &Reader, item: &Item, before: &[Answer]) -> bool {
    let question = item.question(reader.questionnaire()).unwrap();
    let condition = question.show_if.as_ref();
    condition.is_none_or(|condition| holds(reader, condition, before) == Some(true))
}

/// Whether a condition holds, in three values (M-3).
pub fn holds(reader: &Reader, condition: &Condition, person: &[Answer]) -> Option<bool> {
    let all = |parts: &[Condition], decisive: bool| {
        let found: Vec<_> = parts
            .iter()
            .map(|part| holds(reader, part, person))
            .collect();
        match found.contains(&Some(decisive)) {
            true => Some(decisive),
            false if found.contains(&None) => None,
            false => Some(!decisive),
        }
    };
    match condition {
        Condition::AnyOf { item, codes } => chose(reader, item, codes, person),
        Condition::All(parts) => all(parts, false),
        Condition::Any(parts) => all(parts, true),
        Condition::Not(part) => holds(reader, part, person).map(|holds| !holds),
        Condition::Number { item, min, max } => {
            let (at, _) = reader.item(item).unwrap();
            let Answer::Number(number) = person[at] else {
                return None;
            };
            let number = Decimal::from(number);
            Some(min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max))
        }
        Condition::Answered { item } => match person[reader.item(item).unwrap().0] {
            Answer::NotAsked => None,
            answer => Some(answer != Answer::Nothing),
        },
        Condition::Date { .. } => None,
    }
}

fn chose(reader: &Reader, item: &str, codes: &[Code], person: &[Answer]) -> Option<bool> {
    let (at, item) = reader.item(item).unwrap();
    let choices = item.choices(reader.questionnaire());
    let wanted = |at: usize| codes.contains(&choices[at].code);
    match person[at] {
        Answer::Option(option) => Some(wanted(option)),
        Answer::Options(set) => {
            Some((0..choices.len()).any(|at| set & (1 << at) != 0 && wanted(at)))
        }
        _ => None,
    }
}

/// Whether a sheet says nothing about the subject (M-1).
pub fn is_blank(reader: &Reader, person: &Person) -> bool {
    use kocho::domain::questionnaire::question::Role;
    let mut given = reader.items().iter().zip(person);
    !given.any(|(item, answer)| {
        let says = !matches!(answer, Answer::NotAsked | Answer::Nothing);
        item.role == Role::Subject && says
    })
}

fn document(reader: &Reader, person: &Person) -> String {
    let mut fields: Vec<(usize, &str, String)> = Vec::new();
    for (item, answer) in reader.items().iter().zip(person) {
        let choices = item.choices(reader.questionnaire());
        let code = |at: usize| format!("\"{}\"", choices[at].code);
        let said = match answer {
            Answer::NotAsked | Answer::Nothing => continue,
            Answer::Option(at) => code(*at),
            Answer::Options(set) => {
                let chosen = (0..choices.len()).filter(|at| set & (1 << at) != 0);
                format!("[{}]", chosen.map(code).collect::<Vec<_>>().join(", "))
            }
            Answer::Number(number) => number.to_string(),
        };
        fields.push((item.code.len(), &item.code, said));
    }
    fields.sort();
    let fields: Vec<String> = fields
        .iter()
        .map(|(_, name, said)| format!("\"{name}\": {said}"))
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// A random indicator: a share or a mean, on any base, of some people or of all.
fn indicator(reader: &Reader, dice: &mut Dice) -> definition::Measurand {
    let items = reader.items();
    let item = dice.pick(items).clone();
    let choices = item.choices(reader.questionnaire());
    let codes: Vec<Code> = choices.iter().map(|choice| choice.code.clone()).collect();
    let scored = choices.iter().any(|choice| choice.score.is_some());
    let mean = codes.is_empty() || (scored && dice.chance(50));
    let wanted = match item.accepts {
        Accepts::Many { .. } => 1,
        _ => 1 + dice.place(codes.len().max(1)),
    };
    let from = dice.place(codes.len().max(1));
    let codes: BTreeSet<Code> = codes
        .iter()
        .cycle()
        .skip(from)
        .take(wanted)
        .cloned()
        .collect();
    let base = match mean {
        true => *dice.pick(&[Base::Answered, Base::Substantive]),
        false => *dice.pick(&Base::ALL),
    };
    let closed: Vec<(String, u64)> = items
        .iter()
        .map(|item| {
            (
                item.code.clone(),
                item.choices(reader.questionnaire()).len() as u64,
            )
        })
        .filter(|(_, options)| *options > 0)
        .collect();
    let filter = dice
        .chance(40)
        .then(|| serde_json::from_value(questions::condition(&closed, dice)).unwrap());
    definition::Measurand {
        questionnaire: Code::parse("town").unwrap(),
        item: item.code,
        measure: if mean {
            Measure::Mean
        } else {
            Measure::Share(codes)
        },
        base,
        weighting: None,
        filter,
    }
}
