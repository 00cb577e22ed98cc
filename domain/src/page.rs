//! A page of a list.

use serde::{Deserialize, Serialize};

/// How many items a page holds.
pub const PAGE_SIZE: u64 = 20;
/// Up to how many a list, or a page that only shows a number, is counted. A larger number stands for any that is larger.
pub const COUNTED_UP_TO: u64 = 10_000;

/// A page of a list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page begins: hand it back as `after`. Nothing where this is the last.
    pub next: Option<String>,
    /// How many there are on all pages, where it was counted; more than [`COUNTED_UP_TO`] where there are more.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The page of a list that holds nothing.
    pub const fn empty() -> Self {
        Self { items: Vec::new(), next: None, total: None }
    }

    /// The same page with other items.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(each).collect(), next: self.next, total: self.total }
    }
}
