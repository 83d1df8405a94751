//! Questions as rows of the survey, their options as rows of the choices.

use super::constraint::FORMS;
use super::lists::MEANINGS;
use super::write::{Cells, Form, name, put};
use crate::domain::questionnaire::item::beside;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::question::{Axis, Choice, Exactness, Kind, Question, Role, Row};
use crate::domain::text::Text;
use crate::formats::foreign::lack::Detail;
use crate::formats::foreign::written::Unsaid;

impl Form<'_> {
    pub(super) fn question(&mut self, question: &Question, path: &str) {
        self.of_question(question, path);
        let code = question.code.as_str();
        let mut cells = self.row("", code, &question.text, path);
        if let Some(hint) = &question.hint {
            self.texts(&mut cells, "hint", hint, &format!("{path}.hint"));
        }
        if let Some(rule) = self.rule(question.show_if.as_ref(), path) {
            put(&mut cells, "relevant", rule);
        }
        if question.required {
            put(&mut cells, "required", "yes".to_owned());
        }
        if question.order == Order::Random {
            put(&mut cells, "parameters", "randomize=true".to_owned());
        }
        match &question.kind {
            Kind::Grid { rows, options } => {
                self.grid(cells, question, "select_one", rows, options, path)
            }
            Kind::MultipleGrid { rows, options, max } => {
                if max.is_some() {
                    self.unsaid.cannot(&format!("{path}.max"), Detail::RowMarks);
                }
                self.grid(cells, question, "select_multiple", rows, options, path);
            }
            Kind::DualGrid { rows, axes } => self.dual(&cells, question, rows, axes, path),
            Kind::NumberGrid { rows, decimals, .. } => {
                self.numbers(&cells, question, rows, *decimals, path);
            }
            Kind::Drawn { .. } => self.unsaid.cannot(path, Detail::Drawn),
            kind => self.plain(cells, question, kind, path),
        }
    }

    /// A grid of two scales as two grids.
    fn dual(
        &mut self,
        cells: &Cells,
        question: &Question,
        rows: &[Row],
        axes: &[Axis],
        path: &str,
    ) {
        self.unsaid.cannot(path, Detail::DualGrid);
        let code = &question.code;
        for axis in axes {
            let mut cells = cells.clone();
            let item = format!("{code}.{}", axis.code);
            put(&mut cells, "name", name(&item));
            self.options(&item, &axis.options, path);
            let rows = rows
                .iter()
                .map(|row| (format!("{code}.{}.{}", row.code, axis.code), row));
            let is = format!("select_one {item}");
            self.table(cells, question, &is, rows.collect(), path);
        }
    }

    /// A grid of numbers as questions.
    fn numbers(
        &mut self,
        cells: &Cells,
        question: &Question,
        rows: &[Row],
        decimals: u16,
        path: &str,
    ) {
        self.unsaid.cannot(path, Detail::NumberGrid);
        for row in rows {
            let is = if decimals == 0 { "integer" } else { "decimal" };
            let item = format!("{}.{}", question.code, row.code);
            let own = self.row(is, &item, &row.label, path);
            let mut cells = cells.clone();
            cells.extend(own);
            put(&mut cells, "constraint", constraint(&question.kind));
            self.survey.push(cells);
        }
    }

    /// What the form has no word for.
    fn of_question(&mut self, question: &Question, path: &str) {
        self.unsaid.of_question(question, path);
        let is_consent = matches!(question.kind, Kind::Consent { .. });
        if (question.role == Role::Attribute) != is_consent {
            self.unsaid.cannot(&format!("{path}.role"), Detail::Role);
        }
        if question.order == Order::Reversible {
            self.unsaid.cannot(&format!("{path}.order"), Detail::Turned);
        }
    }

    /// A row with type, name and label.
    fn row(&mut self, is: &str, item: &str, label: &Text, path: &str) -> Cells {
        let mut cells = Cells::new();
        put(&mut cells, "type", is.to_owned());
        put(&mut cells, "name", name(item));
        self.texts(&mut cells, "label", label, path);
        cells
    }

    /// The kinds that are one row.
    fn plain(&mut self, mut cells: Cells, question: &Question, kind: &Kind, path: &str) {
        let code = question.code.as_str();
        self.of_kind(question, kind, path);
        let (is, appearance) = match kind {
            Kind::Single { .. } | Kind::Place { .. } => ("select_one", ""),
            Kind::Scale { .. } => ("select_one", "likert"),
            Kind::Multiple { .. } => ("select_multiple", ""),
            Kind::Ranking { .. } => ("rank", ""),
            Kind::Number { decimals: 0, .. } => ("integer", ""),
            Kind::Number { .. } => ("decimal", ""),
            Kind::Date {
                exact_to: Exactness::Month,
                ..
            } => ("date", "month-year"),
            Kind::Date { .. } => ("date", ""),
            Kind::Time { .. } => ("time", ""),
            Kind::Text { long: true, .. } => ("text", "multiline"),
            Kind::Text { .. } => ("text", ""),
            Kind::Consent { .. } => ("acknowledge", ""),
            _ => ("note", ""),
        };
        let options = kind.choices(0);
        let list = if options.is_empty() {
            String::new()
        } else {
            format!(" {code}")
        };
        put(&mut cells, "type", format!("{is}{list}"));
        put(&mut cells, "appearance", appearance.to_owned());
        put(&mut cells, "constraint", constraint(kind));
        self.survey.push(cells);
        self.options(code, options, path);
        self.lines_beside(question, options, path);
    }

    /// What of a kind the form has no word for.
    fn of_kind(&mut self, question: &Question, kind: &Kind, path: &str) {
        let cannot = |unsaid: &mut Unsaid, says: bool, field: &str, what| {
            if says {
                unsaid.cannot(&format!("{path}{field}"), what);
            }
        };
        let unsaid = &mut self.unsaid;
        match kind {
            Kind::Place { .. } => cannot(unsaid, true, "", Detail::PlaceList),
            Kind::Ranking { options, places } => {
                let some = usize::from(*places) != options.len();
                cannot(unsaid, some, ".places", Detail::Ranking);
            }
            Kind::Number { decimals, unit, .. } => {
                let digits = !matches!(decimals, 0 | 3);
                cannot(unsaid, digits, ".decimals", Detail::Digits);
                cannot(unsaid, unit.is_some(), ".unit", Detail::Unit);
            }
            Kind::Time { min, max } if min.is_some() || max.is_some() => {
                cannot(unsaid, true, "", Detail::Times);
            }
            Kind::Consent { label } if *label != question.text => {
                let what = Detail::TickWords;
                cannot(unsaid, true, ".label", what);
            }
            Kind::Note { picture } => {
                cannot(unsaid, picture.is_some(), ".picture", Detail::Picture)
            }
            _ => {}
        }
    }

    /// A text behind the question for each option that offers a line.
    fn lines_beside(&mut self, question: &Question, options: &[Choice], path: &str) {
        for option in options.iter().filter(|option| option.other) {
            let item = beside(question.code.as_str(), option, options);
            let mut cells = self.row("text", &item, &option.label, path);
            let of = name(question.code.as_str());
            put(
                &mut cells,
                "relevant",
                format!("selected(${{{of}}}, '{}')", option.code),
            );
            self.survey.push(cells);
        }
    }

    fn grid(
        &mut self,
        cells: Cells,
        question: &Question,
        is: &str,
        rows: &[Row],
        options: &[Choice],
        path: &str,
    ) {
        let code = question.code.as_str();
        self.options(code, options, path);
        let named = rows
            .iter()
            .map(|row| (format!("{code}.{}", row.code), row))
            .collect();
        self.table(cells, question, &format!("{is} {code}"), named, path);
    }

    /// A group whose questions stand below each other as the rows of a table.
    fn table(
        &mut self,
        mut cells: Cells,
        question: &Question,
        is: &str,
        rows: Vec<(String, &Row)>,
        path: &str,
    ) {
        cells.remove("required");
        cells.remove("parameters");
        if question.order == Order::Random {
            self.unsaid
                .cannot(&format!("{path}.order"), Detail::GridOrder);
        }
        put(&mut cells, "type", "begin_group".to_owned());
        put(&mut cells, "appearance", "table-list".to_owned());
        self.survey.push(cells);
        for (item, row) in rows {
            let mut cells = self.row(is, &item, &row.label, path);
            if question.required {
                put(&mut cells, "required", "yes".to_owned());
            }
            self.survey.push(cells);
        }
        let mut end = Cells::new();
        put(&mut end, "type", "end_group".to_owned());
        self.survey.push(end);
    }

    /// The list of a question.
    fn options(&mut self, list: &str, options: &[Choice], path: &str) {
        for (at, option) in options.iter().enumerate() {
            let path = format!("{path}.options[{at}]");
            self.unsaid.of_option(option, &path);
            if option.show_if.is_some() {
                self.unsaid
                    .cannot(&format!("{path}.show_if"), Detail::OptionShown);
            }
            let mut cells = Cells::new();
            put(&mut cells, "list_name", list.to_owned());
            put(&mut cells, "name", option.code.to_string());
            self.texts(&mut cells, "label", &option.label, &path);
            put(
                &mut cells,
                "score",
                option
                    .score
                    .map_or(String::new(), |score| score.to_string()),
            );
            let meaning = MEANINGS
                .iter()
                .find(|(_, meaning)| *meaning == option.meaning);
            put(
                &mut cells,
                "meaning",
                meaning.map_or(String::new(), |(word, _)| (*word).to_owned()),
            );
            self.choices.push(cells);
        }
    }
}

/// The limits of an answer as a rule over `.`; empty where there are none.
fn constraint(kind: &Kind) -> String {
    let mut parts: Vec<String> = Vec::new();
    match kind {
        Kind::Number { min, max, .. } | Kind::NumberGrid { min, max, .. } => {
            parts.push(format!(". >= {min} and . <= {max}"));
        }
        Kind::Date { min, max, .. } => {
            parts.extend(min.map(|day| format!(". >= date('{day}')")));
            parts.extend(max.map(|day| format!(". <= date('{day}')")));
        }
        Kind::Multiple { options, min, max } => {
            parts.extend(min.map(|min| format!("count-selected(.) >= {min}")));
            parts.extend(max.map(|max| format!("count-selected(.) <= {max}")));
            let alone = options.iter().filter(|option| option.exclusive);
            parts.extend(alone.map(|option| {
                format!(
                    "not(selected(., '{}') and count-selected(.) > 1)",
                    option.code
                )
            }));
        }
        Kind::Text {
            max_length,
            pattern,
            ..
        } => {
            parts.extend(max_length.map(|most| format!("string-length(.) <= {most}")));
            let form = FORMS.iter().find(|(form, _)| Some(*form) == *pattern);
            parts.extend(form.map(|(_, form)| format!("regex(., '{form}')")));
        }
        _ => {}
    }
    parts.join(" and ")
}
