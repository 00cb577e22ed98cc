use domain::{id::WebhookId, secret::Secret};
use leptos::prelude::*;

use crate::{
    api::{show_once, shown_once},
    t, t_view,
    ui::{Copyable, Notice, Tone},
};

/// Sends a secret along to the page of its webhook, where it is shown only once.
pub(super) fn show_secret(webhook: WebhookId, secret: &Secret<String>) {
    show_once(&format!("webhook.{webhook}.{}", secret.expose()));
}

/// Returns the secret that was sent along, where it is of this webhook.
pub(super) fn shown_secret(webhook: WebhookId) -> Option<String> {
    shown_once()?.strip_prefix(&format!("webhook.{webhook}.")).map(str::to_owned)
}

/// A secret that is shown only once.
#[component]
pub(super) fn ShownSecret(secret: Option<String>) -> impl IntoView {
    secret
        .map(|secret| {
            view! {
                <Notice tone=Tone::Warning>
                    <strong>{t!("webhooks-secret-copy")}</strong>
                    <p>{t_view!("webhooks-secret-hint", header = view! { <code>"webhook-signature"</code> })}</p>
                    <Copyable text=secret label=t!("webhooks-secret-label")/>
                </Notice>
            }
        })
        .into_any()
}
