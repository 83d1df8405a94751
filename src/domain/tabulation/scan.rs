//! Scanning a stored document: one pass over its bytes, no allocation. A million of them are read at each closing.
//!
//! The documents are JSON as the database prints it; anything that does not fit its item is a fault, never skipped.

use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::statistics::set::Set;
use crate::domain::statistics::variable::{Answer, Index, MAX_OPTIONS};

/// How the stored answer of one item is read.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) name: Box<[u8]>,
    /// What stands before its answer.
    pub(super) lead: Box<[u8]>,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    One(Codes),
    Many(Codes),
    Number,
    Day,
    Written,
}

/// Option codes: those of one byte by table, longer ones by search.
#[derive(Debug, Clone)]
struct Codes {
    short: Box<[Option<Index>; 256]>,
    /// In the order of their bytes.
    long: Vec<(Box<[u8]>, Index)>,
}

impl Codes {
    /// None where there are more options than can be counted.
    fn new(item: &Item) -> Option<Self> {
        let all = item.accepts.codes();
        if all.len() > MAX_OPTIONS {
            return None;
        }
        let mut short = Box::new([None; 256]);
        let mut long = Vec::new();
        for (code, at) in all.iter().zip(0..) {
            match code.as_str().as_bytes() {
                [byte] => {
                    if let Some(place) = short.get_mut(usize::from(*byte)) {
                        *place = Some(at);
                    }
                }
                bytes => long.push((bytes.into(), at)),
            }
        }
        long.sort_unstable();
        Some(Self { short, long })
    }

    /// The option that is named next.
    fn next(&self, scanner: &mut Scanner<'_>) -> Option<Index> {
        if let Some(short) = scanner.short(|byte| *self.short.get(usize::from(byte))?) {
            return Some(short);
        }
        self.position(scanner.word()?)
    }

    fn position(&self, code: &[u8]) -> Option<Index> {
        if let [byte] = code {
            return *self.short.get(usize::from(*byte))?;
        }
        let known = |(known, _): &(Box<[u8]>, Index)| known.as_ref().cmp(code);
        let at = self.long.binary_search_by(known).ok()?;
        self.long.get(at).map(|(_, option)| *option)
    }
}

impl Cell {
    /// None where the item has more options than can be counted.
    pub(super) fn new(item: &Item) -> Option<Self> {
        let kind = match item.accepts {
            Accepts::One(_) => Kind::One(Codes::new(item)?),
            Accepts::Many { .. } => Kind::Many(Codes::new(item)?),
            Accepts::Number { .. } => Kind::Number,
            Accepts::Date { .. } => Kind::Day,
            Accepts::Consent(_) | Accepts::Time { .. } | Accepts::Text { .. } => Kind::Written,
        };
        Some(Self {
            name: item.code.as_bytes().into(),
            lead: format!("\"{}\": ", item.code).into_bytes().into(),
            kind,
        })
    }

    /// Reads the value at the front of the scanner; none when it does not fit.
    pub(super) fn read(&self, scanner: &mut Scanner<'_>) -> Option<Answer> {
        if scanner.peek()? == b'{' {
            return scanner.is_invalid().then_some(Answer::Invalid);
        }
        match &self.kind {
            Kind::One(codes) => codes.next(scanner).map(Answer::Code),
            Kind::Many(codes) => {
                let mut set = Set::default();
                scanner.list(|word| {
                    set.insert(codes.position(word)?);
                    Some(())
                })?;
                Some(Answer::Codes(set))
            }
            Kind::Number => scanner.number().map(Answer::Number),
            Kind::Day => {
                let day = std::str::from_utf8(scanner.word()?).ok()?;
                day.parse().ok().map(Answer::Day)
            }
            Kind::Written => scanner.word().map(|_| Answer::Text),
        }
    }
}

/// The rest of a document.
pub(super) struct Scanner<'d> {
    rest: &'d [u8],
}

impl<'d> Scanner<'d> {
    pub(super) fn new(document: &'d str) -> Self {
        Self {
            rest: document.as_bytes(),
        }
    }

    /// The next byte that is not a space, left where it is.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let [b' ' | b'\n' | b'\t' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    /// Takes the next byte that is not a space, if it is this one.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        if is {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        is
    }

    /// A string, as it is written between its quotes.
    pub(super) fn word(&mut self) -> Option<&'d [u8]> {
        if !self.take(b'"') {
            return None;
        }
        let mut end = 0;
        loop {
            match self.rest.get(end)? {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        let word = self.rest.get(..end)?;
        self.rest = self.rest.get(end + 1..)?;
        Some(word)
    }

    /// A string of one byte, where it is known; left where it is otherwise.
    fn short<T>(&mut self, known: impl Fn(u8) -> Option<T>) -> Option<T> {
        let [b'"', byte, b'"', rest @ ..] = self.rest else {
            return None;
        };
        let found = known(*byte)?;
        self.rest = rest;
        Some(found)
    }

    fn list(&mut self, mut each: impl FnMut(&'d [u8]) -> Option<()>) -> Option<()> {
        if !self.take(b'[') {
            return None;
        }
        loop {
            each(self.word()?)?;
            if self.take(b']') {
                return Some(());
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn number(&mut self) -> Option<f64> {
        self.peek()?;
        let end = self
            .rest
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'))?;
        let (number, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        std::str::from_utf8(number).ok()?.parse().ok()
    }

    /// `{"invalid": true}`
    fn is_invalid(&mut self) -> bool {
        let named = self.take(b'{') && self.word() == Some(b"invalid") && self.take(b':');
        named && self.peek().is_some() && self.literal(b"true") && self.take(b'}')
    }

    /// Takes these bytes, if they come next.
    pub(super) fn literal(&mut self, text: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}
