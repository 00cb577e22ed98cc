use domain::{
    id::{WebhookAttemptId, WebhookId},
    name::Slug,
    view::WebhookAttemptView,
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_param, use_tenant},
    paths,
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
        let steps =
            vec![(paths::webhooks(&tenant), "Webhooks".to_owned()), (paths::webhook(&tenant, id), webhook.settings.name.to_string())];
        let result = attempt.failure.clone().unwrap_or_else(|| "Taken".to_owned());
        let sent = match body {
            Some(body) => view! { <pre class="code" tabindex="0"><code>{body}</code></pre> }.into_any(),
            None => view! { <p class="quiet">"The event is no longer kept in the log."</p> }.into_any(),
        };
        let answer = if attempt.answer.is_empty() {
            view! { <p class="quiet">"Empty, or no answer."</p> }.into_any()
        } else {
            view! { <pre class="code" tabindex="0"><code>{attempt.answer}</code></pre> }.into_any()
        };
        view! {
            <Page title="Delivery" above=(move || view! { <Breadcrumb steps=steps.clone() here="Delivery"/> }).into()>
                <Section title="Attempt">
                    <Facts>
                        <Fact name="Event"><code>{attempt.event_type}</code></Fact>
                        <Fact name="webhook-id"><code>{attempt.event_id}</code></Fact>
                        <Fact name="When"><Time utc=attempt.at.to_string() seconds=true/></Fact>
                        <Fact name="Took">{attempt.millis}" ms"</Fact>
                        <Fact name="Result">{result}</Fact>
                        {attempt.status.map(|status| view! { <Fact name="Status">{status}</Fact> })}
                    </Facts>
                </Section>
                <Section title="Request" lead="The body, laid out for reading. It is sent without spaces, with a signature that is not kept.">{sent}</Section>
                <Section title="Answer" lead="The first 2,048 bytes of its body.">{answer}</Section>
            </Page>
        }
    })
}
