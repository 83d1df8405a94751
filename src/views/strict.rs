//! A field that a condition, a loop or a part asks for and the page does not have is an error, as it is where it is
//! printed: strict mode looks at what is printed only.
//!
//! Asked in builds for development, whose tests show every template; no page of a town is written slower for it.

use handlebars::{Handlebars, Helper, HelperResult, Output};

use super::helpers::{Writes, given};

/// Where a template asks for a field that it does not print itself.
const ASKING: [&str; 5] = ["{{#if ", "{{#unless ", "{{#each ", "{{> ", "{{#> "];

/// The call that looks whether a field is there, and writes nothing.
const LOOK: &str = "is_there";

pub(super) fn register(handlebars: &mut Handlebars<'static>) {
    let look =
        |helper: &Helper<'_>, _: &mut dyn Output| -> HelperResult { given(helper).map(|_| ()) };
    handlebars.register_helper(LOOK, Box::new(Writes(look)));
}

/// A template of HTML as it is kept: in builds for development it looks for each field before it asks for it.
pub(super) fn kept(source: String) -> String {
    match cfg!(debug_assertions) {
        true => looking(&source),
        false => source,
    }
}

fn looking(source: &str) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    while let Some(start) = rest.find("{{") {
        let (before, call) = rest.split_at(start);
        let end = call.find("}}").map_or(call.len(), |end| end + 2);
        let (call, after) = call.split_at(end);
        out.push_str(before);
        if let Some(field) = asked(call) {
            out.push_str(&format!("{{{{{LOOK} {field}}}}}"));
        }
        out.push_str(call);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The field a call asks for; none where it asks for a word, for what another call makes, or is a part without a field.
fn asked(call: &str) -> Option<&str> {
    let opening = ASKING.iter().find(|opening| call.starts_with(**opening))?;
    let inner = call.strip_prefix(opening)?.strip_suffix("}}")?;
    let field = inner
        .split_whitespace()
        .nth(usize::from(opening.contains('>')))?;
    (!field.contains(['=', '(', '"'])).then_some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_looked_for_first() {
        for (source, kept) in [
            ("<b>{{#if a}}x{{/if}}", "<b>{{is_there a}}{{#if a}}x{{/if}}"),
            (
                "{{#each page.rows as |row|}}{{/each}}",
                "{{is_there page.rows}}{{#each page.rows as |row|}}{{/each}}",
            ),
            (
                "{{> parts/field page.a id=\"x\"}}",
                "{{is_there page.a}}{{> parts/field page.a id=\"x\"}}",
            ),
            (
                "{{> parts/submit text=\"x\"}}",
                "{{> parts/submit text=\"x\"}}",
            ),
            ("{{> (concat \"a\" b) c}}", "{{> (concat \"a\" b) c}}"),
            ("{{a}}{{t \"b\"}}", "{{a}}{{t \"b\"}}"),
        ] {
            assert_eq!(looking(source), kept);
        }
    }

    #[test]
    fn a_field_that_is_not_there_is_an_error_and_an_empty_one_is_none() {
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        register(&mut handlebars);
        handlebars
            .register_partial("part", "{{#if x}}x{{/if}}")
            .unwrap();
        let page = serde_json::json!({"empty": null, "inner": {"x": true}});
        for (source, written) in [
            ("{{#if empty}}{{/if}}", Some("")),
            ("{{#if typo}}{{/if}}", None),
            ("{{#unless typo}}{{/unless}}", None),
            ("{{#each typo}}{{/each}}", None),
            ("{{> part inner}}", Some("x")),
            ("{{> part innner}}", None),
        ] {
            let result = handlebars.render_template(&looking(source), &page);
            assert_eq!(result.ok().as_deref(), written, "{source}");
        }
    }
}
