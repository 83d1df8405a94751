//! Words in a drawing: how wide they are, on which lines they stand, and the box they fill.
//!
//! Nobody knows the font of a reader. Widths are those of a wide bold one, heights those of Noto Sans CJK, which is the
//! tallest of the common ones: what fits here fits everywhere.

use std::fmt::Write as _;

use super::rect::Rect;
use crate::views::ruby::escaped;

/// From the base of a line up to its upper edge, in parts of its size …
const ASCENT: f64 = 1.16;

/// … and down to its lower edge.
const DESCENT: f64 = 0.29;

/// From one line to the next.
const PITCH: f64 = 1.3;

/// What is painted reaches so far up and down.
const INK: (f64, f64) = (0.9, 0.14);

/// How words are painted: their class in the style sheet, which says the size as well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    class: &'static str,
    size: f64,
}

/// At the axes.
pub(super) const QUIET: Style = Style {
    class: "c-text",
    size: 15.0,
};

/// At baselines and values.
pub(super) const LABEL: Style = Style {
    class: "c-label",
    size: 17.0,
};

/// At targets.
pub(super) const GOAL: Style = Style {
    class: "c-goal",
    size: 17.0,
};

/// Words on their lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    style: Style,
    lines: Vec<String>,
    width: f64,
}

/// Which part of their box the words are put against, where they are narrower than they might be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Words in their place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) words: Words,
    pub(super) rect: Rect,
    pub(super) anchor: Anchor,
}

impl Style {
    /// The size of its letters.
    pub(super) fn size(self) -> f64 {
        self.size
    }
}

impl Words {
    /// Words on lines no wider than `most`.
    pub(super) fn new(text: &str, style: Style, most: f64) -> Self {
        let lines = lines(text, most / style.size);
        let widths = lines.iter().map(|line| wide(line) * style.size);
        Self {
            style,
            width: widths.fold(0.0, f64::max),
            lines,
        }
    }

    /// Width and height of their box.
    pub(super) fn extent(&self) -> (f64, f64) {
        let further = self.lines.iter().skip(1).fold(0.0, |sum, _| sum + PITCH);
        (self.width, (ASCENT + DESCENT + further) * self.style.size)
    }

    /// How much of their box is empty above and below what is painted.
    pub(super) fn air(&self) -> (f64, f64) {
        let (up, down) = INK;
        (
            (ASCENT - up) * self.style.size,
            (DESCENT - down) * self.style.size,
        )
    }

    /// What is painted of them in a box.
    pub(super) fn ink(&self, rect: Rect) -> Rect {
        let (above, below) = self.air();
        Rect {
            top: rect.top + above,
            bottom: rect.bottom - below,
            ..rect
        }
    }

    /// The box in which the middle of a first line is at a height.
    pub(super) fn beside(&self, left: f64, y: f64) -> Rect {
        let top = y - (ASCENT - 0.35) * self.style.size;
        Rect::sized((left, top), self.extent())
    }
}

impl Placed {
    /// Writes the words as an element.
    pub(super) fn write(&self, svg: &mut String) {
        let Style { class, size } = self.words.style;
        let (x, anchor) = match self.anchor {
            Anchor::Start => (self.rect.left, "start"),
            Anchor::Middle => (f64::midpoint(self.rect.left, self.rect.right), "middle"),
            Anchor::End => (self.rect.right, "end"),
        };
        let mut y = self.rect.top + ASCENT * size;
        let _ = write!(svg, r#"<text class="{class}" text-anchor="{anchor}">"#);
        for line in &self.words.lines {
            let line = escaped(line);
            let _ = write!(svg, r#"<tspan x="{x:.1}" y="{y:.1}">{line}</tspan>"#);
            y += PITCH * size;
        }
        svg.push_str("</text>");
    }
}

/// The text in lines of so many times the size of its letters. Numbers are not torn where they fit on a line.
fn lines(text: &str, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces(text) {
        match lines.last_mut() {
            Some(line) if wide(line) + wide(piece) <= most => line.push_str(piece),
            _ if wide(piece) <= most => lines.push(piece.trim_start().to_owned()),
            _ => torn(piece, most, &mut lines),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// A piece that is longer than a line.
fn torn(piece: &str, most: f64, lines: &mut Vec<String>) {
    let mut line = String::new();
    for c in piece.chars() {
        if wide(&line) + em(c) > most && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line.push(c);
    }
    lines.push(line);
}

/// The parts of a text that stay together: a number with its unit sign, a word of letters; else each sign.
fn pieces(text: &str) -> Vec<&str> {
    let is_of_word = |c: char| c.is_ascii_graphic();
    let is_bound = |c: char| matches!(c, '％' | '、' | '。' | '）' | '」');
    let mut pieces = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in text.char_indices() {
        let together = before.is_some_and(|before| is_of_word(before) && is_of_word(c));
        if at > start && !together && !is_bound(c) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

/// The width of a text, in sizes of its letters.
pub(super) fn wide(text: &str) -> f64 {
    text.chars().map(em).sum()
}

fn em(c: char) -> f64 {
    match c {
        '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | 'i' | 'j' | 'l' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' => 1.11,
        '0'..='9' => 0.7,
        'A'..='Z' => 0.87,
        '!'..='~' | '\u{ff61}'..='\u{ff9f}' => 0.74,
        '\u{10000}'.. => 1.4,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_stand_on_lines_and_numbers_are_not_torn() {
        let words = |text: &str| Words::new(text, GOAL, 100.0).lines;
        assert_eq!(words("5,000,000"), ["5,000,000"]);
        assert_eq!(words("40％以上60％以下"), ["40％以上", "60％以下"]);
        assert_eq!(words(""), [""; 0]);
        assert_eq!(words("コスト額 10,000千円").concat(), "コスト額 10,000千円");
        let endless = "9".repeat(40);
        assert_eq!(words(&endless).concat(), endless);
    }

    #[test]
    fn each_line_is_in_the_box() {
        let placed = Placed {
            words: Words::new("市債借入は元金償還以内に<努める>", LABEL, 120.0),
            rect: Rect::sized((10.0, 20.0), (120.0, 80.0)),
            anchor: Anchor::Middle,
        };
        assert!(placed.words.extent().0 <= 120.0);
        let mut svg = String::new();
        placed.write(&mut svg);
        assert!(svg.contains("&lt;") && svg.matches("<tspan").count() == placed.words.lines.len());
        assert!(svg.contains(r#"x="70.0" y="39.7""#), "{svg}");
    }
}
