//! What the public meets: the towns, a town's own page, its plans and indicators.
//!
//! Nothing here may name single responses: the public sees what was released, never what was sent in.

pub mod home;
