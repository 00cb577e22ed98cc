//! What operations are made of: an address, one of the ways to do something there, and a function that does it.

mod answer;
mod api;
mod ask;
mod etag;
mod json;
mod list;
mod once;
mod operation;
mod place;
mod query;

pub(super) use answer::{Created, Found};
pub(super) use api::Api;
pub(super) use ask::Ask;
pub(super) use etag::Tag;
pub(super) use list::{ListQuery, Listed, Noun};
pub(super) use operation::{Answers, Names, Operation, Sends};
pub(super) use place::{Outcome, Place};
pub(super) use query::Nothing;
