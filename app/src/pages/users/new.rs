use domain::user::UserIdentifier;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, language, operator},
    components::{load_at, loaded, use_workspace_path},
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Breadcrumb, Page, PasswordField, TextField},
};

/// A user as it is typed. The password is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedUser {
    /// What they sign in with.
    pub identifier: String,
    /// What they are called.
    pub name: String,
    /// Their e-mail address; empty for none.
    pub email: String,
}

impl TypedUser {
    /// The same with the user name as the e-mail address, where it is one and no other was typed: mail to the user would go nowhere.
    fn with_email(self) -> Self {
        let is_email = UserIdentifier::parse(&self.identifier).is_ok_and(|identifier| identifier.is_email());
        if is_email && self.email.trim().is_empty() { Self { email: self.identifier.clone(), ..self } } else { self }
    }
}

/// Adds a user and leads to them.
#[server]
pub async fn create_user(path: WorkspacePath, typed: TypedUser, password: String) -> Result<(), ApiError> {
    let TypedUser { identifier, name, email } = typed.clone().with_email();
    let operator = operator()?;
    if password.is_empty() && operator.can_mail_users(&path).await? {
        let new = domain::view::TypedUser { identifier, name, email, ..Default::default() };
        let user = operator.invite_user(&path, &new, language()).await.keep(&typed)?;
        done(&path.user(user.id), Done::UserInvited);
        return Ok(());
    }
    let new = domain::view::NewUser { identifier, name, email, password };
    let user = operator.create_user(&path, new).await.keep(&typed)?;
    done(&path.user(user.id), Done::UserCreated);
    Ok(())
}

crate::form::needs!(CreateUser: CreateUser);

/// Returns whether a user can be sent the way to their first password.
pub async fn load_mail(path: WorkspacePath) -> Result<bool, ApiError> {
    Ok(operator()?.can_mail_users(&path).await?)
}

/// Where a user is added.
#[component]
pub fn NewUserPage() -> impl IntoView {
    let create = FormAction::<CreateUser>::typed();
    let form = create.form;
    view! {
        {loaded(load_at(use_workspace_path(), load_mail), move |(path, mail)| {
            let steps = vec![(path.users(), t!("users-list-title").to_owned())];
            view! {
                <Page
                    title=t!("users-new-title")
                    lead=t!("users-new-lead")
                    above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("users-new-title")/> }).into()
                >
                    <CreateForm action=create target=Target::workspace(&path) label=t!("users-new-title")>
                        <div class="card">
                            <TextField input=form.field("identifier", "") label=t!("users-detail-user-name") hint=t!("users-edit-user-name-hint")/>
                            <TextField input=form.field("name", "") label=t!("users-edit-name")/>
                            <TextField input=form.field("email", "") label=t!("users-detail-email") hint=t!("users-new-email-hint") kind="email" optional=true/>
                            <PasswordField
                                input=form.within("").field("password", "")
                                label=t!("users-detail-password")
                                hint=if mail { t!("users-new-password-or-mail") } else { t!("users-new-password-hint") }
                                optional=mail
                                autocomplete="new-password"
                            />
                        </div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
