//! The settings of a tenant.

use domain::{administrator::AdministratorPolicy, grants::Level, name::Slug, permission::Action, view::TenantView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::{ActionRow, DeleteSection, TypedConfirmation, load_at, loaded, use_tenant},
    done::{Done, DoneNotice},
    form::{ActionButton, FormAction, FormNotice, Target},
    paths::{self},
    ui::{Copyable, Fact, Facts, Page, Section, Time},
};

/// A tenant with what is in it, and what it asks of its administrators.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedTenant {
    view: TenantView,
    /// None where it is not for the reader to see.
    policy: Option<AdministratorPolicy>,
    may_set_policy: bool,
}

/// Loads a tenant with what is in it.
pub async fn load_tenant_settings(tenant: Slug) -> Result<LoadedTenant, ApiError> {
    let operator = operator()?;
    let view = operator.load_tenant_contents(&tenant).await?;
    let may = |action| operator.actor().may(action, Level::Tenant(view.tenant.id));
    let policy = if may(Action::SeeAdministrators) { Some(operator.load_administrator_policy(&tenant).await?) } else { None };
    let may_set_policy = may(Action::SetAdministratorPolicy);
    Ok(LoadedTenant { view, policy, may_set_policy })
}

/// Changes whether administrators of the tenant need a second factor.
#[server]
pub async fn require_second_factor(tenant: Slug, required: bool) -> Result<(), ApiError> {
    let policy = AdministratorPolicy { second_factor_required: required };
    operator()?.set_administrator_policy(&tenant, policy).await?;
    done(&paths::tenant_settings(&tenant), Done::AdministratorPolicySaved);
    Ok(())
}

crate::form::needs!(RequireSecondFactor: SetAdministratorPolicy);

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

crate::form::needs!(DeleteTenant: DeleteTenant);

/// The settings of a tenant.
#[component]
pub fn TenantSettingsPage() -> impl IntoView {
    let delete = FormAction::<DeleteTenant>::typed();
    let require = FormAction::<RequireSecondFactor>::new();
    let loading = load_at(use_tenant(), load_tenant_settings);
    loaded(loading, move |(_, loaded)| {
        let LoadedTenant { view, policy, may_set_policy } = loaded;
        let TenantView { tenant, workspaces, clients, users, administrators, may_delete } = view;
        let counts = vec![
            (workspaces, ["workspace", "workspaces"]),
            (clients, ["client", "clients"]),
            (users, ["user with their sessions and refresh tokens", "users with their sessions and refresh tokens"]),
            (administrators, ["administrator of this tenant alone", "administrators of this tenant alone"]),
        ];
        let slug = tenant.slug.clone();
        let policy = policy.map(|policy| view! { <AdministratorsSection tenant=slug policy may_set=may_set_policy action=require/> });
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
                <DoneNotice failed=require.form.failed()/>
                <FormNotice form=require.form/>
                <Section title="Identity">
                    <Facts>
                        <Fact name="Name">{name}</Fact>
                        <Fact name="Identifier"><code>{tenant.slug.to_string()}</code></Fact>
                        <Fact name="Tenant ID"><Copyable text=tenant.id.to_string() label="tenant ID"/></Fact>
                        <Fact name="Created"><Time utc=tenant.created_at.to_string()/></Fact>
                    </Facts>
                </Section>
                {policy}
                {deletion}
            </Page>
        }
    })
}

#[component]
fn AdministratorsSection(
    tenant: Slug,
    policy: AdministratorPolicy,
    may_set: bool,
    action: FormAction<RequireSecondFactor>,
) -> impl IntoView {
    let (text, label) = if policy.second_factor_required {
        (
            "Required. Who has a role in this tenant, or in a part of it, and no second factor can do nothing but set one up.",
            "Stop requiring it",
        )
    } else {
        (
            "Not required. If it is, who has a role in this tenant, or in a part of it, has to set one up before anything else: you, too, at once. Those who administer the whole installation are not asked, and API tokens go on.",
            "Require second factor",
        )
    };
    let target = Target::tenant(&tenant).with("required", !policy.second_factor_required);
    view! {
        <Section title="Administrators">
            <ActionRow title="Second factor" text>
                {may_set.then(|| view! { <ActionButton action target label/> })}
            </ActionRow>
        </Section>
    }
    .into_any()
}
