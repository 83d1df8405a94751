//! Roles: who may do what. [`TABLE`] is the one source of the page 「役割と権限」, of the handlers' arguments and of the
//! tests.

use super::permission::Permission;
use super::words::words;

words! {
    /// What a member of staff is there for. A person may have several.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Role {
        /// 管理者: people, divisions, settings.
        Administrator = "administrator",
        /// 調査担当: questionnaires and surveys.
        Designer = "designer",
        /// 入力担当: types in what came on paper.
        DataEntry = "data_entry",
        /// 原課: the indicators of their own division.
        Editor = "editor",
        /// 承認者: approves figures and publications.
        Approver = "approver",
        /// 閲覧者: sees, changes nothing.
        Viewer = "viewer",
        /// 運営者: looks after the installation and its municipalities; of what is in them they see nothing.
        Operator = "operator",
    }
}

use Role::{Administrator, Approver, DataEntry, Designer, Editor, Operator, Viewer};

/// The roles of a municipality.
pub const OF_A_TOWN: [Role; 6] = [Administrator, Designer, DataEntry, Editor, Approver, Viewer];

/// The roles of the office.
pub const OF_THE_OFFICE: [Role; 1] = [Operator];

/// The roles that give a permission.
#[must_use]
pub fn that_give(permission: Permission) -> &'static [Role] {
    let line = TABLE.iter().find(|(given, _)| *given == permission);
    line.map_or(&[], |(_, roles)| roles)
}

/// Which roles give which permission. Each of them is about the desk that somebody sits at: what an operator may see is
/// the record of the office, not that of a town.
pub const TABLE: [(Permission, &[Role]); Permission::ALL.len()] = [
    (Permission::SeeToday, &OF_A_TOWN),
    (
        Permission::SeeQuestionnaires,
        &[Administrator, Designer, Approver, Viewer],
    ),
    (
        Permission::SeeSurveys,
        &[Administrator, Designer, DataEntry, Approver, Viewer],
    ),
    (
        Permission::SeePlans,
        &[Administrator, Designer, Editor, Approver, Viewer],
    ),
    (
        Permission::SeeResults,
        &[Administrator, Designer, Editor, Approver, Viewer],
    ),
    (Permission::SeeAdministration, &Role::ALL),
    (Permission::SeeRoles, &OF_A_TOWN),
    (Permission::SeeRecord, &[Administrator, Approver, Operator]),
    (Permission::SeeMotions, &[Administrator, Designer, Approver]),
    (Permission::SeeMunicipalities, &[Operator]),
    (Permission::KeepOwnAccount, &Role::ALL),
    (Permission::EditQuestionnaires, &[Administrator, Designer]),
    (Permission::MoveSurveys, &[Administrator, Designer]),
    (
        Permission::ExportRecord,
        &[Administrator, Approver, Operator],
    ),
    (Permission::VerifyRecord, &[Administrator, Operator]),
    (Permission::StopWork, &[Administrator, Operator]),
    (Permission::EditPeople, &[Administrator, Operator]),
    (Permission::EditDivisions, &[Administrator]),
    (Permission::EditSettings, &[Administrator]),
    (Permission::NameDeputy, &[Approver]),
    (Permission::CommentValues, &[Editor]),
    (
        Permission::AnswerInquiries,
        &[Administrator, Designer, Editor],
    ),
    (Permission::EndDeputy, &[Administrator, Approver]),
    (Permission::MovePeople, &[Administrator]),
    (Permission::MakeMotions, &[Administrator, Designer]),
    (Permission::Decide, &[Administrator, Approver]),
    (Permission::EditMunicipalities, &[Operator]),
];

impl Role {
    /// Whether whoever has it decides over others or for the town, and so needs a second factor (ASVS V6.3.3).
    #[must_use]
    pub fn decides(self) -> bool {
        matches!(self, Administrator | Approver | Operator)
    }

    /// Whether it gives a permission.
    #[must_use]
    pub fn gives(self, permission: Permission) -> bool {
        let of = |(listed, _): &&(Permission, &[Role])| *listed == permission;
        let roles = TABLE.iter().find(of).map(|(_, roles)| *roles);
        roles.is_some_and(|roles| roles.contains(&self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_stands_once_in_the_table_and_is_somebodys() {
        for permission in Permission::ALL {
            let lines = TABLE.iter().filter(|(listed, _)| *listed == permission);
            let lines: Vec<_> = lines.collect();
            assert_eq!(lines.len(), 1, "{permission:?}");
            assert!(!lines[0].1.is_empty(), "{permission:?}");
        }
    }

    #[test]
    fn operators_see_nothing_of_what_is_in_a_town() {
        let of_towns = Permission::ALL.into_iter();
        let shared = of_towns.filter(|one| Operator.gives(*one) && Viewer.gives(*one));
        assert_eq!(
            shared.collect::<Vec<_>>(),
            [Permission::SeeAdministration, Permission::KeepOwnAccount],
            "what an operator may do and a viewer too"
        );
    }

    #[test]
    fn whoever_looks_changes_nothing() {
        assert!(Viewer.gives(Permission::SeeSurveys));
        for change in [Permission::MoveSurveys, Permission::EditPeople] {
            assert!(!Viewer.gives(change) && Administrator.gives(change));
        }
    }
}
