//! Where the server keeps its data and its socket.
//!
//! Normally both are in `var/postgres`. Root hands the server to another user: where that user cannot reach the
//! checkout the data goes below `/var/lib/kocho`, and `var/postgres.place` remembers it. A socket's path may have 107
//! bytes: where it would be longer the socket goes below `/tmp`.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::{self, Account};
use super::{Fault, system};

const LONGEST_SOCKET: usize = 107;
const ELSEWHERE: &str = "/var/lib/kocho";

/// The directories of one server.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Who runs it; `None`: whoever we are.
    pub(super) account: Option<Account>,
    /// Holds `data` and the server's log.
    pub(super) root: PathBuf,
    /// The data directory.
    pub(super) data: PathBuf,
    /// Holds the socket.
    pub(super) sockets: PathBuf,
    /// Held by the process that runs the server.
    pub(super) lock: PathBuf,
    /// Held by every process that uses the server.
    pub(super) users: PathBuf,
}

impl Place {
    /// Finds or makes the directories that belong to `var`.
    pub(super) fn find(var: &Path) -> Result<Self, Fault> {
        system("making the directory", var, fs::create_dir_all(var))?;
        let var = system("looking at", var, var.canonicalize())?;
        let note = var.join("postgres.place");
        let noted = fs::read_to_string(&note).ok();
        let usual = var.join("postgres");
        let mut root = noted.map_or(usual, |text| PathBuf::from(text.trim_end()));
        let account = account::choose(&root.join("data"))?;
        if !made_for(&root, account)? {
            let _ = fs::remove_dir(&root);
            root = Path::new(ELSEWHERE).join(name_for(&var));
            system("making the directory", &root, fs::create_dir_all(ELSEWHERE))?;
            made_for(&root, account)?;
            system(
                "writing",
                &note,
                fs::write(&note, format!("{}\n", root.display())),
            )?;
            tracing::warn!(
                "the user that runs PostgreSQL cannot reach {}; the data is kept in {}",
                var.display(),
                root.display()
            );
        }
        Ok(Self {
            account,
            data: root.join("data"),
            sockets: sockets(&root, &var, account)?,
            root,
            lock: var.join("postgres.lock"),
            users: var.join("postgres.users"),
        })
    }

    /// The major version that made the data, when there is data.
    pub(super) fn made_by(&self) -> Option<(u32, &Path)> {
        let version = fs::read_to_string(self.data.join("PG_VERSION")).ok()?;
        Some((version.trim().parse().ok()?, &self.data))
    }
}

/// Makes the directory, private to the account; tells whether the account can really use it.
fn made_for(directory: &Path, account: Option<Account>) -> Result<bool, Fault> {
    if !directory.is_dir() {
        let made = fs::DirBuilder::new().mode(0o700).create(directory);
        system("making the directory", directory, made)?;
    }
    let Some(account) = account else {
        return Ok(true);
    };
    let given = chown(directory, Some(account.user), Some(account.group));
    system("giving away", directory, given)?;
    Ok(account::can_write(directory, account))
}

fn sockets(root: &Path, var: &Path, account: Option<Account>) -> Result<PathBuf, Fault> {
    let length = root.join(".s.PGSQL.5432").as_os_str().len();
    if length <= LONGEST_SOCKET {
        return Ok(root.to_owned());
    }
    let short = std::env::temp_dir().join(format!("kocho-{}", name_for(var)));
    let short = match short.as_os_str().len() {
        0..80 => short,
        _ => Path::new("/tmp").join(format!("kocho-{}", name_for(var))),
    };
    made_for(&short, account)?;
    let found = system("looking at", &short, fs::symlink_metadata(&short))?;
    let owner = account.map_or(rustix::process::geteuid().as_raw(), |account| account.user);
    if !found.is_dir() || found.uid() != owner {
        return Err(Fault::Foreign {
            data: short,
            owner: found.uid(),
        });
    }
    let private = fs::set_permissions(&short, fs::Permissions::from_mode(0o700));
    system("closing to others", &short, private)?;
    tracing::info!(
        "the path of the socket would be too long in {}; it is in {}",
        root.display(),
        short.display()
    );
    Ok(short)
}

/// The same short name for the same directory, at every start.
fn name_for(var: &Path) -> String {
    let hash = Sha256::digest(var.as_os_str().as_encoded_bytes());
    hash.iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
