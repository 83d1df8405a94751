//! The files a browser fetches beside a page and keeps for ever: their address names the hash of what they hold, so
//! that a new one has a new address.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use super::files::{Files, ViewError, text_of};
use super::style::Styles;

/// The files by name: `staff.css`, `unsaved.js`, `htmx.min.js`.
pub struct Assets(BTreeMap<String, Asset>);

/// One file.
pub struct Asset {
    /// Its media type.
    pub content_type: &'static str,
    /// What it holds.
    pub text: String,
    hash: String,
    /// The same, compressed when it is first asked for.
    gzip: OnceLock<Vec<u8>>,
}

/// Where script lies: modules of our own, and those of others with their licences beside them.
const SCRIPT: [&str; 2] = ["assets/js/", "assets/vendor/"];

impl Assets {
    /// The sheets that do not travel inside pages, and the script modules.
    ///
    /// # Errors
    /// [`ViewError`] names the file that cannot be read.
    pub(super) fn load(styles: &Styles) -> Result<Self, ViewError> {
        let outside = styles.all().filter(|(frame, _)| !frame.is_styled_inside());
        let sheets = outside.map(|(frame, sheet)| {
            let css = Asset::new("text/css; charset=utf-8", sheet.css.clone());
            (format!("{}.css", frame.name()), css)
        });
        let mut all: BTreeMap<String, Asset> = sheets.collect();
        for file in Files::iter() {
            let inside = SCRIPT.iter().find_map(|folder| file.strip_prefix(folder));
            if let Some(name) = inside.filter(|name| name.ends_with(".js")) {
                let module = Asset::new("text/javascript; charset=utf-8", text_of(&file)?);
                all.insert(name.to_owned(), module);
            }
        }
        Ok(Self(all))
    }

    /// A file, where its address is of what it holds now.
    #[must_use]
    pub fn get(&self, hash: &str, name: &str) -> Option<&Asset> {
        self.0.get(name).filter(|asset| asset.hash == hash)
    }

    /// The addresses by name.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, String)> {
        let address = |(name, asset): (&String, &Asset)| format!("/assets/{}/{name}", asset.hash);
        self.0
            .iter()
            .map(move |(name, asset)| (name.as_str(), address((name, asset))))
    }
}

impl Asset {
    /// What it holds, as small as it gets; none where that fails, which is no reason to serve nothing.
    #[must_use]
    pub fn compressed(&self) -> Option<&[u8]> {
        let bytes = self.gzip.get_or_init(|| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            let written = encoder.write_all(self.text.as_bytes());
            written.and_then(|()| encoder.finish()).unwrap_or_default()
        });
        (!bytes.is_empty()).then_some(bytes)
    }

    fn new(content_type: &'static str, text: String) -> Self {
        // Small letters: addresses are led to those.
        let digest = Sha256::digest(text.as_bytes());
        let hash = digest.iter().take(8).map(|byte| format!("{byte:02x}"));
        Self {
            content_type,
            hash: hash.collect(),
            text,
            gzip: OnceLock::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_what_it_holds() {
        let assets = Assets::load(&Styles::load()).unwrap();
        let addresses: BTreeMap<&str, String> = assets.addresses().collect();
        let sheet = addresses["staff.css"].split('/').collect::<Vec<_>>();
        assert!(assets.get(sheet[2], "staff.css").is_some());
        assert!(assets.get("of-yesterday", "staff.css").is_none());
        assert!(!addresses.contains_key("public.css"));
        assert!(
            addresses.contains_key("htmx.min.js") && !addresses.contains_key("htmx.LICENSE.txt")
        );
        let sheet = assets.get(sheet[2], "staff.css").unwrap();
        assert!(sheet.compressed().unwrap().len() < sheet.text.len() / 2);
    }
}
