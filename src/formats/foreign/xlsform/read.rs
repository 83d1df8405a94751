//! The rows of the survey, in order: groups, repeats, questions.

use super::book::Sheet;
use super::columns::{Row, Table};
use super::grid::Grid;
use super::lists::Lists;
use super::types::{RowType, row_type};
use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::questionnaire::limits::REPEATS;
use crate::domain::questionnaire::question::Kind;
use crate::domain::questionnaire::repetition::Repeat;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::{Asked, Draft, Head, Rule};
use crate::formats::foreign::kinds::question;
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::limits::DEPTH;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::{clean, language, told};
use crate::formats::foreign::{Foreign, unreadable};

/// Everything of a form.
pub(super) fn survey(sheets: &[Sheet], mut draft: Draft) -> Foreign {
    let named = |name: &str| {
        sheets
            .iter()
            .find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    };
    let Some(sheet) = named("survey") else {
        return unreadable(Lack::Missing("survey".to_owned()));
    };
    let mut head =
        named("settings").map_or_else(Head::default, |sheet| settings(sheet, &mut draft));
    let default = head
        .languages
        .first()
        .cloned()
        .unwrap_or_else(Language::japanese);
    others(sheets, &mut draft);
    let table = Table::of(sheet, &default, &mut draft.found);
    head.languages.extend(
        table
            .languages()
            .into_iter()
            .filter(|found| *found != default),
    );
    if !table.has("type") {
        return unreadable(Lack::Missing("type".to_owned()));
    }
    let lists = named("choices").map(|sheet| Table::of(sheet, &default, &mut draft.found));
    let lists = lists
        .map(|table| Lists::read(&table, &mut draft))
        .unwrap_or_default();
    let mut reading = Reading::new(&head, draft, lists);
    for (number, cells) in &table.rows {
        reading.row(table.row(*number, cells));
    }
    reading.close();
    reading.draft.finish(head)
}

/// Tells the sheets nobody reads.
fn others(sheets: &[Sheet], draft: &mut Draft) {
    for sheet in sheets {
        let known = ["survey", "choices", "settings"];
        let first = sheet.rows.first_key_value();
        if let Some((row, _)) =
            first.filter(|_| !known.contains(&sheet.name.trim().to_lowercase().as_str()))
        {
            let (name, value) = (told(&sheet.name), String::new());
            draft.lack(&sheet.place(*row, 0), Lack::NotRead { name, value });
        }
    }
}

/// The sheet `settings`: one row below the names.
fn settings(sheet: &Sheet, draft: &mut Draft) -> Head {
    let table = Table::of(sheet, &Language::japanese(), &mut draft.found);
    let mut head = Head::default();
    for (number, cells) in &table.rows {
        let mut row = table.row(*number, cells);
        if let Some((raw, place)) = row.take("default_language") {
            match language(&raw) {
                Some(language) => head.languages = vec![language],
                None => draft.lack(&place, Lack::Language(told(&raw))),
            }
        }
        let default = head
            .languages
            .first()
            .cloned()
            .unwrap_or_else(Language::japanese);
        if let Some((raw, place)) = row.take("form_title") {
            head.title = [(default, clean(&raw, &place, &mut draft.found))]
                .into_iter()
                .collect();
        }
        head.code = row.take("form_id").map_or(head.code, |(code, _)| code);
        if let Some((raw, place)) = row.take("style") {
            // One page for each group; what is not said is said by most who write long forms.
            match raw.as_str() {
                "pages" => {}
                "theme-grid" | "theme-formhub" => head.layout = Layout::OnePage,
                _ => draft.lack(&place, Lack::Value(told(&raw))),
            }
        }
        row.close(&mut draft.found);
    }
    head
}

/// A group that is open.
struct Open {
    rules: Vec<Rule>,
    is_repeat: bool,
    place: Place,
}

/// The survey while it is read.
pub(super) struct Reading {
    pub draft: Draft,
    pub lists: Lists,
    pub languages: Vec<Language>,
    title: Text,
    open: Vec<Open>,
    /// So many of the open groups are the section; none between sections.
    base: Option<usize>,
    /// The sections that are repeated, with what says how often.
    repeats: Vec<(usize, String, Place)>,
    pub grid: Option<Grid>,
}

impl Reading {
    fn new(head: &Head, draft: Draft, lists: Lists) -> Self {
        Self {
            languages: head.languages.clone(),
            title: head.title.clone(),
            draft,
            lists,
            open: Vec::new(),
            base: None,
            repeats: Vec::new(),
            grid: None,
        }
    }

    fn row(&mut self, mut row: Row<'_>) {
        let Some((written, place)) = row.take("type") else {
            return row.close(&mut self.draft.found);
        };
        match row_type(&written) {
            RowType::BeginGroup => self.begin(&mut row, false),
            RowType::BeginRepeat => self.begin(&mut row, true),
            RowType::EndGroup => self.end(&mut row, false, place),
            RowType::EndRepeat => self.end(&mut row, true, place),
            RowType::Foreign => {
                self.draft.lack(&place, Lack::NoSuchKind(told(&written)));
                // With the question goes what is said of it.
                return;
            }
            RowType::Unknown => {
                self.draft.lack(&place, Lack::UnknownType(told(&written)));
                return;
            }
            known => self.asks(&mut row, known, &place),
        }
        row.close(&mut self.draft.found);
    }

    /// The rule when a row is asked.
    pub(super) fn relevant(row: &mut Row<'_>) -> Vec<Rule> {
        let rule = row.take("relevant").map(|(raw, place)| Rule { raw, place });
        rule.into_iter().collect()
    }

    fn begin(&mut self, row: &mut Row<'_>, is_repeat: bool) {
        let place = row.place("name");
        let name = row.take("name").map_or(String::new(), |(name, _)| name);
        let rules = Self::relevant(row);
        if self.open.len() >= DEPTH {
            self.draft.lack(&place, Lack::TooDeep { limit: DEPTH });
        }
        let appearance = row.take("appearance");
        if let Some((raw, place)) = &appearance {
            if raw.split_whitespace().any(|word| word == "table-list") && !is_repeat {
                return self.begin_grid(row, &name, rules);
            }
            // One page for the group is what a section is.
            if raw != "field-list" {
                self.draft.lack(place, Lack::Value(told(raw)));
            }
        }
        let label = row.text("label", &mut self.draft.found);
        // At the top every group is a section.
        let outer = self.base.is_some() && !self.open.is_empty();
        let is_nested = outer && !is_repeat;
        let mut all: Vec<Rule> = self
            .open
            .iter()
            .flat_map(|open| open.rules.clone())
            .collect();
        all.extend(rules.iter().cloned());
        let open_place = place.clone();
        self.open.push(Open {
            rules,
            is_repeat,
            place: open_place,
        });
        if is_nested {
            self.draft.lack(&place, Lack::Nested);
            return self.heading(&name, label, &place);
        }
        self.draft.section(&name, label, all, &place);
        self.base = Some(self.open.len());
        if is_repeat {
            self.repeat(row, &place);
        }
    }

    fn begin_grid(&mut self, row: &mut Row<'_>, name: &str, rules: Vec<Rule>) {
        let place = row.place("name");
        self.in_section(&place);
        let text = row.text("label", &mut self.draft.found);
        let hint = row.text("hint", &mut self.draft.found);
        let (is_repeat, open) = (false, place.clone());
        let none = Vec::new();
        self.open.push(Open {
            rules: none,
            is_repeat,
            place: open,
        });
        self.grid = Some(Grid::new(name, text, hint, rules, place));
    }

    /// The heading of a group inside another one becomes a note.
    fn heading(&mut self, name: &str, label: Text, place: &Place) {
        if label == Text::default() {
            return;
        }
        let code = self.draft.code(name, place);
        let note = question(code, label, Kind::Note { picture: None });
        self.ask(note, Vec::new(), place);
    }

    fn repeat(&mut self, row: &mut Row<'_>, place: &Place) {
        let section = self.draft.sections.len().saturating_sub(1);
        match row.take("repeat_count") {
            Some((raw, place)) => self.repeats.push((section, raw, place)),
            None => self
                .draft
                .lack(place, Lack::Missing("repeat_count".to_owned())),
        }
    }

    fn end(&mut self, row: &mut Row<'_>, is_repeat: bool, place: Place) {
        // Some repeat the name there.
        row.take("name");
        self.finish_grid();
        match self.open.pop() {
            Some(open) if open.is_repeat == is_repeat => {}
            Some(open) => {
                self.draft.lack(&place, Lack::Missing("begin".to_owned()));
                self.open.push(open);
                return;
            }
            None => return self.draft.lack(&place, Lack::Missing("begin".to_owned())),
        }
        self.base = self.base.filter(|base| *base <= self.open.len());
    }

    /// A question between groups begins a section of its own.
    fn in_section(&mut self, place: &Place) {
        if self.base.is_none() {
            let rules = self
                .open
                .iter()
                .flat_map(|open| open.rules.clone())
                .collect();
            let title = self.title.clone();
            self.draft.section("", title, rules, place);
            self.base = Some(self.open.len());
        }
    }

    /// Adds a question with the rules of the groups between it and its section.
    pub(super) fn ask(
        &mut self,
        question: crate::domain::questionnaire::question::Question,
        rules: Vec<Rule>,
        place: &Place,
    ) {
        self.in_section(place);
        let inner = self.open.iter().skip(self.base.unwrap_or_default());
        let rules = inner
            .flat_map(|open| open.rules.clone())
            .chain(rules)
            .collect();
        let of_options = Vec::new();
        self.draft.ask(
            Asked {
                question,
                rules,
                of_options,
            },
            place,
        );
    }

    /// Ends a grid before its group does: what follows is asked by itself, under the group's rule.
    pub(super) fn leave_grid(&mut self) {
        let rules = self.grid.as_ref().map(|grid| grid.rules.clone());
        self.finish_grid();
        if let (Some(rules), Some(open)) = (rules, self.open.last_mut()) {
            open.rules = rules;
        }
    }

    /// The end of the sheet.
    fn close(&mut self) {
        self.finish_grid();
        for open in std::mem::take(&mut self.open) {
            self.draft
                .lack(&open.place, Lack::Missing("end".to_owned()));
        }
        self.lists.close(&mut self.draft);
        for (section, raw, place) in std::mem::take(&mut self.repeats) {
            let name = raw
                .strip_prefix("${")
                .and_then(|name| name.strip_suffix('}'));
            let known = name.and_then(|name| self.draft.names.0.get(name.trim()));
            let Some((item, _)) = known.cloned() else {
                self.draft.lack(&place, Lack::Expression(told(&raw)));
                continue;
            };
            let max = largest(&self.draft, &item).unwrap_or(REPEATS);
            if largest(&self.draft, &item).is_none() {
                self.draft.lack(&place, Lack::RepeatsAssumed(max));
            }
            if let Some(drafted) = self.draft.sections.get_mut(section) {
                drafted.section.repeat = Some(Repeat { item, max });
            }
        }
    }
}

/// The largest number an item takes, where a section may be repeated so often.
fn largest(draft: &Draft, item: &str) -> Option<u16> {
    let mut asked = draft.sections.iter().flat_map(|section| &section.asked);
    let question = asked.find(|asked| asked.question.code.as_str() == item)?;
    let largest = super::limited::largest(&question.question.kind)?;
    (1..=REPEATS).contains(&largest).then_some(largest)
}
