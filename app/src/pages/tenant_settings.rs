//! The settings of a tenant.

use domain::{administrator::AdministratorPolicy, grants::Level, name::Slug, permission::Action, tenant::Tenant, view::TenantView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator, signed_in},
    components::{ActionRow, DeleteSection, TypedConfirmation, load_at, loaded, use_tenant},
    done::{Done, DoneNotice},
    form::{ActionButton, CreateForm, FormAction, FormNotice, Target},
    paths::{self},
    t,
    ui::{Copyable, Fact, Facts, Page, Section, TextField, Time},
};

/// A tenant with what is in it, and what it asks of its administrators.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedTenant {
    view: TenantView,
    /// None where it is not for the reader to see.
    policy: Option<AdministratorPolicy>,
    may_set_policy: bool,
    /// Whether the reader, too, would be asked for a second factor.
    asked_too: bool,
}

/// Loads a tenant with what is in it.
pub async fn load_tenant_settings(tenant: Slug) -> Result<LoadedTenant, ApiError> {
    let operator = operator()?;
    let view = operator.load_tenant_contents(&tenant).await?;
    let may = |action| operator.actor().may(action, Level::Tenant(view.tenant.id));
    let policy = if may(Action::SeeAdministrators) { Some(operator.load_administrator_policy(&tenant).await?) } else { None };
    // Who administers the whole installation is not asked, and who has a second factor need not set one up.
    let of_installation = signed_in().is_none_or(|own| own.grants.iter().any(|grant| grant.level.tenant().is_none()));
    let asked_too = !of_installation && operator.own_second_factor()?.load().await?.is_none();
    let may_set_policy = may(Action::SetAdministratorPolicy);
    Ok(LoadedTenant { view, policy, may_set_policy, asked_too })
}

/// A tenant's name as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedTenantName {
    /// The name.
    pub name: String,
}

/// Gives a tenant another name.
#[server]
pub async fn rename_tenant(tenant: Slug, version: i64, typed: TypedTenantName) -> Result<(), ApiError> {
    operator()?.rename_tenant(&tenant, version, &typed.name).await.keep(&typed)?;
    done(&paths::tenant_settings(&tenant), Done::TenantRenamed);
    Ok(())
}

crate::form::needs!(RenameTenant: RenameTenant);

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
    let (rename, delete) = (FormAction::<RenameTenant>::typed(), FormAction::<DeleteTenant>::typed());
    let require = FormAction::<RequireSecondFactor>::new();
    let loading = load_at(use_tenant(), load_tenant_settings);
    loaded(loading, move |(_, loaded)| {
        let LoadedTenant { view, policy, may_set_policy, asked_too } = loaded;
        let TenantView { tenant, workspaces, clients, users, administrators, may_rename, may_delete } = view;
        let counts = vec![
            (workspaces, [t!("workspaces-tenant-settings-count-workspace"), t!("workspaces-tenant-settings-count-workspaces")]),
            (clients, [t!("workspaces-tenant-settings-count-client"), t!("workspaces-tenant-settings-count-clients")]),
            (users, [t!("workspaces-tenant-settings-count-user"), t!("workspaces-tenant-settings-count-users")]),
            (administrators, [t!("workspaces-tenant-settings-count-administrator"), t!("workspaces-tenant-settings-count-administrators")]),
        ];
        let slug = tenant.slug.clone();
        let policy =
            policy.map(|policy| view! { <AdministratorsSection tenant=slug policy may_set=may_set_policy asked_too action=require/> });
        let (name, back) = (tenant.name.to_string(), paths::workspaces(&tenant.slug));
        let renaming = may_rename.then(|| name_form(rename, &tenant));
        let deletion = may_delete.then(|| {
            view! {
                        <DeleteSection
                            action=delete
                            target=Target::tenant(&tenant.slug)
                            what=t!("workspaces-tenant-settings-tenant")
                            name=name.clone()
                            counts
                            more=t!("workspaces-tenant-settings-delete-more")
                            back
                        />
            }
        });
        view! {
            <Page title=t!("workspaces-tenant-settings-title") lead=t!("workspaces-tenant-settings-lead")>
                <DoneNotice failed=require.form.failed() || rename.form.failed()/>
                <FormNotice form=require.form/>
                {renaming}
                <Section title=t!("workspaces-tenant-settings-identity")>
                    <Facts>
                        <Fact name=t!("workspaces-tenant-settings-name")>{name}</Fact>
                        <Fact name=t!("workspaces-tenant-settings-identifier")><code>{tenant.slug.to_string()}</code></Fact>
                        <Fact name=t!("workspaces-tenant-settings-id")><Copyable text=tenant.id.to_string() label=t!("workspaces-tenant-settings-id-label")/></Fact>
                        <Fact name=t!("workspaces-tenant-settings-created")><Time utc=tenant.created_at.to_string()/></Fact>
                    </Facts>
                </Section>
                {policy}
                {deletion}
            </Page>
        }
    })
}

fn name_form(rename: FormAction<RenameTenant>, tenant: &Tenant) -> AnyView {
    // The name that is typed to delete it stands on the same page.
    let input = rename.form.beside("new-").field("name", tenant.name.to_string());
    let target = Target::tenant(&tenant.slug).with("version", tenant.version);
    view! {
        <CreateForm action=rename target label=t!("workspaces-tenant-settings-rename")>
            <div class="card">
                <TextField
                    input
                    label=t!("workspaces-tenant-settings-new-name")
                    hint=t!("workspaces-tenant-settings-new-name-hint")
                />
            </div>
        </CreateForm>
    }
    .into_any()
}

#[component]
fn AdministratorsSection(
    tenant: Slug,
    policy: AdministratorPolicy,
    may_set: bool,
    asked_too: bool,
    action: FormAction<RequireSecondFactor>,
) -> impl IntoView {
    let (text, label) = if policy.second_factor_required {
        (t!("workspaces-tenant-settings-factor-required"), t!("workspaces-tenant-settings-factor-stop"))
    } else {
        (
            if asked_too { t!("workspaces-tenant-settings-factor-optional-too") } else { t!("workspaces-tenant-settings-factor-optional") },
            t!("workspaces-tenant-settings-factor-require"),
        )
    };
    let target = Target::tenant(&tenant).with("required", !policy.second_factor_required);
    view! {
        <Section title=t!("workspaces-tenant-settings-administrators")>
            <ActionRow title=t!("workspaces-tenant-settings-factor") text>
                {may_set.then(|| view! { <ActionButton action target label/> })}
            </ActionRow>
        </Section>
    }
    .into_any()
}
