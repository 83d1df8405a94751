//! population.csv of a survey held in Kocho: the dimensions of its design, checked against its questionnaire.
//!
//! The columns are those of a case folder, and optionally a fourth, `mailed`: letters sent to the category where the
//! sample was drawn by this dimension. UTF-8, with or without byte order mark.

use super::fault::{Fault, Faults, Problem};
use super::table::{Row, Table};
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::item::{Accepts, Item, Part};
use crate::domain::questionnaire::question::Role;
use crate::domain::survey::design::{Category, Dimension, MOST_PEOPLE};

const FILE: &str = "population.csv";

/// Reads the population by dimension.
///
/// # Errors
/// Every fault of the file with its line.
pub fn population(bytes: &[u8], questionnaire: &Reader) -> Result<Vec<Dimension>, Vec<Fault>> {
    let faults = Faults::default();
    let dimensions = if std::str::from_utf8(bytes).is_ok() {
        Reading::new(questionnaire, &faults).file(bytes)
    } else {
        let problem = Problem::Refused("not UTF-8: save it as “CSV UTF-8”");
        faults.add(FILE, None, "", problem);
        Vec::new()
    };
    if faults.is_empty() {
        Ok(dimensions)
    } else {
        Err(faults.into_list())
    }
}

struct Reading<'a> {
    questionnaire: &'a Reader,
    faults: &'a Faults,
    /// Name as written, and the dimension; one with a fault has no items and its categories are not looked at.
    found: Vec<(String, Dimension)>,
}

impl<'a> Reading<'a> {
    fn new(questionnaire: &'a Reader, faults: &'a Faults) -> Self {
        Self {
            questionnaire,
            faults,
            found: Vec::new(),
        }
    }

    fn file(mut self, bytes: &[u8]) -> Vec<Dimension> {
        let Some(mut table) = Table::open(FILE, bytes, self.faults) else {
            return Vec::new();
        };
        let header = table.next(self.faults).unwrap_or_default();
        let names = header.fields();
        let required = ["dimension", "category", "population"];
        if names != required && names.strip_suffix(&["mailed"]) != Some(required.as_slice()) {
            let columns = "columns dimension, category, population and perhaps mailed";
            self.fault(Some(1), "", Problem::Expected(columns));
            return Vec::new();
        }
        while let Some(row) = table.next(self.faults) {
            self.record(&row, names.len());
        }
        self.whole();
        self.found.into_iter().map(|(_, found)| found).collect()
    }

    fn fault(&self, line: Option<u64>, path: &str, problem: Problem) {
        self.faults.add(FILE, line, path, problem);
    }

    fn record(&mut self, row: &Row, width: usize) {
        let line = row.line;
        if row.len() < width || row.filled() > width {
            let problem = Problem::Expected("as many fields as the first line has");
            return self.fault(line, "", problem);
        }
        let [dimension, category, people, mailed] = [0, 1, 2, 3].map(|at| row.field(at));
        let people = self.count(line, "population", people);
        let mailed = (!mailed.is_empty()).then(|| self.count(line, "mailed", mailed));
        if mailed.flatten() > people {
            let problem = Problem::Refused("more letters than people");
            self.fault(line, "mailed", problem);
        }
        let category = Category {
            codes: category.split('*').map(str::to_owned).collect(),
            people: people.unwrap_or_default(),
            mailed: mailed.map(Option::unwrap_or_default),
        };
        self.add(line, dimension, category);
    }

    fn count(&self, line: Option<u64>, column: &str, text: &str) -> Option<u64> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count = text.parse().ok().filter(|n| digits && *n <= MOST_PEOPLE);
        if count.is_none() {
            let problem = Problem::Expected("a whole number from 0 to 10¹⁰");
            self.fault(line, column, problem);
        }
        count
    }

    fn add(&mut self, line: Option<u64>, dimension: &str, category: Category) {
        let at = self.place(line, dimension);
        let Some((_, known)) = self.found.get(at) else {
            return;
        };
        let accepted = known.items.len() == category.codes.len()
            && known.items.iter().zip(&category.codes).all(|(item, code)| {
                let item = self.questionnaire.item(item);
                item.is_some_and(|(_, item)| has(item, code))
            });
        if !known.items.is_empty() && !accepted {
            self.fault(line, "category", Problem::Unknown(category.name()));
        }
        if known
            .categories
            .iter()
            .any(|other| other.codes == category.codes)
        {
            self.fault(line, "category", Problem::Duplicate(category.name()));
        }
        if let Some((_, known)) = self.found.get_mut(at) {
            known.categories.push(category);
        }
    }

    /// The place of a dimension, made when it occurs first.
    fn place(&mut self, line: Option<u64>, name: &str) -> usize {
        if let Some(at) = self.found.iter().position(|(known, _)| known == name) {
            return at;
        }
        let items = self.items(line, name).unwrap_or_default();
        let dimension = Dimension {
            items,
            categories: Vec::new(),
        };
        self.found.push((name.to_owned(), dimension));
        self.found.len() - 1
    }

    /// The items a dimension is made of; none with a fault.
    fn items(&self, line: Option<u64>, name: &str) -> Option<Vec<String>> {
        let items: Vec<String> = name.split('*').map(str::to_owned).collect();
        let wrong = |problem| self.fault(line, "dimension", problem);
        let mut fine = true;
        for (at, code) in items.iter().enumerate() {
            let item = self.questionnaire.item(code).map(|(_, item)| item);
            if items.iter().take(at).any(|other| other == code) {
                wrong(Problem::Duplicate(code.clone()));
            } else if item.is_none() {
                wrong(Problem::Unknown(code.clone()));
            } else if !item.is_some_and(is_attribute) {
                let problem = "a dimension is made of single-choice questions about the respondent";
                wrong(Problem::Refused(problem));
            } else {
                continue;
            }
            fine = false;
        }
        let same = |(_, other): &(String, Dimension)| {
            other.items.len() == items.len() && items.iter().all(|item| other.items.contains(item))
        };
        if fine && self.found.iter().any(same) {
            wrong(Problem::Duplicate(name.to_owned()));
            fine = false;
        }
        fine.then_some(items)
    }

    /// What can be said only of the whole file.
    fn whole(&self) {
        if self.found.is_empty() {
            let problem = Problem::Refused("there is no population in it");
            self.fault(None, "", problem);
        }
        for (name, dimension) in &self.found {
            if dimension.people() == 0 {
                let problem = Problem::Refused("this dimension has no people");
                self.fault(None, name, problem);
            }
            let sampled = |category: &Category| category.mailed.is_some();
            if dimension.is_sampled() && !dimension.categories.iter().all(sampled) {
                let problem = Problem::Refused("letters are said of some categories only");
                self.fault(None, name, problem);
            }
        }
        if self.found.iter().filter(|(_, d)| d.is_sampled()).count() > 1 {
            let problem = Problem::Refused("a sample is drawn by one dimension");
            self.fault(None, "mailed", problem);
        }
    }
}

fn is_attribute(item: &Item) -> bool {
    item.role == Role::Attribute
        && item.part == Part::Whole
        && matches!(item.accepts, Accepts::One(_))
}

fn has(item: &Item, code: &str) -> bool {
    item.accepts
        .codes()
        .iter()
        .any(|known| known.as_str() == code)
}
