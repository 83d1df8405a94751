//! One row of the survey as a question.

use rust_decimal::Decimal;

use super::columns::Row;
use super::constraint::{limits, parameters};
use super::limited::set;
use super::read::Reading;
use super::types::{RowType, Select, truth};
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::question::{Choice, Exactness, Kind, Question, Role};
use crate::domain::text::Text;
use crate::formats::foreign::assemble::Rule;
use crate::formats::foreign::expression::{Answer, Dialect, Logic, parse};
use crate::formats::foreign::kinds::{self, OTHER, Offered, Options, answer, question, usual};
use crate::formats::foreign::lack::{Instead, Lack};
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::told;

/// How many digits a decimal number may have behind the point, where nothing is said.
const DIGITS: u16 = 3;

impl Reading {
    pub(super) fn asks(&mut self, row: &mut Row<'_>, is: RowType, place: &Place) {
        if self.grid.is_some() {
            if self.row_of_grid(row, &is) {
                return;
            }
            self.leave_grid();
        }
        let at = row.place("name");
        let name = row.take("name").map_or(String::new(), |(name, _)| name);
        if name.is_empty() {
            self.draft.lack(&at, Lack::Missing("name".to_owned()));
        }
        let rules = Self::relevant(row);
        if is == RowType::Text && self.is_line_beside(row, &name, &rules) {
            return;
        }
        let text = row.text("label", &mut self.draft.found);
        let Some((kind, options)) = self.kind(row, &is, &text, place) else {
            return;
        };
        let code = self.draft.code(&name, &at);
        let mut question = question(code, text, kind);
        self.shared(row, &is, &mut question);
        self.limited(row, &mut question, &options);
        let item = question.code.to_string();
        if !matches!(question.kind, Kind::Note { .. }) {
            self.draft
                .name(name, item, answer(&question.kind, &options.names));
        }
        self.ask(question, rules, &at);
    }

    /// What all kinds of questions have.
    fn shared(&mut self, row: &mut Row<'_>, is: &RowType, question: &mut Question) {
        let hint = row.text("hint", &mut self.draft.found);
        question.hint = (hint != Text::default()).then_some(hint);
        if let Some((raw, place)) = row.take("required") {
            match truth(&raw) {
                Some(required) => question.required = required,
                None => self.draft.lack(&place, Lack::Expression(told(&raw))),
            }
        }
        // A tick that need not be given is none.
        if *is == RowType::Acknowledge {
            if !question.required {
                let from = "acknowledge".to_owned();
                let to = Instead::Tick;
                self.draft
                    .lack(&row.place("required"), Lack::Downgraded { from, to });
            }
            question.required = true;
            question.role = Role::Attribute;
        }
        let randomized = row
            .take("parameters")
            .filter(|_| !matches!(is, RowType::Range));
        if let Some((raw, place)) = randomized {
            match raw.replace(' ', "").as_str() {
                "randomize=true" if matches!(is, RowType::Select { .. }) => {
                    question.order = Order::Random
                }
                _ => self.draft.lack(&place, Lack::Value(told(&raw))),
            }
        }
    }

    fn kind(
        &mut self,
        row: &mut Row<'_>,
        is: &RowType,
        text: &Text,
        place: &Place,
    ) -> Option<(Kind, Options)> {
        let appearance = row.take("appearance");
        let looks = appearance.as_ref().map_or("", |(raw, _)| raw.as_str());
        let [likert, lines, month] =
            ["likert", "multiline", "month-year"].map(|word| looks == word);
        let mut used = false;
        let mut uses = |fits: bool| {
            used |= fits;
            fits
        };
        let made = match is {
            RowType::Select {
                how,
                list,
                or_other,
            } => {
                let scale = uses(likert && *how == Select::One);
                self.select(*how, list, *or_other, scale, place)
            }
            RowType::Range => Some((self.range(row, place), Options::default())),
            RowType::DateTime => {
                let (from, to) = ("dateTime".to_owned(), Instead::DayOnly);
                self.draft.lack(place, Lack::Downgraded { from, to });
                Some((typed(is, text, false)?, Options::default()))
            }
            RowType::Text => Some((typed(is, text, uses(lines))?, Options::default())),
            is => Some((
                typed(is, text, uses(month && *is == RowType::Date))?,
                Options::default(),
            )),
        };
        if let Some((raw, place)) = appearance.as_ref().filter(|_| !used) {
            self.draft.lack(place, Lack::Value(told(raw)));
        }
        made
    }

    fn select(
        &mut self,
        how: Select,
        list: &str,
        or_other: bool,
        scale: bool,
        place: &Place,
    ) -> Option<(Kind, Options)> {
        let Some(mut options) = self.lists.options(list, &mut self.draft) else {
            self.draft.lack(place, Lack::Missing(told(list)));
            return None;
        };
        if or_other {
            let label = usual(OTHER, &self.languages);
            let (name, place) = ("other".to_owned(), place.clone());
            let other = kinds::options(vec![Offered { name, label, place }], &mut self.draft);
            options.choices.extend(other.choices);
            options.names.extend(other.names);
            if let Some(other) = options.last_mut() {
                other.other = true;
            }
        }
        let all = options.choices.clone();
        let kind = match how {
            Select::One if scale => Kind::Scale { options: all },
            Select::One => Kind::Single { options: all },
            Select::Multiple => Kind::Multiple {
                options: all,
                min: None,
                max: None,
            },
            Select::Rank => Kind::Ranking {
                places: u16::try_from(all.len()).unwrap_or(u16::MAX),
                options: all,
            },
        };
        Some((kind, options))
    }

    /// `range`: its limits stand in `parameters`.
    fn range(&mut self, row: &mut Row<'_>, place: &Place) -> Kind {
        let given = row.take("parameters");
        let raw = given.as_ref().map_or("", |(raw, _)| raw.as_str());
        let parameters = parameters(raw);
        let number = |name: &str, instead: u32| {
            let written = parameters
                .get(name)
                .map(|written| written.parse::<Decimal>());
            written.unwrap_or(Ok(instead.into())).ok()
        };
        // As the form's own programs take them where they are missing.
        let (start, end, step) = (number("start", 1), number("end", 10), number("step", 1));
        let (Some(start), Some(end), Some(step)) = (start, end, step) else {
            self.draft.lack(place, Lack::Value(told(raw)));
            return unlimited(0);
        };
        if step != Decimal::ONE {
            let (name, value) = ("step".to_owned(), step.to_string());
            self.draft.lack(place, Lack::NotRead { name, value });
        }
        let scale = [start, end, step]
            .iter()
            .map(|number| number.normalize().scale())
            .max();
        let decimals = u16::try_from(scale.unwrap_or_default())
            .unwrap_or(DIGITS)
            .min(DIGITS);
        let (min, max) = (start.min(end), start.max(end));
        let unit = None;
        Kind::Number {
            min,
            max,
            decimals,
            unit,
        }
    }

    /// The limits of the column `constraint`.
    fn limited(&mut self, row: &mut Row<'_>, question: &mut Question, options: &Options) {
        let rule = row
            .take("constraint")
            .map(|(raw, place)| Rule { raw, place });
        let read = rule.as_ref().map(|rule| limits(rule, &question.kind));
        if let (Some(rule), Some(None)) = (&rule, &read) {
            self.draft
                .lack(&rule.place, Lack::Expression(told(&rule.raw)));
        }
        let read = read.flatten().unwrap_or_default();
        let place = row.place("constraint");
        let rest = set(question, read, options, |what| {
            self.draft.lack(&place, what)
        });
        if let (Some(rule), true) = (rule, rest) {
            self.draft
                .lack(&rule.place, Lack::Expression(told(&rule.raw)));
        }
    }

    /// Whether a text is the line beside an option of the question before it: `{question}.other`.
    fn is_line_beside(&mut self, row: &mut Row<'_>, name: &str, rules: &[Rule]) -> bool {
        let Some((beside, same)) = self.line_of(name, rules) else {
            return false;
        };
        self.draft.name(name, beside, Answer::Other);
        let label = row.text("label", &mut self.draft.found);
        if label != same && label != Text::default() {
            let value = label.iter().map(|(_, text)| told(text)).collect();
            let name = "label".to_owned();
            self.draft
                .lack(&row.place("label"), Lack::NotRead { name, value });
        }
        true
    }

    /// Gives the option its line: the item of the line and the label of the option. None where there is no such option.
    fn line_of(&mut self, name: &str, rules: &[Rule]) -> Option<(String, Text)> {
        let [rule] = rules else {
            return None;
        };
        let Logic::Has { name: of, values } = parse(&rule.raw, Dialect::XlsForm)? else {
            return None;
        };
        let line = name.strip_prefix(of.as_str())?;
        (line == ".other" || line.starts_with(".other.")).then_some(())?;
        let (item, answers) = self.draft.names.0.get(&of)?;
        let (Answer::One(names) | Answer::Many(names)) = answers else {
            return None;
        };
        let [value] = values.as_slice() else {
            return None;
        };
        let (_, code) = names.iter().find(|(name, _)| name == value)?;
        let asked = self.draft.sections.last_mut()?.asked.last_mut()?;
        (asked.question.code.as_str() == item).then_some(())?;
        let options = options_of(&mut asked.question.kind)?;
        let option = options.iter_mut().find(|option| option.code == *code)?;
        option.other = true;
        Some((format!("{item}{line}"), option.label.clone()))
    }
}

fn options_of(kind: &mut Kind) -> Option<&mut Vec<Choice>> {
    match kind {
        Kind::Single { options } | Kind::Multiple { options, .. } => Some(options),
        _ => None,
    }
}

/// A number whose limits are still to be read.
fn unlimited(decimals: u16) -> Kind {
    let (min, max) = kinds::widest();
    let unit = None;
    Kind::Number {
        min,
        max,
        decimals,
        unit,
    }
}

/// The kinds that follow from the type and at most one word about how it looks: several lines, a month.
fn typed(is: &RowType, text: &Text, looks: bool) -> Option<Kind> {
    let (min, max) = (None, None);
    Some(match is {
        RowType::Integer => unlimited(0),
        RowType::Decimal => unlimited(DIGITS),
        RowType::Text => Kind::Text {
            long: looks,
            max_length: None,
            pattern: None,
        },
        RowType::Date | RowType::DateTime => {
            let exact_to = if looks {
                Exactness::Month
            } else {
                Exactness::Day
            };
            Kind::Date { min, max, exact_to }
        }
        RowType::Time => Kind::Time {
            min: None,
            max: None,
        },
        RowType::Note => Kind::Note { picture: None },
        RowType::Acknowledge => {
            let label = text.clone();
            Kind::Consent { label }
        }
        _ => return None,
    })
}
