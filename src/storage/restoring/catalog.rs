//! What the server's catalog says of the tables that were made, and of who makes them.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::{Client, Error};

/// The columns of each table of a schema.
pub(super) async fn columns(
    client: &Client,
    schema: &str,
) -> Result<BTreeMap<String, BTreeSet<String>>, Error> {
    let sql = "select relname::text, attname::text from pg_class join pg_attribute on attrelid = pg_class.oid \
               where relnamespace = $1::text::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped \
               and attgenerated = ''";
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in client.query(sql, &[&schema]).await? {
        tables
            .entry(row.try_get(0)?)
            .or_default()
            .insert(row.try_get(1)?);
    }
    Ok(tables)
}

/// Table, name and definition of each foreign key, as they are written within the schema.
pub(super) async fn foreign_keys(client: &Client, schema: &str) -> Result<Vec<[String; 3]>, Error> {
    let sql = "select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint \
               where connamespace = $1::text::regnamespace and contype = 'f' order by 1, 2";
    let keys = client.query(sql, &[&schema]).await?;
    keys.iter()
        .map(|row| Ok([row.try_get(0)?, row.try_get(1)?, row.try_get(2)?]))
        .collect()
}

/// Everything in a schema, named as `pg_restore --list` names it for `public`; comments and foreign keys are not among it.
pub(super) async fn contents(client: &Client, schema: &str) -> Result<BTreeSet<String>, Error> {
    let sql = "\
        with here as (select $1::text::regnamespace::oid as oid), \
        ours as (select pg_class.oid, relname, relkind from pg_class, here where relnamespace = here.oid) \
        select kind || ' public ' || relname from ours, (values ('TABLE'), ('TABLE DATA')) as k(kind) where relkind = 'r' \
        union select 'CONSTRAINT public ' || relname || ' ' || conname from pg_constraint join ours on conrelid = ours.oid \
            where contype in ('p', 'u', 'x') \
        union select 'INDEX public ' || relname from ours where relkind = 'i' \
            and not exists (select from pg_constraint where conindid = ours.oid and contype in ('p', 'u', 'x')) \
        union select 'TRIGGER public ' || relname || ' ' || tgname from pg_trigger join ours on tgrelid = ours.oid \
            where not tgisinternal \
        union select 'FUNCTION public ' || proname || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')' \
            from pg_proc, here where pronamespace = here.oid \
        union select 'SEQUENCE public ' || relname from ours where relkind = 'S' \
        union select 'VIEW public ' || relname from ours where relkind = 'v'";
    let entries = client.query(sql, &[&schema]).await?;
    entries.iter().map(|row| row.try_get(0)).collect()
}

/// Whether this role could do more than change rows, and could make one that cannot.
pub(super) async fn may_too_much(client: &Client) -> Result<bool, Error> {
    let sql = "select rolsuper or (rolcreaterole and exists (select from pg_roles as strong \
               where strong.rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files') \
               and pg_has_role(current_user, strong.oid, 'member'))) from pg_roles where rolname = current_user";
    client.query_one(sql, &[]).await?.try_get(0)
}
