use domain::webhook::WebhookStatus;
use leptos::prelude::*;

use crate::{
    t,
    ui::{Badge, Tone},
};

/// Whether events are delivered.
#[component]
pub(super) fn StatusBadge(status: WebhookStatus, failing: bool) -> impl IntoView {
    match status {
        WebhookStatus::Active if failing => view! { <Badge tone=Tone::Warning>{t!("webhooks-status-failing")}</Badge> },
        WebhookStatus::Active => view! { <Badge tone=Tone::Good>{t!("webhooks-status-active")}</Badge> },
        WebhookStatus::Disabled => view! { <Badge>{t!("webhooks-status-disabled")}</Badge> },
        WebhookStatus::GivenUp => view! { <Badge tone=Tone::Bad>{t!("webhooks-status-given-up")}</Badge> },
    }
    .into_any()
}
