use domain::{
    name::Slug,
    problem::Problem,
    view::{NamedWorkspace, RoleView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::place;
use crate::{
    api::{ApiError, Keep, Language, control, done, language, operator},
    components::{load_at, loaded, use_tenant_or_installation},
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{self},
    t,
    ui::{Breadcrumb, Choice, Page, Select, TextField},
};

/// An invitation as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedInvitation {
    /// The e-mail address of the person invited.
    pub email: String,
    /// The role.
    pub role: String,
    /// The workspace for which they get it, or what stands for the whole tenant; nothing in the installation.
    #[serde(default)]
    pub workspace: String,
    /// The language in which it is mailed, by its tag; what stands for no mail otherwise.
    #[serde(default)]
    pub mail: String,
}

/// What stands for no mail in place of a language. It is no tag.
const NO_MAIL: &str = "no";

/// Reads the language in which an invitation is mailed; none where it is not.
fn mail_language(typed: &str) -> Result<Option<Language>, ApiError> {
    match typed {
        "" | NO_MAIL => Ok(None),
        tag => Language::read(tag).map(Some).ok_or_else(|| ApiError::invalid("mail", Problem::UnknownValue)),
    }
}

/// What can be invited to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invitable {
    roles: Vec<RoleView>,
    workspaces: Vec<NamedWorkspace>,
    whole_tenant: bool,
    /// Whether it can be mailed.
    has_mail: bool,
}

/// Loads what can be invited to.
pub async fn load_invitable(tenant: Option<Slug>) -> Result<Invitable, ApiError> {
    let operator = operator()?;
    let level = operator.level(&domain::view::LevelPath { tenant: tenant.clone(), ..Default::default() }).await?;
    Ok(Invitable {
        roles: operator.list_assignable_roles(tenant.as_ref()).await?,
        workspaces: place::load_workspaces(tenant.as_ref()).await?,
        whole_tenant: operator.actor().may(domain::permission::Action::AssignRole, level),
        has_mail: control()?.has_own_mail(),
    })
}

/// Invites somebody; the list shows the link once.
#[server]
pub async fn invite_administrator(#[server(default)] tenant: Option<Slug>, typed: TypedInvitation) -> Result<(), ApiError> {
    let (role, at) = place::parse(tenant.clone(), &typed.role, &typed.workspace).keep(&typed)?;
    let (invited, said) = match mail_language(&typed.mail).keep(&typed)? {
        Some(language) => {
            let invited = operator()?.invite_by_mail(&typed.email, role, &at, language).await.keep(&typed)?;
            (invited, Done::AdministratorInvitedByMail)
        }
        None => (operator()?.invite(&typed.email, role, &at).await.keep(&typed)?, Done::AdministratorInvited),
    };
    super::link::show_link("invitation", paths::INVITATION, &invited.token);
    done(&paths::administrators(tenant.as_ref()), said);
    Ok(())
}

crate::form::needs!(InviteAdministrator: AssignRole);

/// Where somebody is invited.
#[component]
pub fn InvitePage() -> impl IntoView {
    let invite = FormAction::<InviteAdministrator>::typed();
    let loading = load_at(use_tenant_or_installation(), load_invitable);
    loaded(loading, move |(tenant, view)| {
        let Invitable { roles, workspaces, whole_tenant, has_mail } = view;
        let steps = vec![(paths::administrators(tenant.as_ref()), t!("administrators-title").to_owned())];
        let form = invite.form;
        let choices = place::roles(roles);
        let places = place::places(whole_tenant, workspaces);
        let place = tenant.is_some().then(|| {
            view! {
                <Select input=form.field("workspace", "") label=t!("administrators-where") hint=t!("administrators-where-hint") choices=places/>
            }
        });
        let mail = has_mail.then(|| {
            let offered = |one: Language| Choice::new(one.tag(), t!("administrators-invite-mail-in", language = one.own_name()));
            let not = Choice::new(NO_MAIL, t!("administrators-invite-mail-not"));
            let choices: Vec<Choice> = Language::ALL.into_iter().map(offered).chain([not]).collect();
            let input = form.field("mail", language().tag());
            view! { <Select input label=t!("administrators-invite-mail") hint=t!("administrators-invite-mail-hint") choices/> }
        });
        let lead = if has_mail { t!("administrators-invite-lead-mail") } else { t!("administrators-invite-lead") };
        view! {
            <Page
                title=t!("administrators-invite")
                lead
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("administrators-invite")/> }).into()
            >
                <CreateForm action=invite target=Target::tenant_or_installation(tenant.as_ref()) label=t!("administrators-invite-create")>
                    <div class="card">
                        <TextField input=form.field("email", "") label=t!("administrators-email") kind="email" hint=t!("administrators-invite-email-hint")/>
                        <Select
                            input=form.field("role", "")
                            label=t!("administrators-role")
                            hint=t!("administrators-role-hint")
                            choices
                        />
                        {place}
                        {mail}
                    </div>
                </CreateForm>
            </Page>
        }
    })
}
