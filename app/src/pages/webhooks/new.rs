use domain::{
    name::Slug,
    view::{TypedWebhook, WebhookView},
};
use leptos::prelude::*;

use super::{
    fields::{fields, load_workspaces},
    secret::show_secret,
};
use crate::{
    api::{ApiError, Keep, done, operator},
    components::{load_at, loaded, use_tenant},
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths, t,
    ui::{Breadcrumb, Page},
};

/// Creates a webhook; its page shows the secret once.
#[server]
pub async fn create_webhook(tenant: Slug, typed: TypedWebhook) -> Result<(), ApiError> {
    let (WebhookView { webhook, .. }, secret) = operator()?.create_webhook(&tenant, &typed).await.keep(&typed)?;
    show_secret(webhook.id, &secret);
    done(&paths::webhook(&tenant, webhook.id), Done::WebhookCreated);
    Ok(())
}

crate::form::needs!(CreateWebhook: SetWebhooks);

/// Where a webhook is created.
#[component]
pub fn NewWebhookPage() -> impl IntoView {
    let create = FormAction::<CreateWebhook>::typed();
    let resource = load_at(use_tenant(), load_workspaces);
    loaded(resource, move |(tenant, workspaces)| {
        let steps = vec![(paths::webhooks(&tenant), t!("webhooks-title").to_owned())];
        view! {
            <Page
                title=t!("webhooks-new-title")
                lead=t!("webhooks-new-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("webhooks-new-title")/> }).into()
            >
                <CreateForm action=create target=Target::tenant(&tenant) label=t!("webhooks-new-create")>
                    {fields(create.form, &TypedWebhook::default(), &workspaces)}
                </CreateForm>
            </Page>
        }
    })
}
