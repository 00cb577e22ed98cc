use leptos::prelude::*;

use crate::paths;

/// After how many seconds what goes on is looked at again.
const EVERY_SECONDS: u32 = 3;

/// What a page says of something that goes on. While it does, a script renews it; without JavaScript it stays as it was loaded.
#[component]
pub fn Renewing(
    /// Whether it goes on.
    goes_on: bool,
    /// What is said of it.
    children: Children,
) -> impl IntoView {
    view! {
        <div data-renew=goes_on.then(|| EVERY_SECONDS.to_string())>{children()}</div>
        {goes_on.then(|| view! { <script src=paths::RENEWAL_SCRIPT defer></script> })}
    }
    .into_any()
}
