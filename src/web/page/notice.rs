//! A page that says kindly why something cannot be done now, and what to do instead.

use serde::Serialize;

/// What its template sees.
#[derive(Serialize)]
pub struct NoticePage {
    /// Translation key of the situation: `{key}-title`, `{key}-text`, `{key}-action`.
    pub key: &'static str,
    /// The day, moment or wait its sentence names.
    pub date: String,
    /// Where its button leads.
    pub action: Option<String>,
    /// The slip that its button takes there, where what was typed lies in nothing else.
    pub carried: Option<String>,
    /// The receipt of what was recorded before.
    pub receipt: Option<String>,
    /// Where the results of the survey are or will be.
    pub results: Option<String>,
    /// Where keys are typed, on pages whose reader may have one.
    pub keys: Option<String>,
}
