//! The municipalities as those who run the installation see them: which there are, and whether anybody works there.
//! Nothing of what is in them.

use unicode_normalization::UnicodeNormalization as _;

use crate::storage::municipalities::{self, Listed, Municipality};
use crate::storage::{Conn, QueryResult};

/// So many stand on a page.
pub const ON_A_PAGE: i64 = 50;

/// One page, counted from 0, of those in whose name a text is found, wide or narrow, large or small; how many are found
/// in all.
///
/// # Errors
/// When the database fails.
pub async fn listed(conn: &mut Conn, text: &str, page: i64) -> QueryResult<(Vec<Listed>, i64)> {
    let text: String = text.trim().nfkc().collect();
    let window = |page: i64| (page.saturating_mul(ON_A_PAGE), ON_A_PAGE);
    let rows = municipalities::page(conn, &text, window(page)).await?;
    // A page beyond the last one counts nothing.
    let counted = match rows.is_empty() && page > 0 {
        true => municipalities::page(conn, &text, (0, 1))
            .await?
            .first()
            .map(|row| row.found),
        false => rows.first().map(|row| row.found),
    };
    Ok((rows, counted.unwrap_or_default()))
}

/// The desk of those who run the installation; none until it is set up.
///
/// # Errors
/// When the database fails.
pub async fn office(conn: &mut Conn) -> QueryResult<Option<Municipality>> {
    municipalities::office(conn).await
}
