//! A list that can be searched and is walked page by page. What it is asked for stands in its address.

use leptos::prelude::*;
use leptos_router::components::Form;

use super::{query_string, use_query};
use crate::ui::{Empty, Glyph, Icon, Kind, LinkButton, Pagination, Table};

/// What a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is searched for.
    pub search: String,
    /// After which entry it goes on.
    pub after: String,
}

impl Asked {
    /// Is it the whole list, from its beginning? Where that is empty there is nothing yet.
    pub fn is_all(&self) -> bool {
        self.search.is_empty() && self.after.is_empty()
    }

    fn address(&self, here: &str, after: Option<&str>) -> String {
        format!("{here}{}", query_string(&[("q", Some(self.search.as_str())), ("after", after)]))
    }
}

/// What the list of this page is asked for.
pub fn use_asked() -> Memo<Asked> {
    let query = use_query();
    Memo::new(move |_| query.with(|query| Asked { search: query.value("q"), after: query.value("after") }))
}

/// How far a list is shown.
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
    /// What it is asked for.
    asked: Asked,
    /// How far it is shown.
    extent: Extent,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let Extent { shown, total, next } = extent;
    let (one, many) = noun;
    let first = (!asked.after.is_empty()).then(|| asked.address(&here, None));
    let next = next.map(|cursor| asked.address(&here, Some(&cursor)));
    let nothing = if asked.search.is_empty() {
        format!("There are no more {many}.")
    } else {
        format!("No {one} has “{}” {looked}.", asked.search)
    };
    view! {
        <Form method="GET" action=here.clone() attr:class="toolbar" attr:role="search">
            <label class="search">
                <span class="visually-hidden">{format!("Search {many}")}</span>
                <Icon glyph=Glyph::Search/>
                <input type="search" class="input" name="q" value=asked.search placeholder=placeholder autocomplete="off"/>
            </label>
            <button type="submit" class="button" data-kind="secondary">"Search"</button>
        </Form>
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
