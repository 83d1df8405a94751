//! Arrows that plans print for a target without a number, in words.

/// The words for a printed arrow (↗), by the key of their text.
#[must_use]
pub fn key(printed: &str) -> Option<&'static str> {
    match printed {
        "↗" | "⬈" | "➚" | "↑" => Some("chart-up"),
        "↘" | "⬊" | "➘" | "↓" => Some("chart-down"),
        "→" | "⇒" => Some("chart-level"),
        _ => None,
    }
}
