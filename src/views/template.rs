//! A template as it is sent: written over as many lines as its reader wants, without a byte more on the wire.

/// Takes out line breaks and indentation. Between elements and in texts they write nothing, inside a tag or a call one
/// space; a space that is meant stands within a line, or as `&#32;` at its beginning, a line break as `&#10;`.
pub(super) fn joined(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut place = Place::Text;
    for line in source.lines().map(str::trim) {
        if place.is_inside() && !out.ends_with(' ') && !line.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
        place = place.after(line);
    }
    out.replace("&#32;", " ").replace("&#10;", "\n")
}

/// Where a line ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between elements.
    Text,
    /// Inside a tag.
    Tag,
    /// Inside a call, which itself may stand inside a tag.
    Call { in_tag: bool },
}

impl Place {
    fn is_inside(self) -> bool {
        self != Self::Text
    }

    fn after(mut self, line: &str) -> Self {
        let mut rest = line;
        while let Some(next) = rest.chars().next() {
            let (step, place) = match self {
                Self::Call { in_tag } if rest.starts_with("}}") => {
                    (2, if in_tag { Self::Tag } else { Self::Text })
                }
                Self::Call { .. } => (next.len_utf8(), self),
                Self::Text | Self::Tag if rest.starts_with("{{") => {
                    let in_tag = self == Self::Tag;
                    (2, Self::Call { in_tag })
                }
                Self::Text if next == '<' => (1, Self::Tag),
                Self::Tag if next == '>' => (1, Self::Text),
                Self::Text | Self::Tag => (next.len_utf8(), self),
            };
            self = place;
            rest = rest.get(step..).unwrap_or_default();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_write_nothing_and_keep_words_apart() {
        for (source, sent) in [
            ("<p>\n  {{t \"next\"}}\n</p>\n", "<p>{{t \"next\"}}</p>"),
            ("<a\n  href=\"{{x}}\"\n>", "<a href=\"{{x}}\" >"),
            (
                "<input id=\"a\"{{#if x}}\n  checked{{/if}}>",
                "<input id=\"a\"{{#if x}} checked{{/if}}>",
            ),
            (
                "{{> parts/field\n  name=\"a > b\"}}\n<b>",
                "{{> parts/field name=\"a > b\"}}<b>",
            ),
            ("<b>x</b>\n&#32;<i>", "<b>x</b> <i>"),
            ("<textarea>&#10;{{x}}", "<textarea>\n{{x}}"),
            (
                "<p>{{#if a}}\n{{{svg}}}\n{{/if}}",
                "<p>{{#if a}}{{{svg}}}{{/if}}",
            ),
        ] {
            assert_eq!(joined(source), sent);
        }
    }
}
