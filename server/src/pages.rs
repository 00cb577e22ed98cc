//! Pages of the server itself, which belong to no workspace, and the stylesheet of all of its pages.

pub(crate) mod dead_end;
mod document;
pub(crate) mod stylesheet;

pub(crate) use document::{Document, SERVER_PAGE_POLICY, server_page, server_page_at};
