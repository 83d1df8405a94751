//! Pages read as people and browsers read them: status, text, links, forms. No more HTML than our own pages use.

use actix_http::StatusCode;
use actix_http::header::HeaderMap;

pub use super::form::Form;

/// What the door answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its bytes as they came.
    pub body: Vec<u8>,
    /// The address that was asked for.
    pub path: String,
}

/// One start tag.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<(String, String)>,
    /// The text up to the next tag.
    pub text: String,
}

impl Reply {
    pub fn new(status: StatusCode, headers: HeaderMap, body: Vec<u8>) -> Self {
        Self {
            status,
            headers,
            body,
            path: String::new(),
        }
    }

    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// The source of the page.
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// One header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a redirect leads, without what only the browser reads.
    pub fn location(&self) -> Option<String> {
        let to = self.header("location")?;
        Some(to.split('#').next().unwrap().to_owned())
    }

    /// The text of the part that is about something, without readings.
    pub fn main_text(&self) -> String {
        let html = self.html();
        let main = html.split("<main").nth(1).unwrap_or(html);
        let main = main.split("</main>").next().unwrap();
        let main = format!("<main{main}")
            .replace("<rp>", "<rt>")
            .replace("</rp>", "</rt>");
        let without_readings: String = main
            .split("<rt>")
            .enumerate()
            .map(|(at, part)| {
                if at == 0 {
                    part
                } else {
                    part.split_once("</rt>").unwrap().1
                }
            })
            .collect();
        let mut text = String::new();
        for part in without_readings.split('<') {
            let (tag, shown) = part.split_once('>').unwrap_or_default();
            let name = tag.trim_start_matches('/').split(' ').next();
            if !matches!(name, Some("ruby" | "rb" | "b" | "bdi")) {
                text.push(' ');
            }
            text.push_str(shown);
        }
        let text = unescaped(&text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// No fault of the program, and nothing of its insides in what it says about faults.
    #[track_caller]
    pub fn assert_honest(&self) {
        let status = self.status.as_u16();
        assert!(status < 500 || status == 503, "{}: {status}", self.path);
        if status < 400 {
            return;
        }
        let said = String::from_utf8_lossy(&self.body);
        for inside in [
            "Deserialize",
            "actix",
            "diesel",
            "panicked",
            "postgres",
            "src/",
            // The place of a panic; without the colon it may stand in a random key.
            ".rs:",
            "kocho::",
            "relation \"",
        ] {
            assert!(!said.contains(inside), "{}: {inside} in {said}", self.path);
        }
    }

    /// Nothing that opens a draft stands in an address: neither where a redirect leads nor in a link.
    #[track_caller]
    pub fn assert_no_slip_in_addresses(&self) {
        let html = std::str::from_utf8(&self.body).unwrap_or_default();
        let mut addresses: Vec<String> = self.location().into_iter().collect();
        if html.starts_with("<!DOCTYPE html>") {
            addresses.extend(self.links());
        }
        for address in addresses {
            let values = address.split(['?', '&', '/', '=']);
            // An address within an address, as a provider is told where to lead back to, is none.
            let values = values.filter(|value| !value.contains("%2F"));
            let long = values.filter(|value| value.len() >= 64).count();
            assert_eq!(long, 0, "{}: {address}", self.path);
        }
    }

    /// A page with this status that says this, safe to show.
    #[track_caller]
    pub fn assert_page(&self, status: u16, text: &str) {
        let said = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status.as_u16(), status, "{}\n{said}", self.path);
        let kind = self.header("content-type").unwrap_or_default();
        assert!(
            kind.starts_with("text/html"),
            "{}: {kind}\n{said}",
            self.path
        );
        let policy = self.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("default-src 'none'"),
            "{}: no policy",
            self.path
        );
        // What belongs to one person is kept by nobody; what is published has a tag.
        let kept = match self.header("etag") {
            Some(_) => "public, max-age=0, s-maxage=1, must-revalidate",
            None => "no-store",
        };
        assert_eq!(self.header("cache-control"), Some(kept), "{}", self.path);
        let shown = self.main_text();
        assert!(
            shown.contains(text),
            "{}: not {text:?} in {shown}",
            self.path
        );
    }

    /// A 303 to an address that begins so.
    #[track_caller]
    pub fn assert_redirect(&self, to: &str) {
        assert_eq!(
            self.status.as_u16(),
            303,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        let location = self.location().unwrap();
        assert!(location.starts_with(to), "{location} and not {to}");
    }

    /// The receipt the page shows.
    #[track_caller]
    pub fn receipt(&self) -> String {
        let (_, after) = self
            .html()
            .split_once("class=\"receipt\">")
            .unwrap_or_else(|| panic!("no receipt: {}", self.main_text()));
        after.split('<').next().unwrap().to_owned()
    }

    /// Every start tag in order.
    pub fn tags(&self) -> Vec<Tag> {
        let mut tags = Vec::new();
        for part in self.html().split('<').skip(1) {
            if part.starts_with(['/', '!']) {
                continue;
            }
            let end = closing(part);
            let (inside, text) = (&part[..end], part.get(end + 1..).unwrap_or_default());
            let name = inside.split_whitespace().next().unwrap_or_default();
            tags.push(Tag {
                name: name.to_owned(),
                attributes: attributes(inside),
                text: unescaped(text),
            });
        }
        tags
    }

    /// Where its links and frames lead, without those that leave the program.
    pub fn links(&self) -> Vec<String> {
        let tags = self.tags();
        let leads = tags.iter().filter_map(|tag| match tag.name.as_str() {
            "a" => tag.value("href"),
            "iframe" => tag.value("src"),
            _ => None,
        });
        leads.collect()
    }

    /// Where its pictures are.
    pub fn pictures(&self) -> Vec<String> {
        let tags = self.tags();
        let images = tags.iter().filter(|tag| tag.name == "img");
        images.map(|image| image.value("src").unwrap()).collect()
    }

    /// The form with the answers, or the only one.
    #[track_caller]
    pub fn form(&self) -> Form {
        let mut forms = self.forms();
        assert_eq!(forms.len(), 1, "{}: {}", self.path, self.main_text());
        forms.remove(0)
    }

    /// Every form of the page, but for the one by which staff leave.
    pub fn forms(&self) -> Vec<Form> {
        let mut forms = self.all_forms();
        forms.retain(|form| !form.action.starts_with("/staff/sign-out"));
        forms
    }

    fn all_forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut select = String::new();
        for tag in self.tags() {
            if tag.name == "form" {
                forms.push(Form {
                    action: without_fragment(&tag.value("action").unwrap()),
                    how: tag.value("enctype").or(tag.value("method")).unwrap(),
                    buttons: Vec::new(),
                    names: Vec::new(),
                    fields: Vec::new(),
                });
            } else if let Some(form) = forms.last_mut() {
                form.take(&tag, &mut select);
            }
        }
        forms
    }
}

impl Tag {
    /// An attribute's value.
    pub fn value(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    }
}

/// Where a tag ends; attributes may hold `>`.
fn closing(part: &str) -> usize {
    let mut quoted = false;
    for (at, c) in part.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    part.len()
}

fn attributes(inside: &str) -> Vec<(String, String)> {
    let mut rest = inside
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest)
        .trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ', '\n', '/']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inner, after) = quoted.split_once('"').unwrap();
            value = unescaped(inner);
            rest = after;
        }
        rest = rest.trim_start_matches([' ', '\n', '/']);
        if !name.is_empty() {
            found.push((name, value));
        }
    }
    found
}

/// Text as shown.
pub fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x60;", "`"),
        ("&#x3D;", "="),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escaped, c)| {
        text.replace(escaped, c)
    })
}

/// What of an address a server is told.
fn without_fragment(address: &str) -> String {
    address.split('#').next().unwrap_or_default().to_owned()
}
