//! Webhooks of a tenant, and what was sent to them.

use control::{Missed, permission::Action};
use domain::{
    id::WebhookAttemptId,
    view::WebhookView,
    wire::{EnableWebhook, Replay, ReplayWebhook, Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret},
};

use super::{
    at::{TenantAt, WebhookAt, WebhookAttemptAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun =
    Noun { one: "webhook", many: "webhooks", searched: false, sorted_by: "created_at", newest_first: false, also_by: &[], counted: true };
const ATTEMPT: Noun =
    Noun { one: "attempt", many: "attempts", searched: false, sorted_by: "at", newest_first: true, also_by: &[], counted: false };

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<TenantAt>::new("Webhooks", "/admin/{tenant}/webhooks");
    let one = all.below::<WebhookAt>("/{webhook}");
    let attempts = one.below::<WebhookAt>("/attempts");
    vec![
        all.list(("list_webhooks", "List webhooks"), NOUN, list).needs(&[Action::SeeWebhooks]),
        all.create(("create_webhook", "Create a webhook"), create)
            .about(
                "It is told of what happens from now on: each audit event of the tenant is sent to it, signed (Standard Webhooks) and in order. The secret \
                 is told this once.",
            )
            .needs(&[Action::SetWebhooks, Action::SeeTenantAudit]),
        one.read(("read_webhook", "Read a webhook"), read).needs(&[Action::SeeWebhooks]),
        one.replace(("replace_webhook", "Replace what a webhook is told of, and where"), read, save)
            .needs(&[Action::SetWebhooks, Action::SeeWebhooks, Action::SeeTenantAudit]),
        one.patch(("change_webhook", "Change what a webhook is told of, and where"), read, save)
            .needs(&[Action::SetWebhooks, Action::SeeWebhooks, Action::SeeTenantAudit]),
        one.remove(("delete_webhook", "Delete a webhook and the record of its attempts"), read, remove)
            .needs(&[Action::SetWebhooks, Action::SeeWebhooks]),
        one.below::<WebhookAt>("/delivery")
            .look(("read_webhook_delivery", "Read how far a webhook has come"), delivery)
            .needs(&[Action::SeeWebhooks]),
        one.below::<WebhookAt>("/enable")
            .act_on(("enable_webhook", "Enable a webhook"), read, enable)
            .about("What it missed is delivered first, unless that is passed over.")
            .needs(&[Action::SetWebhooks, Action::SeeWebhooks, Action::SeeTenantAudit]),
        one.below::<WebhookAt>("/disable")
            .turn(("disable_webhook", "Disable a webhook"), read, disable)
            .needs(&[Action::SetWebhooks, Action::SeeWebhooks, Action::SeeTenantAudit]),
        one.below::<WebhookAt>("/rotateSecret")
            .act_on(("rotate_webhook_secret", "Replace the secret of a webhook"), read, rotate)
            .about("The former one signs beside the new one for a day. The new one is told this once.")
            .needs(&[Action::SetWebhooks, Action::SeeWebhooks]),
        one.below::<WebhookAt>("/test")
            .order(("test_webhook", "Send a test to a webhook"), test)
            .about("Also to one that is disabled. Its attempt is listed with the others.")
            .needs(&[Action::SetWebhooks]),
        one.below::<WebhookAt>("/replay")
            .order(("replay_webhook", "Send events to a webhook again"), replay)
            .about("One event outside the order, or all since a time that it is told of, in order and before later ones.")
            .needs(&[Action::ReplayWebhooks, Action::SeeTenantAudit]),
        attempts
            .list(("list_webhook_attempts", "List the attempts to deliver to a webhook"), ATTEMPT, list_attempts)
            .about("Those of the last 30 days.")
            .needs(&[Action::SeeWebhooks]),
        attempts
            .below::<WebhookAttemptAt>("/{attempt}")
            .look(("read_webhook_attempt", "Read an attempt with what was sent"), read_attempt)
            .needs(&[Action::SeeWebhooks, Action::SeeTenantAudit]),
    ]
}

fn found(view: &WebhookView) -> Found<Webhook> {
    Found { body: view.into(), tag: Tag::of(view.webhook.id, view.webhook.version), version: view.webhook.version }
}

async fn list((ask, query): (Ask<TenantAt>, ListQuery<String>)) -> Outcome<Listed<Webhook>> {
    let all = ask.operator.list_webhooks(&ask.at.tenant).await?;
    let all = all.iter().map(|view| (view.webhook.id.to_string(), Webhook::from(view))).collect();
    Ok(Listed::cut(all, &query.window))
}

async fn create(ask: Ask<TenantAt, Nothing, Webhook>) -> Outcome<Created<Webhook>> {
    let (view, secret) = ask.operator.create_webhook(&ask.at.tenant, &ask.body.typed()?).await?;
    let Found { body, tag, .. } = found(&view);
    Ok(Created::below(&view.webhook.id, Webhook { secret: Some(secret.expose().clone()), ..body }, Some(tag)))
}

async fn read(ask: Ask<WebhookAt>) -> Outcome<Found<Webhook>> {
    Ok(found(&ask.operator.load_webhook(&ask.at.tenant, ask.at.webhook).await?))
}

async fn save((ask, version): (Ask<WebhookAt, Nothing, Webhook>, i64)) -> Outcome<Found<Webhook>> {
    Ok(found(&ask.operator.set_webhook(&ask.at.tenant, ask.at.webhook, version, &ask.body.typed()?).await?))
}

async fn remove((ask, found): (Ask<WebhookAt>, Found<Webhook>)) -> Outcome<()> {
    Ok(ask.operator.delete_webhook(&ask.at.tenant, ask.at.webhook, Some(found.version)).await?)
}

async fn delivery(ask: Ask<WebhookAt>) -> Outcome<WebhookDelivery> {
    Ok((&ask.operator.load_webhook(&ask.at.tenant, ask.at.webhook).await?.webhook).into())
}

async fn enable((ask, now): (Ask<WebhookAt, Nothing, EnableWebhook>, Found<Webhook>)) -> Outcome<Webhook> {
    let missed = if ask.body.skip_missed { Missed::Skip } else { Missed::Deliver };
    Ok((&ask.operator.set_webhook_status(&ask.at.tenant, ask.at.webhook, now.version, true, missed).await?).into())
}

async fn disable((ask, now): (Ask<WebhookAt>, Found<Webhook>)) -> Outcome<Found<Webhook>> {
    let (tenant, id) = (&ask.at.tenant, ask.at.webhook);
    Ok(found(&ask.operator.set_webhook_status(tenant, id, now.version, false, Missed::Deliver).await?))
}

async fn rotate((ask, now): (Ask<WebhookAt, Nothing, Nothing>, Found<Webhook>)) -> Outcome<WebhookSecret> {
    let secret = ask.operator.rotate_webhook_secret(&ask.at.tenant, ask.at.webhook, now.version).await?;
    Ok(WebhookSecret { secret: secret.expose().clone() })
}

async fn test(ask: Ask<WebhookAt, Nothing, Nothing>) -> Outcome<()> {
    Ok(ask.operator.test_webhook(&ask.at.tenant, ask.at.webhook).await?)
}

async fn replay(ask: Ask<WebhookAt, Nothing, ReplayWebhook>) -> Outcome<()> {
    let (tenant, id) = (&ask.at.tenant, ask.at.webhook);
    match ask.body.read()? {
        Replay::Event(number) => ask.operator.replay_event(tenant, id, number).await?,
        Replay::Since(since) => ask.operator.replay_since(tenant, id, since).await?,
    }
    Ok(())
}

async fn list_attempts((ask, query): (Ask<WebhookAt>, ListQuery<WebhookAttemptId>)) -> Outcome<Listed<WebhookAttempt>> {
    let page = ask.operator.list_webhook_attempts(&ask.at.tenant, ask.at.webhook, query.window).await?;
    Ok(Listed::of(page, |attempt| WebhookAttempt::from(&attempt)))
}

async fn read_attempt(ask: Ask<WebhookAttemptAt>) -> Outcome<WebhookAttempt> {
    let view = ask.operator.load_webhook_attempt(&ask.at.tenant, ask.at.webhook, ask.at.attempt).await?;
    let body = view.body.and_then(|body| serde_json::from_str(&body).ok());
    Ok(WebhookAttempt { body, ..(&view.attempt).into() })
}
