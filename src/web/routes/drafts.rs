//! Where questionnaires are made.

use super::{Routes, get, post};
use crate::web::staff::drafts::{
    self, adding, bank, beginning, comparison, condition, continuing, freezing, head, history,
    inquiry, languages, leftovers, moving, packet, paths, picture, preview, question, removing,
    repeating, reviewing, scales, section, sheet, source, stepping, trial,
};
use crate::web::staff::{files, inquiries, pictures};

/// All of it.
pub(super) fn all(at: &mut Routes) {
    wholes(at);
    looks(at);
    inquiries(at);
    sections(at);
    questions(at);
}

/// A draft, and what is done with it as a whole.
fn wholes(at: &mut Routes) {
    at.path(
        "/staff/drafts/new",
        get(beginning::new).post(beginning::create),
    );
    at.path("/staff/drafts/{draft}", get(drafts::show));
    at.path("/staff/drafts/{draft}/head", post(head::update));
    at.path("/staff/drafts/{draft}/steps", post(stepping::create));
    at.path("/staff/drafts/{draft}/history", get(history::index));
    at.path(
        "/staff/drafts/{draft}/history/{number}",
        post(history::restore),
    );
    at.path(
        "/staff/drafts/{draft}/leftovers",
        get(leftovers::index).post(leftovers::deciding::update),
    );
    at.path(
        "/staff/drafts/{draft}/bank",
        get(bank::index).post(bank::create),
    );
    at.path(
        "/staff/drafts/{draft}/languages",
        get(languages::show).post(languages::update),
    );
    at.path("/staff/drafts/{draft}/review", get(reviewing::show));
    at.path(
        "/staff/drafts/{draft}/freezing",
        get(freezing::new).post(freezing::create),
    );
    at.path(
        "/staff/drafts/{draft}/trial",
        get(trial::show).post(trial::create),
    );
    at.path("/staff/drafts/{draft}/trial/end", post(trial::end));
    at.path("/staff/drafts/{draft}/removal", post(removing::draft));
}

/// How a draft looks, and the files it comes from and goes out as.
fn looks(at: &mut Routes) {
    at.path("/staff/drafts/{draft}/preview", get(preview::show));
    at.path("/staff/pictures/{hash}", get(pictures::show));
    at.path("/staff/drafts/{draft}/paths", get(paths::show));
    at.path("/staff/drafts/{draft}/comparison", get(comparison::show));
    at.path(
        "/staff/drafts/{draft}/comparison.docx",
        get(comparison::file),
    );
    at.path("/staff/drafts/{draft}/sheet", get(sheet::show));
    at.path("/staff/drafts/{draft}/sheet.docx", get(sheet::file));
    at.path(
        "/staff/drafts/{draft}/packet",
        get(packet::show).post(packet::update),
    );
    at.path("/staff/drafts/{draft}/packet.docx", get(packet::file::show));
    at.path("/staff/drafts/{draft}/source", get(source::show));
    at.path("/staff/drafts/{draft}/files", get(files::draft::index));
    at.path(
        "/staff/drafts/{draft}/files/{format}",
        get(files::draft::show),
    );
    at.path(
        "/staff/drafts/{draft}/languages/workbook",
        get(languages::workbook::download).post(languages::workbook::upload),
    );
    at.path(
        "/staff/questionnaires/{version}/files",
        get(files::version::index),
    );
    at.path(
        "/staff/questionnaires/{version}/files/{format}",
        get(files::version::show),
    );
}

/// What divisions are asked about a draft: as whoever makes it sees it, and as they do.
fn inquiries(at: &mut Routes) {
    at.path(
        "/staff/drafts/{draft}/inquiry",
        get(inquiry::show).post(inquiry::beginning::create),
    );
    at.path(
        "/staff/drafts/{draft}/inquiry/extension",
        post(inquiry::extending::create),
    );
    at.path(
        "/staff/drafts/{draft}/inquiry/closing",
        post(inquiry::closing::create),
    );
    at.path(
        "/staff/drafts/{draft}/inquiry/answers",
        post(inquiry::answering::create),
    );
    at.path("/staff/inquiries", get(inquiries::index));
    at.path("/staff/inquiries/{inquiry}", get(inquiries::inquiry::show));
    at.path(
        "/staff/inquiries/{inquiry}/comments",
        post(inquiries::commenting::create),
    );
    at.path(
        "/staff/inquiries/{inquiry}/comments/{comment}/withdrawal",
        post(inquiries::comment::withdraw),
    );
}

/// The sections of a draft.
fn sections(at: &mut Routes) {
    at.path("/staff/drafts/{draft}/sections", post(section::create));
    at.path(
        "/staff/drafts/{draft}/sections/{section}",
        post(section::update),
    );
    at.path(
        "/staff/drafts/{draft}/sections/{section}/questions",
        post(adding::create),
    );
    at.path(
        "/staff/drafts/{draft}/sections/{section}/condition",
        post(condition::section),
    );
    at.path(
        "/staff/drafts/{draft}/sections/{section}/repeat",
        post(repeating::update),
    );
    at.path(
        "/staff/drafts/{draft}/sections/{section}/move",
        post(moving::section),
    );
    at.path(
        "/staff/drafts/{draft}/sections/{section}/removal",
        post(removing::section),
    );
}

/// The questions of a draft.
fn questions(at: &mut Routes) {
    at.path(
        "/staff/drafts/{draft}/questions/{question}",
        post(question::update),
    );
    at.path(
        "/staff/drafts/{draft}/questions/{question}/kind",
        post(adding::change),
    );
    at.path(
        "/staff/drafts/{draft}/questions/{question}/condition",
        post(condition::update),
    );
    at.path(
        "/staff/drafts/{draft}/questions/{question}/picture",
        post(picture::update),
    );
    at.path(
        "/staff/drafts/{draft}/questions/{question}/series",
        post(continuing::decide),
    );
    at.path(
        "/staff/drafts/{draft}/questions/{question}/scale",
        post(scales::take),
    );
    at.path(
        "/staff/drafts/{draft}/questions/{question}/move",
        post(moving::question),
    );
    at.path(
        "/staff/drafts/{draft}/questions/{question}/removal",
        post(removing::question),
    );
}
