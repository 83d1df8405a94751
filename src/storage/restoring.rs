//! The statements around a restored backup: all of them and the backup itself are one transaction.

use std::collections::BTreeSet;

/// Opens the transaction and makes room. Waits a moment for sessions that still use the tables, then gives up.
pub const BEGIN: &str = "begin;\nset local lock_timeout = '10s';\n\
    drop schema public cascade;\ncreate schema public;\n";

/// Looks at what came back and keeps it, or refuses it whole: a schema newer than the program's, no schema of ours at
/// all, or another installation's secret. `known` are the program's migrations, `check` the keyed hash of its secret.
#[must_use]
pub fn finish(known: &BTreeSet<String>, check: Option<&[u8; 32]>) -> String {
    let known: Vec<String> = known.iter().map(|version| format!("'{version}'")).collect();
    let mut script = format!(
        "\nset search_path = public;\ndo $$ begin\n\
         if to_regclass('__diesel_schema_migrations') is null then raise exception 'kocho: no backup of Kocho'; end if;\n\
         if exists (select from __diesel_schema_migrations where version not in ({})) then \
         raise exception 'kocho: made by a newer program'; end if;\n",
        known.join(", ")
    );
    if let Some(check) = check {
        let digits: String = check.iter().map(|byte| format!("{byte:02x}")).collect();
        script.push_str(&format!(
            "if exists (select from installation where secret_check <> '\\x{digits}') then \
             raise exception 'kocho: another secret'; end if;\n"
        ));
    }
    script.push_str("end $$;\ncommit;\n");
    script
}
