//! Which part of a list a page shows, and in which order, as its address has it.

use std::str::FromStr;

use domain::{
    page::{Cursor, Edge, PAGE_SIZE, Page, Sorted, Window},
    sort::{Sort, TimeSort},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Query, query_string};
use crate::{
    api::ApiError,
    ui::{Head, Pagination, Range, SortLink, SortOrder},
};

/// The part of a list that is asked for, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The order, as the admin API has it; empty for the usual one.
    pub sort: String,
    /// The place behind which the page begins.
    pub after: String,
    /// The place before which it ends.
    pub before: String,
    /// The number of the item at that place, as far as it is known: of the last one of the page before, or the first one of the page after.
    pub at: String,
}

impl Cut {
    /// Reads a page's address.
    pub fn of(query: &Query) -> Self {
        let value = |name| query.value(name).trim().to_owned();
        // A value of a list may begin or end with spaces.
        Self { sort: value("sort"), after: query.value("after"), before: query.value("before"), at: value("at") }
    }

    /// Returns whether it is the beginning of the list.
    pub const fn is_first(&self) -> bool {
        self.after.is_empty() && self.before.is_empty()
    }

    /// The first page in the same order.
    #[must_use]
    pub fn on_first_page(&self) -> Self {
        Self { sort: self.sort.clone(), ..Self::default() }
    }

    /// The names and values of its address.
    pub fn pairs(&self) -> [(&'static str, Option<&str>); 4] {
        [("sort", &self.sort), ("after", &self.after), ("before", &self.before), ("at", &self.at)]
            .map(|(name, value)| (name, Some(value.as_str())))
    }

    /// The part of a list that can be sorted by several values.
    ///
    /// # Errors
    /// [`ApiError::NoSuchPlace`] where the address names an order that the list has not, or no place in it.
    pub fn sorted<K: FromStr, S: Sort>(&self) -> Result<Sorted<K, S>, ApiError> {
        let (by, reversed) = S::parse(&self.sort).ok_or(ApiError::NoSuchPlace)?;
        let read = |text: &str| text.parse::<Cursor<K>>().map_err(|_| ApiError::NoSuchPlace);
        let edge = match (self.after.as_str(), self.before.as_str()) {
            ("", "") => Edge::Start,
            ("", before) => Edge::Before(read(before)?),
            (after, _) => Edge::After(read(after)?),
        };
        Sorted::new(by, Window { edge, limit: PAGE_SIZE, reversed, counted: true }).ok_or(ApiError::NoSuchPlace)
    }

    /// The part of a list that is sorted by time, or by a key alone.
    ///
    /// # Errors
    /// Those of [`Self::sorted`].
    pub fn window<K: FromStr>(&self) -> Result<Window<K>, ApiError> {
        Ok(self.sorted::<K, TimeSort>()?.window.map(|at| at.key))
    }

    /// The head of a column by which the list can be sorted: a link to the order by it, or to the opposite one where it is by it already.
    pub fn head<S: Sort>(&self, label: &'static str, by: S, address: impl Fn(&Self) -> String) -> Head {
        let (now, reversed) = S::parse(&self.sort).unwrap_or_default();
        let is_by = now == by;
        let to = Self { sort: by.text(is_by && !reversed), ..Self::default() };
        let order = if by.descends() == reversed { SortOrder::Ascending } else { SortOrder::Descending };
        Head::sorted(label, SortLink { href: address(&to), order: is_by.then_some(order) })
    }

    /// The field by which a form that filters the list keeps its order.
    pub fn kept(&self) -> Option<AnyView> {
        let sort = self.sort.clone();
        (!sort.is_empty()).then(|| view! { <input type="hidden" name="sort" value=sort/> }.into_any())
    }
}

/// Returns an address with the part of a list that is asked for.
pub fn cut_address(here: &str, cut: &Cut) -> String {
    format!("{here}{}", query_string(&cut.pairs()))
}

/// The part of a list that is shown.
#[derive(Debug, Clone)]
pub struct Extent {
    /// How many entries.
    pub shown: usize,
    /// Of how many, where they were counted.
    pub total: Option<u64>,
    /// Where the page before begins.
    pub previous: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
}

impl<T> From<&Page<T>> for Extent {
    fn from(page: &Page<T>) -> Self {
        Self { shown: page.items.len(), total: page.total, previous: page.previous.clone(), next: page.next.clone() }
    }
}

impl Extent {
    /// The numbers of the entries, as far as the address says where they are; none where there are none.
    fn range(&self, cut: &Cut) -> Option<Range> {
        let shown = u64::try_from(self.shown).ok().filter(|shown| *shown > 0)?;
        let first = if self.previous.is_none() {
            1
        } else {
            let at: u64 = cut.at.parse().ok()?;
            if cut.after.is_empty() { at.checked_sub(shown)? } else { at.checked_add(1)? }
        };
        let last = first.checked_add(shown)?.checked_sub(1)?;
        (first > 0).then_some(Range { first, last })
    }

    /// The page before.
    pub fn previous(&self, cut: &Cut) -> Option<Cut> {
        let at = self.number(cut, |range| range.first);
        self.previous.clone().map(|before| Cut { before, at, ..cut.on_first_page() })
    }

    /// The next page.
    pub fn next(&self, cut: &Cut) -> Option<Cut> {
        let at = self.number(cut, |range| range.last);
        self.next.clone().map(|after| Cut { after, at, ..cut.on_first_page() })
    }

    /// The number of the entry at an end of the page. A page of which only some was searched may have none: then it is where the page began.
    fn number(&self, cut: &Cut, end: fn(Range) -> u64) -> String {
        match self.range(cut) {
            Some(range) => end(range).to_string(),
            None if self.shown == 0 && cut.is_first() => "0".to_owned(),
            None if self.shown == 0 => cut.at.clone(),
            None => String::new(),
        }
    }

    /// The page in the direction in which this one was read, where there may be more: only some of a list is searched at a time.
    pub fn further(&self, cut: &Cut) -> Option<Cut> {
        if cut.before.is_empty() { self.next(cut) } else { self.previous(cut) }
    }

    /// The first page, where this is another one.
    pub fn first(&self, cut: &Cut) -> Option<Cut> {
        let is_other = !cut.is_first() && (self.previous.is_some() || self.shown == 0);
        is_other.then(|| cut.on_first_page())
    }
}

/// Which entries are shown, with the ways to the other pages.
#[component]
pub fn Pages(
    /// What is shown.
    extent: Extent,
    /// What is asked for.
    cut: Cut,
    /// What it lists, as one and as many: `("client", "clients")`.
    noun: (&'static str, &'static str),
    /// The address of a part of the list.
    address: impl Fn(&Cut) -> String,
) -> impl IntoView {
    let to = |cut: Option<Cut>| cut.as_ref().map(&address);
    view! {
        <Pagination
            shown=extent.shown
            total=extent.total
            range=extent.range(&cut)
            noun
            first=to(extent.first(&cut))
            previous=to(extent.previous(&cut))
            next=to(extent.next(&cut))
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::sort::{UserSort, WorkspaceSort};

    use super::*;

    fn cut(query: &str) -> Cut {
        Cut::of(&Query::of(query))
    }

    fn extent(shown: usize, previous: Option<&str>, next: Option<&str>) -> Extent {
        Extent { shown, total: None, previous: previous.map(str::to_owned), next: next.map(str::to_owned) }
    }

    #[test]
    fn the_pages_beside_one_know_their_numbers() {
        let first = extent(20, None, Some("t"));
        assert_eq!((first.first(&cut("")), first.previous(&cut(""))), (None, None));
        let second = first.next(&cut("sort=name")).unwrap();
        assert_eq!(second, cut("sort=name&after=t&at=20"));
        let page = extent(20, Some("u"), Some("z"));
        assert_eq!(page.range(&second), Some(Range { first: 21, last: 40 }));
        let back = page.previous(&second).unwrap();
        assert_eq!(back, cut("sort=name&before=u&at=21"));
        assert_eq!(page.range(&back), Some(Range { first: 1, last: 20 }));
        assert_eq!(page.first(&second), Some(cut("sort=name")));
    }

    #[test]
    fn numbers_that_nobody_told_are_none_and_the_first_page_begins_with_one() {
        let page = extent(20, Some("u"), Some("z"));
        for odd in ["after=t", "after=t&at=x", "before=t&at=3", "before=t&at=20", "after=t&at=18446744073709551615"] {
            assert_eq!(page.range(&cut(odd)), None, "{odd}");
        }
        assert_eq!(page.next(&cut("after=t")), Some(cut("after=z")));
        let (none, some) = (extent(0, None, Some("z")), extent(3, Some("y"), None));
        assert_eq!(none.next(&cut("after=t&at=40")), Some(cut("after=z&at=40")), "only some was searched, and nothing found");
        assert_eq!(none.next(&cut("")).and_then(|next| some.range(&next)), Some(Range { first: 1, last: 3 }));
        assert_eq!(extent(5, None, Some("z")).range(&cut("before=t&at=99")), Some(Range { first: 1, last: 5 }));
    }

    #[test]
    fn a_column_leads_to_its_order_and_then_to_the_opposite_one() {
        let head = |query: &str, by| cut(query).head("Column", by, |cut| cut_address("/l", cut));
        let link = |href: &str, order| Head::sorted("Column", SortLink { href: href.to_owned(), order });
        assert_eq!(head("after=t&at=20", UserSort::Name), link("/l?sort=name", None));
        assert_eq!(head("sort=name&after=t", UserSort::Name), link("/l?sort=-name", Some(SortOrder::Ascending)));
        assert_eq!(head("sort=-name", UserSort::Name), link("/l?sort=name", Some(SortOrder::Descending)));
        assert_eq!(head("", UserSort::CreatedAt), link("/l?sort=created_at", Some(SortOrder::Descending)));
        assert_eq!(head("sort=created_at", UserSort::CreatedAt), link("/l", Some(SortOrder::Ascending)));
        assert_eq!(head("sort=name", UserSort::CreatedAt), link("/l", None));
    }

    #[test]
    fn what_cannot_be_read_is_no_place_in_the_list() {
        for odd in ["after=x", "before=x", "sort=colour", "sort=name&after=7", "after=7:a", "sort=name&before=7:%00"] {
            assert_eq!(cut(odd).sorted::<u64, UserSort>(), Err(ApiError::NoSuchPlace), "{odd}");
        }
        for odd in ["sort=created_at&after=shop", "sort=created_at&after=shop:soon", "sort=-created_at&before=shop:1.5"] {
            assert_eq!(cut(odd).sorted::<String, WorkspaceSort>(), Err(ApiError::NoSuchPlace), "{odd}");
        }
        assert!(cut("sort=created_at&after=shop:1800000000000").sorted::<String, WorkspaceSort>().is_ok());
        assert_eq!(cut("at=7").sorted::<u64, UserSort>().unwrap().window.edge, Edge::Start);
        assert_eq!(cut("sort=-time&after=7").window::<u64>().unwrap().edge, Edge::After(7));
        assert!(cut("sort=time").window::<u64>().unwrap().reversed);
        assert_eq!(cut("sort=name").window::<u64>(), Err(ApiError::NoSuchPlace));
    }
}
