use leptos::prelude::*;
use leptos_router::components::A;

use crate::t;

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    label: &'static str,
    sort: Option<SortLink>,
}

/// The way to a table that is sorted by a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortLink {
    /// The address of the table in the order that the link leads to.
    pub href: String,
    /// The order that it has by this column now; none where it is sorted by another.
    pub order: Option<SortOrder>,
}

/// The order of a table's rows by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortOrder {
    /// From the smallest on; the oldest first.
    Ascending,
    /// From the largest on; the newest first.
    Descending,
}

impl SortOrder {
    /// Returns its name (ARIA 1.2, aria-sort).
    const fn name(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    /// Returns the sign that shows it.
    const fn sign(self) -> &'static str {
        match self {
            Self::Ascending => "\u{2191}",
            Self::Descending => "\u{2193}",
        }
    }
}

impl Head {
    /// The head of a column by which the table can be sorted.
    pub const fn sorted(label: &'static str, sort: SortLink) -> Self {
        Self { label, sort: Some(sort) }
    }

    fn view(self) -> AnyView {
        let Self { label, sort } = self;
        let Some(SortLink { href, order }) = sort else { return view! { <th scope="col">{label}</th> }.into_any() };
        let sign = order.map(|order| view! { <span class="table-order" aria-hidden="true">{order.sign()}</span> });
        view! { <th scope="col" aria-sort=order.map(SortOrder::name)><A href=href>{label}{sign}</A></th> }.into_any()
    }
}

/// The head of a column that only says what stands below it.
impl From<&'static str> for Head {
    fn from(label: &'static str) -> Self {
        Self { label, sort: None }
    }
}

/// The heads of a table's columns.
#[derive(Debug, Clone)]
pub struct Heads(Vec<Head>);

impl<H: Into<Head>> From<Vec<H>> for Heads {
    fn from(heads: Vec<H>) -> Self {
        Self(heads.into_iter().map(Into::into).collect())
    }
}

/// A table. `children` is the `<tbody>`; each cell carries `data-label`, which narrow windows show in place of the head.
#[component]
pub fn Table(
    /// What it lists, for those who do not see it.
    #[prop(into)]
    label: String,
    /// The heads of its columns.
    #[prop(into)]
    heads: Heads,
    /// Its rows, in a `<tbody>`.
    children: Children,
) -> impl IntoView {
    let frame = label.clone();
    view! {
        // What is wider than the window is scrolled by keyboard, too (WCAG 2.2, 2.1.1).
        <div class="table-frame" role="group" aria-label=frame tabindex="0">
            <table class="table" aria-label=label>
                <thead>
                    <tr data-sorted-by=t!("ui-sort-by")>{heads.0.into_iter().map(Head::view).collect_view()}</tr>
                </thead>
                {children()}
            </table>
        </div>
    }
    .into_any()
}
