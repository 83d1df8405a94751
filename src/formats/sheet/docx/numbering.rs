//! The numbers of lists: paragraphs do not hold them, Word counts anew whenever it shows them.

use std::collections::HashMap;

use super::super::Refused;
use super::number::written;
use super::xml::{self, Element, Part, Piece};

/// Word has nine levels.
const LEVELS: usize = 9;
/// Most characters of the pattern of a number.
const PATTERN: usize = 40;

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: usize,
    format: String,
    /// `%1.`, `問%1`: the counts of the levels and what stands around them.
    pattern: String,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            pattern: String::new(),
        }
    }
}

/// A list as the paragraphs name it.
#[derive(Debug, Default)]
struct List {
    /// The form it has.
    form: String,
    /// Levels that begin anew with this list.
    starts: HashMap<usize, usize>,
    is_begun: bool,
}

/// All lists of a document and how far they are counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    forms: HashMap<String, [Level; LEVELS]>,
    lists: HashMap<String, List>,
    /// By form: lists of one form count on together.
    counts: HashMap<String, [Option<usize>; LEVELS]>,
}

/// Where reading a list of lists is.
#[derive(Default)]
struct At {
    form: Option<String>,
    list: Option<String>,
    level: usize,
}

impl Numbering {
    /// Reads the part that describes the lists.
    ///
    /// # Errors
    /// When its XML is at fault.
    pub fn read(&mut self, part: &Part) -> Result<(), Refused> {
        let mut at = At::default();
        xml::walk(part, |piece| {
            match piece {
                Piece::Open(element) if element.is_word => self.open(&element, &mut at),
                Piece::Close {
                    name: "abstractNum",
                    ..
                } => at.form = None,
                Piece::Close { name: "num", .. } => at.list = None,
                _ => {}
            }
            Ok(())
        })
    }

    fn open(&mut self, element: &Element<'_>, at: &mut At) {
        let text = || element.attribute("val").unwrap_or_default();
        match (element.name, &at.form, &at.list) {
            ("abstractNum", _, _) => at.form = element.attribute("abstractNumId"),
            ("num", _, _) => at.list = element.attribute("numId"),
            ("lvl" | "lvlOverride", _, _) => {
                let level = element
                    .attribute("ilvl")
                    .and_then(|level| level.parse().ok());
                at.level = level.unwrap_or(LEVELS);
            }
            ("abstractNumId", _, Some(list)) => {
                self.lists.entry(list.clone()).or_default().form = text();
            }
            ("startOverride", _, Some(list)) => {
                let start = element.number().unwrap_or(1);
                let list = self.lists.entry(list.clone()).or_default();
                list.starts.insert(at.level, start);
            }
            ("start" | "numFmt" | "lvlText", Some(form), None) => {
                let levels = self.forms.entry(form.clone()).or_default();
                let Some(level) = levels.get_mut(at.level) else {
                    return;
                };
                match element.name {
                    "start" => level.start = element.number().unwrap_or(1),
                    "numFmt" => level.format = text(),
                    _ => level.pattern = text().chars().take(PATTERN).collect(),
                }
            }
            _ => {}
        }
    }

    /// Counts one more on a level of a list; what stands before the paragraph.
    pub fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let list = self.lists.get_mut(list)?;
        let levels = self.forms.get(&list.form)?;
        let counts = self.counts.entry(list.form.clone()).or_default();
        if !std::mem::replace(&mut list.is_begun, true) {
            for (level, start) in &list.starts {
                if let Some(count) = counts.get_mut(*level) {
                    *count = start.checked_sub(1);
                }
            }
        }
        let own = levels.get(level)?;
        let count = counts.get_mut(level)?;
        *count = Some(count.map_or(own.start, |count| count.saturating_add(1)));
        for below in counts.iter_mut().skip(level + 1) {
            *below = None;
        }
        // The sign of a bullet is one of a font of symbols.
        if own.format == "bullet" {
            return Some("・".to_owned());
        }
        let mut number = own.pattern.clone();
        for (at, (level, count)) in (1..).zip(levels.iter().zip(counts.iter())) {
            let place = format!("%{at}");
            if number.contains(&place) {
                let count = count.unwrap_or(level.start);
                number = number.replace(&place, &written(&level.format, count));
            }
        }
        Some(number)
    }
}

/// The lists that paragraphs belong to by their style.
#[derive(Debug, Default)]
pub(super) struct Styles {
    lists: HashMap<String, (String, usize)>,
}

impl Styles {
    /// Reads the part that describes the styles.
    ///
    /// # Errors
    /// When its XML is at fault.
    pub fn read(&mut self, part: &Part) -> Result<(), Refused> {
        let mut style = None;
        xml::walk(part, |piece| {
            let Piece::Open(element) = piece else {
                return Ok(());
            };
            match (element.is_word, element.name, &style) {
                (true, "style", _) => style = element.attribute("styleId"),
                (true, "numId", Some(style)) => {
                    let list = element.attribute("val").unwrap_or_default();
                    self.lists.entry(style.clone()).or_default().0 = list;
                }
                (true, "ilvl", Some(style)) => {
                    let level = element.number().unwrap_or(0);
                    self.lists.entry(style.clone()).or_default().1 = level;
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// The list and level of a style.
    pub fn list(&self, style: &str) -> Option<(String, usize)> {
        let list = self.lists.get(style)?;
        (!list.0.is_empty()).then(|| list.clone())
    }
}
