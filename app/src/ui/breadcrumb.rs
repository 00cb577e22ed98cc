use leptos::prelude::*;

use super::Link;
use crate::t;

/// Where a page stands, from the outermost to the page itself.
#[component]
pub fn Breadcrumb(
    /// Address and name of each step above the page.
    steps: Vec<(String, String)>,
    /// The page itself.
    #[prop(into)]
    here: String,
) -> impl IntoView {
    view! {
        <nav class="breadcrumb" aria-label=t!("ui-breadcrumb")>
            <ol>
                {steps.into_iter().map(|(href, name)| view! { <li><Link href>{name}</Link></li> }).collect_view()}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
    .into_any()
}
