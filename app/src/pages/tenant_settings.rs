//! The settings of a tenant.

use domain::{grants::Level, name::Slug, permission::Action, view::TenantView};
use leptos::prelude::*;

use crate::{
    api::{ApiError, Keep, done, operator},
    components::{DeleteSection, TypedConfirmation, load_at, loaded, use_tenant},
    done::Done,
    form::{FormAction, Target},
    paths::{self},
    ui::{Copyable, Fact, Facts, Kind, LinkButton, Page, Section, Time},
};

/// Loads a tenant with what is in it, and whether its webhooks may be seen.
pub async fn load_tenant_settings(tenant: Slug) -> Result<(TenantView, bool), ApiError> {
    let operator = operator()?;
    let view = operator.load_tenant_contents(&tenant).await?;
    let sees_webhooks = operator.actor().may(Action::SeeWebhooks, Level::Tenant(view.tenant.id));
    Ok((view, sees_webhooks))
}

/// Deletes a tenant, and leads to the others or to the only one that is left.
#[server]
pub async fn delete_tenant(tenant: Slug, typed: TypedConfirmation) -> Result<(), ApiError> {
    let operator = operator()?;
    operator.delete_tenant(&tenant, &typed.name).await.keep(&typed)?;
    let to = match operator.list_tenants().await?.as_slice() {
        [only] => paths::workspaces(&only.slug),
        _ => paths::HOME.to_owned(),
    };
    done(&to, Done::TenantDeleted);
    Ok(())
}

/// The settings of a tenant.
#[component]
pub fn TenantSettingsPage() -> impl IntoView {
    let delete = FormAction::<DeleteTenant>::typed();
    let loading = load_at(use_tenant(), load_tenant_settings);
    loaded(loading, move |(_, (view, sees_webhooks))| {
        let TenantView { tenant, workspaces, clients, users, administrators, may_delete } = view;
        let counts = vec![
            (workspaces, ["workspace", "workspaces"]),
            (clients, ["client", "clients"]),
            (users, ["user with their sessions and refresh tokens", "users with their sessions and refresh tokens"]),
            (administrators, ["administrator of this tenant alone", "administrators of this tenant alone"]),
        ];
        let (mail, webhooks) = (paths::mail(&tenant.slug), paths::webhooks(&tenant.slug));
        let webhooks = sees_webhooks.then(|| {
            view! {
                <Section title="Webhooks" lead="Programs that are told what happens in this tenant.">
                    <div><LinkButton href=webhooks kind=Kind::Secondary>"Webhooks"</LinkButton></div>
                </Section>
            }
        });
        let (name, back) = (tenant.name.to_string(), paths::workspaces(&tenant.slug));
        let deletion = may_delete.then(|| {
            view! {
                        <DeleteSection
                            action=delete
                            target=Target::tenant(&tenant.slug)
                            what="tenant"
                            name=name.clone()
                            counts
                            more="All its addresses stop working immediately. What happened in it stays in the installation's log."
                            back
                        />
            }
        });
        view! {
            <Page title="Tenant settings" lead="A tenant holds workspaces. Nothing is shared between tenants.">
                <Section title="Identity">
                    <Facts>
                        <Fact name="Name">{name}</Fact>
                        <Fact name="Address"><code>{tenant.slug.to_string()}</code></Fact>
                        <Fact name="Tenant ID"><Copyable text=tenant.id.to_string() label="tenant ID"/></Fact>
                        <Fact name="Created"><Time utc=tenant.created_at.to_string()/></Fact>
                    </Facts>
                </Section>
                <Section title="Mail" lead="The server that sends mail to users of this tenant.">
                    <div><LinkButton href=mail kind=Kind::Secondary>"Mail server"</LinkButton></div>
                </Section>
                {webhooks}
                {deletion}
            </Page>
        }
    })
}
