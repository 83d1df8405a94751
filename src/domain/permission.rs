//! What members of staff may do. Who has which permission is the role's; a handler names the one it needs in its
//! arguments, so that nothing can be done without it.

/// Something a member of staff may be allowed to do.
pub trait Permission: 'static {}

/// A permission to change something: whoever has it acts, and the audit log keeps who it was.
pub trait Change: Permission {}

/// To see every survey, drafts as well.
#[derive(Debug, Clone, Copy)]
pub struct SeeSurveys;

/// To move a survey through its life: give it its times, extend and close it.
#[derive(Debug, Clone, Copy)]
pub struct MoveSurveys;

impl Permission for SeeSurveys {}
impl Permission for MoveSurveys {}
impl Change for MoveSurveys {}
