//! 起案: what is put before whoever decides on a survey, beside its questionnaire and what divisions said of it.

use serde::{Deserialize, Serialize};

use super::time::Day;

/// What is typed for it. Every text may be empty: then its line is not printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// 件名: what is decided on.
    pub subject: String,
    /// 目的: what for.
    pub purpose: String,
    /// 対象・標本: who is asked, and how many of them.
    pub sample: String,
    /// 実施期間: when.
    pub period: String,
    /// 個人情報の取扱い: how what could tell who answered is handled.
    pub personal: String,
    /// 経費: what it costs.
    pub cost: String,
    /// 文書番号: under which number it was decided.
    pub number: String,
    /// 決裁日: on which day.
    pub decided_on: Option<Day>,
}
