//! What the loop needs and operators do by command: binding, confidential surveys, free texts, deadlines, dry runs.

mod binding;
mod deadlines;
mod first_links;
mod municipalities;
mod recipients;
mod spreads;
mod texts;
mod versions;
