//! A list that can be searched and is walked page by page. What it is asked for stands in its address.

use domain::sort::Sort;
use leptos::prelude::*;

use super::{Cut, Extent, Pages, query_string, use_query};
use crate::{
    t,
    ui::{Empty, Glyph, Head, Heads, Icon, Kind, LinkButton, Table},
};

/// The query of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// What is searched for.
    pub search: String,
    /// What else it is filtered by, beside the name of that in the address.
    pub only: Option<(&'static str, String)>,
    /// Which part of the list is shown, and in which order.
    pub cut: Cut,
}

impl ListQuery {
    /// Returns whether it is the whole list, from its beginning. Where that is empty there is nothing yet.
    pub const fn is_all(&self) -> bool {
        self.search.is_empty() && self.only.is_none() && self.cut.is_first()
    }

    /// Returns the address of another part of the list.
    fn address(&self, here: &str, cut: &Cut) -> String {
        let [sort, after, before, at] = cut.pairs();
        let (name, only) = self.only.as_ref().map(|(name, only)| (*name, only.as_str())).unzip();
        format!("{here}{}", query_string(&[("q", Some(self.search.as_str())), (name.unwrap_or_default(), only), sort, after, before, at]))
    }

    /// The head of a column by which the list can be sorted.
    pub fn head<S: Sort>(&self, here: &str, label: &'static str, by: S) -> Head {
        self.cut.head(label, by, |cut| self.address(here, cut))
    }
}

/// Returns the query of this page's list.
pub fn use_list_query() -> ListQuery {
    let query = use_query();
    ListQuery { search: query.value("q"), only: None, cut: Cut::of(&query) }
}

/// The same of a list that is filtered by this value of its address, too.
pub fn use_filtered_list_query(name: &'static str) -> ListQuery {
    let only = Some((name, use_query().value(name))).filter(|(_, value)| !value.is_empty());
    ListQuery { only, ..use_list_query() }
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
    #[prop(into)]
    heads: Heads,
    /// Its query.
    query: ListQuery,
    /// How far it is shown.
    extent: Extent,
    /// The field of what else it is filtered by.
    #[prop(optional)]
    filter: Option<AnyView>,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let (one, many) = noun;
    let nothing = if query.only.is_some() {
        t!("components-search-none-such", one = one)
    } else if query.search.is_empty() {
        t!("components-search-no-more", many = many)
    } else {
        t!("components-search-none", one = one, search = query.search.clone(), looked = looked)
    };
    view! {
        <form method="get" action=here.clone() class="toolbar" role="search">
            <label class="search">
                <span class="visually-hidden">{t!("components-search-label", many = many)}</span>
                <Icon glyph=Glyph::Search/>
                <input type="search" class="input" name="q" value=query.search.clone() placeholder=placeholder autocomplete="off"/>
            </label>
            {filter}
            {query.cut.kept()}
            <button type="submit" class="button" data-kind="secondary">{t!("components-search-button")}</button>
        </form>
        {if extent.shown == 0 {
            view! {
                <Empty glyph=Glyph::Search title=t!("components-search-nothing")>
                    <p>{nothing}</p>
                    <LinkButton href=here kind=Kind::Secondary>{t!("components-search-all", many = many)}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Table label heads>
                    <tbody>{children()}</tbody>
                </Table>
                <Pages extent cut=query.cut.clone() noun address=move |cut: &Cut| query.address(&here, cut)/>
            }
            .into_any()
        }}
    }
    .into_any()
}
