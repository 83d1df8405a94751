//! Files to keep, as a browser is given them.

use super::page::Reply;

impl Reply {
    /// A file to keep, with this name for programs and one for people, in which nothing runs.
    #[track_caller]
    pub fn assert_file(&self, ending: &str, name: &str) {
        let kind = match ending {
            "csv" => "text/csv; charset=utf-8",
            _ => "application/json; charset=utf-8",
        };
        assert_eq!(self.status.as_u16(), 200, "{}", self.path);
        let header = |name| self.header(name).unwrap_or_default();
        assert_eq!(header("content-type"), kind, "{}", self.path);
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("sandbox; default-src 'none'"),
            "{policy}"
        );
        let kept = "public, max-age=0, s-maxage=1, must-revalidate";
        assert_eq!(header("cache-control"), kept, "{}", self.path);
        assert_eq!(header("access-control-allow-origin"), "*", "{}", self.path);
        let disposition = header("content-disposition");
        let begins = format!("attachment; filename=\"{name}.{ending}\"; filename*=UTF-8''%");
        assert!(disposition.starts_with(&begins), "{disposition}");
    }
}
