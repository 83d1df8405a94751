//! Bars of shares: 帯グラフ (one bar of segments for each row) and single bars for multiple choice.
//!
//! Widths are percent of the drawing and texts are not scaled, so that the same drawing is read on a phone and on
//! paper. The page says above each bar what it is about, where long names wrap. What a drawing says stands in words
//! beside it and in the table below: for programs that read aloud it is one picture.

use std::fmt::Write as _;

use super::tones::Tone;
use crate::views::ruby::escape;

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// People in it.
    pub count: u64,
    /// Its percentage as printed; none where it is not shown.
    pub percent: Option<String>,
    /// How it is painted.
    pub tone: Tone,
}

/// Height of a bar in pixels.
const HEIGHT: u32 = 28;

/// Thousandths of the whole from which a label stands inside …
const ROOM: u64 = 40;

/// … and from which it has room on a phone as well.
const ROOM_ON_A_PHONE: u64 = 75;

/// Draws a bar of segments that fill it, from left to right: a line of a 帯グラフ.
#[must_use]
pub fn band(segments: &[Segment]) -> String {
    let mut out = String::with_capacity(600);
    open(&mut out);
    let counts: Vec<u64> = segments.iter().map(|segment| segment.count).collect();
    let mut from = 0;
    for (segment, width) in segments.iter().zip(widths(&counts)) {
        if width > 0 {
            rect(&mut out, segment.tone, from, width);
        }
        if let Some(label) = segment.percent.as_ref().filter(|_| width >= ROOM) {
            let narrow = if width < ROOM_ON_A_PHONE { " wide" } else { "" };
            let _ = write!(
                out,
                r#"<text class="{}{narrow}" x="{}" y="19" text-anchor="middle">"#,
                segment.tone.class(),
                middle(from, width),
            );
            escape(label, &mut out);
            out.push_str("</text>");
        }
        from += width;
    }
    out.push_str("</svg>");
    out
}

/// Draws a bar of its own: an option of a multiple choice. `count`: people, and of how many; none where they are not
/// shown. `shown`: the percentage as printed, or x.
#[must_use]
pub fn bar(count: Option<(u64, u64)>, shown: &str) -> String {
    let mut out = String::with_capacity(300);
    open(&mut out);
    let width = count.map_or(0, |(count, of)| thousandths(count, of));
    rect(&mut out, Tone::Yes(2), 0, width);
    // Behind the end of the bar, or before it where it is long.
    let (class, shift, anchor) = match width > 850 {
        true => ("t-y2", -6, "end"),
        false => ("out", 6, "start"),
    };
    let _ = write!(
        out,
        r#"<text class="{class}" x="{}" dx="{shift}" y="19" text-anchor="{anchor}">"#,
        percent(width)
    );
    escape(shown, &mut out);
    out.push_str("</text></svg>");
    out
}

/// Draws the bar inside a cell of a table: of a multiple choice by groups, whose parts fill no bar.
#[must_use]
pub fn share(count: u64, of: u64) -> String {
    let (class, width) = (Tone::Yes(2).class(), percent(thousandths(count, of)));
    format!(
        r#"<svg class="share" width="100%" height="6" aria-hidden="true"><rect class="{class}" width="{width}" height="6"/></svg>"#
    )
}

/// The patch of a tone beside its name.
#[must_use]
pub fn patch(tone: Tone) -> String {
    let class = tone.class();
    format!(
        r#"<svg class="patch" width="18" height="18" aria-hidden="true"><rect class="{class}" width="18" height="18"/></svg>"#
    )
}

fn open(out: &mut String) {
    let _ = write!(
        out,
        r#"<svg width="100%" height="{HEIGHT}" aria-hidden="true">"#
    );
}

fn rect(out: &mut String, tone: Tone, from: u64, width: u64) {
    let _ = write!(
        out,
        r#"<rect class="{}" x="{}" width="{}" height="{HEIGHT}"/>"#,
        tone.class(),
        percent(from),
        percent(width),
    );
}

/// Thousandths as CSS writes them.
fn percent(thousandths: u64) -> String {
    match thousandths % 10 {
        0 => format!("{}%", thousandths / 10),
        rest => format!("{}.{rest}%", thousandths / 10),
    }
}

fn middle(from: u64, width: u64) -> String {
    let twice = 2 * from + width;
    format!("{}.{}%", twice / 20, twice % 20 / 2)
}

/// The nearest thousandths of a part.
fn thousandths(part: u64, whole: u64) -> u64 {
    let rounded = (2_000 * part + whole).checked_div(2 * whole);
    rounded.unwrap_or(0).min(1_000)
}

/// Thousandths of the whole that add up to it: largest remainders, ties: the first (M-7 allows it for widths only).
fn widths(counts: &[u64]) -> Vec<u64> {
    let whole: u64 = counts.iter().sum();
    if whole == 0 {
        return vec![0; counts.len()];
    }
    let mut widths: Vec<u64> = counts.iter().map(|count| count * 1_000 / whole).collect();
    let mut order: Vec<(u64, usize)> = counts
        .iter()
        .enumerate()
        .map(|(at, count)| (count * 1_000 % whole, at))
        .collect();
    order.sort_by_key(|(rest, at)| (std::cmp::Reverse(*rest), *at));
    let missing = 1_000 - widths.iter().sum::<u64>();
    let lucky = order.iter().take(usize::try_from(missing).unwrap_or(0));
    for (_, at) in lucky {
        if let Some(width) = widths.get_mut(*at) {
            *width += 1;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_fill_the_bar() {
        for counts in [&[1, 1, 1][..], &[329, 255, 26, 24, 17, 35], &[0, 7], &[5]] {
            assert_eq!(widths(counts).iter().sum::<u64>(), 1_000, "{counts:?}");
        }
        assert_eq!(widths(&[1, 1, 1]), [334, 333, 333]);
        assert_eq!(widths(&[0, 0]), [0, 0]);
    }

    #[test]
    fn labels_stand_where_they_have_room() {
        let segment = |count, percent: &str| Segment {
            count,
            percent: Some(percent.to_owned()),
            tone: Tone::Neither,
        };
        let drawn = band(&[segment(92, "92.0"), segment(5, "5.0"), segment(3, "<b>")]);
        assert!(drawn.contains(">92.0<") && drawn.contains(r#"class="t-z wide""#));
        assert!(!drawn.contains("<b>"));
        assert!(band(&[segment(1, "<b>")]).contains("&lt;b&gt;"));
        assert!(drawn.contains(r#"x="92%" width="5%""#) && !drawn.contains("style="));
    }

    #[test]
    fn the_bar_of_a_cell_is_as_long_as_its_share() {
        assert!(share(95, 388).contains(r#"width="24.5%""#));
        assert!(share(0, 0).contains(r#"width="0%""#));
    }

    #[test]
    fn an_x_has_no_bar() {
        assert!(bar(Some((9, 10)), "90.0").contains(r#"width="90%""#));
        let hidden = bar(None, "x");
        assert!(hidden.contains(r#"width="0%""#) && hidden.contains(">x<"));
    }
}
