//! Who runs the server: PostgreSQL refuses root, so root hands it to somebody with fewer rights.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Fault;

/// A user of this machine, by numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) user: u32,
    pub(super) group: u32,
}

/// Whether this process is root.
pub(super) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Who shall run the server whose data is (or will be) in `data`; `None`: whoever we are.
pub(super) fn choose(data: &Path) -> Result<Option<Account>, Fault> {
    let owner = data.metadata().ok().map(|found| Account {
        user: found.uid(),
        group: found.gid(),
    });
    if !is_root() {
        let own = rustix::process::geteuid().as_raw();
        return match owner {
            Some(other) if other.user != own => Err(Fault::Foreign {
                data: data.to_owned(),
                owner: other.user,
            }),
            _ => Ok(None),
        };
    }
    owner
        .filter(|owner| owner.user != 0)
        .or_else(|| known("postgres"))
        .or_else(|| known("nobody"))
        .map(Some)
        .ok_or(Fault::NobodyToRunAs)
}

/// A command that will run as the account, away from directories it may not see.
pub(super) fn command(program: &Path, account: Option<Account>) -> Command {
    let mut command = Command::new(program);
    if let Some(account) = account {
        command.gid(account.group).uid(account.user);
    }
    command.current_dir("/").stdin(Stdio::null());
    command
}

/// Whether the account can make files in the directory.
pub(super) fn can_write(directory: &Path, account: Account) -> bool {
    command(Path::new("/usr/bin/test"), Some(account))
        .arg("-w")
        .arg(directory)
        .status()
        .is_ok_and(|status| status.success())
}

fn known(name: &str) -> Option<Account> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let user = fields.nth(1)?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        Some(Account { user, group })
    })
}
