//! 「使い方」: what is said to each page, in one place and searchable by words; and the keys.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::KeepOwnAccount;
use crate::views::frame::Frame;
use crate::views::help::Topic;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::ListView;
use crate::web::page::{self, Title};

use super::Staff;

/// Its address.
pub(super) const PATH: &str = "/staff/help";

/// All that is said, or what was searched for.
#[derive(Serialize)]
struct Index {
    list: ListView,
    topics: Vec<TopicView>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/help/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("help-title").into())
    }
}

/// What is said to a page, open where it was searched for.
#[derive(Serialize)]
struct TopicView {
    topic: Topic,
    open: bool,
}

/// `GET /staff/help`: what holds all the words of `?q=`.
pub async fn index(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let search = staff.searched();
    let open = !search.typed().is_empty();
    let found = staff.app.views.help().found(staff.language(), &search);
    let topics: Vec<TopicView> = found
        .filter(|(template, _)| is_served(template))
        .map(|(_, topic)| TopicView {
            topic: topic.clone(),
            open,
        })
        .collect();
    let all = i64::try_from(topics.len()).unwrap_or(i64::MAX);
    let place = staff.place(PATH).searched(&search);
    staff.show(&Index {
        list: place.view(Vec::new(), Vec::new(), (all, all.max(1))),
        topics,
    })
}

/// Whether there is such a page: the one of all parts is there while developing only.
fn is_served(template: &str) -> bool {
    cfg!(debug_assertions) || !template.starts_with("staff/parts/")
}
