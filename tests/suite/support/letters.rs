//! Letters as they arrive.

use actix_web::web::Data;
use base64::Engine as _;

use super::door::TestApp;

impl TestApp {
    /// Sends whatever waits; the plain texts of the letters, in the order they were sent.
    pub async fn letters(&self) -> Vec<String> {
        let (post, letters) = self.town.app_with(&[]).await;
        let post = Data::new(post);
        while kocho::jobs::next(&post).await.unwrap() {}
        let sent = letters.lock().unwrap();
        sent.iter()
            .map(|letter| plain_text(&letter.formatted()))
            .collect()
    }
}

/// The plain text of a letter: its first part in base64.
fn plain_text(letter: &[u8]) -> String {
    let letter = str::from_utf8(letter).unwrap();
    let coded = letter.split("base64\r\n\r\n").nth(1).unwrap();
    let coded = coded.split("\r\n--").next().unwrap().replace("\r\n", "");
    let bytes = base64::engine::general_purpose::STANDARD.decode(coded);
    String::from_utf8(bytes.unwrap()).unwrap()
}
