//! Addresses of our own pages as their readers are led to them.

/// An address in a language, shown in a way (`large`, `noruby`; empty: as it comes).
#[must_use]
pub fn shown(path: &str, lang: &str, display: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    let mut address = format!("{path}{mark}lang={lang}");
    if !display.is_empty() {
        address += "&display=";
        address += display;
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_its_page_is_read() {
        for (path, lang, display, led) in [
            ("/sunagawa", "en", "", "/sunagawa?lang=en"),
            (
                "/p?state=met",
                "ja",
                "large",
                "/p?state=met&lang=ja&display=large",
            ),
            ("", "ja-x-easy", "noruby", "?lang=ja-x-easy&display=noruby"),
        ] {
            assert_eq!(shown(path, lang, display), led);
        }
    }
}
