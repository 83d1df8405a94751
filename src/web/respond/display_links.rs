//! Ways to change how pages are shown: larger, with readings or without.

use serde::Serialize;

use crate::domain::language::Language;
use crate::views::say::Say;
use crate::web::page::Display;

use super::paths;

/// A way to change how pages are shown.
#[derive(Serialize)]
pub(super) struct DisplayLink {
    href: String,
    words: &'static str,
    /// Whether it is a button of the form, because the draft travels in it.
    pub button: bool,
    label: Say,
}

/// Those that a language has.
pub(super) fn displays(language: &Language, display: Display) -> Vec<DisplayLink> {
    let link = |display: Display, label: &'static str| DisplayLink {
        href: paths::shown("", language, display),
        words: display.words(),
        button: false,
        label: Say::new(label),
    };
    let larger = Display {
        large: !display.large,
        ..display
    };
    let mut links = vec![link(
        larger,
        if display.large {
            "text-size-normal"
        } else {
            "text-size-large"
        },
    )];
    if *language == Language::easy_japanese() {
        let ruby = Display {
            noruby: !display.noruby,
            ..display
        };
        links.push(link(
            ruby,
            if display.noruby {
                "ruby-on"
            } else {
                "ruby-off"
            },
        ));
    }
    links
}
