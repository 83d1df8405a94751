//! The way through a survey of several pages, as a browser goes it.

use crate::http::{Browser, Reply};

/// More pages than any questionnaire of the experiments has.
const PAGES: usize = 10;

/// Somebody before a page.
#[derive(Clone)]
pub struct Walk {
    browser: Browser,
    page: Reply,
}

impl Walk {
    /// From the first page to the first questions.
    pub async fn begin(mut browser: Browser, port: u16, survey: &str) -> std::io::Result<Self> {
        let page = browser
            .open(port, &format!("/sunagawa/surveys/{survey}"))
            .await?;
        let mut walk = Self { browser, page };
        walk.press(port, &[]).await?;
        Ok(walk)
    }

    /// Sends the page's form with what was typed and the button that was pressed; the status of the page after it.
    pub async fn press(&mut self, port: u16, typed: &[(&str, &str)]) -> std::io::Result<u16> {
        let form = self.page.form();
        let no_form = || std::io::Error::other(format!("{}: no form", self.page.status));
        let (action, mut fields) = form.ok_or_else(no_form)?;
        let typed = typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        fields.extend(typed);
        let reply = self.browser.post(port, &action, &fields).await?;
        self.page = match reply.location() {
            Some(to) if !to.contains("/receipts/") => self.browser.follow(port, reply).await?,
            _ => reply,
        };
        Ok(self.page.status)
    }

    /// Another page of the same browser.
    pub async fn open(&mut self, port: u16, path: &str) -> std::io::Result<&Reply> {
        self.page = self.browser.open(port, path).await?;
        Ok(&self.page)
    }

    /// On to the check page with this opinion.
    pub async fn reach_check(&mut self, port: u16, opinion: &str) -> std::io::Result<()> {
        for _ in 0..PAGES {
            if self.is_at_check() {
                return Ok(());
            }
            let mut typed = vec![("_go", "next")];
            let given = [("livable", "1"), ("opinion", opinion)];
            typed.extend(given.into_iter().filter(|(name, _)| self.page.has(name)));
            self.press(port, &typed).await?;
        }
        Err(std::io::Error::other("no check page"))
    }

    fn is_at_check(&self) -> bool {
        let form = self.page.form();
        form.is_some_and(|(action, _)| action.ends_with("/responses"))
    }

    /// The receipt it was led to.
    pub fn has_receipt(&self) -> bool {
        let to = self.page.location();
        to.is_some_and(|to| to.contains("/receipts/"))
    }
}
