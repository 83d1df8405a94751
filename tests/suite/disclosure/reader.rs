//! What a reader knows of a town: every published number as a sum over its people; and what must not follow from it.

use kocho::domain::plan::definition::Base;
use kocho::domain::questionnaire::item::Accepts;
use kocho::domain::questionnaire::question::Meaning;
use kocho::domain::questionnaire::routing::Condition;
use kocho::domain::report::RowOf;
use kocho::domain::report::release::{Cell, Crosstab, Release, Table};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::solver::Known;
use super::town::{Answer, Person, Town, holds};

/// How much one person adds to a number.
pub type Adds<'t> = Box<dyn Fn(&Person) -> u64 + 't>;

/// A number somebody is few in.
pub struct Secret<'t> {
    pub name: String,
    pub(super) adds: Adds<'t>,
    pub(super) value: u64,
}

/// Everything a reader has in front of him.
pub struct Knowledge<'t> {
    pub(super) town: &'t Town,
    pub(super) facts: Vec<(String, Adds<'t>, Known)>,
    pub secrets: Vec<Secret<'t>>,
    /// Small numbers that are shown.
    pub shown: Vec<String>,
}

pub fn exactly(n: u64) -> Known {
    Known { least: n, most: n }
}

impl<'t> Knowledge<'t> {
    pub fn of(town: &'t Town) -> Self {
        let mut knowledge = Self {
            town,
            facts: Vec::new(),
            secrets: Vec::new(),
            shown: Vec::new(),
        };
        for (release, bound) in &town.releases {
            knowledge.read(release);
            bound.iter().for_each(|bound| knowledge.indicator(bound));
        }
        for bound in &town.bound {
            knowledge.small_indicator(bound);
        }
        knowledge
    }

    pub(super) fn at(&self, item: &str) -> usize {
        self.town.reader.item(item).unwrap().0
    }

    fn count(&self, adds: &Adds<'t>) -> u64 {
        self.town.people.iter().map(adds).sum()
    }

    pub(super) fn fact(&mut self, name: String, adds: Adds<'t>, known: Known) {
        let real = self.count(&adds);
        assert!(
            known.least <= real && real <= known.most,
            "{name}: {real} is not {known:?}"
        );
        self.facts.push((name, adds, known));
    }

    /// A number that is shown, or x; an x of a table that is shown is at least 1.
    fn cell(
        &mut self,
        name: String,
        adds: impl Fn(&Person) -> u64 + Copy + 't,
        cell: Option<u64>,
        is_secret: bool,
    ) {
        let real = self.count(&(Box::new(adds) as Adds));
        let people = self.town.people.len() as u64;
        let small = is_secret && (1..self.town.k).contains(&real);
        match cell {
            Some(n) if small => self.shown.push(format!("{name} = {n}")),
            Some(n) => self.fact(name, Box::new(adds), exactly(n)),
            None => {
                if small {
                    self.secrets.push(Secret {
                        name: name.clone(),
                        adds: Box::new(adds),
                        value: real,
                    });
                }
                let x = Known {
                    least: 1,
                    most: people,
                };
                self.fact(name, Box::new(adds), x);
            }
        }
    }

    /// Something of which nothing is said.
    pub(super) fn secret(&mut self, name: String, adds: impl Fn(&Person) -> u64 + 't) {
        let adds: Adds = Box::new(adds);
        let value = self.count(&adds);
        if (1..self.town.k).contains(&value) {
            self.secrets.push(Secret { name, adds, value });
        }
    }

    fn read(&mut self, release: &Release) {
        self.fact("valid".to_owned(), Box::new(|_| 1), exactly(release.valid));
        for table in &release.tables {
            self.table(table);
        }
        for tab in &release.crosstabs {
            self.crosstab(tab);
        }
    }

    fn table(&mut self, table: &Table) {
        let (at, name) = (self.at(&table.item), &table.item);
        let opinion = self.opinions(at);
        let state = |is: fn(Answer) -> bool| move |person: &Person| u64::from(is(person[at]));
        let asked = state(|answer| answer != Answer::NotAsked);
        let answered = state(is_given);
        let is_follow_up = self
            .town
            .people
            .iter()
            .any(|person| person[at] == Answer::NotAsked);
        match table.bases.all {
            Cell::Shown(n) => self.cell(format!("n of {name}"), asked, Some(n), is_follow_up),
            // Who chose one of several, but not another, follows from one table of a multiple choice alone.
            Cell::X if self.hangs_on_many(at) || self.hangs_on_silence(at) => {}
            Cell::X => self.secret(format!("n of {name}"), asked),
        }
        let mut open = |what: &str, adds: Adds<'t>, cell: Cell<u64>| {
            if let Cell::Shown(n) = cell {
                self.fact(format!("{what} of {name}"), adds, exactly(n));
            }
        };
        open("answered", Box::new(answered), table.bases.answered);
        open(
            "opinions",
            Box::new(move |p| u64::from(opinion(p[at]))),
            table.bases.substantive,
        );
        open(
            "nothing",
            Box::new(state(|a| a == Answer::Nothing)),
            table.no_answer,
        );
        open(
            "not asked",
            Box::new(state(|a| a == Answer::NotAsked)),
            table.not_applicable,
        );
        open("invalid", Box::new(|_| 0), table.invalid);
        if let Some(options) = &table.options {
            for (option, cell) in options.iter().enumerate() {
                let n = cell.figures.shown().map(|figures| figures.count);
                self.cell(
                    format!("{name}={option}"),
                    move |p| chose(p[at], option),
                    n,
                    true,
                );
            }
            if table.no_answer == Cell::X {
                let some = Known {
                    least: 1,
                    most: self.town.people.len() as u64,
                };
                self.fact(
                    format!("x of {name}"),
                    Box::new(state(|a| a == Answer::Nothing)),
                    some,
                );
            }
        } else {
            for option in 0..self.options(at) {
                self.secret(format!("{name}={option}"), move |p| chose(p[at], option));
            }
        }
        self.segments(at);
        self.offers(at);
        if let Some(mean) = &table.mean {
            let shown: Decimal = mean.shown.parse().unwrap();
            let scored = self.options(at) > 0;
            let base = match scored {
                true => Base::Substantive,
                false => Base::Answered,
            };
            self.mean((at, base), (shown, mean.n), |_| true);
        }
    }

    /// How few were offered an option, and how few of those did not choose it: as of a follow-up of theirs.
    fn offers(&mut self, at: usize) {
        let town = self.town;
        let item = &town.reader.items()[at];
        let choices = item.choices(town.reader.questionnaire()).iter().enumerate();
        for (option, choice) in choices {
            let Some(condition) = &choice.show_if else {
                continue;
            };
            let is_offered =
                move |person: &Person| holds(&town.reader, condition, person) == Some(true);
            let without = move |person: &Person| {
                u64::from(is_offered(person)) * (1 - chose(person[at], option))
            };
            self.secret(format!("{}={option} left", item.code), without);
        }
    }

    /// How few are in a segment of numbers that a condition asks for.
    fn segments(&mut self, at: usize) {
        let reader = &self.town.reader;
        let name = &reader.items()[at].code;
        let Some(segments) = reader.segments_of_numbers(name) else {
            return;
        };
        for segment in 0..segments.count() {
            let segments = segments.clone();
            let adds = move |person: &Person| match person[at] {
                Answer::Number(n) => u64::from(segments.position_of(Decimal::from(n)) == segment),
                _ => 0,
            };
            self.secret(format!("segment {segment} of {name}"), adds);
        }
    }

    /// Asked of those who did not answer another: how many these are is told there, and is no secret.
    fn hangs_on_silence(&self, at: usize) -> bool {
        fn has(condition: &Condition, behind_not: bool) -> bool {
            match condition {
                Condition::Answered { .. } => behind_not,
                Condition::All(parts) | Condition::Any(parts) => {
                    parts.iter().any(|part| has(part, behind_not))
                }
                Condition::Not(part) => has(part, !behind_not),
                _ => false,
            }
        }
        let item = &self.town.reader.items()[at];
        let question = item.question(self.town.reader.questionnaire()).unwrap();
        question
            .show_if
            .iter()
            .any(|condition| has(condition, false))
    }

    fn hangs_on_many(&self, at: usize) -> bool {
        let item = &self.town.reader.items()[at];
        let question = item.question(self.town.reader.questionnaire()).unwrap();
        let conditions = question.show_if.iter();
        let mut parents = conditions
            .flat_map(|condition| condition.references())
            .map(|(item, _)| self.town.reader.item(item).unwrap().1);
        parents.any(|parent| matches!(parent.accepts, Accepts::Many { .. }))
    }

    fn options(&self, at: usize) -> usize {
        let item = &self.town.reader.items()[at];
        item.choices(self.town.reader.questionnaire()).len()
    }

    pub(super) fn opinions(&self, at: usize) -> impl Fn(Answer) -> bool + Clone + use<> {
        let item = &self.town.reader.items()[at];
        let choices = item.choices(self.town.reader.questionnaire()).iter();
        let opinions: Vec<bool> = choices.map(|c| c.meaning == Meaning::Substantive).collect();
        move |answer| match answer {
            Answer::Option(at) => opinions[at],
            answer => is_given(answer),
        }
    }

    /// A mean of so many people, and so the sum of what they said: n is small, no other sum is rounded to it.
    pub(super) fn mean(
        &mut self,
        (at, base): (usize, Base),
        (shown, n): (Decimal, u64),
        is_in: impl Fn(&Person) -> bool + Copy + 't,
    ) {
        let item = &self.town.reader.items()[at];
        let choices = item.choices(self.town.reader.questionnaire()).iter();
        let scores: Vec<Option<u64>> = choices.map(|c| c.score.and_then(|s| s.to_u64())).collect();
        let opinion = self.opinions(at);
        let score = move |answer: Answer| match answer {
            answer if base == Base::Substantive && !opinion(answer) => None,
            Answer::Option(option) => scores[option],
            Answer::Number(number) => Some(number),
            _ => None,
        };
        let counted = score.clone();
        let inside = move |p: &Person| u64::from(is_in(p) && counted(p[at]).is_some());
        self.fact(format!("n of mean {at}"), Box::new(inside), exactly(n));
        let sum = (shown * Decimal::from(n)).round().to_u64().unwrap();
        let points = move |p: &Person| score(p[at]).filter(|_| is_in(p)).unwrap_or(0);
        self.fact(format!("mean {at}"), Box::new(points), exactly(sum));
    }

    fn crosstab(&mut self, tab: &Crosstab) {
        let (by, at) = (self.at(&tab.by), self.at(&tab.item));
        let (groups, options) = (self.options(by), self.options(at));
        let code = |code: &str| code.parse::<usize>().unwrap() - 1;
        let rows: Vec<Option<usize>> = (0..groups).map(Some).chain([None]).collect();
        for of in rows {
            let is_in = move |p: &Person| match (p[by], of) {
                (Answer::Option(group), Some(of)) => group == of,
                (Answer::Option(_), None) | (_, Some(_)) => false,
                _ => true,
            };
            let row = tab.rows.iter().flatten().find(|row| match &row.of {
                RowOf::Total => false,
                RowOf::Missing => of.is_none(),
                RowOf::Option(named) => of == Some(code(named)),
            });
            let asked = move |p: &Person| u64::from(is_in(p) && p[at] != Answer::NotAsked);
            let name = format!("{}={of:?} {}", tab.by, tab.item);
            match (row, &tab.rows) {
                (Some(row), _) => self.fact(format!("{name} n"), Box::new(asked), exactly(row.n)),
                // How many did not say who they are is shown and no secret.
                (None, Some(_)) => self.cell(format!("{name} n"), asked, None, of.is_some()),
                (None, None) => {}
            }
            for option in 0..=options {
                let adds = move |p: &Person| match option == options {
                    true => u64::from(is_in(p) && p[at] == Answer::Nothing),
                    false => u64::from(is_in(p)) * chose(p[at], option),
                };
                let name = format!("{name}={option}");
                match row {
                    Some(row) => {
                        let n = row.cells[option].shown().map(|figures| figures.count);
                        self.cell(name, adds, n, true);
                    }
                    // Nor what all of them chose.
                    None if option < options && of.is_some() => self.secret(name, adds),
                    None => {}
                }
            }
        }
    }

    /// What is known, in words.
    pub fn told(&self) -> String {
        let facts = self.facts.iter();
        let told: Vec<String> = facts
            .map(|(name, adds, known)| format!("{name}: {known:?} ({})", self.count(adds)))
            .collect();
        told.join("\n")
    }
}

pub fn is_given(answer: Answer) -> bool {
    !matches!(answer, Answer::NotAsked | Answer::Nothing)
}

pub fn chose(answer: Answer, option: usize) -> u64 {
    match answer {
        Answer::Option(at) => u64::from(at == option),
        Answer::Options(set) => u64::from(set & (1 << option) != 0),
        _ => 0,
    }
}
