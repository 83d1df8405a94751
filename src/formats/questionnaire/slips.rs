//! The usual slips in YAML: what a line says that was meant otherwise, and what to write instead.
//!
//! Looked for only where a file has faults. The parser tells where it lost the thread, which is often lines later; a
//! clerk wants the line of the slip.

use super::fault::{Fault, FaultKind};

/// A slip.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Slip {
    /// `title：調査`
    #[error("“：” is a full-width colon: write “{0}: ” with a half-width colon and a space")]
    FullWidthColon(String),
    /// `title:調査`
    #[error("a space is missing after the colon: write “{0}: ”")]
    NoSpaceAfterColon(String),
    /// `title: 調査: 第1回`
    #[error(
        "the text has a colon with a space after it, which begins another value: put the whole text in quotes, {key}: \"{text}\""
    )]
    ColonInText {
        /// The key before it.
        key: String,
        /// The text as it stands.
        text: String,
    },
    /// A tab before the text.
    #[error("the line begins with a tab: indent with half-width spaces")]
    Tab,
    /// U+3000 before the text.
    #[error(
        "the line begins with a full-width space (全角スペース): indent with half-width spaces"
    )]
    FullWidthSpace,
    /// `－ code: q1`, `-code: q1`
    #[error("an entry of a list begins with “- ”: a half-width hyphen and a space")]
    Dash,
    /// `title: "調査`
    #[error("the quotation mark that begins this text is not closed: write {0} at its end too")]
    Unclosed(char),
    /// `title: "調査" です`
    #[error("the text goes on after its closing quotation mark: put all of it in quotes")]
    AfterQuotes,
    /// `{ja: {番号}人目}`, `{ja: お子さん{番号}}`
    #[error("a text with “{{” or “}}” in a map on one line must stand in quotes: {0}: \"{1}\"")]
    Braces(String, String),
    /// `title: @調査`, `title: 【必須】` is fine, `title: [必須] 氏名` is not.
    #[error("a text cannot begin with “{0}” unless it stands in quotes: {1}: \"{2}\"")]
    Start(char, String, String),
}

impl Slip {
    /// Whether no file that has it can be read: it is one only where the parser has stopped.
    fn stops(&self) -> bool {
        matches!(
            self,
            Self::ColonInText { .. }
                | Self::Tab
                | Self::Unclosed(_)
                | Self::AfterQuotes
                | Self::Braces(..)
                | Self::Start(..)
        )
    }
}

/// Puts the slips of a file in the place of the faults they have caused.
pub(super) fn explain(text: &str, faults: Vec<Fault>) -> Vec<Fault> {
    let stopped = |fault: &&Fault| matches!(fault.kind, FaultKind::Syntax(_));
    let stop = faults.iter().find(stopped).map(|fault| fault.line);
    let mut slips = slips(text);
    slips.retain(|(_, _, slip)| stop.is_some() || !slip.stops());
    let caused = stop.is_some_and(|stop| slips.iter().any(|(line, ..)| *line <= stop));
    let explained = |fault: &Fault| match fault.kind {
        FaultKind::Syntax(_) => caused,
        _ => slips.iter().any(|(line, ..)| *line == fault.line),
    };
    let mut all: Vec<Fault> = faults.into_iter().filter(|f| !explained(f)).collect();
    all.extend(slips.into_iter().map(|(line, column, slip)| Fault {
        line,
        column,
        path: String::new(),
        kind: FaultKind::Slip(slip),
    }));
    all.sort_by_key(|fault| (fault.line, fault.column));
    all
}

/// Every slip with its line and column.
fn slips(text: &str) -> Vec<(usize, usize, Slip)> {
    let mut found = Vec::new();
    // A block text (`note: |`) holds whatever is indented more than its key.
    let mut block: Option<usize> = None;
    for (at, line) in text.lines().enumerate() {
        let indent = line.chars().take_while(|c| *c == ' ').count();
        let blank = line.trim().is_empty();
        if blank || block.is_some_and(|outer| indent > outer) {
            continue;
        }
        block = opens_block(line).then_some(indent);
        if let Some((column, slip)) = of_line(line) {
            found.push((at + 1, column, slip));
        }
    }
    found
}

fn opens_block(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    matches!(last, "|" | ">" | "|-" | ">-" | "|+" | ">+")
}

/// The slip of a line, with its column from 1.
fn of_line(line: &str) -> Option<(usize, Slip)> {
    let body = line.trim_start();
    let column = |rest: &str| line.chars().count() - rest.chars().count() + 1;
    let indent = line.strip_suffix(body).unwrap_or_default();
    if body.starts_with('#') {
        return None;
    }
    if let Some(slip) = indent.chars().find_map(|c| match c {
        '\t' => Some(Slip::Tab),
        '\u{3000}' => Some(Slip::FullWidthSpace),
        _ => None,
    }) {
        return Some((1, slip));
    }
    let entry = body.strip_prefix("- ").map_or(body, str::trim_start);
    if let Some(rest) = wrong_dash(body) {
        return is_entry(rest).then(|| (column(body), Slip::Dash));
    }
    match map(entry) {
        Some(inside) => pairs(inside)
            .into_iter()
            .find_map(|pair| of_pair(innermost(pair.trim_start()), true))
            .map(|(rest, slip)| (column(entry).saturating_add(place(entry, rest)), slip)),
        None => of_pair(entry, false).map(|(rest, slip)| (column(rest), slip)),
    }
}

/// What stands in a map on one line: of an entry, or behind a key.
fn map(entry: &str) -> Option<&str> {
    let value = key(entry).and_then(|(_, rest)| rest.strip_prefix(": "));
    let inside = value.unwrap_or(entry).trim_start().strip_prefix('{')?;
    let begins = value.is_none() || key(inside.trim_start()).is_some();
    begins.then(|| inside.trim_end())
}

/// Of `label: {ja: …` what the map within begins with.
fn innermost(pair: &str) -> &str {
    let inside = || {
        let value = key(pair)?.1.strip_prefix(": ")?;
        let inside = value.trim_start().strip_prefix('{')?.trim_start();
        key(inside).map(|_| inside)
    };
    inside().map_or(pair, innermost)
}

/// The pairs of a map on one line, divided at commas that stand in no quotes.
fn pairs(inside: &str) -> Vec<&str> {
    let mut pairs = Vec::new();
    let (mut from, mut quote, mut before) = (0, None, ' ');
    for (at, c) in inside.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            // A quotation mark opens a value; within a text it is an apostrophe.
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{') => quote = Some(c),
            None if c == ',' && inside.get(at..).is_some_and(|rest| rest.starts_with(", ")) => {
                pairs.extend(inside.get(from..at));
                from = at + ", ".len();
            }
            None => {}
        }
        before = c;
    }
    pairs.extend(inside.get(from..));
    pairs
}

/// How many characters stand before a part of a text.
fn place(text: &str, part: &str) -> usize {
    let before = text.split_once(part).map_or("", |(before, _)| before);
    before.chars().count()
}

/// What follows a dash that is none.
fn wrong_dash(body: &str) -> Option<&str> {
    let full = body.strip_prefix(['－', 'ー', '―', '—', '–', '−', '・']);
    let joined = body
        .strip_prefix('-')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '{'));
    full.or(joined).map(str::trim_start)
}

fn is_entry(rest: &str) -> bool {
    rest.starts_with('{') || key(rest).is_some()
}

/// The ASCII word a pair begins with, and what follows it.
fn key(pair: &str) -> Option<(&str, &str)> {
    let end = pair.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
    let (key, rest) = pair.split_at(end);
    let known = key.starts_with(|c: char| c.is_ascii_lowercase());
    (known && rest.starts_with([':', '：'])).then_some((key, rest))
}

/// The slip of `key: value`, with the rest of the line from where it is.
fn of_pair(pair: &str, in_map: bool) -> Option<(&str, Slip)> {
    let (key, rest) = key(pair)?;
    if rest.starts_with('：') {
        return Some((rest, Slip::FullWidthColon(key.to_owned())));
    }
    let after = rest.strip_prefix(':')?;
    let value = after.trim_start_matches(' ');
    if !after.is_empty() && !after.starts_with(' ') {
        let address = after.starts_with("//");
        return (!address).then(|| (rest, Slip::NoSpaceAfterColon(key.to_owned())));
    }
    of_value(key, value.trim_end(), in_map).map(|slip| (value, slip))
}

fn of_value(key: &str, value: &str, in_map: bool) -> Option<Slip> {
    let first = value.chars().next()?;
    let rest = value.strip_prefix(first).unwrap_or_default();
    match first {
        '"' | '\'' => match closing(first, rest) {
            None => Some(Slip::Unclosed(first)),
            Some("") => None,
            Some(after) => {
                (!after.trim_start().starts_with(['#', ',', '}', ']'])).then_some(Slip::AfterQuotes)
            }
        },
        '@' | '`' | '%' => Some(Slip::Start(first, key.to_owned(), value.to_owned())),
        '[' => {
            let after = rest
                .split_once(']')
                .map_or("", |(_, after)| after.trim_start());
            let goes_on = !after.is_empty() && !after.starts_with(['#', ',', '}', ']']);
            goes_on.then(|| Slip::Start(first, key.to_owned(), value.to_owned()))
        }
        '{' => {
            let after = rest.split_once('}').map_or("", |(_, after)| after.trim());
            let goes_on = !after.is_empty() && !after.starts_with(['#', ',', '}', ']']);
            (goes_on && self::key(rest.trim_start()).is_none())
                .then(|| Slip::Start(first, key.to_owned(), value.to_owned()))
        }
        '|' | '>' | '&' | '*' | '!' | '#' => None,
        _ if in_map && value.contains('{') => {
            Some(Slip::Braces(key.to_owned(), closed(value).to_owned()))
        }
        _ => {
            let plain = value.split(" #").next().unwrap_or_default();
            let colon = plain.contains(": ") || plain.ends_with(':');
            let (key, text) = (key.to_owned(), plain.trim_end().to_owned());
            colon.then_some(Slip::ColonInText { key, text })
        }
    }
}

/// A text without the braces that close the maps around it.
fn closed(text: &str) -> &str {
    match text.strip_suffix('}') {
        Some(rest) if text.matches('}').count() > text.matches('{').count() => closed(rest),
        _ => text,
    }
}

/// What follows the quotation mark that closes a text; none where nothing closes it on its line.
fn closing(mark: char, rest: &str) -> Option<&str> {
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        match c {
            '\\' if mark == '"' => {
                chars.next();
            }
            '\'' if mark == '\'' && next == Some('\'') => {
                chars.next();
            }
            c if c == mark => return rest.get(at + 1..),
            _ => {}
        }
    }
    None
}

/// The places where a text is cut by `#` without a space behind it: it begins a comment, which was hardly meant.
pub(super) fn cut_texts(text: &str) -> Vec<Fault> {
    let cut = |(at, line): (usize, &str)| {
        let (before, after) = line.split_once(" #")?;
        let quoted = before.contains(['"', '\'']) || before.trim_start().is_empty();
        let meant = after.starts_with(|c: char| !c.is_whitespace() && c != '#');
        (!quoted && meant && before.contains(": ")).then(|| Fault {
            line: at + 1,
            column: before.chars().count() + 2,
            path: String::new(),
            kind: FaultKind::CutText(format!("#{}", after.chars().take(20).collect::<String>())),
        })
    };
    text.lines().enumerate().filter_map(cut).collect()
}
