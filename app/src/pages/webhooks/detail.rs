use domain::{
    grants::Level,
    id::WebhookId,
    name::Slug,
    page::Page as ListPage,
    permission::Action,
    sort::TimeSort,
    view::{NamedWorkspace, TypedWebhook, WebhookView},
    webhook::{AttemptKind, Webhook, WebhookAttempt, WebhookStatus},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    badge::StatusBadge,
    fields::{fields, load_workspaces},
    replay::{ReplayEvent, ReplaySection, ReplaySince},
    secret::{ShownSecret, show_secret, shown_secret},
};
use crate::{
    api::{ApiError, Keep, done, operator},
    components::{ActionRow, Cut, Extent, Pages, cut_address, load_at, loaded, use_param, use_query, use_tenant},
    done::{Done, DoneNotice},
    form::{ActionButton, Confirm, CreateForm, Form, FormAction, FormNotice, Target},
    paths, t,
    text::{as_heading, fetch_failure},
    ui::{Badge, Breadcrumb, Fact, Facts, Head, Indexed, Kind, Link, Page, Section, Table, Time, Tone},
};

/// A webhook with its latest attempts.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedWebhook {
    webhook: Webhook,
    attempts: ListPage<WebhookAttempt>,
    workspaces: Vec<NamedWorkspace>,
    typed: TypedWebhook,
    may_set: bool,
    may_replay: bool,
    /// A secret that was made just now.
    secret: Option<String>,
}

async fn load_webhook(tenant: Slug, id: WebhookId, cut: Cut) -> Result<LoadedWebhook, ApiError> {
    let operator = operator()?;
    let WebhookView { webhook, typed } = operator.load_webhook(&tenant, id).await?;
    let workspaces = load_workspaces(tenant.clone()).await?;
    let may = |action| operator.actor().may(action, Level::Tenant(webhook.tenant_id));
    Ok(LoadedWebhook {
        attempts: operator.list_webhook_attempts(&tenant, id, cut.window()?).await?,
        may_set: may(Action::SetWebhooks),
        may_replay: may(Action::ReplayWebhooks),
        secret: shown_secret(id),
        typed,
        workspaces,
        webhook,
    })
}

/// Changes a webhook.
#[server]
pub async fn set_webhook(tenant: Slug, webhook: WebhookId, version: i64, typed: TypedWebhook) -> Result<(), ApiError> {
    operator()?.set_webhook(&tenant, webhook, version, &typed).await.keep(&typed)?;
    done(&paths::webhook(&tenant, webhook), Done::WebhookSaved);
    Ok(())
}

crate::form::needs!(SetWebhook: SetWebhooks);

/// Enables a webhook, with what it missed or without, or disables it.
#[server]
pub async fn set_webhook_status(
    tenant: Slug,
    webhook: WebhookId,
    version: i64,
    #[server(default)] active: bool,
    #[server(default)] skip: bool,
) -> Result<(), ApiError> {
    let missed = if skip { control::Missed::Skip } else { control::Missed::Deliver };
    operator()?.set_webhook_status(&tenant, webhook, version, active, missed).await?;
    done(&paths::webhook(&tenant, webhook), if active { Done::WebhookEnabled } else { Done::WebhookDisabled });
    Ok(())
}

crate::form::needs!(SetWebhookStatus: SetWebhooks);

/// Replaces the secret; the page shows it once.
#[server]
pub async fn rotate_webhook_secret(tenant: Slug, webhook: WebhookId, version: i64) -> Result<(), ApiError> {
    let secret = operator()?.rotate_webhook_secret(&tenant, webhook, version).await?;
    show_secret(webhook, &secret);
    done(&paths::webhook(&tenant, webhook), Done::WebhookSecretRotated);
    Ok(())
}

crate::form::needs!(RotateWebhookSecret: SetWebhooks);

/// Sends a test.
#[server]
pub async fn test_webhook(tenant: Slug, webhook: WebhookId) -> Result<(), ApiError> {
    operator()?.test_webhook(&tenant, webhook).await?;
    done(&paths::webhook(&tenant, webhook), Done::WebhookTested);
    Ok(())
}

crate::form::needs!(TestWebhook: SetWebhooks);

/// Deletes a webhook.
#[server]
pub async fn delete_webhook(tenant: Slug, webhook: WebhookId) -> Result<(), ApiError> {
    operator()?.delete_webhook(&tenant, webhook, None).await?;
    done(&paths::webhooks(&tenant), Done::WebhookDeleted);
    Ok(())
}

crate::form::needs!(DeleteWebhook: SetWebhooks);

/// The forms of the page.
#[derive(Clone, Copy)]
struct Actions {
    save: FormAction<SetWebhook>,
    set_status: FormAction<SetWebhookStatus>,
    rotate: FormAction<RotateWebhookSecret>,
    test: FormAction<TestWebhook>,
    delete: FormAction<DeleteWebhook>,
    replay: FormAction<ReplayEvent>,
    replay_since: FormAction<ReplaySince>,
}

impl Actions {
    fn new() -> Self {
        Self {
            save: FormAction::typed(),
            set_status: FormAction::new(),
            rotate: FormAction::new(),
            test: FormAction::new(),
            delete: FormAction::new(),
            replay: FormAction::new(),
            replay_since: FormAction::typed(),
        }
    }
}

/// A webhook.
#[component]
pub fn WebhookPage() -> impl IntoView {
    let actions = Actions::new();
    let cut = Cut::of(&use_query());
    let asked = cut.clone();
    let at = use_tenant().and_then(|tenant| Ok((tenant, use_param::<WebhookId>("webhook")?)));
    let resource = load_at(at, |(tenant, id)| load_webhook(tenant, id, asked));
    loaded(resource, move |((tenant, id), loaded)| {
        let LoadedWebhook { webhook, attempts, workspaces, typed, may_set, may_replay, secret } = loaded;
        let steps = vec![(paths::webhooks(&tenant), t!("webhooks-title").to_owned())];
        let (title, here) = (webhook.settings.name.to_string(), webhook.settings.name.to_string());
        let buttons = [actions.set_status.form, actions.rotate.form, actions.test.form, actions.delete.form, actions.replay.form];
        let failed = buttons.into_iter().any(Form::failed);
        let target = Target::tenant(&tenant).with("webhook", id);
        let of_version = target.clone().with("version", webhook.version);
        view! {
            <Page title wide=true above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()>
                <DoneNotice failed/>
                {buttons.map(|form| view! { <FormNotice form/> }).collect_view()}
                <ShownSecret secret/>
                <Indexed>
                    <State webhook=webhook.clone()/>
                    <Attempts tenant=tenant.clone() id attempts cut replay=may_replay.then_some(actions.replay)/>
                    {may_replay.then(|| view! { <ReplaySection tenant id action=actions.replay_since/> })}
                    {may_set.then(|| view! {
                        <Section title=t!("webhooks-detail-settings") bare=true>
                            <CreateForm action=actions.save target=of_version label=t!("webhooks-detail-save")>
                                {fields(actions.save.form, &typed, &workspaces)}
                            </CreateForm>
                        </Section>
                        <Manage webhook target actions/>
                    })}
                </Indexed>
            </Page>
        }
    })
}

/// How it stands with the deliveries.
#[component]
fn State(webhook: Webhook) -> impl IntoView {
    let progress = webhook.progress;
    let failing = progress.failing_since.map(|since| {
        view! {
            <Fact name=t!("webhooks-detail-failing-since")><Time utc=since.to_string() seconds=true/></Fact>
            <Fact name=t!("webhooks-detail-failures")>{progress.failures}</Fact>
        }
    });
    let next = (progress.failing_since.is_some() && webhook.status == WebhookStatus::Active).then(|| {
        view! { <Fact name=t!("webhooks-detail-next")><Time utc=progress.due_at.to_string() seconds=true/></Fact> }
    });
    let former = webhook
        .former_secret_until
        .map(|until| view! { <Fact name=t!("webhooks-detail-former-secret")><Time utc=until.to_string() seconds=true/></Fact> });
    view! {
        <Section title=t!("webhooks-detail-state") lead=t!("webhooks-detail-state-lead")>
            <Facts>
                <Fact name=t!("webhooks-status")><StatusBadge status=webhook.status failing=progress.failing_since.is_some()/></Fact>
                <Fact name=t!("webhooks-url")><code>{webhook.settings.url.to_string()}</code></Fact>
                <Fact name=t!("webhooks-detail-handled")>{progress.handled}</Fact>
                {failing}
                {next}
                {former}
            </Facts>
        </Section>
    }
    .into_any()
}

#[component]
fn Attempts(
    tenant: Slug,
    id: WebhookId,
    attempts: ListPage<WebhookAttempt>,
    cut: Cut,
    replay: Option<FormAction<ReplayEvent>>,
) -> impl IntoView {
    let here = paths::webhook(&tenant, id);
    let address = move |cut: &Cut| cut_address(&here, cut);
    let extent = Extent::from(&attempts);
    let rows = attempts.items.into_iter().map(|attempt| view! { <Attempt tenant=tenant.clone() id attempt replay/> }).collect_view();
    let table = if extent.shown == 0 {
        view! { <p class="quiet">{t!("webhooks-detail-nothing-sent")}</p> }.into_any()
    } else {
        let others = [t!("webhooks-event"), t!("webhooks-result"), t!("webhooks-took"), t!("webhooks-detail-again")].map(Head::from);
        let heads = [vec![cut.head(t!("webhooks-when"), TimeSort::Time, &address)], others.to_vec()].concat();
        view! {
            <Table label=t!("webhooks-detail-deliveries") heads><tbody>{rows}</tbody></Table>
            <Pages extent cut noun=(t!("webhooks-detail-noun-one"), t!("webhooks-detail-noun-many")) address/>
        }
        .into_any()
    };
    view! {
        <Section title=t!("webhooks-detail-deliveries") lead=t!("webhooks-detail-deliveries-lead") bare=true>{table}</Section>
    }
    .into_any()
}

#[component]
fn Attempt(tenant: Slug, id: WebhookId, attempt: WebhookAttempt, replay: Option<FormAction<ReplayEvent>>) -> impl IntoView {
    let kind = match attempt.kind {
        AttemptKind::Delivery => None,
        AttemptKind::Replay => Some(t!("webhooks-detail-kind-again")),
        AttemptKind::Test => Some(t!("webhooks-detail-kind-test")),
    };
    let (tone, result) = match (&attempt.failure, attempt.status) {
        (None, Some(status)) => (Tone::Good, t!("webhooks-detail-taken", status = status.to_string())),
        (None, None) => (Tone::Good, t!("webhooks-taken").to_owned()),
        (Some(failure), _) => (Tone::Bad, as_heading(&fetch_failure(failure))),
    };
    let again = replay.zip(attempt.number).map(|(action, number)| {
        let target = Target::tenant(&tenant).with("webhook", id).with("number", number);
        view! { <ActionButton action target label=t!("webhooks-send-again")/> }
    });
    let href = paths::webhook_attempt(&tenant, id, attempt.id);
    view! {
        <tr>
            <td data-label=t!("webhooks-when")><Time utc=attempt.at.to_string() seconds=true/></td>
            <th scope="row" data-label=t!("webhooks-event")>
                <Link href=href><code>{attempt.event_type}</code></Link>
                {kind.map(|kind| view! { " "<span class="quiet">{kind}</span> })}
            </th>
            <td data-label=t!("webhooks-result")><Badge tone>{result}</Badge></td>
            <td data-label=t!("webhooks-took")>{attempt.millis}" ms"</td>
            <td class="family-revoke">{again}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn Manage(webhook: Webhook, target: Target, actions: Actions) -> impl IntoView {
    let rotated = target.clone().with("version", webhook.version);
    let (tested, changed) = (target.clone(), rotated.clone());
    let status = if webhook.status == WebhookStatus::Active {
        view! {
            <ActionRow title=t!("webhooks-status") text=t!("webhooks-detail-active-text")>
                <ActionButton action=actions.set_status target=changed label=t!("webhooks-detail-disable")/>
            </ActionRow>
        }
        .into_any()
    } else {
        let enabled = changed.with("active", true);
        let fresh = enabled.clone().with("skip", true);
        view! {
            <ActionRow title=t!("webhooks-status") text=t!("webhooks-detail-inactive-text")>
                <ActionButton action=actions.set_status target=enabled label=t!("webhooks-detail-enable-missed")/>
                <ActionButton action=actions.set_status target=fresh label=t!("webhooks-detail-enable-new")/>
            </ActionRow>
        }
        .into_any()
    };
    view! {
        <Section title=t!("webhooks-detail-manage")>
            <ActionRow title=t!("webhooks-detail-test") text=t!("webhooks-detail-test-text")>
                <ActionButton action=actions.test target=tested label=t!("webhooks-detail-test-send")/>
            </ActionRow>
            <ActionRow title=t!("webhooks-detail-secret") text=t!("webhooks-detail-secret-text")>
                <Confirm
                    id="rotate"
                    opens=t!("webhooks-detail-rotate")
                    title=t!("webhooks-detail-rotate-title")
                    action=actions.rotate
                    target=rotated
                    label=t!("webhooks-detail-rotate")
                >
                    <p>{t!("webhooks-detail-rotate-text")}</p>
                </Confirm>
            </ActionRow>
            {status}
            <ActionRow title=t!("webhooks-detail-delete") text=t!("webhooks-detail-delete-text")>
                <Confirm
                    id="delete"
                    opens=t!("webhooks-detail-delete")
                    title=t!("webhooks-detail-delete-title")
                    kind=Kind::Danger
                    action=actions.delete
                    target
                    label=t!("webhooks-detail-delete-button")
                >
                    <p>{t!("webhooks-detail-delete-final")}</p>
                </Confirm>
            </ActionRow>
        </Section>
    }
    .into_any()
}
