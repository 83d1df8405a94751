//! Cells as people type them: full-width digits, `1.0` of a spreadsheet, marks joined by 、 or commas. What is meant
//! without a doubt is read; what is no answer is counted, with a word on what may have been meant.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::domain::statistics::variable::{Accepts, Answer, Variable};
use crate::formats::case::fault::{Faults, Problem};

/// What stands between the marks of one cell, besides `;`.
const BETWEEN: [char; 6] = [',', '、', '，', '；', '・', '/'];

/// Half-width, without the blanks around it.
pub(super) fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text.trim())
    } else {
        Cow::Owned(text.nfkc().collect::<String>().trim().to_owned())
    }
}

/// The cell as the item's own codes or a plain number, where it is plain which are meant; else as it is.
pub(super) fn plain<'c>(variable: &Variable, cell: &'c str) -> Cow<'c, str> {
    if cell.is_empty() || matches!(variable.accepts, Accepts::Text) || is_answer(variable, cell) {
        return Cow::Borrowed(cell);
    }
    let narrow = narrow(cell);
    let read = match &variable.accepts {
        Accepts::Many(..) => marks(variable, &narrow),
        Accepts::Number { .. } => number(&narrow),
        _ => code(variable, &narrow),
    };
    match read {
        Some(read) => Cow::Owned(read),
        None if narrow == "*" => Cow::Borrowed("*"),
        None => Cow::Borrowed(cell),
    }
}

/// Whether a cell is an answer as it stands. A blank and `*` are.
fn is_answer(variable: &Variable, cell: &str) -> bool {
    match (&variable.accepts, cell) {
        (Accepts::Text, _) | (_, "" | "*") => true,
        (Accepts::Number { .. }, _) => variable.clean(cell).answer != Answer::Invalid,
        (Accepts::Many(..), _) => {
            let mut marks = cell
                .split(';')
                .map(str::trim)
                .filter(|mark| !mark.is_empty());
            marks.all(|mark| variable.index_of(mark).is_some())
        }
        _ => variable.index_of(cell).is_some(),
    }
}

/// One code; `1.0` is 1 where 1 is one.
fn code(variable: &Variable, narrow: &str) -> Option<String> {
    let whole = || {
        let (whole, zeros) = narrow.split_once('.')?;
        zeros.bytes().all(|digit| digit == b'0').then_some(whole)
    };
    let known = |code: &&str| variable.index_of(code).is_some();
    Some(narrow)
        .filter(known)
        .or_else(|| whole().filter(known))
        .map(str::to_owned)
}

/// Several codes, however they are joined.
fn marks(variable: &Variable, narrow: &str) -> Option<String> {
    let between = |c: char| c == ';' || c.is_whitespace() || BETWEEN.contains(&c);
    let marks = narrow.split(between).filter(|mark| !mark.is_empty());
    let codes: Vec<String> = marks
        .map(|mark| code(variable, mark))
        .collect::<Option<_>>()?;
    Some(codes.join(";"))
}

/// A number in half-width digits, without the commas between groups of three.
fn number(narrow: &str) -> Option<String> {
    let narrow = narrow.replace('−', "-");
    let (sign, rest) = match narrow.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", narrow.as_str()),
    };
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let whole = match whole.contains(',') {
        true if !grouped => return None,
        _ => whole.replace(',', ""),
    };
    Some(fraction.map_or_else(
        || format!("{sign}{whole}"),
        |fraction| format!("{sign}{whole}.{fraction}"),
    ))
}

/// The cells of one column that are no answers.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    filled: u64,
    bad: u64,
    /// How often each value stands there, and the first line.
    values: HashMap<String, (u64, Option<u64>)>,
}

/// Values of a column that are remembered and told.
const REMEMBERED: usize = 1_000;
const TOLD: usize = 3;

impl Doubts {
    /// Looks at one cell, read as [`plain`] reads it.
    pub(super) fn look(&mut self, variable: &Variable, cell: &str, line: Option<u64>) {
        if cell.is_empty() || cell == "*" {
            return;
        }
        self.filled += 1;
        if is_answer(variable, cell) {
            return;
        }
        self.bad += 1;
        if let Some((count, _)) = self.values.get_mut(cell) {
            *count += 1;
        } else if self.values.len() < REMEMBERED {
            self.values.insert(cell.to_owned(), (1, line));
        }
    }

    /// Whether these are more than the few that are unreadable or marked twice in any keying: more than five and more
    /// than one in fifty, or more than half of several.
    fn are_many(&self) -> bool {
        let few = (self.filled / 50).max(5);
        self.bad > few || (self.bad > 1 && self.bad * 2 > self.filled)
    }

    /// Tells them: a fault where there are many and nobody has accepted that, else a remark.
    pub(super) fn tell(
        &self,
        file: &'static str,
        variable: &Variable,
        accepted: bool,
        faults: &Faults,
    ) {
        if self.bad == 0 {
            return;
        }
        let mut values: Vec<_> = self.values.iter().collect();
        values.sort_by_key(|(value, (count, line))| (u64::MAX - count, *line, *value));
        let told = values.iter().take(TOLD).map(|(value, (count, line))| {
            let value: String = value.chars().take(40).collect();
            let line = line.map_or_else(String::new, |line| format!(", first in line {line}"));
            format!("“{value}” ({count}{line})")
        });
        let more = values.len().saturating_sub(TOLD);
        let more = if more > 0 {
            format!(" and {more} other values")
        } else {
            String::new()
        };
        let problem = Problem::NoAnswers {
            bad: self.bad,
            filled: self.filled,
            examples: told.collect::<Vec<_>>().join(", ") + &more,
            hint: values
                .first()
                .and_then(|(value, _)| hint(variable, value))
                .unwrap_or_default(),
        };
        if self.are_many() && !accepted {
            faults.add(file, None, &variable.id, problem);
        } else {
            faults.remark(file, None, &variable.id, problem);
        }
    }
}

/// What may have been meant by a cell that is no answer.
fn hint(variable: &Variable, cell: &str) -> Option<String> {
    let narrow = narrow(cell);
    let bare = |code: &str| code.trim_start_matches('0').to_lowercase();
    let options = variable.options();
    if let Some(labelled) = options.iter().find(|o| self::narrow(&o.label) == narrow) {
        let code = &labelled.code;
        return Some(format!("; that is a label: write its code, “{code}”"));
    }
    if let Some(alike) = options.iter().find(|o| bare(&o.code) == bare(&narrow)) {
        let code = &alike.code;
        return Some(format!("; did you mean “{code}”?"));
    }
    if matches!(variable.accepts, Accepts::One(_) | Accepts::Scale { .. })
        && marks(variable, &narrow).is_some()
    {
        return Some("; the question takes one mark".to_owned());
    }
    let codes: Vec<&str> = options.iter().take(TOLD).map(|o| o.code.as_str()).collect();
    (!codes.is_empty()).then(|| format!("; its codes are {}, …", codes.join(", ")))
}
