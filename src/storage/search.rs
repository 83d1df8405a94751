//! How lists are searched: as [`Search`](crate::domain::search::Search) compares, in the database.

use diesel::sql_types::Text;

diesel::define_sql_function! {
    /// Without the difference between wide and narrow letters, where `form` is `NFKC`.
    #[sql_name = "pg_catalog.normalize"]
    fn normalize(text: Text, form: Text) -> Text;
}

diesel::define_sql_function! {
    /// In small letters.
    fn lower(text: Text) -> Text;
}

/// Narrows a boxed query down to the rows in whose text all words are found.
macro_rules! searched {
    ($query:expr, $text:expr, $search:expr) => {
        $search.patterns().fold($query, |query, pattern| {
            let text = $crate::storage::search::normalize($text, "NFKC");
            query.filter($crate::storage::search::lower(text).like(pattern))
        })
    };
}
pub(super) use searched;
