//! Parts put into the templates that name them, once, at the start.
//!
//! A part that is called while a page is written copies all it may see, and a page of thirty questions has some
//! hundreds of them. A part without arguments sees what its template sees: it can as well stand there.

use std::collections::BTreeMap;

use super::files::ViewError;

/// Deeper than any part stands in another: one that names itself is found.
const DEEPEST: usize = 8;

/// What a layout calls the page it surrounds.
const SURROUNDED: &str = "{{> @partial-block}}";

/// The templates by name, as they are written.
pub(super) struct Sources(pub(super) BTreeMap<String, String>);

impl Sources {
    /// A template with its layout around it and its parts in it. What is called with arguments stays a call.
    ///
    /// # Errors
    /// [`ViewError::Template`] for a part that does not exist and one that holds itself.
    pub(super) fn whole(&self, name: &str) -> Result<String, ViewError> {
        self.nested(name, DEEPEST)
    }

    fn nested(&self, name: &str, depth: usize) -> Result<String, ViewError> {
        let fault = |what: &str| ViewError::Template(name.to_owned(), what.to_owned());
        let source = self.0.get(name).ok_or_else(|| fault("does not exist"))?;
        let deeper = depth.checked_sub(1).ok_or_else(|| fault("holds itself"))?;
        let source = self.surrounded(source, deeper)?;
        let mut out = String::with_capacity(source.len() * 2);
        let mut rest = source.as_str();
        while let Some(call) = Call::first(rest, "{{> ") {
            out.push_str(call.before);
            match call.named {
                Some(part) if call.is_bare => out.push_str(&self.nested(part, deeper)?),
                Some(part) if !self.0.contains_key(part) => {
                    return Err(fault(&format!("there is no part {part}")));
                }
                _ => out.push_str(call.text),
            }
            rest = call.after;
        }
        out.push_str(rest);
        Ok(out)
    }

    /// A page in its layout, a table in its frame.
    fn surrounded(&self, source: &str, depth: usize) -> Result<String, ViewError> {
        let mut out = String::with_capacity(source.len());
        let mut rest = source;
        while let Some(call) = Call::first(rest, "{{#> ") {
            out.push_str(call.before);
            rest = call.after;
            let bare = call.named.filter(|_| call.is_bare);
            let inside = bare.and_then(|name| rest.split_once(&format!("{{{{/{name}}}}}")));
            let (Some(name), Some((inside, after))) = (bare, inside) else {
                out.push_str(call.text);
                continue;
            };
            let inside = self.surrounded(inside, depth)?;
            out.push_str(&self.nested(name, depth)?.replace(SURROUNDED, &inside));
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// Where a template calls a part.
struct Call<'a> {
    before: &'a str,
    text: &'a str,
    after: &'a str,
    /// Not where the page decides which part, and not for what a layout surrounds.
    named: Option<&'a str>,
    is_bare: bool,
}

impl<'a> Call<'a> {
    fn first(source: &'a str, opening: &str) -> Option<Self> {
        let start = source.find(opening)?;
        let (before, call) = source.split_at(start);
        let end = call.find("}}")? + 2;
        let (text, after) = call.split_at(end);
        let inner = text.strip_prefix(opening)?.strip_suffix("}}")?.trim();
        let named = inner.split(' ').next()?;
        Some(Self {
            before,
            text,
            after,
            is_bare: named == inner,
            named: (!named.starts_with(['(', '@'])).then_some(named),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(pages: &[(&str, &str)]) -> Sources {
        let own = |(name, source): &(&str, &str)| ((*name).to_owned(), (*source).to_owned());
        Sources(pages.iter().map(own).collect())
    }

    #[test]
    fn what_has_no_arguments_stands_where_it_is_named() {
        let all = sources(&[
            ("page", "{{#> layout}}<p>{{> a/part}}</p>{{/layout}}"),
            ("layout", "<main>{{> @partial-block}}</main>{{> foot}}"),
            ("foot", "<hr>"),
            ("a/part", "{{x}}{{> foot}}{{> foot y}}{{> (concat kind)}}"),
            ("table", "{{#> layout caption=x}}{{> foot}}{{/layout}}"),
        ]);
        assert_eq!(
            all.whole("page").unwrap(),
            "<main><p>{{x}}<hr>{{> foot y}}{{> (concat kind)}}</p></main><hr>"
        );
        assert_eq!(
            all.whole("table").unwrap(),
            "{{#> layout caption=x}}<hr>{{/layout}}"
        );
    }

    #[test]
    fn a_part_that_is_not_there_or_holds_itself_is_told_at_the_start() {
        for source in [
            "{{> other}}",
            "{{> other x}}",
            "{{#> other}}x{{/other}}",
            "{{> page}}",
        ] {
            let all = sources(&[("page", source)]);
            assert!(all.whole("page").is_err(), "{source}");
        }
    }
}
