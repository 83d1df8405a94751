//! Questions as elements of a page.

use rust_decimal::Decimal;
use serde_json::{Map, Number, Value, json};

use super::choices::MEANINGS;
use super::typed::POSTAL_CODE;
use super::write::{Document, NUMBER};
use crate::domain::questionnaire::item::GIVEN;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Axis, Choice, Exactness, Kind, Question, Role, Row};
use crate::domain::text::Text;
use crate::domain::time::Day;
use crate::formats::foreign::lack::Detail;

type Element = Map<String, Value>;

impl Document<'_> {
    /// A question as an element; none of a kind that nobody is asked.
    pub(super) fn question(&mut self, question: &Question, path: &str) -> Option<Value> {
        self.of_question(question, path);
        let mut element = Element::new();
        set(
            &mut element,
            "type",
            self.element_type(&question.kind, path)?,
        );
        set(&mut element, "name", question.code.as_str());
        match &question.kind {
            Kind::Note { picture } => {
                if picture.is_some() {
                    self.unsaid
                        .cannot(&format!("{path}.picture"), Detail::Picture);
                }
                let html = question
                    .text
                    .iter()
                    .map(|(language, words)| (language.clone(), escaped(words)));
                let html: Text = html.collect();
                self.put(&mut element, "html", &html, path);
            }
            _ => self.put(&mut element, "title", &question.text, path),
        }
        if let Some(hint) = &question.hint {
            self.put(&mut element, "description", hint, &format!("{path}.hint"));
        }
        if let Some(rule) = self.rule(question.show_if.as_ref(), path) {
            set(&mut element, "visibleIf", rule);
        }
        if question.required {
            set(&mut element, "isRequired", true);
        }
        if question.order == Order::Random {
            set(&mut element, "choicesOrder", "random");
        }
        self.chosen(&mut element, &question.kind, path);
        self.rows(&mut element, &question.kind, path);
        self.typed(&mut element, &question.kind, path);
        Some(Value::Object(element))
    }

    /// What the documents have no word for.
    fn of_question(&mut self, question: &Question, path: &str) {
        self.unsaid.of_question(question, path);
        let is_consent = matches!(question.kind, Kind::Consent { .. });
        if (question.role == Role::Attribute) != is_consent {
            self.unsaid.cannot(&format!("{path}.role"), Detail::Role);
        }
        let kind = &question.kind;
        let may_be_random = matches!(
            kind,
            Kind::Single { .. } | Kind::Multiple { .. } | Kind::Ranking { .. }
        );
        let says = question.order == Order::AsWritten
            || (question.order == Order::Random && may_be_random);
        if !says {
            self.unsaid.cannot(&format!("{path}.order"), Detail::Order);
        }
    }

    fn element_type(&mut self, kind: &Kind, path: &str) -> Option<&'static str> {
        Some(match kind {
            Kind::Single { .. } => "radiogroup",
            Kind::Place { .. } => {
                self.unsaid.cannot(path, Detail::PlaceList);
                "dropdown"
            }
            Kind::Multiple { .. } | Kind::Consent { .. } => "checkbox",
            Kind::Scale { .. } => "rating",
            Kind::Ranking { .. } => "ranking",
            Kind::Grid { .. } | Kind::MultipleGrid { .. } => "matrix",
            Kind::DualGrid { .. } | Kind::NumberGrid { .. } => "matrixdropdown",
            Kind::Text { long: true, .. } => "comment",
            Kind::Text { .. } | Kind::Number { .. } | Kind::Date { .. } | Kind::Time { .. } => {
                "text"
            }
            Kind::Note { .. } => "html",
            Kind::Drawn { .. } => {
                self.unsaid.cannot(path, Detail::Drawn);
                return None;
            }
        })
    }

    /// The kinds with one list of options.
    fn chosen(&mut self, element: &mut Element, kind: &Kind, path: &str) {
        match kind {
            Kind::Single { options } | Kind::Place { options } => {
                self.choices(element, "choices", options, path)
            }
            Kind::Scale { options } => self.choices(element, "rateValues", options, path),
            Kind::Multiple { options, min, max } => {
                self.choices(element, "choices", options, path);
                if let Some(min) = min {
                    set(element, "minSelectedChoices", *min);
                }
                if let Some(max) = max {
                    set(element, "maxSelectedChoices", *max);
                }
                if options.len() == 1 {
                    self.unsaid.cannot(path, Detail::OnlyOption);
                }
            }
            Kind::Ranking { options, places } => {
                self.choices(element, "choices", options, path);
                if usize::from(*places) != options.len() {
                    set(element, "selectToRankEnabled", true);
                    set(element, "maxSelectedChoices", *places);
                }
            }
            Kind::Consent { label } => {
                let tick = json!([{"value": GIVEN, "text": self.text(label)}]);
                set(element, "choices", tick);
            }
            _ => {}
        }
    }

    /// The kinds with rows.
    fn rows(&mut self, element: &mut Element, kind: &Kind, path: &str) {
        if let Some(rows) = kind.rows() {
            let rows: Vec<Value> = rows.iter().map(|row| self.row(row)).collect();
            set(element, "rows", rows);
        }
        match kind {
            Kind::Grid { options, .. } => self.choices(element, "columns", options, path),
            Kind::MultipleGrid { options, max, .. } => {
                set(element, "cellType", "checkbox");
                self.choices(element, "columns", options, path);
                if max.is_some() {
                    self.unsaid.cannot(&format!("{path}.max"), Detail::RowMarks);
                }
            }
            Kind::DualGrid { axes, .. } => {
                let columns = self.axes(axes, path);
                set(element, "columns", columns);
            }
            Kind::NumberGrid {
                min,
                max,
                decimals,
                unit,
                ..
            } => {
                let mut column = Element::new();
                set(&mut column, "name", NUMBER);
                set(&mut column, "cellType", "text");
                self.number(&mut column, (*min, *max), *decimals, unit.as_ref(), path);
                set(element, "columns", vec![Value::Object(column)]);
            }
            _ => {}
        }
    }

    /// Two scales as two columns.
    fn axes(&mut self, axes: &[Axis], path: &str) -> Vec<Value> {
        let mut columns = Vec::new();
        for (at, axis) in axes.iter().enumerate() {
            let mut column = Element::new();
            set(&mut column, "name", axis.code.as_str());
            set(&mut column, "title", self.text(&axis.label));
            set(&mut column, "cellType", "radiogroup");
            let path = format!("{path}.axes[{at}]");
            self.choices(&mut column, "choices", &axis.options, &path);
            columns.push(Value::Object(column));
        }
        columns
    }

    fn row(&self, row: &Row) -> Value {
        json!({"value": row.code.as_str(), "text": self.text(&row.label)})
    }

    fn choices(&mut self, element: &mut Element, key: &str, options: &[Choice], path: &str) {
        let options = options.iter().enumerate();
        let all = options.map(|(at, option)| self.choice(option, &format!("{path}.options[{at}]")));
        let all: Vec<Value> = all.collect();
        set(element, key, all);
    }

    fn choice(&mut self, option: &Choice, path: &str) -> Value {
        self.unsaid.of_option(option, path);
        let mut choice = Element::new();
        set(&mut choice, "value", option.code.as_str());
        self.put(&mut choice, "text", &option.label, path);
        if let Some(score) = option.score {
            set(&mut choice, "score", number(score));
        }
        if let Some((word, _)) = MEANINGS
            .iter()
            .find(|(_, meaning)| *meaning == option.meaning)
        {
            set(&mut choice, "meaning", *word);
        }
        if option.exclusive {
            set(&mut choice, "isExclusive", true);
        }
        if option.other {
            set(&mut choice, "showCommentArea", true);
        }
        if let Some(rule) = self.rule(option.show_if.as_ref(), path) {
            set(&mut choice, "visibleIf", rule);
        }
        Value::Object(choice)
    }

    /// The form of a text.
    fn form(&mut self, element: &mut Element, long: bool, pattern: Option<Pattern>, path: &str) {
        match pattern {
            Some(_) if long => self
                .unsaid
                .cannot(&format!("{path}.pattern"), Detail::LongPattern),
            Some(Pattern::Telephone) => set(element, "inputType", "tel"),
            Some(Pattern::PostalCode) => {
                let rules = json!([{"type": "regex", "regex": POSTAL_CODE}]);
                set(element, "validators", rules);
            }
            None => {}
        }
    }

    /// The kinds that are typed in.
    fn typed(&mut self, element: &mut Element, kind: &Kind, path: &str) {
        match kind {
            Kind::Number {
                min,
                max,
                decimals,
                unit,
            } => {
                self.number(element, (*min, *max), *decimals, unit.as_ref(), path);
            }
            Kind::Date { min, max, exact_to } => {
                let month = *exact_to == Exactness::Month;
                set(element, "inputType", if month { "month" } else { "date" });
                for (key, day) in [("min", min), ("max", max)] {
                    if let Some(day) = day {
                        set(element, key, written_day(*day, month));
                    }
                }
            }
            Kind::Time { min, max } => {
                set(element, "inputType", "time");
                for (key, time) in [("min", min), ("max", max)] {
                    if let Some(time) = time {
                        set(element, key, time.to_string());
                    }
                }
            }
            Kind::Text {
                long,
                max_length,
                pattern,
            } => {
                if let Some(most) = max_length {
                    set(element, "maxLength", *most);
                }
                self.form(element, *long, *pattern, path);
            }
            _ => {}
        }
    }

    fn number(
        &mut self,
        element: &mut Element,
        (min, max): (Decimal, Decimal),
        decimals: u16,
        unit: Option<&Text>,
        path: &str,
    ) {
        set(element, "inputType", "number");
        set(element, "min", number(min));
        set(element, "max", number(max));
        match Decimal::try_new(1, decimals.into()) {
            Ok(step) if decimals <= 3 => set(element, "step", number(step)),
            _ => self
                .unsaid
                .cannot(&format!("{path}.decimals"), Detail::Decimals),
        }
        if unit.is_some() {
            self.unsaid.cannot(&format!("{path}.unit"), Detail::Unit);
        }
    }
}

fn set(element: &mut Element, key: &str, value: impl Into<Value>) {
    element.insert(key.to_owned(), value.into());
}

/// A number as JSON writes it; as a text where it could not.
fn number(number: Decimal) -> Value {
    let written = number.normalize().to_string();
    written
        .parse::<Number>()
        .map_or(Value::String(written), Value::Number)
}

/// A day; a month where the field asks for one and the day is its first.
fn written_day(day: Day, month: bool) -> String {
    let written = day.to_string();
    match written.strip_suffix("-01").filter(|_| month) {
        Some(month) => month.to_owned(),
        None => written,
    }
}

/// Words in HTML.
fn escaped(words: &str) -> String {
    let escaped = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    escaped.replace('\n', "<br>")
}
