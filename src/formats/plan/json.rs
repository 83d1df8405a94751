//! JSON with places: every value knows its line and column, numbers keep their digits (never floats).

use super::record::{Fault, What};

/// A value and where it begins.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub value: Value,
    pub line: usize,
    pub column: usize,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// As written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// Deeper documents are refused; a plan file has five levels.
const DEPTH: usize = 16;

struct Parser<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    column: usize,
}

type Parsed<T> = Result<T, &'static str>;

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    let mut parser = Parser {
        rest: text.chars().peekable(),
        line: 1,
        column: 1,
    };
    let parsed = parser.node(0).and_then(|node| {
        parser.space();
        if parser.rest.peek().is_none() {
            Ok(node)
        } else {
            Err("something after the end")
        }
    });
    parsed.map_err(|why| Fault {
        line: parser.line,
        column: parser.column,
        path: String::new(),
        what: What::Json(why),
    })
}

impl Parser<'_> {
    fn next(&mut self) -> Parsed<char> {
        let c = self.rest.next().ok_or("it ends too early")?;
        if c == '\n' {
            (self.line, self.column) = (self.line + 1, 1);
        } else {
            self.column += 1;
        }
        Ok(c)
    }

    fn space(&mut self) {
        while matches!(self.rest.peek(), Some(' ' | '\n' | '\r' | '\t')) && self.next().is_ok() {}
    }

    fn node(&mut self, depth: usize) -> Parsed<Node> {
        if depth > DEPTH {
            return Err("too deep");
        }
        self.space();
        let (line, column) = (self.line, self.column);
        let value = match self.rest.peek().copied() {
            Some('{') => self.map(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.text()?),
            Some('-' | '0'..='9') => self.number()?,
            Some(_) => self.word()?,
            None => return Err("it ends too early"),
        };
        Ok(Node {
            value,
            line,
            column,
        })
    }

    fn word(&mut self) -> Parsed<Value> {
        let mut word = String::new();
        while self.rest.peek().is_some_and(char::is_ascii_alphabetic) {
            word.push(self.next()?);
        }
        match word.as_str() {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err("expected a value"),
        }
    }

    fn number(&mut self) -> Parsed<Value> {
        let mut number = String::new();
        while matches!(
            self.rest.peek(),
            Some('-' | '+' | '.' | 'e' | 'E' | '0'..='9')
        ) {
            number.push(self.next()?);
        }
        let digits = number.strip_prefix('-').unwrap_or(&number);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let leading = whole.len() > 1 && whole.starts_with('0');
        let plain = plain(whole) && plain(fraction) && !leading;
        if plain {
            Ok(Value::Number(number))
        } else {
            Err("not a plain decimal number")
        }
    }

    fn text(&mut self) -> Parsed<String> {
        self.next()?;
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' => return Ok(text),
                '\\' => text.push(self.escape()?),
                c if c.is_control() => {
                    return Err("a line break or control character inside a text");
                }
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        match self.next()? {
            c @ ('"' | '\\' | '/') => Ok(c),
            'n' => Ok('\n'),
            'u' => {
                let high = self.hex()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high)
                        .filter(|c| !c.is_control())
                        .ok_or("a character that is none");
                }
                if self.next()? != '\\' || self.next()? != 'u' {
                    return Err("half a character");
                }
                let low = self
                    .hex()?
                    .checked_sub(0xdc00)
                    .filter(|low| *low < 0x400)
                    .ok_or("half a character")?;
                char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)
                    .ok_or("a character that is none")
            }
            _ => Err("an escape that is not allowed"),
        }
    }

    fn hex(&mut self) -> Parsed<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16
                + self
                    .next()?
                    .to_digit(16)
                    .ok_or("not four hexadecimal digits")?;
        }
        Ok(code)
    }

    fn list(&mut self, depth: usize) -> Parsed<Value> {
        self.next()?;
        let mut items = Vec::new();
        self.space();
        if self.rest.peek() == Some(&']') {
            self.next()?;
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.node(depth + 1)?);
            self.space();
            match self.next()? {
                ',' => {}
                ']' => return Ok(Value::List(items)),
                _ => return Err("expected , or ]"),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Parsed<Value> {
        self.next()?;
        let mut entries = Vec::new();
        self.space();
        if self.rest.peek() == Some(&'}') {
            self.next()?;
            return Ok(Value::Map(entries));
        }
        loop {
            self.space();
            if self.rest.peek() != Some(&'"') {
                return Err("expected a key");
            }
            let key = self.text()?;
            if entries.iter().any(|(other, _)| *other == key) {
                return Err("the same key twice");
            }
            self.space();
            if self.next()? != ':' {
                return Err("expected :");
            }
            entries.push((key, self.node(depth + 1)?));
            self.space();
            match self.next()? {
                ',' => {}
                '}' => return Ok(Value::Map(entries)),
                _ => return Err("expected , or }"),
            }
        }
    }
}

impl Value {
    /// A text, or null where there is none.
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }

    /// As a writer makes it that puts one blank of indent a level, or (`None`) everything on one line.
    pub fn print(&self, indent: Option<usize>, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => quote(text, out),
            Self::List(items) => {
                let items = items.iter().map(|item| (None, &item.value));
                block(['[', ']'], items, indent, out);
            }
            Self::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, item)| (Some(key.as_str()), &item.value));
                block(['{', '}'], entries, indent, out);
            }
        }
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self {
            value,
            line: 0,
            column: 0,
        }
    }
}

fn block<'a>(
    [open, close]: [char; 2],
    entries: impl Iterator<Item = (Option<&'a str>, &'a Value)>,
    indent: Option<usize>,
    out: &mut String,
) {
    out.push(open);
    let mut any = false;
    for (key, value) in entries {
        if any {
            out.push_str(if indent.is_some() { "," } else { ", " });
        }
        any = true;
        line(indent.map(|indent| indent + 1), out);
        if let Some(key) = key {
            quote(key, out);
            out.push_str(": ");
        }
        value.print(indent.map(|indent| indent + 1), out);
    }
    if any {
        line(indent, out);
    }
    out.push(close);
}

fn line(indent: Option<usize>, out: &mut String) {
    if let Some(indent) = indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
}
