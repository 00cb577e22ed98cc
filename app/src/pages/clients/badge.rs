use domain::client::ClientStatus;
use leptos::prelude::*;

use crate::ui::{Badge, Tone};

/// Whether a client may ask for anything, in a word.
#[component]
pub fn StatusBadge(
    /// Its status.
    status: ClientStatus,
) -> impl IntoView {
    match status {
        ClientStatus::Active => view! { <Badge tone=Tone::Good>"Active"</Badge> },
        ClientStatus::Inactive => view! { <Badge tone=Tone::Warning>"Inactive"</Badge> },
    }
}
