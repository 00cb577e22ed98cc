//! Requests that failed by their clients' configuration: how they are collected, written and read.

pub(crate) mod collected;
mod list;

pub(crate) use self::list::delete_failures;
