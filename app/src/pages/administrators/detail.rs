use domain::{
    administrator::AdministratorStatus,
    id::{AdministratorId, AssignmentId, PasskeyId},
    name::Slug,
    passkey::PasskeySummary,
    view::{AdministratorView, AssignmentView, LevelPath, NamedWorkspace, RoleView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    badge::{SecondFactorBadge, StatusBadge},
    link::{ShownLink, show_link, shown_link},
    named::{level_name, role_name},
    place,
};
use crate::{
    api::{ApiError, Keep, done, operator},
    components::{ActionRow, PasskeyTable, load_at, loaded, removable_passkeys, use_param_in_tenant_or_installation},
    done::{Done, DoneNotice},
    form::{ActionButton, Confirm, CreateForm, Form, FormAction, FormNotice, Target},
    paths::{self},
    t, t_view,
    ui::{Breadcrumb, Fact, Facts, Kind, Page, Section, Select, Table, Time},
};

/// An administrator, and what can be assigned to them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedAdministrator {
    view: AdministratorView,
    passkeys: Vec<PasskeySummary>,
    roles: Vec<RoleView>,
    workspaces: Vec<NamedWorkspace>,
    may_assign: bool,
    /// A link that was created just now.
    link: Option<String>,
}

/// A role as it is chosen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedRole {
    /// The role.
    pub role: String,
    /// The workspace for which they get it, or what stands for the whole tenant; nothing in the installation.
    #[serde(default)]
    pub workspace: String,
}

/// Loads an administrator.
pub async fn load_administrator(tenant: Option<Slug>, administrator: AdministratorId) -> Result<LoadedAdministrator, ApiError> {
    let operator = operator()?;
    let within = LevelPath { tenant: tenant.clone(), ..LevelPath::default() };
    let level = operator.level(&within).await?;
    let all = operator.list_administrators(&within).await?;
    let view = all.into_iter().find(|one| one.id == administrator).ok_or(control::Error::NotFound)?;
    Ok(LoadedAdministrator {
        link: shown_link(&view.id.to_string(), paths::SIGN_IN_ONCE)?,
        may_assign: !view.yourself && operator.actor().may(domain::permission::Action::AssignRole, level),
        roles: operator.list_assignable_roles(tenant.as_ref()).await.unwrap_or_default(),
        workspaces: place::load_workspaces(tenant.as_ref()).await?,
        passkeys: operator.list_administrator_passkeys(view.email.as_str()).await?,
        view,
    })
}

async fn email_of(administrator: AdministratorId) -> Result<String, ApiError> {
    Ok(operator()?.load_administrator(administrator).await?.email.to_string())
}

/// Assigns a role.
#[server]
pub async fn assign_role(
    #[server(default)] tenant: Option<Slug>,
    administrator: AdministratorId,
    typed: TypedRole,
) -> Result<(), ApiError> {
    let (role, at) = place::parse(tenant.clone(), &typed.role, &typed.workspace).keep(&typed)?;
    operator()?.assign_role(&email_of(administrator).await?, role, &at).await.keep(&typed)?;
    done(&paths::administrator(tenant.as_ref(), administrator), Done::RoleAssigned);
    Ok(())
}

crate::form::needs!(AssignRole: AssignRole);

/// Withdraws a role.
#[server]
pub async fn withdraw_role(#[server(default)] tenant: Option<Slug>, assignment: AssignmentId) -> Result<(), ApiError> {
    operator()?.withdraw_role(assignment).await?;
    done(&paths::administrators(tenant.as_ref()), Done::RoleWithdrawn);
    Ok(())
}

crate::form::needs!(WithdrawRole: AssignRole);

/// Enables an administrator, or disables them.
#[server]
pub async fn set_administrator_status(
    #[server(default)] tenant: Option<Slug>,
    administrator: AdministratorId,
    status: AdministratorStatus,
) -> Result<(), ApiError> {
    operator()?.set_administrator_status(&email_of(administrator).await?, status).await?;
    let was_done = if status == AdministratorStatus::Active { Done::AdministratorEnabled } else { Done::AdministratorDisabled };
    done(&paths::administrator(tenant.as_ref(), administrator), was_done);
    Ok(())
}

crate::form::needs!(SetAdministratorStatus: SetAdministratorStatus);

/// Creates a one-time sign-in; the page shows its link once.
#[server]
pub async fn create_one_time_sign_in(#[server(default)] tenant: Option<Slug>, administrator: AdministratorId) -> Result<(), ApiError> {
    let created = operator()?.create_one_time_sign_in(&email_of(administrator).await?).await?;
    show_link(&administrator.to_string(), paths::SIGN_IN_ONCE, &created.token);
    done(&paths::administrator(tenant.as_ref(), administrator), Done::SignInLinkCreated);
    Ok(())
}

crate::form::needs!(CreateOneTimeSignIn: CreateOneTimeSignIn);

/// Signs an administrator out everywhere.
#[server]
pub async fn end_administrator_sessions(#[server(default)] tenant: Option<Slug>, administrator: AdministratorId) -> Result<(), ApiError> {
    operator()?.end_administrator_sessions(&email_of(administrator).await?).await?;
    done(&paths::administrator(tenant.as_ref(), administrator), Done::AdministratorSignedOut);
    Ok(())
}

crate::form::needs!(EndAdministratorSessions: EndAdministratorSessions);

/// Resets the second factor of an administrator.
#[server]
pub async fn reset_second_factor(#[server(default)] tenant: Option<Slug>, administrator: AdministratorId) -> Result<(), ApiError> {
    operator()?.reset_second_factor(&email_of(administrator).await?).await?;
    done(&paths::administrator(tenant.as_ref(), administrator), Done::SecondFactorReset);
    Ok(())
}

crate::form::needs!(ResetSecondFactor: ResetSecondFactor);

/// Removes a passkey of an administrator.
#[server]
pub async fn remove_passkey_of_administrator(
    #[server(default)] tenant: Option<Slug>,
    administrator: AdministratorId,
    passkey: PasskeyId,
) -> Result<(), ApiError> {
    operator()?.remove_administrator_passkey(&email_of(administrator).await?, passkey).await?;
    done(&paths::administrator(tenant.as_ref(), administrator), Done::AdministratorPasskeyRemoved);
    Ok(())
}

crate::form::needs!(RemovePasskeyOfAdministrator: ResetSecondFactor);

/// Deletes an administrator.
#[server]
pub async fn delete_administrator(#[server(default)] tenant: Option<Slug>, administrator: AdministratorId) -> Result<(), ApiError> {
    operator()?.delete_administrator(&email_of(administrator).await?).await?;
    done(&paths::administrators(tenant.as_ref()), Done::AdministratorDeleted);
    Ok(())
}

crate::form::needs!(DeleteAdministrator: DeleteAdministrator);

/// The actions of the page.
#[derive(Clone, Copy)]
struct Actions {
    assign: FormAction<AssignRole>,
    withdraw: FormAction<WithdrawRole>,
    set_status: FormAction<SetAdministratorStatus>,
    sign_in_once: FormAction<CreateOneTimeSignIn>,
    end_sessions: FormAction<EndAdministratorSessions>,
    reset_second_factor: FormAction<ResetSecondFactor>,
    remove_passkey: FormAction<RemovePasskeyOfAdministrator>,
    delete: FormAction<DeleteAdministrator>,
}

impl Actions {
    fn new() -> Self {
        Self {
            assign: FormAction::typed(),
            withdraw: FormAction::new(),
            set_status: FormAction::new(),
            sign_in_once: FormAction::new(),
            end_sessions: FormAction::new(),
            reset_second_factor: FormAction::new(),
            remove_passkey: FormAction::new(),
            delete: FormAction::new(),
        }
    }

    /// Those that are a button, and say above the page what failed.
    const fn buttons(self) -> [Form; 7] {
        let Self { withdraw, set_status, sign_in_once, end_sessions, reset_second_factor, remove_passkey, delete, .. } = self;
        let (reset, remove) = (reset_second_factor.form, remove_passkey.form);
        [withdraw.form, set_status.form, sign_in_once.form, end_sessions.form, reset, remove, delete.form]
    }
}

/// An administrator.
#[component]
pub fn AdministratorPage() -> impl IntoView {
    let actions = Actions::new();
    let at = use_param_in_tenant_or_installation::<AdministratorId>("administrator");
    let loading = load_at(at, |(tenant, id)| load_administrator(tenant, id));
    loaded(loading, move |((tenant, _), loaded)| {
        let LoadedAdministrator { view, passkeys, roles, workspaces, may_assign, link } = loaded;
        let steps = vec![(paths::administrators(tenant.as_ref()), t!("administrators-title").to_owned())];
        let (title, here) = (view.name.to_string(), view.name.to_string());
        let (email, created) = (view.email.to_string(), view.created_at.to_string());
        let (status, second_factor, assignments) = (view.status, view.second_factor, view.assignments.clone());
        let failed = actions.buttons().into_iter().any(Form::failed);
        let assign = may_assign.then(|| view! { <Assign tenant=tenant.clone() id=view.id roles workspaces action=actions.assign/> });
        view! {
            <Page title wide=true above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()>
                <DoneNotice failed/>
                {actions.buttons().into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                <ShownLink link label=t!("administrators-detail-link")/>
                <Section title=t!("administrators-detail-identity")>
                    <Facts>
                        <Fact name=t!("administrators-email")>{email}</Fact>
                        <Fact name=t!("administrators-status")><StatusBadge status/></Fact>
                        <Fact name=t!("administrators-second-factor")><SecondFactorBadge on=second_factor/></Fact>
                        <Fact name=t!("administrators-added")><Time utc=created/></Fact>
                    </Facts>
                </Section>
                <Roles tenant=tenant.clone() assignments withdraw=actions.withdraw/>
                {assign}
                <Passkeys tenant=tenant.clone() view=view.clone() passkeys remove=actions.remove_passkey/>
                <Access tenant view actions/>
            </Page>
        }
    })
}

#[component]
fn Roles(tenant: Option<Slug>, assignments: Vec<AssignmentView>, withdraw: FormAction<WithdrawRole>) -> impl IntoView {
    let rows = assignments
        .into_iter()
        .map(|one| {
            let target = Target::tenant_or_installation(tenant.as_ref()).with("assignment", one.id);
            let (role_name, level_name) = (role_name(one.role, one.role_name), level_name(one.level, one.level_name));
            let (id, role, level) = (format!("withdraw-{}", one.id), role_name.clone(), level_name.clone());
            let button = one.may_withdraw.then(|| {
                let role = view! { <strong>{role}</strong> };
                view! {
                    <Confirm id opens=t!("administrators-detail-withdraw") title=t!("administrators-detail-withdraw-title") action=withdraw target label=t!("administrators-detail-withdraw-role")>
                        <p>{t_view!("administrators-detail-withdraw-text", role = role, level = level)}</p>
                    </Confirm>
                }
            });
            view! {
                <tr>
                    <th scope="row" data-label=t!("administrators-role")>{role_name}</th>
                    <td data-label=t!("administrators-where")>{level_name}</td>
                    <td class="family-revoke">{button}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>{t!("administrators-roles")}</h2>
                <p>{t!("administrators-detail-roles-lead")}</p>
            </div>
            <Table label=t!("administrators-roles") heads=vec![t!("administrators-role"), t!("administrators-where"), t!("administrators-detail-withdraw")]><tbody>{rows}</tbody></Table>
        </section>
    }
    .into_any()
}

#[component]
fn Passkeys(
    tenant: Option<Slug>,
    view: AdministratorView,
    passkeys: Vec<PasskeySummary>,
    remove: FormAction<RemovePasskeyOfAdministrator>,
) -> impl IntoView {
    if passkeys.is_empty() {
        return ().into_any();
    }
    let target = Target::tenant_or_installation(tenant.as_ref()).with("administrator", view.id);
    let table = if view.may_reset_second_factor {
        removable_passkeys(passkeys, remove, &target)
    } else {
        view! { <PasskeyTable passkeys/> }.into_any()
    };
    view! { <Section title=t!("administrators-detail-passkeys")>{table}</Section> }.into_any()
}

#[component]
fn Assign(
    tenant: Option<Slug>,
    id: AdministratorId,
    roles: Vec<RoleView>,
    workspaces: Vec<NamedWorkspace>,
    action: FormAction<AssignRole>,
) -> impl IntoView {
    let form = action.form;
    let target = Target::tenant_or_installation(tenant.as_ref()).with("administrator", id);
    let roles = place::roles(roles);
    let places = place::places(true, workspaces);
    let place =
        tenant.is_some().then(|| view! { <Select input=form.field("workspace", "") label=t!("administrators-where") choices=places/> });
    view! {
        <Section title=t!("administrators-detail-assign-title") lead=t!("administrators-detail-assign-lead")>
            <CreateForm action target label=t!("administrators-detail-assign")>
                <Select input=form.field("role", "") label=t!("administrators-role") choices=roles/>
                {place}
            </CreateForm>
        </Section>
    }
    .into_any()
}

#[component]
fn Access(tenant: Option<Slug>, view: AdministratorView, actions: Actions) -> impl IntoView {
    let target = Target::tenant_or_installation(tenant.as_ref()).with("administrator", view.id);
    let [once_of, sessions_of, factor_of, status_of, delete_of] = std::array::from_fn(|_| target.clone());
    let active = view.status == AdministratorStatus::Active;
    let once = (active && view.may_sign_in_once).then(|| {
        view! {
            <ActionRow title=t!("administrators-detail-once") text=t!("administrators-detail-once-text")>
                <ActionButton action=actions.sign_in_once target=once_of label=t!("administrators-detail-once-create")/>
            </ActionRow>
        }
    });
    let sessions = view.may_end_sessions.then(|| {
        view! {
            <ActionRow title=t!("administrators-detail-sessions") text=t!("administrators-detail-sessions-text")>
                <ActionButton action=actions.end_sessions target=sessions_of label=t!("administrators-detail-sessions-end")/>
            </ActionRow>
        }
    });
    let second_factor = (view.second_factor && view.may_reset_second_factor).then(|| view! {
        <ActionRow title=t!("administrators-second-factor") text=t!("administrators-detail-factor-text")>
            <Confirm id="reset-second-factor" opens=t!("administrators-detail-reset") title=t!("administrators-detail-reset-title") kind=Kind::Danger action=actions.reset_second_factor target=factor_of label=t!("administrators-detail-reset-factor")>
                <p>{t!("administrators-detail-reset-text")}</p>
            </Confirm>
        </ActionRow>
    });
    let status = view.may_set_status.then(|| {
        if active {
            let target = status_of.with("status", "disabled");
            view! {
                <ActionRow title=t!("administrators-status") text=t!("administrators-detail-active-text")>
                    <Confirm id="disable" opens=t!("administrators-detail-disable") title=t!("administrators-detail-disable-title") kind=Kind::Danger action=actions.set_status target label=t!("administrators-detail-disable-administrator")>
                        <p>{t!("administrators-detail-disable-text")}</p>
                    </Confirm>
                </ActionRow>
            }
            .into_any()
        } else {
            let target = status_of.with("status", "active");
            view! {
                <ActionRow title=t!("administrators-status") text=t!("administrators-detail-disabled-text")>
                    <ActionButton action=actions.set_status target label=t!("administrators-detail-enable")/>
                </ActionRow>
            }
            .into_any()
        }
    });
    let delete = view.may_delete.then(|| view! {
        <ActionRow title=t!("administrators-delete") text=t!("administrators-detail-delete-text")>
            <Confirm id="delete" opens=t!("administrators-delete") title=t!("administrators-detail-delete-title") kind=Kind::Danger action=actions.delete target=delete_of label=t!("administrators-detail-delete-administrator")>
                <p>{t!("administrators-undone")}</p>
            </Confirm>
        </ActionRow>
    });
    let some = [once.is_some(), sessions.is_some(), second_factor.is_some(), status.is_some(), delete.is_some()].contains(&true);
    some.then(|| view! { <Section title=t!("administrators-detail-access")>{once}{sessions}{second_factor}{status}{delete}</Section> })
        .into_any()
}
