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

/// Height of a bar in pixels, and of a bar with labels under it.
const HEIGHT: u32 = 28;
const HEIGHT_WITH_LABELS: u32 = 50;

/// What a screen has room for, in thousandths of the whole.
struct Screen {
    /// The class of what only it shows.
    class: &'static str,
    /// From this width on, for each letter of its label, a part has it inside.
    room: u64,
    /// From the middle of a label under a bar to that of the next.
    apart: u64,
}

const WIDE: Screen = Screen {
    class: "wide",
    room: 14,
    apart: 42,
};

const PHONE: Screen = Screen {
    class: "narrow",
    room: 28,
    apart: 90,
};

/// A part of a bar in its place: what it is, where it begins, how wide it is.
type Part<'s> = (&'s Segment, u64, u64);

/// Draws a bar of segments that fill it, from left to right: a line of a 帯グラフ. Parts that are too narrow for their
/// label have it under them.
#[must_use]
pub fn band(segments: &[Segment]) -> String {
    let counts: Vec<u64> = segments.iter().map(|segment| segment.count).collect();
    let mut from = 0;
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (segment, width) in segments.iter().zip(widths(&counts)) {
        parts.push((segment, from, width));
        from += width;
    }
    parts.retain(|(.., width)| *width > 0);
    let (wide, phone) = (WIDE.under(&parts), PHONE.under(&parts));
    let is_low = wide.is_empty() && !phone.is_empty();
    let height = match wide.is_empty() && phone.is_empty() {
        true => HEIGHT,
        false => HEIGHT_WITH_LABELS,
    };
    let mut out = String::with_capacity(800);
    open(
        &mut out,
        if is_low { r#" class="low""# } else { "" },
        height,
    );
    for (segment, from, width) in &parts {
        rect(&mut out, segment.tone, *from, *width);
    }
    let _ = write!(
        out,
        r#"<rect class="edge" width="100%" height="{HEIGHT}"/>"#
    );
    for part in &parts {
        inside(&mut out, part);
    }
    for (screen, under) in [(WIDE, wide), (PHONE, phone)] {
        for (part, at) in under {
            below(&mut out, screen.class, part, at);
        }
    }
    out.push_str("</svg>");
    out
}

impl Screen {
    /// Whether a part has a label and is too narrow for it.
    fn is_narrow(&self, (segment, _, width): &Part<'_>) -> bool {
        let letters = segment.percent.iter().flat_map(|label| label.chars());
        let letters = u64::try_from(letters.count()).unwrap_or(u64::MAX);
        *width < self.room.saturating_mul(letters)
    }

    /// Where the labels of narrow parts stand: below them, as far apart as they need to be; nowhere where they are too
    /// many (the table has them all).
    fn under<'p, 's>(&self, parts: &'p [Part<'s>]) -> Vec<(&'p Part<'s>, u64)> {
        let narrow = parts.iter().filter(|part| self.is_narrow(part));
        let narrow: Vec<&Part<'_>> = narrow.collect();
        let count = u64::try_from(narrow.len()).unwrap_or(u64::MAX);
        if count.saturating_mul(self.apart) > 1_000 {
            return Vec::new();
        }
        let mut least = self.apart / 2;
        let mut placed = Vec::new();
        for (part, after) in narrow.into_iter().zip((0..count).rev()) {
            let (_, from, width) = part;
            let most = 1_000 - self.apart / 2 - after * self.apart;
            let at = (from + width / 2).max(least).min(most);
            placed.push((part, at));
            least = at + self.apart;
        }
        placed
    }
}

/// The label of a part inside it, where there is room.
fn inside(out: &mut String, part: &Part<'_>) {
    let (segment, from, width) = part;
    let label = segment.percent.as_ref();
    let Some(label) = label.filter(|_| !WIDE.is_narrow(part)) else {
        return;
    };
    let class = segment.tone.class();
    let narrow = match PHONE.is_narrow(part) {
        true => " wide",
        false => "",
    };
    let x = middle(*from, *width);
    let _ = write!(
        out,
        r#"<text class="{class}{narrow}" x="{x}" y="19" text-anchor="middle">"#
    );
    escape(label, out);
    out.push_str("</text>");
}

/// The label of a part under it, and a line from there.
fn below(out: &mut String, screen: &str, (segment, from, width): &Part<'_>, at: u64) {
    let (x, at) = (middle(*from, *width), percent(at));
    let label = segment.percent.as_deref().unwrap_or_default();
    let _ = write!(
        out,
        r#"<line class="leader {screen}" x1="{x}" x2="{at}" y1="{HEIGHT}" y2="36"/><text class="out under {screen}" x="{at}" y="47" text-anchor="middle">"#
    );
    escape(label, out);
    out.push_str("</text>");
}

/// Draws a bar of its own: an option of a multiple choice. `count`: people, and of how many; none where they are not
/// shown. `shown`: the percentage as printed, or x.
#[must_use]
pub fn bar(count: Option<(u64, u64)>, shown: &str) -> String {
    let mut out = String::with_capacity(300);
    open(&mut out, "", HEIGHT);
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

/// Opens a drawing; `class`: nothing, or an attribute.
fn open(out: &mut String, class: &str, height: u32) {
    let _ = write!(
        out,
        r#"<svg{class} width="100%" height="{height}" aria-hidden="true">"#
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

    fn segment(count: u64, percent: &str) -> Segment {
        Segment {
            count,
            percent: Some(percent.to_owned()),
            tone: Tone::Neither,
        }
    }

    #[test]
    fn labels_stand_where_they_have_room() {
        let drawn = band(&[segment(92, "92.0"), segment(5, "5.0"), segment(3, "<b>")]);
        assert!(drawn.contains(">92.0<") && drawn.contains(r#"class="t-z wide""#));
        assert!(!drawn.contains("<b>") && drawn.contains("&lt;b&gt;"));
        assert!(drawn.contains(r#"x="92%" width="5%""#) && !drawn.contains("style="));
    }

    #[test]
    fn narrow_parts_have_their_label_under_them() {
        let drawn = band(&[segment(92, "92.0"), segment(5, "5.0"), segment(3, "3.0")]);
        assert!(drawn.contains(r#"height="50""#));
        for label in [
            r#"class="out under narrow" x="86.5%""#,
            r#"class="out under narrow" x="95.5%""#,
            r#"class="out under wide" x="97.9%""#,
        ] {
            assert!(drawn.contains(label), "{label} in {drawn}");
        }
        let drawn = band(&[segment(95, "95.0"), segment(5, "5.0")]);
        assert!(
            drawn.contains(r#"<svg class="low""#),
            "only on a phone: {drawn}"
        );
        let drawn = band(&[segment(88, "88.0"), segment(12, "12.0")]);
        assert!(drawn.contains(r#"height="28""#) && !drawn.contains("under"));
    }

    #[test]
    fn labels_under_a_bar_do_not_touch() {
        for counts in [
            &[10, 10, 10, 970][..],
            &[970, 10, 10, 10],
            &[480, 10, 10, 500],
            &[70; 11],
        ] {
            let segments: Vec<Segment> = counts.iter().map(|w| segment(*w, "1.0")).collect();
            let begin = segments.iter().scan(0, |from, segment| {
                *from += segment.count;
                Some(*from - segment.count)
            });
            let parts = segments.iter().zip(begin);
            let parts: Vec<Part<'_>> = parts.map(|(s, from)| (s, from, s.count)).collect();
            for screen in [WIDE, PHONE] {
                let places: Vec<u64> = screen.under(&parts).iter().map(|(_, at)| *at).collect();
                let narrow = counts.iter().filter(|width| **width < 3 * screen.room);
                assert_eq!(places.len(), narrow.count());
                let (apart, edge) = (screen.apart, screen.apart / 2);
                assert!(places.windows(2).all(|pair| pair[0] + apart <= pair[1]));
                assert!(places.iter().all(|at| (edge..=1_000 - edge).contains(at)));
            }
        }
        let many: Vec<Segment> = (0..30).map(|_| segment(1, "3.3")).collect();
        assert!(!band(&many).contains("under"));
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
