//! An invitation (調査対象): what the holder of a one-time key is told.

use super::survey::{Accepting, Fieldwork, Mode, Refusal};
use super::time::{Timestamp, Zone};

/// One one-time key as stored: it proves "was sampled, has not answered yet" and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// Whether a response was given with it.
    pub used: bool,
}

/// Why the holder of a key cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAdmitted {
    /// A response was given with the key.
    #[error("already answered")]
    Used,
    /// The survey takes none.
    #[error(transparent)]
    Survey(#[from] Refusal),
}

impl Invitation {
    /// Whether an answer with this key, begun at `begun_at`, is taken at `now`. Who has answered is told so also
    /// after the survey has closed.
    ///
    /// # Errors
    /// [`NotAdmitted`] says which page is shown.
    pub fn admit(
        &self,
        fieldwork: &Fieldwork,
        mode: Mode,
        begun_at: Timestamp,
        now: Timestamp,
        zone: Zone,
    ) -> Result<Accepting, NotAdmitted> {
        if self.used {
            return Err(NotAdmitted::Used);
        }
        Ok(fieldwork.accepts(mode, begun_at, now, zone)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::survey::State;
    use super::*;

    #[test]
    fn a_used_key_is_told_so_before_anything_else() {
        let now = Timestamp::from_timestamp(0, 0).unwrap();
        let cancelled = Fieldwork {
            state: State::Cancelled,
            schedule: None,
        };
        let admit = |used| Invitation { used }.admit(&cancelled, Mode::Web, now, now, Zone::TOKYO);
        assert_eq!(admit(true), Err(NotAdmitted::Used));
        assert_eq!(admit(false), Err(NotAdmitted::Survey(Refusal::Cancelled)));
    }
}
