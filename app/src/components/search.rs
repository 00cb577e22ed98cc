//! A list that can be searched and is walked page by page. What it is asked for stands in its address.

use leptos::prelude::*;

use super::{query_string, use_query};
use crate::ui::{Empty, Glyph, Icon, Kind, LinkButton, Pagination, Table};

/// The query of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// What is searched for.
    pub search: String,
    /// After which entry it goes on.
    pub after: String,
}

impl ListQuery {
    /// Returns whether it is the whole list, from its beginning. Where that is empty there is nothing yet.
    pub fn is_all(&self) -> bool {
        self.search.is_empty() && self.after.is_empty()
    }

    fn address(&self, here: &str, after: Option<&str>) -> String {
        format!("{here}{}", query_string(&[("q", Some(self.search.as_str())), ("after", after)]))
    }
}

/// Returns the query of this page's list.
pub fn use_list_query() -> ListQuery {
    let query = use_query();
    ListQuery { search: query.value("q"), after: query.value("after") }
}

/// The part of a list that is shown.
#[derive(Debug, Clone)]
pub struct Extent {
    /// How many entries.
    pub shown: usize,
    /// Of how many, where they were counted.
    pub total: Option<u64>,
    /// Where it goes on.
    pub next: Option<String>,
}

impl<T> From<&domain::page::Page<T>> for Extent {
    fn from(page: &domain::page::Page<T>) -> Self {
        Self { shown: page.items.len(), total: page.total, next: page.next.clone() }
    }
}

/// A list with its search, and with the way to its next page.
#[component]
pub fn SearchedList(
    /// Its address.
    here: String,
    /// What it lists, as a heading: "Clients".
    label: &'static str,
    /// What it lists, as one and as many: `("client", "clients")`.
    noun: (&'static str, &'static str),
    /// By what it is searched: "Search by name".
    placeholder: &'static str,
    /// Where it was looked without finding anything: "in its name".
    looked: &'static str,
    /// The heads of its columns.
    heads: Vec<&'static str>,
    /// Its query.
    query: ListQuery,
    /// How far it is shown.
    extent: Extent,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let Extent { shown, total, next } = extent;
    let (one, many) = noun;
    let first = (!query.after.is_empty()).then(|| query.address(&here, None));
    let next = next.map(|cursor| query.address(&here, Some(&cursor)));
    let nothing = if query.search.is_empty() {
        format!("There are no more {many}.")
    } else {
        format!("No {one} has “{}” {looked}.", query.search)
    };
    view! {
        <form method="get" action=here.clone() class="toolbar" role="search">
            <label class="search">
                <span class="visually-hidden">{format!("Search {many}")}</span>
                <Icon glyph=Glyph::Search/>
                <input type="search" class="input" name="q" value=query.search placeholder=placeholder autocomplete="off"/>
            </label>
            <button type="submit" class="button" data-kind="secondary">"Search"</button>
        </form>
        {if shown == 0 {
            view! {
                <Empty glyph=Glyph::Search title="Nothing found">
                    <p>{nothing}</p>
                    <LinkButton href=here kind=Kind::Secondary>{format!("Show all {many}")}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Table label heads>
                    <tbody>{children()}</tbody>
                </Table>
                <Pagination shown total noun first next/>
            }
            .into_any()
        }}
    }
    .into_any()
}
