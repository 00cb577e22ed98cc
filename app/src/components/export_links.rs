use leptos::prelude::*;

/// Links to all that a list's filter matches, as files.
#[component]
pub fn ExportLinks(
    /// The address of the file in a format, `csv` or `jsonl`.
    address: impl Fn(&str) -> String,
    /// The query that says which are meant, with its `?`.
    query: String,
) -> impl IntoView {
    let (csv, json) = (format!("{}{query}", address("csv")), format!("{}{query}", address("jsonl")));
    // Plain links: the router knows pages only.
    view! {
        <a class="button" data-kind="secondary" href=csv download="">"Export as CSV"</a>
        <a class="button" data-kind="secondary" href=json download="">"Export as JSON lines"</a>
    }
    .into_any()
}
