//! Response rates: returned, valid, delivered; AAPOR rates (M-6).

use super::estimate::float;

/// What happened to the questionnaires that went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mailing {
    /// Questionnaires mailed (replacement keys are not added).
    pub mailed: u64,
    /// Returned by the post; does not lower `mailed`.
    pub undeliverable: u64,
    /// Moved away or deceased.
    pub ineligible: u64,
    /// Refused without a sheet.
    pub refused: u64,
    /// Valid responses (有効回収数).
    pub valid: u64,
    /// Blank sheets (白票).
    pub blank: u64,
}

/// part/whole; `None` for a whole of 0.
pub fn rate(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| float(part) / float(whole))
}

impl Mailing {
    /// 回収数: valid and blank; late sheets and duplicates are not in it.
    pub fn returned(&self) -> u64 {
        self.valid + self.blank
    }

    /// The denominator of the rate on delivered questionnaires.
    pub fn delivered(&self) -> u64 {
        self.mailed.saturating_sub(self.undeliverable)
    }
}

/// Disposition of the valid responses: complete, partial, break-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Completeness {
    /// At least 80 % of the applicable non-text variables answered.
    pub complete: u64,
    /// At least 50 %.
    pub partial: u64,
    /// Less.
    pub break_off: u64,
}

impl Completeness {
    /// Counts one valid response by its answered and applicable non-text variables.
    pub fn add(&mut self, answered: u64, applicable: u64) {
        if answered * 10 >= applicable * 8 {
            self.complete += 1;
        } else if answered * 2 >= applicable {
            self.partial += 1;
        } else {
            self.break_off += 1;
        }
    }
}

/// AAPOR dispositions and rates. NC, O and UH are 0 in a mail survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aapor {
    /// I
    pub complete: u64,
    /// P
    pub partial: u64,
    /// R: break-offs, blank sheets, explicit refusals.
    pub refusal: u64,
    /// UO: everything not returned, undeliverable included.
    pub unknown: u64,
    /// NE: moved out, deceased.
    pub not_eligible: u64,
    /// e: estimated share of the unknown who are eligible.
    pub eligibility: Option<f64>,
    /// RR1 … RR6.
    pub rates: [Option<f64>; 6],
}

/// Computes the AAPOR rates.
pub fn aapor(fieldwork: &Mailing, completeness: Completeness) -> Aapor {
    let Completeness {
        complete,
        partial,
        break_off,
    } = completeness;
    let refusal = break_off + fieldwork.blank + fieldwork.refused;
    let known = fieldwork.returned() + fieldwork.refused + fieldwork.ineligible;
    let unknown = fieldwork.mailed.saturating_sub(known);
    let interviews = complete + partial + refusal;
    let eligibility = rate(interviews, interviews + fieldwork.ineligible);
    let over = |part: u64, unknown: f64| {
        let whole = float(interviews) + unknown;
        (whole > 0.0).then(|| float(part) / whole)
    };
    let both = complete + partial;
    let estimated = eligibility.map(|e| e * float(unknown));
    let all = float(unknown);
    Aapor {
        complete,
        partial,
        refusal,
        unknown,
        not_eligible: fieldwork.ineligible,
        eligibility,
        rates: [
            over(complete, all),
            over(both, all),
            estimated.and_then(|u| over(complete, u)),
            estimated.and_then(|u| over(both, u)),
            over(complete, 0.0),
            over(both, 0.0),
        ],
    }
}
