use domain::{
    grants::Level,
    name::Slug,
    permission::Action,
    webhook::{Webhook, WebhookStatus},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::badge::StatusBadge;
use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_tenant},
    done::DoneNotice,
    paths,
    ui::{Empty, Glyph, Icon, Link, LinkButton, Notice, Page, Table, Time, Tone},
};

/// The webhooks of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedWebhooks {
    webhooks: Vec<Webhook>,
    may_create: bool,
}

async fn load_webhooks(tenant: Slug) -> Result<LoadedWebhooks, ApiError> {
    let operator = operator()?;
    let webhooks = operator.list_webhooks(&tenant).await?.into_iter().map(|view| view.webhook).collect();
    let level = Level::Tenant(operator.load_tenant(&tenant).await?.id);
    Ok(LoadedWebhooks { webhooks, may_create: operator.actor().may(Action::SetWebhooks, level) })
}

/// The webhooks of a tenant.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let resource = load_at(use_tenant(), load_webhooks);
    loaded(resource, move |(tenant, LoadedWebhooks { webhooks, may_create })| {
        let create = paths::new_webhook(&tenant);
        let actions =
            move || may_create.then(|| view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>"New webhook"</LinkButton> });
        let given_up = webhooks.iter().any(|webhook| webhook.status == WebhookStatus::GivenUp).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <strong>"A webhook was disabled because it failed for five days, or was answered with 410."</strong>
                    " Enable it again when its receiver works: what it missed is delivered as far as the log is kept."
                </Notice>
            }
        });
        let nobody = webhooks.is_empty();
        let here = tenant.clone();
        let rows = webhooks.into_iter().map(|webhook| view! { <Row tenant=here.clone() webhook/> }).collect_view();
        let table = if nobody {
            view! {
                <Empty glyph=Glyph::Workspace title="No webhook yet">
                    <p>"A webhook tells a program of yours what happens in this tenant: changes, sign-ins, detected reuse."</p>
                </Empty>
            }
            .into_any()
        } else {
            let heads = vec!["Name", "URL", "Status", "Last delivery", "Created"];
            view! { <Table label="Webhooks" heads><tbody>{rows}</tbody></Table> }.into_any()
        };
        view! {
            <Page title="Webhooks" lead="Programs that are told what happens in this tenant." wide=true actions=actions.into()>
                <DoneNotice/>
                {given_up}
                {table}
            </Page>
        }
    })
}

#[component]
fn Row(tenant: Slug, webhook: Webhook) -> impl IntoView {
    let failing = webhook.progress.failing_since.map(|since| view! { "Failing since " <Time utc=since.to_string()/> }.into_any());
    view! {
        <tr>
            <th scope="row" data-label="Name"><Link href=paths::webhook(&tenant, webhook.id)>{webhook.settings.name.to_string()}</Link></th>
            <td data-label="URL"><code>{webhook.settings.url.to_string()}</code></td>
            <td data-label="Status"><StatusBadge status=webhook.status failing=webhook.progress.failing_since.is_some()/></td>
            <td data-label="Last delivery">{failing.unwrap_or_else(|| "Taken".into_any())}</td>
            <td data-label="Created"><Time utc=webhook.created_at.to_string()/></td>
        </tr>
    }
    .into_any()
}
