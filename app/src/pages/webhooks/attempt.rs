use domain::{
    id::{WebhookAttemptId, WebhookId},
    name::Slug,
    view::WebhookAttemptView,
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_param, use_tenant},
    paths, t,
    text::fetch_failure,
    ui::{Breadcrumb, Fact, Facts, Page, Section, Time},
};

async fn load_attempt(tenant: Slug, webhook: WebhookId, attempt: WebhookAttemptId) -> Result<WebhookAttemptView, ApiError> {
    Ok(operator()?.load_webhook_attempt(&tenant, webhook, attempt).await?)
}

/// An attempt to deliver something: what was sent, and what came back.
#[component]
pub fn WebhookAttemptPage() -> impl IntoView {
    let at = use_tenant().and_then(|tenant| Ok((tenant, use_param("webhook")?, use_param("attempt")?)));
    let resource = load_at(at, |(tenant, webhook, attempt)| load_attempt(tenant, webhook, attempt));
    loaded(resource, move |((tenant, id, _), WebhookAttemptView { webhook, attempt, body })| {
        let steps = vec![
            (paths::webhooks(&tenant), t!("webhooks-title").to_owned()),
            (paths::webhook(&tenant, id), webhook.settings.name.to_string()),
        ];
        let result = attempt.failure.as_deref().map_or_else(|| t!("webhooks-taken").to_owned(), fetch_failure);
        let sent = match body {
            Some(body) => view! { <pre class="code" tabindex="0"><code>{body}</code></pre> }.into_any(),
            None => view! { <p class="quiet">{t!("webhooks-attempt-no-event")}</p> }.into_any(),
        };
        let answer = if attempt.answer.is_empty() {
            view! { <p class="quiet">{t!("webhooks-attempt-no-answer")}</p> }.into_any()
        } else {
            view! { <pre class="code" tabindex="0"><code>{attempt.answer}</code></pre> }.into_any()
        };
        view! {
            <Page title=t!("webhooks-attempt-title") above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("webhooks-attempt-title")/> }).into()>
                <Section title=t!("webhooks-attempt-section")>
                    <Facts>
                        <Fact name=t!("webhooks-event")><code>{attempt.event_type}</code></Fact>
                        <Fact name="webhook-id"><code>{attempt.event_id}</code></Fact>
                        <Fact name=t!("webhooks-when")><Time utc=attempt.at.to_string() seconds=true/></Fact>
                        <Fact name=t!("webhooks-took")>{attempt.millis}" ms"</Fact>
                        <Fact name=t!("webhooks-result")>{result}</Fact>
                        {attempt.status.map(|status| view! { <Fact name=t!("webhooks-attempt-status")>{status}</Fact> })}
                    </Facts>
                </Section>
                <Section title=t!("webhooks-attempt-request") lead=t!("webhooks-attempt-request-lead")>{sent}</Section>
                <Section title=t!("webhooks-attempt-answer") lead=t!("webhooks-attempt-answer-lead")>{answer}</Section>
            </Page>
        }
    })
}
