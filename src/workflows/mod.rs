//! The verbs: changes that touch more than one thing, each in one transaction, audited, with its follow-up jobs.
