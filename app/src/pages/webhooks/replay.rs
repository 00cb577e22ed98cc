use domain::{clock::Timestamp, id::WebhookId, name::Slug, problem::Problem};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths, t,
    ui::{Section, TextField},
};

/// From when on events are sent again, as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedReplay {
    /// The time, in UTC.
    pub since: String,
}

/// Has an event sent once more.
#[server]
pub async fn replay_event(tenant: Slug, webhook: WebhookId, number: i64) -> Result<(), ApiError> {
    operator()?.replay_event(&tenant, webhook, number).await?;
    done(&paths::webhook(&tenant, webhook), Done::WebhookReplayed);
    Ok(())
}

crate::form::needs!(ReplayEvent: ReplayWebhooks);

/// Has all events since a time delivered again.
#[server]
pub async fn replay_since(tenant: Slug, webhook: WebhookId, typed: TypedReplay) -> Result<(), ApiError> {
    let since: Result<Timestamp, _> = typed.since.trim().parse();
    let since = since.map_err(|_| ApiError::invalid("since", Problem::UnknownValue)).keep(&typed)?;
    operator()?.replay_since(&tenant, webhook, since).await.keep(&typed)?;
    done(&paths::webhook(&tenant, webhook), Done::WebhookReplayed);
    Ok(())
}

crate::form::needs!(ReplaySince: ReplayWebhooks);

/// Where events are sent again.
#[component]
pub(super) fn ReplaySection(tenant: Slug, id: WebhookId, action: FormAction<ReplaySince>) -> impl IntoView {
    let target = Target::tenant(&tenant).with("webhook", id);
    view! {
        <Section title=t!("webhooks-send-again") lead=t!("webhooks-replay-lead")>
            <CreateForm action target label=t!("webhooks-send-again")>
                <TextField input=action.form.field("since", "") label=t!("webhooks-replay-since") hint=t!("webhooks-replay-since-hint")/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
