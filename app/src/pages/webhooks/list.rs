use domain::{
    grants::Level,
    name::Slug,
    page::Page as ListPage,
    permission::Action,
    sort::WebhookSort,
    webhook::{Webhook, WebhookStatus},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::badge::StatusBadge;
use crate::{
    api::{ApiError, operator},
    components::{ListQuery, SearchedList, Whole, load_at, loaded, use_list_query, use_tenant},
    done::DoneNotice,
    paths, t, t_view,
    ui::{Empty, Glyph, Icon, Link, LinkButton, Notice, Page, Time, Tone},
};

/// The webhooks of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedWebhooks {
    webhooks: ListPage<Webhook>,
    /// Whether one of all of them was disabled because it failed.
    given_up: bool,
    may_create: bool,
}

/// How webhooks are searched and sorted.
const LIST: Whole<Webhook, WebhookSort> = Whole {
    texts: |webhook| vec![webhook.settings.name.to_string(), webhook.settings.url.to_string()],
    key: |webhook| webhook.id.to_string(),
    value: |webhook, by| match by {
        WebhookSort::CreatedAt => None,
        WebhookSort::Name => Some(webhook.settings.name.to_string()),
    },
};

async fn load_webhooks(tenant: Slug, query: ListQuery) -> Result<LoadedWebhooks, ApiError> {
    let operator = operator()?;
    let webhooks: Vec<Webhook> = operator.list_webhooks(&tenant).await?.into_iter().map(|view| view.webhook).collect();
    let given_up = webhooks.iter().any(|webhook| webhook.status == WebhookStatus::GivenUp);
    let webhooks = LIST.page(webhooks, &query)?;
    let level = Level::Tenant(operator.load_tenant(&tenant).await?.id);
    Ok(LoadedWebhooks { webhooks, given_up, may_create: operator.actor().may(Action::SetWebhooks, level) })
}

/// The webhooks of a tenant.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let query = use_list_query();
    let asked = query.clone();
    let resource = load_at(use_tenant(), |tenant| load_webhooks(tenant, asked));
    loaded(resource, move |(tenant, LoadedWebhooks { webhooks, given_up, may_create })| {
        let create = paths::new_webhook(&tenant);
        let actions = move || {
            may_create.then(|| view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>{t!("webhooks-new-title")}</LinkButton> })
        };
        let given_up = given_up.then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <strong>{t!("webhooks-list-given-up")}</strong>
                    " "{t!("webhooks-list-given-up-text")}
                </Notice>
            }
        });
        let (nobody, extent) = (webhooks.items.is_empty() && query.is_all(), (&webhooks).into());
        let here = paths::webhooks(&tenant);
        let rows = webhooks.items.into_iter().map(|webhook| view! { <Row tenant=tenant.clone() webhook/> }).collect_view();
        let table = if nobody {
            view! {
                <Empty glyph=Glyph::Workspace title=t!("webhooks-list-none")>
                    <p>{t!("webhooks-list-none-text")}</p>
                </Empty>
            }
            .into_any()
        } else {
            let heads = vec![
                query.head(&here, t!("webhooks-name"), WebhookSort::Name),
                t!("webhooks-url").into(),
                t!("webhooks-status").into(),
                t!("webhooks-list-last").into(),
                query.head(&here, t!("webhooks-list-created"), WebhookSort::CreatedAt),
            ];
            view! {
                <SearchedList
                    here
                    label=t!("webhooks-title")
                    noun=(t!("webhooks-list-noun-one"), t!("webhooks-list-noun-many"))
                    placeholder=t!("webhooks-list-search")
                    looked=t!("webhooks-list-looked")
                    heads
                    query
                    extent
                >
                    {rows}
                </SearchedList>
            }
            .into_any()
        };
        view! {
            <Page title=t!("webhooks-title") lead=t!("webhooks-list-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                {given_up}
                {table}
            </Page>
        }
    })
}

#[component]
fn Row(tenant: Slug, webhook: Webhook) -> impl IntoView {
    let failing = webhook.progress.failing_since.map(|since| view! { <Time utc=since.to_string()/> });
    let failing = failing.map(|time| t_view!("webhooks-list-failing-since", time = time));
    view! {
        <tr>
            <th scope="row" data-label=t!("webhooks-name")><Link href=paths::webhook(&tenant, webhook.id)>{webhook.settings.name.to_string()}</Link></th>
            <td data-label=t!("webhooks-url")><code>{webhook.settings.url.to_string()}</code></td>
            <td data-label=t!("webhooks-status")><StatusBadge status=webhook.status failing=webhook.progress.failing_since.is_some()/></td>
            <td data-label=t!("webhooks-list-last")>{failing.unwrap_or_else(|| t!("webhooks-taken").into_any())}</td>
            <td data-label=t!("webhooks-list-created")><Time utc=webhook.created_at.to_string()/></td>
        </tr>
    }
    .into_any()
}
