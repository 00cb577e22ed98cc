use leptos::prelude::*;

use crate::t;

/// Links to all that a list's filter matches, as files.
#[component]
pub fn ExportLinks(
    /// The address of the file in a format, `csv` or `jsonl`.
    address: impl Fn(&str) -> String,
    /// The query that says which are meant, with its `?`.
    query: String,
) -> impl IntoView {
    let (csv, json) = (format!("{}{query}", address("csv")), format!("{}{query}", address("jsonl")));
    // The router knows pages only. The answer says that it is a file, and what it is called.
    view! {
        <a class="button" data-kind="secondary" href=csv rel="external">{t!("components-export-csv")}</a>
        <a class="button" data-kind="secondary" href=json rel="external">{t!("components-export-json")}</a>
    }
    .into_any()
}
