use domain::{
    id::RoleId,
    name::Slug,
    permission::{Action, Actions},
    role::RoleRef,
    view::RoleView,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::groups::groups;
use crate::{
    api::{ApiError, Keep, done, operator},
    components::{load_at, loaded, use_param_in_tenant_or_installation, use_tenant_or_installation},
    done::{Done, DoneNotice},
    form::{Confirm, CreateForm, Form, FormAction, FormNotice, Target},
    paths::{self},
    t,
    text::word,
    ui::{Breadcrumb, CheckboxList, Choice, Kind, Page, Section, TextField, Ticks},
};

/// A role as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedRoleSettings {
    /// Its name.
    pub name: String,
    /// The codes of the actions that it permits.
    #[serde(default)]
    pub actions: Vec<String>,
}

impl TypedRoleSettings {
    fn actions(&self) -> Result<Actions, ApiError> {
        let unknown = || ApiError::invalid("actions", domain::problem::Problem::UnknownValue);
        self.actions.iter().map(|code| Action::from_code(code).ok_or_else(unknown)).collect()
    }
}

/// The actions that a role of a tenant, or of the installation, can permit: those of the one who looks.
pub async fn load_grantable(tenant: Option<Slug>) -> Result<Actions, ApiError> {
    Ok(operator()?.grantable_actions(tenant.as_ref()).await?)
}

/// A role, and what it could permit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedRole {
    role: RoleView,
    grantable: Actions,
}

/// Loads a role that is not built in.
pub async fn load_role(tenant: Option<Slug>, role: RoleId) -> Result<LoadedRole, ApiError> {
    let operator = operator()?;
    let roles = operator.list_roles(tenant.as_ref()).await?;
    let role = roles.into_iter().find(|found| found.role == RoleRef::Own(role)).ok_or(control::Error::NotFound)?;
    Ok(LoadedRole { grantable: operator.grantable_actions(tenant.as_ref()).await?, role })
}

/// Creates a role.
#[server]
pub async fn create_role(#[server(default)] tenant: Option<Slug>, typed: TypedRoleSettings) -> Result<(), ApiError> {
    let actions = typed.actions().keep(&typed)?;
    operator()?.create_role(tenant.as_ref(), &typed.name, actions).await.keep(&typed)?;
    done(&paths::roles(tenant.as_ref()), Done::RoleCreated);
    Ok(())
}

crate::form::needs!(CreateRole: SetRoles);

/// Changes a role.
#[server]
pub async fn set_role(
    #[server(default)] tenant: Option<Slug>,
    role: RoleId,
    version: i64,
    typed: TypedRoleSettings,
) -> Result<(), ApiError> {
    let actions = typed.actions().keep(&typed)?;
    operator()?.set_role(role, version, &typed.name, actions).await.keep(&typed)?;
    done(&paths::roles(tenant.as_ref()), Done::RoleSaved);
    Ok(())
}

crate::form::needs!(SetRole: SetRoles);

/// Deletes a role.
#[server]
pub async fn delete_role(#[server(default)] tenant: Option<Slug>, role: RoleId) -> Result<(), ApiError> {
    operator()?.delete_role(role).await?;
    done(&paths::roles(tenant.as_ref()), Done::RoleDeleted);
    Ok(())
}

crate::form::needs!(DeleteRole: SetRoles);

fn breadcrumb(tenant: Option<&Slug>, here: String) -> impl IntoView + use<> {
    let steps = vec![
        (paths::administrators(tenant), t!("administrators-title").to_owned()),
        (paths::roles(tenant), t!("administrators-roles").to_owned()),
    ];
    view! { <Breadcrumb steps here/> }
}

/// The fields of a role.
fn fields(form: Form, name: &str, on: Actions, grantable: Actions) -> impl IntoView + use<> {
    let on: Vec<String> = on.iter().map(|action| action.code().to_owned()).collect();
    let lists = groups().into_iter().filter_map(|(group, actions)| {
        let choices: Vec<_> = actions
            .into_iter()
            .filter(|action| grantable.contains(*action))
            .map(|action| Choice::new(action.code(), word(action.label())).hint(action.code()))
            .collect();
        if choices.is_empty() {
            return None;
        }
        let ticks = Ticks::new(form.field("actions", ""), on.clone());
        Some(view! { <CheckboxList ticks label=word(group) choices/> })
    });
    view! {
        <div class="card">
            <TextField input=form.field("name", name.to_owned()) label=t!("administrators-name")/>
            {lists.collect_view()}
        </div>
    }
}

/// Where a role is created.
#[component]
pub fn NewRolePage() -> impl IntoView {
    let create = FormAction::<CreateRole>::typed();
    let loading = load_at(use_tenant_or_installation(), load_grantable);
    loaded(loading, move |(tenant, grantable)| {
        let here = tenant.clone();
        view! {
            <Page
                title=t!("administrators-new-role")
                lead=t!("administrators-role-new-lead")
                above=(move || breadcrumb(here.as_ref(), t!("administrators-new-role").to_owned())).into()
            >
                <CreateForm action=create target=Target::tenant_or_installation(tenant.as_ref()) label=t!("administrators-role-create")>
                    {fields(create.form, "", Actions::NONE, grantable)}
                </CreateForm>
            </Page>
        }
    })
}

/// A role that is not built in.
#[component]
pub fn RolePage() -> impl IntoView {
    let save = FormAction::<SetRole>::typed();
    let delete = FormAction::<DeleteRole>::new();
    let at = use_param_in_tenant_or_installation::<RoleId>("role");
    let loading = load_at(at, |(tenant, role)| load_role(tenant, role));
    loaded(loading, move |((tenant, id), view)| {
        let LoadedRole { role, grantable } = view;
        let (here, name, title) = (tenant.clone(), role.name.clone(), role.name.clone());
        let target = Target::tenant_or_installation(tenant.as_ref()).with("role", id);
        let versioned = target.clone().with("version", role.version.unwrap_or_default());
        let settings = role.may_set.then(|| view! {
            <CreateForm action=save target=versioned label=t!("administrators-role-save")>
                {fields(save.form, &role.name, role.actions, grantable)}
            </CreateForm>
            <Section title=t!("administrators-delete") lead=t!("administrators-role-delete-lead")>
                <Confirm id="delete" opens=t!("administrators-role-delete") title=t!("administrators-role-delete-title") kind=Kind::Danger action=delete target label=t!("administrators-role-delete")>
                    <p>{t!("administrators-undone")}</p>
                </Confirm>
            </Section>
        });
        let readable = (!role.may_set).then(|| {
            let actions = role.actions.iter().map(|action| view! { <li>{word(action.label())}</li> }).collect_view();
            view! { <ul>{actions}</ul> }
        });
        view! {
            <Page title lead=t!("administrators-role-lead") above=(move || breadcrumb(here.as_ref(), name.clone())).into()>
                <DoneNotice failed=delete.form.failed()/>
                <FormNotice form=delete.form/>
                {settings}
                {readable}
            </Page>
        }
    })
}
