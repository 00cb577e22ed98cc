use domain::client::ClientStatus;
use leptos::prelude::*;

use crate::{
    t,
    ui::{Badge, Tone},
};

/// Whether a client may ask for anything, in a word.
#[component]
pub fn StatusBadge(
    /// Its status.
    status: ClientStatus,
) -> impl IntoView {
    match status {
        ClientStatus::Active => view! { <Badge tone=Tone::Good>{t!("clients-badge-active")}</Badge> },
        ClientStatus::Inactive => view! { <Badge tone=Tone::Warning>{t!("clients-badge-inactive")}</Badge> },
    }
}
