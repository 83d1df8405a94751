//! A citizen's whole way, through the door: first page, sections, check, sending, receipt; with and without a key,
//! with and without cookies.

mod conditions;
mod drafts;
mod family;
mod fields;
mod fixation;
mod flood;
mod grids;
mod keys;
mod languages;
mod long_lists;
mod orders;
mod pictures;
mod places;
mod same;
mod sharing;
mod shown;
mod shown_back;
mod size;
mod stuck;
mod suspended;
mod way;
mod write_ins;
