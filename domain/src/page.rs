//! A page of a list.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::sort::Sort;

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

impl<K> Window<Cursor<K>> {
    /// Returns the same window by another kind of key.
    pub fn map_keys<L>(self, key: impl FnOnce(K) -> L) -> Window<Cursor<L>> {
        self.map(|at| Cursor { key: key(at.key), value: at.value })
    }
}

/// A page of the console: behind an item, or the first one.
impl<K> From<Option<K>> for Window<K> {
    fn from(after: Option<K>) -> Self {
        Self { edge: after.map_or(Edge::Start, Edge::After), limit: PAGE_SIZE, reversed: false, counted: true }
    }
}

/// The place of an item in a list that can be sorted by several values: its key, and the value that the list is sorted by where that is not the
/// key itself. So a page goes on where the one before ended, also if that item was deleted or changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor<K> {
    /// The item's key.
    pub key: K,
    /// What the list is sorted by, as it was then.
    pub value: Option<String>,
}

/// Separates a key from a value. No key has it.
const VALUE: char = ':';

impl<K> Cursor<K> {
    /// Returns whether a place, as it is written, has a value beside its key.
    pub fn has_value(text: &str) -> bool {
        text.contains(VALUE)
    }
}

impl<K> From<K> for Cursor<K> {
    fn from(key: K) -> Self {
        Self { key, value: None }
    }
}

impl<K: fmt::Display> fmt::Display for Cursor<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            None => self.key.fmt(out),
            Some(value) => write!(out, "{}{VALUE}{value}", self.key),
        }
    }
}

impl<K: FromStr> FromStr for Cursor<K> {
    type Err = K::Err;

    fn from_str(text: &str) -> Result<Self, K::Err> {
        match text.split_once(VALUE) {
            None => Ok(Self { key: text.parse()?, value: None }),
            Some((key, value)) => Ok(Self { key: key.parse()?, value: Some(value.to_owned()) }),
        }
    }
}

/// The part of a list that is asked for, in the order that is asked for. Its place is one in that order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted<K, S> {
    /// The part.
    pub window: Window<Cursor<K>>,
    /// What the list is sorted by.
    pub by: S,
}

impl<K, S: Sort> Sorted<K, S> {
    /// Returns a part of a list by this value; nothing where its place is none in this order: one in another order would lead somewhere else.
    pub fn new(by: S, window: Window<Cursor<K>>) -> Option<Self> {
        let fits = match &window.edge {
            Edge::Start => true,
            Edge::After(at) | Edge::Before(at) => by.is_value(at.value.as_deref()),
        };
        fits.then_some(Self { window, by })
    }
}

/// A part of a list in its usual order.
impl<K, S: Sort> From<Window<K>> for Sorted<K, S> {
    fn from(window: Window<K>) -> Self {
        Self { window: window.map(Cursor::from), by: S::default() }
    }
}

/// A page of the console in the list's usual order: behind an item, or the first one.
impl<K, S: Sort> From<Option<K>> for Sorted<K, S> {
    fn from(after: Option<K>) -> Self {
        Window::from(after).into()
    }
}

/// A page of a list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the page before begins: hand it back as `before`. Nothing where this is the first.
    pub previous: Option<String>,
    /// Where the next page begins: hand it back as `after`. Nothing where this is the last.
    pub next: Option<String>,
    /// How many there are on all pages, where it was counted; more than [`COUNTED_UP_TO`] where there are more.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The page of a list that holds nothing.
    pub const fn empty() -> Self {
        Self { items: Vec::new(), previous: None, next: None, total: None }
    }

    /// The same page with other items.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        self.with(|items| items.into_iter().map(each).collect())
    }

    /// The same page with what its items become together.
    pub fn with<U>(self, items: impl FnOnce(Vec<T>) -> Vec<U>) -> Page<U> {
        Page { items: items(self.items), previous: self.previous, next: self.next, total: self.total }
    }

    /// The same page with what its items become together, unless that fails.
    ///
    /// # Errors
    /// That of `items`.
    pub fn try_with<U, E>(self, items: impl FnOnce(Vec<T>) -> Result<Vec<U>, E>) -> Result<Page<U>, E> {
        Ok(Page { items: items(self.items)?, previous: self.previous, next: self.next, total: self.total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sort::ClientSort;

    #[test]
    fn a_place_in_a_list_is_read_as_it_was_written() {
        for cursor in [
            Cursor { key: 7_u64, value: None },
            Cursor { key: 7, value: Some(String::new()) },
            Cursor { key: 7, value: Some("a: b:c".to_owned()) },
        ] {
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        assert!("x".parse::<Cursor<u64>>().is_err() && ":x".parse::<Cursor<u64>>().is_err());
    }

    #[test]
    fn a_place_in_another_order_is_none() {
        let at = |value: Option<&str>| Cursor { key: 7_u64, value: value.map(str::to_owned) };
        let window = |edge| Window { edge, limit: 5, reversed: true, counted: false };
        let fits = |by: ClientSort, value| {
            let edges = [Edge::After(at(value)), Edge::Before(at(value))];
            edges.map(|edge| Sorted::new(by, window(edge.clone())).is_some_and(|asked| asked.window == window(edge)))
        };
        assert_eq!(fits(ClientSort::CreatedAt, None), [true; 2]);
        assert_eq!(fits(ClientSort::Name, Some("a")), [true; 2]);
        assert_eq!(fits(ClientSort::CreatedAt, Some("a")), [false; 2]);
        assert_eq!(fits(ClientSort::Name, None), [false; 2]);
        assert!(Sorted::new(ClientSort::Name, window(Edge::Start)).is_some(), "the beginning is one in each");
    }
}
