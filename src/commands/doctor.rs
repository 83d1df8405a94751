//! `kocho doctor`: looks at everything the program needs and says what is wrong. Changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use anyhow::{Context, bail};
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use crate::commands::session::Database;
use crate::config::Config;
use crate::installation::{self, LITTLE_SPACE};
use crate::jobs::heads;
use crate::storage::{self, Conn, durability, jobs, migrations, pool};

/// What was found: something good to know, or what is wrong.
pub type Finding = anyhow::Result<String>;

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let mut findings = vec![
        ("settings", settings(&config)),
        ("disk", disk(&config)),
        ("mail", mail(&config).await),
    ];
    match connected(&config).await {
        Ok((_database, mut conn)) => {
            findings.push(("server", server(&mut conn).await));
            findings.push(("durability", durable(&mut conn).await));
            findings.push(("schema", schema(&mut conn).await));
            findings.push(("secret", secret(&config, &mut conn).await));
            findings.push(("audit", chains(&config, &mut conn).await));
            findings.push(("jobs", given_up(&mut conn).await));
        }
        Err(fault) => findings.push(("server", Err(fault))),
    }
    let mut wrong = 0;
    for (what, finding) in findings {
        match finding {
            Ok(good) => println!("ok     {what}: {good}"),
            Err(bad) => {
                wrong += 1;
                println!("WRONG  {what}: {bad:#}");
            }
        }
    }
    match wrong {
        0 => Ok(()),
        count => bail!("{count} of these need your attention"),
    }
}

async fn connected(config: &Config) -> anyhow::Result<(Database, Conn)> {
    let database = Database::ready(config).await?;
    let conn = pool::alone(&database.url).await?;
    Ok((database, conn))
}

fn settings(config: &Config) -> Finding {
    if let Some((certificate, key)) = config.web.tls() {
        crate::web::tls::settings(certificate, key)?;
    }
    let public = config.public_url();
    Ok(match config.has_two_sides() {
        true => format!("citizens reach {public}, staff {}", config.staff_url()),
        false => format!("citizens reach {public}"),
    })
}

fn disk(config: &Config) -> Finding {
    fs::create_dir_all(&config.var).with_context(|| config.var.display().to_string())?;
    let free = installation::free_space(config)?;
    let said = format!("{} MB free at {}", free >> 20, config.var.display());
    match free {
        0..LITTLE_SPACE => bail!("nearly full: {said}"),
        _ => Ok(said),
    }
}

async fn mail(config: &Config) -> Finding {
    let Some(smtp) = &config.mail.smtp else {
        return Ok(format!(
            "letters become files in {}",
            config.var.join("mail").display()
        ));
    };
    let transport: AsyncSmtpTransport<Tokio1Executor> =
        AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.0)
            .context("settings: mail.smtp")?
            .build();
    match transport.test_connection().await {
        Ok(true) => Ok("the mail server answers".to_owned()),
        Ok(false) => bail!("the mail server does not answer"),
        Err(fault) => Err(fault).context("the mail server refuses"),
    }
}

async fn server(conn: &mut Conn) -> Finding {
    let about = durability::about(conn).await?;
    let told = |name| {
        about
            .iter()
            .find(|setting| setting.name == name)
            .map(|found| found.setting.as_str())
    };
    let version = told("server_version").unwrap_or("of unknown version");
    match told("data_checksums") {
        Some("on") => Ok(format!("PostgreSQL {version}, with checksums")),
        _ => bail!(
            "PostgreSQL {version} keeps no checksums of its pages; a failing disk would go unnoticed"
        ),
    }
}

async fn durable(conn: &mut Conn) -> Finding {
    let off = durability::unsafe_settings(conn).await?;
    match off.as_slice() {
        [] => Ok("acknowledged answers are on disk".to_owned()),
        some => bail!(
            "off: {}",
            some.iter()
                .map(|one| one.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

async fn schema(conn: &mut Conn) -> Finding {
    match migrations::current(conn).await? {
        true => Ok("as this program knows it".to_owned()),
        false => bail!("migrations are missing; kocho migrate or kocho serve runs them"),
    }
}

async fn secret(config: &Config, conn: &mut Conn) -> Finding {
    let Some(secret) = installation::kept(config)? else {
        bail!("not made yet, or lost; kocho serve makes it for a new database");
    };
    let path = config.var.join("secret");
    if config.secret.is_none() && path.metadata()?.permissions().mode() & 0o077 != 0 {
        bail!("{} can be read by others; chmod 600 it", path.display());
    }
    match storage::installation::secret_check(conn).await? {
        Some(stored) if !installation::fits(&stored, &installation::check(&secret)) => {
            bail!("it is not the one this database was first used with")
        }
        _ => Ok("fits the database".to_owned()),
    }
}

/// Whether what staff, operators and the clock did is still written as it was.
async fn chains(config: &Config, conn: &mut Conn) -> Finding {
    installation::hold(config, conn).await?;
    let count = heads::verify(&config.var, conn).await?;
    Ok(format!("{count} entries, every entry is in its chain"))
}

/// Whether all work gets done: figures, sealing, letters.
///
/// # Errors
/// What was given up, or that the database cannot be asked.
pub async fn given_up(conn: &mut Conn) -> Finding {
    let (waiting, _) = jobs::count(conn).await?;
    let given_up = jobs::list_given_up(conn).await?;
    if given_up.is_empty() {
        return Ok(format!("{waiting} wait, none was given up"));
    }
    let mut lines = Vec::new();
    for job in &given_up {
        lines.push(super::jobs::line(conn, job).await?);
    }
    bail!(
        "given up; kocho jobs says what can be done: {}",
        lines.join("; ")
    )
}
