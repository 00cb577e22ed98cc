//! A page of a list.

use serde::{Deserialize, Serialize};

/// How many items a page holds.
pub const PAGE_SIZE: u64 = 20;
/// Up to how many a list, or a page that only shows a number, is counted. A larger number stands for any that is larger.
pub const COUNTED_UP_TO: u64 = 10_000;

/// The most words of a search that are looked for. Whoever types more has found it by then.
pub const SEARCHED_WORDS: usize = 8;

/// How many items a page holds at most, where somebody asks for a number of them.
pub const LARGEST_PAGE: u64 = 100;

/// How many there are, as far as they were counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// How many were found, up to [`COUNTED_UP_TO`]; a larger number stands for any that is larger.
    pub number: u64,
    /// Whether it was looked no further, so that there may be more.
    pub at_least: bool,
}

/// Where a page is cut out of a list, by the key of an item: its identifier, or its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge<K> {
    /// At the beginning of the list.
    Start,
    /// Behind this item.
    After(K),
    /// Before this item.
    Before(K),
}

/// The part of a list that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window<K> {
    /// Where it lies.
    pub edge: Edge<K>,
    /// How many items it holds at most.
    pub limit: u64,
    /// Whether the list is read from its end.
    pub reversed: bool,
    /// Whether the whole list is counted, where it can be.
    pub counted: bool,
}

impl<K> Window<K> {
    /// Returns the same window by another kind of key.
    pub fn map<L>(self, key: impl FnOnce(K) -> L) -> Window<L> {
        let edge = match self.edge {
            Edge::Start => Edge::Start,
            Edge::After(at) => Edge::After(key(at)),
            Edge::Before(at) => Edge::Before(key(at)),
        };
        Window { edge, limit: self.limit, reversed: self.reversed, counted: self.counted }
    }
}

/// A page of the console: behind an item, or the first one.
impl<K> From<Option<K>> for Window<K> {
    fn from(after: Option<K>) -> Self {
        Self { edge: after.map_or(Edge::Start, Edge::After), limit: PAGE_SIZE, reversed: false, counted: true }
    }
}

/// A page of a list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page begins: hand it back as `after`. Nothing where this is the last. Of a page that lies before an item, where the page
    /// before begins.
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
